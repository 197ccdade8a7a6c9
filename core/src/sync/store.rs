//! What the server keeps, as two synchronous traits: reads of one moment, and one atomic commit.
//!
//! Everything that a device can be told takes the next number of one sequence *inside* its commit, so that no reader
//! can pass a number that commits later. A pull is a few range scans over these numbers and opens no document.
//! `testing::store_conformance` is the contract as checks; every backend runs it.

mod commit;

pub use commit::{
    Commit, Committed, HeldChange, Lost, NewAccess, NewChange, NewDocument, NewPin, NewReview, NewRow, NewSnapshot,
    NewSync,
};

pub use crate::access::Level;
use crate::model::Directory;
use crate::summary::RowAudience;
use crate::sync::audit::AuditLine;
use crate::sync::wire::{ChangeHash, GoneReason, Heads, HeldReason, MemberSync, Review};
use crate::values::{AccountId, DeviceId, DocumentId, Instant, UserId};

/// The store could not do it. A commit that fails has changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Cannot store or read now (disk full, input/output error); later it may.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What it holds cannot be read.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// Someone else committed after the state that this commit was computed from.
    #[error("the log moved on to {position}, the commit expected {expected}")]
    Moved {
        /// The last number now.
        position: u64,
        /// The last number when the commit was computed.
        expected: u64,
    },
}

/// Where the log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Random, drawn when the store is created and again at every restore from backup and loss of a document.
    pub epoch: [u8; 8],
    /// The last number given; 0 for an empty log.
    pub seq: u64,
}

/// What the log knows of a document without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFacts {
    /// The document.
    pub doc: DocumentId,
    /// Its heads, ascending.
    pub heads: Heads,
    /// Number of its last change.
    pub last_seq: u64,
    /// The owner; account documents only.
    pub owner: Option<UserId>,
    /// The deputies, ascending; account documents only.
    pub deputies: Vec<UserId>,
    /// The last number whose change left the log, 0 for none: what is older is in the snapshot only.
    pub trimmed: u64,
}

/// The bytes of a document: the snapshot and every later change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentContent {
    /// The newest snapshot; it contains every change up to some number.
    pub snapshot: Option<Vec<u8>>,
    /// Every change after the snapshot, ascending by number (so dependencies first).
    pub tail: Vec<Vec<u8>>,
}

/// An accepted change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number.
    pub seq: u64,
    /// Its document.
    pub doc: DocumentId,
    /// Its hash.
    pub hash: ChangeHash,
    /// The device that sent it; [`DeviceId::SERVER`] for the server's own.
    pub device: DeviceId,
    /// The user of that device; nobody for the server's own.
    pub user: Option<UserId>,
    /// When it was received.
    pub received_at: Instant,
    /// The chunk.
    pub bytes: Vec<u8>,
}

/// What the log says of one of its changes without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLine {
    /// Its number.
    pub seq: u64,
    /// Length of its chunk in bytes.
    pub bytes: usize,
    /// When it was received.
    pub received_at: Instant,
}

/// A summary row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// Number of its last change.
    pub seq: u64,
    /// The row as CBOR, as sent.
    pub bytes: Vec<u8>,
}

/// One line of the table of visibility: what one user may see of one document, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// The user.
    pub user: UserId,
    /// The document.
    pub doc: DocumentId,
    /// What they may see.
    pub level: Level,
    /// Number of the change of the level.
    pub since: u64,
    /// Why it was taken away; meaningful for [`Level::Gone`] only.
    pub reason: GoneReason,
}

/// A wish of a device to hold a document in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    /// The document.
    pub doc: DocumentId,
    /// Hold it, or let it go.
    pub wanted: bool,
    /// Number of the wish.
    pub seq: u64,
}

/// A change kept for review, with what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldEntry {
    /// Its place in the order of arrival.
    pub number: u64,
    /// The change.
    pub change: HeldChange,
    /// The decision; nothing while it waits.
    pub review: Option<Review>,
}

/// What a number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsKind {
    /// A change of the document, sent by this device.
    Change(DeviceId),
    /// Changes of the document that left the log; the snapshot has them.
    Trimmed,
    /// A new row of the document for this audience.
    Row(RowAudience),
    /// Another level of access of the user.
    Access,
    /// A pin of the device, or the end of one.
    Pin,
}

/// One number of the log that concerns a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// The number.
    pub seq: u64,
    /// The document concerned.
    pub doc: DocumentId,
    /// What happened.
    pub kind: NewsKind,
}

/// Reads. All answers of one value come from one moment (SQLite: one read transaction), so that a page is consistent.
pub trait StoreRead {
    /// Returns where the log stands.
    ///
    /// # Errors
    /// When the store fails; so for all of these.
    fn position(&self) -> Result<Position, StoreError>;

    /// Returns what is known of a document.
    fn document(&self, doc: DocumentId) -> Result<Option<DocumentFacts>, StoreError>;

    /// Returns at most `limit` documents after `after`, ascending by [`DocumentId::to_bytes`].
    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Result<Vec<DocumentFacts>, StoreError>;

    /// Returns the bytes of a document; empty when it is unknown.
    fn content(&self, doc: DocumentId) -> Result<DocumentContent, StoreError>;

    /// Returns the changes of a document that the log has with a number above `after`, ascending by number: all of
    /// them when `after` is at least [`DocumentFacts::trimmed`].
    fn changes_of(&self, doc: DocumentId, after: u64) -> Result<Vec<LogEntry>, StoreError>;

    /// Returns the lines of the changes of a document that the log has, ascending by number.
    fn log_of(&self, doc: DocumentId) -> Result<Vec<LogLine>, StoreError>;

    /// Returns the document and the number of an accepted change, also of one that left the log.
    fn change(&self, hash: ChangeHash) -> Result<Option<(DocumentId, u64)>, StoreError>;

    /// Returns why a change is held, if it is. The same hash may be held for several devices: the newest counts.
    fn held(&self, hash: ChangeHash) -> Result<Option<HeldReason>, StoreError>;

    /// Returns at most `limit` of the changes kept for review with a place above `after`, in the order of arrival.
    fn held_entries(&self, after: u64, limit: usize) -> Result<Vec<HeldEntry>, StoreError>;

    /// Returns a change kept for review.
    fn held_entry(&self, device: DeviceId, hash: ChangeHash) -> Result<Option<HeldEntry>, StoreError>;

    /// Returns the decisions with a number above `after` on held changes of a device, ascending by number, each with
    /// its number.
    fn reviews(&self, device: DeviceId, after: u64) -> Result<Vec<(u64, Review)>, StoreError>;

    /// Returns at most `limit` lines of the audit trail with a number above `after`, ascending.
    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditLine>, StoreError>;

    /// Returns the row of a customer for an audience.
    fn row(&self, account: AccountId, audience: RowAudience) -> Result<Option<StoredRow>, StoreError>;

    /// Returns what a user may see of a document; nothing when the pair was never mentioned.
    fn access(&self, user: UserId, doc: DocumentId) -> Result<Option<Access>, StoreError>;

    /// Returns every line of the table of visibility for a document, in any order, [`Level::Gone`] included.
    fn viewers(&self, doc: DocumentId) -> Result<Vec<Access>, StoreError>;

    /// Returns at most `limit` of the documents that a user may see (without [`Level::Gone`]) whose last change has
    /// a number below `before`, with that number: the most recently touched first.
    fn visible(&self, user: UserId, before: u64, limit: usize) -> Result<Vec<(Access, u64)>, StoreError>;

    /// Counts what [`Self::visible`] would return without a limit.
    fn count_visible(&self, user: UserId, before: u64) -> Result<u32, StoreError>;

    /// Returns the first `limit` numbers above `after` that concern this user on this device, ascending:
    /// - every change in the log of, and the current row for each audience of, documents with a level above
    ///   [`Level::Gone`], and where changes left the log the last such number;
    /// - every line of visibility of the user, whatever its level;
    /// - every pin of the device.
    ///
    /// A row, a line or a pin that was written again counts under its last number only.
    fn news(&self, user: UserId, device: DeviceId, after: u64, limit: usize) -> Result<Vec<News>, StoreError>;

    /// Returns the pin of a device on a document, also one with `wanted` false.
    fn pin(&self, device: DeviceId, doc: DocumentId) -> Result<Option<Pin>, StoreError>;

    /// Returns the pins of a device with `wanted`, ascending by document.
    fn pins(&self, device: DeviceId) -> Result<Vec<Pin>, StoreError>;

    /// Returns a user's sum of the view digest (without pins); 0 for an unknown user.
    fn digest(&self, user: UserId) -> Result<u128, StoreError>;

    /// Returns all members.
    fn directory(&self) -> Result<Directory, StoreError>;

    /// Returns the newest sync of each user who ever synced, ascending by user.
    fn syncs(&self) -> Result<Vec<MemberSync>, StoreError>;
}

/// The writer: the only way in.
pub trait Store: StoreRead {
    /// Writes everything in one transaction and makes it durable before it returns; on an error nothing is changed.
    ///
    /// Numbers are given inside the transaction, one after the other without a gap: first the changes, then the rows,
    /// then the lines of visibility, then the pins, then the decisions, each in the order of its list. The audit trail
    /// has numbers of its own, each line chained to the one before by [`AuditEntry::chain`](crate::sync::audit::AuditEntry::chain). What a snapshot tells to leave the
    /// log leaves it in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Moved`] when the log no longer stands at [`Commit::after`]; others when the store fails.
    fn commit(&mut self, commit: &Commit) -> Result<Committed, StoreError>;
}
