//! The server's logic: admit, commit, acknowledge. Pure: the store is a trait, time is an argument.
//!
//! One [`Hub`] writes a workspace. It drains what waits, admits every change on a throw-away copy, commits the whole
//! batch in one transaction and only then acknowledges. Reading is [`crate::sync::pull`], which needs no hub.

mod admit;
mod batch;
mod budget;
mod cache;
mod check;
mod compact;
mod leads;
mod mend;
mod review;
mod settle;
mod take_back;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::document::{Document, DocumentError, Written};
use crate::model::{Directory, Member};
use crate::policy::Policy;
use crate::summary::RowAudience;
use crate::sync::audit::{AuditEntry, AuditEvent};
use crate::sync::limits::SYNC_RECORD_MS;
use crate::sync::pull::{PullRequest, pull};
use crate::sync::seal::Keys;
use crate::sync::store::{Commit, NewSync, Store, StoreError, StoreRead};
use crate::sync::wire::{ChangeHash, Delta, Outcome, PendingDocument, PinChange, Sync, Verdict};
use crate::values::{ActorSuffix, DeviceId, DocumentId, Instant, UserId};

use admit::Admitted;
use batch::{Answer, Batch, Draft};
use budget::Budget;
use cache::Cache;
pub use check::{Report, check};
use compact::Overgrown;
pub use compact::Retention;
pub use mend::Mended;
pub use review::{Choice, HeldField, HeldView, ReviewError, held_views};
use settle::{Rules, is_kept, settle};
pub use take_back::Returning;

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
    /// What has a verdict is on disk. For the rest the submission was too much at once, or a change of it made
    /// Automerge panic: the conversation ends, and the device sends the rest in another one.
    Stopped(Vec<Verdict>),
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
    /// Panics that were caught on the way.
    pub panics: u32,
    /// Something in the store could not be read: [`Hub::mend`] may help.
    pub damaged: bool,
}

/// What came of trying a batch.
enum Attempt {
    Done(Pushed),
    /// A change made Automerge panic on a copy of its document.
    Panicked(DocumentId, ChangeHash),
}

/// The writer of one workspace.
#[derive(Debug)]
pub struct Hub<S> {
    store: S,
    keys: Keys,
    actor: [u8; 16],
    cache: Cache,
    /// Read from the workspace document when first needed.
    workspace: Option<Arc<Workspace>>,
    /// When each device's sync was last written down.
    recorded: BTreeMap<DeviceId, Instant>,
    retention: Retention,
    overgrown: Overgrown,
}

/// What the workspace document says.
#[derive(Debug, Clone, Default)]
struct Workspace {
    policy: Policy,
    directory: Directory,
}

impl<S: Store> Hub<S> {
    /// Opens a hub over a store. `session` is random and new for each process: the second half of the actor id
    /// under which the server writes protected facts.
    pub fn new(store: S, keys: Keys, session: ActorSuffix) -> Self {
        let actor = DeviceId::SERVER.actor(session);
        Self {
            store,
            keys,
            actor,
            cache: Cache::default(),
            workspace: None,
            recorded: BTreeMap::new(),
            retention: Retention::default(),
            overgrown: Overgrown::default(),
        }
    }

    /// Sets how much of what snapshots hold stays in the log.
    pub fn set_retention(&mut self, retention: Retention) {
        self.retention = retention;
    }

    /// Returns the store, for reading.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Returns the store for what is not the hub's: a backend's own tables, a test's faults.
    pub fn store_mut(&mut self) -> &mut S {
        &mut self.store
    }

    /// Gives the store back; another hub may open it.
    pub fn into_store(self) -> S {
        self.store
    }

    /// Returns the workspace's secrets.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Admits everything that several devices sent, in order (later submissions see earlier ones' effects), and
    /// commits it in one transaction.
    ///
    /// A panic costs whoever sent its cause: what took part in it is thrown away, and the others' changes are admitted
    /// again without it.
    pub fn push(&mut self, batch: Vec<Submission>, now: Instant) -> Pushed {
        if let Ok(pushed) = catch_unwind(AssertUnwindSafe(|| self.push_guarded(&batch, now))) {
            return pushed;
        }
        // After admission, while rows, access or snapshots were made: nothing was committed. Find out whose fault.
        self.forget();
        let mut all = Pushed { panics: 1, ..Pushed::default() };
        if batch.len() <= 1 {
            all.receipts = batch.iter().map(|_| Receipt::Stopped(Vec::new())).collect();
            return all;
        }
        for submission in batch {
            let pushed = self.push(vec![submission], now);
            all.receipts.extend(pushed.receipts);
            all.touched.extend(pushed.touched);
            all.panics += pushed.panics;
            all.damaged |= pushed.damaged;
        }
        all
    }

    fn push_guarded(&mut self, batch: &[Submission], now: Instant) -> Pushed {
        let mut poison = BTreeSet::new();
        let mut moved = false;
        let attempt = loop {
            match self.try_push(batch, &poison, now) {
                // Another process may have committed since our state was read: read it again, once.
                Err(StoreError::Moved { .. }) if !moved => moved = true,
                // Every submission ends at its first such change, so this ends too.
                Ok(Attempt::Panicked(doc, hash)) => {
                    self.cache.remove(doc);
                    if doc == DocumentId::WORKSPACE {
                        self.workspace = None;
                    }
                    poison.insert(hash);
                }
                Ok(Attempt::Done(pushed)) => break Ok(pushed),
                Err(error) => break Err(error),
            }
        };
        attempt.unwrap_or_else(|error| {
            let receipts = batch.iter().map(|_| Receipt::Unavailable).collect();
            Pushed { receipts, damaged: matches!(error, StoreError::Corrupt(_)), ..Pushed::default() }
        })
    }

    /// Answers a device's first frame: push, then the first page. Further pages are the caller's business (ask
    /// [`pull`] with the page's cookie while [`Delta::more`] is set), as is [`Sync::live`]. Who needs to know which
    /// other users have news calls [`Self::push`] and [`pull`].
    ///
    /// # Errors
    /// When nothing could be stored or read.
    pub fn sync(&mut self, caller: Caller, sync: Sync, page_bytes: usize, now: Instant) -> Result<Delta, StoreError> {
        let submission = Submission { caller, pending: sync.pending, pins: sync.pins };
        let receipt = self.push(vec![submission], now).receipts.pop();
        let Some(Receipt::Stored(verdicts) | Receipt::Stopped(verdicts)) = receipt else {
            return Err(StoreError::Unavailable("the commit failed".to_owned()));
        };
        let request =
            PullRequest { caller, cookie: sync.cookie, page_bytes, with_synced: true, with_heads: sync.restored, now };
        let delta = pull(&self.store, &self.keys, &request, None)?;
        Ok(Delta { verdicts, ..delta })
    }

    /// Creates the workspace document with a policy, unless there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn init_workspace(&mut self, policy: &Policy, now: Instant) -> Result<Pushed, StoreError> {
        if self.store.document(DocumentId::WORKSPACE)?.is_some() {
            return Ok(Pushed::default());
        }
        self.write_workspace(None, now, |document| document.init_workspace(policy, now))
    }

    /// Makes what a workspace of an earlier version lacks; nothing where there is no workspace yet.
    ///
    /// # Errors
    /// When the store fails.
    pub fn complete_workspace(&mut self, now: Instant) -> Result<Pushed, StoreError> {
        if self.store.document(DocumentId::WORKSPACE)?.is_none() {
            return Ok(Pushed::default());
        }
        self.write_workspace(None, now, |document| document.complete_workspace(now))
    }

    /// Adds or changes a member: writes the directory and recomputes who sees what. `by` is the administrator, nobody
    /// on the command line.
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_member(&mut self, member: &Member, by: Option<UserId>, now: Instant) -> Result<Pushed, StoreError> {
        self.write_workspace(by, now, |document| document.put_member(member, now))
    }

    /// Makes the rows of every customer anew, and who sees what: a program of another version may have made the rows with
    /// less in them, and shown them to others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn make_rows(&mut self, now: Instant) -> Result<Pushed, StoreError> {
        let workspace = self.workspace()?;
        let poison = BTreeSet::new();
        let mut batch = Batch::new(&self.store, &mut self.cache, &workspace, self.actor, now, &poison)?;
        let (directory, policy) = (&workspace.directory, &workspace.policy);
        let rules = Rules { directory, policy, directory_changed: true, rows_changed: true };
        let touched = settle(&mut batch, &rules, &self.keys.digest)?;
        let Batch { commit, drafts, .. } = batch;
        let settled = Settled { commit, touched, drafts, workspace };
        self.finish(settled, now).map(|(touched, _)| Pushed { touched, ..Pushed::default() })
    }

    /// Returns the members and their roles.
    ///
    /// # Errors
    /// When the store fails.
    pub fn directory(&mut self) -> Result<Directory, StoreError> {
        Ok(self.workspace()?.directory.clone())
    }

    fn write_workspace(
        &mut self,
        by: Option<UserId>,
        now: Instant,
        edit: impl FnOnce(&mut Document) -> Result<Option<Written>, DocumentError>,
    ) -> Result<Pushed, StoreError> {
        let workspace = self.workspace()?;
        let poison = BTreeSet::new();
        let mut batch = Batch::new(&self.store, &mut self.cache, &workspace, self.actor, now, &poison)?;
        batch.by = by;
        batch.write(DocumentId::WORKSPACE, edit)?;
        let settled = settle_batch(batch, &workspace, &self.keys.digest)?;
        self.finish(settled, now).map(|(touched, _)| Pushed { touched, ..Pushed::default() })
    }

    fn try_push(
        &mut self,
        submissions: &[Submission],
        poison: &BTreeSet<ChangeHash>,
        now: Instant,
    ) -> Result<Attempt, StoreError> {
        let workspace = self.workspace()?;
        let mut batch = Batch::new(&self.store, &mut self.cache, &workspace, self.actor, now, poison)?;
        let mut answers = Vec::with_capacity(submissions.len());
        for submission in submissions {
            let mut budget = Budget::new();
            match batch.open_all(submission, &mut budget) {
                Ok(()) => answers.push(Some(batch.admit(submission, &mut budget)?)),
                // One damaged document must not stop the others' work.
                Err(StoreError::Corrupt(_)) => answers.push(None),
                Err(error) => return Err(error),
            }
            if let Some((doc, hash)) = batch.panicked {
                return Ok(Attempt::Panicked(doc, hash));
            }
        }
        for submission in submissions.iter().zip(&answers).filter(|(_, answer)| answer.is_some()).map(|(s, _)| s) {
            let Caller { user, device } = submission.caller;
            let recorded = self.recorded.get(&device);
            if recorded.is_none_or(|at| now.ms_since(*at) >= SYNC_RECORD_MS) {
                batch.commit.syncs.push(NewSync { device, user, at: now });
            }
        }
        let panics = batch.panics;
        let mut settled = settle_batch(batch, &workspace, &self.keys.digest)?;
        // A device that pinned has news of its own.
        let pinned = submissions.iter().filter(|submission| !submission.pins.is_empty());
        settled.touched.extend(pinned.map(|submission| submission.caller.user));
        for sync in &settled.commit.syncs {
            self.recorded.insert(sync.device, sync.at);
        }
        let (touched, first) = self.finish(settled, now)?;
        let damaged = answers.iter().any(Option::is_none);
        let receipts = answers.into_iter().map(|answers| receipt(answers, first)).collect();
        Ok(Attempt::Done(Pushed { receipts, touched, panics, damaged }))
    }

    /// Commits; on success the working copies become the cached ones, on an error nothing cached can be trusted.
    fn finish(&mut self, settled: Settled, now: Instant) -> Result<(BTreeSet<UserId>, u64), StoreError> {
        let Settled { commit, touched, drafts, workspace } = settled;
        if commit.is_empty() {
            return Ok((touched, commit.after + 1));
        }
        match self.store.commit(&commit) {
            Ok(committed) => {
                self.workspace = Some(workspace);
                let mut last = BTreeMap::new();
                last.extend((committed.first..).zip(&commit.changes).map(|(seq, change)| (change.doc, seq)));
                for (doc, draft) in drafts.into_iter().filter(|(_, draft)| draft.changed) {
                    let last_seq = last.get(&doc).copied().unwrap_or_default();
                    let loaded = draft.stored(last_seq);
                    if loaded.is_overgrown() {
                        self.overgrown.note(doc, now);
                    }
                    self.cache.put(doc, loaded);
                }
                Ok((touched, committed.first))
            }
            Err(error) => {
                self.forget();
                Err(error)
            }
        }
    }

    fn workspace(&mut self) -> Result<Arc<Workspace>, StoreError> {
        if let Some(workspace) = &self.workspace {
            return Ok(Arc::clone(workspace));
        }
        let loaded = self.cache.load(&self.store, DocumentId::WORKSPACE, self.actor)?;
        let (policy, directory, _) = loaded.document.workspace();
        let workspace = Arc::new(Workspace { policy, directory });
        self.workspace = Some(Arc::clone(&workspace));
        Ok(workspace)
    }

    fn forget(&mut self) {
        self.cache.clear();
        self.workspace = None;
        self.recorded.clear();
    }
}

/// A batch ready to be committed.
struct Settled {
    commit: Commit,
    touched: BTreeSet<UserId>,
    drafts: BTreeMap<DocumentId, Draft>,
    /// The workspace after it.
    workspace: Arc<Workspace>,
}

fn settle_batch<S: StoreRead>(
    mut batch: Batch<'_, S>,
    before: &Arc<Workspace>,
    digest_key: &[u8; 16],
) -> Result<Settled, StoreError> {
    let draft = batch.drafts.get(&DocumentId::WORKSPACE).filter(|draft| draft.changed);
    let workspace = match draft.map(|draft| draft.now.document.workspace()) {
        Some((policy, directory, _)) => Arc::new(Workspace { policy, directory }),
        None => Arc::clone(before),
    };
    let members = workspace.directory.members.values();
    let news = members.filter(|member| before.directory.members.get(&member.id) != Some(*member));
    batch.commit.members = news.cloned().collect();
    for member in &batch.commit.members {
        let state = if member.disabled { "disabled" } else { "enabled" };
        batch.commit.audit.push(AuditEntry {
            at: batch.now,
            event: AuditEvent::Member,
            user: batch.by,
            device: None,
            subject: member.id.to_string(),
            detail: format!("{} {state}", member.role.key()),
        });
    }
    let rules = Rules {
        directory: &workspace.directory,
        policy: &workspace.policy,
        directory_changed: !batch.commit.members.is_empty(),
        rows_changed: !workspace.policy.makes_same_rows(&before.policy)
            || is_kept(RowAudience::Named, &workspace.directory) && !is_kept(RowAudience::Named, &before.directory),
    };
    let touched = settle(&mut batch, &rules, digest_key)?;
    let Batch { commit, drafts, .. } = batch;
    Ok(Settled { commit, touched, drafts, workspace })
}

fn receipt(admitted: Option<Admitted>, first: u64) -> Receipt {
    let Some(Admitted { answers, whole }) = admitted else { return Receipt::Unavailable };
    let verdicts = answers.into_iter().map(|(doc, hash, answer)| {
        let outcome = match answer {
            Answer::Known(outcome) => outcome,
            Answer::New(index) => Outcome::Durable(first + index as u64),
        };
        Verdict { doc, hash, outcome }
    });
    if whole { Receipt::Stored(verdicts.collect()) } else { Receipt::Stopped(verdicts.collect()) }
}

#[cfg(test)]
mod tests;
