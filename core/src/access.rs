//! Who may see and change what: audiences by document, and decisions on requests. Rights are those of now.
//!
//! Everything here is a pure function of the directory and of the facts of a document; the server applies it at
//! receipt. Which paths of a document a change may touch is another question, asked after this one.

pub mod decide;
pub mod paths;

use crate::model::{Directory, Member, Role};
use crate::values::{DocumentId, DocumentKind, UserId};

/// What a user may see of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing (any more).
    Gone,
    /// A customer's name, industry and tags.
    Named,
    /// The manager's summary row; the document only on devices that pinned it.
    Row,
    /// The document, and the owner's summary row of a customer.
    Full,
}

/// The protected facts that rights depend on. What stands beside a customer has those of the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holders<'a> {
    /// The owner; nobody for a customer that the server has not seen yet, and for other kinds.
    pub owner: Option<UserId>,
    /// Who may do what the owner may.
    pub deputies: &'a [UserId],
}

impl Holders<'_> {
    /// Tells whether a user is the owner or a deputy.
    pub fn contains(&self, user: UserId) -> bool {
        self.owner == Some(user) || self.deputies.contains(&user)
    }

    /// Tells whether nobody has claimed it: a pool owns it.
    pub fn in_pool(&self) -> bool {
        self.owner.is_some_and(|owner| owner.is_pool())
    }
}

/// Returns what a member may see of a document.
///
/// # Source
/// Spec 4 (roles); design, "Documents".
pub fn level(directory: &Directory, user: UserId, doc: DocumentId, holders: Holders<'_>) -> Level {
    let Some(member) = enabled(directory, user) else { return Level::Gone };
    let sells = sells(member);
    match doc.kind {
        DocumentKind::Workspace => Level::Full,
        DocumentKind::Member if doc.id == user.0 => Level::Full,
        DocumentKind::Account | DocumentKind::Private | DocumentKind::Cards if sells && holders.contains(user) => {
            Level::Full
        }
        DocumentKind::Account if holders.in_pool() && member.role != Role::Marketing => in_pool(member, holders),
        DocumentKind::Account if is_manager_of(directory, member, holders.owner) => Level::Row,
        DocumentKind::Account | DocumentKind::Service | DocumentKind::Campaign => {
            of_department(directory, member, doc.kind, holders)
        }
        DocumentKind::Member | DocumentKind::Private | DocumentKind::Cards => Level::Gone,
    }
}

/// What is seen of a customer beside those who sell to it. Customer service and success read the customer; marketing
/// sees whom it speaks of. Each has the document that it adds to; who sells, and their managers, have both.
///
/// # Source
/// Spec 4.2; R-13 (S0-51, S0-52, S0-140).
fn of_department(directory: &Directory, member: &Member, kind: DocumentKind, holders: Holders<'_>) -> Level {
    let serves = matches!(member.role, Role::Service | Role::Csm) && !holders.in_pool();
    let markets = member.role == Role::Marketing;
    match kind {
        _ if holders.owner.is_none() => Level::Gone,
        DocumentKind::Account if serves => Level::Row,
        DocumentKind::Account if markets => Level::Named,
        DocumentKind::Account => Level::Gone,
        _ if sells(member) && holders.contains(member.id) => Level::Full,
        // Few and small: a manager's phone has them all, so that what is open in the team is one list, also offline.
        _ if is_manager_of(directory, member, holders.owner) => Level::Full,
        _ if holders.in_pool() && in_pool(member, holders) > Level::Gone => Level::Full,
        DocumentKind::Service if serves => Level::Full,
        DocumentKind::Campaign if markets => Level::Full,
        _ => Level::Gone,
    }
}

/// Tells whether a member may write a document now. A customer that the server has not seen yet may be created by
/// everyone who sells; the caller says so with [`may_create`].
pub fn may_write(directory: &Directory, user: UserId, doc: DocumentId, holders: Holders<'_>) -> bool {
    match doc.kind {
        // Which of its parts a manager may write is a question of paths.
        DocumentKind::Workspace => {
            enabled(directory, user).is_some_and(|member| matches!(member.role, Role::Admin | Role::Manager))
        }
        // A manager writes documents of the team also where only the row is on the device (requests, pinned ones).
        DocumentKind::Account => {
            let sells = enabled(directory, user).is_some_and(sells);
            sells && level(directory, user, doc, holders) > Level::Gone
        }
        DocumentKind::Service | DocumentKind::Campaign => level(directory, user, doc, holders) > Level::Gone,
        DocumentKind::Private | DocumentKind::Cards | DocumentKind::Member => {
            level(directory, user, doc, holders) == Level::Full
        }
    }
}

/// Tells whether a member may create customers.
pub fn may_create(directory: &Directory, user: UserId) -> bool {
    enabled(directory, user).is_some_and(sells)
}

/// Tells whether a member may capture leads for those who sell. They go to the pool of their region, and the member sees
/// of them what their department sees of any lead.
///
/// # Source
/// Spec 4.2 (leads pool: marketing and customer service create).
pub fn may_capture(directory: &Directory, user: UserId) -> bool {
    enabled(directory, user).is_some_and(|member| matches!(member.role, Role::Marketing | Role::Service | Role::Csm))
}

fn enabled(directory: &Directory, user: UserId) -> Option<&Member> {
    directory.members.get(&user).filter(|member| !member.disabled)
}

/// Roles that may own customers.
fn sells(member: &Member) -> bool {
    matches!(member.role, Role::Rep | Role::Manager)
}

/// What is in the pool of a region is seen by its reps and by every manager.
///
/// # Source
/// Spec 4.2 (leads pool); S3-43.
fn in_pool(member: &Member, holders: Holders<'_>) -> Level {
    match member.role {
        Role::Manager => Level::Row,
        Role::Rep if covers(member, holders) => Level::Full,
        _ => Level::Gone,
    }
}

/// Tells whether one of a member's regions is that of the pool.
fn covers(member: &Member, holders: Holders<'_>) -> bool {
    member.regions.iter().any(|region| holders.owner == Some(UserId::pool(region.as_str())))
}

/// Every manager stands above a pool.
fn is_manager_of(directory: &Directory, member: &Member, owner: Option<UserId>) -> bool {
    member.role == Role::Manager && owner.is_some_and(|owner| owner.is_pool() || directory.is_above(member.id, owner))
}

#[cfg(test)]
mod tests;
