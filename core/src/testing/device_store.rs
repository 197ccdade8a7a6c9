//! A device's store in memory: transactions are all or nothing, it can refuse them, and it outlives a tab.

use std::collections::BTreeMap;

use crate::session::{Boot, DocumentRecord, Draft, HeldItem, OutboxItem, StoreError, StoreOp, SyncLogEntry};
use crate::sync::wire::{ChangeHash, Cookie};
use crate::values::DocumentId;

/// Entries of the log that are kept.
const LOG_ENTRIES_MAX: usize = 20;

/// What a device keeps.
#[derive(Debug, Clone, Default)]
pub struct DeviceStore {
    /// Chunks per document, each once.
    pub chunks: BTreeMap<DocumentId, Vec<Vec<u8>>>,
    /// Documents.
    pub documents: BTreeMap<DocumentId, DocumentRecord>,
    /// Outbox.
    pub outbox: BTreeMap<ChangeHash, OutboxItem>,
    /// Held items.
    pub held: BTreeMap<ChangeHash, HeldItem>,
    /// Drafts.
    pub drafts: BTreeMap<String, Draft>,
    /// Cookie.
    pub cookie: Option<Cookie>,
    /// Log of exchanges, oldest first.
    pub log: Vec<SyncLogEntry>,
    /// Small values.
    pub meta: BTreeMap<String, Vec<u8>>,
    failing: Vec<StoreError>,
}

impl DeviceStore {
    /// Lets the next transaction fail.
    pub fn fail_next(&mut self, error: StoreError) {
        self.failing.push(error);
    }

    /// Commits a transaction.
    ///
    /// # Errors
    /// When it was told to fail; nothing is changed then.
    pub fn commit(&mut self, ops: &[StoreOp]) -> Result<(), StoreError> {
        if let Some(error) = self.failing.pop() {
            return Err(error);
        }
        ops.iter().for_each(|op| self.apply(op));
        Ok(())
    }

    fn apply(&mut self, op: &StoreOp) {
        match op.clone() {
            StoreOp::PutChunk(doc, bytes) => {
                let chunks = self.chunks.entry(doc).or_default();
                if !chunks.iter().any(|known| *known == **bytes) {
                    chunks.push(bytes.to_vec());
                }
            }
            StoreOp::DeleteChunks(doc) => drop(self.chunks.remove(&doc)),
            StoreOp::PutDocument(record) => drop(self.documents.insert(record.doc, record)),
            StoreOp::DeleteDocument(doc) => drop(self.documents.remove(&doc)),
            StoreOp::PutOutbox(item) => drop(self.outbox.insert(item.hash, item)),
            StoreOp::DeleteOutbox(hash) => drop(self.outbox.remove(&hash)),
            StoreOp::PutHeld(item) => drop(self.held.insert(item.item.hash, item)),
            StoreOp::DeleteHeld(hash) => drop(self.held.remove(&hash)),
            StoreOp::PutDraft(draft) => drop(self.drafts.insert(draft.key.clone(), draft)),
            StoreOp::DeleteDraft(key) => drop(self.drafts.remove(&key)),
            StoreOp::PutCookie(cookie) => self.cookie = Some(cookie),
            StoreOp::AddLog(entry) => {
                self.log.push(entry);
                let surplus = self.log.len().saturating_sub(LOG_ENTRIES_MAX);
                self.log.drain(..surplus);
            }
            StoreOp::PutMeta(name, bytes) => drop(self.meta.insert(name, bytes.to_vec())),
        }
    }

    /// Returns all chunks of a document.
    pub fn chunks(&self, doc: DocumentId) -> Vec<Vec<u8>> {
        self.chunks.get(&doc).cloned().unwrap_or_default()
    }

    /// Loses the newest chunk of a document, as a damaged disk does.
    pub fn lose_chunk(&mut self, doc: DocumentId) {
        if let Some(chunks) = self.chunks.get_mut(&doc) {
            chunks.pop();
        }
    }

    /// Returns what a starting tab reads.
    pub fn boot(&self) -> Boot {
        Boot {
            documents: self.documents.values().cloned().collect(),
            outbox: self.outbox.values().cloned().collect(),
            held: self.held.values().cloned().collect(),
            drafts: self.drafts.values().cloned().collect(),
            cookie: self.cookie,
            log: self.log.clone(),
            meta: self.meta.iter().map(|(name, bytes)| (name.clone(), bytes.clone())).collect(),
        }
    }
}
