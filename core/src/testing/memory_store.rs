//! The server's store in memory: the reference for the contract, and the store of the simulations.

use std::collections::BTreeMap;

use crate::model::Directory;
use crate::summary::RowAudience;
use crate::sync::audit::{AuditLine, START};
use crate::sync::store::{
    Access, Commit, Committed, DocumentContent, DocumentFacts, HeldChange, HeldEntry, Level, LogEntry, LogLine, News,
    NewsKind, Pin, Position, Store, StoreError, StoreRead, StoredRow,
};
use crate::sync::wire::{ChangeHash, Decision, HeldReason, MemberSync, Review};
use crate::values::{AccountId, DeviceId, DocumentId, Instant, UserId};

/// What goes bad of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Its snapshot cannot be read.
    Snapshot,
    /// Changes that the snapshot has too cannot be read in the log.
    LogUpToSnapshot,
    /// The last change is missing.
    LastChange,
    /// Nothing of it can be read.
    Everything,
}

/// Everything a server keeps of a workspace. A clone is a backup; see [`MemoryStore::restored`].
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    epoch: [u8; 8],
    seq: u64,
    documents: BTreeMap<[u8; 11], DocumentFacts>,
    log: BTreeMap<u64, LogEntry>,
    hashes: BTreeMap<ChangeHash, (DocumentId, u64)>,
    snapshots: BTreeMap<DocumentId, (u64, Vec<u8>)>,
    rows: BTreeMap<(AccountId, u8), StoredRow>,
    access: BTreeMap<(UserId, DocumentId), Access>,
    pins: BTreeMap<(DeviceId, DocumentId), Pin>,
    held: Vec<(u64, HeldChange)>,
    arrived: u64,
    reviews: BTreeMap<(DeviceId, ChangeHash), (u64, Review)>,
    audit: Vec<AuditLine>,
    syncs: BTreeMap<DeviceId, (UserId, Instant)>,
    directory: Directory,
    digests: BTreeMap<UserId, u128>,
    failing_commits: u32,
    moving_commits: u32,
    panics_over: Option<DocumentId>,
    commits: u64,
}

impl MemoryStore {
    /// Creates an empty store.
    pub fn new(epoch: [u8; 8]) -> Self {
        Self { epoch, ..Self::default() }
    }

    /// Returns this state as a restore from backup makes it: the same content under a new epoch.
    #[must_use]
    pub fn restored(&self, epoch: [u8; 8]) -> Self {
        Self { epoch, ..self.clone() }
    }

    /// Lets the next `commits` commits fail, as on a full disk.
    pub fn fail_commits(&mut self, commits: u32) {
        self.failing_commits = commits;
    }

    /// Lets the next `commits` commits find that somebody else has committed meanwhile.
    pub fn move_before_commits(&mut self, commits: u32) {
        self.moving_commits = commits;
    }

    /// Lets every commit with a change of a document panic, as a fault in what is made of it would.
    pub fn panic_over(&mut self, doc: DocumentId) {
        self.panics_over = Some(doc);
    }

    /// Damages a document.
    pub fn damage(&mut self, doc: DocumentId, damage: Damage) {
        let upto = self.snapshots.get(&doc).map_or(0, |(upto, _)| *upto);
        let last = self.log.values().filter(|entry| entry.doc == doc).map(|entry| entry.seq).max();
        if damage == Damage::LastChange {
            last.map(|seq| self.log.remove(&seq));
            return;
        }
        let (snapshot, log) = match damage {
            Damage::Snapshot => (true, 0),
            Damage::LogUpToSnapshot => (false, upto),
            _ => (true, u64::MAX),
        };
        if let Some((_, bytes)) = self.snapshots.get_mut(&doc).filter(|_| snapshot) {
            bytes.fill(0);
        }
        for entry in self.log.values_mut().filter(|entry| entry.doc == doc && entry.seq <= log) {
            entry.bytes.fill(0);
        }
    }

    /// Returns how many commits were made, to prove group commit.
    pub fn commits(&self) -> u64 {
        self.commits
    }

    /// Returns everything that is held for review, in order of arrival.
    pub fn held_changes(&self) -> impl ExactSizeIterator<Item = &HeldChange> {
        self.held.iter().map(|(_, held)| held)
    }

    fn held_with_review(&self, (number, held): &(u64, HeldChange)) -> HeldEntry {
        let review = self.reviews.get(&(held.device, held.hash)).map(|(_, review)| review.clone());
        HeldEntry { number: *number, change: held.clone(), review }
    }

    /// Returns the log, ascending.
    pub fn log(&self) -> impl Iterator<Item = &LogEntry> {
        self.log.values()
    }

    fn level(&self, user: UserId, doc: DocumentId) -> Level {
        self.access.get(&(user, doc)).map_or(Level::Gone, |access| access.level)
    }

    fn next(&mut self) -> u64 {
        self.seq += 1;
        self.seq
    }
}

impl StoreRead for MemoryStore {
    fn position(&self) -> Result<Position, StoreError> {
        Ok(Position { epoch: self.epoch, seq: self.seq })
    }

    fn document(&self, doc: DocumentId) -> Result<Option<DocumentFacts>, StoreError> {
        Ok(self.documents.get(&doc.to_bytes()).cloned())
    }

    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Result<Vec<DocumentFacts>, StoreError> {
        let from = after.map(|doc| doc.to_bytes());
        let later = self.documents.iter().filter(|(key, _)| from.is_none_or(|from| **key > from));
        Ok(later.take(limit).map(|(_, facts)| facts.clone()).collect())
    }

    fn content(&self, doc: DocumentId) -> Result<DocumentContent, StoreError> {
        let stored = self.snapshots.get(&doc);
        let tail = self.changes_of(doc, stored.map_or(0, |(upto, _)| *upto))?;
        Ok(DocumentContent {
            snapshot: stored.map(|(_, bytes)| bytes.clone()),
            tail: tail.into_iter().map(|entry| entry.bytes).collect(),
        })
    }

    fn changes_of(&self, doc: DocumentId, after: u64) -> Result<Vec<LogEntry>, StoreError> {
        let later = self.log.range(after.saturating_add(1)..);
        Ok(later.filter(|(_, entry)| entry.doc == doc).map(|(_, entry)| entry.clone()).collect())
    }

    fn log_of(&self, doc: DocumentId) -> Result<Vec<LogLine>, StoreError> {
        let line = |e: LogEntry| LogLine { seq: e.seq, bytes: e.bytes.len(), received_at: e.received_at };
        Ok(self.changes_of(doc, 0)?.into_iter().map(line).collect())
    }

    fn change(&self, hash: ChangeHash) -> Result<Option<(DocumentId, u64)>, StoreError> {
        Ok(self.hashes.get(&hash).copied())
    }

    fn held(&self, hash: ChangeHash) -> Result<Option<HeldReason>, StoreError> {
        Ok(self.held.iter().rev().find(|(_, held)| held.hash == hash).map(|(_, held)| held.reason))
    }

    fn held_entries(&self, after: u64, limit: usize) -> Result<Vec<HeldEntry>, StoreError> {
        let later = self.held.iter().filter(|(number, _)| *number > after);
        Ok(later.take(limit).map(|held| self.held_with_review(held)).collect())
    }

    fn held_entry(&self, device: DeviceId, hash: ChangeHash) -> Result<Option<HeldEntry>, StoreError> {
        let found = self.held.iter().find(|(_, held)| held.device == device && held.hash == hash);
        Ok(found.map(|held| self.held_with_review(held)))
    }

    fn reviews(&self, device: DeviceId, after: u64) -> Result<Vec<(u64, Review)>, StoreError> {
        let own = self.reviews.iter().filter(|((owner, _), (seq, _))| *owner == device && *seq > after);
        let mut reviews: Vec<_> = own.map(|(_, review)| review.clone()).collect();
        reviews.sort_by_key(|(seq, _)| *seq);
        Ok(reviews)
    }

    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditLine>, StoreError> {
        Ok(self.audit.iter().filter(|line| line.number > after).take(limit).cloned().collect())
    }

    fn row(&self, account: AccountId, audience: RowAudience) -> Result<Option<StoredRow>, StoreError> {
        Ok(self.rows.get(&(account, audience as u8)).cloned())
    }

    fn access(&self, user: UserId, doc: DocumentId) -> Result<Option<Access>, StoreError> {
        Ok(self.access.get(&(user, doc)).copied())
    }

    fn viewers(&self, doc: DocumentId) -> Result<Vec<Access>, StoreError> {
        Ok(self.access.values().filter(|access| access.doc == doc).copied().collect())
    }

    fn visible(&self, user: UserId, before: u64, limit: usize) -> Result<Vec<(Access, u64)>, StoreError> {
        let mut visible = Vec::new();
        for access in self.access.values().filter(|access| access.user == user && access.level > Level::Gone) {
            match self.documents.get(&access.doc.to_bytes()) {
                Some(facts) if facts.last_seq < before => visible.push((*access, facts.last_seq)),
                _ => {}
            }
        }
        visible.sort_by_key(|(_, last_seq)| std::cmp::Reverse(*last_seq));
        visible.truncate(limit);
        Ok(visible)
    }

    fn count_visible(&self, user: UserId, before: u64) -> Result<u32, StoreError> {
        let count = self.visible(user, before, usize::MAX)?.len();
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn news(&self, user: UserId, device: DeviceId, after: u64, limit: usize) -> Result<Vec<News>, StoreError> {
        let later = self.log.range(after.saturating_add(1)..).filter(|(_, e)| self.level(user, e.doc) > Level::Gone);
        let mut news: Vec<News> =
            later.map(|(seq, e)| News { seq: *seq, doc: e.doc, kind: NewsKind::Change(e.device) }).collect();
        for facts in self.documents.values().filter(|facts| facts.trimmed > after) {
            if self.level(user, facts.doc) > Level::Gone {
                news.push(News { seq: facts.trimmed, doc: facts.doc, kind: NewsKind::Trimmed });
            }
        }
        for ((account, audience), row) in self.rows.iter().filter(|(_, row)| row.seq > after) {
            let doc = DocumentId::account(*account);
            let audience =
                if *audience == RowAudience::Owner as u8 { RowAudience::Owner } else { RowAudience::Manager };
            if self.level(user, doc) > Level::Gone {
                news.push(News { seq: row.seq, doc, kind: NewsKind::Row(audience) });
            }
        }
        for access in self.access.values().filter(|access| access.user == user && access.since > after) {
            news.push(News { seq: access.since, doc: access.doc, kind: NewsKind::Access });
        }
        for (_, pin) in self.pins.iter().filter(|((owner, _), pin)| *owner == device && pin.seq > after) {
            news.push(News { seq: pin.seq, doc: pin.doc, kind: NewsKind::Pin });
        }
        news.sort_by_key(|item| item.seq);
        news.truncate(limit);
        Ok(news)
    }

    fn pin(&self, device: DeviceId, doc: DocumentId) -> Result<Option<Pin>, StoreError> {
        Ok(self.pins.get(&(device, doc)).copied())
    }

    fn pins(&self, device: DeviceId) -> Result<Vec<Pin>, StoreError> {
        let wanted = self.pins.iter().filter(|((owner, _), pin)| *owner == device && pin.wanted);
        Ok(wanted.map(|(_, pin)| *pin).collect())
    }

    fn digest(&self, user: UserId) -> Result<u128, StoreError> {
        Ok(self.digests.get(&user).copied().unwrap_or_default())
    }

    fn directory(&self) -> Result<Directory, StoreError> {
        Ok(self.directory.clone())
    }

    fn syncs(&self) -> Result<Vec<MemberSync>, StoreError> {
        let mut newest: BTreeMap<UserId, Instant> = BTreeMap::new();
        for (user, at) in self.syncs.values() {
            let known = newest.entry(*user).or_insert(*at);
            *known = (*known).max(*at);
        }
        Ok(newest.into_iter().map(|(user, at)| MemberSync { user, at }).collect())
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, commit: &Commit) -> Result<Committed, StoreError> {
        if self.failing_commits > 0 {
            self.failing_commits -= 1;
            return Err(StoreError::Unavailable("told to fail".to_owned()));
        }
        if self.moving_commits > 0 {
            self.moving_commits -= 1;
            return Err(StoreError::Moved { position: self.seq, expected: commit.after });
        }
        let panics_over = |doc: DocumentId| self.panics_over == Some(doc);
        assert!(!commit.changes.iter().any(|change| panics_over(change.doc)), "told to panic");
        if self.seq != commit.after {
            return Err(StoreError::Moved { position: self.seq, expected: commit.after });
        }
        if let Some(again) = commit.changes.iter().find(|change| self.hashes.contains_key(&change.hash)) {
            return Err(StoreError::Corrupt(format!("{:?} is in the log already", again.hash)));
        }
        let first = self.seq + 1;
        let mut touched: BTreeMap<DocumentId, u64> = BTreeMap::new();
        for change in &commit.changes {
            let seq = self.next();
            touched.insert(change.doc, seq);
            self.hashes.insert(change.hash, (change.doc, seq));
            let entry = LogEntry {
                seq,
                doc: change.doc,
                hash: change.hash,
                device: change.device,
                user: change.user,
                received_at: change.received_at,
                bytes: change.bytes.clone(),
            };
            self.log.insert(seq, entry);
        }
        for new in &commit.documents {
            let known = self.documents.get(&new.doc.to_bytes());
            let (before, trimmed) = known.map_or((0, 0), |facts| (facts.last_seq, facts.trimmed));
            let facts = DocumentFacts {
                doc: new.doc,
                heads: new.heads.clone(),
                last_seq: touched.get(&new.doc).copied().unwrap_or(before),
                owner: new.owner,
                deputies: new.deputies.clone(),
                trimmed,
            };
            self.documents.insert(new.doc.to_bytes(), facts);
        }
        for row in &commit.rows {
            let stored = StoredRow { seq: self.next(), bytes: row.bytes.clone() };
            self.rows.insert((row.account, row.audience as u8), stored);
        }
        for new in &commit.access {
            let since = self.next();
            let access = Access { user: new.user, doc: new.doc, level: new.level, since, reason: new.reason };
            self.access.insert((new.user, new.doc), access);
        }
        for pin in &commit.pins {
            let seq = self.next();
            self.pins.insert((pin.device, pin.doc), Pin { doc: pin.doc, wanted: pin.wanted, seq });
        }
        for new in &commit.reviews {
            let seq = self.next();
            self.reviews.insert((new.device, new.review.hash), (seq, new.review.clone()));
        }
        if let Some(lost) = &commit.lost {
            self.epoch = lost.epoch;
            for doc in &lost.docs {
                self.documents.remove(&doc.to_bytes());
                self.log.retain(|_, entry| entry.doc != *doc);
                self.hashes.retain(|_, (of, _)| of != doc);
                self.snapshots.remove(doc);
                self.rows.retain(|(account, _), _| DocumentId::account(*account) != *doc);
                self.access.retain(|(_, of), _| of != doc);
                let held = &self.held;
                let of_it = |device, hash| held.iter().any(|(_, h)| (h.device, h.hash, h.doc) == (device, hash, *doc));
                self.reviews.retain(|(device, hash), (_, review)| {
                    review.decision == Decision::Declined || !of_it(*device, *hash)
                });
            }
        }
        for snapshot in &commit.snapshots {
            let upto = self.documents.get(&snapshot.doc.to_bytes()).map_or(0, |facts| facts.last_seq);
            self.snapshots.insert(snapshot.doc, (upto, snapshot.bytes.clone()));
            if let Some(facts) = self.documents.get_mut(&snapshot.doc.to_bytes()) {
                facts.trimmed = facts.trimmed.max(snapshot.trim);
                self.log.retain(|seq, entry| entry.doc != snapshot.doc || *seq > snapshot.trim);
            }
        }
        for held in &commit.held {
            if !self.held.iter().any(|(_, known)| known.device == held.device && known.hash == held.hash) {
                self.arrived += 1;
                self.held.push((self.arrived, held.clone()));
            }
        }
        if let Some(before) = commit.forget_held_before {
            self.held.retain(|(_, held)| held.received_at >= before);
            let held = &self.held;
            let stays = |device: DeviceId, hash| held.iter().any(|(_, h)| h.device == device && h.hash == hash);
            self.reviews.retain(|(device, hash), _| stays(*device, *hash));
        }
        for entry in &commit.audit {
            let hash = entry.chain(&self.audit.last().map_or(START, |line| line.hash));
            self.audit.push(AuditLine { number: self.audit.len() as u64 + 1, entry: entry.clone(), hash });
        }
        for sync in &commit.syncs {
            self.syncs.insert(sync.device, (sync.user, sync.at));
        }
        for member in &commit.members {
            self.directory.members.insert(member.id, member.clone());
        }
        for (user, add) in &commit.digests {
            let sum = self.digests.entry(*user).or_default();
            *sum = sum.wrapping_add(*add);
        }
        self.commits += 1;
        Ok(Committed { first, last: self.seq })
    }
}
