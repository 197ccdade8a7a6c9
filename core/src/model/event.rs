//! A business event (业务发展) of a customer: what happens there that is a reason to be of use.

use crate::values::{Day, EventId, Instant, UserId};

/// What happened.
///
/// # Source
/// E-05 business_events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum EventKind {
    /// 新厂区建设 (S0-100).
    #[default]
    #[n(0)]
    Plant,
    /// 业务线拓展 (S0-100, S1-41).
    #[n(1)]
    Line,
    /// 政策调整 (S0-71).
    #[n(2)]
    Policy,
    /// 重大项目落地 (S0-71).
    #[n(3)]
    Project,
}

impl EventKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Plant, Self::Line, Self::Policy, Self::Project];

    /// Returns the key as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plant => "plant",
            Self::Line => "line",
            Self::Policy => "policy",
            Self::Project => "project",
        }
    }

    /// Tells whether it is a moment to introduce somebody of use to the customer.
    ///
    /// # Source
    /// R-43; S0-71 (行业政策调整, 重大项目落地等关键节点, 提供行业资源对接).
    pub const fn asks_for_resources(self) -> bool {
        matches!(self, Self::Policy | Self::Project)
    }

    /// Returns the one of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A business event.
///
/// # Source
/// E-05 business_events; S0-71, S0-100, S1-41, S2-24.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusinessEvent {
    /// Its id.
    pub id: EventId,
    /// What happened; nothing for a kind of a later version.
    pub kind: Option<EventKind>,
    /// When.
    pub day: Option<Day>,
    /// More about it.
    pub note: String,
    /// Who recorded it.
    pub by: Option<UserId>,
    /// When they did, by their phone's clock.
    pub at: Option<Instant>,
}
