//! The device's replica: everything the app knows, as one state machine.
//!
//! Events go in (a command, a frame, a store's result), effects come out (store this, send that). No I/O, no clock:
//! `now` and randomness are arguments. Screens read it through [`crate::projection`].

mod record;
mod status;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use record::{
    Boot, DocumentRecord, Draft, GoneEntry, HeldItem, Identity, OutboxItem, StoreError, StoreOp, SyncLogEntry, WriteId,
};
pub use status::{
    Availability, Effect, Event, ExecuteError, LinkState, Notice, Outcome, PendingView, Progress, Saved, SyncStatus,
};

use crate::command::Command;
use crate::model::{Account, Clash, Directory, HistoryEntry, PrivateFacts};
use crate::policy::Policy;
use crate::summary::SummaryRow;
use crate::values::{AccountId, ActorSuffix, Instant, Random, UserId};

/// The replica of one tab.
#[derive(Debug)]
pub struct Session {
    identity: Identity,
    texts: BTreeMap<AccountId, Arc<str>>,
    synced: BTreeMap<UserId, Instant>,
    directory: Arc<Directory>,
}

impl Session {
    /// Starts a tab from what its store holds. `actor` is random and new for each tab session.
    pub fn start(identity: Identity, _boot: Boot, _actor: ActorSuffix, _now: Instant) -> (Self, Outcome) {
        (
            Self { identity, texts: BTreeMap::new(), synced: BTreeMap::new(), directory: Arc::default() },
            Outcome::default(),
        )
    }

    /// Takes an event in.
    pub fn handle(&mut self, _event: Event, _now: Instant, _random: &mut dyn Random) -> Outcome {
        Outcome::default()
    }

    /// Does what a person asks. The write is on disk when [`Event::Stored`] names the returned number.
    ///
    /// # Errors
    /// When a rule refuses it, or the document is still being loaded (try again on the next revision).
    pub fn execute(
        &mut self,
        _command: Command,
        _now: Instant,
        _random: &mut dyn Random,
    ) -> Result<(WriteId, Outcome), ExecuteError> {
        Err(ExecuteError::Loading)
    }

    /// Undoes the last command of this tab: writes its inverse where nobody has built on it.
    ///
    /// # Errors
    /// When there is none, or it was built on.
    pub fn undo(&mut self, _now: Instant, _random: &mut dyn Random) -> Result<(WriteId, Outcome), ExecuteError> {
        Err(ExecuteError::Loading)
    }

    /// Returns a number that grows with every visible change.
    pub fn revision(&self) -> u64 {
        0
    }

    /// Returns whom this device works for.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Returns the workspace's numbers (defaults until the workspace document is here).
    pub fn policy(&self) -> Arc<Policy> {
        Arc::new(Policy::default())
    }

    /// Returns the workspace's people.
    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }

    /// Returns the rows of all visible customers, by id.
    pub fn rows(&self) -> Vec<Arc<SummaryRow>> {
        Vec::new()
    }

    /// Returns the row of a customer.
    pub fn row(&self, _account: AccountId) -> Option<Arc<SummaryRow>> {
        None
    }

    /// Returns the searchable texts of the documents held in full.
    pub fn texts(&self) -> &BTreeMap<AccountId, Arc<str>> {
        &self.texts
    }

    /// Returns the last sync of each member below a manager.
    pub fn synced(&self) -> &BTreeMap<UserId, Instant> {
        &self.synced
    }

    /// Returns a customer's document; say [`Event::Open`] first.
    pub fn account(&self, _account: AccountId) -> Availability<Account> {
        Availability::Loading
    }

    /// Returns a customer's numbers and birthdays, for owner and deputies.
    pub fn private(&self, _account: AccountId) -> Availability<PrivateFacts> {
        Availability::NotHere
    }

    /// Returns who changed what in a loaded customer, newest first.
    pub fn history(&self, _account: AccountId) -> Vec<HistoryEntry> {
        Vec::new()
    }

    /// Returns the fields of a loaded customer that hold more than one concurrent value.
    pub fn clashes(&self, _account: AccountId) -> Vec<Clash> {
        Vec::new()
    }

    /// Returns the state of sync.
    pub fn status(&self) -> SyncStatus {
        SyncStatus::default()
    }

    /// Returns the edits that wait, newest first.
    pub fn pending(&self) -> Vec<PendingView> {
        Vec::new()
    }

    /// Returns the edits held for review, newest first.
    pub fn held(&self) -> Vec<PendingView> {
        Vec::new()
    }

    /// Returns the exchanges finished, newest first.
    pub fn log(&self) -> Vec<SyncLogEntry> {
        Vec::new()
    }

    /// Returns a half-written form.
    pub fn draft(&self, _key: &str) -> Option<&Draft> {
        None
    }

    /// Returns all half-written forms, newest first.
    pub fn drafts(&self) -> Vec<&Draft> {
        Vec::new()
    }
}
