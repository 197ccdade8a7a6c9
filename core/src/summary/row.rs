//! The row's fields. CBOR with integer keys: an older reader skips what a newer writer added.

use minicbor::{Decode, Encode};

use crate::model::{Change, Grade, OpportunityResult, TaskKind};
use crate::policy::{LeadRule, Policy};
use crate::rules::business_event::EventLine;
use crate::rules::cadence::{self, Due, Last, Rhythm};
use crate::rules::cleaning::Reach;
use crate::rules::grade_proposal::GradeInputs;
use crate::rules::lead_rule;
use crate::rules::lead_score::{self, Lead, LeadInputs, Score};
use crate::rules::nonbusiness_share::Share;
use crate::rules::success_case::CaseLine;
use crate::rules::visit_due::Meetings;
use crate::rules::warning::Signals;
use crate::values::{AccountId, Code, Day, Instant, Money, OpportunityId, Percent, TaskId, UserId, words};
use crate::{cbor_map, cbor_variants};

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
    /// Marketing: name, industry and tags (spec 4.2), and nothing else.
    #[n(2)]
    Named,
}

impl RowAudience {
    /// Every audience.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Manager, Self::Named];
}

/// An opportunity in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct OpportunityLine {
    /// Id.
    pub id: OpportunityId,
    /// Title.
    pub title: String,
    /// Stage.
    pub stage: Code,
    /// Amount.
    pub amount: Money,
    /// Probability.
    pub probability: Percent,
    /// Expected day of closing.
    pub close_day: Option<Day>,
    /// Entered its stage.
    pub stage_entered_at: Option<Instant>,
    /// Result.
    pub result: OpportunityResult,
    /// Closed at.
    pub closed_at: Option<Instant>,
}

cbor_map!(OpportunityLine {
    0: id,
    1: title,
    2: stage,
    3: amount,
    4: probability,
    5: close_day,
    6: stage_entered_at,
    7: result,
    8: closed_at,
});

/// A contact in one line: no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactLine {
    /// Name.
    pub name: String,
    /// Position.
    pub position: String,
}

cbor_map!(ContactLine { 0: name, 1: position });

/// The most recent follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastContact {
    /// When the talk ended.
    pub at: Instant,
    /// Channel.
    pub channel: Code,
    /// First 60 characters of the feedback, or of the summary when there is none.
    pub excerpt: String,
}

cbor_map!(LastContact { 0: at, 1: channel, 2: excerpt });

/// Whether an agenda item is to be done or to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgendaState {
    /// Open.
    Open,
    /// A contact that took place and has no record yet.
    ToRecord {
        /// When it was finished.
        ended_at: Instant,
    },
}

cbor_variants!(AgendaState { 0: Open, 1: ToRecord { ended_at } });

/// A to-do or planned contact of an owner's agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaItem {
    /// Task.
    pub task: TaskId,
    /// Kind.
    pub kind: TaskKind,
    /// Title.
    pub title: String,
    /// Due day.
    pub due: Option<Day>,
    /// Minute of the due day.
    pub due_minute: Option<u16>,
    /// Promise to the customer.
    pub promise: bool,
    /// Channel of a planned contact.
    pub channel: Code,
    /// Name of the contact to meet.
    pub contact_name: String,
    /// Responsible member.
    pub responsible: Option<UserId>,
    /// State.
    pub state: AgendaState,
    /// Delivery standard, first 60 characters.
    pub standard: String,
}

cbor_map!(AgendaItem {
    0: task,
    1: kind,
    2: title,
    3: due,
    4: due_minute,
    5: promise,
    6: channel,
    7: contact_name,
    8: responsible,
    9: state = AgendaState::Open,
    10: standard,
});

/// What care for a customer goes by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Care {
    /// When the company was founded.
    pub founded: Option<Day>,
    /// How much of the newest contacts was not about business.
    pub share: Share,
    /// The business event that asks for being of use, the last one.
    pub event: Option<EventLine>,
}

cbor_map!(Care { 0: founded, 1: share, 2: event });

/// One customer in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryRow {
    /// Customer.
    pub account: AccountId,
    /// For whom.
    pub audience: RowAudience,
    /// Name.
    pub name: String,
    /// Customer number.
    pub number: String,
    /// Grade.
    pub grade: Option<Grade>,
    /// State.
    pub state: Code,
    /// Region.
    pub region: Code,
    /// Industry.
    pub industry: Code,
    /// Tags.
    pub tags: Vec<String>,
    /// Contacts still with the company.
    pub contacts: Vec<ContactLine>,
    /// Owner, or the author until the server has named one.
    pub owner: Option<UserId>,
    /// No longer worked on.
    pub inactive: bool,
    /// Last follow-up.
    pub last_contact: Option<LastContact>,
    /// Day of the next planned contact.
    pub next_contact: Option<Day>,
    /// Earliest deadline of any open task.
    pub next_due: Option<Day>,
    /// Opportunities: open ones, and those closed in the 400 days before the newest change.
    pub opportunities: Vec<OpportunityLine>,
    /// Open tasks and contacts to record; empty for managers.
    pub agenda: Vec<AgendaItem>,
    /// Number of open promises to the customer.
    pub open_promises: u32,
    /// Number of fields with more than one concurrent value.
    pub clashes: u32,
    /// Number of follow-up records.
    pub visits: u32,
    /// Of the records, how many were saved within the target time.
    pub visits_on_time: u32,
    /// When the customer was created, the author's claim.
    pub created_at: Option<Instant>,
    /// Fields still missing: count of required, count filled.
    pub complete: (u8, u8),
    /// What a grade is proposed from.
    pub grading: GradeInputs,
    /// When the customer was last reached by a talk.
    pub last_deep: Option<Instant>,
    /// The same by a light touch.
    pub last_light: Option<Instant>,
    /// Day on which somebody last set or confirmed the grade.
    pub grade_reviewed: Option<Day>,
    /// Day on which the customer last confirmed the key information.
    pub last_verified: Option<Day>,
    /// What a lead is scored by; nothing for a customer.
    pub lead: Option<LeadInputs>,
    /// When it became a customer, for one that was a lead.
    pub converted_at: Option<Instant>,
    /// Who was asked for as its owner by a request that the server has not yet answered.
    pub asked: Option<UserId>,
    /// What care goes by.
    pub care: Care,
    /// The customer that it is a duplicate of, and stands under (S3-46).
    pub merged_into: Option<AccountId>,
    /// How it stands with meeting in person, where that is valued.
    pub meetings: Meetings,
    /// What may warn of losing the customer.
    pub signals: Signals,
    /// When it was closed.
    pub inactive_at: Option<Instant>,
    /// Opportunities ever won.
    pub won: u32,
    /// Who can still be talked to.
    pub reach: Reach,
    /// The success case, as far as it may be told.
    pub case: CaseLine,
    /// The last important change of each kind.
    pub changes: Vec<Change>,
    /// The print of its credit code, by which a duplicate is found.
    pub code: Option<u32>,
}

cbor_map!(SummaryRow {
    0: account,
    1: audience = RowAudience::Owner,
    2: name,
    3: number,
    4: grade,
    5: state,
    6: region,
    7: industry,
    8: tags,
    9: contacts,
    10: owner,
    11: inactive,
    12: last_contact,
    13: next_contact,
    14: next_due,
    15: opportunities,
    16: agenda,
    17: open_promises,
    18: clashes,
    19: visits,
    20: visits_on_time,
    21: created_at,
    22: complete,
    23: grading,
    24: grade_reviewed,
    25: last_verified,
    26: last_deep,
    27: last_light,
    28: lead,
    29: converted_at,
    30: asked,
    31: care,
    32: merged_into,
    33: meetings,
    34: signals,
    35: inactive_at,
    36: won,
    37: reach,
    38: case,
    39: changes,
    40: code,
});

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

impl SummaryRow {
    /// Tells whether nobody has claimed it: a lead in the pool of a region.
    pub fn in_pool(&self) -> bool {
        self.owner.is_some_and(|owner| owner.is_pool())
    }

    /// Tells whether its opportunities count: those of a duplicate are the ones of the customer that is kept.
    pub fn is_active_or_merged(&self) -> bool {
        !self.inactive || self.merged_into.is_some()
    }

    /// Tells whether it is this person's to work on now; so is a lead that they have asked for.
    pub fn is_own(&self) -> bool {
        self.has_own_tasks() && !self.inactive
    }

    /// Tells whether its tasks are this person's; those of a duplicate stay to be done.
    pub fn has_own_tasks(&self) -> bool {
        let claimed = !self.in_pool() || self.asked.is_some();
        self.audience == RowAudience::Owner && self.is_active_or_merged() && claimed
    }

    /// Returns a lead's score; nothing for a customer.
    pub fn score(&self, policy: &Policy) -> Option<Score> {
        self.as_lead().map(|lead| lead_score::score(lead, policy))
    }

    /// Returns the rule that holds for a lead.
    pub fn lead_rule<'p>(&self, policy: &'p Policy) -> Option<&'p LeadRule> {
        self.as_lead().and_then(|lead| lead_rule::rule_for(lead, policy))
    }

    /// Returns the grade: the one that was set, else for a lead what a rule gives it.
    pub fn grade_now(&self, policy: &Policy) -> Option<Grade> {
        self.grade.or_else(|| self.lead_rule(policy)?.grade)
    }

    fn as_lead(&self) -> Option<Lead<'_>> {
        let inputs = self.lead.as_ref()?;
        Some(Lead { industry: self.industry.as_str(), region: &self.region, grading: &self.grading, inputs })
    }

    /// Returns the rhythm in which the customer is contacted (C-03).
    pub fn rhythm(&self, policy: &Policy) -> Rhythm {
        let open = self.opportunities.iter().any(|deal| deal.result == OpportunityResult::Open);
        cadence::rhythm(self.grading.contract, open, policy)
    }

    /// Returns after how many days without contact the customer is late.
    pub fn limit_days(&self, policy: &Policy) -> i64 {
        cadence::limit_days(self.grade_now(policy), self.rhythm(policy), policy)
    }

    /// Returns the contact that is due on a day, or nothing.
    pub fn due_touch(&self, today: Day, policy: &Policy) -> Option<Due> {
        let day = |at: Option<Instant>| at.map(|at| at.day(policy.zone_minutes));
        let any = self.last_contact.as_ref().map(|last| last.at);
        let last = Last { any: day(any), deep: day(self.last_deep), light: day(self.last_light) };
        cadence::due(self.grade_now(policy), self.rhythm(policy), &last, today, policy)
    }
}
