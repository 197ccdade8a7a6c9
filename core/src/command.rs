//! Everything a person can do, as data. A command checks its rules, then writes its intent in one transaction:
//! `put`, `splice`, `delete`, never a whole struct (a struct read before a merge would overwrite newer values).
//!
//! Commands have a CBOR form: the device stores each beside its change, to show it, undo it, or issue it again.

mod account;
mod contact;
mod contribution;
mod describe;
mod desk;
mod edit;
mod error;
mod event;
mod important;
mod kinds;
mod lead;
mod opportunity;
mod policy;
mod request;
mod settings;
mod task;
mod undo;
mod visit;
mod wire;

pub use crate::document::Written;
pub use describe::{FieldLine, Shown};
pub use edit::{
    AccountEdit, ContactEdit, EventEdit, NewContact, NewContribution, NewEvent, NewOpportunity, NewTask, NewVisit,
    OpportunityEdit, PolicyEdit, PrivateEdit, SettingEdit, TaskEdit, TextEdit, VisitEdit,
};
pub use error::CommandError;
pub use kinds::Command;
pub use undo::undo;

use crate::document::Document;
use crate::document::schema::CARDS_BYTES_MAX;
use crate::model::Directory;
use crate::policy::Policy;
use crate::values::{Instant, UserId};
use desk::Desk;

/// Who acts, when, and under which policy.
#[derive(Debug, Clone, Copy)]
pub struct CommandContext<'a> {
    /// The person.
    pub me: UserId,
    /// Their phone's clock.
    pub now: Instant,
    /// The workspace's policy.
    pub policy: &'a Policy,
    /// The workspace's members.
    pub directory: &'a Directory,
}

/// Checks the rules of a command and writes it: at most one change in each of the two documents of the customer.
///
/// `main` is the document that the command names: a customer, or the workspace. A command that changes nothing writes
/// nothing. For [`Command::CreateAccount`] the caller passes fresh documents.
///
/// # Errors
/// When a rule refuses it; then nothing was written.
pub fn execute(
    main: &mut Document,
    private: Option<&mut Document>,
    command: &Command,
    ctx: &CommandContext<'_>,
) -> Result<Vec<Written>, CommandError> {
    if matches!(command, Command::PutCard { photo: Some(_), .. }) && main.save().len() > CARDS_BYTES_MAX {
        return Err(CommandError::BadValue { field: "card", expected: "fewer photos of this customer" });
    }
    let mut written = Vec::new();
    let public = main.write(Some(ctx.me), ctx.now, |writing| {
        let mut desk = Desk::new(writing, ctx);
        dispatch(&mut desk, command)?;
        let facts = desk.into_private();
        // Written last, inside the transaction of the account: what fails here rolls both back.
        written = contact::write_private(private, &facts, ctx)?;
        Ok::<_, CommandError>(())
    })?;
    // The account first: the server learns of the customer before its private facts.
    Ok(public.into_iter().chain(written).collect())
}

fn dispatch(desk: &mut Desk<'_, '_>, command: &Command) -> Result<(), CommandError> {
    lead::check(desk, command)?;
    match command {
        Command::CreateAccount { edits, contacts, .. } => account::create(desk, edits, contacts),
        Command::EditAccount { edits, .. } => account::edit(desk, edits),
        Command::PutCard { contact, photo, .. } => {
            contact::card(desk, *contact, photo.as_ref().map(|photo| photo.as_slice()))
        }
        Command::AddEvent { event, new, .. } => event::add(desk, *event, new),
        Command::EditEvent { event, edits, .. } => event::edit(desk, *event, edits),
        Command::AddContact { contact, new, .. } => contact::add(desk, *contact, new),
        Command::EditContact { contact, edits, private, .. } => contact::edit(desk, *contact, edits, private),
        Command::RecordVisit { visit, new, .. } => visit::record(desk, *visit, new),
        Command::AmendVisit { visit, edits, .. } => visit::amend(desk, *visit, edits),
        Command::PlanTask { task, new, .. } => task::plan(desk, *task, new),
        Command::EditTask { task, edits, .. } => task::edit(desk, *task, edits),
        Command::FinishTask { task, .. } => task::finish(desk, *task),
        Command::ReopenTask { task, .. } => task::reopen(desk, *task),
        Command::PostponeTask { task, due, due_minute, .. } => task::postpone(desk, *task, *due, *due_minute),
        Command::CreateOpportunity { opportunity, new, .. } => opportunity::create(desk, *opportunity, new),
        Command::EditOpportunity { opportunity, edits, .. } => opportunity::edit(desk, *opportunity, edits),
        Command::MoveOpportunity { opportunity, stage, .. } => opportunity::move_to(desk, *opportunity, stage),
        Command::CloseOpportunity { opportunity, result, .. } => opportunity::close(desk, *opportunity, *result),
        Command::RequestAssignment { request, to, .. } => request::assignment(desk, *request, *to),
        Command::RequestInactive { request, reason, .. } => request::inactive(desk, *request, reason),
        Command::RequestActive { request, .. } => request::active(desk, *request),
        Command::ConvertLead { edits, .. } => lead::convert(desk, edits),
        Command::RequestRelease { request, .. } => request::release(desk, *request),
        Command::RequestMerge { account, request, into } => request::merge(desk, *request, *account, *into),
        Command::Contribute { contribution, new, .. } => contribution::add(desk, *contribution, new),
        Command::AnswerContribution { contribution, kind, answer, .. } => {
            contribution::answer(desk, *contribution, *kind, answer)
        }
        Command::EditSettings { member, edits } => settings::edit(desk, *member, edits),
        Command::EditPolicy { edits } => policy::edit(desk, edits),
    }
}

#[cfg(test)]
mod tests;
