//! Documents from the store into memory: on opening, for a page that must be merged, and to index their texts.

use minicbor::bytes::ByteVec;

use super::record::{OutboxItem, StoreError, StoreOp};
use super::status::Effect;
use super::write::{Batch, Purpose};
use super::{Cx, Session};
use crate::document::Document;
use crate::model::Settings;
use crate::summary::RowAudience;
use crate::sync::wire::{ChangeHash, PinChange};
use crate::values::{DocumentId, DocumentKind};

/// Texts that are written to the store together.
const TEXTS_A_WRITE: usize = 16;

/// Tells whether something of a document is kept beside it, to be known without opening it.
pub(super) fn is_indexed(doc: DocumentId) -> bool {
    matches!(doc.kind, DocumentKind::Account | DocumentKind::Private) || doc.is_companion()
}

/// A document being read from the store.
#[derive(Debug, Default)]
pub(super) struct Loading {
    /// It was written to since: what arrives may be too old.
    pub(super) stale: bool,
    /// Keep it in memory; otherwise only its text is wanted.
    keep: bool,
}

impl Session {
    /// Asks the store for a document.
    pub(super) fn load(&mut self, doc: DocumentId, keep: bool) {
        if self.documents.contains(doc) {
            return;
        }
        if !self.loading.contains_key(&doc) {
            self.out.effects.push(Effect::Load(doc));
        }
        self.loading.entry(doc).or_default().keep |= keep;
    }

    /// A screen opens a customer: load its documents, or ask the server for them. Of marketing's customers there is only
    /// the row, and what was added.
    pub(super) fn open(&mut self, doc: DocumentId) {
        let account = doc.account_id().filter(|_| doc.kind == DocumentKind::Account);
        let named = account.and_then(|account| self.mirror.row(account)).map(|row| row.audience);
        let main = (named != Some(RowAudience::Named)).then_some(doc);
        let beside = account.map(DocumentId::beside).into_iter().flatten();
        for doc in main.into_iter().chain(beside) {
            match self.mirror.record(doc) {
                Some(record) if record.full && !record.heads.is_empty() => {
                    self.documents.touch(doc);
                    self.load(doc, true);
                }
                Some(record) => {
                    let unasked = !record.full && !record.pinned;
                    self.awaited.insert(doc);
                    if unasked {
                        self.pin(doc, true);
                    }
                }
                None => {
                    self.awaited.insert(doc);
                }
            }
        }
        self.touch();
    }

    /// Loads what a screen opened before it was here, as far as it has come.
    pub(super) fn load_awaited(&mut self) {
        let here =
            |doc: &DocumentId| self.mirror.record(*doc).is_some_and(|record| record.full && !record.heads.is_empty());
        let arrived: Vec<_> = self.awaited.iter().copied().filter(here).collect();
        for doc in arrived {
            self.awaited.remove(&doc);
            self.load(doc, true);
        }
    }

    /// The person wants to hold a customer in full, or no longer.
    pub(super) fn pin(&mut self, doc: DocumentId, wanted: bool) {
        let Some(mut record) = self.mirror.record(doc).cloned() else { return };
        if record.pinned == wanted {
            return;
        }
        record.pinned = wanted;
        let mut batch = Batch::default();
        self.put_record(&mut batch, record);
        self.commit(batch, Purpose::Quiet);
        self.push_pin(PinChange { doc, wanted });
    }

    /// Returns the pins that the server may not know: wanted and not here, or here and no longer wanted; all of them when
    /// everything is compared.
    pub(super) fn wanted_pins(&self) -> Vec<PinChange> {
        let all = self.exchange.is_first();
        let open = self.mirror.records().filter(|record| record.pinned != record.full || all && record.pinned);
        let of_others = open.filter(|record| {
            let row = record.doc.account_id().and_then(|account| self.mirror.row(account));
            record.doc.kind == DocumentKind::Account && row.is_some_and(|row| row.audience == RowAudience::Manager)
        });
        of_others.map(|record| PinChange { doc: record.doc, wanted: record.pinned }).collect()
    }

    /// A document's chunks arrived.
    pub(super) fn loaded(&mut self, doc: DocumentId, mut chunks: Vec<Vec<u8>>, cx: &mut Cx<'_>) {
        let Some(loading) = self.loading.remove(&doc) else { return };
        let Some(record) = self.mirror.record(doc).filter(|record| record.full).cloned() else { return };
        if self.documents.contains(doc) {
            return;
        }
        let lost = if loading.stale { Vec::new() } else { self.lost_edits(doc, &chunks) };
        // An edit that waits is kept in the outbox too: it survives a damaged chunk.
        chunks.extend(self.mirror.outbox_of(doc).map(|item| item.bytes.to_vec()));
        let document = Document::load(doc, self.actor(), &chunks);
        self.touch();
        match document {
            Ok(document) if record.heads.iter().all(|head| document.has(*head)) => {
                let lost = lost.into_iter().filter(|(hash, _)| document.has(*hash));
                self.put_back(doc, lost.map(|(_, bytes)| bytes).collect());
                if loading.keep {
                    self.keep_loaded(document);
                } else if let Some(text) = document.index_text() {
                    self.indexed.insert(doc, (document.heads(), text));
                }
                self.read_standing();
            }
            _ if loading.stale => self.load(doc, loading.keep),
            _ => self.found_broken(doc, cx),
        }
    }

    /// Returns the edits that wait and whose chunks are not in the store any more.
    fn lost_edits(&self, doc: DocumentId, chunks: &[Vec<u8>]) -> Vec<(ChangeHash, ByteVec)> {
        let known = |item: &&OutboxItem| chunks.iter().any(|chunk| chunk.as_slice() == item.bytes.as_slice());
        let mut lost: Vec<_> = self.mirror.outbox_of(doc).filter(|item| !known(item)).collect();
        if !lost.is_empty() {
            // A snapshot may have them.
            let without = Document::load(doc, self.actor(), chunks);
            lost.retain(|item| !without.as_ref().is_ok_and(|document| document.has(item.hash)));
        }
        lost.into_iter().map(|item| (item.hash, item.bytes.clone())).collect()
    }

    /// Puts chunks back that only the outbox still had: it lets go of them as soon as the server has them.
    fn put_back(&mut self, doc: DocumentId, chunks: Vec<ByteVec>) {
        if chunks.is_empty() {
            return;
        }
        let mut batch = Batch::default();
        for bytes in chunks {
            self.put(&mut batch, StoreOp::PutChunk(doc, bytes));
        }
        self.commit(batch, Purpose::Quiet);
    }

    fn keep_loaded(&mut self, document: Document) {
        let (doc, heads) = (document.id(), document.heads());
        self.documents.put(document);
        let Some(record) = self.mirror.record(doc) else { return };
        if record.heads == heads && (record.text.is_some() || !is_indexed(doc)) {
            return;
        }
        let mut batch = Batch::default();
        let record = super::DocumentRecord { heads, ..record.clone() };
        self.put_record(&mut batch, record);
        self.refresh(&mut batch, doc);
        self.commit(batch, Purpose::Quiet);
    }

    /// A document's chunks could not be read.
    pub(super) fn load_failed(&mut self, doc: DocumentId, error: StoreError, cx: &mut Cx<'_>) {
        if self.loading.remove(&doc).is_none() {
            return;
        }
        // Reading on in the background would only meet the same error.
        self.index_paused = true;
        self.touch();
        if matches!(error, StoreError::Corrupt(_)) {
            self.store_error = Some(error);
            return self.found_broken(doc, cx);
        }
        self.store_error = Some(error);
        if !self.inbox.is_empty() {
            self.fall_back(cx);
        }
    }

    /// What is stored of a document is damaged or incomplete: the server sends it again, once.
    fn found_broken(&mut self, doc: DocumentId, cx: &mut Cx<'_>) {
        self.broken.insert(doc);
        let Some(mut record) = self.mirror.record(doc).cloned() else { return };
        record.heads.clear();
        record.acked.clear();
        let mut batch = Batch::default();
        self.put_record(&mut batch, record);
        if self.refetched.insert(doc) {
            self.refetch(batch, cx);
        } else {
            self.commit(batch, Purpose::Quiet);
        }
    }

    /// Reads the next document whose text is not known yet; one at a time, only when nothing else is going on.
    pub(super) fn index(&mut self) {
        if self.index_paused || !self.link.is_leader() || !self.loading.is_empty() || !self.inbox.is_empty() {
            return;
        }
        if self.exchange.progress().is_some() || !self.writes.settled() {
            return;
        }
        let next = self.mirror.unindexed().iter().find(|doc| !self.indexed.contains_key(doc)).copied();
        if self.indexed.len() >= TEXTS_A_WRITE || (next.is_none() && !self.indexed.is_empty()) {
            return self.store_texts();
        }
        let Some(doc) = next else { return };
        match self.documents.get(doc) {
            Some(loaded) => {
                let document = loaded.document();
                if let Some(text) = document.index_text() {
                    self.indexed.insert(doc, (document.heads(), text));
                }
                self.store_texts();
            }
            None => self.load(doc, false),
        }
    }

    fn store_texts(&mut self) {
        let mut batch = Batch::default();
        for (doc, (heads, text)) in std::mem::take(&mut self.indexed) {
            // Written to meanwhile: it is read again.
            let Some(mut record) = self.mirror.record(doc).filter(|record| record.heads == heads).cloned() else {
                continue;
            };
            record.text = Some(text);
            self.put_record(&mut batch, record);
        }
        self.commit(batch, Purpose::Quiet);
    }

    /// Reads anew what is always in memory, where it has changed: the workspace's document and the person's own.
    pub(super) fn read_standing(&mut self) {
        self.read_workspace();
        self.read_settings();
    }

    fn read_settings(&mut self) {
        let doc = DocumentId::member(self.identity.user);
        let Some(loaded) = self.documents.get(doc) else {
            if self.mirror.record(doc).is_some_and(|record| record.full && !record.heads.is_empty()) {
                self.load(doc, true);
            }
            return;
        };
        let heads = loaded.document().heads();
        if heads != self.settings_heads {
            self.settings = Settings::of(&loaded.document().member().0).into();
            self.settings_heads = heads;
            self.touch();
        }
    }

    /// Tells whether a document is always in memory.
    pub(super) fn stands(&self, doc: DocumentId) -> bool {
        doc == DocumentId::WORKSPACE || doc == DocumentId::member(self.identity.user)
    }

    /// Reads policy and directory where the workspace document has changed.
    fn read_workspace(&mut self) {
        let Some(loaded) = self.documents.get(DocumentId::WORKSPACE) else {
            let record = self.mirror.record(DocumentId::WORKSPACE);
            if record.is_some_and(|record| record.full && !record.heads.is_empty()) {
                self.load(DocumentId::WORKSPACE, true);
            }
            return;
        };
        let heads = loaded.document().heads();
        if heads != self.workspace_heads {
            let (policy, directory, _) = loaded.document().workspace();
            self.policy = policy.into();
            self.directory = directory.into();
            self.workspace_heads = heads;
            self.touch();
        }
    }
}
