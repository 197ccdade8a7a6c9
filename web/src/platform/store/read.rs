//! Reading: everything small at the start, a document's chunks when it is opened, all of it for an export.

use fieldnote_core::session::{Boot, StoreError};
use fieldnote_core::values::DocumentId;

use super::idb::{Database, Failure, Keys};
use super::{
    CHUNKS, COOKIE, DOCUMENTS, DRAFTS, DeviceStore, HELD, LOG, META, NAMED, OUTBOX, chunk_keys, damaged, of_error,
};

impl DeviceStore {
    /// Reads all chunks of a document.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn chunks(&self, doc: DocumentId) -> Result<Vec<Vec<u8>>, StoreError> {
        match range(&self.database().await?, CHUNKS, &chunk_keys(doc)).await {
            Err(_) => {
                self.reopen().await?;
                range(&self.database().await?, CHUNKS, &chunk_keys(doc)).await.map_err(of_error)
            }
            Ok(chunks) => Ok(chunks),
        }
    }

    /// Reads everything but the chunks.
    ///
    /// # Errors
    /// When the store fails, or a record of the person's own edits does not read.
    pub async fn boot(&self) -> Result<Boot, StoreError> {
        let database = self.database().await?;
        let all = async |name| range(&database, name, &Keys::ALL).await.map_err(of_error);
        let mut meta = Vec::new();
        for bytes in range(&database, META, &Keys::between(NAMED, "named0")).await.map_err(of_error)? {
            let (name, value): (String, minicbor::bytes::ByteVec) =
                minicbor::decode(&bytes).map_err(|_| damaged(META))?;
            meta.push((name, value.into()));
        }
        let cookie = one(&database, META, COOKIE).await.map_err(of_error)?;
        let log = one(&database, META, LOG).await.map_err(of_error)?;
        Ok(Boot {
            documents: decode_all(&all(DOCUMENTS).await?, DOCUMENTS)?,
            outbox: decode_all(&all(OUTBOX).await?, OUTBOX)?,
            held: decode_all(&all(HELD).await?, HELD)?,
            drafts: decode_all(&all(DRAFTS).await?, DRAFTS)?,
            // Without its cookie the device starts from zero, without its log it shows none: nothing is lost.
            cookie: cookie.and_then(|bytes| minicbor::decode(&bytes).ok()),
            log: log.and_then(|bytes| minicbor::decode(&bytes).ok()).unwrap_or_default(),
            meta,
        })
    }
}

/// Reads one value.
pub(super) async fn one(database: &Database, store: &str, key: &str) -> Result<Option<Vec<u8>>, Failure> {
    database.read(store)?.get(key).await
}

/// Reads the values under some keys.
async fn range(database: &Database, store: &str, keys: &Keys) -> Result<Vec<Vec<u8>>, Failure> {
    database.read(store)?.get_all(keys).await
}

fn decode_all<T: for<'b> minicbor::Decode<'b, ()>>(records: &[Vec<u8>], what: &str) -> Result<Vec<T>, StoreError> {
    records.iter().map(|bytes| minicbor::decode(bytes).map_err(|_| damaged(what))).collect()
}
