//! Small makers for tests: seeded randomness, people, devices, commands.

use crate::command::{AccountEdit, Command, NewContact, NewOpportunity, NewTask, NewVisit};
use crate::model::{Member, Role, TaskKind};
use crate::session::Identity;
use crate::values::{
    AccountId, Code, ContactId, Day, DeviceId, Id, Instant, Money, OpportunityId, Random, RequestId, TaskId, UserId,
    VisitId,
};

/// A small seeded generator (SplitMix64): the same seed gives the same run everywhere.
#[derive(Debug, Clone)]
pub struct SplitMix(u64);

impl SplitMix {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Draws a number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Draws a number below `end` (0 when there is none).
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.draw() % end as u64) as usize }
    }

    /// Draws true once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Draws one of some values.
    pub fn pick<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        values.get(self.below(values.len())).copied()
    }
}

impl Random for SplitMix {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (byte, drawn) in chunk.iter_mut().zip(self.draw().to_le_bytes()) {
                *byte = drawn;
            }
        }
    }
}

/// Returns the user of a small number.
pub const fn user(number: u8) -> UserId {
    UserId(Id::from_bytes([0xa0, number, number, number, number, number, number, number, number, number]))
}

/// Returns the device of a small number.
pub const fn device(number: u8) -> DeviceId {
    DeviceId([0xd0, number, number, number, number, number, number, number])
}

/// Returns a member.
pub fn member(id: UserId, role: Role, manager: Option<UserId>) -> Member {
    let name = format!("{}-{id}", role.key());
    Member { id, name, role, manager, regions: Vec::new(), disabled: false, level: None }
}

/// Returns whom a device works for.
pub fn identity(member: &Member, device: DeviceId, digest_key: [u8; 16]) -> Identity {
    let (user, role, name) = (member.id, member.role, member.name.clone());
    Identity { user, device, role, login: name.clone(), name, digest_key }
}

/// Returns the command that creates a customer with a tag.
pub fn create_account(account: AccountId, name: &str, tag: &str) -> Command {
    let edits = vec![AccountEdit::Name(name.to_owned()), AccountEdit::AddTag(tag.to_owned())];
    Command::CreateAccount { account, edits, contacts: Vec::new() }
}

/// Returns the command that tags a customer.
pub fn tag(account: AccountId, tag: &str) -> Command {
    Command::EditAccount { account, edits: vec![AccountEdit::AddTag(tag.to_owned())] }
}

/// Returns the command that names a customer anew.
pub fn rename(account: AccountId, name: &str) -> Command {
    Command::EditAccount { account, edits: vec![AccountEdit::Name(name.to_owned())] }
}

/// Returns the command that adds a contact with a number.
pub fn add_contact(account: AccountId, contact: ContactId, name: &str) -> Command {
    let new = NewContact { name: name.to_owned(), office_phone: "021-5588 1200".to_owned(), ..NewContact::default() };
    Command::AddContact { account, contact, new }
}

/// Returns the command that plans a to-do.
pub fn plan_task(account: AccountId, task: TaskId, responsible: UserId, due: Day) -> Command {
    let new = NewTask {
        kind: TaskKind::Todo,
        title: "Send the quote for line 3".to_owned(),
        responsible: Some(responsible),
        due: Some(due),
        standard: "Customer has the signed PDF".to_owned(),
        ..NewTask::default()
    };
    Command::PlanTask { account, task, new }
}

/// Returns the command that records a follow-up.
pub fn record_visit(account: AccountId, visit: VisitId, at: Instant) -> Command {
    let new = NewVisit {
        ended_at: Some(at),
        channel: Code::new("visit"),
        topic: "Line 3".to_owned(),
        summary: "Walked line 3 with the plant manager; the old controller stops twice a week.".to_owned(),
        feedback: "Wants a quote with installation by Friday.".to_owned(),
        needs: "A replacement without a stop of more than four hours.".to_owned(),
        ..NewVisit::default()
    };
    Command::RecordVisit { account, visit, new: Box::new(new) }
}

/// Returns the command that creates an opportunity.
pub fn create_opportunity(account: AccountId, opportunity: OpportunityId, amount: i64) -> Command {
    let new = NewOpportunity {
        title: "Controllers".to_owned(),
        amount: Some(Money::yuan(amount)),
        ..NewOpportunity::default()
    };
    Command::CreateOpportunity { account, opportunity, new }
}

/// Returns the command that asks for another owner.
pub fn request_assignment(account: AccountId, request: RequestId, to: UserId) -> Command {
    Command::RequestAssignment { account, request, to }
}
