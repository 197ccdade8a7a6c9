//! The frames. CBOR with integer keys (an older reader skips what a newer writer added), then deflated as a whole.
//!
//! Every decoder is total: bad bytes are a [`FrameError`](super::codec::FrameError), never a panic, and lengths are
//! bounded by the bytes there.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::values::{AccountId, DocumentId, Instant, UserId};
use crate::{cbor_array, cbor_map, cbor_variants};

/// The version this code speaks. With a new kind of document it is another one: an app of before cannot read a page that
/// names one, and is told to load itself anew.
pub const PROTOCOL_VERSION: u16 = 5;

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

impl Cookie {
    /// Tells whether this asks for everything from the beginning.
    pub fn is_start(&self) -> bool {
        self.seq == 0
    }

    /// Returns the cookie that asks the same history for everything.
    #[must_use]
    pub fn restarted(&self) -> Self {
        Self { epoch: self.epoch, seq: 0, before: 0 }
    }
}

/// Sum of a keyed hash over everything visible; equal digests prove convergence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Digest(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

/// The server's proof that it once held a document with certain heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Seal(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 8],
);

/// Changes of one document that the server has not yet acknowledged, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingDocument {
    /// The document.
    pub doc: DocumentId,
    /// Raw Automerge change chunks, dependencies first.
    pub changes: Vec<ByteVec>,
}

cbor_array!(PendingDocument { 0: doc, 1: changes });

/// A wish to hold a document in full (managers), or to let it go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinChange {
    /// The document.
    pub doc: DocumentId,
    /// Hold it or let it go.
    pub wanted: bool,
}

cbor_array!(PinChange { 0: doc, 1: wanted });

/// A device's first frame, sent at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sync {
    /// [`PROTOCOL_VERSION`].
    pub version: u16,
    /// Where the device stands; the default for a new one.
    pub cookie: Cookie,
    /// What it holds (without what is pending).
    pub digest: Digest,
    /// Its clock now, to measure the skew; nothing is ordered by it.
    pub sent_at: Instant,
    /// Whether to keep sending after the answer.
    pub live: bool,
    /// Everything not yet acknowledged.
    pub pending: Vec<PendingDocument>,
    /// Pins changed since the last acknowledged ones.
    pub pins: Vec<PinChange>,
    /// What a device without a usable cookie holds, as [`manifest::write`](super::manifest::write) puts it together.
    pub manifest: Option<ByteVec>,
    /// It gives back what a restored server lacks: what it is sent names every document's heads, as they do not follow
    /// from changes that both sides have already.
    pub restored: bool,
}

cbor_map!(Sync {
    0: version,
    1: cookie,
    2: digest,
    3: sent_at,
    4: live,
    5: pending,
    6: pins,
    7: manifest,
    8: restored,
});

/// A part of what a restored server lacks of a document: changes that it had accepted before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The document.
    pub doc: DocumentId,
    /// Heads that the server sealed.
    pub heads: Heads,
    /// Their seal.
    pub seal: Seal,
    /// Raw change chunks, dependencies first.
    pub changes: Vec<ByteVec>,
    /// More changes of this document follow in the next frame.
    pub more: bool,
}

cbor_array!(Returned { 0: doc, 1: heads, 2: seal, 3: changes, 4: more });

/// Live traffic from a device, same shapes as [`Sync`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Push {
    /// New pending changes.
    pub pending: Vec<PendingDocument>,
    /// Changed pins.
    pub pins: Vec<PinChange>,
    /// What a restored server lacks.
    pub returned: Option<Returned>,
}

cbor_map!(Push { 0: pending, 1: pins, 2: returned });

/// Everything a device may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientFrame {
    /// First frame.
    Sync(Sync),
    /// Live traffic.
    Push(Push),
    /// Asks for a pong; both sides may time out a silent peer.
    Ping,
}

cbor_variants!(ClientFrame { 0: Sync(sync), 1: Push(push), 2: Ping });

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The change, by the hash of its verdict.
    pub hash: ChangeHash,
    /// What was decided.
    pub decision: Decision,
    /// Who decided.
    pub by: UserId,
    /// When, by the server's clock.
    pub at: Instant,
    /// Why, in the reviewer's words; empty unless declined.
    pub reason: String,
}

cbor_array!(Review { 0: hash, 1: decision, 2: by, 3: at, 4: reason });

/// What became of a pending change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// On disk under this number.
    Durable(u64),
    /// Kept for review.
    Held(HeldReason),
}

cbor_variants!(Outcome { 0: Durable(number), 1: Held(reason) });

/// The answer to one pending change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Its document.
    pub doc: DocumentId,
    /// SHA-256 of the chunk's content, as computed by the device; for garbage, of the bytes as sent.
    pub hash: ChangeHash,
    /// What became of it.
    pub outcome: Outcome,
}

cbor_array!(Verdict { 0: doc, 1: hash, 2: outcome });

/// New content of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Change chunks, dependencies first.
    Changes(Vec<ByteVec>),
    /// The whole document: access is new, or the log was compacted.
    Snapshot(ByteVec),
}

cbor_variants!(Content { 0: Changes(chunks), 1: Snapshot(bytes) });

/// One document's part of a delta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentDelta {
    /// The document.
    pub doc: DocumentId,
    /// Its heads on the server after this delta. Empty where they follow from what the device knows: each change, its
    /// own that became durable and then those here, takes the place of those that it builds on.
    pub heads: Heads,
    /// What to add.
    pub content: Content,
    /// The seal of these heads, to give the document back with should the server lose it.
    pub seal: Seal,
    /// The customer's row, where a frame has it here instead of among the rows: the same words stand in both.
    pub row: Option<ByteVec>,
}

cbor_array!(DocumentDelta { 0: doc, 1: heads, 2: content, 3: seal, 4: row });

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// The document.
    pub doc: DocumentId,
    /// Why.
    pub reason: GoneReason,
}

cbor_array!(Gone { 0: doc, 1: reason });

/// A summary row, new or gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDelta {
    /// The customer.
    pub account: AccountId,
    /// The row for this audience as CBOR; nothing when it is no longer visible.
    pub row: Option<ByteVec>,
}

cbor_array!(RowDelta { 0: account, 1: row });

/// When a member's device last had everything acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberSync {
    /// The member.
    pub user: UserId,
    /// Server time.
    pub at: Instant,
}

cbor_array!(MemberSync { 0: user, 1: at });

/// The answer to a document that was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// The document.
    pub doc: DocumentId,
    /// The server holds the sealed history now; otherwise the seal is not its own, or changes were not those sealed.
    pub whole: bool,
}

cbor_array!(TakenBack { 0: doc, 1: whole });

/// The server's answer, and live news.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delta {
    /// One per pending change received.
    pub verdicts: Vec<Verdict>,
    /// New content.
    pub documents: Vec<DocumentDelta>,
    /// Documents to drop.
    pub gone: Vec<Gone>,
    /// Rows.
    pub rows: Vec<RowDelta>,
    /// Where the device stands after this page.
    pub cookie: Cookie,
    /// What it must hold then; only on the last page.
    pub digest: Option<Digest>,
    /// More pages follow at once.
    pub more: bool,
    /// Documents and rows in the pages still to come, for the progress display.
    pub remaining: u32,
    /// The server's clock when it sent this.
    pub sent_at: Instant,
    /// Last sync of the members below a manager.
    pub synced: Vec<MemberSync>,
    /// Decisions on held changes of this device.
    pub reviews: Vec<Review>,
    /// Places in the manifest of what the server does not hold like that; only on the last page of an answer to one.
    pub unmet: Option<Vec<u32>>,
    /// What became of a document that was given back.
    pub taken_back: Option<TakenBack>,
}

cbor_map!(Delta {
    0: verdicts,
    1: documents,
    2: gone,
    3: rows,
    4: cookie,
    5: digest,
    6: more,
    7: remaining,
    8: sent_at,
    9: synced,
    10: reviews,
    11: unmet,
    12: taken_back,
});

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
    /// The cookie is of another history of this server, which was restored from a backup: start from the beginning, with
    /// a manifest, and give back what is missing.
    #[n(7)]
    Restored,
}

/// Everything the server may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerFrame {
    /// News.
    Delta(Box<Delta>),
    /// The end.
    Bye {
        /// Why.
        reason: ByeReason,
        /// Not before this many milliseconds.
        retry_after_ms: u32,
    },
    /// Answer to a ping.
    Pong,
}

cbor_variants!(ServerFrame { 0: Delta(delta), 1: Bye { reason, retry_after_ms }, 2: Pong });
