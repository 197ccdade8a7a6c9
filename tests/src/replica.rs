//! The phone's own session over a real socket: what the app does without its screens, its store in memory.
//!
//! Unlike [`crate::client`] it decides nothing by itself: when to connect, what to send and how long to wait is said
//! by [`Session`].

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fieldnote_core::session::{Effect, Event, ExecuteError, LinkState, Notice, Outcome, Session, StoreOp};
use fieldnote_core::sync::codec::Before;
use fieldnote_core::sync::wire::ServerFrame;
use fieldnote_core::testing::device_store::DeviceStore;
use fieldnote_core::values::Random;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::api::Person;
use crate::client::{SmallRandom, now, upgrade};

/// Bytes of a frame below which it may be a farewell, which is sent plain and can be read by itself.
const FAREWELL_BYTES_MAX: usize = 32;

/// A phone with one tab.
#[derive(Debug)]
pub struct Replica {
    /// The tab.
    pub session: Session,
    /// What outlives it.
    pub store: DeviceStore,
    /// Everything the person was told.
    pub notices: Vec<Notice>,
    /// When it reached for the server, ever.
    pub attempts: Vec<Instant>,
    /// When the server sent it away, and how many milliseconds it shall stay away.
    pub farewells: Vec<(Instant, u32)>,
    person: Person,
    address: String,
    random: SmallRandom,
    effects: VecDeque<Effect>,
    socket: Option<WebSocketStream<TcpStream>>,
    wakes_at: Option<Instant>,
}

impl Replica {
    /// Starts a tab from its store; it connects when told [`Event::Leader`].
    pub fn start(person: Person, address: &str, store: DeviceStore, seed: u64) -> Self {
        let mut random = SmallRandom(seed);
        let mut suffix = [0; 8];
        random.fill(&mut suffix);
        let (session, outcome) = Session::start(person.identity.clone(), store.boot(), suffix, now());
        let mut replica = Self {
            session,
            store,
            notices: Vec::new(),
            attempts: Vec::new(),
            farewells: Vec::new(),
            person,
            address: address.to_owned(),
            random,
            effects: VecDeque::new(),
            socket: None,
            wakes_at: None,
        };
        replica.take(outcome);
        replica
    }

    /// Tells the session what happened.
    pub fn tell(&mut self, event: Event) {
        let outcome = self.session.handle(event, now(), &mut self.random);
        self.take(outcome);
    }

    /// Does what the person asks; it is in the store after the next steps.
    ///
    /// # Errors
    /// When the customer is not here, or a rule refuses it.
    pub async fn execute(&mut self, command: fieldnote_core::command::Command) -> Result<()> {
        // Once more when both of its documents are loaded.
        for _ in 0..2 {
            match self.session.execute(command.clone(), now(), &mut self.random) {
                Ok((_, outcome)) => {
                    self.take(outcome);
                    return Ok(());
                }
                Err(ExecuteError::Loading) => {
                    self.tell(Event::Open(command.document()));
                    while self.is_busy() {
                        self.work().await;
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        bail!("{} does not load", command.document())
    }

    /// Returns the source of ids of this phone.
    pub fn random(&mut self) -> &mut SmallRandom {
        &mut self.random
    }

    /// Tells whether everything of the server is here, and everything from here is there.
    pub fn is_live(&self) -> bool {
        self.effects.is_empty() && self.session.status().link == LinkState::Live
    }

    /// Tells whether it has a socket.
    pub fn is_linked(&self) -> bool {
        self.socket.is_some()
    }

    /// Tells whether something is to be done before the next event.
    pub fn is_busy(&self) -> bool {
        !self.effects.is_empty()
    }

    /// Does the next thing the session asked for; returns what was committed to the store.
    pub async fn work(&mut self) -> Vec<StoreOp> {
        match self.effects.pop_front() {
            None => {}
            Some(Effect::Load(doc)) => self.tell(Event::Loaded { doc, chunks: self.store.chunks(doc) }),
            Some(Effect::Store { id, ops, .. }) => match self.store.commit(&ops) {
                Ok(()) => {
                    self.tell(Event::Stored(id));
                    return ops;
                }
                Err(error) => self.tell(Event::StoreFailed(id, error)),
            },
            Some(Effect::Connect) => self.connect().await,
            Some(Effect::Disconnect) => self.socket = None,
            Some(Effect::Send(frame)) => {
                if let Some(socket) = &mut self.socket
                    && socket.send(Message::Binary(frame.into())).await.is_err()
                {
                    self.socket = None;
                    self.tell(Event::Disconnected);
                }
            }
            Some(Effect::Wake { after_ms }) => {
                self.wakes_at = Some(Instant::now() + Duration::from_millis(after_ms.into()));
            }
        }
        Vec::new()
    }

    /// Waits for what happens next. May be dropped and called again.
    pub async fn event(&mut self) -> Event {
        loop {
            let Self { wakes_at, socket, .. } = self;
            let woken = async {
                match wakes_at {
                    Some(at) => sleep_until(*at).await,
                    None => std::future::pending().await,
                }
            };
            let message = async {
                match socket {
                    Some(socket) => socket.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = woken => {
                    self.wakes_at = None;
                    return Event::Woken;
                }
                message = message => match message {
                    Some(Ok(Message::Binary(bytes))) => {
                        self.note_farewell(&bytes);
                        return Event::Frame(bytes.to_vec());
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => {
                        self.socket = None;
                        return Event::Disconnected;
                    }
                    Some(Ok(_)) => {}
                },
            }
        }
    }

    /// Goes on until a condition holds.
    ///
    /// # Errors
    /// When it does not in time; the message says where the phone stands.
    pub async fn until(&mut self, within: Duration, holds: impl Fn(&Self) -> bool) -> Result<()> {
        let going = async {
            while !holds(self) {
                if self.is_busy() {
                    self.work().await;
                } else {
                    let event = self.event().await;
                    self.tell(event);
                }
            }
        };
        let held = timeout(within, going).await;
        held.with_context(|| format!("{:?}: {:?}", self.person.identity.device, self.session.status()))
    }

    fn take(&mut self, outcome: Outcome) {
        self.notices.extend(outcome.notices);
        self.effects.extend(outcome.effects);
    }

    async fn connect(&mut self) {
        self.attempts.push(Instant::now());
        self.socket = upgrade(&self.address, &self.person.cookie).await.ok();
        self.tell(if self.socket.is_some() { Event::Connected } else { Event::Disconnected });
    }

    fn note_farewell(&mut self, bytes: &[u8]) {
        if bytes.len() < FAREWELL_BYTES_MAX
            && let Ok(ServerFrame::Bye { retry_after_ms, .. }) = ServerFrame::from_bytes(bytes, &mut Before::default())
        {
            self.farewells.push((Instant::now(), retry_after_ms));
        }
    }
}
