//! Plain read models: what a document says, as values. Reading is total: a defect is reported, never a panic.

mod account;
mod change;
mod contact;
mod contribution;
mod event;
mod history;
mod member;
mod opportunity;
mod private;
mod settings;
mod task;
mod visit;

pub use account::{
    Account, BudgetState, Creation, Inactive, NeedClarity, Profile, Request, RequestKind, RequestState, SuccessCase,
};
pub use change::{Change, Important};
pub use contact::Contact;
pub use contribution::{Contribution, ContributionKind, OpenContribution};
pub use event::{BusinessEvent, EventKind};
pub use history::{Clash, ClashValue, FieldChange, HistoryEntry};
pub use member::{Directory, Member, Role, SellerLevel};
pub use opportunity::{Opportunity, OpportunityResult, Solution};
pub use private::{PrivateContact, PrivateFacts};
pub use settings::{QuietHours, ReminderKey, Settings};
pub use task::{Task, TaskKind, TaskStatus};
pub use visit::{Analysis, Participant, Visit};

/// A part of a document that could not be read as the schema says; the rest is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Where, such as `visits/0123…/ended_at`.
    pub path: String,
    /// What was expected there.
    pub expected: &'static str,
}

/// How much a customer matters (客户等级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Grade {
    /// 重点客户.
    #[n(0)]
    A,
    /// 潜力客户.
    #[n(1)]
    B,
    /// 低潜力客户.
    #[n(2)]
    C,
}

impl Grade {
    /// Every grade, the most important first.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Returns the letter, as stored and shown.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// Returns the grade of a letter.
    pub fn of_letter(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.letter() == letter)
    }
}
