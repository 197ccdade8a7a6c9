//! One device: a tab's session, its store, its end of the link.

use std::collections::{BTreeSet, VecDeque};

use crate::command::Command;
use crate::session::{
    Effect, Event, ExecuteError, HeldItem, Identity, LinkState, Notice, Outcome, Session, StoreOp, WriteId,
};
use crate::sync::hub::Caller;
use crate::sync::wire::ChangeHash;
use crate::testing::builders::SplitMix;
use crate::testing::device_store::DeviceStore;
use crate::values::{DeviceId, DocumentId, Instant, Random};

/// Work for the store, done in the order asked.
#[derive(Debug)]
enum Work {
    Load(DocumentId),
    Store(WriteId, Vec<StoreOp>),
}

/// What the shell tells the session next.
#[derive(Debug)]
enum Next {
    Event(Box<Event>),
    /// The socket was asked for: whether it opens depends on the network then.
    Connect,
}

/// A device with one tab.
#[derive(Debug)]
pub struct Device {
    /// The tab's replica.
    pub session: Session,
    /// What outlives the tab.
    pub store: DeviceStore,
    /// Everything the person was told, in order.
    pub notices: Vec<Notice>,
    identity: Identity,
    skew_ms: i64,
    random: SplitMix,
    /// Every change that a command made here.
    written: BTreeSet<ChangeHash>,
    work: VecDeque<Work>,
    events: VecDeque<Next>,
    linked: bool,
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Vec<u8>>,
    wakes_at: Option<Instant>,
}

impl Device {
    pub(super) fn new(identity: Identity, skew_ms: i64, now: Instant, seed: u64) -> Self {
        let mut random = SplitMix::new(seed);
        let store = DeviceStore::default();
        let (session, outcome) = start(&identity, &store, now.plus_ms(skew_ms), &mut random);
        let mut device = Self {
            session,
            store,
            notices: Vec::new(),
            identity,
            skew_ms,
            random,
            written: BTreeSet::new(),
            work: VecDeque::new(),
            events: VecDeque::new(),
            linked: false,
            up: VecDeque::new(),
            down: VecDeque::new(),
            wakes_at: None,
        };
        device.run(outcome, now);
        device.handle(Event::Leader(true), now);
        device
    }

    /// Returns the device's id.
    pub fn id(&self) -> DeviceId {
        self.identity.device
    }

    /// Returns who speaks from it.
    pub fn caller(&self) -> Caller {
        Caller { user: self.identity.user, device: self.identity.device }
    }

    pub(super) fn restart(&mut self, now: Instant, seed: u64) {
        self.random = SplitMix::new(seed);
        self.work.clear();
        self.events.clear();
        self.wakes_at = None;
        let (session, outcome) = start(&self.identity, &self.store, now.plus_ms(self.skew_ms), &mut self.random);
        self.session = session;
        self.run(outcome, now);
        self.handle(Event::Leader(true), now);
    }

    pub(super) fn handle(&mut self, event: Event, now: Instant) {
        let outcome = self.session.handle(event, now.plus_ms(self.skew_ms), &mut self.random);
        self.run(outcome, now);
    }

    /// Does what the person asks; the answer of the store comes with later steps. Returns the changes that were written.
    ///
    /// # Errors
    /// As [`Session::execute`].
    pub fn execute(&mut self, command: Command, now: Instant) -> Result<(WriteId, Vec<ChangeHash>), ExecuteError> {
        let (id, outcome) = self.session.execute(command, now.plus_ms(self.skew_ms), &mut self.random)?;
        let ops = outcome.effects.iter().flat_map(|effect| match effect {
            Effect::Store { id: of, ops, .. } if *of == id => ops.as_slice(),
            _ => &[],
        });
        let put = ops.filter_map(|op| if let StoreOp::PutOutbox(item) = op { Some(item.hash) } else { None });
        // A transaction carries those of earlier ones that are under way.
        let new: Vec<_> = put.filter(|hash| !self.written.contains(hash)).collect();
        self.written.extend(&new);
        self.run(outcome, now);
        Ok((id, new))
    }

    /// Takes the last command back.
    ///
    /// # Errors
    /// As [`Session::undo`].
    pub fn undo(&mut self, now: Instant) -> Result<WriteId, ExecuteError> {
        let (id, outcome) = self.session.undo(now.plus_ms(self.skew_ms), &mut self.random)?;
        self.run(outcome, now);
        Ok(id)
    }

    fn run(&mut self, outcome: Outcome, now: Instant) {
        self.notices.extend(outcome.notices);
        for effect in outcome.effects {
            match effect {
                Effect::Load(doc) => self.work.push_back(Work::Load(doc)),
                Effect::Store { id, ops, .. } => self.work.push_back(Work::Store(id, ops)),
                Effect::Connect => self.events.push_back(Next::Connect),
                Effect::Disconnect => {
                    self.linked = false;
                    self.up.clear();
                    self.down.clear();
                }
                Effect::Send(frame) if self.linked => self.up.push_back(frame),
                Effect::Send(_) => {}
                Effect::Wake { after_ms } => self.wakes_at = Some(now.plus_ms(i64::from(after_ms))),
            }
        }
    }

    /// Tells whether an edit waits for its verdict, also after the store has done what it was asked.
    pub fn keeps_waiting(&self, hash: ChangeHash) -> bool {
        let under_way = self.work.iter().flat_map(|work| match work {
            Work::Store(_, ops) => ops.as_slice(),
            Work::Load(_) => &[],
        });
        let dropped = under_way.filter(|op| **op == StoreOp::DeleteOutbox(hash)).count();
        dropped == 0 && self.store.outbox.contains_key(&hash)
    }

    /// Returns the held edits, without those that the store is about to let go, or that a page which has arrived decides.
    pub fn held_for_good(&self) -> impl Iterator<Item = &HeldItem> {
        let goes = |hash: &ChangeHash| {
            let dropped = self.work.iter().any(|work| match work {
                Work::Store(_, ops) => ops.contains(&StoreOp::DeleteHeld(*hash)),
                Work::Load(_) => false,
            });
            dropped || self.session.is_told_about(*hash)
        };
        self.store.held.iter().filter(move |(hash, _)| !goes(hash)).map(|(_, held)| held)
    }

    pub(super) fn has_store_work(&self) -> bool {
        !self.work.is_empty()
    }

    pub(super) fn run_store(&mut self) {
        let event = match self.work.pop_front() {
            Some(Work::Load(doc)) => Event::Loaded { doc, chunks: self.store.chunks(doc) },
            Some(Work::Store(id, ops)) => match self.store.commit(&ops) {
                Ok(()) => Event::Stored(id),
                Err(error) => Event::StoreFailed(id, error),
            },
            None => return,
        };
        self.events.push_back(Next::Event(Box::new(event)));
    }

    pub(super) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// Tells the session what comes next; true when that was a new socket.
    pub(super) fn deliver(&mut self, now: Instant, reachable: bool) -> bool {
        match self.events.pop_front() {
            Some(Next::Event(event)) => self.handle(*event, now),
            Some(Next::Connect) => {
                self.linked = reachable;
                self.handle(if reachable { Event::Connected } else { Event::Disconnected }, now);
                return true;
            }
            None => {}
        }
        false
    }

    pub(super) fn is_linked(&self) -> bool {
        self.linked
    }

    pub(super) fn has_up(&self) -> bool {
        !self.up.is_empty()
    }

    pub(super) fn has_down(&self) -> bool {
        !self.down.is_empty()
    }

    pub(super) fn take_up(&mut self) -> Option<Vec<u8>> {
        self.up.pop_front()
    }

    pub(super) fn take_down(&mut self, now: Instant) {
        if let Some(frame) = self.down.pop_front() {
            self.handle(Event::Frame(frame), now);
        }
    }

    pub(super) fn push_down(&mut self, frame: Vec<u8>) {
        if self.linked {
            self.down.push_back(frame);
        }
    }

    pub(super) fn duplicate_frame(&mut self, up: bool) {
        let frames = if up { &mut self.up } else { &mut self.down };
        if let Some(frame) = frames.front().cloned() {
            frames.push_front(frame);
        }
    }

    pub(super) fn lose_link(&mut self) {
        self.up.clear();
        self.down.clear();
        if std::mem::replace(&mut self.linked, false) {
            self.events.push_back(Next::Event(Box::new(Event::Disconnected)));
        }
    }

    pub(super) fn wakes_at(&self) -> Option<Instant> {
        self.wakes_at
    }

    pub(super) fn wake(&mut self, now: Instant) {
        if self.wakes_at.is_some_and(|at| at <= now) {
            self.wakes_at = None;
            self.handle(Event::Woken, now);
        }
    }

    pub(super) fn is_quiet(&self) -> bool {
        let status = self.session.status();
        let final_state = matches!(status.link, LinkState::Revoked | LinkState::TooOld | LinkState::NeedsSignIn);
        final_state || (status.link == LinkState::Live && status.pending == 0)
    }
}

fn start(identity: &Identity, store: &DeviceStore, now: Instant, random: &mut SplitMix) -> (Session, Outcome) {
    let mut suffix = [0; 8];
    random.fill(&mut suffix);
    Session::start(identity.clone(), store.boot(), suffix, now)
}
