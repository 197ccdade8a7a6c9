//! The exchange: frames, the server's logic (admission, log, replies) and what both sides count.
//!
//! One round trip for a day offline, then live on the same socket (ARCHITECTURE.md, "The exchange").

mod admission;
pub mod audit;
pub mod codec;
pub mod digest;
pub mod hub;
pub mod limits;
pub mod manifest;
mod preflight;
pub mod pull;
pub mod seal;
pub mod store;
pub mod wire;

/// Looks at a change chunk as admission does before Automerge sees it; returns its hash when it is cheap to parse.
#[cfg(any(test, feature = "testing"))]
pub fn preflight_hash(bytes: &[u8]) -> Option<wire::ChangeHash> {
    preflight::check(bytes).ok().map(|passed| passed.hash)
}
