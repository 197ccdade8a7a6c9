//! Notices eviction: a mark outside the database says that there was one.

use gloo::storage::{LocalStorage, Storage};

const MARK: &str = "fieldnote.has-data";

/// Sets the mark, when this device has taken a user's data.
pub fn set(login: &str) {
    // Without local storage eviction goes unnoticed, and the sign-in screen shows.
    let _ = LocalStorage::raw().set_item(MARK, login);
}

/// Takes the mark away at sign-out.
pub fn clear() {
    LocalStorage::delete(MARK);
}

/// Returns whose data this device had, if the mark stands.
pub fn find() -> Option<String> {
    LocalStorage::raw().get_item(MARK).ok().flatten()
}
