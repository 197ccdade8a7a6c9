//! What the screens read of the replica.

use crate::values::Map;

use super::Session;
use super::local::Stored;
use super::record::{HeldItem, OutboxItem, StoreOp};
use super::status::{Availability, PendingView, SyncStatus};
use super::write::{Batch, Purpose};
use crate::summary::RowAudience;
use crate::values::{AccountId, DocumentId, Instant};

impl Session {
    /// Tells whether a page that has arrived and is not yet taken in takes a document away.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn is_told_gone(&self, doc: DocumentId) -> bool {
        self.inbox.iter().any(|page| page.gone.iter().any(|gone| gone.doc == doc))
    }

    /// Tells whether a page that has arrived and is not yet taken in decides on a held edit.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn is_told_about(&self, hash: crate::sync::wire::ChangeHash) -> bool {
        self.inbox.iter().any(|page| page.reviews.iter().any(|review| review.hash == hash))
    }

    /// Returns how far a document is that is not in memory.
    pub(super) fn absence<T>(&self, doc: DocumentId) -> Availability<T> {
        let Some(record) = self.mirror.record(doc) else { return Availability::NotHere };
        if self.broken.contains(&doc) || (record.full && record.heads.is_empty()) {
            return Availability::Broken;
        }
        let coming = record.pinned && (!self.link.is_closed() || !self.link.is_leader());
        if record.full || coming { Availability::Loading } else { Availability::NotHere }
    }

    /// Tells whether the person may see numbers and birthdays of a customer: of the owner's row only.
    pub(super) fn sees_private(&self, account: AccountId) -> bool {
        self.mirror.row(account).is_some_and(|row| row.audience == RowAudience::Owner)
    }

    /// Returns the name of a document's customer, or nothing when unknown.
    pub(super) fn name_of(&self, doc: DocumentId) -> String {
        let Some(account) = doc.account_id() else { return String::new() };
        let row = self.mirror.row(account).map(|row| row.name.clone());
        let record = || self.mirror.record(DocumentId::account(account));
        let leaving = || record().and_then(|record| record.leaving.as_ref()).map(|leaving| leaving.name.clone());
        row.or_else(leaving).unwrap_or_default()
    }

    /// Returns the state of sync.
    pub fn status(&self) -> SyncStatus {
        let edits = edits(self.mirror.outbox().map(|item| (item, None)));
        let held = edits_of_held(self);
        SyncStatus {
            link: self.link.state(self.is_done()),
            pending: u32::try_from(edits.len()).unwrap_or(u32::MAX),
            oldest_pending_at: edits.keys().map(|(at, _)| *at).min(),
            held: u32::try_from(held.values().filter(|(_, held)| held.is_some_and(|h| h.review.is_none())).count())
                .unwrap_or(u32::MAX),
            last_sync_at: self.mirror.last_sync_at,
            first_sync_done: self.mirror.last_sync_at.is_some(),
            progress: self.exchange.progress(),
            skew_ms: self.exchange.skew_ms(),
            giving_back: self.mirror.restored,
            store_error: self.store_error.clone(),
        }
    }

    /// Returns the edits that wait, newest first.
    pub fn pending(&self) -> Vec<PendingView> {
        self.views(edits(self.mirror.outbox().map(|item| (item, None))))
    }

    /// Returns the edits held for review, newest first.
    pub fn held(&self) -> Vec<PendingView> {
        self.views(edits_of_held(self))
    }

    /// Takes edits off the list of held ones that a reviewer decided on, once the person has read it.
    pub(super) fn dismiss_reviewed(&mut self, doc: DocumentId, at: Instant) {
        let of = |held: &&HeldItem| {
            held.review.is_some() && held.item.at == at && held.item.doc.account_id() == doc.account_id()
        };
        let read: Vec<_> = self.mirror.held.values().filter(of).map(|held| held.item.hash).collect();
        let mut batch = Batch::default();
        for hash in read {
            self.put(&mut batch, StoreOp::DeleteHeld(hash));
        }
        self.commit(batch, Purpose::Quiet);
    }

    fn views(&self, edits: Edits<'_>) -> Vec<PendingView> {
        let view = |((at, command), (item, held)): ((Instant, &[u8]), Edit<'_>)| {
            let stored = Stored::parse(command);
            let title = held.map(|held| held.title.clone()).filter(|title| !title.is_empty());
            let name = title.unwrap_or_else(|| self.name_of(item.doc));
            let review = held.and_then(|held| held.review.clone());
            let held = held.map(|held| held.reason);
            let main = item.doc.account_id().map_or(item.doc, DocumentId::account);
            let doc = stored.as_ref().map_or(main, |stored| stored.command.document());
            let undo = stored.as_ref().is_some_and(|stored| stored.undo);
            let command = stored.map(|stored| stored.command);
            PendingView { doc, name, command, at, held, review, undo }
        };
        edits.into_iter().rev().map(view).collect()
    }
}

/// Edits by time and command: one that wrote two documents counts once.
type Edits<'a> = Map<(Instant, &'a [u8]), Edit<'a>>;

/// A change of an edit, and how it is held.
type Edit<'a> = (&'a OutboxItem, Option<&'a HeldItem>);

fn edits<'a>(items: impl Iterator<Item = Edit<'a>>) -> Edits<'a> {
    items.map(|item| ((item.0.at, item.0.command.as_slice()), item)).collect()
}

fn edits_of_held(session: &Session) -> Edits<'_> {
    edits(session.mirror.held.values().map(|held| (&held.item, Some(held))))
}
