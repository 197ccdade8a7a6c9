//! What the device keeps in its store, and the operations on it. One `Vec<StoreOp>` is one transaction.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::model::Role;
use crate::sync::wire::{ChangeHash, Cookie, GoneReason, Heads, HeldReason, Review};
use crate::values::{DeviceId, DocumentId, Instant, UserId};

/// Who this device works for; given by the server at sign-in, kept for later offline starts.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Identity {
    /// The user.
    #[n(0)]
    pub user: UserId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// Role at sign-in; the workspace document has the current one.
    #[n(2)]
    pub role: Role,
    /// Name at sign-in.
    #[n(3)]
    pub name: String,
    /// Sign-in name.
    #[n(4)]
    pub login: String,
    /// Key of the workspace's view digest.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub digest_key: [u8; 16],
}

/// A document on this device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DocumentRecord {
    /// Which.
    #[n(0)]
    pub doc: DocumentId,
    /// Heads that its chunks must have when loaded; anything else starts a repair.
    #[n(1)]
    pub heads: Heads,
    /// Heads acknowledged by, or received from, the server.
    #[n(2)]
    pub acked: Heads,
    /// Held in full (true), or only its row (false).
    #[n(3)]
    pub full: bool,
    /// Summary row as CBOR; account documents only.
    #[n(4)]
    pub row: Option<ByteVec>,
    /// Searchable text of visits and notes; missing until the document was opened once or indexed.
    #[n(5)]
    pub text: Option<String>,
    /// The person asked to hold it (managers).
    #[n(6)]
    pub pinned: bool,
    /// Bytes of the server's row, kept for the view digest while `row` shows local edits.
    #[n(7)]
    pub server_row: Option<ByteVec>,
}

/// A change made here and not yet acknowledged, with the command behind it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OutboxItem {
    /// The change.
    #[n(0)]
    pub hash: ChangeHash,
    /// Its document.
    #[n(1)]
    pub doc: DocumentId,
    /// Its bytes.
    #[n(2)]
    pub bytes: ByteVec,
    /// The typed command as CBOR; the same one for the two documents of a contact.
    #[n(3)]
    pub command: ByteVec,
    /// When it was made.
    #[n(4)]
    pub at: Instant,
    /// Order of making on this device, ascending over all tabs (milliseconds, then a counter).
    #[n(5)]
    pub order: u64,
}

/// A change the server keeps for review.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HeldItem {
    /// The change.
    #[n(0)]
    pub item: OutboxItem,
    /// Why.
    #[n(1)]
    pub reason: HeldReason,
    /// When the verdict came.
    #[n(2)]
    pub at: Instant,
    /// Name of the customer when it was held, for showing it after access is gone.
    #[n(3)]
    pub title: String,
    /// What a reviewer decided; nothing while it waits.
    #[n(4)]
    pub review: Option<Review>,
}

/// A half-written form.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Draft {
    /// Which form: its route, such as `record/0123…`.
    #[n(0)]
    pub key: String,
    /// The form's own CBOR.
    #[n(1)]
    pub form: ByteVec,
    /// Last keystroke.
    #[n(2)]
    pub at: Instant,
}

/// One finished exchange, for the status screen.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncLogEntry {
    /// When.
    #[n(0)]
    pub at: Instant,
    /// Changes acknowledged.
    #[n(1)]
    pub sent: u32,
    /// Documents and rows received.
    #[n(2)]
    pub received: u32,
    /// Documents taken away, with the customer's name and the reason.
    #[n(3)]
    pub gone: Vec<GoneEntry>,
}

/// A customer that is no longer the person's.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct GoneEntry {
    /// Name.
    #[n(0)]
    pub name: String,
    /// Why.
    #[n(1)]
    pub reason: GoneReason,
    /// Edits that reached the server before the copy was dropped.
    #[n(2)]
    pub sent: u32,
    /// Edits held for review.
    #[n(3)]
    pub held: u32,
}

/// Number of a store transaction, answered by [`crate::session::Event::Stored`].
pub type WriteId = u64;

/// One operation of a store transaction.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum StoreOp {
    /// Adds a chunk; the key is (document, hash of the bytes).
    #[n(0)]
    PutChunk(#[n(0)] DocumentId, #[n(1)] ByteVec),
    /// Deletes every chunk of a document.
    #[n(1)]
    DeleteChunks(#[n(0)] DocumentId),
    /// Puts a document's record.
    #[n(2)]
    PutDocument(#[n(0)] DocumentRecord),
    /// Deletes a document's record.
    #[n(3)]
    DeleteDocument(#[n(0)] DocumentId),
    /// Puts an outbox item; the key is its hash.
    #[n(4)]
    PutOutbox(#[n(0)] OutboxItem),
    /// Deletes an outbox item.
    #[n(5)]
    DeleteOutbox(#[n(0)] ChangeHash),
    /// Puts a held item; the key is its change's hash.
    #[n(6)]
    PutHeld(#[n(0)] HeldItem),
    /// Deletes a held item.
    #[n(7)]
    DeleteHeld(#[n(0)] ChangeHash),
    /// Puts a draft; the key is its key.
    #[n(8)]
    PutDraft(#[n(0)] Draft),
    /// Deletes a draft.
    #[n(9)]
    DeleteDraft(#[n(0)] String),
    /// Puts the cookie.
    #[n(10)]
    PutCookie(#[n(0)] Cookie),
    /// Adds an entry to the log of exchanges; the store keeps the newest 20.
    #[n(11)]
    AddLog(#[n(0)] SyncLogEntry),
    /// Puts a small value under a name, such as the members' last sync.
    #[n(12)]
    PutMeta(#[n(0)] String, #[n(1)] ByteVec),
}

/// Everything the store held when the tab started; chunks stay in the store until a document is opened.
#[derive(Debug, Clone, Default)]
pub struct Boot {
    /// Documents.
    pub documents: Vec<DocumentRecord>,
    /// Outbox, in any order.
    pub outbox: Vec<OutboxItem>,
    /// Held items.
    pub held: Vec<HeldItem>,
    /// Drafts.
    pub drafts: Vec<Draft>,
    /// Cookie.
    pub cookie: Option<Cookie>,
    /// Log of exchanges, oldest first.
    pub log: Vec<SyncLogEntry>,
    /// Small values by name.
    pub meta: Vec<(String, Vec<u8>)>,
}

/// Why the store failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No space left for this origin.
    #[error("the browser has no space left for this site")]
    Quota,
    /// The browser deleted the data.
    #[error("the browser deleted this site's data")]
    Evicted,
    /// What was read does not fit its heads or does not parse.
    #[error("stored data of {0} is damaged")]
    Corrupt(String),
    /// Anything else; the reason in the platform's words.
    #[error("the store is not available: {0}")]
    Unavailable(String),
}
