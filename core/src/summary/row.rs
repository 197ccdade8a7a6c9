//! The row's fields. CBOR with integer keys: an older reader skips what a newer writer added.

use minicbor::{Decode, Encode};

use crate::model::{Grade, OpportunityResult, TaskKind};
use crate::values::{AccountId, Code, Day, Instant, Money, OpportunityId, Percent, TaskId, UserId, words};

/// For whom a row is made: each audience has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum RowAudience {
    /// Owner and deputies: with the agenda.
    #[n(0)]
    Owner,
    /// Managers above: without titles of to-dos.
    #[n(1)]
    Manager,
}

/// An opportunity in one line.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct OpportunityLine {
    /// Id.
    #[n(0)]
    pub id: OpportunityId,
    /// Title.
    #[n(1)]
    pub title: String,
    /// Stage.
    #[n(2)]
    pub stage: Code,
    /// Amount.
    #[n(3)]
    pub amount: Money,
    /// Probability.
    #[n(4)]
    pub probability: Percent,
    /// Expected day of closing.
    #[n(5)]
    pub close_day: Option<Day>,
    /// Entered its stage.
    #[n(6)]
    pub stage_entered_at: Option<Instant>,
    /// Result.
    #[n(7)]
    pub result: OpportunityResult,
    /// Closed at.
    #[n(8)]
    pub closed_at: Option<Instant>,
}

/// A contact in one line: no number.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ContactLine {
    /// Name.
    #[n(0)]
    pub name: String,
    /// Position.
    #[n(1)]
    pub position: String,
}

/// The most recent follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LastContact {
    /// When the talk ended.
    #[n(0)]
    pub at: Instant,
    /// Channel.
    #[n(1)]
    pub channel: Code,
    /// First 60 characters of the feedback, or of the summary when there is none.
    #[n(2)]
    pub excerpt: String,
}

/// Whether an agenda item is to be done or to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum AgendaState {
    /// Open.
    #[n(0)]
    Open,
    /// A contact that took place and has no record yet.
    #[n(1)]
    ToRecord {
        /// When it was finished.
        #[n(0)]
        ended_at: Instant,
    },
}

/// A to-do or planned contact of an owner's agenda.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct AgendaItem {
    /// Task.
    #[n(0)]
    pub task: TaskId,
    /// Kind.
    #[n(1)]
    pub kind: TaskKind,
    /// Title.
    #[n(2)]
    pub title: String,
    /// Due day.
    #[n(3)]
    pub due: Option<Day>,
    /// Minute of the due day.
    #[n(4)]
    pub due_minute: Option<u16>,
    /// Promise to the customer.
    #[n(5)]
    pub promise: bool,
    /// Channel of a planned contact.
    #[n(6)]
    pub channel: Code,
    /// Name of the contact to meet.
    #[n(7)]
    pub contact_name: String,
    /// Responsible member.
    #[n(8)]
    pub responsible: Option<UserId>,
    /// State.
    #[n(9)]
    pub state: AgendaState,
    /// Delivery standard, first 60 characters.
    #[n(10)]
    pub standard: String,
}

/// One customer in a list.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct SummaryRow {
    /// Customer.
    #[n(0)]
    pub account: AccountId,
    /// For whom.
    #[n(1)]
    pub audience: RowAudience,
    /// Name.
    #[n(2)]
    pub name: String,
    /// Customer number.
    #[n(3)]
    pub number: String,
    /// Grade.
    #[n(4)]
    pub grade: Option<Grade>,
    /// State.
    #[n(5)]
    pub state: Code,
    /// Region.
    #[n(6)]
    pub region: Code,
    /// Industry.
    #[n(7)]
    pub industry: Code,
    /// Tags.
    #[n(8)]
    pub tags: Vec<String>,
    /// Contacts still with the company.
    #[n(9)]
    pub contacts: Vec<ContactLine>,
    /// Owner, or the author until the server has named one.
    #[n(10)]
    pub owner: Option<UserId>,
    /// No longer worked on.
    #[n(11)]
    pub inactive: bool,
    /// Last follow-up.
    #[n(12)]
    pub last_contact: Option<LastContact>,
    /// Day of the next planned contact.
    #[n(13)]
    pub next_contact: Option<Day>,
    /// Earliest deadline of any open task.
    #[n(14)]
    pub next_due: Option<Day>,
    /// Opportunities: open ones, and those closed in the 400 days before the newest change.
    #[n(15)]
    pub opportunities: Vec<OpportunityLine>,
    /// Open tasks and contacts to record; empty for managers.
    #[n(16)]
    pub agenda: Vec<AgendaItem>,
    /// Number of open promises to the customer.
    #[n(17)]
    pub open_promises: u32,
    /// Number of fields with more than one concurrent value.
    #[n(18)]
    pub clashes: u32,
    /// Number of follow-up records.
    #[n(19)]
    pub visits: u32,
    /// Of the records, how many were saved within the target time.
    #[n(20)]
    pub visits_on_time: u32,
    /// When the customer was created, the author's claim.
    #[n(21)]
    pub created_at: Option<Instant>,
    /// Fields still missing: count of required, count filled.
    #[n(22)]
    pub complete: (u8, u8),
}

/// The bytes are not a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a summary row: {0}")]
pub struct RowError(String);

impl SummaryRow {
    /// Returns the row as CBOR. The same row always gives the same bytes: the view digest covers them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        // Writing into a vector cannot fail and no field has an encoder that can.
        match minicbor::encode(self, &mut bytes) {
            Ok(()) => bytes,
            Err(_) => Vec::new(),
        }
    }

    /// Reads a row; fields of later versions are passed over.
    ///
    /// # Errors
    /// When the bytes are damaged or a field has another type.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RowError> {
        minicbor::decode(bytes).map_err(|error| RowError(words(&error)))
    }
}
