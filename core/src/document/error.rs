//! Why bytes are no part of a document.

use crate::sync::wire::ChangeHash;
use crate::values::words;

/// A document that cannot be loaded, applied to or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The bytes are no valid chunk.
    #[error("damaged chunk: {0}")]
    Damaged(String),
    /// The snapshot does not start from the genesis of its kind.
    #[error("a document of another kind")]
    Foreign,
    /// The changes build on others that are not there.
    #[error("{} changes are missing", .0.len())]
    Missing(Vec<ChangeHash>),
    /// Automerge refused it, such as an actor's number used twice.
    #[error("refused: {0}")]
    Refused(String),
    /// A text is longer than the schema allows.
    #[error("{field} is longer than {max} characters")]
    TooLong {
        /// Schema path.
        field: &'static str,
        /// Characters allowed.
        max: usize,
    },
    /// A value is not one that the schema allows.
    #[error("{field}: expected {expected}")]
    BadValue {
        /// Schema path.
        field: &'static str,
        /// What it takes.
        expected: &'static str,
    },
    /// The actor already wrote as another user; a new session needs a new actor.
    #[error("the actor belongs to another user")]
    ActorOfAnother,
}

impl DocumentError {
    pub(super) fn refused(error: automerge::AutomergeError) -> Self {
        Self::Refused(words(&error))
    }
}
