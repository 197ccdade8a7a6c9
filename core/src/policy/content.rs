//! The library of texts (内容库), kept as data: what to write on an occasion, for whom it fits.

use crate::values::{Code, Day};

/// A text to begin a message with.
///
/// # Source
/// Spec 6 (care: content library, compose from template); S0-69, S0-70, S1-40, S2-11, S2-13.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// Its key.
    pub key: Code,
    /// What a message with it is about, such as `report`.
    pub theme: Code,
    /// For customers whose industry names this; empty for any.
    pub industry: String,
    /// For customers with this need tag; empty for any.
    pub need: String,
    /// How it is called.
    pub title: String,
    /// The text, with variables in braces.
    pub text: String,
    /// Of a hot topic the day from which it is current; nothing else has one.
    pub day: Option<Day>,
}
