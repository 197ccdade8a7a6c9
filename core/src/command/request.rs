//! Requests for protected facts: the server decides them when they reach it.

use super::CommandError;
use super::desk::{Desk, required};
use crate::values::{AccountId, Id, RequestId, UserId};

/// Asks for another owner.
///
/// # Source
/// S0-144, S1-54.
pub(super) fn assignment(desk: &mut Desk<'_, '_>, id: RequestId, to: UserId) -> Result<(), CommandError> {
    if desk.ctx.directory.members.get(&to).is_none_or(|member| member.disabled) {
        return Err(CommandError::Unknown("member"));
    }
    request(desk, id, "assign", Some(to.0), "")
}

/// Asks to mark the customer inactive, with a reason.
///
/// # Source
/// E-05 invalid_reason, S0-139.
pub(super) fn inactive(desk: &mut Desk<'_, '_>, id: RequestId, reason: &str) -> Result<(), CommandError> {
    request(desk, id, "deactivate", None, required(reason, "reason")?)
}

/// Asks to take an inactive customer up again.
pub(super) fn active(desk: &mut Desk<'_, '_>, id: RequestId) -> Result<(), CommandError> {
    request(desk, id, "reactivate", None, "")
}

/// Asks to give a lead back to the pool.
///
/// # Source
/// S3-43.
pub(super) fn release(desk: &mut Desk<'_, '_>, id: RequestId) -> Result<(), CommandError> {
    request(desk, id, "release", None, "")
}

/// Asks to let the customer stand under another one, which it is a duplicate of.
///
/// # Source
/// S3-46, R-11 (merge proposal).
pub(super) fn merge(
    desk: &mut Desk<'_, '_>,
    id: RequestId,
    account: AccountId,
    into: AccountId,
) -> Result<(), CommandError> {
    if account == into {
        return Err(CommandError::BadValue { field: "into", expected: "another customer" });
    }
    request(desk, id, "merge", Some(into.0), "")
}

fn request(
    desk: &mut Desk<'_, '_>,
    id: RequestId,
    kind: &str,
    to: Option<Id>,
    reason: &str,
) -> Result<(), CommandError> {
    let (me, now) = (desk.ctx.me, desk.ctx.now);
    let mut request = desk.create("requests", id)?;
    request.set("kind", kind)?;
    request.set("to", to)?;
    request.words("reason", reason)?;
    request.set("by", me.0)?;
    request.set("at", now)
}
