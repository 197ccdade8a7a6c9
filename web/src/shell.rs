//! Owns the session of this tab, runs its effects in order, and tells the screens that something changed.
//!
//! It decides nothing: events go into [`Session::handle`], effects come out and are run by [`crate::platform`].

pub mod boot;
mod commands;
mod drafts;
mod effects;
pub mod export;
pub mod leader;
mod toasts;

use fieldnote_core::values::Map;
use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use fieldnote_core::projection::Context;
use fieldnote_core::session::{Event, Notice, Outcome, Session, StoreError, WriteId};
use fieldnote_core::values::{Instant, Random};
use futures::channel::oneshot;
use yew::Callback;

pub use commands::Failure;
pub use toasts::{Stay, Toast, ToastAction};

use crate::platform::clock;
use crate::platform::pinyin;
use crate::platform::random::WebRandom;
use crate::platform::socket::Socket;
use crate::platform::store::DeviceStore;
use crate::platform::tabs::Tabs;
use crate::platform::timer::Timer;
use crate::route::{self, Route};

/// The handle that screens act with. Cheap to clone; two clones are equal.
pub struct App(Rc<Inner>);

impl Clone for App {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

struct Inner {
    session: RefCell<Session>,
    random: RefCell<WebRandom>,
    disk: DeviceStore,
    store: effects::StoreQueue,
    socket: RefCell<Option<Socket>>,
    wake: RefCell<Option<Timer>>,
    tabs: Tabs,
    drafts: drafts::DraftWrites,
    stored: RefCell<Map<WriteId, oneshot::Sender<Result<(), StoreError>>>>,
    revised: RefCell<Vec<oneshot::Sender<()>>>,
    published: Cell<u64>,
    redraws: Cell<u32>,
    toasts: toasts::Toasts,
    listener: RefCell<Callback<()>>,
    standing: RefCell<Map<TypeId, Standing>>,
}

/// A revision of the session and a minute, for which what was computed stands.
pub type Moment = (u64, i64);

/// What was computed, and for which moment.
type Standing = (Moment, Rc<dyn Any>);

impl PartialEq for App {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("revision", &self.revision()).finish_non_exhaustive()
    }
}

impl App {
    /// Reads the session.
    pub fn read<T>(&self, look: impl FnOnce(&Session) -> T) -> T {
        look(&self.0.session.borrow())
    }

    /// Returns the session's revision.
    pub fn revision(&self) -> u64 {
        self.0.session.borrow().revision()
    }

    /// Returns what `project` makes of the session, computed once for a moment.
    pub fn standing<T: 'static>(&self, moment: Moment, project: fn(&Session, &Context) -> T) -> Rc<T> {
        let of = TypeId::of::<T>();
        let known =
            self.0.standing.borrow().get(&of).filter(|(at, _)| *at == moment).map(|(_, known)| Rc::clone(known));
        if let Some(known) = known.and_then(|known| known.downcast::<T>().ok()) {
            return known;
        }
        let context = self.context();
        let fresh = Rc::new(self.read(|session| project(session, &context)));
        self.0.standing.borrow_mut().insert(of, (moment, Rc::clone(&fresh) as Rc<dyn Any>));
        fresh
    }

    /// Tells the session what happened and runs what it asks for.
    pub fn event(&self, event: Event) {
        let outcome = {
            let mut random = self.0.random.borrow_mut();
            self.0.session.borrow_mut().handle(event, clock::now(), &mut *random)
        };
        self.run_outcome(outcome);
    }

    /// Returns the phone's clock.
    pub fn now(&self) -> Instant {
        clock::now()
    }

    /// Returns who looks, when, and by which rules.
    pub fn context(&self) -> Context {
        self.read(|session| Context {
            me: session.identity().user,
            now: clock::now(),
            policy: session.policy(),
            directory: session.directory(),
            settings: session.settings(),
            initial: pinyin::initial,
        })
    }

    /// Draws something random, such as a new id: `app.random(|random| VisitId::random(random))`.
    pub fn random<T>(&self, draw: impl FnOnce(&mut dyn Random) -> T) -> T {
        draw(&mut *self.0.random.borrow_mut())
    }

    /// Goes to a screen.
    pub fn navigate(&self, route: Route) {
        route::push(&route.path());
    }

    /// Goes back, or to `fallback` when the app was opened right here.
    pub fn back(&self, fallback: Route) {
        route::back(fallback);
    }

    /// Returns the device's store, for what is not the session's: export, sign-out, a new sign-in.
    pub fn disk(&self) -> DeviceStore {
        self.0.disk.clone()
    }

    /// Says who is told of each new revision and toast.
    pub fn listen(&self, listener: Callback<()>) {
        self.0.listener.replace(listener);
    }

    fn run_outcome(&self, outcome: Outcome) {
        for effect in outcome.effects {
            self.run_effect(effect);
        }
        for notice in outcome.notices {
            self.show_notice(notice);
        }
        self.publish();
    }

    fn publish(&self) {
        let revision = self.revision();
        if self.0.published.replace(revision) == revision {
            return;
        }
        for waiter in self.0.revised.take() {
            // A waiter that gave up is gone.
            let _ = waiter.send(());
        }
        self.redraw();
    }

    /// Returns how often the screens were told to look again although the revision stayed.
    pub fn redraws(&self) -> u32 {
        self.0.redraws.get()
    }

    /// Lets every screen look again, for what is not the session's.
    fn redraw_all(&self) {
        self.0.redraws.set(self.0.redraws.get().wrapping_add(1));
        self.redraw();
    }

    fn redraw(&self) {
        self.0.listener.borrow().emit(());
    }

    fn show_notice(&self, notice: Notice) {
        if let Some(toast) = toasts::of_notice(&notice, self.context().sells()) {
            self.toast(toast);
        }
    }
}
