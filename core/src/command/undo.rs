//! Undoing one's own command.

use super::{CommandContext, CommandError, Written};
use crate::document::Document;
use crate::sync::wire::ChangeHash;

/// Writes the inverse of an own change, only where nobody has built on it; what others wrote since stays.
///
/// Nothing when the change left nothing to take back.
///
/// # Errors
/// [`CommandError::NothingToUndo`] when the change is not in the document, is another's, or was built upon entirely.
pub fn undo(
    document: &mut Document,
    hash: ChangeHash,
    ctx: &CommandContext<'_>,
) -> Result<Option<Written>, CommandError> {
    match document.undo(hash, ctx.me, ctx.now)? {
        Some(written) => Ok(Some(written)),
        None => Err(CommandError::NothingToUndo),
    }
}
