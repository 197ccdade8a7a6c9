//! To-dos and planned contacts.

use super::desk::{Desk, Record};
use super::{CommandContext, CommandError, NewTask, TaskEdit};
use crate::document::{Scalar, codes};
use crate::model::{TaskKind, TaskStatus};
use crate::rules::todo_completeness::{TodoParts, missing, refuses};
use crate::rules::visit_notice;
use crate::values::{Code, Day, Instant, OpportunityId, TaskId, VisitId};

/// Where a task comes from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Origin {
    pub(super) visit: Option<VisitId>,
    pub(super) opportunity: Option<OpportunityId>,
    /// When it was agreed on, where that is not now: at the end of the talk.
    pub(super) agreed: Option<Instant>,
}

/// Plans a to-do or a contact.
///
/// # Source
/// E-10.
pub(super) fn plan(desk: &mut Desk<'_, '_>, id: TaskId, new: &NewTask) -> Result<(), CommandError> {
    create(desk, id, new, Origin::default(), 0)
}

/// Makes a task; `index` names it among the to-dos of a record when the rule refuses it.
pub(super) fn create(
    desk: &mut Desk<'_, '_>,
    id: TaskId,
    new: &NewTask,
    origin: Origin,
    index: usize,
) -> Result<(), CommandError> {
    let parts = TodoParts {
        kind: new.kind,
        title: &new.title,
        responsible: new.responsible,
        responsible_name: &new.responsible_name,
        due: new.due,
        standard: &new.standard,
    };
    if let Some(field) = missing(&parts).into_iter().find(|field| refuses(field, desk.ctx.policy)) {
        return Err(CommandError::Todo { index, field });
    }
    if new.kind == TaskKind::Contact {
        let agreed = origin.agreed.unwrap_or(desk.ctx.now);
        noticed(desk.ctx, agreed, &new.channel, new.due, None)?;
    }
    let (me, now) = (desk.ctx.me, desk.ctx.now);
    let mut task = desk.create("tasks", id)?;
    task.set("kind", codes::task_kind_key(new.kind))?;
    task.fill("title", new.title.trim())?;
    responsible(&mut task, new.responsible, &new.responsible_name)?;
    task.set("due", new.due)?;
    task.set("due_minute", new.due_minute)?;
    task.fill("standard", new.standard.trim())?;
    // Written for the few that have one: every other task is a field smaller.
    if !new.call_reason.trim().is_empty() {
        task.words("call_reason", new.call_reason.trim())?;
    }
    task.set("promise", new.promise)?;
    task.set("in_contract", new.in_contract)?;
    task.set("channel", &new.channel)?;
    task.set("contact", new.contact.map(|contact| contact.0))?;
    task.set("visit", origin.visit.map(|visit| visit.0))?;
    task.set("opportunity", new.opportunity.or(origin.opportunity).map(|opportunity| opportunity.0))?;
    task.set("created_by", me.0)?;
    task.set("created_at", now)
}

/// Changes a task; what the rule requires must stand in the parts changed.
///
/// # Source
/// E-10.
pub(super) fn edit(desk: &mut Desk<'_, '_>, id: TaskId, edits: &[TaskEdit]) -> Result<(), CommandError> {
    let mut task = desk.find("tasks", id, "task")?;
    let booked = (Code::new(task.read("channel")), task.read("due").parse::<Day>().ok());
    let mut touched = Vec::new();
    for edit in edits {
        match edit {
            TaskEdit::Title(edit) => {
                touched.push("title");
                task.text("title", edit)?;
            }
            TaskEdit::Responsible { member, name } => {
                touched.push("responsible");
                responsible(&mut task, *member, name)?;
            }
            TaskEdit::Standard(edit) => {
                touched.push("standard");
                task.text("standard", edit)?;
            }
            TaskEdit::CallReason(reason) => task.words("call_reason", reason.trim())?,
            TaskEdit::Promise(flag) => task.set("promise", *flag)?,
            TaskEdit::InContract(flag) => task.set("in_contract", *flag)?,
            TaskEdit::Channel(code) => {
                touched.push("channel");
                task.set("channel", code)?;
            }
            TaskEdit::Contact(contact) => task.set("contact", contact.map(|contact| contact.0))?,
            TaskEdit::Due { day, minute } => {
                touched.push("due");
                task.set("due", *day)?;
                task.set("due_minute", *minute)?;
            }
        }
    }
    let contact = codes::task_kind(&task.read("kind")) == TaskKind::Contact;
    if contact && (touched.contains(&"channel") || touched.contains(&"due")) {
        let channel = Code::new(task.read("channel"));
        // Another channel is another booking.
        let before = Some(booked.1).filter(|_| booked.0 == channel).flatten();
        noticed(task.ctx(), task.ctx().now, &channel, task.read("due").parse().ok(), before)?;
    }
    let parts = TodoParts {
        kind: codes::task_kind(&task.read("kind")),
        title: &task.read("title"),
        responsible: task.read("responsible").parse().ok(),
        responsible_name: &task.read("responsible_name"),
        due: task.read("due").parse().ok(),
        standard: &task.read("standard"),
    };
    let policy = task.ctx().policy;
    match missing(&parts).into_iter().find(|field| touched.contains(field) && refuses(field, policy)) {
        Some(field) => Err(CommandError::Todo { index: 0, field }),
        None => Ok(()),
    }
}

/// Finishes a task; one already finished keeps its time.
pub(super) fn finish(desk: &mut Desk<'_, '_>, id: TaskId) -> Result<(), CommandError> {
    let now = desk.ctx.now;
    let mut task = desk.find("tasks", id, "task")?;
    if codes::task_status(&task.read("status")) == TaskStatus::Done {
        return Ok(());
    }
    task.set("status", codes::task_status_key(TaskStatus::Done))?;
    task.set("done_at", now)
}

/// Opens a task again.
pub(super) fn reopen(desk: &mut Desk<'_, '_>, id: TaskId) -> Result<(), CommandError> {
    let mut task = desk.find("tasks", id, "task")?;
    if codes::task_status(&task.read("status")) == TaskStatus::Open {
        return Ok(());
    }
    task.set("status", codes::task_status_key(TaskStatus::Open))?;
    task.set("done_at", Scalar::Nothing)
}

/// Gives a task another day.
pub(super) fn postpone(
    desk: &mut Desk<'_, '_>,
    id: TaskId,
    due: Day,
    due_minute: Option<u16>,
) -> Result<(), CommandError> {
    edit(desk, id, &[TaskEdit::Due { day: due, minute: due_minute }])
}

/// Refuses a visit that is not agreed on ahead, where the policy says so.
fn noticed(
    ctx: &CommandContext<'_>,
    agreed: Instant,
    channel: &Code,
    due: Option<Day>,
    before: Option<Day>,
) -> Result<(), CommandError> {
    let booked = agreed.day(ctx.policy.zone_minutes);
    let first = due.and_then(|due| visit_notice::too_soon(channel, booked, due, before, ctx.policy));
    match first.filter(|_| visit_notice::refuses(ctx.policy)) {
        Some(first) => Err(CommandError::TooSoon { first }),
        None => Ok(()),
    }
}

/// A member, or a name where there is no member: never both.
fn responsible(
    task: &mut Record<'_, '_, '_>,
    member: Option<crate::values::UserId>,
    name: &str,
) -> Result<(), CommandError> {
    task.set("responsible", member.map(|user| user.0))?;
    task.words("responsible_name", if member.is_some() { "" } else { name })
}
