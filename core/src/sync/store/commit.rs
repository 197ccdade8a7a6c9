//! Everything that one transaction writes.

use crate::model::Member;
use crate::summary::RowAudience;
use crate::sync::audit::AuditEntry;
use crate::sync::wire::{ChangeHash, GoneReason, Heads, HeldReason, Review};
use crate::values::{AccountId, DeviceId, DocumentId, Instant, UserId};

use super::Level;

/// One transaction. The lists are applied in the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commit {
    /// The last number when this was computed; the store refuses to apply it to any other state.
    pub after: u64,
    /// Changes to append; they take numbers. Their document's `last_seq` becomes that number.
    pub changes: Vec<NewChange>,
    /// Facts of documents, created or replaced, one per document; every document of `changes` is here.
    pub documents: Vec<NewDocument>,
    /// Rows, created or replaced; they take numbers.
    pub rows: Vec<NewRow>,
    /// Lines of visibility, created or replaced; they take numbers.
    pub access: Vec<NewAccess>,
    /// Pins, created or replaced; they take numbers.
    pub pins: Vec<NewPin>,
    /// Decisions on held changes; they take numbers.
    pub reviews: Vec<NewReview>,
    /// Documents that leave the store.
    pub lost: Option<Lost>,
    /// New snapshots; each contains every change of its document, those of this commit included.
    pub snapshots: Vec<NewSnapshot>,
    /// Changes kept for review.
    pub held: Vec<HeldChange>,
    /// Changes kept for review that were received before this moment are thrown away, with their decisions.
    pub forget_held_before: Option<Instant>,
    /// Lines to append to the audit trail.
    pub audit: Vec<AuditEntry>,
    /// Last syncs, replaced per device.
    pub syncs: Vec<NewSync>,
    /// Members, created or replaced.
    pub members: Vec<Member>,
    /// What to add to the users' view digests, modulo 2^128; a user may stand here once.
    pub digests: Vec<(UserId, u128)>,
}

impl Commit {
    /// Tells whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        *self == Self { after: self.after, ..Self::default() }
    }

    /// Returns how many numbers it takes.
    pub fn numbers(&self) -> u64 {
        (self.changes.len() + self.rows.len() + self.access.len() + self.pins.len() + self.reviews.len()) as u64
    }
}

/// The numbers that a commit took: `first..=last`. When it took none, `first` is `last + 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Number of the first item.
    pub first: u64,
    /// Where the log stands now.
    pub last: u64,
}

/// An accepted change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// Its document.
    pub doc: DocumentId,
    /// Its hash; unique in the log.
    pub hash: ChangeHash,
    /// The device that sent it.
    pub device: DeviceId,
    /// The user of the device; nobody for the server's own changes.
    pub user: Option<UserId>,
    /// When it was received.
    pub received_at: Instant,
    /// The chunk, as the server's own Automerge writes it.
    pub bytes: Vec<u8>,
}

/// What is known of a document after this commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// The document.
    pub doc: DocumentId,
    /// Its heads, ascending.
    pub heads: Heads,
    /// The owner.
    pub owner: Option<UserId>,
    /// The deputies, ascending.
    pub deputies: Vec<UserId>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRow {
    /// The customer.
    pub account: AccountId,
    /// For whom.
    pub audience: RowAudience,
    /// The row as CBOR.
    pub bytes: Vec<u8>,
}

/// A line of visibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAccess {
    /// The user.
    pub user: UserId,
    /// The document.
    pub doc: DocumentId,
    /// What they may see now.
    pub level: Level,
    /// Why it was taken away.
    pub reason: GoneReason,
}

/// A wish of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPin {
    /// The device.
    pub device: DeviceId,
    /// The document.
    pub doc: DocumentId,
    /// Hold it, or let it go.
    pub wanted: bool,
}

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSnapshot {
    /// The document.
    pub doc: DocumentId,
    /// The whole document as Automerge saves it, no column deflated: pages deflate it among others, a backend as it likes.
    pub bytes: Vec<u8>,
    /// Changes up to this number leave the log; 0 for none. At most [`Commit::after`].
    pub trim: u64,
}

/// Documents that cannot be read any more. Everything of them is taken out, but for what is held and pinned; a backend
/// that can puts their bytes aside. Devices that are asked under another epoch give them back. A held change that was
/// taken over into one of them, as it was or in part, waits for its decision again: nobody may have got it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The documents.
    pub docs: Vec<DocumentId>,
    /// The store's epoch from now on.
    pub epoch: [u8; 8],
}

/// A change that was not accepted, kept raw. The key is (device, hash): a second one changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldChange {
    /// The document it was meant for.
    pub doc: DocumentId,
    /// The hash that the verdict names.
    pub hash: ChangeHash,
    /// Why.
    pub reason: HeldReason,
    /// The user.
    pub user: UserId,
    /// The device.
    pub device: DeviceId,
    /// When it was received.
    pub received_at: Instant,
    /// The heads of the document at that time, to show a difference.
    pub heads: Heads,
    /// The bytes as sent.
    pub bytes: Vec<u8>,
}

/// A decision on a held change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// The device that sent the change.
    pub device: DeviceId,
    /// The decision.
    pub review: Review,
}

/// A device had everything acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSync {
    /// The device.
    pub device: DeviceId,
    /// Its user.
    pub user: UserId,
    /// When.
    pub at: Instant,
}
