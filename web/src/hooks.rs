//! What screens use to read the replica and to act on it.

mod draft;

use std::rc::Rc;

use fieldnote_core::model::{Account, PrivateFacts};
use fieldnote_core::projection::Context;
use fieldnote_core::session::{Availability, Event, Session, SyncStatus};
use fieldnote_core::values::{AccountId, DocumentId};
use yew::prelude::*;

pub use draft::{DraftHandle, use_draft};

use crate::i18n::Language;
use crate::platform::page::after_paint;
use crate::platform::quota::Room;
use crate::shell::App;
use crate::shell::boot::Start;

/// What makes screens look again: a new revision of the replica, or a new minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pulse {
    /// The session's revision.
    pub revision: u64,
    /// Minutes since 1970.
    pub minute: i64,
    /// Changes of what is not the session's, such as a draft that reached the disk; no projection depends on it.
    pub redraws: u32,
}

/// Returns the handle to act with: dispatch a command, show a toast, go somewhere. It never changes.
#[hook]
#[expect(clippy::expect_used, reason = "every screen is drawn below the provider in `root`")]
pub fn use_app() -> App {
    yew::use_context::<App>().expect("screens are drawn below the provider of App")
}

/// Draws the component again with every revision and every minute.
#[hook]
pub fn use_pulse() -> Pulse {
    yew::use_context::<Pulse>().unwrap_or_default()
}

/// Returns who looks, when and by which rules; drawn again when any of it changes.
#[hook]
pub fn use_context() -> Context {
    let _ = use_pulse();
    use_app().context()
}

/// Returns `project(session, context)`, computed again only when the revision, the minute or `deps` changed.
///
/// The closure must not look at anything that is not in `deps`.
#[hook]
pub fn use_projection<D, T, F>(deps: D, project: F) -> Rc<T>
where
    D: PartialEq + 'static,
    T: 'static,
    F: FnOnce(&Session, &Context) -> T,
{
    let app = use_app();
    let pulse = use_pulse();
    use_memo((pulse.revision, pulse.minute, deps), |_| {
        let context = app.context();
        app.read(|session| project(session, &context))
    })
}

/// What a projection returned, for a component below: two are equal when they are one, which costs nothing to tell.
#[derive(Debug)]
pub struct Same<T>(pub Rc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::ops::Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Returns `project(session, context)` as every screen has it: computed once for a revision and a minute, whichever
/// components ask for it and however often they come and go. Each has a type of its own.
#[hook]
pub fn use_standing<T: 'static>(project: fn(&Session, &Context) -> T) -> Rc<T> {
    let app = use_app();
    let pulse = use_pulse();
    app.standing((pulse.revision, pulse.minute), project)
}

/// Tells whether a screen has been drawn once: what stands below its first lines can wait until those are seen.
#[hook]
pub fn use_drawn() -> bool {
    let drawn = use_state_eq(|| false);
    let set = drawn.setter();
    use_effect_with((), move |()| after_paint(move || set.set(true)));
    *drawn
}

/// Opens a customer's document and returns it as far as it is here.
#[hook]
pub fn use_open(account: AccountId) -> Availability<Account> {
    let app = use_app();
    let _ = use_pulse();
    {
        let app = app.clone();
        use_effect_with(account, move |account| app.event(Event::Open(DocumentId::account(*account))));
    }
    app.read(|session| session.account(account))
}

/// Opens a customer's numbers and birthdays, for owner and deputies, and returns them as far as they are here.
#[hook]
pub fn use_private(account: AccountId) -> Availability<PrivateFacts> {
    let app = use_app();
    let _ = use_pulse();
    {
        let app = app.clone();
        use_effect_with(account, move |account| app.event(Event::Open(DocumentId::private(*account))));
    }
    app.read(|session| session.private(account))
}

/// Returns the state of sync.
#[hook]
pub fn use_status() -> SyncStatus {
    let _ = use_pulse();
    use_app().read(Session::status)
}

/// What surrounds every screen, signed in or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// Room in the browser, when known.
    pub room: Option<Room>,
    /// Switches the language of the interface; everything is drawn anew.
    pub switch_language: Callback<Language>,
    /// Takes the app on after a sign-in.
    pub on_start: Callback<Start>,
}

/// Returns what surrounds every screen.
#[hook]
#[expect(clippy::expect_used, reason = "the root draws everything below this provider")]
pub fn use_surroundings() -> Surroundings {
    yew::use_context::<Surroundings>().expect("everything is drawn below the provider of Surroundings")
}
