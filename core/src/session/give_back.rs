//! Giving back what a server restored from a backup has lost: first the manifest shows what it lacks, then the changes
//! that it had sealed go to it, and only then what was never sent, which may build on them.

use minicbor::bytes::ByteVec;

use super::link::portions;
use super::mirror::META_RESTORED;
use super::record::{DocumentRecord, HeldItem, OutboxItem, Sealed, StoreOp};
use super::status::Notice;
use super::write::{Batch, Purpose};
use super::{Cx, Session, exchange};
use crate::document::{ChangeInfo, Document, inspect};
use crate::sync::limits::{FRAME_ITEMS_MAX, PENDING_BYTES_A_FRAME};
use crate::sync::manifest;
use crate::sync::wire::{
    ChangeHash, ClientFrame, Content, Cookie, Delta, DocumentDelta, HeldReason, Push, Returned, Seal, TakenBack,
};
use crate::values::{DeviceId, DocumentId, Instant};

/// Documents that are given back before the first of them is answered.
const RETURNING_MAX: usize = 8;

impl Session {
    /// Begins a conversation; returns what is here, where the cookie does not tell it.
    pub(super) fn begin_exchange(&mut self, from: Cookie, now: Instant) -> Option<ByteVec> {
        self.exchange.begin(from, now);
        if !from.is_start() {
            return None;
        }
        // What was acknowledged here and not yet sent back with its heads the restored server may lack, although it has
        // the heads: such a document is looked at whole.
        let sure = |doc: &DocumentId| {
            let record = self.mirror.record(*doc);
            !self.mirror.restored || record.is_none_or(|record| !record.full || record.heads == record.acked)
        };
        let items = self.mirror.items().filter(|(doc, _)| sure(doc));
        let mut items: Vec<_> = items.map(|(doc, item)| (item, doc)).collect();
        let bytes = manifest::write(&mut items);
        self.exchange.listed = items.into_iter().map(|(_, doc)| doc).collect();
        (!self.exchange.listed.is_empty()).then(|| ByteVec::from(bytes))
    }

    /// The server does not know our cookie: it was restored from a backup. Everything is compared.
    pub(super) fn server_was_restored(&mut self, cx: &mut Cx<'_>) {
        // A document that was dropped here may come back without what was written here: its numbers are used, and a
        // colleague's phone may have it.
        self.suffix = cx.actor();
        let mut batch = Batch::default();
        self.put(&mut batch, StoreOp::PutCookie(Cookie::default()));
        self.put(&mut batch, exchange::meta(META_RESTORED, &true));
        self.commit(batch, Purpose::Quiet);
        self.out.notices.push(Notice::GivingBack);
        self.start_over(cx);
    }

    /// Tells whether a document must be in memory before the server's state of it is taken in.
    pub(super) fn keeps_more(&self, doc: DocumentId) -> bool {
        let record = self.mirror.record(doc);
        record.is_some_and(|record| !record.lost.is_empty() || self.is_compared() && !record.acked.is_empty())
    }

    fn is_compared(&self) -> bool {
        self.mirror.restored && self.exchange.is_first()
    }

    /// Returns the sealed history that the restored server lacks of a document that it sent whole, if it is not known to
    /// lack it.
    pub(super) fn lost_by_server(&self, record: &DocumentRecord, delta: &DocumentDelta) -> Option<Sealed> {
        let sealed = record.sealed.as_ref().filter(|sealed| !record.lost.contains(sealed))?;
        if !self.is_compared() || !self.documents.contains(record.doc) {
            return None;
        }
        let chunks: Vec<&[u8]> = match &delta.content {
            Content::Snapshot(bytes) => vec![bytes.as_slice()],
            Content::Changes(changes) => changes.iter().map(|change| change.as_slice()).collect(),
        };
        let server = Document::load(record.doc, self.actor(), &chunks).ok()?;
        (!sealed.heads.iter().all(|head| server.has(*head))).then(|| sealed.clone())
    }

    /// Puts edits back into the outbox that the server acknowledged and had not sealed yet when it was lost. They go first:
    /// what waits may build on them.
    pub(super) fn requeue_unsealed(&mut self, batch: &mut Batch, doc: DocumentId) {
        let Some(record) = self.mirror.record(doc) else { return };
        let sealed = record.lost.iter().chain(&record.sealed);
        let heads: Vec<_> = sealed.flat_map(|sealed| sealed.heads.iter().copied()).collect();
        for item in self.own_since(doc, &heads) {
            self.put(batch, StoreOp::PutOutbox(item));
        }
    }

    /// Keeps a document that the restored server does not name, if it had sealed it: it may be new since the backup.
    pub(super) fn keep_lost(&mut self, batch: &mut Batch, record: &DocumentRecord) -> bool {
        if !self.mirror.restored || record.heads.is_empty() {
            return false;
        }
        let lost = Self::perhaps_lost(record);
        let record = DocumentRecord { acked: Vec::new(), server_row: None, lost, ..record.clone() };
        self.put_record(batch, record);
        true
    }

    /// Returns all that a restored server may lack of a document that it did not send.
    pub(super) fn perhaps_lost(record: &DocumentRecord) -> Vec<Sealed> {
        let mut lost = record.lost.clone();
        lost.extend(record.sealed.clone().filter(|sealed| !lost.contains(sealed)));
        if lost.is_empty() {
            // Without a seal there is only what was written here.
            lost.push(Sealed { heads: Vec::new(), seal: Seal::default() });
        }
        lost
    }

    /// Does the next step towards a server that has everything again.
    pub(super) fn give_back(&mut self, cx: &mut Cx<'_>) {
        if !self.mirror.restored || !self.exchange.is_complete() || !self.inbox.is_empty() || !self.writes.settled() {
            return;
        }
        let lost: Vec<_> = self.mirror.records().filter(|record| !record.lost.is_empty()).map(|r| r.doc).collect();
        if lost.is_empty() {
            return self.send_held_again(cx);
        }
        for doc in lost {
            if self.exchange.returning.len() >= RETURNING_MAX {
                return;
            }
            if self.exchange.returning.contains(&doc) {
                continue;
            }
            match self.documents.get(doc) {
                Some(_) => self.send_back(doc),
                // One at a time: memory holds a few documents only.
                None => return self.load(doc, true),
            }
        }
    }

    fn send_back(&mut self, doc: DocumentId) {
        let Some(mut record) = self.mirror.record(doc).cloned() else { return };
        let Some(Sealed { heads, seal }) = record.lost.first().cloned() else { return };
        let mut batch = Batch::default();
        self.requeue_unsealed(&mut batch, doc);
        if heads.is_empty() {
            // Both or neither: a store that refuses the one must not let go of the other.
            record.lost.remove(0);
            self.put_record(&mut batch, record.clone());
        }
        if !batch.is_empty() {
            self.commit(batch, Purpose::Quiet);
        }
        let Some(loaded) = self.documents.get(doc).filter(|_| !heads.is_empty()) else { return };
        let mut parts: Vec<Vec<ByteVec>> = vec![Vec::new()];
        let mut room = PENDING_BYTES_A_FRAME;
        for change in loaded.document().changes_since(&record.acked) {
            let full = parts.last().is_some_and(|part| part.len() >= FRAME_ITEMS_MAX / 2) || change.len() > room;
            if full {
                parts.push(Vec::new());
                room = PENDING_BYTES_A_FRAME;
            }
            room = room.saturating_sub(change.len());
            if let Some(part) = parts.last_mut() {
                part.push(change.into());
            }
        }
        let last = parts.len() - 1;
        for (number, changes) in parts.into_iter().enumerate() {
            let returned = Returned { doc, heads: heads.clone(), seal, changes, more: number < last };
            self.send(&ClientFrame::Push(Push { returned: Some(returned), ..Push::default() }));
        }
        self.exchange.returning.insert(doc);
    }

    /// The server has, or does not want, what was given back of a document.
    pub(super) fn taken_back(&mut self, batch: &mut Batch, answer: TakenBack) {
        self.exchange.returning.remove(&answer.doc);
        let known = self.mirror.record(answer.doc).filter(|record| !record.lost.is_empty());
        let Some(mut record) = known.cloned() else { return };
        let returned = record.lost.remove(0);
        if answer.whole {
            // Once more, should the store have refused it before.
            self.requeue_unsealed(batch, answer.doc);
            self.exchange.refused.remove(&answer.doc);
            // Its heads come with it, as news. Whether it is still the person's to see the last comparison tells, which
            // takes what is acknowledged nowhere for new.
            if record.acked.is_empty() {
                record.acked = returned.heads;
            }
            return self.put_record(batch, record);
        }
        let refused = self.exchange.refused.entry(answer.doc).or_default();
        *refused += 1;
        if *refused <= record.lost.len() {
            // Another part may be wanted, and this one afterwards.
            record.lost.push(returned);
            return self.put_record(batch, record);
        }
        let own = self.own_since(answer.doc, &record.acked);
        // Not of this server, or damaged: what was written here is shown, the rest is as the server has it.
        let title = self.name_of(answer.doc);
        let count = u32::try_from(own.len()).unwrap_or(u32::MAX);
        for item in own {
            let (at, reason) = (item.at, HeldReason::MissingDependency);
            self.put(batch, StoreOp::PutHeld(HeldItem { item, reason, at, title: title.clone(), review: None }));
        }
        if count > 0 {
            self.out.notices.push(Notice::Held(count));
        }
        self.put(batch, StoreOp::DeleteChunks(answer.doc));
        self.drop_loaded(batch, answer.doc);
        let (acked, heads, lost) = Default::default();
        self.put_record(batch, DocumentRecord { acked, heads, sealed: None, lost, ..record });
    }

    /// Returns what this device wrote beyond some heads of a loaded document, without what waits in the outbox.
    fn own_since(&self, doc: DocumentId, heads: &[ChangeHash]) -> Vec<OutboxItem> {
        let Some(loaded) = self.documents.get(doc) else { return Vec::new() };
        let changes = loaded.document().changes_since(heads).into_iter();
        let read = changes.filter_map(|bytes| inspect(&bytes).ok().map(|change| (change, bytes)));
        let own = read.filter(|(change, _)| {
            DeviceId::of_actor(&change.actor) == Some(self.identity.device)
                && self.mirror.outbox_item(change.hash).is_none()
        });
        // One that was held is sent again with its command, or it could not be read among the held ones after that.
        let none = || ByteVec::from(Vec::new());
        let item = |(order, (change, bytes)): (u64, (ChangeInfo, Vec<u8>))| OutboxItem {
            hash: change.hash,
            doc,
            bytes: bytes.into(),
            command: self.mirror.held.get(&change.hash).map(|held| held.item.command.clone()).unwrap_or_else(none),
            at: change.at,
            order,
            aside: false,
        };
        (0..).zip(own).map(item).collect()
    }

    /// The held edits are unknown to the restored server, too.
    fn send_held_again(&mut self, cx: &mut Cx<'_>) {
        let waiting = self.mirror.held.values().filter(|held| held.review.is_none());
        let mut items: Vec<_> = waiting.map(|held| held.item.clone()).collect();
        items.sort_by_key(|item| (item.order, item.hash));
        match (items.last().map(|item| item.hash), self.exchange.held_again) {
            (None, _) => self.all_given_back(cx),
            (Some(last), None) => {
                self.exchange.held_again = Some(last);
                for pending in portions(items.iter()) {
                    self.send(&ClientFrame::Push(Push { pending, ..Push::default() }));
                }
            }
            (Some(_), Some(_)) => {}
        }
    }

    /// A held edit was refused by a state that the restore has undone: it is part of its document again.
    pub(super) fn accepted_after_all(&mut self, batch: &mut Batch, hash: ChangeHash, number: u64) {
        let Some(HeldItem { item, .. }) = self.mirror.held.get(&hash).cloned() else { return };
        let (doc, known) = (item.doc, self.mirror.record(item.doc).cloned());
        if known.is_none() && self.exchange.has_seen(number) {
            // It is in what was sent, and that is not the person's to see.
            return self.put(batch, StoreOp::DeleteHeld(hash));
        }
        let mut record = known.unwrap_or_else(|| exchange::new_record(doc));
        record.full = true;
        let loaded = self.documents.get(doc).map(|loaded| loaded.document().clone());
        let applied = loaded.and_then(|mut document| document.apply(&[&*item.bytes]).ok().map(|()| document));
        let Some(document) = applied else {
            // What it builds on is not here, or not in memory: the last comparison brings the document whole. Until then
            // this is the only copy of it here.
            (record.heads, record.acked) = Default::default();
            self.put(batch, StoreOp::DeleteChunks(doc));
            self.drop_loaded(batch, doc);
            return self.put_record(batch, record);
        };
        self.put(batch, StoreOp::DeleteHeld(hash));
        record.heads = document.heads();
        self.put_loaded(batch, document);
        self.put(batch, StoreOp::PutChunk(doc, item.bytes.clone()));
        self.put_record(batch, record);
        self.acknowledge(batch, doc, number, &item.bytes);
    }

    /// Looks for the answer to the held edits that were sent again.
    pub(super) fn held_arrived(&mut self, page: &Delta, cx: &mut Cx<'_>) {
        let Some(last) = self.exchange.held_again else { return };
        if !page.verdicts.iter().any(|verdict| verdict.hash == last) {
            return;
        }
        if self.mirror.records().any(|record| !record.lost.is_empty()) {
            // Meanwhile a customer was taken away that is to be given back first; the held ones are asked about again.
            self.exchange.held_again = None;
        } else {
            self.all_given_back(cx);
        }
    }

    /// The server has everything. What became of it is looked at once more, from the beginning.
    fn all_given_back(&mut self, cx: &mut Cx<'_>) {
        let mut batch = Batch::default();
        self.put(&mut batch, exchange::meta(META_RESTORED, &false));
        self.put(&mut batch, StoreOp::PutCookie(self.mirror.cookie.restarted()));
        self.commit(batch, Purpose::Quiet);
        self.start_over(cx);
    }
}
