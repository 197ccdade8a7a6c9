//! Starting a tab: open the store, read whom it works for, start the session, join the other tabs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use fieldnote_core::session::{Event, Identity, Session, StoreError};
use fieldnote_core::values::Random;
use futures::channel::mpsc;
use yew::Callback;

use super::{App, Inner, leader};
use crate::platform::random::WebRandom;
use crate::platform::store::DeviceStore;
use crate::platform::tabs::Tabs;
use crate::platform::task::spawn;
use crate::platform::{canary, clock, page};

/// What the store said.
#[derive(Debug, Clone)]
pub enum Start {
    /// This device works for somebody: here is the app.
    Ready(App),
    /// Nobody signed in yet; whose data the browser threw away, if it did.
    SignIn {
        /// The store, for the sign-in to write into.
        store: DeviceStore,
        /// Sign-in name of the person whose data is gone.
        evicted: Option<String>,
    },
    /// The store cannot be used.
    Failed(StoreError),
}

/// Opens the store and starts the session that it holds.
pub async fn start() -> Start {
    let found = async {
        let store = DeviceStore::open().await?;
        let identity = store.identity().await?;
        Ok((store, identity))
    };
    match found.await {
        Err(error) => Start::Failed(error),
        Ok((store, None)) => Start::SignIn { store, evicted: canary::find() },
        Ok((store, Some(identity))) => open(store, identity).await,
    }
}

/// Starts the session of a signed-in person.
pub async fn open(store: DeviceStore, identity: Identity) -> Start {
    match store.boot().await {
        Err(error) => Start::Failed(error),
        Ok(boot) => {
            canary::set(&identity.login);
            Start::Ready(run(store, identity, boot))
        }
    }
}

fn run(store: DeviceStore, identity: Identity, boot: fieldnote_core::session::Boot) -> App {
    let mut random = WebRandom;
    let mut actor = [0; 8];
    random.fill(&mut actor);
    let (session, outcome) = Session::start(identity, boot, actor, clock::now());
    let (queue, jobs) = mpsc::unbounded();
    let app = App(Rc::new(Inner {
        published: Cell::new(session.revision()),
        redraws: Cell::new(0),
        session: RefCell::new(session),
        random: RefCell::new(random),
        disk: store.clone(),
        store: queue,
        socket: RefCell::default(),
        wake: RefCell::default(),
        tabs: Tabs::join(),
        drafts: super::drafts::DraftWrites::default(),
        stored: RefCell::default(),
        revised: RefCell::default(),
        toasts: super::toasts::Toasts::default(),
        listener: RefCell::new(Callback::noop()),
        standing: RefCell::default(),
    }));
    spawn(app.clone().work(jobs, store));
    app.run_outcome(outcome);
    let told = app.clone();
    app.0.tabs.on_told(move |ops| told.event(Event::Foreign(ops)));
    leader::elect(&app);
    let back = app.clone();
    page::on_return(move || back.event(Event::SyncNow));
    app
}
