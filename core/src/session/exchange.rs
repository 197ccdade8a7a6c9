//! Taking in what the server sends: one page, one transaction, its cookie in the same transaction.

use minicbor::bytes::ByteVec;

use super::mirror::{META_LAST_SYNC, META_SYNCED};
use super::record::{DocumentRecord, GoneEntry, OutboxItem, Sealed, StoreOp, SyncLogEntry};
use super::status::{Notice, Progress};
use super::write::{Batch, Purpose};
use super::{Cx, Session};
use crate::document::{ChangeInfo, Document, inspect};
use crate::sync::wire::{
    ChangeHash, Content, Cookie, Delta, Digest, DocumentDelta, GoneReason, Heads, HeldReason, MemberSync, Outcome,
    RowDelta, Verdict,
};
use crate::values::{AccountId, DocumentId, Instant, Map, Set};

/// One conversation with the server, from connecting to the last answer.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    running: bool,
    /// When the first frame was sent, until the first answer.
    asked_at: Option<Instant>,
    sent: u32,
    received: u32,
    remaining: u32,
    gone: Vec<GoneEntry>,
    /// Per customer: edits acknowledged and edits held.
    counts: Map<AccountId, (u32, u32)>,
    /// What a download from the very start has mentioned; what it does not mention is no longer visible.
    mentioned: Option<(Vec<DocumentId>, Vec<DocumentId>)>,
    /// Everything up to this number was in pages of this conversation.
    seen: u64,
    /// Documents whose own changes were in a page before their verdicts, and without heads: the verdicts move those.
    ahead: Set<DocumentId>,
    /// What the manifest names, in its order.
    pub(super) listed: Vec<DocumentId>,
    /// Documents given back and not yet answered.
    pub(super) returning: Set<DocumentId>,
    /// How often in a row the server did not want what was given back of a document.
    pub(super) refused: Map<DocumentId, usize>,
    /// The last of the held edits that were sent again.
    pub(super) held_again: Option<ChangeHash>,
    last_page: bool,
    logged: bool,
    skew_ms: Option<i64>,
    /// A repair was started and has not been proven yet.
    repaired: bool,
}

impl Exchange {
    pub(super) fn begin(&mut self, from: Cookie, now: Instant) {
        let (skew_ms, repaired) = (self.skew_ms, self.repaired);
        let mentioned = from.is_start().then(Default::default);
        let (asked_at, seen) = (Some(now), from.seq);
        *self = Self { running: true, asked_at, seen, mentioned, skew_ms, repaired, ..Self::default() };
    }

    pub(super) fn end(&mut self) {
        self.running = false;
        self.last_page = false;
    }

    /// Measures the phone's clock against the server's, from the first question and its answer.
    pub(super) fn measure(&mut self, server: Instant, now: Instant) {
        if let Some(asked_at) = self.asked_at.take() {
            let middle = asked_at.plus_ms(now.ms_since(asked_at) / 2);
            self.skew_ms = Some(middle.ms_since(server));
        }
    }

    /// Tells whether what has this number was in a page of this conversation, or before.
    pub(super) fn has_seen(&self, number: u64) -> bool {
        number <= self.seen
    }

    /// Tells whether this is a download from the very start, not over yet.
    pub(super) fn is_first(&self) -> bool {
        self.mentioned.is_some()
    }

    pub(super) fn is_complete(&self) -> bool {
        self.running && self.last_page
    }

    pub(super) fn skew_ms(&self) -> Option<i64> {
        self.skew_ms
    }

    pub(super) fn progress(&self) -> Option<Progress> {
        let paging = self.running && !self.last_page && self.received + self.remaining > 0;
        paging.then_some(Progress { done: self.received, total: self.received.saturating_add(self.remaining) })
    }

    /// Notes that a customer was taken away, for the log of exchanges and for the person.
    pub(super) fn took_away(&mut self, account: AccountId, name: String, reason: GoneReason) {
        let (sent, held) = self.counts.get(&account).copied().unwrap_or_default();
        self.gone.push(GoneEntry { name, reason, sent, held });
    }

    /// Ends a download from the very start: returns the documents and the rows that it has mentioned.
    pub(super) fn take_mentioned(&mut self) -> Option<(Vec<DocumentId>, Vec<DocumentId>)> {
        self.mentioned.take()
    }

    fn mention(&mut self, document: Option<DocumentId>, row: Option<DocumentId>) {
        self.received = self.received.saturating_add(1);
        if let Some((documents, rows)) = &mut self.mentioned {
            documents.extend(document);
            rows.extend(row);
        }
    }
}

impl Session {
    /// Takes in the pages that wait, as far as the store has settled and the documents they need are loaded.
    pub(super) fn take_pages(&mut self, cx: &mut Cx<'_>) {
        while self.writes.settled() && self.inbox.front().is_some_and(|page| self.is_ready(page)) {
            let Some(page) = self.inbox.pop_front() else { return };
            self.take_page(page, cx);
        }
        let missing: Vec<_> = self.inbox.front().map(|page| self.unloaded(page)).unwrap_or_default();
        for doc in missing {
            self.load(doc, true);
        }
    }

    fn is_ready(&self, page: &Delta) -> bool {
        self.unloaded(page).is_empty()
    }

    /// Returns the documents that must be merged here and not only stored: those with own edits that wait, and those of
    /// which the server may lack something.
    fn unloaded(&self, page: &Delta) -> Vec<DocumentId> {
        let aside = |verdict: &Verdict| self.mirror.outbox_item(verdict.hash).is_some_and(|item| item.aside);
        let needed = |verdict: &&Verdict| matches!(verdict.outcome, Outcome::Held(_)) || aside(verdict);
        let judged = page.verdicts.iter().filter(needed);
        let documents = page.documents.iter().map(|document| document.doc);
        let rows = page.rows.iter().map(|row| DocumentId::account(row.account));
        let waits = |doc: &DocumentId| self.mirror.outbox_of(*doc).next().is_some() || self.holds(*doc);
        let more = |doc: &DocumentId| waits(doc) || self.keeps_more(*doc);
        let taken_back = page.taken_back.iter().map(|answer| answer.doc);
        let edited = documents.chain(rows).chain(taken_back).filter(more);
        let loadable = |doc: &DocumentId| {
            let full = self.mirror.record(*doc).is_some_and(|record| record.full && !record.heads.is_empty());
            full && !self.documents.contains(*doc) && !self.broken.contains(doc)
        };
        let docs: Set<_> = judged.map(|verdict| verdict.doc).chain(edited).filter(loadable).collect();
        docs.into_iter().collect()
    }

    fn take_page(&mut self, page: Delta, cx: &mut Cx<'_>) {
        let mut batch = Batch::default();
        let gone: Set<_> = page.gone.iter().map(|gone| gone.doc).collect();
        if page.cookie.before > 0 {
            // What a first download has come to is sent whole, be it in this page or in another one.
            self.exchange.seen = self.exchange.seen.max(page.cookie.seq);
        }
        let mut aside = self.take_verdicts(&mut batch, &page, &gone, cx);
        self.exchange.seen = self.exchange.seen.max(page.cookie.seq);
        self.take_reviews(&mut batch, &page.reviews);
        if let Some(answer) = page.taken_back {
            self.taken_back(&mut batch, answer);
        }
        for gone in &page.gone {
            self.exchange.mention(None, None);
            let stays = page.rows.iter().any(|row| row.row.is_some() && DocumentId::account(row.account) == gone.doc);
            self.take_gone(&mut batch, *gone, stays);
        }
        let (mut sound, mut whole) = (true, true);
        for document in &page.documents {
            sound &= self.take_document(&mut batch, document, aside.remove(&document.doc).unwrap_or_default());
        }
        for (doc, changes) in aside {
            whole &= self.put_in_again(&mut batch, doc, changes, cx);
        }
        for row in &page.rows {
            self.take_row(&mut batch, row);
        }
        self.finish_leaving(&mut batch, &page);
        if !page.synced.is_empty() {
            self.take_synced(&mut batch, &page.synced);
        }
        self.exchange.remaining = page.remaining;
        self.exchange.last_page = !page.more;
        if !page.more && self.exchange.mentioned.is_some() {
            self.sweep(&mut batch, &page);
        }
        let settled = self.mirror.outbox_is_empty() && !self.mirror.restored;
        let complete = !page.more && self.inbox.is_empty() && settled;
        if complete {
            self.put(&mut batch, meta(META_LAST_SYNC, &cx.now));
        }
        self.log_exchange(&mut batch, page.more, cx);
        let differs = complete && sound && page.digest.is_some_and(|digest| self.differs(digest));
        let fits = sound && whole;
        let repair = differs || (!fits && !std::mem::replace(&mut self.exchange.repaired, true));
        // A manifest holds for one conversation: when that is cut, the next one begins with what is here by then. So
        // does the comparison with a restored server, also where nothing could be listed.
        if repair {
            self.put(&mut batch, StoreOp::PutCookie(page.cookie.restarted()));
        } else if !page.more || self.exchange.listed.is_empty() && !self.mirror.restored {
            self.put(&mut batch, StoreOp::PutCookie(page.cookie));
        } else if self.mirror.cookie.epoch != page.cookie.epoch {
            // Of which server it is must be known, or one that is restored meanwhile would be taken for the same.
            self.put(&mut batch, StoreOp::PutCookie(page.cookie.restarted()));
        }
        self.commit(batch, Purpose::Page);
        self.held_arrived(&page, cx);
        self.read_standing();
        if repair {
            // Where an edit is only ahead of what it builds on, nothing is broken.
            self.out.notices.extend((differs || !sound).then_some(Notice::Repairing));
            self.start_over(cx);
        }
    }

    /// Compares the view digest; true only when a repair should start, at most one until the digests agree again.
    fn differs(&mut self, digest: Digest) -> bool {
        if digest == self.mirror.digest() {
            self.exchange.repaired = false;
            return false;
        }
        !std::mem::replace(&mut self.exchange.repaired, true)
    }

    /// Takes verdicts in; returns changes that were accepted and are not in their documents.
    fn take_verdicts(
        &mut self,
        batch: &mut Batch,
        page: &Delta,
        gone: &Set<DocumentId>,
        cx: &mut Cx<'_>,
    ) -> Map<DocumentId, Vec<OutboxItem>> {
        let mut aside: Map<DocumentId, Vec<OutboxItem>> = Map::new();
        let mut held: Map<DocumentId, Map<ChangeHash, HeldReason>> = Map::new();
        for verdict in &page.verdicts {
            let Some(item) = self.mirror.outbox_item(verdict.hash).cloned() else {
                if let Outcome::Durable(number) = verdict.outcome {
                    self.accepted_after_all(batch, verdict.hash, number);
                }
                continue;
            };
            let counts = item.doc.account_id().map(|account| self.exchange.counts.entry(account).or_default());
            match verdict.outcome {
                Outcome::Durable(number) => {
                    if let Some(counts) = counts {
                        counts.0 += 1;
                    }
                    self.exchange.sent = self.exchange.sent.saturating_add(1);
                    self.put(batch, StoreOp::DeleteOutbox(item.hash));
                    self.acknowledge(batch, item.doc, number, &item.bytes);
                    if item.aside {
                        aside.entry(item.doc).or_default().push(item);
                    }
                }
                Outcome::Held(reason) => {
                    if let Some(counts) = counts {
                        counts.1 += 1;
                    }
                    held.entry(item.doc).or_default().insert(item.hash, reason);
                }
            }
        }
        for (doc, verdicts) in held {
            self.take_held(batch, doc, &verdicts, gone.contains(&doc), cx);
        }
        aside
    }

    /// Moves the acknowledged heads over one change, unless they are beyond it: it was sent again, and a page before this
    /// one had the heads that it led to.
    pub(super) fn acknowledge(&mut self, batch: &mut Batch, doc: DocumentId, number: u64, bytes: &[u8]) {
        if self.exchange.has_seen(number) && !self.exchange.ahead.contains(&doc) {
            // Its row was there before, too, and stood behind the one with this edit.
            return self.refresh(batch, doc);
        }
        let kept = self.mirror.record(doc).filter(|record| record.leaving.is_none()).cloned();
        let (Some(mut record), Ok(change)) = (kept, inspect(bytes)) else { return };
        advance(&mut record.acked, &change);
        self.put_record(batch, record);
    }

    /// Returns a document's heads on the server after a delta, those known before it given.
    fn heads_after(delta: &DocumentDelta, mut heads: Heads) -> Heads {
        match &delta.content {
            Content::Changes(changes) if delta.heads.is_empty() => {
                for change in changes.iter().filter_map(|change| inspect(change).ok()) {
                    advance(&mut heads, &change);
                }
                heads
            }
            _ => delta.heads.clone(),
        }
    }

    /// Takes in a document's new content, and what was accepted and stood aside; false when it does not fit what is
    /// here.
    fn take_document(&mut self, batch: &mut Batch, delta: &DocumentDelta, aside: Vec<OutboxItem>) -> bool {
        let doc = delta.doc;
        let aside = aside.into_iter().map(|item| item.bytes);
        self.exchange.mention(Some(doc), None);
        let waits = |record: &DocumentRecord| record.full && record.heads.is_empty() && record.acked.is_empty();
        let part = matches!(delta.content, Content::Changes(_)) && !self.exchange.is_first();
        if part && self.mirror.record(doc).is_some_and(waits) {
            // Nothing of it is here to add to: it comes whole.
            return true;
        }
        if part && self.mirror.restored && self.builds_on_held(delta) {
            // What it builds on was held here and is accepted now: that it is sent whole the last comparison sees to.
            let record = self.mirror.record(doc).cloned().unwrap_or_else(|| new_record(doc));
            self.put_record(batch, DocumentRecord { full: true, ..record });
            return true;
        }
        if self.keeps_more(doc) {
            self.requeue_unsealed(batch, doc);
        }
        let pending: Vec<ByteVec> = self.mirror.outbox_of(doc).map(|item| item.bytes.clone()).collect();
        match &delta.content {
            Content::Changes(changes) if changes.is_empty() && delta.heads.is_empty() => {
                self.exchange.ahead.extend((!pending.is_empty()).then_some(doc));
            }
            _ => drop(self.exchange.ahead.remove(&doc)),
        }
        let loaded = self.documents.get(doc).map(|loaded| loaded.document().clone());
        let mut record = self.mirror.record(doc).cloned().unwrap_or_else(|| new_record(doc));
        record.lost.extend(self.lost_by_server(&record, delta));
        let merged = match &delta.content {
            Content::Changes(changes) => {
                // Where nothing of it is stored, what waits is not stored with it either.
                let fresh = loaded.is_none() && record.heads.is_empty() && !changes.is_empty();
                let parse = fresh && (!pending.is_empty() || self.holds(doc));
                let own = if fresh { pending } else { Vec::new() };
                let changes: Vec<_> = changes.iter().cloned().chain(own).chain(aside).collect();
                for change in &changes {
                    self.put(batch, StoreOp::PutChunk(doc, change.clone()));
                }
                let changes: Vec<&[u8]> = changes.iter().map(|change| change.as_slice()).collect();
                if parse {
                    Some(Document::load(doc, self.actor(), &changes))
                } else {
                    loaded.map(|mut document| document.apply(&changes).map(|()| document))
                }
            }
            Content::Snapshot(snapshot) => {
                self.put(batch, StoreOp::DeleteChunks(doc));
                let lost = loaded.as_ref().filter(|_| !record.lost.is_empty());
                let lost = lost.map(|loaded| loaded.changes_since(&delta.heads)).unwrap_or_default();
                let own = pending.iter().cloned().chain(lost.into_iter().map(ByteVec::from)).chain(aside);
                let chunks: Vec<ByteVec> = std::iter::once(snapshot.clone()).chain(own).collect();
                for chunk in &chunks {
                    self.put(batch, StoreOp::PutChunk(doc, chunk.clone()));
                }
                let parse = loaded.is_some() || !pending.is_empty() || self.stands(doc) || self.holds(doc);
                let chunks: Vec<&[u8]> = chunks.iter().map(|chunk| chunk.as_slice()).collect();
                parse.then(|| Document::load(doc, self.actor(), &chunks))
            }
        };
        // Taken away and given again, before the edits on it had their verdicts.
        record.leaving = None;
        record.full = true;
        record.acked = Self::heads_after(delta, std::mem::take(&mut record.acked));
        record.sealed = Some(Sealed { heads: record.acked.clone(), seal: delta.seal });
        record.heads.clone_from(&record.acked);
        record.text = None;
        self.broken.remove(&doc);
        let sound = match merged {
            None => true,
            Some(Ok(document)) if record.acked.iter().all(|head| document.has(*head)) => {
                record.heads = document.heads();
                self.let_go_of_held(batch, &document);
                self.put_loaded(batch, document);
                true
            }
            Some(_) => {
                self.drop_loaded(batch, doc);
                false
            }
        };
        self.put_record(batch, record);
        self.refresh(batch, doc);
        sound
    }

    pub(super) fn take_row(&mut self, batch: &mut Batch, delta: &RowDelta) {
        let doc = DocumentId::account(delta.account);
        self.exchange.mention(None, delta.row.is_some().then_some(doc));
        let known = self.mirror.record(doc).cloned();
        match &delta.row {
            Some(row) => {
                let record = known.unwrap_or_else(|| new_record(doc));
                self.put_record(batch, DocumentRecord { server_row: Some(row.clone()), ..record });
                self.refresh(batch, doc);
            }
            None => match known {
                Some(record) if record.full => {
                    self.put_record(batch, DocumentRecord { server_row: None, ..record });
                }
                Some(_) => self.put(batch, StoreOp::DeleteDocument(doc)),
                None => {}
            },
        }
    }

    fn take_synced(&mut self, batch: &mut Batch, news: &[MemberSync]) {
        let mut synced = self.mirror.synced.clone();
        synced.extend(news.iter().map(|sync| (sync.user, sync.at)));
        let synced: Vec<_> = synced.into_iter().map(|(user, at)| MemberSync { user, at }).collect();
        self.put(batch, meta(META_SYNCED, &synced));
    }

    /// Writes the log of exchanges and tells the person who is no longer theirs.
    fn log_exchange(&mut self, batch: &mut Batch, more: bool, cx: &Cx<'_>) {
        let first = !self.exchange.logged;
        if more || !(first || self.exchange.sent > 0 || !self.exchange.gone.is_empty()) {
            return;
        }
        self.exchange.logged = true;
        let gone = std::mem::take(&mut self.exchange.gone);
        let (sent, received) = (std::mem::take(&mut self.exchange.sent), std::mem::take(&mut self.exchange.received));
        if !gone.is_empty() {
            self.out.notices.push(Notice::Gone(gone.clone()));
        }
        self.put(batch, StoreOp::AddLog(SyncLogEntry { at: cx.now, sent, received, gone }));
    }

    /// Forgets the cookie and starts the exchange from the beginning, where something here is damaged.
    pub(super) fn refetch(&mut self, mut batch: Batch, cx: &mut Cx<'_>) {
        if !self.mirror.cookie.is_start() {
            self.put(&mut batch, StoreOp::PutCookie(self.mirror.cookie.restarted()));
            self.out.notices.push(Notice::Repairing);
            self.start_over(cx);
        }
        self.commit(batch, Purpose::Quiet);
    }
}

/// Moves heads over one change.
pub(super) fn advance(heads: &mut Heads, change: &ChangeInfo) {
    heads.retain(|head| !change.deps.contains(head) && *head != change.hash);
    heads.push(change.hash);
    heads.sort_unstable();
}

/// Returns the documents that a page is about.
pub(super) fn mentioned_in(page: &Delta) -> Set<DocumentId> {
    let documents = page.documents.iter().map(|document| document.doc);
    let rows = page.rows.iter().map(|row| DocumentId::account(row.account));
    documents.chain(rows).chain(page.verdicts.iter().map(|verdict| verdict.doc)).collect()
}

/// Returns the record of a document of which nothing is known yet.
pub(super) fn new_record(doc: DocumentId) -> DocumentRecord {
    DocumentRecord {
        doc,
        heads: Vec::new(),
        acked: Vec::new(),
        full: false,
        row: None,
        text: None,
        pinned: false,
        server_row: None,
        sealed: None,
        lost: Vec::new(),
        leaving: None,
    }
}

/// Returns the operation that keeps a small value.
pub(super) fn meta<T: minicbor::Encode<()>>(name: &str, value: &T) -> StoreOp {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    if minicbor::encode(value, &mut bytes).is_err() {
        bytes.clear();
    }
    StoreOp::PutMeta(name.to_owned(), bytes.into())
}
