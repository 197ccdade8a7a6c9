//! From the browser's exceptions to what the session and the person are told.

use fieldnote_core::session::StoreError;
use js_sys::Reflect;

use super::idb::Failure;

/// Returns what a failed transaction or request means, or a database that does not open.
#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
pub(super) fn of_error(error: Failure) -> StoreError {
    let text = |key: &str| Reflect::get(&error, &key.into()).ok().and_then(|text| text.as_string()).unwrap_or_default();
    let (name, message) = (text("name"), text("message"));
    // Chrome aborts a transaction that found no room with this name; others say it in the message.
    if name == "QuotaExceededError" || message.contains("Quota") || message.contains("quota") {
        return StoreError::Quota;
    }
    StoreError::Unavailable(name + ": " + &message)
}

/// Returns the error for bytes that do not read.
pub(super) fn damaged(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}
