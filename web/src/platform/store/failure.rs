//! From the browser's exceptions to what the session and the person are told.

use fieldnote_core::session::StoreError;
use indexed_db_futures::error::{Error, OpenDbError};

/// Returns what a failed transaction or request means.
#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
pub(super) fn of_error(error: Error) -> StoreError {
    let text = error.to_string();
    let name = match &error {
        Error::DomException(exception) => {
            let js: &wasm_bindgen::JsValue = exception.as_ref();
            wasm_bindgen::JsCast::dyn_ref::<web_sys::DomException>(js).map(web_sys::DomException::name)
        }
        _ => None,
    };
    // Chrome aborts a transaction that found no room with this name; others say it in the message.
    if name.as_deref() == Some("QuotaExceededError") || text.contains("Quota") || text.contains("quota") {
        return StoreError::Quota;
    }
    StoreError::Unavailable(text)
}

/// Returns what a database that does not open means.
pub(super) fn of_open(error: &OpenDbError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// Returns the error for bytes that do not read.
pub(super) fn damaged(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}
