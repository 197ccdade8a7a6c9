//! What other tabs wrote: the mirror and the documents in memory follow.

use crate::values::Set;

use super::mirror::{Journal, META_RESTORED};
use super::record::{DocumentRecord, StoreOp};
use super::write::{Batch, Purpose};
use super::{Cx, Session};
use crate::sync::wire::PinChange;
use crate::values::DocumentId;

impl Session {
    /// Another tab committed these operations.
    pub(super) fn foreign(&mut self, ops: Vec<StoreOp>, cx: &mut Cx<'_>) {
        let (mut changed, mut reload) = (Set::new(), Set::new());
        let mut corrected = Batch::default();
        for op in ops {
            self.used |= matches!(op, StoreOp::DeleteDocument(_));
            if matches!(&op, StoreOp::PutHeld(_)) || matches!(&op, StoreOp::PutMeta(name, _) if name == META_RESTORED) {
                // Numbers of this tab's actor, too, may have left a document.
                self.suffix = cx.actor();
            }
            match op {
                StoreOp::PutChunk(doc, bytes) => {
                    self.note_stale(doc);
                    if let Some(loaded) = self.documents.get(doc) {
                        let mut document = loaded.document().clone();
                        if document.apply(&[bytes.as_slice()]).is_ok() {
                            self.documents.put(document);
                            changed.insert(doc);
                        } else {
                            self.documents.remove(doc);
                            reload.insert(doc);
                        }
                    }
                }
                StoreOp::DeleteChunks(doc) => {
                    self.note_stale(doc);
                    self.broken.remove(&doc);
                    if self.documents.remove(doc).is_some() {
                        reload.insert(doc);
                    }
                }
                StoreOp::PutDocument(record) => self.foreign_record(record, &mut corrected),
                StoreOp::PutCookie(cookie) => {
                    self.mirror.cookie = cookie;
                    if cookie.is_start() {
                        // It found something damaged: the tab with the socket fetches it again.
                        self.start_over(cx);
                    }
                }
                op => self.mirror.apply(&op, &mut Journal::default()),
            }
        }
        for doc in changed {
            // In memory only: the tab that made the change has stored its record.
            let mut unstored = Batch::default();
            if let (Some(record), Some(loaded)) = (self.mirror.record(doc), self.documents.get(doc)) {
                let record = DocumentRecord { heads: loaded.document().heads(), ..record.clone() };
                self.put_record(&mut unstored, record);
            }
            self.refresh(&mut unstored, doc);
        }
        for doc in reload {
            if self.mirror.record(doc).is_some_and(|record| record.full && !record.heads.is_empty()) {
                self.load(doc, true);
            }
        }
        if !corrected.is_empty() {
            self.commit(corrected, Purpose::Quiet);
        }
        self.load_awaited();
        self.read_standing();
        self.touch();
    }

    fn note_stale(&mut self, doc: DocumentId) {
        if let Some(loading) = self.loading.get_mut(&doc) {
            loading.stale = true;
        }
    }

    /// The tab with the socket knows best what the server has; the others know best what the person did.
    fn foreign_record(&mut self, mut record: DocumentRecord, corrected: &mut Batch) {
        let mine = self.mirror.record(record.doc).filter(|_| self.link.is_leader()).cloned();
        let Some(mine) = mine else {
            return self.mirror.apply(&StoreOp::PutDocument(record), &mut Journal::default());
        };
        if mine.pinned != record.pinned {
            self.push_pin(PinChange { doc: record.doc, wanted: record.pinned });
        }
        if (&mine.acked, &mine.server_row, mine.full) == (&record.acked, &record.server_row, record.full) {
            return self.mirror.apply(&StoreOp::PutDocument(record), &mut Journal::default());
        }
        record.acked = mine.acked;
        record.leaving = mine.leaving;
        record.server_row = mine.server_row;
        record.full |= mine.full;
        self.put_record(corrected, record);
    }
}
