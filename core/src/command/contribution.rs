//! What other departments add about a customer, and what was done about it.

use super::desk::{Desk, required};
use super::{CommandError, NewContribution, TextEdit};
use crate::model::{ContributionKind, Role};
use crate::rules::{contribution, mobile_number};
use crate::values::ContributionId;

/// Adds something.
///
/// # Source
/// R-13 (S0-51, S0-52, S0-140); R-08: the documents are read by departments that see no numbers.
pub(super) fn add(desk: &mut Desk<'_, '_>, id: ContributionId, new: &NewContribution) -> Result<(), CommandError> {
    allowed(desk, new.kind)?;
    if new.kind.is_of_campaign() {
        no_mobile("campaign", required(&new.campaign, "campaign")?)?;
    }
    // That a customer took part says something without any words.
    let text = new.text.trim();
    if new.kind != ContributionKind::Participation {
        required(text, "text")?;
    }
    no_mobile("text", text)?;
    let (me, now) = (desk.ctx.me, desk.ctx.now);
    let mut entry = desk.create("entries", id)?;
    entry.set("kind", new.kind.key())?;
    entry.fill("text", text)?;
    entry.set("day", new.day)?;
    entry.set("campaign", new.campaign.trim())?;
    entry.set("by", me.0)?;
    entry.set("at", now)
}

/// Writes what was done about it; emptied, it is open again.
///
/// # Source
/// S2-04 (处理客户问题反馈), S0-91.
pub(super) fn answer(
    desk: &mut Desk<'_, '_>,
    id: ContributionId,
    kind: ContributionKind,
    answer: &TextEdit,
) -> Result<(), CommandError> {
    allowed(desk, kind)?;
    no_mobile("answer", &answer.text)?;
    let (me, now) = (desk.ctx.me, desk.ctx.now);
    let mut entry = desk.find("entries", id, "contribution")?;
    let before = entry.read("answer");
    entry.text("answer", answer)?;
    if entry.read("answer") == before {
        return Ok(());
    }
    entry.set("answered_by", me.0)?;
    entry.set("answered_at", now)
}

fn allowed(desk: &Desk<'_, '_>, kind: ContributionKind) -> Result<(), CommandError> {
    let role = desk.ctx.directory.members.get(&desk.ctx.me).map(|member| member.role);
    let may = |role: Role| contribution::may_contribute(role, kind);
    if role.is_some_and(may) { Ok(()) } else { Err(CommandError::NotAllowed) }
}

fn no_mobile(field: &'static str, text: &str) -> Result<(), CommandError> {
    if mobile_number::find_in_text(text).is_some() { Err(CommandError::MobileNumber(field)) } else { Ok(()) }
}
