//! What is damaged in the store: rebuilt from what is left there, or let go, so that the devices which hold it give it
//! back as after a restore.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Hub;
use super::cache::load;
use super::check::log_problems;
use super::settle::Content;
use crate::document::Document;
use crate::sync::audit::{AuditEntry, AuditEvent};
use crate::sync::store::{Commit, DocumentFacts, LogEntry, Lost, NewSnapshot, Store, StoreError, StoreRead};
use crate::values::{DocumentId, Instant, UserId};

/// Documents looked at together.
const PAGE: usize = 100;

/// What became of damaged documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended {
    /// Whole again from what the store has: the snapshot by the log, or the log by the snapshot.
    pub rebuilt: Vec<DocumentId>,
    /// Taken out of the store; the devices are asked for them.
    pub lost: Vec<DocumentId>,
    /// The workspace document is damaged beyond that. Without it nobody may do anything: a backup must be restored.
    pub needs_backup: bool,
    /// Users who have news.
    pub touched: BTreeSet<UserId>,
}

enum State {
    Whole,
    /// As a new snapshot.
    Rebuilt(Vec<u8>),
    Lost,
}

impl<S: Store> Hub<S> {
    /// Looks at every document and mends what is damaged, in one transaction. Where one cannot be rebuilt the store
    /// gets the epoch given: every device then compares what it holds with what is here, and gives back what is missing.
    ///
    /// # Errors
    /// When the store fails, or is damaged in more than the bytes of documents.
    pub fn mend(&mut self, epoch: [u8; 8], now: Instant) -> Result<Mended, StoreError> {
        // What is loaded may be better than what is stored, which is to be looked at.
        self.forget();
        let mut mended = Mended::default();
        let mut commit = Commit { after: self.store.position()?.seq, ..Commit::default() };
        let mut digests = BTreeMap::new();
        let mut after = None;
        loop {
            let page = self.store.documents(after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.doc);
            for facts in &page {
                let doc = facts.doc;
                match look(&self.store, facts, self.actor)? {
                    State::Whole => {}
                    State::Rebuilt(bytes) => {
                        // The log may be what is damaged: nothing of it stays.
                        commit.snapshots.push(NewSnapshot { doc, bytes, trim: facts.last_seq });
                        mended.rebuilt.push(doc);
                    }
                    State::Lost if doc == DocumentId::WORKSPACE => mended.needs_backup = true,
                    State::Lost => {
                        self.take_out_of_digests(facts, &mut digests)?;
                        mended.lost.push(doc);
                    }
                }
            }
        }
        let what = [(&mended.rebuilt, "rebuilt"), (&mended.lost, "lost")];
        let lines = what.iter().flat_map(|(docs, detail)| docs.iter().map(move |doc| (doc, *detail)));
        commit.audit = lines
            .map(|(doc, detail)| AuditEntry {
                at: now,
                event: AuditEvent::Damaged,
                user: None,
                device: None,
                subject: doc.to_string(),
                detail: detail.to_owned(),
            })
            .collect();
        if !mended.lost.is_empty() {
            commit.digests = digests.into_iter().filter(|(_, add)| *add != 0).collect();
            commit.lost = Some(Lost { docs: mended.lost.clone(), epoch });
            mended.touched = self.store.directory()?.members.keys().copied().collect();
        }
        if !commit.is_empty() {
            self.store.commit(&commit)?;
        }
        Ok(mended)
    }

    /// Takes what a document adds to the digests of its viewers away from them.
    fn take_out_of_digests(
        &self,
        facts: &DocumentFacts,
        digests: &mut BTreeMap<UserId, u128>,
    ) -> Result<(), StoreError> {
        let content = Content::stored(&self.store, facts.doc, Some(facts))?;
        for line in self.store.viewers(facts.doc)? {
            let sum = digests.entry(line.user).or_default();
            *sum = sum.wrapping_sub(content.item(&self.keys.digest, facts.doc, line.level));
        }
        Ok(())
    }
}

fn look(store: &impl StoreRead, facts: &DocumentFacts, actor: [u8; 16]) -> Result<State, StoreError> {
    let doc = facts.doc;
    if let Some(loaded) = unless_corrupt(load(store, doc, actor))? {
        let whole = log_problems(store, facts, &loaded.document)?.is_empty();
        return Ok(if whole { State::Whole } else { State::Rebuilt(loaded.document.save_plain()) });
    }
    let log = if facts.trimmed == 0 { unless_corrupt(store.changes_of(doc, 0))? } else { None };
    let document = log.and_then(|log| of_log(facts, actor, &log));
    Ok(document.map_or(State::Lost, |document| State::Rebuilt(document.save_plain())))
}

/// Builds a document from its whole log; nothing when that does not lead to its heads.
fn of_log(facts: &DocumentFacts, actor: [u8; 16], log: &[LogEntry]) -> Option<Document> {
    let chunks: Vec<&[u8]> = log.iter().map(|entry| entry.bytes.as_slice()).collect();
    let built = catch_unwind(AssertUnwindSafe(|| Document::load(facts.doc, actor, &chunks)));
    built.ok()?.ok().filter(|document| document.heads() == facts.heads)
}

fn unless_corrupt<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(StoreError::Corrupt(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
