//! The server's end of the links: the real hub and the real pull, over a store in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::model::Member;
use crate::policy::Policy;
use crate::sync::codec::Before;
use crate::sync::hub::{Caller, Choice, Hub, Receipt, Retention, Returning, Submission};
use crate::sync::limits::{FIRST_PAGE_BYTES, PAGE_BYTES};
use crate::sync::manifest::Manifest;
use crate::sync::pull::{PullRequest, is_elsewhere, pull};
use crate::sync::seal::Keys;
use crate::sync::store::{StoreError, StoreRead};
use crate::sync::wire::{
    ByeReason, ChangeHash, ClientFrame, Cookie, Delta, PendingDocument, PinChange, Returned, ServerFrame, TakenBack,
};
use crate::testing::builders::SplitMix;
use crate::testing::memory_store::{Damage, MemoryStore};
use crate::values::{ActorSuffix, DeviceId, DocumentId, Instant, Random, UserId};

/// The keys of every server here.
const KEYS: Keys = Keys { digest: [3; 16], seal: [5; 16] };

/// A connection.
#[derive(Debug)]
struct Connection {
    /// What the pages build on, until the SYNC is answered.
    before: Option<Before>,
    /// What the device said that it holds, until all that it lacks is sent.
    manifest: Option<Manifest>,
    returning: Returning,
    user: UserId,
    cookie: Cookie,
    page_bytes: usize,
    with_synced: bool,
    with_heads: bool,
    behind: bool,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// The writer, with its store.
    pub hub: Hub<MemoryStore>,
    keys: Keys,
    connections: BTreeMap<DeviceId, Connection>,
    /// Bytes of a page; small ones make many pages.
    pub page_bytes: Option<usize>,
    /// How much of what snapshots hold stays in the log; nearly nothing makes phones get documents whole.
    pub retention: Retention,
    /// Every page given to a device, in order, when they are asked for.
    pub given: Option<Vec<(DeviceId, Delta)>>,
}

impl Server {
    pub(super) fn new(members: &[Member], now: Instant, random: &mut SplitMix) -> Self {
        let hub = Hub::new(founded(members, now), KEYS, suffix(random));
        let (connections, retention) = Default::default();
        Self { hub, keys: KEYS, connections, page_bytes: None, retention, given: None }
    }

    /// Returns the key of the view digest.
    pub fn digest_key(&self) -> [u8; 16] {
        self.keys.digest
    }

    pub(super) fn restart(&mut self, random: &mut SplitMix) {
        self.connections.clear();
        self.hub = Hub::new(self.hub.store().clone(), self.keys, suffix(random));
    }

    /// Compacts every document, unless the store fails.
    pub(crate) fn compact(&mut self, now: Instant) {
        let all = self.hub.store().documents(None, usize::MAX).unwrap_or_default();
        let all: Vec<_> = all.into_iter().map(|facts| facts.doc).collect();
        self.hub.set_retention(self.retention);
        let _told_to_fail = self.hub.compact(&all, now);
    }

    /// Puts the state of an earlier backup in place, under a new epoch.
    pub fn restore(&mut self, backup: &MemoryStore, random: &mut SplitMix) {
        let mut epoch = [0; 8];
        random.fill(&mut epoch);
        self.connections.clear();
        self.hub = Hub::new(backup.restored(epoch), self.keys, suffix(random));
    }

    /// Damages a document at rest, starts anew and mends it; tells whether it had to be let go.
    pub(super) fn damage(&mut self, doc: DocumentId, damage: Damage, now: Instant, random: &mut SplitMix) -> bool {
        let mut epoch = [0; 8];
        random.fill(&mut epoch);
        self.hub.store_mut().damage(doc, damage);
        self.restart(random);
        // A store that was told to fail does so a few times only.
        loop {
            if let Ok(mended) = self.hub.mend(epoch, now) {
                return !mended.lost.is_empty();
            }
        }
    }

    /// Lets a manager decide on a held change; tells whether it could be decided like that.
    pub(crate) fn review(
        &mut self,
        reviewer: UserId,
        of: (DeviceId, ChangeHash),
        choice: &Choice,
        now: Instant,
        random: &mut SplitMix,
    ) -> bool {
        let reviewed = self.hub.review(reviewer, of, choice, suffix(random), now);
        reviewed.map(|pushed| self.note_news(&pushed.touched)).is_ok()
    }

    /// Draws other secrets for the seals, as another server has them.
    #[cfg(test)]
    pub(super) fn forget_seals(&mut self, random: &mut SplitMix) {
        random.fill(&mut self.keys.seal);
        self.restart(random);
    }

    pub(super) fn hang_up(&mut self, device: DeviceId) {
        self.connections.remove(&device);
    }

    pub(super) fn has_news(&self, device: DeviceId) -> bool {
        self.connections.get(&device).is_some_and(|connection| connection.behind)
    }

    /// Takes a frame; returns the frames to answer with.
    pub(super) fn receive(&mut self, caller: Caller, frame: &[u8], now: Instant) -> Vec<Vec<u8>> {
        let (frame, before) = match ClientFrame::from_bytes_noted(frame) {
            Ok(noted) => noted,
            Err(_) => return vec![bye(ByeReason::BadFrame)],
        };
        match frame {
            ClientFrame::Sync(sync) => {
                let position = self.hub.store().position();
                if position.is_ok_and(|position| is_elsewhere(&sync.cookie, position)) {
                    self.connections.remove(&caller.device);
                    return vec![bye(ByeReason::Restored)];
                }
                let connection = Connection {
                    before: Some(before),
                    manifest: sync.manifest.and_then(|manifest| Manifest::read(&manifest)),
                    returning: Returning::default(),
                    user: caller.user,
                    cookie: sync.cookie,
                    page_bytes: self.page_bytes.unwrap_or(FIRST_PAGE_BYTES),
                    with_synced: true,
                    with_heads: sync.restored,
                    behind: true,
                };
                self.connections.insert(caller.device, connection);
                self.push(caller, sync.pending, sync.pins, now)
            }
            // What follows a SYNC that was refused.
            ClientFrame::Push(_) if !self.connections.contains_key(&caller.device) => Vec::new(),
            ClientFrame::Push(push) => match push.returned {
                Some(returned) => self.take_back(caller, returned, now),
                None => self.push(caller, push.pending, push.pins, now),
            },
            ClientFrame::Ping => vec![ServerFrame::Pong.to_bytes()],
        }
    }

    fn push(
        &mut self,
        caller: Caller,
        pending: Vec<PendingDocument>,
        pins: Vec<PinChange>,
        now: Instant,
    ) -> Vec<Vec<u8>> {
        let with = |verdicts| Delta { verdicts, ..Delta::default() };
        match self.submit(Submission { caller, pending, pins }, now) {
            Some(Receipt::Stored(verdicts)) => self.page(caller, with(verdicts), now),
            Some(Receipt::Stopped(verdicts)) => {
                let mut frames = self.page(caller, with(verdicts), now);
                frames.push(bye(ByeReason::Busy));
                frames
            }
            Some(Receipt::Unavailable) | None => vec![bye(ByeReason::Unavailable)],
        }
    }

    fn take_back(&mut self, caller: Caller, part: Returned, now: Instant) -> Vec<Vec<u8>> {
        let Some(connection) = self.connections.get_mut(&caller.device) else { return Vec::new() };
        let answer = match connection.returning.add(&self.keys, part) {
            None => return Vec::new(),
            Some(Err(refused)) => refused,
            Some(Ok(returned)) => match self.hub.take_back(caller, &returned, now) {
                Err(_) => return vec![bye(ByeReason::Unavailable)],
                Ok((whole, pushed)) => {
                    self.note_news(&pushed.touched);
                    TakenBack { doc: returned.doc, whole }
                }
            },
        };
        self.page(caller, Delta { taken_back: Some(answer), ..Delta::default() }, now)
    }

    /// Takes what came by another way than a link of this network; open links have news of it.
    pub fn submit(&mut self, submission: Submission, now: Instant) -> Option<Receipt> {
        let pushed = self.hub.push(vec![submission], now);
        self.note_news(&pushed.touched);
        pushed.receipts.into_iter().next()
    }

    /// Changes a member, as an administrator does.
    ///
    /// # Errors
    /// When the store was told to fail.
    pub fn put_member(&mut self, member: &Member, now: Instant) -> Result<(), StoreError> {
        let pushed = self.hub.put_member(member, None, now)?;
        self.note_news(&pushed.touched);
        Ok(())
    }

    /// Lets leads that nobody follows up go back to their pools; a store that fails leaves them where they are.
    pub fn return_leads(&mut self, now: Instant) {
        if let Ok(pushed) = self.hub.return_leads(now) {
            self.note_news(&pushed.touched);
        }
    }

    fn note_news(&mut self, touched: &BTreeSet<UserId>) {
        for connection in self.connections.values_mut() {
            connection.behind |= touched.contains(&connection.user);
        }
    }

    /// Returns the next page for a connection that is behind.
    pub(super) fn news(&mut self, caller: Caller, now: Instant) -> Vec<Vec<u8>> {
        self.page(caller, Delta::default(), now)
    }

    fn page(&mut self, caller: Caller, answers: Delta, now: Instant) -> Vec<Vec<u8>> {
        let Some(connection) = self.connections.get_mut(&caller.device) else { return Vec::new() };
        let request = PullRequest {
            caller,
            cookie: connection.cookie,
            page_bytes: connection.page_bytes,
            with_synced: std::mem::take(&mut connection.with_synced),
            with_heads: connection.with_heads,
            now,
        };
        let Ok(delta) = pull(self.hub.store(), &self.keys, &request, connection.manifest.as_mut()) else {
            return vec![bye(ByeReason::Unavailable)];
        };
        let delta = Delta { verdicts: answers.verdicts, taken_back: answers.taken_back, ..delta };
        connection.cookie = delta.cookie;
        connection.behind = delta.more;
        connection.page_bytes = self.page_bytes.unwrap_or(PAGE_BYTES);
        let more = delta.more;
        if let Some(given) = &mut self.given {
            given.push((caller.device, delta.clone()));
        }
        let frame = ServerFrame::Delta(Box::new(delta));
        let bytes = match &mut connection.before {
            Some(before) => frame.to_bytes_after(before),
            None => frame.to_bytes(),
        };
        connection.before = connection.before.take().filter(|_| more);
        connection.manifest = connection.manifest.take().filter(|_| more);
        vec![bytes]
    }
}

fn bye(reason: ByeReason) -> Vec<u8> {
    ServerFrame::Bye { reason, retry_after_ms: 0 }.to_bytes()
}

/// Returns the store of a server that knows these members and nothing else. Thousands of schedules begin with one of a
/// few teams, and writing a workspace takes as long as many of their steps: each is written once.
fn founded(members: &[Member], now: Instant) -> MemoryStore {
    static FOUNDED: Mutex<Vec<(Vec<Member>, Instant, MemoryStore)>> = Mutex::new(Vec::new());
    let mut known = FOUNDED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., store)) = known.iter().find(|(of, at, _)| of == members && *at == now) {
        return store.clone();
    }
    let mut hub = Hub::new(MemoryStore::new([1; 8]), KEYS, [1; 8]);
    #[expect(clippy::expect_used, reason = "a store in memory that was not told to fail")]
    {
        hub.init_workspace(&Policy::preset(), now).expect("the store is new");
        for member in members {
            hub.put_member(member, None, now).expect("the store does not fail");
        }
    }
    known.push((members.to_vec(), now, hub.store().clone()));
    hub.store().clone()
}

fn suffix(random: &mut SplitMix) -> ActorSuffix {
    let mut suffix = [0; 8];
    random.fill(&mut suffix);
    suffix
}
