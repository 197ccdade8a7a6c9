//! What an event brings along: the time and randomness.

use crate::values::{ActorSuffix, Instant, Random};

/// The time of an event by this phone's clock, and a source of randomness.
pub(super) struct Cx<'a> {
    pub(super) now: Instant,
    pub(super) random: &'a mut dyn Random,
}

impl Cx<'_> {
    /// Draws a number of milliseconds between two, evenly.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let mut bytes = [0; 8];
        self.random.fill(&mut bytes);
        let span = high.saturating_sub(low).max(0).unsigned_abs() + 1;
        low.saturating_add(i64::try_from(u64::from_le_bytes(bytes) % span).unwrap_or(0))
    }

    /// Draws the second half of a new actor id.
    pub(super) fn actor(&mut self) -> ActorSuffix {
        let mut suffix = [0; 8];
        self.random.fill(&mut suffix);
        suffix
    }
}
