//! Leads: what may be done with one in the pool, and making it a customer.

use super::desk::Desk;
use super::{AccountEdit, Command, CommandError, account};
use crate::document::Scalar;
use crate::model::Role;
use crate::values::UserId;

/// Refuses work on a lead that nobody has claimed. Who leads may; so may whoever has asked for it: the answer comes
/// with the network, the visit does not wait.
///
/// # Source
/// S3-43; S3-46 (no two follow one lead up).
pub(super) fn check(desk: &Desk<'_, '_>, command: &Command) -> Result<(), CommandError> {
    let asks = matches!(command, Command::RequestAssignment { .. } | Command::EditPolicy { .. });
    if asks || !owner(desk).is_some_and(|owner| owner.is_pool()) {
        return Ok(());
    }
    let me = desk.ctx.me;
    let leads = desk.ctx.directory.members.get(&me).is_some_and(|member| member.role == Role::Manager);
    if leads || has_asked(desk, me) { Ok(()) } else { Err(CommandError::InPool) }
}

/// Makes a lead a customer.
///
/// # Source
/// E-04 converted_to; S3-36, S3-47: the history stays, as it is the same document.
pub(super) fn convert(desk: &mut Desk<'_, '_>, edits: &[AccountEdit]) -> Result<(), CommandError> {
    if desk.writing.scalar(&["profile", "journey"]) != Some(Scalar::Text("lead".to_owned())) {
        return Err(CommandError::Unknown("lead"));
    }
    // A claim may still be refused, and a customer in a pool would be nobody's.
    if owner(desk).is_some_and(|owner| owner.is_pool()) {
        return Err(CommandError::InPool);
    }
    account::edit(desk, edits)?;
    account::edit(desk, &[AccountEdit::Lead(false)])?;
    Ok(desk.writing.set(&["profile", "converted_at"], desk.ctx.now)?)
}

fn owner(desk: &Desk<'_, '_>) -> Option<UserId> {
    match desk.writing.scalar(&["facts", "owner"]) {
        Some(Scalar::Text(text)) => text.parse().ok(),
        _ => None,
    }
}

fn has_asked(desk: &Desk<'_, '_>, me: UserId) -> bool {
    let me = Some(Scalar::from(me.0));
    desk.writing.keys(&["requests"]).iter().any(|request| {
        let part = |key| desk.writing.scalar(&["requests", request, key]);
        let asks = part("kind") == Some(Scalar::Text("assign".to_owned())) && part("to") == me && part("by") == me;
        asks && !desk.writing.exists(&["decisions", request])
    })
}
