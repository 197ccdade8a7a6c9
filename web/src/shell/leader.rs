//! One tab owns the socket; when it is closed the next one takes over.

use fieldnote_core::session::Event;

use super::App;
use crate::platform::locks;

/// The lock that the owner of the socket holds.
const LOCK: &str = "sync-leader";

/// Waits for the lock and tells the session when this tab has it and when it gave it up.
pub fn elect(app: &App) {
    let app = app.clone();
    locks::acquire(LOCK, move |held| app.event(Event::Leader(held)));
}
