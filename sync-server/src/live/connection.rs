//! One connection's task: the first frame, then pushes and news until either side ends it.
//!
//! Nothing is queued for a connection: a hint makes it pull what its own cookie lacks, so a slow reader costs one page
//! of memory until its time is up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use fieldnote_core::sync::codec::Before;
use fieldnote_core::sync::hub::{Caller, Receipt, Returning, Submission};
use fieldnote_core::sync::manifest::Manifest;
use fieldnote_core::sync::pull::is_elsewhere;
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::sync::wire::{
    ByeReason, ClientFrame, Cookie, PROTOCOL_VERSION, PendingDocument, PinChange, Returned, ServerFrame, Sync,
    TakenBack,
};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::pages::Pages;
use super::{bye, bye_of};
use crate::app::{App, Cut};
use crate::auth::SignedIn;
use crate::auth::limiter::Bucket;
use crate::error::ApiError;
use crate::limits;

/// How a connection ends.
#[derive(Debug)]
enum End {
    /// The device is told why.
    Bye(ByeReason),
    /// The answer is complete and the device did not ask for more.
    Done,
    /// The device is gone, or does not read.
    Lost,
}

impl From<ApiError> for End {
    fn from(error: ApiError) -> Self {
        if let ApiError::Internal(error) = &error {
            tracing::error!(error = format!("{error:#}"), "a connection failed");
        }
        Self::Bye(bye_of(&error))
    }
}

/// What a connection waits for.
enum Event {
    Message(Option<Result<Message, axum::Error>>),
    News(bool),
    Cut(Result<Cut, RecvError>),
    Draining,
    Tick,
}

struct Connection {
    app: Arc<App>,
    me: SignedIn,
    socket: WebSocket,
    pages: Pages,
    news: watch::Receiver<u64>,
    cuts: broadcast::Receiver<Cut>,
    draining: watch::Receiver<bool>,
    bucket: Bucket,
    returning: Returning,
    heard_at: Instant,
    checked_at: Instant,
}

/// Runs a connection to its end.
pub(super) async fn run(app: Arc<App>, who: Result<SignedIn, ApiError>, mut socket: WebSocket) {
    let me = match who {
        Ok(me) => me,
        Err(error) => {
            let End::Bye(reason) = End::from(error) else { return };
            let message = Message::Binary(bye(reason).to_bytes().into());
            let _gone = timeout(limits::SEND_TIMEOUT, socket.send(message)).await;
            return close(&mut socket).await;
        }
    };
    let metrics = Arc::clone(&app.metrics);
    metrics.connections.add(1);
    let now = Instant::now();
    let caller = Caller { user: me.user(), device: me.device };
    let mut connection = Connection {
        news: app.fanout.subscribe(me.user()),
        cuts: app.cuts.subscribe(),
        draining: app.draining.clone(),
        pages: Pages::new(Arc::clone(&app), caller, Cookie::default()),
        bucket: Bucket::new(limits::FRAMES_BURST, limits::FRAME_REFILL, now),
        returning: Returning::default(),
        heard_at: now,
        checked_at: now,
        app,
        me,
        socket,
    };
    let end = connection.live().await.err().unwrap_or(End::Done);
    tracing::debug!(device = %connection.me.device, ?end, "connection ended");
    if let End::Bye(reason) = end {
        let _gone = connection.send_frame(&bye(reason)).await;
    }
    if !matches!(end, End::Lost) {
        close(&mut connection.socket).await;
    }
    metrics.connections.subtract_one();
}

/// Sends a close frame and gives the other side a moment to read all that was sent before the connection goes.
async fn close(socket: &mut WebSocket) {
    let frame = CloseFrame { code: close_code::NORMAL, reason: "".into() };
    let goodbye = async {
        socket.send(Message::Close(Some(frame))).await?;
        while socket.recv().await.is_some_and(|message| message.is_ok()) {}
        Ok::<_, axum::Error>(())
    };
    let _gone = timeout(Duration::from_secs(2), goodbye).await;
}

impl Connection {
    async fn live(&mut self) -> Result<(), End> {
        let Ok(first) = timeout(limits::FIRST_FRAME_TIMEOUT, self.receive()).await else {
            return Err(End::Bye(ByeReason::BadFrame));
        };
        let (ClientFrame::Sync(first), before) = first? else { return Err(End::Bye(ByeReason::BadFrame)) };
        // A session may have ended between the handshake and the subscription to cuts.
        self.recheck().await?;
        if !self.answer_sync(first, before).await? {
            return Ok(());
        }
        let mut tick = interval(limits::PING_INTERVAL);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tick.reset();
        loop {
            let event = tokio::select! {
                message = self.socket.recv() => Event::Message(message),
                changed = self.news.changed() => Event::News(changed.is_ok()),
                cut = self.cuts.recv() => Event::Cut(cut),
                _ = self.draining.wait_for(|draining| *draining) => Event::Draining,
                _ = tick.tick() => Event::Tick,
            };
            self.obey_waiting().await?;
            match event {
                Event::Message(message) => {
                    if let Some((frame, before)) = self.frame(message).await? {
                        self.answer(frame, before).await?;
                    }
                }
                Event::News(true) => {
                    self.pages.look();
                    self.send_pages().await?;
                }
                Event::Cut(cut) => self.obey(cut).await?,
                Event::News(false) | Event::Draining => return Err(End::Bye(ByeReason::Draining)),
                Event::Tick => self.tick().await?,
            }
        }
    }

    async fn receive(&mut self) -> Result<(ClientFrame, Before), End> {
        loop {
            let message = self.socket.recv().await;
            if let Some(frame) = self.frame(message).await? {
                return Ok(frame);
            }
        }
    }

    /// Reads a message; nothing for what the protocol below answers itself.
    async fn frame(
        &mut self,
        message: Option<Result<Message, axum::Error>>,
    ) -> Result<Option<(ClientFrame, Before)>, End> {
        // Everything counts, also what is answered below.
        let now = Instant::now();
        if matches!(message, Some(Ok(_))) && self.bucket.take(now).is_err() {
            return Err(End::Bye(ByeReason::Busy));
        }
        let bytes = match message {
            Some(Ok(Message::Binary(bytes))) => bytes,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                self.heard_at = now;
                return Ok(None);
            }
            Some(Ok(Message::Text(_))) => return Err(End::Bye(ByeReason::BadFrame)),
            // A message larger than allowed: the device learns why before the connection goes.
            Some(Err(error)) if error.to_string().contains("too long") => return Err(End::Bye(ByeReason::BadFrame)),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(End::Lost),
        };
        self.heard_at = now;
        self.app.metrics.frames_received.add(1);
        self.app.metrics.bytes_received.add(bytes.len() as u64);
        match decode(bytes).await {
            Some(frame) => Ok(Some(frame)),
            None => Err(End::Bye(ByeReason::BadFrame)),
        }
    }

    async fn answer(&mut self, frame: ClientFrame, before: Before) -> Result<(), End> {
        match frame {
            ClientFrame::Ping => self.send_frame(&ServerFrame::Pong).await,
            ClientFrame::Push(push) => match push.returned {
                Some(part) => self.take_back(part).await,
                None => self.store_and_send(push.pending, push.pins, false).await,
            },
            // A device that starts over, on the same socket.
            ClientFrame::Sync(sync) => {
                let stays = self.answer_sync(sync, before).await?;
                if stays { Ok(()) } else { Err(End::Done) }
            }
        }
    }

    /// Answers a SYNC; false when the device does not want to stay.
    async fn answer_sync(&mut self, sync: Sync, before: Before) -> Result<bool, End> {
        if sync.version != PROTOCOL_VERSION {
            return Err(End::Bye(ByeReason::TooOld));
        }
        let manifest = manifest_of(&self.app, &sync).await.map_err(End::Bye)?;
        self.pages.resume(sync.cookie, sync.restored, manifest, before);
        self.store_and_send(sync.pending, sync.pins, true).await?;
        Ok(sync.live)
    }

    async fn store_and_send(
        &mut self,
        pending: Vec<PendingDocument>,
        pins: Vec<PinChange>,
        is_sync: bool,
    ) -> Result<(), End> {
        let caller = Caller { user: self.me.user(), device: self.me.device };
        match self.app.hub.push(Submission { caller, pending, pins }, self.pages.epoch()).await {
            Receipt::Stored(verdicts) => {
                self.pages.begin(verdicts, is_sync);
                self.send_pages().await
            }
            // The rest was not looked at: the device sends it again, in a conversation of its own.
            Receipt::Stopped(verdicts) => {
                self.pages.begin(verdicts, is_sync);
                self.send_pages().await?;
                Err(End::Bye(ByeReason::Busy))
            }
            // The device keeps its edits and comes back; until then it shall at least have the news.
            Receipt::Unavailable => {
                self.pages.begin(Vec::new(), is_sync);
                self.send_pages().await?;
                Err(End::Bye(ByeReason::Unavailable))
            }
        }
    }

    /// Takes a part of what a restored server lacks; the answer comes with the last one.
    async fn take_back(&mut self, part: Returned) -> Result<(), End> {
        let caller = Caller { user: self.me.user(), device: self.me.device };
        let answer = match self.returning.add(&self.app.keys, part) {
            None => return Ok(()),
            Some(Err(refused)) => refused,
            Some(Ok(returned)) => {
                let doc = returned.doc;
                let taken = self.app.hub.take_back(caller, returned).await;
                let whole = taken.map_err(|_| End::Bye(ByeReason::Unavailable))?;
                TakenBack { doc, whole }
            }
        };
        self.pages.begin_taken_back(answer);
        self.send_pages().await
    }

    async fn send_pages(&mut self) -> Result<(), End> {
        // What is published from here on is either in these pages or leads to others.
        let hint = *self.news.borrow_and_update();
        while self.pages.is_behind() {
            if let Some(page) = self.pages.next(Some(hint)).await? {
                self.obey_waiting().await?;
                self.send(page).await?;
            }
        }
        Ok(())
    }

    async fn send_frame(&mut self, frame: &ServerFrame) -> Result<(), End> {
        self.send(frame.to_bytes().into()).await
    }

    async fn send(&mut self, bytes: Bytes) -> Result<(), End> {
        let count = bytes.len() as u64;
        match timeout(limits::SEND_TIMEOUT, self.socket.send(Message::Binary(bytes))).await {
            Ok(Ok(())) => {
                self.app.metrics.frames_sent.add(1);
                self.app.metrics.bytes_sent.add(count);
                Ok(())
            }
            Ok(Err(_)) => Err(End::Lost),
            Err(_) => {
                self.app.metrics.slow_readers.add(1);
                Err(End::Lost)
            }
        }
    }

    async fn obey(&mut self, cut: Result<Cut, RecvError>) -> Result<(), End> {
        match cut {
            Ok(Cut::Device(device)) if device == self.me.device => Err(End::Bye(ByeReason::Revoked)),
            Ok(Cut::Session(token)) if token == self.me.token => Err(End::Bye(ByeReason::SignedOut)),
            Ok(Cut::User { user, but }) if user == self.me.user() && but != Some(self.me.token) => {
                Err(End::Bye(ByeReason::SignedOut))
            }
            Ok(_) => Ok(()),
            // Some were missed: look for ourselves.
            Err(RecvError::Lagged(_)) => self.recheck().await,
            Err(RecvError::Closed) => Err(End::Bye(ByeReason::Draining)),
        }
    }

    /// Obeys every cut that has come, before anything else is taken or given.
    async fn obey_waiting(&mut self) -> Result<(), End> {
        loop {
            let cut = match self.cuts.try_recv() {
                Ok(cut) => Ok(cut),
                Err(TryRecvError::Empty) => return Ok(()),
                Err(TryRecvError::Lagged(missed)) => Err(RecvError::Lagged(missed)),
                Err(TryRecvError::Closed) => Err(RecvError::Closed),
            };
            self.obey(cut).await?;
        }
    }

    async fn tick(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if now.duration_since(self.heard_at) >= limits::IDLE_TIMEOUT {
            return Err(End::Lost);
        }
        if now.duration_since(self.checked_at) >= limits::SESSION_RECHECK {
            self.recheck().await?;
        }
        let ping = self.socket.send(Message::Ping(Bytes::new()));
        match timeout(limits::SEND_TIMEOUT, ping).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(End::Lost),
        }
    }

    async fn recheck(&mut self) -> Result<(), End> {
        self.checked_at = Instant::now();
        self.me = SignedIn::of_token(self.me.token, &self.app).await?;
        Ok(())
    }
}

/// Returns what a device says that it holds; says why its first frame is not answered.
pub(super) async fn manifest_of(app: &Arc<App>, sync: &Sync) -> Result<Option<Manifest>, ByeReason> {
    let position = app.blocking(|app| Ok(app.database.view(|log| log.position())?)).await;
    match position {
        Ok(position) if is_elsewhere(&sync.cookie, position) => return Err(ByeReason::Restored),
        Ok(_) => {}
        Err(error) => return Err(bye_of(&error)),
    }
    match &sync.manifest {
        Some(bytes) => Manifest::read(bytes).map(Some).ok_or(ByeReason::BadFrame),
        None => Ok(None),
    }
}

/// Reads a frame; a long one may inflate to megabytes and is read away from the async threads.
async fn decode(bytes: Bytes) -> Option<(ClientFrame, Before)> {
    if bytes.len() <= 4 * 1024 {
        return ClientFrame::from_bytes_noted(&bytes).ok();
    }
    tokio::task::spawn_blocking(move || ClientFrame::from_bytes_noted(&bytes).ok()).await.ok().flatten()
}
