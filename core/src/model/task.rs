//! A to-do or a planned contact (E-10, E-09 next_plan).

use crate::values::{Code, ContactId, Day, Instant, OpportunityId, TaskId, UserId, VisitId};

/// What kind of work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum TaskKind {
    /// A to-do or commitment (待办).
    #[default]
    #[n(0)]
    Todo,
    /// The next planned contact (下次跟进计划).
    #[n(1)]
    Contact,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskStatus {
    /// To be done.
    #[default]
    Open,
    /// Done.
    Done,
    /// Will not be done.
    Cancelled,
}

/// A to-do (待办事项) or planned contact.
///
/// # Source
/// E-10; S0-135, S0-138, S1-25, S1-30; next plan S0-136, S1-55.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Kind.
    pub kind: TaskKind,
    /// What to do, or the purpose of the contact; merges by character.
    pub title: String,
    /// Responsible member (责任人).
    pub responsible: Option<UserId>,
    /// Responsible person outside the workspace, by name; used when `responsible` is empty.
    pub responsible_name: String,
    /// Deadline (完成时限).
    pub due: Option<Day>,
    /// Minute of the due day, 0..=1439, for appointments.
    pub due_minute: Option<u16>,
    /// Delivery standard (交付标准), merges by character.
    pub standard: String,
    /// Why it is a call more than the week allows; empty for any other.
    pub call_reason: String,
    /// A promise to the customer (对客承诺).
    pub promise: bool,
    /// Must stand in the contract (关键承诺).
    pub in_contract: bool,
    /// Channel of a planned contact.
    pub channel: Code,
    /// Whom to contact.
    pub contact: Option<ContactId>,
    /// Status.
    pub status: TaskStatus,
    /// When it was finished, the phone's claim.
    pub done_at: Option<Instant>,
    /// The follow-up record it came from.
    pub visit: Option<VisitId>,
    /// The opportunity it serves.
    pub opportunity: Option<OpportunityId>,
    /// Who planned it.
    pub created_by: Option<UserId>,
    /// When it was planned, the phone's claim.
    pub created_at: Option<Instant>,
}
