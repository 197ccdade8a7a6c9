//! What the exchange accepts, each limit with its unit and reason.

/// Bytes of one encoded frame from a device. A day offline is about 25 kB; more waits in further frames.
pub const FRAME_BYTES_MAX: usize = 256 * 1024;

/// Bytes of any frame from the server inflated: one large document, no column deflated, must fit. Deflate reaches about
/// 1,000:1, so without it a frame could ask for any memory.
pub const INFLATED_BYTES_MAX: usize = 12 * 1024 * 1024;

/// Bytes of a device's frame inflated: eight times what a device puts into one. Each byte may become a change of its
/// own, which takes 24 bytes and more once it is read.
pub const DEVICE_INFLATED_BYTES_MAX: usize = 1024 * 1024;

/// Documents, changes and pins of one frame from a device, together: each costs a look into the store. What fits into
/// [`PENDING_BYTES_A_FRAME`] are about 1,000 of the smallest changes.
pub const FRAME_ITEMS_MAX: usize = 4_096;

/// Documents that a manifest names: a manager's 25,000 customers. 110 kB, which no deflate makes less.
pub const MANIFEST_ITEMS_MAX: usize = 25_000;

/// Bytes of changes of one document that a device gives back after a restore, over all frames: as much as a document
/// may have. The server keeps them until the last one is there.
pub const RETURNED_BYTES_MAX: usize = INFLATED_BYTES_MAX;

/// Bytes below which a frame is sent plain: deflate would not pay for its header and its time.
pub const DEFLATE_FROM_BYTES: usize = 128;

/// Bytes from which a page is deflated less hard: only a download has such pages, and there it is most of the work.
pub const LARGE_BYTES: usize = 96 * 1024;

/// Bytes of change chunks that a device should put into one frame, leaving room for the rest of it.
pub const PENDING_BYTES_A_FRAME: usize = 128 * 1024;

/// Bytes of one change chunk as sent. The longest note a person types is a few kB.
pub const CHANGE_BYTES_MAX: usize = 128 * 1024;

/// Bytes of one change chunk inflated (a deflated chunk of 261 kB was measured to become 1 GiB).
pub const CHANGE_INFLATED_BYTES_MAX: usize = 1024 * 1024;

/// Operations of one change. A command writes under 100; a pasted text of 10,000 characters is 10,000. A chunk of
/// 104 bytes can declare a million (measured: 453 MiB to apply).
pub const CHANGE_OPS_MAX: u64 = 20_000;

/// Dependencies of one change: one per device that wrote the document since the last change.
pub const CHANGE_DEPS_MAX: u64 = 64;

/// Changes of one submission that are admitted; the device sends the rest again. One takes the hub about half a
/// millisecond, and nobody else is served meanwhile.
pub const SUBMISSION_CHANGES_MAX: usize = 256;

/// Operations of one submission that are admitted: one of the largest changes. It is the time budget of admission,
/// counted in what takes the time: up to ten microseconds each, not optimised.
pub const SUBMISSION_OPS_MAX: usize = CHANGE_OPS_MAX as usize;

/// Bytes of one submission's chunks inflated: twice the largest change. A frame can hold a thousand small bombs.
pub const SUBMISSION_INFLATED_BYTES_MAX: usize = 2 * CHANGE_INFLATED_BYTES_MAX;

/// Documents that one submission opens; loading one takes about a millisecond.
pub const SUBMISSION_DOCUMENTS_MAX: usize = 64;

/// Bytes of a change's message; the app writes none.
pub const CHANGE_MESSAGE_BYTES_MAX: u64 = 256;

/// Bytes before deflating of the first page of a first download: a usable list after one short wait, also where a
/// network lets no more than 64 kB through at once. Deflated it has half as many.
pub const FIRST_PAGE_BYTES: usize = 80 * 1024;

/// Bytes before deflating of the pages of a first download that was cut, about one customer's: what is under way at the
/// next cut is lost. Each builds on the one before, so small pages cost little.
pub const RESUMED_PAGE_BYTES: usize = 12 * 1024;

/// Bytes before deflating of every other page.
pub const PAGE_BYTES: usize = 400 * 1024;

/// Bytes, not deflated, of the documents that the server keeps loaded: a thousand customers of usual size, the day's
/// work of a large team. Loaded, a document takes about twice as much memory.
pub const LOADED_BYTES_MAX: usize = 20 * 1024 * 1024;

/// Bytes of changes since the snapshot from which a new snapshot is written, when they also outgrow their share of the
/// snapshot: a smaller document takes no more on the disk as changes.
pub const TAIL_BYTES_MIN: usize = 2 * 1024;

/// Part of a snapshot's bytes that changes since it may take, as a divisor: each byte is written three times at most.
pub const TAIL_SHARE: usize = 2;

/// Milliseconds between seeing that the changes outgrew the snapshot and writing a new one: connected devices have the
/// changes by then, so those can leave the log.
pub const COMPACT_AFTER_MS: i64 = 10_000;

/// Snapshots written in one transaction: a few milliseconds, for which an edit may have to wait.
pub const COMPACTED_AT_ONCE: usize = 16;

/// Documents that may wait to be compacted before the next ones do not wait at all.
pub const OVERGROWN_MAX: usize = 1_024;

/// Part of a snapshot's bytes that changes inside it may take in the log, as a divisor. They are there for devices that
/// are a few edits behind: they get the edits, and only who lacks more than this gets the document whole.
pub const LOG_SHARE: usize = 4;

/// Milliseconds after which a change that a snapshot holds is not kept in the log for devices that lack it: 90 days,
/// longer than any leave.
pub const LOG_MS_MAX: i64 = 90 * 86_400_000;

/// Milliseconds for which a held change is kept for review: 90 days, as long as the log keeps changes.
pub const HELD_MS_MAX: i64 = LOG_MS_MAX;

/// Characters of the reason for declining a held change: a few sentences.
pub const REVIEW_REASON_CHARS_MAX: usize = 500;

/// Milliseconds within which a second exchange of a device is not written down as its last sync again.
pub const SYNC_RECORD_MS: i64 = 60_000;
