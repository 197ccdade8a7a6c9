//! Seeded chance (SplitMix64): the same seed throws the same numbers on every machine.

use fieldnote_core::values::Random;

/// A seeded source of numbers.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns dice of their own, one throw further on: however often those are thrown, these go on the same.
    pub(super) fn fork(&mut self) -> Self {
        Self(self.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number from `low` to `high`, both included.
    pub(super) fn range(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0).unsigned_abs() + 1;
        low + i64::try_from(self.next() % width).unwrap_or(0)
    }

    /// Returns true in `percent` of a hundred throws.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.range(1, 100) <= percent
    }

    /// Returns one of a list; the default for an empty one.
    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let at = self.range(0, i64::try_from(list.len()).unwrap_or(i64::MAX) - 1);
        usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or_default()
    }
}

impl Random for Dice {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (byte, fresh) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *byte = fresh;
            }
        }
    }
}
