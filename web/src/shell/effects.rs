//! Runs what the session asks for. Store transactions and reads of one tab go through one queue, in order.

use fieldnote_core::session::{Effect, Event, StoreOp, WriteId};
use fieldnote_core::values::DocumentId;
use futures::StreamExt;
use futures::channel::mpsc;

use super::App;
use crate::platform::socket::{Socket, SocketEvent};
use crate::platform::store::DeviceStore;
use crate::platform::task::spawn;
use crate::platform::timer::Timer;

/// One thing for the store to do.
pub(super) enum StoreJob {
    Write { id: WriteId, ops: Vec<StoreOp>, strict: bool },
    Load(DocumentId),
}

/// The end of the queue that jobs are put in.
pub(super) type StoreQueue = mpsc::UnboundedSender<StoreJob>;

impl App {
    pub(super) fn run_effect(&self, effect: Effect) {
        match effect {
            Effect::Load(doc) => self.enqueue(StoreJob::Load(doc)),
            Effect::Store { id, ops, strict } => self.enqueue(StoreJob::Write { id, ops, strict }),
            Effect::Connect => self.connect(),
            Effect::Disconnect => drop(self.0.socket.take()),
            Effect::Send(frame) => {
                if let Some(socket) = self.0.socket.borrow().as_ref() {
                    socket.send(&frame);
                }
            }
            Effect::Wake { after_ms } => {
                let app = self.clone();
                self.0.wake.replace(Some(Timer::after(after_ms, move || app.event(Event::Woken))));
            }
        }
    }

    fn enqueue(&self, job: StoreJob) {
        // The queue's other end lives as long as the tab.
        let _ = self.0.store.unbounded_send(job);
    }

    fn connect(&self) {
        let app = self.clone();
        let socket = Socket::open(move |event| match event {
            SocketEvent::Open => app.event(Event::Connected),
            SocketEvent::Frame(frame) => app.event(Event::Frame(frame)),
            SocketEvent::Closed => {
                app.0.socket.take();
                app.event(Event::Disconnected);
            }
        });
        match socket {
            Some(socket) => drop(self.0.socket.replace(Some(socket))),
            None => {
                let app = self.clone();
                // Later, because the session is just answering.
                spawn(async move { app.event(Event::Disconnected) });
            }
        }
    }

    /// Works the queue off, one job after the other.
    pub(super) async fn work(self, mut jobs: mpsc::UnboundedReceiver<StoreJob>, store: DeviceStore) {
        while let Some(job) = jobs.next().await {
            match job {
                StoreJob::Write { id, ops, strict } => {
                    let result = store.commit(&ops, strict).await;
                    if result.is_ok() {
                        self.0.tabs.tell(&ops);
                    }
                    self.answer_write(id, result);
                }
                StoreJob::Load(doc) => self.event(match store.chunks(doc).await {
                    Ok(chunks) => Event::Loaded { doc, chunks },
                    Err(error) => Event::LoadFailed { doc, error },
                }),
            }
        }
    }
}
