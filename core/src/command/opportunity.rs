//! Opportunities: creating, editing, moving through the stages, closing.

use super::desk::{Desk, required};
use super::{CommandError, NewOpportunity, OpportunityEdit};
use crate::document::{Scalar, codes};
use crate::model::OpportunityResult;
use crate::policy::Stage;
use crate::values::{Code, OpportunityId};

/// Creates an opportunity, in the first stage and with its probability when nothing else is said.
///
/// # Source
/// E-12, C-18.
pub(super) fn create(desk: &mut Desk<'_, '_>, id: OpportunityId, new: &NewOpportunity) -> Result<(), CommandError> {
    let title = required(&new.title, "title")?;
    let (me, now) = (desk.ctx.me, desk.ctx.now);
    let stage = if new.stage.is_empty() { desk.ctx.policy.stages.first() } else { Some(known(desk, &new.stage)?) };
    let mut deal = desk.create("opportunities", id)?;
    deal.words("title", title)?;
    deal.set("stage", stage.map_or("", |stage| stage.key.as_str()))?;
    deal.set("stage_entered_at", now)?;
    deal.set("amount", new.amount)?;
    deal.set("probability", new.probability.or(stage.map(|stage| stage.probability)))?;
    deal.set("close_day", new.close_day)?;
    deal.fill("note", &new.note)?;
    deal.set("created_by", me.0)?;
    deal.set("created_at", now)
}

/// Changes fields of an opportunity.
pub(super) fn edit(desk: &mut Desk<'_, '_>, id: OpportunityId, edits: &[OpportunityEdit]) -> Result<(), CommandError> {
    let mut deal = desk.find("opportunities", id, "opportunity")?;
    for edit in edits {
        match edit {
            OpportunityEdit::Title(text) => deal.words("title", required(text, "title")?)?,
            OpportunityEdit::Amount(amount) => deal.set("amount", *amount)?,
            OpportunityEdit::Probability(percent) => deal.set("probability", *percent)?,
            OpportunityEdit::CloseDay(day) => deal.set("close_day", *day)?,
            OpportunityEdit::Note(edit) => deal.text("note", edit)?,
            OpportunityEdit::Products(text) => deal.words("products", text)?,
            OpportunityEdit::Period(text) => deal.words("period", text)?,
            OpportunityEdit::Effect(text) => deal.words("effect", text)?,
            OpportunityEdit::Benefit(text) => deal.words("benefit", text)?,
            OpportunityEdit::Basis(text) => deal.words("basis", text)?,
        }
    }
    Ok(())
}

/// Moves an opportunity to a stage and takes over the stage's probability; nothing when it stands there already.
///
/// # Source
/// S0-72 to S0-85, S3-36.
pub(super) fn move_to(desk: &mut Desk<'_, '_>, id: OpportunityId, stage: &Code) -> Result<(), CommandError> {
    let now = desk.ctx.now;
    let stage = known(desk, stage)?;
    let mut deal = desk.find("opportunities", id, "opportunity")?;
    if deal.read("stage") == stage.key.as_str() {
        return Ok(());
    }
    deal.set("stage", &stage.key)?;
    deal.set("stage_entered_at", now)?;
    deal.set("probability", stage.probability)
}

/// Closes an opportunity, or opens it again.
pub(super) fn close(desk: &mut Desk<'_, '_>, id: OpportunityId, result: OpportunityResult) -> Result<(), CommandError> {
    let now = desk.ctx.now;
    let mut deal = desk.find("opportunities", id, "opportunity")?;
    if codes::result(&deal.read("result")) == result {
        return Ok(());
    }
    deal.set("result", codes::result_key(result))?;
    let closed_at = if result == OpportunityResult::Open { Scalar::Nothing } else { now.into() };
    deal.set("closed_at", closed_at)
}

fn known<'w>(desk: &Desk<'w, '_>, stage: &Code) -> Result<&'w Stage, CommandError> {
    let found = desk.ctx.policy.stages.iter().find(|known| known.key == *stage);
    found.ok_or(CommandError::BadValue { field: "stage", expected: "a stage of the workspace" })
}
