//! The exchange: frames, the server's logic (admission, log, replies) and what both sides count.
//!
//! One round trip for a day offline, then live on the same socket (ARCHITECTURE.md, "The exchange").

pub mod store;
pub mod wire;
