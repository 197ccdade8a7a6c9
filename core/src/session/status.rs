//! Events, effects, and what the screens show of them.

use std::sync::Arc;

use minicbor::bytes::ByteVec;

use super::record::{GoneEntry, StoreError, StoreOp, WriteId};
use crate::command::Command;
use crate::values::{DocumentId, Instant};

/// What happens to the replica.
#[derive(Debug, Clone)]
pub enum Event {
    /// A document's chunks, as asked by [`Effect::Load`].
    Loaded {
        /// Which.
        doc: DocumentId,
        /// All its chunks in any order.
        chunks: Vec<Vec<u8>>,
    },
    /// The chunks could not be read.
    LoadFailed {
        /// Which.
        doc: DocumentId,
        /// Why.
        error: StoreError,
    },
    /// A transaction is complete.
    Stored(WriteId),
    /// A transaction failed; nothing of it was written.
    StoreFailed(WriteId, StoreError),
    /// Another tab committed these operations.
    Foreign(Vec<StoreOp>),
    /// This tab does (or no longer does) own the socket.
    Leader(bool),
    /// The socket is open.
    Connected,
    /// The socket is closed or could not be opened.
    Disconnected,
    /// The server wants a new sign-in (HTTP 401 at the upgrade).
    NeedsSignIn,
    /// This device was revoked (HTTP 403 at the upgrade).
    Revoked,
    /// A frame arrived.
    Frame(Vec<u8>),
    /// The time asked for by [`Effect::Wake`] has come.
    Woken,
    /// The person wants to sync now, or the platform says that the network is back.
    SyncNow,
    /// The person signed in again.
    SignedIn,
    /// A document is opened by a screen: load it, or pin and fetch it.
    Open(DocumentId),
    /// The person pins or lets go a document.
    Pin(DocumentId, bool),
    /// A keystroke in a form.
    SaveDraft {
        /// Which form.
        key: String,
        /// The form's CBOR.
        form: ByteVec,
    },
    /// The person has read what was decided on held edits of this customer and time.
    DismissReviewed(DocumentId, Instant),
    /// A form was finished or thrown away.
    DropDraft(String),
}

/// What the shell must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read all chunks of a document.
    Load(DocumentId),
    /// Commit one transaction, then say [`Event::Stored`]; afterwards tell the other tabs.
    Store {
        /// Its number.
        id: WriteId,
        /// Operations, all or none.
        ops: Vec<StoreOp>,
        /// Ask for strict durability (a person's edit), or relaxed (what the server can send again).
        strict: bool,
    },
    /// Open the socket.
    Connect,
    /// Close the socket.
    Disconnect,
    /// Send a frame.
    Send(Vec<u8>),
    /// Say [`Event::Woken`] after this time; replaces any earlier wake-up.
    Wake {
        /// Milliseconds.
        after_ms: u32,
    },
}

/// What the person is told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A command was saved on this phone; it can be undone.
    Saved(Saved),
    /// The store refused an edit; what was typed is still in the form.
    SaveFailed(StoreError),
    /// Customers are no longer the person's.
    Gone(Vec<GoneEntry>),
    /// Edits were held for review.
    Held(u32),
    /// A held edit was reviewed.
    Reviewed(crate::sync::wire::Decision),
    /// The view digest differed after a complete exchange; everything is compared, and fetched again where it differs.
    Repairing,
    /// The server was restored from a backup: what it lacks is given back.
    GivingBack,
}

/// An edit that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The write that completed.
    pub id: WriteId,
    /// Whether it can be undone now.
    pub undo: bool,
}

/// The result of an event or command.
#[derive(Debug, Default)]
pub struct Outcome {
    /// To be run in order.
    pub effects: Vec<Effect>,
    /// To be shown.
    pub notices: Vec<Notice>,
}

/// Whether a document can be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Availability<T> {
    /// Being read from the store or fetched from the server.
    Loading,
    /// Here.
    Ready(Arc<T>),
    /// Not on this device, and the network is needed to fetch it.
    NotHere,
    /// Could not be read; a repair is under way when the network is back.
    Broken,
}

/// The state of the link to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkState {
    /// No connection; edits are saved on this phone.
    #[default]
    Offline,
    /// The server was reached and cannot store anything now (its disk is full, or fails); this phone tries again by
    /// itself.
    ServerUnable,
    /// Another tab has the connection.
    Follower,
    /// Connecting.
    Connecting,
    /// Exchanging.
    Syncing,
    /// Connected, nothing to do.
    Live,
    /// The session ended; edits are kept.
    NeedsSignIn,
    /// This device was revoked.
    Revoked,
    /// The app is too old to sync.
    TooOld,
}

/// Progress of a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Documents and rows received.
    pub done: u32,
    /// Received and still to come.
    pub total: u32,
}

/// What the badge and the status screen show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SyncStatus {
    /// Link.
    pub link: LinkState,
    /// Edits (commands) on this phone that the server has not acknowledged.
    pub pending: u32,
    /// When the oldest of them was made.
    pub oldest_pending_at: Option<Instant>,
    /// Edits held for review that nobody has decided on.
    pub held: u32,
    /// When everything was last acknowledged and up to date.
    pub last_sync_at: Option<Instant>,
    /// Whether a first sync has ever completed on this device.
    pub first_sync_done: bool,
    /// Progress while syncing.
    pub progress: Option<Progress>,
    /// The phone's clock minus the server's, milliseconds, when measured.
    pub skew_ms: Option<i64>,
    /// The server was restored from a backup, and this device is giving back what it lacks.
    pub giving_back: bool,
    /// The store's last error, until a write succeeds.
    pub store_error: Option<StoreError>,
}

/// An edit that waits, for the status screen.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingView {
    /// The customer's document.
    pub doc: DocumentId,
    /// The customer's name.
    pub name: String,
    /// The command; nothing for an edit whose command is no longer known.
    pub command: Option<Command>,
    /// When it was made.
    pub at: Instant,
    /// Held, and why.
    pub held: Option<crate::sync::wire::HeldReason>,
    /// What a reviewer decided about it.
    pub review: Option<crate::sync::wire::Review>,
    /// It takes the command back.
    pub undo: bool,
}

/// Why a command was not executed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExecuteError {
    /// A rule refused it.
    #[error(transparent)]
    Command(#[from] crate::command::CommandError),
    /// Its document is not loaded: say [`Event::Open`], and try again when it is.
    #[error("the customer is being loaded")]
    Loading,
    /// Its document is not on this device.
    #[error("the customer is not on this device")]
    NotHere,
}
