//! Store transactions under way, and what happens when one is refused.
//!
//! A transaction is applied to the mirror at once and put back when the store refuses it. One that touches a document
//! of an earlier transaction still under way carries the earlier operations too (all are idempotent): whichever of
//! the two completes, the store never holds a change without what it builds on.

use super::mirror::Journal;
use super::record::{DocumentRecord, StoreError, StoreOp, WriteId};
use super::status::{Effect, Notice, Saved};
use super::{Cx, Session};
use crate::document::Document;
use crate::sync::wire::ChangeHash;
use crate::values::{DocumentId, Map, Set};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A person's edit: strict durability, and the person is told.
    Edit,
    /// A page from the server; the link starts over when it is refused.
    Page,
    /// Housekeeping: drafts, texts, pins.
    Quiet,
}

/// A transaction being put together; its operations are in the mirror already.
#[derive(Debug, Default)]
pub(super) struct Batch {
    ops: Vec<StoreOp>,
    journal: Journal,
    documents: Map<DocumentId, Option<Document>>,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.ops.is_empty() && self.journal.records.is_empty()
    }
}

/// A transaction under way.
#[derive(Debug)]
struct Write {
    purpose: Purpose,
    ops: Vec<StoreOp>,
    docs: Set<DocumentId>,
    journal: Journal,
    documents: Map<DocumentId, Option<Document>>,
    absorbed: Vec<WriteId>,
    /// Edits of refused transactions that this one carries.
    edits: Vec<WriteId>,
    /// A later transaction that carries this one is complete.
    covered: bool,
}

/// All transactions under way.
#[derive(Debug, Default)]
pub(super) struct Writes {
    last: WriteId,
    running: Map<WriteId, Write>,
}

impl Writes {
    /// Tells whether nothing that concerns documents is under way.
    pub(super) fn settled(&self) -> bool {
        self.running.values().all(|write| write.docs.is_empty())
    }

    /// Tells whether every page that was taken in is on disk.
    pub(super) fn pages_stored(&self) -> bool {
        self.running.values().all(|write| write.purpose != Purpose::Page)
    }

    /// Tells whether a transaction under way touches a document.
    pub(super) fn touch(&self, doc: DocumentId) -> bool {
        self.running.values().any(|write| write.docs.contains(&doc))
    }

    /// Returns the changes that are not on disk yet.
    pub(super) fn unsaved(&self) -> Set<ChangeHash> {
        let ops = self.running.values().flat_map(|write| &write.ops);
        ops.filter_map(|op| if let StoreOp::PutOutbox(item) = op { Some(item.hash) } else { None }).collect()
    }
}

impl Session {
    /// Adds an operation to a transaction and applies it to the mirror.
    pub(super) fn put(&mut self, batch: &mut Batch, op: StoreOp) {
        self.mirror.apply(&op, &mut batch.journal);
        self.used |= matches!(op, StoreOp::DeleteDocument(_));
        // Records are written once, as they stand at the end.
        if !matches!(op, StoreOp::PutDocument(_) | StoreOp::DeleteDocument(_)) {
            batch.ops.push(op);
        }
    }

    /// Puts a record into a transaction.
    pub(super) fn put_record(&mut self, batch: &mut Batch, record: DocumentRecord) {
        self.put(batch, StoreOp::PutDocument(record));
    }

    /// Replaces a document in memory, to be put back when the transaction is refused.
    pub(super) fn put_loaded(&mut self, batch: &mut Batch, document: Document) {
        let doc = document.id();
        let before = self.documents.put(document);
        batch.documents.entry(doc).or_insert(before);
    }

    /// Lets go of a document in memory, to be put back when the transaction is refused.
    pub(super) fn drop_loaded(&mut self, batch: &mut Batch, doc: DocumentId) {
        if let Some(before) = self.documents.remove(doc) {
            batch.documents.entry(doc).or_insert(Some(before));
        }
    }

    /// Sends a transaction to the store.
    pub(super) fn commit(&mut self, batch: Batch, purpose: Purpose) -> WriteId {
        let Batch { mut ops, journal, documents } = batch;
        for doc in journal.records.keys() {
            ops.push(match self.mirror.record(*doc) {
                Some(record) => StoreOp::PutDocument(record.clone()),
                None => StoreOp::DeleteDocument(*doc),
            });
        }
        let docs: Set<_> = ops.iter().filter_map(document_of).collect();
        self.writes.last += 1;
        let id = self.writes.last;
        let mut write =
            Write { purpose, ops, docs, journal, documents, absorbed: Vec::new(), edits: Vec::new(), covered: false };
        self.absorb(&mut write);
        for doc in &write.docs {
            if let Some(loading) = self.loading.get_mut(doc) {
                loading.stale = true;
            }
        }
        // What it carries may be a person's edit.
        let strict = purpose == Purpose::Edit || !write.absorbed.is_empty();
        self.out.effects.push(Effect::Store { id, ops: write.ops.clone(), strict });
        self.writes.running.insert(id, write);
        self.touch();
        id
    }

    /// Puts the operations of earlier transactions on the same documents before those of this one.
    fn absorb(&self, write: &mut Write) {
        let mut carried = Vec::new();
        // From the newest on: what an absorbed one touches widens the search among the older.
        for (id, earlier) in self.writes.running.iter().rev() {
            if write.docs.is_disjoint(&earlier.docs) {
                continue;
            }
            write.docs.extend(earlier.docs.iter().copied());
            write.absorbed.push(*id);
            let ops = earlier.ops.iter().filter(|op| document_of(op).is_some() || is_outbox(op));
            carried.splice(0..0, ops.cloned());
        }
        write.ops.splice(0..0, carried);
    }

    /// A transaction is on disk.
    pub(super) fn stored(&mut self, id: WriteId) {
        let Some(write) = self.writes.running.remove(&id) else { return };
        self.store_error = None;
        if write.purpose == Purpose::Page {
            // Not before: a page that the store refuses brings nothing.
            self.load_awaited();
            self.progressed();
        }
        for earlier in &write.absorbed {
            if let Some(earlier) = self.writes.running.get_mut(earlier) {
                earlier.covered = true;
            }
        }
        let own = (write.purpose == Purpose::Edit).then_some(id);
        for id in write.edits.into_iter().chain(own) {
            let undo = self.last.as_ref().is_some_and(|last| last.id == id && last.undoable);
            self.out.notices.push(Notice::Saved(Saved { id, undo }));
        }
        self.touch();
    }

    /// The store refused a transaction.
    pub(super) fn store_failed(&mut self, id: WriteId, error: StoreError, cx: &mut Cx<'_>) {
        let Some(mut write) = self.writes.running.remove(&id) else { return };
        self.store_error = Some(error.clone());
        self.touch();
        if let Some(cookie) = write.journal.cookie.take() {
            self.mirror.cookie = cookie;
        }
        if write.purpose == Purpose::Edit {
            write.edits.push(id);
        }
        let later = self.writes.running.values_mut().find(|later| later.absorbed.contains(&id));
        if let Some(later) = later {
            later.journal.lay_under(write.journal);
            later.documents.extend(write.documents);
            later.edits.append(&mut write.edits);
        } else if write.covered {
            let saved = write.edits.into_iter().map(|id| Notice::Saved(Saved { id, undo: false }));
            self.out.notices.extend(saved);
        } else {
            self.mirror.roll_back(write.journal);
            for (doc, document) in write.documents {
                match document {
                    Some(document) => drop(self.documents.put(document)),
                    None => drop(self.documents.remove(doc)),
                }
            }
            if write.edits.iter().any(|id| self.last.as_ref().is_some_and(|last| last.id == *id)) {
                self.last = None;
            }
            let failed = write.edits.iter().map(|_| Notice::SaveFailed(error.clone()));
            self.out.notices.extend(failed);
            self.read_standing();
        }
        match write.purpose {
            Purpose::Page => self.fall_back(cx),
            // Texts can wait for a better day; trying again at once would never end on a full disk.
            Purpose::Quiet => self.index_paused = true,
            Purpose::Edit => {}
        }
    }
}

/// Returns the document that an operation is about.
fn document_of(op: &StoreOp) -> Option<DocumentId> {
    match op {
        StoreOp::PutChunk(doc, _) | StoreOp::DeleteChunks(doc) | StoreOp::DeleteDocument(doc) => Some(*doc),
        StoreOp::PutDocument(record) => Some(record.doc),
        _ => None,
    }
}

fn is_outbox(op: &StoreOp) -> bool {
    matches!(op, StoreOp::PutOutbox(_) | StoreOp::DeleteOutbox(_) | StoreOp::PutHeld(_) | StoreOp::DeleteHeld(_))
}
