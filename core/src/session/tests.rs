//! One tab, its store and hand-made answers of a server. Whole conversations are in `testing::simulation`.

mod link;
mod local;
mod restored;
mod server;

use super::*;
use crate::model::Role;
use crate::sync::wire::{ClientFrame, Delta, Outcome as Verdicted, PendingDocument, ServerFrame, Verdict};
use crate::testing::builders::{self, SplitMix};
use crate::testing::device_store::DeviceStore;
use crate::values::DeviceId;

const START: Instant = Instant(1_760_000_000_000);

fn account(number: u8) -> AccountId {
    AccountId(crate::values::Id::from_bytes([number; 10]))
}

/// A tab whose shell does only what the test lets it do.
struct Tab {
    session: Session,
    store: DeviceStore,
    random: SplitMix,
    now: Instant,
    work: Vec<Effect>,
    sent: Vec<ClientFrame>,
    connects: usize,
    wake_ms: Option<u32>,
    notices: Vec<Notice>,
    committed: Vec<Vec<StoreOp>>,
}

impl Tab {
    fn new() -> Self {
        Self::from(DeviceStore::default(), 1)
    }

    fn from(store: DeviceStore, seed: u64) -> Self {
        let me = builders::member(builders::user(2), Role::Rep, None);
        let identity = builders::identity(&me, DeviceId([1; 8]), [7; 16]);
        let mut random = SplitMix::new(seed);
        let suffix = random.draw().to_be_bytes();
        let (session, outcome) = Session::start(identity, store.boot(), suffix, START);
        let mut tab = Self {
            session,
            store,
            random,
            now: START,
            work: Vec::new(),
            sent: Vec::new(),
            connects: 0,
            wake_ms: None,
            notices: Vec::new(),
            committed: Vec::new(),
        };
        tab.take(outcome);
        tab
    }

    /// A connected tab whose first exchange is over.
    fn live() -> Self {
        let mut tab = Self::new();
        tab.handle(Event::Leader(true));
        tab.handle(Event::Connected);
        tab.answer(Delta { cookie: Cookie { epoch: [1; 8], seq: 1, before: 0 }, ..Delta::default() });
        tab.settle();
        tab.sent.clear();
        tab
    }

    fn take(&mut self, outcome: Outcome) {
        self.notices.extend(outcome.notices);
        for effect in outcome.effects {
            match effect {
                Effect::Load(_) | Effect::Store { .. } => self.work.push(effect),
                Effect::Connect => self.connects += 1,
                Effect::Disconnect => {}
                Effect::Send(frame) => self.sent.push(ClientFrame::from_bytes(&frame).unwrap()),
                Effect::Wake { after_ms } => self.wake_ms = Some(after_ms),
            }
        }
    }

    fn handle(&mut self, event: Event) {
        let outcome = self.session.handle(event, self.now, &mut self.random);
        self.take(outcome);
    }

    fn execute(&mut self, command: Command) -> WriteId {
        self.now = self.now.plus_ms(1_000);
        let (id, outcome) = self.session.execute(command, self.now, &mut self.random).unwrap();
        self.take(outcome);
        id
    }

    fn answer(&mut self, delta: Delta) {
        self.handle(Event::Frame(ServerFrame::Delta(Box::new(delta)).to_bytes()));
    }

    /// Answers with verdicts, in the order of the outbox.
    fn judge(&mut self, outcomes: &[Verdicted]) {
        let verdicts = self.session.mirror.outbox().zip(outcomes);
        let verdicts = verdicts.map(|(item, outcome)| Verdict { doc: item.doc, hash: item.hash, outcome: *outcome });
        let delta = Delta { verdicts: verdicts.collect(), cookie: self.session.mirror.cookie, ..Delta::default() };
        self.answer(delta);
        self.settle();
    }

    /// Lets the store do all its work.
    fn settle(&mut self) {
        for _ in 0..1_000 {
            if self.work.is_empty() {
                return;
            }
            self.step();
        }
        panic!("never settles: {:?}", self.work);
    }

    /// Lets the store do the next thing.
    fn step(&mut self) {
        match self.work.remove(0) {
            Effect::Load(doc) => self.handle(Event::Loaded { doc, chunks: self.store.chunks(doc) }),
            Effect::Store { id, ops, .. } => match self.store.commit(&ops) {
                Ok(()) => {
                    self.committed.push(ops);
                    self.handle(Event::Stored(id));
                }
                Err(error) => self.handle(Event::StoreFailed(id, error)),
            },
            _ => {}
        }
    }

    fn hash_of_held(&self, at: Instant) -> crate::sync::wire::ChangeHash {
        self.store.held.values().find(|held| held.item.at == at).map(|held| held.item.hash).unwrap()
    }

    fn name(&self, account: AccountId) -> String {
        match self.session.account(account) {
            Availability::Ready(account) => account.profile.name.clone(),
            other => format!("{other:?}"),
        }
    }

    fn tags(&self, account: AccountId) -> Vec<String> {
        match self.session.account(account) {
            Availability::Ready(account) => account.profile.tags.iter().cloned().collect(),
            _ => Vec::new(),
        }
    }

    fn open(&mut self, account: AccountId) {
        self.handle(Event::Open(DocumentId::account(account)));
        self.settle();
    }

    /// Every change sent, in order.
    fn pushed(&self) -> Vec<PendingDocument> {
        let pending = self.sent.iter().flat_map(|frame| match frame {
            ClientFrame::Sync(sync) => sync.pending.clone(),
            ClientFrame::Push(push) => push.pending.clone(),
            ClientFrame::Ping => Vec::new(),
        });
        pending.collect()
    }
}

use crate::sync::wire::Cookie;
