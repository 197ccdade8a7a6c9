//! Adding and changing the people of a workspace: the sign-in here, everything else in the workspace document.

use std::sync::Arc;

use fieldnote_core::model::{Directory, Member, Role, SellerLevel};
use fieldnote_core::sync::audit::{AuditEntry, AuditEvent};
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::values::{Code, UserId};

use crate::auth::password;
use crate::clock::{self, OsRandom};
use crate::error::ApiError;
use crate::hub::HubHandle;
use crate::limits;
use crate::store::people::User;
use crate::store::sqlite::Database;

/// A person to be added.
#[derive(Debug, Clone)]
pub(crate) struct NewPerson {
    /// Sign-in name.
    pub(crate) login: String,
    /// Name.
    pub(crate) name: String,
    /// Role.
    pub(crate) role: Role,
    /// The manager above.
    pub(crate) manager: Option<UserId>,
    /// Regions.
    pub(crate) regions: Vec<Code>,
    /// How experienced.
    pub(crate) level: Option<SellerLevel>,
}

/// What changes of a person; what is nothing stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct PersonEdit {
    /// Name.
    pub(crate) name: Option<String>,
    /// Role.
    pub(crate) role: Option<Role>,
    /// The manager above, or nobody.
    pub(crate) manager: Option<Option<UserId>>,
    /// Regions.
    pub(crate) regions: Option<Vec<Code>>,
    /// May no longer sign in.
    pub(crate) disabled: Option<bool>,
    /// How experienced, or not said.
    pub(crate) level: Option<Option<SellerLevel>>,
}

/// The parts that people are changed through.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    database: Arc<Database>,
    hub: HubHandle,
    /// The administrator who does it; nobody on the command line.
    by: Option<UserId>,
}

impl Staff {
    /// Works on a database and its hub for an administrator, or nobody on the command line.
    pub(crate) fn new(database: Arc<Database>, hub: HubHandle, by: Option<UserId>) -> Self {
        Self { database, hub, by }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let database = Arc::clone(&self.database);
        tokio::task::spawn_blocking(move || work(&database)).await.map_err(|error| ApiError::Internal(error.into()))?
    }

    /// Adds a person with a password. Called again after a failure half-way, it finishes the work.
    ///
    /// # Errors
    /// When a value does not hold, the login is taken, or the store fails.
    pub(crate) async fn add(&self, person: NewPerson, password: String) -> Result<Member, ApiError> {
        self.add_as(UserId::random(&mut OsRandom), person, password).await
    }

    /// Adds a person under a given id, as the demo does.
    ///
    /// # Errors
    /// As for [`Self::add`].
    pub(crate) async fn add_as(&self, id: UserId, person: NewPerson, password: String) -> Result<Member, ApiError> {
        check_login(&person.login)?;
        let hash = password::hash(password).await?;
        let member = Member {
            id,
            name: person.name,
            role: person.role,
            manager: person.manager,
            regions: person.regions,
            disabled: false,
            level: person.level,
        };
        let login = person.login;
        let mut member = self
            .blocking(move |database| {
                check(&member, &database.view(|log| log.directory())?)?;
                let user = User { id: member.id, login: login.clone(), password: hash.clone() };
                if database.add_user(&user, clock::now())? {
                    return Ok(member);
                }
                // A login without a member is what a crash between the two writes leaves.
                let half = database.user_by_login(&login)?.ok_or(ApiError::LoginTaken)?;
                if database.member(half.id)?.is_some() {
                    return Err(ApiError::LoginTaken);
                }
                database.set_password(half.id, &hash, None)?;
                Ok(Member { id: half.id, ..member })
            })
            .await?;
        member.name = member.name.trim().to_owned();
        self.hub.put_member(member.clone(), self.by).await?;
        Ok(member)
    }

    /// Changes a person; disabling ends their sessions.
    ///
    /// # Errors
    /// When a value does not hold, there is no such person, or the store fails.
    pub(crate) async fn change(&self, id: UserId, edit: PersonEdit) -> Result<Member, ApiError> {
        let disable = edit.disabled == Some(true);
        let member = self
            .blocking(move |database| {
                let directory = database.view(|log| log.directory())?;
                let mut member = directory.members.get(&id).cloned().ok_or(ApiError::NotFound)?;
                member.name = edit.name.map(|name| name.trim().to_owned()).unwrap_or(member.name);
                member.role = edit.role.unwrap_or(member.role);
                member.manager = edit.manager.unwrap_or(member.manager);
                member.regions = edit.regions.unwrap_or(member.regions);
                member.disabled = edit.disabled.unwrap_or(member.disabled);
                member.level = edit.level.unwrap_or(member.level);
                check(&member, &directory)?;
                Ok(member)
            })
            .await?;
        self.hub.put_member(member.clone(), self.by).await?;
        if disable {
            self.blocking(move |database| Ok(database.end_sessions(id)?)).await?;
        }
        Ok(member)
    }

    /// Sets a password and ends every session of the person.
    ///
    /// # Errors
    /// When it is too weak, or the store fails.
    pub(crate) async fn set_password(&self, id: UserId, password: String) -> Result<(), ApiError> {
        let hash = password::hash(password).await?;
        let by = self.by;
        self.blocking(move |database| {
            database.set_password(id, &hash, None)?;
            let at = clock::now();
            let (event, subject) = (AuditEvent::PasswordSet, id.to_string());
            let detail = String::new();
            Ok(database.append_audit(&AuditEntry { at, event, user: by, device: None, subject, detail })?)
        })
        .await
    }
}

fn check_login(login: &str) -> Result<(), ApiError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._@+-".contains(&byte);
    if login.is_empty() || login.len() > limits::LOGIN_BYTES_MAX || !login.bytes().all(plain) {
        return Err(ApiError::Invalid("a login of 1 to 64 characters out of a-z, 0-9 and ._@+-"));
    }
    Ok(())
}

fn check(member: &Member, directory: &Directory) -> Result<(), ApiError> {
    if member.name.trim().is_empty() || member.name.len() > limits::NAME_BYTES_MAX {
        return Err(ApiError::Invalid("a name of 1 to 128 bytes"));
    }
    let long = |region: &Code| region.is_empty() || region.as_str().len() > limits::LOGIN_BYTES_MAX;
    if member.regions.len() > limits::REGIONS_MAX || member.regions.iter().any(long) {
        return Err(ApiError::Invalid("at most 64 regions of 1 to 64 bytes"));
    }
    if let Some(manager) = member.manager {
        let above = directory.members.get(&manager).is_some_and(|above| above.role == Role::Manager);
        if !above || manager == member.id || directory.is_above(member.id, manager) {
            return Err(ApiError::Invalid("a manager who does not stand below this person"));
        }
    }
    Ok(())
}
