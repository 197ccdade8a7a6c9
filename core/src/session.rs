//! The device's replica: everything the app knows, as one state machine.
//!
//! Events go in (a command, a frame, a store's result), effects come out (store this, send that). No I/O, no clock:
//! `now` and randomness are arguments. Screens read it through [`crate::projection`].
//!
//! The parts: `mirror` is the store's content in memory; `write` the transactions under way; `local` what the person
//! does; `link` the socket; `exchange` and `held` what the server says; `give_back` what a restored server
//! lacks; `load` documents into memory; `foreign` what other tabs did; `view` what the screens read.

mod cx;
mod documents;
mod exchange;
mod foreign;
mod give_back;
mod gone;
mod held;
mod link;
mod load;
mod local;
mod mirror;
mod record;
mod status;
mod view;
mod write;

use std::collections::VecDeque;
use std::sync::Arc;

pub use record::{
    Boot, DocumentRecord, Draft, GoneEntry, HeldItem, Identity, OutboxItem, Sealed, StoreError, StoreOp, SyncLogEntry,
    WriteId,
};
pub use status::{
    Availability, Effect, Event, ExecuteError, LinkState, Notice, Outcome, PendingView, Progress, Saved, SyncStatus,
};

use crate::command::Command;
use crate::model::{Account, Clash, Contribution, Directory, HistoryEntry, OpenContribution, PrivateFacts, Settings};
use crate::policy::Policy;
use crate::summary::SummaryRow;
use crate::sync::wire::{Delta, Heads};
use crate::values::{AccountId, ActorSuffix, Day, DocumentId, Instant, Map, Random, Set, UserId};
use cx::Cx;
pub use documents::Cards;
use documents::Documents;
use exchange::Exchange;
use link::Link;
use load::Loading;
use local::Last;
use mirror::Mirror;
use write::{Batch, Purpose, Writes};

/// The replica of one tab.
#[derive(Debug)]
pub struct Session {
    identity: Identity,
    /// Second half of the actor id that documents are written under.
    suffix: ActorSuffix,
    /// A document was let go of that may have been written under that actor.
    used: bool,
    mirror: Mirror,
    documents: Documents,
    loading: Map<DocumentId, Loading>,
    /// Documents that a screen opened before their content was here.
    awaited: Set<DocumentId>,
    /// Documents whose chunks do not make what their record says.
    broken: Set<DocumentId>,
    /// Broken documents that were asked for again; once each.
    refetched: Set<DocumentId>,
    /// Texts read in the background and not yet stored.
    indexed: Map<DocumentId, (Heads, String)>,
    index_paused: bool,
    policy: Arc<Policy>,
    directory: Arc<Directory>,
    workspace_heads: Heads,
    /// What the person has set for themselves; as usual until their own document is here.
    settings: Arc<Settings>,
    settings_heads: Heads,
    writes: Writes,
    store_error: Option<StoreError>,
    last: Option<Last>,
    link: Link,
    inbox: VecDeque<Delta>,
    exchange: Exchange,
    /// Documents whose commands were carried out again after a refusal; once each.
    reissued: Set<DocumentId>,
    revision: u64,
    out: Outcome,
}

impl Session {
    /// Starts a tab from what its store holds. `actor` is random and new for each tab session.
    pub fn start(identity: Identity, boot: Boot, actor: ActorSuffix, _now: Instant) -> (Self, Outcome) {
        let mut session = Self {
            mirror: Mirror::new(identity.digest_key, boot),
            identity,
            suffix: actor,
            used: false,
            documents: Documents::default(),
            loading: Map::new(),
            awaited: Set::new(),
            broken: Set::new(),
            refetched: Set::new(),
            indexed: Map::new(),
            index_paused: false,
            policy: Arc::default(),
            directory: Arc::default(),
            workspace_heads: Heads::new(),
            settings: Arc::default(),
            settings_heads: Heads::new(),
            writes: Writes::default(),
            store_error: None,
            last: None,
            link: Link::default(),
            inbox: VecDeque::new(),
            exchange: Exchange::default(),
            reissued: Set::new(),
            revision: 1,
            out: Outcome::default(),
        };
        session.read_standing();
        let outcome = std::mem::take(&mut session.out);
        (session, outcome)
    }

    /// Takes an event in.
    pub fn handle(&mut self, event: Event, now: Instant, random: &mut dyn Random) -> Outcome {
        let cx = &mut Cx { now, random };
        match event {
            Event::Loaded { doc, chunks } => self.loaded(doc, chunks, cx),
            Event::LoadFailed { doc, error } => self.load_failed(doc, error, cx),
            Event::Stored(id) => self.stored(id),
            Event::StoreFailed(id, error) => self.store_failed(id, error, cx),
            Event::Foreign(ops) => self.foreign(ops, cx),
            Event::Leader(leader) => self.lead(leader, cx),
            Event::Connected => self.connected(cx),
            Event::Disconnected => self.disconnected(cx),
            Event::NeedsSignIn => self.block(LinkState::NeedsSignIn),
            Event::Revoked => self.block(LinkState::Revoked),
            Event::Frame(bytes) => self.frame(&bytes, cx),
            Event::Woken => self.woken(cx),
            Event::SyncNow => self.sync_now(cx),
            Event::SignedIn => self.unblock(cx),
            Event::Open(doc) => self.open(doc),
            Event::Pin(doc, wanted) => self.pin(doc, wanted),
            Event::SaveDraft { key, form } => self.write_draft(StoreOp::PutDraft(Draft { key, form, at: now })),
            Event::DismissReviewed(doc, at) => self.dismiss_reviewed(doc, at),
            Event::DropDraft(key) => self.write_draft(StoreOp::DeleteDraft(key)),
        }
        self.finish(cx)
    }

    /// Does what a person asks. The write is on disk when [`Event::Stored`] names the returned number.
    ///
    /// # Errors
    /// When a rule refuses it, or the document is still being loaded (try again on the next revision).
    pub fn execute(
        &mut self,
        command: Command,
        now: Instant,
        random: &mut dyn Random,
    ) -> Result<(WriteId, Outcome), ExecuteError> {
        self.execute_command(command, &mut Cx { now, random })
    }

    /// Undoes the last command of this tab: writes its inverse where nobody has built on it.
    ///
    /// # Errors
    /// When there is none, or it was built on.
    pub fn undo(&mut self, now: Instant, random: &mut dyn Random) -> Result<(WriteId, Outcome), ExecuteError> {
        self.undo_last(&mut Cx { now, random })
    }

    /// Does what has become possible, and hands out the effects.
    fn finish(&mut self, cx: &mut Cx<'_>) -> Outcome {
        self.take_pages(cx);
        self.give_back(cx);
        self.push_pending();
        self.index();
        let (writes, merging) = (&self.writes, self.inbox.front().map(exchange::mentioned_in).unwrap_or_default());
        let own = DocumentId::member(self.identity.user);
        let stands = |doc| doc == DocumentId::WORKSPACE || doc == own;
        self.documents.evict(|doc| stands(doc) || writes.touch(doc) || merging.contains(&doc));
        self.schedule(cx);
        std::mem::take(&mut self.out)
    }

    fn write_draft(&mut self, op: StoreOp) {
        let mut batch = Batch::default();
        self.put(&mut batch, op);
        self.commit(batch, Purpose::Quiet);
    }

    fn touch(&mut self) {
        self.revision += 1;
    }

    fn actor(&self) -> [u8; 16] {
        self.identity.device.actor(self.suffix)
    }

    /// Returns a number that grows with every visible change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns whom this device works for.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Returns the workspace's numbers (defaults until the workspace document is here).
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy)
    }

    /// Tells whether the workspace document is in memory; until then numbers and people are not the workspace's.
    pub fn knows_workspace(&self) -> bool {
        self.documents.contains(DocumentId::WORKSPACE)
    }

    /// Returns what the person has set for themselves.
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings)
    }

    /// Returns the workspace's people.
    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }

    /// Returns the rows of all visible customers, by id.
    pub fn rows(&self) -> Vec<Arc<SummaryRow>> {
        self.mirror.rows().cloned().collect()
    }

    /// Returns the row of a customer.
    pub fn row(&self, account: AccountId) -> Option<Arc<SummaryRow>> {
        self.mirror.row(account).cloned()
    }

    /// Returns the searchable texts of the documents held in full.
    pub fn texts(&self) -> &Map<AccountId, Arc<str>> {
        self.mirror.texts()
    }

    /// Returns the birthdays of customers' contacts that this phone may know, recorded with consent.
    pub fn birthdays(&self) -> &Map<AccountId, Vec<Day>> {
        self.mirror.birthdays()
    }

    /// Returns what other departments added and nobody has acted on, by document, also of customers that were not opened.
    pub fn open_contributions(&self) -> &Map<DocumentId, Vec<OpenContribution>> {
        self.mirror.open_contributions()
    }

    /// Counts the other customers in whose texts one of these sentences stands.
    pub fn others_with(&self, account: AccountId, sentences: &[String]) -> usize {
        let others = self.mirror.texts().iter().filter(|(other, _)| **other != account);
        others.filter(|(_, text)| sentences.iter().any(|sentence| text.contains(sentence.as_str()))).count()
    }

    /// Returns the last sync of each member below a manager.
    pub fn synced(&self) -> &Map<UserId, Instant> {
        &self.mirror.synced
    }

    /// Returns a customer's document; say [`Event::Open`] first.
    pub fn account(&self, account: AccountId) -> Availability<Account> {
        let doc = DocumentId::account(account);
        match self.documents.get(doc) {
            Some(loaded) => Availability::Ready(Arc::clone(loaded.account())),
            None => self.absence(doc),
        }
    }

    /// Returns a customer's numbers and birthdays, for owner and deputies.
    pub fn private(&self, account: AccountId) -> Availability<PrivateFacts> {
        let doc = DocumentId::private(account);
        match self.documents.get(doc) {
            Some(loaded) => Availability::Ready(Arc::clone(loaded.private())),
            // Written with the first number; until then there are none.
            None if self.mirror.record(doc).is_none() && self.sees_private(account) => {
                Availability::Ready(Arc::default())
            }
            None => self.absence(doc),
        }
    }

    /// Returns what other departments added about a customer, as far as it is here, the newest first; say
    /// [`Event::Open`] first.
    pub fn contributions(&self, account: AccountId) -> Vec<Contribution> {
        let loaded = DocumentId::companions(account).into_iter().filter_map(|doc| self.documents.get(doc));
        let mut all: Vec<_> = loaded.flat_map(|loaded| loaded.contributions().values().cloned()).collect();
        all.sort_by_key(|added| (std::cmp::Reverse(added.at), added.id));
        all
    }

    /// Returns the photos of the business cards of a customer's contacts, for owner and deputies, as far as they are here;
    /// say [`Event::Open`] first.
    pub fn cards(&self, account: AccountId) -> Cards {
        let loaded = self.documents.get(DocumentId::cards(account));
        loaded.map(|loaded| Arc::clone(loaded.cards())).unwrap_or_default()
    }

    /// Returns who changed what in a loaded document, newest first.
    pub fn history(&self, doc: DocumentId) -> Vec<HistoryEntry> {
        let loaded = self.documents.get(doc);
        let oldest_first = loaded.map(|loaded| loaded.document().history()).unwrap_or_default();
        oldest_first.into_iter().rev().collect()
    }

    /// Returns the fields of a loaded document that hold more than one concurrent value.
    pub fn clashes(&self, doc: DocumentId) -> Vec<Clash> {
        let loaded = self.documents.get(doc);
        loaded.map(|loaded| loaded.document().clashes()).unwrap_or_default()
    }

    /// Returns the exchanges finished, newest first.
    pub fn log(&self) -> Vec<SyncLogEntry> {
        self.mirror.log.iter().rev().cloned().collect()
    }

    /// Returns a half-written form.
    pub fn draft(&self, key: &str) -> Option<&Draft> {
        self.mirror.drafts.get(key)
    }

    /// Returns all half-written forms, newest first.
    pub fn drafts(&self) -> Vec<&Draft> {
        let mut drafts: Vec<_> = self.mirror.drafts.values().collect();
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.at));
        drafts
    }
}

#[cfg(test)]
mod tests;
