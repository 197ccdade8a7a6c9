//! The server's clock and randomness, as core wants them: the only place that reads either.

use std::time::{SystemTime, UNIX_EPOCH};

use fieldnote_core::values::{Instant, Random};

/// Returns the time of this machine.
pub(crate) fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The operating system's random bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OsRandom;

impl Random for OsRandom {
    #[expect(clippy::expect_used, reason = "a server without randomness must not hand out tokens or ids")]
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
