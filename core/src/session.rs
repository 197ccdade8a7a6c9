//! The device's replica: everything the app knows, as one state machine.
//!
//! Events go in (a command, a frame, a store's result), effects come out (store this, send that). No I/O, no clock:
//! `now` and randomness are arguments. Screens read it through [`crate::projection`].

mod record;
mod status;

pub use record::{
    Boot, DocumentRecord, Draft, HeldItem, Identity, OutboxItem, StoreError, StoreOp, SyncLogEntry, WriteId,
};
pub use status::{Availability, Effect, Event, LinkState, Notice, Outcome, PendingView, Progress, Saved, SyncStatus};
