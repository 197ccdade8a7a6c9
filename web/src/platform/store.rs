//! The device's store: IndexedDB. One `Vec<StoreOp>` is one transaction, and a write is done when it is *complete*.
//!
//! Browsers cut the handle of a page in the background; it is opened again and the transaction tried once more.

mod failure;
mod idb;
mod read;

use std::cell::RefCell;
use std::rc::Rc;

use fieldnote_core::session::{Identity, StoreError, StoreOp, SyncLogEntry};
use fieldnote_core::values::DocumentId;
use sha2::{Digest, Sha256};

use failure::{damaged, of_error};
use idb::{Database, Failure, Keys, Transaction};

const NAME: &str = "fieldnote";
const VERSION: u32 = 1;
/// Exchanges kept for the status screen.
const LOG_ENTRIES_MAX: usize = 20;

const CHUNKS: &str = "chunks";
const DOCUMENTS: &str = "documents";
const OUTBOX: &str = "outbox";
const HELD: &str = "held";
const DRAFTS: &str = "drafts";
const META: &str = "meta";
const STORES: [&str; 6] = [CHUNKS, DOCUMENTS, OUTBOX, HELD, DRAFTS, META];

/// Keys of [`META`]; names of [`StoreOp::PutMeta`] stand behind `NAMED`.
const IDENTITY: &str = "identity";
const COOKIE: &str = "cookie";
const LOG: &str = "log";
const NAMED: &str = "named/";

/// The store of this browser. Clones share one handle.
#[derive(Clone)]
pub struct DeviceStore {
    handle: Rc<RefCell<Option<Database>>>,
    /// Whether an identity was ever found or put: its absence later means eviction.
    owned: Rc<RefCell<bool>>,
}

impl std::fmt::Debug for DeviceStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceStore").finish_non_exhaustive()
    }
}

impl DeviceStore {
    /// Opens the store, making it when it is not there.
    ///
    /// # Errors
    /// When the browser has none, as in some private windows.
    pub async fn open() -> Result<Self, StoreError> {
        let database = open_database().await?;
        Ok(Self { handle: Rc::new(RefCell::new(Some(database))), owned: Rc::default() })
    }

    /// Reads whom this device works for; nothing on a new device.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn identity(&self) -> Result<Option<Identity>, StoreError> {
        let Some(bytes) = read::one(&self.database().await?, META, IDENTITY).await.map_err(of_error)? else {
            return Ok(None);
        };
        self.owned.replace(true);
        minicbor::decode(&bytes).map(Some).map_err(|_| damaged(IDENTITY))
    }

    /// Keeps whom this device works for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_identity(&self, identity: &Identity) -> Result<(), StoreError> {
        let bytes = encode(identity);
        let database = self.database().await?;
        let transaction = database.write(&STORES, true).map_err(of_error)?;
        transaction.store(META).and_then(|meta| meta.put(IDENTITY, &bytes)).map_err(of_error)?;
        transaction.commit().await.map_err(of_error)?;
        self.owned.replace(true);
        Ok(())
    }

    /// Deletes everything: sign-out, or another person's sign-in.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clear(&self) -> Result<(), StoreError> {
        let database = self.database().await?;
        let transaction = database.write(&STORES, true).map_err(of_error)?;
        for name in STORES {
            transaction.store(name).and_then(|store| store.clear()).map_err(of_error)?;
        }
        transaction.commit().await.map_err(of_error)?;
        self.owned.replace(false);
        Ok(())
    }

    /// Commits operations in one transaction; resolves when it is complete.
    ///
    /// # Errors
    /// When nothing of it was written.
    pub async fn commit(&self, ops: &[StoreOp], strict: bool) -> Result<(), StoreError> {
        match self.try_commit(ops, strict).await {
            Err(StoreError::Unavailable(_)) => {
                self.reopen().await?;
                self.try_commit(ops, strict).await
            }
            done => done,
        }
    }

    async fn try_commit(&self, ops: &[StoreOp], strict: bool) -> Result<(), StoreError> {
        let database = self.database().await?;
        let transaction = database.write(&STORES, strict).map_err(of_error)?;
        for op in ops {
            write(&transaction, op).await.map_err(of_error)?;
        }
        transaction.commit().await.map_err(of_error)
    }

    /// Opens the handle again after the browser cut it.
    async fn reopen(&self) -> Result<(), StoreError> {
        if let Some(old) = self.handle.take() {
            old.close();
        }
        let database = self.database().await?;
        let there = read::one(&database, META, IDENTITY).await.map_err(of_error)?.is_some();
        if *self.owned.borrow() && !there { Err(StoreError::Evicted) } else { Ok(()) }
    }

    async fn database(&self) -> Result<Database, StoreError> {
        if let Some(database) = self.handle.borrow().clone() {
            return Ok(database);
        }
        let database = open_database().await?;
        self.handle.replace(Some(database.clone()));
        Ok(database)
    }
}

async fn open_database() -> Result<Database, StoreError> {
    let upgrade = |old: f64, database: &Database| {
        // Version 1 is the first; a later one adds its stores here and deletes nothing.
        if old < 1.0 {
            for name in STORES {
                database.create_store(name)?;
            }
        }
        Ok(())
    };
    Database::open(NAME, VERSION, upgrade).await.map_err(of_error)
}

/// Sends one operation. Requests are not awaited one by one: the transaction's own end says whether all went well.
async fn write(transaction: &Transaction, op: &StoreOp) -> Result<(), Failure> {
    let store = |name: &str| transaction.store(name);
    match op {
        StoreOp::PutChunk(doc, bytes) => store(CHUNKS)?.put(&chunk_key(*doc, bytes), bytes),
        StoreOp::DeleteChunks(doc) => store(CHUNKS)?.delete_all(&chunk_keys(*doc)),
        StoreOp::PutDocument(record) => store(DOCUMENTS)?.put(&record.doc.to_string(), &encode(record)),
        StoreOp::DeleteDocument(doc) => store(DOCUMENTS)?.delete(&doc.to_string()),
        StoreOp::PutOutbox(item) => store(OUTBOX)?.put(&hex(&item.hash.0), &encode(item)),
        StoreOp::DeleteOutbox(hash) => store(OUTBOX)?.delete(&hex(&hash.0)),
        StoreOp::PutHeld(item) => store(HELD)?.put(&hex(&item.item.hash.0), &encode(item)),
        StoreOp::DeleteHeld(hash) => store(HELD)?.delete(&hex(&hash.0)),
        StoreOp::PutDraft(draft) => store(DRAFTS)?.put(&draft.key, &encode(draft)),
        StoreOp::DeleteDraft(key) => store(DRAFTS)?.delete(key),
        StoreOp::PutCookie(cookie) => store(META)?.put(COOKIE, &encode(cookie)),
        StoreOp::PutMeta(name, bytes) => store(META)?.put(&format!("{NAMED}{name}"), &encode(&(name, bytes))),
        StoreOp::AddLog(entry) => {
            let meta = store(META)?;
            let found = meta.get(LOG).await?;
            // A log that cannot be read is started anew; it is for looking at only.
            let mut log: Vec<SyncLogEntry> = found.and_then(|bytes| minicbor::decode(&bytes).ok()).unwrap_or_default();
            log.push(entry.clone());
            log.drain(..log.len().saturating_sub(LOG_ENTRIES_MAX));
            meta.put(LOG, &encode(&log))
        }
    }
}

fn chunk_key(doc: DocumentId, bytes: &[u8]) -> String {
    format!("{doc}/{}", hex(&Sha256::digest(bytes)))
}

/// Returns the keys of a document's chunks: from `a-0123…/` up to `a-0123…0`, `0` being the sign after the slash.
fn chunk_keys(doc: DocumentId) -> Keys {
    Keys::between(&format!("{doc}/"), &format!("{doc}0"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
        text
    })
}

#[expect(clippy::expect_used, reason = "writing CBOR into a vector cannot fail")]
fn encode<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a vector takes any number of bytes")
}
