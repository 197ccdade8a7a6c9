//! A document's stored form: one snapshot, the changes since it, and of the changes inside it the newest ones, for
//! devices that are a little behind.

use std::collections::BTreeMap;

use super::Hub;
use crate::sync::limits::{COMPACT_AFTER_MS, COMPACTED_AT_ONCE, LOG_MS_MAX, LOG_SHARE, OVERGROWN_MAX};
use crate::sync::store::{Commit, LogLine, NewSnapshot, Store, StoreError};
use crate::values::{DocumentId, Instant};

/// How much of what snapshots hold stays in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Part of the snapshot's bytes, as a divisor, not 0.
    pub share: usize,
    /// Milliseconds since the receipt.
    pub age_ms: i64,
}

impl Default for Retention {
    fn default() -> Self {
        Self { share: LOG_SHARE, age_ms: LOG_MS_MAX }
    }
}

impl Retention {
    /// Returns the number up to which changes leave the log, 0 for none: from the newest on, the first that is too
    /// old or has no room goes, and everything before it.
    fn trim(self, log: &[LogLine], snapshot_bytes: usize, now: Instant) -> u64 {
        let mut room = snapshot_bytes / self.share.max(1);
        for line in log.iter().rev() {
            match room.checked_sub(line.bytes) {
                Some(left) if now.ms_since(line.received_at) <= self.age_ms => room = left,
                _ => return line.seq,
            }
        }
        0
    }
}

/// Documents whose changes outgrew their snapshots, with the time at which that was seen.
#[derive(Debug, Default)]
pub(super) struct Overgrown(BTreeMap<DocumentId, Instant>);

impl Overgrown {
    pub(super) fn note(&mut self, doc: DocumentId, now: Instant) {
        self.0.entry(doc).or_insert(now);
    }

    /// Takes out at most [`COMPACTED_AT_ONCE`] documents that have waited long enough, or for whom others wait.
    fn due(&mut self, now: Instant) -> Vec<DocumentId> {
        let crowded = self.0.len() > OVERGROWN_MAX;
        let due = self.0.iter().filter(|(_, seen)| crowded || now.ms_since(**seen) >= COMPACT_AFTER_MS);
        let due: Vec<_> = due.map(|(doc, _)| *doc).take(COMPACTED_AT_ONCE).collect();
        self.0.retain(|doc, _| !due.contains(doc));
        due
    }
}

impl<S: Store> Hub<S> {
    /// Compacts documents whose changes outgrew their snapshots a while ago, in one transaction: whoever was connected
    /// has these changes by now and need not get the document whole. Tells whether more are due.
    ///
    /// # Errors
    /// When the store fails; what was due then waits for its next change.
    pub fn tend(&mut self, now: Instant) -> Result<bool, StoreError> {
        self.forget_held(now)?;
        let due = self.overgrown.due(now);
        if !due.is_empty() {
            self.compact(&due, now)?;
        }
        Ok(due.len() == COMPACTED_AT_ONCE)
    }

    /// Writes new snapshots of those of the documents that have changes since their last one, and takes out of the log
    /// what need not stay there. Returns how many were written; a damaged document is left as it is.
    ///
    /// # Errors
    /// When the store fails.
    pub fn compact(&mut self, docs: &[DocumentId], now: Instant) -> Result<usize, StoreError> {
        let mut commit = Commit { after: self.store.position()?.seq, ..Commit::default() };
        let mut compacted = Vec::new();
        for doc in docs {
            let mut loaded = match self.cache.load(&self.store, *doc, self.actor) {
                Ok(loaded) if loaded.tail_bytes > 0 => loaded,
                Ok(_) | Err(StoreError::Corrupt(_)) => continue,
                Err(error) => return Err(error),
            };
            let bytes = loaded.document.save_plain();
            let trim = self.retention.trim(&self.store.log_of(*doc)?, bytes.len(), now);
            loaded.tail_bytes = 0;
            loaded.snapshot_bytes = bytes.len();
            if let Some(facts) = &mut loaded.facts {
                facts.trimmed = facts.trimmed.max(trim);
            }
            compacted.push((*doc, loaded));
            commit.snapshots.push(NewSnapshot { doc: *doc, bytes, trim });
        }
        if compacted.is_empty() {
            return Ok(0);
        }
        if let Err(error) = self.store.commit(&commit) {
            self.forget();
            return Err(error);
        }
        let count = compacted.len();
        for (doc, loaded) in compacted {
            self.cache.put(doc, loaded);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{AccountId, Id};

    #[test]
    fn the_newest_changes_stay_as_far_as_they_have_room_and_are_young() {
        let line = |seq, bytes, at| LogLine { seq, bytes, received_at: Instant(at) };
        let log = [line(3, 100, 10), line(5, 40, 20), line(9, 60, 30)];
        let trim = |bytes, age_ms, now| Retention { share: 2, age_ms }.trim(&log, bytes, Instant(now));
        assert_eq!(trim(400, 1_000, 40), 0, "all have room");
        assert_eq!(trim(399, 1_000, 40), 3);
        assert_eq!(trim(200, 1_000, 40), 3, "exactly room for two");
        assert_eq!(trim(199, 1_000, 40), 5);
        assert_eq!(trim(119, 1_000, 40), 9, "none has room");
        assert_eq!(trim(400, 30, 40), 0);
        assert_eq!(trim(400, 29, 40), 3, "one is too old");
        assert_eq!(trim(400, 9, 40), 9);
        assert_eq!(Retention::default().trim(&[], 400, Instant(40)), 0);
    }

    #[test]
    fn where_many_wait_the_first_are_due_at_once() {
        let doc = |number: usize| {
            let mut id = [0; 10];
            id[..8].copy_from_slice(&(number as u64).to_be_bytes());
            DocumentId::account(AccountId(Id::from_bytes(id)))
        };
        let mut waiting = Overgrown::default();
        (0..OVERGROWN_MAX).for_each(|number| waiting.note(doc(number), Instant(0)));
        assert_eq!(waiting.due(Instant(COMPACT_AFTER_MS - 1)), []);
        waiting.note(doc(OVERGROWN_MAX), Instant(0));
        assert_eq!(waiting.due(Instant(1)).len(), COMPACTED_AT_ONCE);
        assert_eq!(waiting.due(Instant(1)), [], "no more of them than that wait now");
        assert_eq!(waiting.due(Instant(COMPACT_AFTER_MS)).len(), COMPACTED_AT_ONCE);
    }
}
