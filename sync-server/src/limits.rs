//! Every bound of the server: a named number with its unit and the reason for it.
//!
//! What a frame or a change may hold is bounded in `fieldnote_core::sync`; here is what a connection, a person and a
//! request may do.

use std::time::Duration;

/// Largest message on `/sync`, bytes before inflation. A frame is cut to 256 kB by both sides.
pub(crate) const FRAME_BYTES_MAX: usize = 256 * 1024;

/// Largest body of `POST /sync`: one frame.
pub(crate) const SYNC_BODY_BYTES_MAX: usize = FRAME_BYTES_MAX;

/// Largest body of any other request: the longest is a user with a name and regions.
pub(crate) const API_BODY_BYTES_MAX: usize = 16 * 1024;

/// Time for a request to arrive whole and be answered: 256 kB over a telephone line of 70 kbit/s. Whoever sends a byte
/// now and then to hold a connection open is cut.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Messages a device may send at once over a socket, or by POST: a tab that was offline sends its day in a few dozen.
/// Pings count as well, as each is answered.
pub(crate) const FRAMES_BURST: u32 = 200;

/// Time in which one more frame is allowed: 50 a second, far above any typist.
pub(crate) const FRAME_REFILL: Duration = Duration::from_millis(20);

/// Names that a person may ask about in [`NAMES_WINDOW`]: enough for a trade fair, too few to list a competitor's team.
pub(crate) const NAMES_BURST: u32 = 30;

/// See [`NAMES_BURST`].
pub(crate) const NAMES_WINDOW: Duration = Duration::from_secs(60);

/// Time for the first frame after the upgrade, as long as a device waits for an answer: 128 kB of edits over 30 kbit/s,
/// the upload of an old mobile network, take 35 s.
pub(crate) const FIRST_FRAME_TIMEOUT: Duration = Duration::from_secs(45);

/// A socket that cannot take one message in this time is cut; the cookie resumes where it stood.
pub(crate) const SEND_TIMEOUT: Duration = Duration::from_secs(30);

/// Silence after which the server pings, below the 60 s after which home routers forget a connection.
pub(crate) const PING_INTERVAL: Duration = Duration::from_secs(25);

/// Silence after which a socket is given up: two lost pings.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// How often a live socket looks its session up again: bounds the life of an expired one.
pub(crate) const SESSION_RECHECK: Duration = Duration::from_secs(300);

/// Connections that the system may hold until they are taken, as many as Linux allows (`net.core.somaxconn`): 2,000
/// devices come back within seconds, and whom it has no room for waits 1, 3, 7, 15 s.
pub(crate) const WAITING_TO_CONNECT: u32 = 4_096;

/// Time that open connections get to end when the server drains.
pub(crate) const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// When a draining or busy server asks to be tried again, in milliseconds.
pub(crate) const RETRY_AFTER_MS: u32 = 1_000;

/// When a server that cannot write asks to be tried again, in milliseconds: disks are not emptied in a second.
pub(crate) const UNAVAILABLE_RETRY_AFTER_MS: u32 = 15_000;

/// Submissions that may wait for the hub; who comes then waits outside, for [`HUB_PATIENCE`].
pub(crate) const HUB_QUEUE_MAX: usize = 1_024;

/// How long a device waits for room in the hub's queue before it is told to come back.
pub(crate) const HUB_PATIENCE: Duration = Duration::from_secs(5);

/// Submissions committed together at most: bounds the time of one transaction.
pub(crate) const HUB_BATCH_MAX: usize = 64;

/// Time after a commit within which the next one waits for others to share it: each costs an fsync and a reading of the
/// news by everybody concerned. An edit after a pause does not wait.
pub(crate) const HUB_GATHER: Duration = Duration::from_millis(5);

/// Time after a search for damaged documents in which there is no other: it reads all of them, and what it cannot mend
/// will be met again.
pub(crate) const MEND_INTERVAL: Duration = Duration::from_secs(60);

/// How often the hub looks for leads that nobody follows up.
pub(crate) const LEADS_INTERVAL: Duration = Duration::from_secs(600);

/// How often the hub looks for documents to compact.
pub(crate) const TEND_INTERVAL: Duration = Duration::from_secs(1);

/// Connections that read the database at once; more would only wait for the same cores.
pub(crate) const READERS: usize = 4;

/// Failed sign-ins of one account in a minute.
pub(crate) const LOGIN_TRIES_PER_ACCOUNT: u32 = 5;

/// Failed sign-ins from one address in a minute: an office behind one address has several typists.
pub(crate) const LOGIN_TRIES_PER_ADDRESS: u32 = 20;

/// The window of the two numbers above.
pub(crate) const LOGIN_WINDOW: Duration = Duration::from_secs(60);

/// Keys remembered by a rate limiter before the full ones are forgotten.
pub(crate) const LIMITER_KEYS_MAX: usize = 10_000;

/// Password checks at once: each takes 19 MiB and a core.
pub(crate) const PASSWORD_CHECKS_AT_ONCE: usize = 2;

/// Shortest password, in characters (NIST SP 800-63B, 3.1.1.2).
pub(crate) const PASSWORD_CHARS_MIN: usize = 8;

/// Longest password, in bytes: hashing must not become a way to burn the server's time.
pub(crate) const PASSWORD_BYTES_MAX: usize = 256;

/// Longest sign-in name, in bytes.
pub(crate) const LOGIN_BYTES_MAX: usize = 64;

/// Longest name of a person or device, in bytes.
pub(crate) const NAME_BYTES_MAX: usize = 128;

/// Regions of one member.
pub(crate) const REGIONS_MAX: usize = 64;

/// Devices of one person that are not revoked; enrolling one more revokes the one that was seen longest ago.
pub(crate) const DEVICES_MAX: usize = 50;

/// How long a session lives without use, in milliseconds: 30 days, then it slides.
pub(crate) const SESSION_LIFE_MS: i64 = 30 * 86_400_000;

/// A session is prolonged when this much of its life has gone, in milliseconds: one write a day, not one a request.
pub(crate) const SESSION_SLIDE_MS: i64 = 86_400_000;

/// How long a write waits for another process's lock on the database.
pub(crate) const DATABASE_BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Bytes of a POST's answer after which the rest waits for the next POST with the new cookie.
pub(crate) const EXCHANGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Held changes in one answer: each is applied to a copy of its document, a few milliseconds.
pub(crate) const HELD_LISTED_MAX: usize = 200;

/// Lines of the audit trail in one answer.
pub(crate) const AUDIT_LISTED_MAX: usize = 1_000;
