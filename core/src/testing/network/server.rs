//! The server's end of the links: the real hub and the real pull, over a store in memory.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Member;
use crate::policy::Policy;
use crate::sync::codec::Before;
use crate::sync::hub::{Caller, Hub, Receipt, Retention, Submission};
use crate::sync::limits::{FIRST_PAGE_BYTES, PAGE_BYTES};
use crate::sync::pull::{PullRequest, pull};
use crate::sync::store::{StoreError, StoreRead};
use crate::sync::wire::{ByeReason, ClientFrame, Cookie, Delta, PendingDocument, PinChange, ServerFrame, Verdict};
use crate::testing::builders::SplitMix;
use crate::testing::memory_store::MemoryStore;
use crate::values::{ActorSuffix, DeviceId, Instant, Random, UserId};

/// A connection.
#[derive(Debug)]
struct Connection {
    /// What the pages build on, until the SYNC is answered.
    before: Option<Before>,
    user: UserId,
    cookie: Cookie,
    page_bytes: usize,
    with_synced: bool,
    behind: bool,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// The writer, with its store.
    pub hub: Hub<MemoryStore>,
    key: [u8; 16],
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
        let (mut key, mut epoch) = ([0; 16], [0; 8]);
        random.fill(&mut key);
        random.fill(&mut epoch);
        let mut hub = Hub::new(MemoryStore::new(epoch), key, suffix(random));
        #[expect(clippy::expect_used, reason = "a store in memory that was not told to fail")]
        {
            hub.init_workspace(&Policy::preset(), now).expect("the store is new");
            for member in members {
                hub.put_member(member, None, now).expect("the store does not fail");
            }
        }
        Self { hub, key, connections: BTreeMap::new(), page_bytes: None, retention: Retention::default(), given: None }
    }

    /// Returns the key of the view digest.
    pub fn digest_key(&self) -> [u8; 16] {
        self.key
    }

    pub(super) fn restart(&mut self, random: &mut SplitMix) {
        self.connections.clear();
        self.hub = Hub::new(self.hub.store().clone(), self.key, suffix(random));
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
        self.hub = Hub::new(backup.restored(epoch), self.key, suffix(random));
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
                let connection = Connection {
                    before: Some(before),
                    user: caller.user,
                    cookie: sync.cookie,
                    page_bytes: self.page_bytes.unwrap_or(FIRST_PAGE_BYTES),
                    with_synced: true,
                    behind: true,
                };
                self.connections.insert(caller.device, connection);
                self.push(caller, sync.pending, sync.pins, now)
            }
            ClientFrame::Push(push) => self.push(caller, push.pending, push.pins, now),
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
        match self.submit(Submission { caller, pending, pins }, now) {
            Some(Receipt::Stored(verdicts)) => self.page(caller, verdicts, now),
            Some(Receipt::Stopped(verdicts)) => {
                let mut frames = self.page(caller, verdicts, now);
                frames.push(bye(ByeReason::Busy));
                frames
            }
            Some(Receipt::Unavailable) | None => vec![bye(ByeReason::Unavailable)],
        }
    }

    /// Takes what came by another way than a link of this network; open links have news of it.
    pub fn submit(&mut self, submission: Submission, now: Instant) -> Option<Receipt> {
        let pushed = self.hub.push(vec![submission], now);
        self.tell(&pushed.touched);
        pushed.receipts.into_iter().next()
    }

    /// Changes a member, as an administrator does.
    ///
    /// # Errors
    /// When the store was told to fail.
    pub fn put_member(&mut self, member: &Member, now: Instant) -> Result<(), StoreError> {
        let pushed = self.hub.put_member(member, None, now)?;
        self.tell(&pushed.touched);
        Ok(())
    }

    fn tell(&mut self, touched: &BTreeSet<UserId>) {
        for connection in self.connections.values_mut() {
            connection.behind |= touched.contains(&connection.user);
        }
    }

    /// Returns the next page for a connection that is behind.
    pub(super) fn news(&mut self, caller: Caller, now: Instant) -> Vec<Vec<u8>> {
        self.page(caller, Vec::new(), now)
    }

    fn page(&mut self, caller: Caller, verdicts: Vec<Verdict>, now: Instant) -> Vec<Vec<u8>> {
        let Some(connection) = self.connections.get_mut(&caller.device) else { return Vec::new() };
        let request = PullRequest {
            caller,
            cookie: connection.cookie,
            page_bytes: connection.page_bytes,
            with_synced: std::mem::take(&mut connection.with_synced),
            now,
        };
        let Ok(mut delta) = pull(self.hub.store(), &self.key, &request) else {
            return vec![bye(ByeReason::Unavailable)];
        };
        delta.verdicts = verdicts;
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
        vec![bytes]
    }
}

fn bye(reason: ByeReason) -> Vec<u8> {
    ServerFrame::Bye { reason, retry_after_ms: 0 }.to_bytes()
}

fn suffix(random: &mut SplitMix) -> ActorSuffix {
    let mut suffix = [0; 8];
    random.fill(&mut suffix);
    suffix
}
