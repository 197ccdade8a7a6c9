//! Which edits the team must hear of, and the stamp that tells it.

use super::desk::Desk;
use super::{AccountEdit, Command, CommandError, ContactEdit};
use crate::model::{Change, Important};

/// Returns what an edit of a customer changes that the team must hear of.
///
/// # Source
/// R-04 (S1-57: 如客户需求调整; S1-56).
pub(super) const fn of_account(edit: &AccountEdit) -> Option<Important> {
    use AccountEdit as Edit;
    match edit {
        Edit::CoreNeed(_) | Edit::AddNeedTag(_) | Edit::RemoveNeedTag(_) => Some(Important::Need),
        Edit::Name(_) | Edit::Uscc(_) | Edit::Industry(_) | Edit::Region(_) => Some(Important::Company),
        _ => None,
    }
}

/// The same for a contact.
pub(super) const fn of_contact(edit: &ContactEdit) -> Option<Important> {
    match edit {
        ContactEdit::Left(true) => Some(Important::Contact),
        _ => None,
    }
}

/// Writes down when something important changed, and who changed it.
pub(super) fn stamp(desk: &mut Desk<'_, '_>, kind: Important) -> Result<(), CommandError> {
    Ok(desk.writing.set(&["profile", kind.stamp()], Change::stamped(desk.ctx.now, desk.ctx.me).as_str())?)
}

impl Command {
    /// Returns the first thing in it that the team must hear of, if what it writes differs from what stands.
    pub fn important(&self) -> Option<Important> {
        match self {
            Self::EditAccount { edits, .. } => edits.iter().find_map(of_account),
            Self::EditContact { edits, .. } => edits.iter().find_map(of_contact),
            _ => None,
        }
    }
}
