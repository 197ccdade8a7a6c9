//! The frames. CBOR with integer keys (an older reader skips what a newer writer added), then deflated as a whole.
//!
//! Every decoder is total: bad bytes are a [`FrameError`](super::codec::FrameError), never a panic, and lengths are
//! bounded by the bytes there.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::values::{AccountId, DocumentId, Instant, UserId};

/// The version this code speaks.
pub const PROTOCOL_VERSION: u16 = 1;

/// The hash of a change, as Automerge computes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ChangeHash(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

impl std::fmt::Debug for ChangeHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().take(6).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The heads of a document, ascending.
pub type Heads = Vec<ChangeHash>;

/// A place in the server's log, opaque to the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
pub struct Cookie {
    /// Drawn anew at every restore from backup: a cookie of another epoch means "from the start".
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub epoch: [u8; 8],
    /// Everything up to this number has been delivered.
    #[n(1)]
    pub seq: u64,
    /// During a first download, which goes from the most recently touched document down: the number below which
    /// documents are still to come. 0 when there is no such download, or it is over.
    #[n(2)]
    pub before: u64,
}

/// Sum of a keyed hash over everything visible; equal digests prove convergence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Digest(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

/// Changes of one document that the server has not yet acknowledged, in order.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct PendingDocument {
    /// The document.
    #[n(0)]
    pub doc: DocumentId,
    /// Raw Automerge change chunks, dependencies first.
    #[n(1)]
    pub changes: Vec<ByteVec>,
}

/// A wish to hold a document in full (managers), or to let it go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct PinChange {
    /// The document.
    #[n(0)]
    pub doc: DocumentId,
    /// Hold it or let it go.
    #[n(1)]
    pub wanted: bool,
}

/// A device's first frame, sent at once.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sync {
    /// [`PROTOCOL_VERSION`].
    #[n(0)]
    pub version: u16,
    /// Where the device stands; the default for a new one.
    #[n(1)]
    pub cookie: Cookie,
    /// What it holds (without what is pending).
    #[n(2)]
    pub digest: Digest,
    /// Its clock now, to measure the skew; nothing is ordered by it.
    #[n(3)]
    pub sent_at: Instant,
    /// Whether to keep sending after the answer.
    #[n(4)]
    pub live: bool,
    /// Everything not yet acknowledged.
    #[n(5)]
    pub pending: Vec<PendingDocument>,
    /// Pins changed since the last acknowledged ones.
    #[n(6)]
    pub pins: Vec<PinChange>,
}

/// Live traffic from a device, same shapes as [`Sync`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct Push {
    /// New pending changes.
    #[n(0)]
    pub pending: Vec<PendingDocument>,
    /// Changed pins.
    #[n(1)]
    pub pins: Vec<PinChange>,
}

/// Everything a device may send.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ClientFrame {
    /// First frame.
    #[n(0)]
    Sync(#[n(0)] Sync),
    /// Live traffic.
    #[n(1)]
    Push(#[n(0)] Push),
    /// Asks for a pong; both sides may time out a silent peer.
    #[n(2)]
    Ping,
}

/// Why a change was not accepted. It is kept raw by the server and shown to its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum HeldReason {
    /// The bytes are no change, or it declares more than the limits allow.
    #[n(0)]
    Malformed,
    /// Its actor does not belong to this device.
    #[n(1)]
    ForeignActor,
    /// It depends on a change the server does not have.
    #[n(2)]
    MissingDependency,
    /// It depends on a held change.
    #[n(3)]
    DependsOnHeld,
    /// The author may not write this document now.
    #[n(4)]
    NoAccess,
    /// It touches a path that only the server writes, or that the role may not write.
    #[n(5)]
    ProtectedPath,
    /// A value is of the wrong type or beyond its limits.
    #[n(6)]
    BadValue,
    /// The actor's sequence number was used before.
    #[n(7)]
    DuplicateSequence,
}

impl HeldReason {
    /// Returns the code, as shown and exported.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::ForeignActor => "foreign_actor",
            Self::MissingDependency => "missing_dependency",
            Self::DependsOnHeld => "depends_on_held",
            Self::NoAccess => "no_access",
            Self::ProtectedPath => "protected_path",
            Self::BadValue => "bad_value",
            Self::DuplicateSequence => "duplicate_sequence",
        }
    }
}

/// What a reviewer did with a held change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Decision {
    /// It is part of the document now, as it was written.
    #[n(0)]
    Accepted,
    /// Some of its fields were written again, with its author and time.
    #[n(1)]
    Picked,
    /// Nothing of it was taken over.
    #[n(2)]
    Declined,
}

impl Decision {
    /// Returns the code, as shown and exported.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Picked => "picked",
            Self::Declined => "declined",
        }
    }
}

/// A decision on a held change of this device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Review {
    /// The change, by the hash of its verdict.
    #[n(0)]
    pub hash: ChangeHash,
    /// What was decided.
    #[n(1)]
    pub decision: Decision,
    /// Who decided.
    #[n(2)]
    pub by: UserId,
    /// When, by the server's clock.
    #[n(3)]
    pub at: Instant,
    /// Why, in the reviewer's words; empty unless declined.
    #[n(4)]
    pub reason: String,
}

/// What became of a pending change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Outcome {
    /// On disk under this number.
    #[n(0)]
    Durable(#[n(0)] u64),
    /// Kept for review.
    #[n(1)]
    Held(#[n(0)] HeldReason),
}

/// The answer to one pending change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Verdict {
    /// Its document.
    #[n(0)]
    pub doc: DocumentId,
    /// SHA-256 of the chunk's content, as computed by the device; for garbage, of the bytes as sent.
    #[n(1)]
    pub hash: ChangeHash,
    /// What became of it.
    #[n(2)]
    pub outcome: Outcome,
}

/// New content of a document.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Content {
    /// Change chunks, dependencies first.
    #[n(0)]
    Changes(#[n(0)] Vec<ByteVec>),
    /// The whole document: access is new, or the log was compacted.
    #[n(1)]
    Snapshot(#[n(0)] ByteVec),
}

/// One document's part of a delta.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct DocumentDelta {
    /// The document.
    #[n(0)]
    pub doc: DocumentId,
    /// Its heads on the server after this delta.
    #[n(1)]
    pub heads: Heads,
    /// What to add.
    #[n(2)]
    pub content: Content,
}

/// Why a document is no longer the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum GoneReason {
    /// Someone else is the owner now.
    #[n(0)]
    Reassigned,
    /// The person's role or place changed.
    #[n(1)]
    Access,
    /// Let go by the device itself.
    #[n(2)]
    Unpinned,
}

impl GoneReason {
    /// Returns the code, as shown.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reassigned => "reassigned",
            Self::Access => "access",
            Self::Unpinned => "unpinned",
        }
    }
}

/// A document to drop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Gone {
    /// The document.
    #[n(0)]
    pub doc: DocumentId,
    /// Why.
    #[n(1)]
    pub reason: GoneReason,
}

/// A summary row, new or gone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RowDelta {
    /// The customer.
    #[n(0)]
    pub account: AccountId,
    /// The row for this audience as CBOR; nothing when it is no longer visible.
    #[n(1)]
    pub row: Option<ByteVec>,
}

/// When a member's device last had everything acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct MemberSync {
    /// The member.
    #[n(0)]
    pub user: UserId,
    /// Server time.
    #[n(1)]
    pub at: Instant,
}

/// The server's answer, and live news.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct Delta {
    /// One per pending change received.
    #[n(0)]
    pub verdicts: Vec<Verdict>,
    /// New content.
    #[n(1)]
    pub documents: Vec<DocumentDelta>,
    /// Documents to drop.
    #[n(2)]
    pub gone: Vec<Gone>,
    /// Rows.
    #[n(3)]
    pub rows: Vec<RowDelta>,
    /// Where the device stands after this page.
    #[n(4)]
    pub cookie: Cookie,
    /// What it must hold then; only on the last page.
    #[n(5)]
    pub digest: Option<Digest>,
    /// More pages follow at once.
    #[n(6)]
    pub more: bool,
    /// Documents and rows in the pages still to come, for the progress display.
    #[n(7)]
    pub remaining: u32,
    /// The server's clock when it sent this.
    #[n(8)]
    pub sent_at: Instant,
    /// Last sync of the members below a manager.
    #[n(9)]
    pub synced: Vec<MemberSync>,
    /// Decisions on held changes of this device.
    #[n(10)]
    #[cbor(default)]
    pub reviews: Vec<Review>,
}

/// Why the server ends the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ByeReason {
    /// Too much at once; come back later.
    #[n(0)]
    Busy,
    /// The server is going down.
    #[n(1)]
    Draining,
    /// The frame was not understood or too large.
    #[n(2)]
    BadFrame,
    /// The app is too old to sync; reading and editing go on.
    #[n(3)]
    TooOld,
    /// The session ended; sign in again, edits are kept.
    #[n(4)]
    SignedOut,
    /// The device was revoked.
    #[n(5)]
    Revoked,
    /// The server cannot store now (disk full); edits are kept by the device.
    #[n(6)]
    Unavailable,
}

/// Everything the server may send.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ServerFrame {
    /// News.
    #[n(0)]
    Delta(#[n(0)] Box<Delta>),
    /// The end.
    #[n(1)]
    Bye {
        /// Why.
        #[n(0)]
        reason: ByeReason,
        /// Not before this many milliseconds.
        #[n(1)]
        retry_after_ms: u32,
    },
    /// Answer to a ping.
    #[n(2)]
    Pong,
}
