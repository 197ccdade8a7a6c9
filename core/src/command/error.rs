//! Why a command is refused: typed, for the screen to put into words beside the field.

use crate::values::Day;

/// A refused command; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The record named is not in the document.
    #[error("no such {0}")]
    Unknown(&'static str),
    /// A required field is empty.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A text is longer than the schema allows.
    #[error("{field} is longer than {max} characters")]
    TooLong {
        /// Field.
        field: &'static str,
        /// Characters allowed.
        max: usize,
    },
    /// The summary says nothing.
    #[error("too vague: {0}")]
    Vague(String),
    /// A to-do lacks a part.
    #[error("to-do {index}: {field} is missing")]
    Todo {
        /// Which, from 0.
        index: usize,
        /// Field: title, responsible, due, standard.
        field: &'static str,
    },
    /// A personal mobile number.
    #[error("a personal mobile number must not be recorded in {0}")]
    MobileNumber(&'static str),
    /// A birthday without consent.
    #[error("a birthday needs consent")]
    BirthdayConsent,
    /// A visit sooner than its notice.
    #[error("a visit must be booked ahead: {first} is the first possible day")]
    TooSoon {
        /// The first possible day.
        first: Day,
    },
    /// A need whose match is not known or too low for a solution.
    #[error("a need enters a solution from a match of {least} % on")]
    LowMatch {
        /// The match from which it may, percent.
        least: i64,
    },
    /// A value is not what the field takes.
    #[error("{field}: expected {expected}")]
    BadValue {
        /// Field.
        field: &'static str,
        /// What it takes.
        expected: &'static str,
    },
    /// A lead that nobody has claimed yet.
    #[error("the lead is in the pool: it must be claimed first")]
    InPool,
    /// The person may not do this.
    #[error("not allowed")]
    NotAllowed,
    /// There is no own last command to undo, or others have built on it.
    #[error("nothing to undo")]
    NothingToUndo,
    /// The document refused the write: it is damaged.
    #[error("the document could not be written: {0}")]
    Document(String),
}
