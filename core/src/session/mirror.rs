//! The store's content in memory, without chunks: every operation written to the store is applied here, and nothing
//! else changes it. So what a restarted tab reads is what this tab showed.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use minicbor::bytes::ByteVec;

use super::load::is_indexed;
use super::record::{Boot, DocumentRecord, Draft, HeldItem, OutboxItem, StoreOp, SyncLogEntry};
use crate::model::OpenContribution;
use crate::summary::SummaryRow;
use crate::sync::digest;
use crate::sync::wire::{ChangeHash, Cookie, Digest, MemberSync};
use crate::values::{AccountId, Day, DocumentId, DocumentKind, Instant, Map, Set, UserId};

/// Entries of the log of exchanges that are kept, as many as the status screen shows.
const LOG_ENTRIES_MAX: usize = 20;

/// Name of the small value with the time of the last complete exchange.
pub(super) const META_LAST_SYNC: &str = "last_sync";

/// Name of the small value with the last sync of each member below a manager.
pub(super) const META_SYNCED: &str = "synced";

/// Name of the small value that tells whether the server was restored and has not yet got back all that it lacks.
pub(super) const META_RESTORED: &str = "restored";

/// What a transaction changed, as it was before; put back when the store refuses it.
#[derive(Debug, Default)]
pub(super) struct Journal {
    pub(super) records: Map<DocumentId, Option<DocumentRecord>>,
    pub(super) outbox: Map<ChangeHash, Option<OutboxItem>>,
    pub(super) held: Map<ChangeHash, Option<HeldItem>>,
    pub(super) cookie: Option<Cookie>,
}

impl Journal {
    /// Lays an earlier journal under this one: for what both changed, the earlier state counts.
    pub(super) fn lay_under(&mut self, earlier: Self) {
        self.records.extend(earlier.records);
        self.outbox.extend(earlier.outbox);
        self.held.extend(earlier.held);
    }
}

/// A document's record, with its row as read from it.
#[derive(Debug)]
struct Known {
    record: DocumentRecord,
    row: Option<Arc<SummaryRow>>,
}

/// The store's content.
#[derive(Debug)]
pub(super) struct Mirror {
    digest_key: [u8; 16],
    digest: u128,
    /// All there are: a manager's phone has the rows of the whole team.
    documents: BTreeMap<DocumentId, Known>,
    /// Of documents held in full, as all below.
    texts: Map<AccountId, Arc<str>>,
    birthdays: Map<AccountId, Vec<Day>>,
    open: Map<DocumentId, Vec<OpenContribution>>,
    unindexed: Set<DocumentId>,
    outbox: Map<ChangeHash, OutboxItem>,
    order: Set<(u64, ChangeHash)>,
    pub(super) held: Map<ChangeHash, HeldItem>,
    pub(super) drafts: Map<String, Draft>,
    pub(super) cookie: Cookie,
    pub(super) log: VecDeque<SyncLogEntry>,
    pub(super) synced: Map<UserId, Instant>,
    pub(super) last_sync_at: Option<Instant>,
    pub(super) restored: bool,
}

impl Mirror {
    pub(super) fn new(digest_key: [u8; 16], boot: Boot) -> Self {
        let mut mirror = Self {
            digest_key,
            digest: 0,
            documents: BTreeMap::new(),
            texts: Map::new(),
            birthdays: Map::new(),
            open: Map::new(),
            unindexed: Set::new(),
            outbox: Map::new(),
            order: Set::new(),
            held: Map::new(),
            drafts: Map::new(),
            cookie: boot.cookie.unwrap_or_default(),
            log: VecDeque::new(),
            synced: Map::new(),
            last_sync_at: None,
            restored: false,
        };
        let mut unused = Journal::default();
        let ops = boot.documents.into_iter().map(StoreOp::PutDocument);
        let ops = ops.chain(boot.outbox.into_iter().map(StoreOp::PutOutbox));
        let ops = ops.chain(boot.held.into_iter().map(StoreOp::PutHeld));
        let ops = ops.chain(boot.drafts.into_iter().map(StoreOp::PutDraft));
        let ops = ops.chain(boot.log.into_iter().map(StoreOp::AddLog));
        let ops = ops.chain(boot.meta.into_iter().map(|(name, bytes)| StoreOp::PutMeta(name, bytes.into())));
        for op in ops {
            mirror.apply(&op, &mut unused);
        }
        mirror
    }

    /// Applies one operation and notes in the journal what was there before.
    pub(super) fn apply(&mut self, op: &StoreOp, journal: &mut Journal) {
        match op {
            StoreOp::PutChunk(..) | StoreOp::DeleteChunks(_) => {}
            StoreOp::PutDocument(record) => {
                let before = self.put_record(record.doc, Some(record.clone()));
                journal.records.entry(record.doc).or_insert(before);
            }
            StoreOp::DeleteDocument(doc) => {
                let before = self.put_record(*doc, None);
                journal.records.entry(*doc).or_insert(before);
            }
            StoreOp::PutOutbox(item) => {
                let before = self.put_outbox(item.hash, Some(item.clone()));
                journal.outbox.entry(item.hash).or_insert(before);
            }
            StoreOp::DeleteOutbox(hash) => {
                let before = self.put_outbox(*hash, None);
                journal.outbox.entry(*hash).or_insert(before);
            }
            StoreOp::PutHeld(item) => {
                let before = self.held.insert(item.item.hash, item.clone());
                journal.held.entry(item.item.hash).or_insert(before);
            }
            StoreOp::DeleteHeld(hash) => {
                let before = self.held.remove(hash);
                journal.held.entry(*hash).or_insert(before);
            }
            StoreOp::PutDraft(draft) => {
                self.drafts.insert(draft.key.clone(), draft.clone());
            }
            StoreOp::DeleteDraft(key) => {
                self.drafts.remove(key);
            }
            StoreOp::PutCookie(cookie) => {
                journal.cookie.get_or_insert(self.cookie);
                self.cookie = *cookie;
            }
            StoreOp::AddLog(entry) => {
                self.log.push_back(entry.clone());
                while self.log.len() > LOG_ENTRIES_MAX {
                    self.log.pop_front();
                }
            }
            StoreOp::PutMeta(name, bytes) => self.put_meta(name, bytes),
        }
    }

    /// Puts back what a refused transaction had changed, the cookie included.
    pub(super) fn roll_back(&mut self, journal: Journal) {
        for (doc, record) in journal.records {
            self.put_record(doc, record);
        }
        for (hash, item) in journal.outbox {
            self.put_outbox(hash, item);
        }
        for (hash, item) in journal.held {
            match item {
                Some(item) => self.held.insert(hash, item),
                None => self.held.remove(&hash),
            };
        }
        self.cookie = journal.cookie.unwrap_or(self.cookie);
    }

    fn put_meta(&mut self, name: &str, bytes: &[u8]) {
        match name {
            META_LAST_SYNC => self.last_sync_at = minicbor::decode(bytes).ok(),
            META_RESTORED => self.restored = minicbor::decode(bytes).unwrap_or_default(),
            META_SYNCED => {
                let synced: Vec<MemberSync> = minicbor::decode(bytes).unwrap_or_default();
                self.synced = synced.into_iter().map(|sync| (sync.user, sync.at)).collect();
            }
            _ => {}
        }
    }

    fn put_record(&mut self, doc: DocumentId, record: Option<DocumentRecord>) -> Option<DocumentRecord> {
        let (before, row_before) =
            self.documents.remove(&doc).map_or((None, None), |known| (Some(known.record), known.row));
        self.digest = self.digest.wrapping_sub(self.digest_of(before.as_ref()));
        self.digest = self.digest.wrapping_add(self.digest_of(record.as_ref()));
        self.unindexed.remove(&doc);
        let is_account = doc.kind == DocumentKind::Account;
        if let Some(account) = doc.account_id().filter(|_| !is_account && is_indexed(doc)) {
            let text = record.as_ref().and_then(|record| record.text.as_deref());
            let lines = || text.into_iter().flat_map(str::lines);
            if doc.is_companion() {
                put_known(&mut self.open, doc, lines().filter_map(OpenContribution::of_line).collect());
            } else {
                put_known(&mut self.birthdays, account, lines().filter_map(|day| day.parse().ok()).collect());
            }
            if text.is_none() && record.as_ref().is_some_and(|record| record.full && !record.heads.is_empty()) {
                self.unindexed.insert(doc);
            }
        }
        if is_account && let Some(account) = doc.account_id() {
            match record.as_ref().and_then(|record| record.text.as_deref()) {
                Some(text) if self.texts.get(&account).is_none_or(|known| **known != *text) => {
                    self.texts.insert(account, text.into());
                }
                Some(_) => {}
                None => {
                    self.texts.remove(&account);
                    if record.as_ref().is_some_and(|record| record.full && !record.heads.is_empty()) {
                        self.unindexed.insert(doc);
                    }
                }
            }
        }
        if let Some(record) = record {
            let same = before.as_ref().is_some_and(|before| before.row == record.row);
            let row = if same { row_before } else { record.row.as_ref().filter(|_| is_account).and_then(read_row) };
            self.documents.insert(doc, Known { record, row });
        }
        before
    }

    fn put_outbox(&mut self, hash: ChangeHash, item: Option<OutboxItem>) -> Option<OutboxItem> {
        let before = self.outbox.remove(&hash);
        if let Some(before) = &before {
            self.order.remove(&(before.order, hash));
        }
        if let Some(item) = item {
            self.order.insert((item.order, hash));
            self.outbox.insert(hash, item);
        }
        before
    }

    /// What a record adds to the view digest: the document as acknowledged, and the server's row.
    fn digest_of(&self, record: Option<&DocumentRecord>) -> u128 {
        let Some(record) = record else { return 0 };
        let mut sum = 0u128;
        if record.full && !record.acked.is_empty() {
            sum = sum.wrapping_add(digest::document_item(&self.digest_key, record.doc, &record.acked));
        }
        if let (Some(row), Some(account)) = (&record.server_row, record.doc.account_id()) {
            sum = sum.wrapping_add(digest::row_item(&self.digest_key, account, row));
        }
        sum
    }

    /// Returns what each document adds to the view digest, where that is anything.
    pub(super) fn items(&self) -> impl Iterator<Item = (DocumentId, u128)> {
        let items = self.records().map(|record| (record.doc, self.digest_of(Some(record))));
        items.filter(|(_, item)| *item != 0)
    }

    /// Returns the view digest of everything acknowledged.
    pub(super) fn digest(&self) -> Digest {
        digest::of_sum(self.digest)
    }

    pub(super) fn record(&self, doc: DocumentId) -> Option<&DocumentRecord> {
        self.documents.get(&doc).map(|known| &known.record)
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &DocumentRecord> {
        self.documents.values().map(|known| &known.record)
    }

    /// Returns the rows in the order of their customers.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Arc<SummaryRow>> {
        self.documents.values().filter_map(|known| known.row.as_ref())
    }

    pub(super) fn row(&self, account: AccountId) -> Option<&Arc<SummaryRow>> {
        self.documents.get(&DocumentId::account(account))?.row.as_ref()
    }

    pub(super) fn texts(&self) -> &Map<AccountId, Arc<str>> {
        &self.texts
    }

    pub(super) fn birthdays(&self) -> &Map<AccountId, Vec<Day>> {
        &self.birthdays
    }

    pub(super) fn open_contributions(&self) -> &Map<DocumentId, Vec<OpenContribution>> {
        &self.open
    }

    /// Returns the documents held in full whose text is not yet known.
    pub(super) fn unindexed(&self) -> &Set<DocumentId> {
        &self.unindexed
    }

    pub(super) fn outbox_item(&self, hash: ChangeHash) -> Option<&OutboxItem> {
        self.outbox.get(&hash)
    }

    /// Returns what waits, in the order of making.
    pub(super) fn outbox(&self) -> impl DoubleEndedIterator<Item = &OutboxItem> {
        self.order.iter().filter_map(|(_, hash)| self.outbox.get(hash))
    }

    pub(super) fn outbox_is_empty(&self) -> bool {
        self.outbox.is_empty()
    }

    pub(super) fn outbox_of(&self, doc: DocumentId) -> impl Iterator<Item = &OutboxItem> {
        self.outbox().filter(move |item| item.doc == doc)
    }

    /// Returns the next number of the order of making: milliseconds, then a counter.
    pub(super) fn next_order(&self, now: Instant) -> u64 {
        let by_clock = u64::try_from(now.0).unwrap_or(0) << 12;
        self.order.last().map_or(by_clock, |(last, _)| by_clock.max(last + 1))
    }
}

/// Puts what is known of a document; what is empty leaves no entry.
fn put_known<K: Ord, T>(known: &mut Map<K, Vec<T>>, key: K, values: Vec<T>) {
    if values.is_empty() {
        known.remove(&key);
    } else {
        known.insert(key, values);
    }
}

/// Reads a row; one that does not read is as good as none.
fn read_row(bytes: &ByteVec) -> Option<Arc<SummaryRow>> {
    SummaryRow::from_bytes(bytes).ok().map(Arc::new)
}
