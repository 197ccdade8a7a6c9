//! Business events of a customer.

use super::desk::Desk;
use super::{CommandError, EventEdit, NewEvent};
use crate::values::EventId;

/// Records one.
///
/// # Source
/// E-05 business_events; S0-71, S0-100, S2-24.
pub(super) fn add(desk: &mut Desk<'_, '_>, id: EventId, new: &NewEvent) -> Result<(), CommandError> {
    let day = new.day.ok_or(CommandError::Missing("profile.*.day"))?;
    let (me, now) = (desk.ctx.me, desk.ctx.now);
    let mut event = desk.create("profile", id)?;
    event.set("kind", new.kind.key())?;
    event.set("day", day)?;
    event.words("note", &new.note)?;
    event.set("by", me.0)?;
    event.set("at", now)
}

/// Changes one, or takes it out. What is now said to happen, or when, is news of now.
///
/// # Source
/// E-05 business_events.
pub(super) fn edit(desk: &mut Desk<'_, '_>, id: EventId, edits: &[EventEdit]) -> Result<(), CommandError> {
    let now = desk.ctx.now;
    let mut event = desk.find("profile", id, "event")?;
    edits.iter().try_for_each(|edit| match edit {
        EventEdit::Kind(kind) => event.set("kind", kind.key()),
        EventEdit::Day(day) => event.set("day", *day),
        EventEdit::Note(text) => event.words("note", text),
        EventEdit::Removed(on) => event.set("removed", *on),
    })?;
    if edits.iter().any(|edit| matches!(edit, EventEdit::Kind(_) | EventEdit::Day(_))) {
        event.set("at", now)?;
    }
    Ok(())
}
