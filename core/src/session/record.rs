//! What the device keeps in its store, and the operations on it. One `Vec<StoreOp>` is one transaction.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::model::Role;
use crate::sync::wire::{ChangeHash, Cookie, GoneReason, Heads, HeldReason, Review, Seal};
use crate::values::{AccountId, DeviceId, DocumentId, Instant, UserId};
use crate::{cbor_array, cbor_map, cbor_variants};

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

/// Heads of a document that the server had, with its proof of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The heads.
    pub heads: Heads,
    /// Their seal.
    pub seal: Seal,
}

cbor_array!(Sealed { 0: heads, 1: seal });

/// A document that was taken away while edits on it waited: it is dropped when each of them has its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Why.
    pub reason: GoneReason,
    /// Name of the customer; its row is gone already.
    pub name: String,
}

cbor_array!(Leaving { 0: reason, 1: name });

/// A document on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRecord {
    /// Which.
    pub doc: DocumentId,
    /// Heads that its chunks must have when loaded; anything else starts a repair.
    pub heads: Heads,
    /// Heads acknowledged by, or received from, the server.
    pub acked: Heads,
    /// Held in full (true), or only its row (false).
    pub full: bool,
    /// Summary row as CBOR; account documents only.
    pub row: Option<ByteVec>,
    /// What is known without opening it: the searchable text of a customer's visits and notes, the birthdays in a
    /// private document, or what is open of what others added; missing until it was opened once or read in the
    /// background.
    pub text: Option<String>,
    /// The person asked to hold it (managers).
    pub pinned: bool,
    /// Bytes of the server's row, kept for the view digest while `row` shows local edits.
    pub server_row: Option<ByteVec>,
    /// What the server sent last.
    pub sealed: Option<Sealed>,
    /// What a restored server lacks of it, to be given back: more than one where it was restored again meanwhile.
    pub lost: Vec<Sealed>,
    /// It is not the person's any more.
    pub leaving: Option<Leaving>,
}

cbor_map!(DocumentRecord {
    0: doc = DocumentId::account(AccountId::default()),
    1: heads,
    2: acked,
    3: full,
    4: row,
    5: text,
    6: pinned,
    7: server_row,
    8: sealed,
    10: leaving,
    // 9 was a single loss.
    11: lost,
});

/// A change made here and not yet acknowledged, with the command behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// The change.
    pub hash: ChangeHash,
    /// Its document.
    pub doc: DocumentId,
    /// Its bytes.
    pub bytes: ByteVec,
    /// The typed command as CBOR; the same one for the two documents of a contact. Empty for an edit that was
    /// acknowledged once, by a server that has lost it: its command is not kept that long.
    pub command: ByteVec,
    /// When it was made.
    pub at: Instant,
    /// Order of making on this device, ascending over all tabs (milliseconds, then a counter).
    pub order: u64,
    /// It is out of its document: it builds on an edit that is held, and has no verdict of its own yet.
    pub aside: bool,
}

cbor_map!(OutboxItem {
    0: hash = ChangeHash([0; 32]),
    1: doc = DocumentId::account(AccountId::default()),
    2: bytes = ByteVec::from(Vec::new()),
    3: command = ByteVec::from(Vec::new()),
    4: at,
    5: order,
    6: aside,
});

impl OutboxItem {
    /// Returns what the reader of a held item begins with.
    fn blank() -> Self {
        let (doc, nothing) = (DocumentId::account(AccountId::default()), ByteVec::from(Vec::new()));
        let at = Instant::default();
        Self { hash: ChangeHash([0; 32]), doc, bytes: nothing.clone(), command: nothing, at, order: 0, aside: false }
    }
}

/// A change the server keeps for review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldItem {
    /// The change.
    pub item: OutboxItem,
    /// Why.
    pub reason: HeldReason,
    /// When the verdict came.
    pub at: Instant,
    /// Name of the customer when it was held, for showing it after access is gone.
    pub title: String,
    /// What a reviewer decided; nothing while it waits.
    pub review: Option<Review>,
}

cbor_map!(HeldItem { 0: item = OutboxItem::blank(), 1: reason = HeldReason::Malformed, 2: at, 3: title, 4: review });

/// A half-written form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which form: its route, such as `record/0123…`.
    pub key: String,
    /// The form's own CBOR.
    pub form: ByteVec,
    /// Last keystroke.
    pub at: Instant,
}

cbor_map!(Draft { 0: key, 1: form = ByteVec::from(Vec::new()), 2: at });

/// One finished exchange, for the status screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncLogEntry {
    /// When.
    pub at: Instant,
    /// Changes acknowledged.
    pub sent: u32,
    /// Documents and rows received.
    pub received: u32,
    /// Documents taken away, with the customer's name and the reason.
    pub gone: Vec<GoneEntry>,
}

cbor_map!(SyncLogEntry { 0: at, 1: sent, 2: received, 3: gone });

/// A customer that is no longer the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneEntry {
    /// Name.
    pub name: String,
    /// Why.
    pub reason: GoneReason,
    /// Edits that reached the server before the copy was dropped.
    pub sent: u32,
    /// Edits held for review.
    pub held: u32,
}

cbor_map!(GoneEntry { 0: name, 1: reason = GoneReason::Reassigned, 2: sent, 3: held });

/// Number of a store transaction, answered by [`crate::session::Event::Stored`].
pub type WriteId = u64;

/// One operation of a store transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreOp {
    /// Adds a chunk; the key is (document, hash of the bytes).
    PutChunk(DocumentId, ByteVec),
    /// Deletes every chunk of a document.
    DeleteChunks(DocumentId),
    /// Puts a document's record.
    PutDocument(DocumentRecord),
    /// Deletes a document's record.
    DeleteDocument(DocumentId),
    /// Puts an outbox item; the key is its hash.
    PutOutbox(OutboxItem),
    /// Deletes an outbox item.
    DeleteOutbox(ChangeHash),
    /// Puts a held item; the key is its change's hash.
    PutHeld(HeldItem),
    /// Deletes a held item.
    DeleteHeld(ChangeHash),
    /// Puts a draft; the key is its key.
    PutDraft(Draft),
    /// Deletes a draft.
    DeleteDraft(String),
    /// Puts the cookie.
    PutCookie(Cookie),
    /// Adds an entry to the log of exchanges; the store keeps the newest 20.
    AddLog(SyncLogEntry),
    /// Puts a small value under a name, such as the members' last sync.
    PutMeta(String, ByteVec),
}

cbor_variants!(StoreOp {
    0: PutChunk(doc, bytes),
    1: DeleteChunks(doc),
    2: PutDocument(record),
    3: DeleteDocument(doc),
    4: PutOutbox(item),
    5: DeleteOutbox(hash),
    6: PutHeld(item),
    7: DeleteHeld(hash),
    8: PutDraft(draft),
    9: DeleteDraft(name),
    10: PutCookie(cookie),
    11: AddLog(entry),
    12: PutMeta(name, bytes),
});

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
