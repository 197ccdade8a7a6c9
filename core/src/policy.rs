//! The workspace's numbers and lists: stages, limits, phrases, the calendar. Read from the `workspace` document.

mod calendar;
mod preset;

use crate::values::Set;

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Channels offered (open list, G1).
    pub channels: Vec<Code>,
    /// Tags offered.
    pub tags: Vec<String>,
    /// Hours after a talk within which it should be recorded (R-01 target).
    pub record_target_h: i64,
    /// Working days after which a record is overdue (R-01 deadline).
    pub record_deadline_wd: i64,
    /// Phrases too vague for a summary.
    pub vague_phrases: Vec<String>,
    /// Fields of a customer that should be filled.
    pub required_fields: Vec<String>,
    /// Individuals may be recorded with a mobile number (C-12).
    pub individual_mobile_allowed: bool,
    /// Days without contact after which grade A, B, C is late, the due list's fallback when nothing is planned.
    pub contact_days: [i64; 3],
    /// Hours since the last sync after which a rep's figures may be old.
    pub stale_sync_h: i64,
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
            channels: Vec::new(),
            tags: Vec::new(),
            record_target_h: 2,
            record_deadline_wd: 2,
            vague_phrases: Vec::new(),
            required_fields: Vec::new(),
            individual_mobile_allowed: false,
            contact_days: [7, 14, 30],
            stale_sync_h: 4,
            calendar: Calendar::default(),
        }
    }
}
