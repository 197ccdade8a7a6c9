//! The workspace's numbers and lists: stages, limits, phrases, the calendar. Read from the `workspace` document.

mod calendar;
mod content;
mod lead_rule;
mod lists;
mod numbers;
mod preset;

use crate::values::Set;

pub use content::Content;
pub use lead_rule::LeadRule;
pub use lists::{CHANNELS, CUSTOMER_FIELDS, PolicyList};
pub use numbers::{Numbers, PolicyNumber, Unit};
pub use preset::STATES;

use crate::values::{Code, Day, Percent};

/// A text in both languages of the interface; either may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A stage of an opportunity (C-18, S0-72 to S0-85).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stage {
    /// Key.
    pub key: Code,
    /// Place in the order, ascending.
    pub order: i64,
    /// Name.
    pub name: Label,
    /// State of the customer in it (客户状态).
    pub customer_state: Label,
    /// Probability proposed on entering.
    pub probability: Percent,
    /// Days after which an opportunity in it counts as stalled.
    pub stalled_days: i64,
}

/// Working days: weekends, public holidays and make-up days (definition 5).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days off beyond the weekend.
    pub holidays: Set<Day>,
    /// Weekend days that are worked.
    pub workdays: Set<Day>,
}

/// By what customers are graded.
///
/// # Source
/// E-01 grading_preset, C-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Grading {
    /// By probability before the first contract, by amount after it.
    #[default]
    ByContract,
    /// By probability to close, need, budget and decision chain (S0).
    ByProbability,
    /// By the amount of a year (S1).
    ByAmount,
}

impl Grading {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::ByContract, Self::ByProbability, Self::ByAmount];

    /// Returns the key as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ByContract => "by_contract",
            Self::ByProbability => "s0_probability",
            Self::ByAmount => "s1_amount",
        }
    }

    /// Returns the way of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }
}

/// In which rhythm customers are contacted.
///
/// # Source
/// E-01 frequency_preset, C-03.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Frequency {
    /// The weekly rhythm before the first contract and while a deal is open, the monthly one after.
    #[default]
    ByLifecycle,
    /// The weekly rhythm (S0).
    Weekly,
    /// The monthly rhythm (S1).
    Monthly,
}

impl Frequency {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::ByLifecycle, Self::Weekly, Self::Monthly];

    /// Returns the key as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ByLifecycle => "by_lifecycle",
            Self::Weekly => "s0_weekly",
            Self::Monthly => "s1_monthly",
        }
    }

    /// Returns the one of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.key() == key)
    }
}

/// Everything that a workspace can change (E-01).
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Name of the organisation.
    pub organisation: String,
    /// Minutes east of UTC of the workspace's zone.
    pub zone_minutes: i32,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Regions with their names.
    pub regions: Vec<(Code, Label)>,
    /// Regions covered first (重点覆盖区域).
    pub key_regions: Set<Code>,
    /// Industries sold to (目标行业), words of which one stands in the industry of a good lead.
    pub target_industries: String,
    /// What follows from a lead's facts, by key.
    pub lead_rules: Vec<LeadRule>,
    /// 内容库: texts to begin messages with.
    pub library: Vec<Content>,
    /// Channels offered (open list, G1).
    pub channels: Vec<Code>,
    /// Tags offered.
    pub tags: Vec<String>,
    /// Numbers.
    pub numbers: Numbers,
    /// How customers are graded (C-01).
    pub grading: Grading,
    /// In which rhythm they are contacted (C-03).
    pub frequency: Frequency,
    /// Phrases too vague for a summary.
    pub vague_phrases: Vec<String>,
    /// Fields of a customer that should be filled.
    pub required_fields: Vec<String>,
    /// Individuals may be recorded with a mobile number (C-12).
    pub individual_mobile_allowed: bool,
    /// Working days.
    pub calendar: Calendar,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            organisation: String::new(),
            zone_minutes: 480,
            stages: Vec::new(),
            regions: Vec::new(),
            key_regions: Set::new(),
            target_industries: String::new(),
            lead_rules: Vec::new(),
            library: Vec::new(),
            channels: Vec::new(),
            tags: Vec::new(),
            numbers: Numbers::default(),
            grading: Grading::default(),
            frequency: Frequency::default(),
            vague_phrases: Vec::new(),
            required_fields: Vec::new(),
            individual_mobile_allowed: false,
            calendar: Calendar::default(),
        }
    }
}

impl Policy {
    /// Returns a number.
    pub const fn number(&self, number: PolicyNumber) -> i64 {
        self.numbers.get(number)
    }

    /// Tells whether rows made with the other policy are the same.
    pub fn makes_same_rows(&self, other: &Self) -> bool {
        let same = |number: PolicyNumber| !number.is_in_rows() || self.number(number) == other.number(number);
        let zone = self.zone_minutes == other.zone_minutes;
        zone && self.required_fields == other.required_fields && PolicyNumber::ALL.into_iter().all(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_made_anew_where_what_they_are_made_with_changes() {
        let preset = Policy::preset();
        let same = |change: &dyn Fn(&mut Policy)| {
            let mut other = preset.clone();
            change(&mut other);
            preset.makes_same_rows(&other)
        };
        assert!(same(&|_| ()));
        assert!(same(&|policy| policy.organisation = "another".into()));
        // By it a business event counts from one day or the other.
        assert!(!same(&|policy| policy.zone_minutes += 60));
        assert!(!same(&|policy| policy.required_fields.clear()));
    }
}
