//! Edits that the server holds for review. They leave the document, and what was written on top of them is written
//! again under a new actor; what cannot be written again is held too. Nothing is dropped.

use super::record::{HeldItem, OutboxItem, StoreOp};
use super::status::Notice;
use super::write::Batch;
use super::{Cx, Session, local};
use crate::command;
use crate::document::{Document, Written, inspect};
use crate::sync::wire::{ChangeHash, Content, Decision, DocumentDelta, HeldReason, Review};
use crate::values::{DocumentId, DocumentKind, Map, Set};

impl Session {
    /// Takes in the verdicts "held" on one document.
    pub(super) fn take_held(
        &mut self,
        batch: &mut Batch,
        doc: DocumentId,
        verdicts: &Map<ChangeHash, HeldReason>,
        gone: bool,
        cx: &mut Cx<'_>,
    ) {
        // The old actor has used numbers in what leaves the document, and they may come back to it by a review: nothing
        // else is ever written under them, also when the document goes and comes again.
        self.suffix = cx.actor();
        let record = self.mirror.record(doc);
        let known = record.is_some_and(|record| !record.acked.is_empty());
        let kept = record.is_some_and(|record| record.leaving.is_some() || !record.lost.is_empty());
        // Without a right to write, or a document of the server's to write to, trying again is of no use.
        let again = known && !gone && !verdicts.values().any(|reason| *reason == HeldReason::NoAccess);
        let collateral =
            |reason: &HeldReason| matches!(reason, HeldReason::DependsOnHeld | HeldReason::MissingDependency);
        let again = again && !self.reissued.contains(&doc);
        let mut count = 0;
        for (hash, reason) in verdicts {
            if !(again && collateral(reason)) {
                count += self.hold(batch, *hash, *reason, cx);
            }
        }
        if !gone && !kept && !known && self.mirror.outbox_of(doc).next().is_none() {
            // Nothing of it was ever accepted: what was written is among the held edits. Taken over by a reviewer it is
            // another document's content, which comes whole.
            self.forget(batch, doc);
        } else if !gone {
            count += self.rebuild(batch, doc, &verdicts.keys().copied().collect(), again, cx);
        }
        if count > 0 {
            self.out.notices.push(Notice::Held(count));
        }
    }

    /// Moves an edit from the outbox to the held ones; returns how many.
    fn hold(&mut self, batch: &mut Batch, hash: ChangeHash, reason: HeldReason, cx: &Cx<'_>) -> u32 {
        let Some(item) = self.mirror.outbox_item(hash).cloned() else { return 0 };
        let title = self.name_of(item.doc);
        self.put(batch, StoreOp::DeleteOutbox(hash));
        self.put(batch, StoreOp::PutHeld(HeldItem { item, reason, at: cx.now, title, review: None }));
        1
    }

    /// Takes in what reviewers decided. What was taken over as it was written needs no place among the held edits any
    /// more; what was not stays readable until the person has read why.
    pub(super) fn take_reviews(&mut self, batch: &mut Batch, reviews: &[Review]) {
        for review in reviews {
            let Some(held) = self.mirror.held.get(&review.hash).filter(|held| held.review.is_none()).cloned() else {
                continue;
            };
            self.put(
                batch,
                match review.decision {
                    Decision::Accepted => StoreOp::DeleteHeld(review.hash),
                    Decision::Picked | Decision::Declined => {
                        StoreOp::PutHeld(HeldItem { review: Some(review.clone()), ..held })
                    }
                },
            );
            self.out.notices.push(Notice::Reviewed(review.decision));
        }
    }

    /// Builds a document anew without some changes and what depends on them; with `again`, the commands of the
    /// dependent ones are carried out anew. Returns how many of these could not be and are held now.
    fn rebuild(
        &mut self,
        batch: &mut Batch,
        doc: DocumentId,
        without: &Set<ChangeHash>,
        again: bool,
        cx: &mut Cx<'_>,
    ) -> u32 {
        let Some(loaded) = self.documents.get(doc) else { return 0 };
        let mut excluded = without.clone();
        let mut kept = Vec::new();
        for bytes in loaded.document().changes_since(&[]) {
            match inspect(&bytes) {
                Ok(change) if excluded.contains(&change.hash) => {}
                Ok(change) if change.deps.iter().any(|dep| excluded.contains(dep)) => {
                    excluded.insert(change.hash);
                }
                _ => kept.push(bytes),
            }
        }
        let Ok(mut document) = Document::load(doc, self.actor(), &kept) else { return 0 };
        self.put(batch, StoreOp::DeleteChunks(doc));
        // Change by change: nothing else on a phone writes a whole document, and this is rare.
        for change in kept {
            self.put(batch, StoreOp::PutChunk(doc, change.into()));
        }
        let mut held = 0;
        let items: Vec<_> = self.mirror.outbox_of(doc).filter(|item| excluded.contains(&item.hash)).cloned().collect();
        if again {
            self.reissued.insert(doc);
            for item in items {
                held += self.reissue(batch, &mut document, &item, cx);
            }
        } else {
            for item in items {
                self.put(batch, StoreOp::PutOutbox(OutboxItem { aside: true, ..item }));
            }
        }
        let heads = document.heads();
        self.put_loaded(batch, document);
        if let Some(mut record) = self.mirror.record(doc).cloned() {
            record.heads = heads;
            self.put_record(batch, record);
        }
        self.refresh(batch, doc);
        held
    }

    /// Puts changes back into their document that stood aside and were accepted, as what they build on was taken over
    /// meanwhile. False when that is still not here.
    pub(super) fn put_in_again(
        &mut self,
        batch: &mut Batch,
        doc: DocumentId,
        items: Vec<OutboxItem>,
        cx: &Cx<'_>,
    ) -> bool {
        let kept = self.mirror.record(doc).filter(|record| record.leaving.is_none()).cloned();
        let (Some(mut record), Some(loaded)) = (kept, self.documents.get(doc)) else { return true };
        let mut document = loaded.document().clone();
        let read: Vec<&[u8]> = items.iter().map(|item| item.bytes.as_slice()).collect();
        if document.apply(&read).is_err() || !record.acked.iter().all(|head| document.has(*head)) {
            self.drop_loaded(batch, doc);
            // Kept until the document that has them is here.
            let title = self.name_of(doc);
            for item in items {
                let (at, reason) = (cx.now, HeldReason::DependsOnHeld);
                self.put(batch, StoreOp::PutHeld(HeldItem { item, reason, at, title: title.clone(), review: None }));
            }
            return false;
        }
        record.heads = document.heads();
        for item in items {
            self.put(batch, StoreOp::PutChunk(doc, item.bytes));
        }
        self.put_loaded(batch, document);
        self.put_record(batch, record);
        self.refresh(batch, doc);
        true
    }

    /// Tells whether an edit of a document is held and not decided.
    pub(super) fn holds(&self, doc: DocumentId) -> bool {
        self.mirror.held.values().any(|held| held.item.doc == doc && held.review.is_none())
    }

    /// Tells whether a part of a document of which nothing is here builds on an edit that is held here.
    pub(super) fn builds_on_held(&self, delta: &DocumentDelta) -> bool {
        let nothing = self.mirror.record(delta.doc).is_none_or(|record| !record.full);
        let Content::Changes(changes) = &delta.content else { return false };
        let read = changes.iter().filter_map(|change| inspect(change).ok());
        nothing && read.flat_map(|change| change.deps).any(|dep| self.mirror.held.contains_key(&dep))
    }

    /// What is in its document as the server has it is not held any more.
    pub(super) fn let_go_of_held(&mut self, batch: &mut Batch, document: &Document) {
        let held = self.mirror.held.values().filter(|held| held.item.doc == document.id() && held.review.is_none());
        let there: Vec<_> = held.map(|held| held.item.hash).filter(|hash| document.has(*hash)).collect();
        for hash in there {
            self.put(batch, StoreOp::DeleteHeld(hash));
        }
    }

    /// Carries out a command again on a rebuilt document; returns 1 when that is impossible and it is held instead.
    fn reissue(&mut self, batch: &mut Batch, document: &mut Document, item: &OutboxItem, cx: &mut Cx<'_>) -> u32 {
        let Some(written) = self.execute_again(document, item) else {
            return self.hold(batch, item.hash, HeldReason::DependsOnHeld, cx);
        };
        self.put(batch, StoreOp::DeleteOutbox(item.hash));
        for written in written.into_iter().filter(|written| written.doc == item.doc) {
            self.put(batch, StoreOp::PutChunk(item.doc, written.bytes.clone().into()));
            let item = OutboxItem { hash: written.hash, bytes: written.bytes.into(), aside: false, ..item.clone() };
            self.put(batch, StoreOp::PutOutbox(item));
        }
        0
    }

    /// The other document of a command is given as a copy: what it says there is already written.
    fn execute_again(&self, document: &mut Document, item: &OutboxItem) -> Option<Vec<Written>> {
        let stored = local::Stored::parse(&item.command)?;
        if stored.undo {
            return None;
        }
        let copy = |doc: DocumentId| {
            self.documents.get(doc).map_or_else(|| Document::new(doc, self.actor()), |loaded| loaded.document().clone())
        };
        // As of when the person did it: rules and times are those of that moment.
        let context = self.command_context(item.at);
        match item.doc.kind {
            DocumentKind::Account => {
                let mut private = copy(DocumentId::private(stored.command.account()?));
                command::execute(document, Some(&mut private), &stored.command, &context).ok()
            }
            DocumentKind::Private => {
                let mut main = copy(stored.command.document());
                command::execute(&mut main, Some(document), &stored.command, &context).ok()
            }
            DocumentKind::Cards
            | DocumentKind::Workspace
            | DocumentKind::Member
            | DocumentKind::Service
            | DocumentKind::Campaign => command::execute(document, None, &stored.command, &context).ok(),
        }
    }
}
