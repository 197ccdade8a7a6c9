//! Who changed what, and fields with more than one concurrent value: read from a document's own history.

use crate::values::{DeviceId, Instant, UserId};

/// One field before and after a change, as text to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Schema path with ids, such as `opportunities/0123…/stage`.
    pub path: String,
    /// Schema key without ids, such as `opportunities.*.stage`; the screen translates it.
    pub field: String,
    /// What the record is called, such as an opportunity's title; empty for fields of the customer.
    pub subject: String,
    /// Before; nothing when it was not there.
    pub before: Option<String>,
    /// After; nothing when it was taken away.
    pub after: Option<String>,
}

/// One change of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Author as recorded in the change.
    pub by: Option<UserId>,
    /// Device that wrote it; [`DeviceId::SERVER`] for decisions.
    pub device: Option<DeviceId>,
    /// Claimed time.
    pub at: Option<Instant>,
    /// Fields.
    pub changes: Vec<FieldChange>,
}

/// One of several concurrent values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClashValue {
    /// The value as text to show.
    pub value: String,
    /// Who wrote it.
    pub by: Option<UserId>,
    /// Claimed time.
    pub at: Option<Instant>,
}

/// A field that two devices wrote without knowing of each other. Nothing is lost: one value stands, the others are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Schema path with ids.
    pub path: String,
    /// Schema key without ids.
    pub field: String,
    /// What the record is called; empty for fields of the customer.
    pub subject: String,
    /// The value that stands, first; then the others.
    pub values: Vec<ClashValue>,
}
