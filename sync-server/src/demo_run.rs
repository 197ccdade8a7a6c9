//! Filling an empty database: the demo plan goes through the same commands and the same hub as a phone's day.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use fieldnote_core::command::{CommandContext, execute};
use fieldnote_core::document::{Document, Written};
use fieldnote_core::model::Directory;
use fieldnote_core::policy::Policy;
use fieldnote_core::sync::hub::{Caller, Receipt, Submission};
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::sync::wire::{Cookie, Outcome, PendingDocument};
use fieldnote_core::values::{DeviceId, DocumentId, Random as _, UserId};
use tokio::task::JoinSet;

use crate::clock::{self, OsRandom};
use crate::demo::{self, DemoAccount};
use crate::limits;
use crate::routes::session::fresh_device;
use crate::staff::NewPerson;
use crate::workspace::Workspace;

/// Seed of the workspace that `serve --demo` makes.
const SEED: u64 = 1;

impl Workspace {
    /// Creates the workspace document with the preset, unless there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn init(&self) -> anyhow::Result<()> {
        Ok(self.hub.init_workspace(Policy::preset()).await?)
    }

    /// Fills the database with the demo workspace when nothing is in it.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn fill_when_empty(&self) -> anyhow::Result<()> {
        if self.is_empty()? { self.fill(demo::ACCOUNTS, SEED).await } else { Ok(()) }
    }

    /// Fills an empty database with a seeded workspace.
    ///
    /// # Errors
    /// When the plan does not pass the rules or the store fails.
    pub(crate) async fn fill(&self, accounts: usize, seed: u64) -> anyhow::Result<()> {
        let plan = demo::plan(accounts, seed, clock::now());
        let policy = Policy { organisation: plan.organisation.to_owned(), ..Policy::preset() };
        self.hub.init_workspace(policy.clone()).await?;
        let mut devices = BTreeMap::new();
        for user in plan.users {
            let id = user.id;
            let person = NewPerson {
                login: user.login.to_owned(),
                name: user.name.to_owned(),
                role: user.role,
                manager: user.manager,
                regions: user.regions,
                level: user.level,
            };
            self.staff().add_as(id, person, demo::PASSWORD.to_owned()).await?;
            let device = fresh_device();
            self.database.enrol_device(id, device, "demo", clock::now())?;
            devices.insert(id, device);
        }
        let directory = self.database.view(|log| log.directory())?;
        for accounts in plan.accounts.chunks(limits::HUB_BATCH_MAX).chain([plan.leads.as_slice()]) {
            self.push_accounts(accounts, &devices, &policy, &directory).await?;
        }
        // They were only the pens of this story; nobody holds them.
        for (user, device) in devices {
            self.database.revoke_device(user, device, clock::now())?;
        }
        Ok(())
    }

    /// Pushes some customers together, so that they share a transaction.
    async fn push_accounts(
        &self,
        accounts: &[DemoAccount],
        devices: &BTreeMap<UserId, DeviceId>,
        policy: &Policy,
        directory: &Directory,
    ) -> anyhow::Result<()> {
        let mut pushes = JoinSet::new();
        for account in accounts {
            let device = *devices.get(&account.author).context("the author of a customer is in the team")?;
            let pending = write(account, device, policy, directory)?;
            let caller = Caller { user: account.author, device };
            let hub = self.hub.clone();
            pushes.spawn(async move {
                hub.push(Submission { caller, pending, pins: Vec::new() }, Cookie::default().epoch).await
            });
        }
        while let Some(receipt) = pushes.join_next().await {
            let Receipt::Stored(verdicts) = receipt? else { anyhow::bail!("the database cannot be written") };
            let held = verdicts.iter().find(|verdict| !matches!(verdict.outcome, Outcome::Durable(_)));
            ensure!(held.is_none(), "the server refused what the demo wrote: {held:?}");
        }
        Ok(())
    }
}

/// Runs a customer's steps as its author's phone would.
fn write(
    account: &DemoAccount,
    device: DeviceId,
    policy: &Policy,
    directory: &Directory,
) -> anyhow::Result<Vec<PendingDocument>> {
    let mut session = [0; 8];
    OsRandom.fill(&mut session);
    let actor = device.actor(session);
    let mut public = Document::new(DocumentId::account(account.account), actor);
    let mut private = Document::new(DocumentId::private(account.account), actor);
    let mut written: Vec<Written> = Vec::new();
    for step in &account.steps {
        let ctx = CommandContext { me: account.author, now: step.at, policy, directory };
        let step = execute(&mut public, Some(&mut private), &step.command, &ctx);
        written.extend(step.with_context(|| format!("customer {}", account.account))?);
    }
    let of = |doc: DocumentId| PendingDocument {
        doc,
        changes: written.iter().filter(|change| change.doc == doc).map(|change| change.bytes.clone().into()).collect(),
    };
    let documents = [of(public.id()), of(private.id())];
    Ok(documents.into_iter().filter(|pending| !pending.changes.is_empty()).collect())
}
