//! The link to the server: when to connect, what to send, how long to wait. It decides; the shell holds the socket.

use crate::values::Set;

use super::record::OutboxItem;
use super::status::{Effect, LinkState};
use super::{Cx, Session};
use crate::sync::codec::Before;
use crate::sync::limits::PENDING_BYTES_A_FRAME;
use crate::sync::wire::{
    ByeReason, ChangeHash, ClientFrame, PROTOCOL_VERSION, PendingDocument, PinChange, Push, ServerFrame, Sync,
};
use crate::values::Instant;

/// Shortest and longest wait before a new attempt, milliseconds; drawn evenly between (full jitter), so that a
/// server that comes back is not met by all phones at once.
const RETRY_MS: (i64, i64) = (1_000, 60_000);

/// Silence after which the server is asked for a sign of life, milliseconds; below the 30 s of common proxies.
const PING_AFTER_MS: i64 = 25_000;

/// Silence after a ping, or after a connection attempt, that means a dead link, milliseconds.
const DEAD_AFTER_MS: i64 = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Socket {
    #[default]
    Closed,
    Opening,
    Open,
}

/// The state of the link.
#[derive(Debug, Default)]
pub(super) struct Link {
    /// Unknown until the shell says.
    leader: Option<bool>,
    /// Why connecting is of no use.
    blocked: Option<LinkState>,
    /// The server could not store anything when it was last reached.
    unable: bool,
    socket: Socket,
    /// Attempts since the last answer.
    attempt: u32,
    retry_at: Option<Instant>,
    heard_at: Instant,
    pinged_at: Option<Instant>,
    woken_for: Option<Instant>,
    /// Changes sent on this connection.
    sent: Set<ChangeHash>,
    /// What the pages of an answer build on.
    before: Before,
}

impl Link {
    pub(super) fn is_leader(&self) -> bool {
        self.leader == Some(true)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.socket == Socket::Closed
    }

    pub(super) fn state(&self, done: bool) -> LinkState {
        match (self.blocked, self.leader, self.socket) {
            (Some(blocked), ..) => blocked,
            (_, Some(false), _) => LinkState::Follower,
            (_, _, Socket::Closed) if self.unable => LinkState::ServerUnable,
            (_, _, Socket::Closed) => LinkState::Offline,
            (_, _, Socket::Opening) => LinkState::Connecting,
            (_, _, Socket::Open) if done => LinkState::Live,
            (_, _, Socket::Open) => LinkState::Syncing,
        }
    }

    fn wants_to_connect(&self) -> bool {
        self.is_leader() && self.blocked.is_none()
    }

    /// Returns when something must happen if nothing else does.
    fn deadline(&self) -> Option<Instant> {
        match self.socket {
            Socket::Closed => self.retry_at.filter(|_| self.wants_to_connect()),
            Socket::Opening => Some(self.heard_at.plus_ms(DEAD_AFTER_MS)),
            Socket::Open => Some(match self.pinged_at {
                Some(at) => at.plus_ms(DEAD_AFTER_MS),
                None => self.heard_at.plus_ms(PING_AFTER_MS),
            }),
        }
    }
}

impl Session {
    /// This tab does or no longer does own the socket.
    pub(super) fn lead(&mut self, leader: bool, cx: &mut Cx<'_>) {
        self.link.leader = Some(leader);
        self.touch();
        if leader {
            self.connect(cx);
        } else {
            self.close();
        }
    }

    /// Opens the socket now, if it makes sense.
    pub(super) fn connect(&mut self, cx: &mut Cx<'_>) {
        if self.link.wants_to_connect() && self.link.socket == Socket::Closed {
            self.link.socket = Socket::Opening;
            self.link.heard_at = cx.now;
            self.link.retry_at = None;
            self.out.effects.push(Effect::Connect);
            self.touch();
        }
    }

    /// Closes the socket and forgets what was received on it but not yet taken in.
    pub(super) fn close(&mut self) {
        if self.link.socket != Socket::Closed {
            self.out.effects.push(Effect::Disconnect);
        }
        self.closed();
    }

    fn closed(&mut self) {
        self.link.socket = Socket::Closed;
        self.link.unable = false;
        self.link.pinged_at = None;
        self.link.sent.clear();
        self.link.before = Before::default();
        self.inbox.clear();
        self.exchange.end();
        self.touch();
    }

    /// Closes the socket and tries again after a while that grows with every failure.
    pub(super) fn fall_back(&mut self, cx: &mut Cx<'_>) {
        self.close();
        self.retry(0, cx);
    }

    /// Closes the socket and opens it again at once, to start the exchange from the beginning.
    pub(super) fn start_over(&mut self, cx: &mut Cx<'_>) {
        if self.link.socket != Socket::Closed {
            self.close();
            self.link.retry_at = Some(cx.now.plus_ms(cx.between(100, 500)));
        }
    }

    fn retry(&mut self, at_least_ms: i64, cx: &mut Cx<'_>) {
        let (shortest, longest) = RETRY_MS;
        let ceiling = shortest.saturating_mul(1 << self.link.attempt.min(10)).clamp(shortest * 2, longest);
        self.link.attempt = self.link.attempt.saturating_add(1);
        let wait = cx.between(shortest, ceiling).saturating_add(at_least_ms);
        self.link.retry_at = Some(cx.now.plus_ms(wait));
        // A wake-up asked for the connection that is gone makes no sense any more.
        self.link.woken_for = None;
    }

    /// The socket is open: say at once where this device stands and what waits.
    pub(super) fn connected(&mut self, cx: &mut Cx<'_>) {
        if !self.link.wants_to_connect() {
            return self.out.effects.push(Effect::Disconnect);
        }
        self.link.socket = Socket::Open;
        self.link.heard_at = cx.now;
        self.link.pinged_at = None;
        self.link.sent.clear();
        self.inbox.clear();
        self.touch();
        let cookie = self.mirror.cookie;
        let manifest = self.begin_exchange(cookie, cx.now);
        let mut rest = self.unsent();
        // A manifest leaves no room for edits in its frame.
        let first = if manifest.is_none() && !rest.is_empty() { rest.remove(0) } else { Vec::new() };
        let sync = Sync {
            version: PROTOCOL_VERSION,
            cookie,
            digest: self.mirror.digest(),
            sent_at: cx.now,
            live: true,
            pending: first,
            pins: self.wanted_pins(),
            manifest,
            restored: self.mirror.restored,
        };
        self.send(&ClientFrame::Sync(sync));
        for pending in rest {
            self.send(&ClientFrame::Push(Push { pending, ..Push::default() }));
        }
    }

    /// The socket is closed, or could not be opened.
    pub(super) fn disconnected(&mut self, cx: &mut Cx<'_>) {
        if self.link.socket != Socket::Closed {
            self.closed();
            self.retry(0, cx);
        }
    }

    /// The server does not want this device until something changes.
    pub(super) fn block(&mut self, state: LinkState) {
        self.link.blocked = Some(state);
        self.close();
    }

    /// The person signed in again.
    pub(super) fn unblock(&mut self, cx: &mut Cx<'_>) {
        self.link.blocked = None;
        self.link.attempt = 0;
        self.touch();
        self.connect(cx);
    }

    /// The person wants to sync, or the network is back.
    pub(super) fn sync_now(&mut self, cx: &mut Cx<'_>) {
        match self.link.socket {
            Socket::Closed => self.connect(cx),
            Socket::Open if self.link.pinged_at.is_none() => self.ping(cx),
            Socket::Opening | Socket::Open => {}
        }
    }

    /// A page of the server is on disk: the next failure is a first one.
    pub(super) fn progressed(&mut self) {
        self.link.attempt = 0;
    }

    fn ping(&mut self, cx: &mut Cx<'_>) {
        self.link.pinged_at = Some(cx.now);
        self.send(&ClientFrame::Ping);
    }

    /// The time asked for has come. A clock that was set back meanwhile does not stop it.
    pub(super) fn woken(&mut self, cx: &mut Cx<'_>) {
        let time = self.link.woken_for.take().map_or(cx.now, |at| at.max(cx.now));
        if self.link.deadline().is_none_or(|deadline| time < deadline) {
            return;
        }
        match (self.link.socket, self.link.pinged_at) {
            (Socket::Closed, _) => self.connect(cx),
            (Socket::Open, None) => self.ping(cx),
            (Socket::Opening, _) | (Socket::Open, Some(_)) => self.fall_back(cx),
        }
    }

    /// Asks to be woken for the next deadline, unless an earlier wake-up stands.
    pub(super) fn schedule(&mut self, cx: &Cx<'_>) {
        let Some(deadline) = self.link.deadline() else { return };
        if self.link.woken_for.is_none_or(|at| deadline < at) {
            self.link.woken_for = Some(deadline);
            let after_ms = u32::try_from(deadline.ms_since(cx.now).max(0)).unwrap_or(u32::MAX);
            self.out.effects.push(Effect::Wake { after_ms });
        }
    }

    /// A frame arrived.
    pub(super) fn frame(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        if self.link.socket != Socket::Open {
            return;
        }
        self.link.heard_at = cx.now;
        self.link.pinged_at = None;
        match ServerFrame::from_bytes(bytes, &mut self.link.before) {
            Ok(ServerFrame::Delta(delta)) => {
                self.exchange.measure(delta.sent_at, cx.now);
                self.inbox.push_back(*delta);
            }
            Ok(ServerFrame::Pong) => {}
            Ok(ServerFrame::Bye { reason, retry_after_ms }) => match reason {
                ByeReason::TooOld => self.block(LinkState::TooOld),
                ByeReason::SignedOut => self.block(LinkState::NeedsSignIn),
                ByeReason::Revoked => self.block(LinkState::Revoked),
                ByeReason::Restored => self.server_was_restored(cx),
                ByeReason::Busy | ByeReason::Draining | ByeReason::BadFrame | ByeReason::Unavailable => {
                    self.close();
                    self.link.unable = reason == ByeReason::Unavailable;
                    self.retry(i64::from(retry_after_ms), cx);
                }
            },
            Err(_) => self.fall_back(cx),
        }
    }

    /// Sends what was saved and not yet sent on this connection.
    pub(super) fn push_pending(&mut self) {
        if self.link.socket == Socket::Open {
            for pending in self.unsent() {
                self.send(&ClientFrame::Push(Push { pending, ..Push::default() }));
            }
        }
    }

    /// Sends one changed pin.
    pub(super) fn push_pin(&mut self, pin: PinChange) {
        if self.link.socket == Socket::Open {
            self.send(&ClientFrame::Push(Push { pins: vec![pin], ..Push::default() }));
        }
    }

    pub(super) fn send(&mut self, frame: &ClientFrame) {
        self.link.before.sent(frame);
        self.out.effects.push(Effect::Send(frame.to_bytes()));
    }

    /// Returns what is on disk and not yet sent, in the order of making, in portions of one frame; notes it as sent. It
    /// may build on what a restored server lacks, and waits until that is given back.
    fn unsent(&mut self) -> Vec<Vec<PendingDocument>> {
        if self.mirror.restored {
            return Vec::new();
        }
        let unsaved = self.writes.unsaved();
        let sent = &mut self.link.sent;
        let unsent = self.mirror.outbox().filter(|item| !unsaved.contains(&item.hash) && sent.insert(item.hash));
        portions(unsent)
    }

    /// Tells whether everything on this device is acknowledged and everything of the server is here, on disk.
    pub(super) fn is_done(&self) -> bool {
        let settled = self.inbox.is_empty() && self.mirror.outbox_is_empty() && !self.mirror.restored;
        self.exchange.is_complete() && settled && self.writes.pages_stored()
    }
}

/// Puts edits, in the order of making, into portions of one frame.
pub(super) fn portions<'a>(items: impl Iterator<Item = &'a OutboxItem>) -> Vec<Vec<PendingDocument>> {
    let mut batches: Vec<Vec<PendingDocument>> = Vec::new();
    let mut room = 0;
    for item in items {
        if batches.is_empty() || item.bytes.len() > room {
            batches.push(Vec::new());
            room = PENDING_BYTES_A_FRAME;
        }
        room = room.saturating_sub(item.bytes.len());
        let Some(batch) = batches.last_mut() else { continue };
        // Only the last document is continued: a change never overtakes one of another document made before.
        match batch.last_mut() {
            Some(last) if last.doc == item.doc => last.changes.push(item.bytes.clone()),
            _ => batch.push(PendingDocument { doc: item.doc, changes: vec![item.bytes.clone()] }),
        }
    }
    batches
}
