//! The lists that managers keep (E-01): what is offered, what is too vague, what must be filled in.

use super::Policy;

/// Channels of contact (沟通方式), in the order of the forms.
///
/// # Source
/// S0-45, G1.
pub const CHANNELS: [&str; 9] =
    ["phone", "visit", "email", "im", "online_meeting", "online_demo", "expo", "greeting", "news"];

/// Fields of a customer that may be required, in the order of the form.
///
/// # Source
/// R-14; S0-27, S3-21.
pub const CUSTOMER_FIELDS: [&str; 24] = [
    "number",
    "name",
    "uscc",
    "founded",
    "industry",
    "employees_band",
    "revenue_band",
    "website",
    "region",
    "budget_range",
    "cooperation_history",
    "annual_amount",
    "grade",
    "close_probability",
    "state",
    "core_need",
    "source_channel",
    "preferred_channel",
    "tags",
    "need_tags",
    "contact",
    "contact_position",
    "contact_email",
    "decision_maker",
];

/// A list that managers keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyList {
    /// Channels of contact that are offered.
    Channels,
    /// Tags of customers that are offered (S1-13).
    Tags,
    /// Words that say nothing when a record consists of them (S0-116).
    VaguePhrases,
    /// Fields that a customer needs to be complete (S0-27).
    RequiredFields,
}

impl PolicyList {
    /// All lists.
    pub const ALL: [Self; 4] = [Self::Channels, Self::Tags, Self::VaguePhrases, Self::RequiredFields];

    /// Returns its key in the workspace document.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Channels => "channels",
            Self::Tags => "tags",
            Self::VaguePhrases => "vague_phrases",
            Self::RequiredFields => "required_fields",
        }
    }

    /// Returns the list of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.key() == key)
    }

    /// Returns all that may be in it, where the product must know each; nothing where any words will do.
    pub const fn choice(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Channels => Some(&CHANNELS),
            Self::RequiredFields => Some(&CUSTOMER_FIELDS),
            Self::Tags | Self::VaguePhrases => None,
        }
    }

    /// Returns what is in it, in its order.
    pub fn entries(self, policy: &Policy) -> Vec<&str> {
        match self {
            Self::Channels => policy.channels.iter().map(|channel| channel.as_str()).collect(),
            Self::Tags => words(&policy.tags),
            Self::VaguePhrases => words(&policy.vague_phrases),
            Self::RequiredFields => words(&policy.required_fields),
        }
    }
}

fn words(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}
