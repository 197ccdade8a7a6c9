//! One page being filled: each document as it stands now.

use minicbor::bytes::ByteVec;

use super::{PullRequest, TO_ROW};
use crate::access::Level;
use crate::summary::RowAudience;
use crate::sync::digest::{document_item, row_item};
use crate::sync::hub::Caller;
use crate::sync::manifest::Manifest;
use crate::sync::seal::Keys;
use crate::sync::store::{DocumentFacts, LogEntry, StoreError, StoreRead, StoredRow};
use crate::sync::wire::{Content, Cookie, Delta, DocumentDelta, Gone, GoneReason, RowDelta};
use crate::values::{DocumentId, DocumentKind};

/// Bytes of an entry beside its content: ids, heads, lengths.
const ENTRY_BYTES: usize = 64;

pub(super) struct Page<'a, S> {
    pub(super) store: &'a S,
    pub(super) caller: Caller,
    keys: &'a Keys,
    /// What the device holds already.
    manifest: Option<&'a mut Manifest>,
    /// Numbers above it are new to the device.
    after: u64,
    /// During a first download every document is sent whole.
    first: bool,
    with_heads: bool,
    budget: usize,
    bytes: usize,
    delta: Delta,
}

impl<'a, S: StoreRead> Page<'a, S> {
    pub(super) fn new(
        store: &'a S,
        keys: &'a Keys,
        request: &PullRequest,
        cookie: Cookie,
        manifest: Option<&'a mut Manifest>,
    ) -> Self {
        Self {
            store,
            caller: request.caller,
            keys,
            manifest,
            after: cookie.seq,
            first: cookie.before > 0,
            with_heads: request.with_heads,
            // A page takes at least one document, or a download would stand still.
            budget: request.page_bytes.max(1),
            bytes: 0,
            delta: Delta::default(),
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes >= self.budget
    }

    pub(super) fn into_delta(self) -> Delta {
        self.delta
    }

    /// Adds a document of this level whole, with its row, unless the device has both.
    pub(super) fn add_visible(&mut self, doc: DocumentId, level: Level) -> Result<(), StoreError> {
        let pinned = self.store.pin(self.caller.device, doc)?.is_some_and(|pin| pin.wanted);
        let full = level == Level::Full || level == Level::Row && pinned;
        let facts = if full { self.store.document(doc)? } else { None };
        let row = self.row(doc, level)?;
        if self.is_met(doc, facts.as_ref(), row.as_ref()) {
            // It costs a look, as every entry: a page that is nearly empty tells how far this has come.
            self.bytes += ENTRY_BYTES;
            return Ok(());
        }
        if let Some(facts) = facts {
            self.add_whole(facts)?;
        }
        self.add_row(doc, row);
        Ok(())
    }

    /// Tells whether the device's manifest has a document and its row just as they are here.
    fn is_met(&mut self, doc: DocumentId, facts: Option<&DocumentFacts>, row: Option<&StoredRow>) -> bool {
        let Some(manifest) = &mut self.manifest else { return false };
        let key = &self.keys.digest;
        let document = facts.map_or(0, |facts| document_item(key, doc, &facts.heads));
        let row = row.zip(doc.account_id()).map_or(0, |(row, account)| row_item(key, account, &row.bytes));
        manifest.meets(document.wrapping_add(row))
    }

    /// Adds what is new of a document.
    pub(super) fn add_news(&mut self, doc: DocumentId) -> Result<(), StoreError> {
        let access = self.store.access(self.caller.user, doc)?;
        let level = access.map_or(Level::Gone, |access| access.level);
        let new_level = access.is_some_and(|access| access.since > self.after);
        let pin = self.store.pin(self.caller.device, doc)?;
        let pinned = pin.is_some_and(|pin| pin.wanted);
        let new_pin = pin.is_some_and(|pin| pin.seq > self.after);
        let full = level == Level::Full || level == Level::Row && pinned;
        if !full && (new_level || new_pin) {
            let reason = match access {
                Some(access) if level == Level::Gone => access.reason,
                Some(_) if new_level => TO_ROW,
                _ => GoneReason::Unpinned,
            };
            self.bytes += ENTRY_BYTES;
            self.delta.gone.push(Gone { doc, reason });
        }
        if full && let Some(facts) = self.store.document(doc)? {
            let new = self.first || new_level || level == Level::Row && new_pin;
            // What the device lacks may have left the log: then the snapshot has it.
            let since = access.map_or(0, |access| access.since);
            if facts.trimmed > self.after || new && !self.is_own_creation(&facts, since)? {
                self.add_whole(facts)?;
            } else {
                self.add_changes(facts)?;
            }
        }
        // What a device drops it drops with its row, so the row comes again with a new level or pin.
        let all = self.first || new_level || new_pin;
        let after = if all { 0 } else { self.after };
        let row = self.row(doc, level)?.filter(|row| row.seq > after);
        self.add_row(doc, row);
        Ok(())
    }

    /// Tells whether this device created the document after its cookie: it has what it wrote itself. Not so where the
    /// person could see it before it was written: the device may have let go of what it wrote into it, when its right
    /// had ended in between.
    fn is_own_creation(&self, facts: &DocumentFacts, since: u64) -> Result<bool, StoreError> {
        if self.first || facts.trimmed > 0 {
            return Ok(false);
        }
        let entries = self.store.changes_of(facts.doc, 0)?;
        let own = |entry: &LogEntry| (self.after + 1..since).contains(&entry.seq) && entry.device == self.caller.device;
        Ok(entries.first().is_some_and(own))
    }

    fn add_whole(&mut self, facts: DocumentFacts) -> Result<(), StoreError> {
        let stored = self.store.content(facts.doc)?;
        let content = match stored.snapshot {
            // Chunks after a snapshot are part of it: Automerge reads them as one file.
            Some(mut bytes) => {
                stored.tail.iter().for_each(|change| bytes.extend_from_slice(change));
                Content::Snapshot(ByteVec::from(bytes))
            }
            None => Content::Changes(stored.tail.into_iter().map(ByteVec::from).collect()),
        };
        let seal = self.keys.seal(facts.doc, &facts.heads);
        self.push(DocumentDelta { doc: facts.doc, heads: facts.heads, content, seal, row: None });
        Ok(())
    }

    fn add_changes(&mut self, facts: DocumentFacts) -> Result<(), StoreError> {
        if facts.last_seq <= self.after {
            return Ok(());
        }
        let entries = self.store.changes_of(facts.doc, self.after)?;
        let sent = entries.len();
        let foreign = entries.into_iter().filter(|entry| entry.device != self.caller.device);
        let foreign: Vec<_> = foreign.map(|entry| ByteVec::from(entry.bytes)).collect();
        // A page may bring changes again that the page before had. When its own stand between them, the heads do not
        // follow from them.
        let mixed = !foreign.is_empty() && foreign.len() < sent;
        let follow = !mixed && !self.with_heads;
        let seal = self.keys.seal(facts.doc, &facts.heads);
        let heads = if follow { Vec::new() } else { facts.heads };
        let content = Content::Changes(foreign);
        self.push(DocumentDelta { doc: facts.doc, heads, content, seal, row: None });
        Ok(())
    }

    /// Returns the row that a level shows.
    fn row(&self, doc: DocumentId, level: Level) -> Result<Option<StoredRow>, StoreError> {
        match (doc.kind, doc.account_id(), audience(level)) {
            (DocumentKind::Account, Some(account), Some(audience)) => self.store.row(account, audience),
            _ => Ok(None),
        }
    }

    fn add_row(&mut self, doc: DocumentId, row: Option<StoredRow>) {
        if let Some((account, row)) = doc.account_id().zip(row) {
            self.bytes += row.bytes.len() + ENTRY_BYTES;
            self.delta.rows.push(RowDelta { account, row: Some(ByteVec::from(row.bytes)) });
        }
    }

    fn push(&mut self, document: DocumentDelta) {
        let content = match &document.content {
            Content::Snapshot(bytes) => bytes.len(),
            Content::Changes(changes) => changes.iter().map(|change| change.len()).sum(),
        };
        self.bytes += content + document.heads.len() * 32 + ENTRY_BYTES;
        self.delta.documents.push(document);
    }
}

/// Returns whose row a level shows.
pub(in crate::sync) fn audience(level: Level) -> Option<RowAudience> {
    match level {
        Level::Gone => None,
        Level::Named => Some(RowAudience::Named),
        Level::Row => Some(RowAudience::Manager),
        Level::Full => Some(RowAudience::Owner),
    }
}
