//! What the server keeps: one SQLite database in the data folder, behind core's `Store` trait for the log and
//! [`people`] for sign-in. Another backend is another file here and the same conformance suite.

pub(crate) mod people;
pub(crate) mod sqlite;

use fieldnote_core::document::Document;
use fieldnote_core::sync::store::{StoreError, StoreRead as _};
use fieldnote_core::values::DocumentId;

use sqlite::Database;

/// Opens a stored document; nothing when it is unknown.
///
/// # Errors
/// When the database fails, or the document cannot be read.
pub(crate) fn load(database: &Database, doc: DocumentId, actor: [u8; 16]) -> Result<Option<Document>, StoreError> {
    let content = database.view(|log| log.content(doc))?;
    let chunks: Vec<Vec<u8>> = content.snapshot.into_iter().chain(content.tail).collect();
    if chunks.is_empty() {
        return Ok(None);
    }
    let document = Document::load(doc, actor, &chunks);
    document.map(Some).map_err(|error| StoreError::Corrupt(format!("{doc}: {error}")))
}
