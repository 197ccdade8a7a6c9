//! The manifest: what a device without a usable cookie holds, a fingerprint for each document, so that it is sent only
//! what it lacks.
//!
//! A fingerprint is the end of what the document and its row add to the view digest: it names the document, its heads
//! and the row at once. Two of 25,000 are alike by chance once in 10^6 manifests, and are then met together; should one of
//! them be another here, the view digest, compared at the end, shows it.
//!
//! # Format
//! How many there are in four bytes, then the gaps between the ascending fingerprints in Rice's code
//! (R. F. Rice, Some practical universal noiseless coding techniques, JPL 79-22, 1979): the gaps of random numbers fall
//! off geometrically, for which it is within 0.05 bits of the best. 4,000 documents take 19 kB.

use crate::sync::limits::MANIFEST_ITEMS_MAX;

/// Bits of a fingerprint.
const FINGERPRINT: u32 = 48;

/// Sorts documents by their fingerprints, each of what it adds to the view digest, and puts these together. Those
/// beyond [`MANIFEST_ITEMS_MAX`] are left out, and are sent again. The place of a document is the one it has then.
pub fn write<T>(items: &mut [(u128, T)]) -> Vec<u8> {
    items.sort_by_key(|(item, _)| fingerprint(*item));
    let count = items.len().min(MANIFEST_ITEMS_MAX);
    let mut bits = BitWriter(u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes().to_vec(), 0);
    let mut last = 0;
    for (item, _) in items.iter().take(count) {
        let next = fingerprint(*item);
        bits.gap(next - last, low_bits(count));
        last = next;
    }
    bits.0
}

fn fingerprint(item: u128) -> u64 {
    // The end of it; the beginning would do as well.
    item as u64 & ((1 << FINGERPRINT) - 1)
}

/// Returns how many bits of a gap are written as they are: about those of the mean one.
fn low_bits(count: usize) -> u32 {
    FINGERPRINT - count.max(1).ilog2() - 1
}

/// Bytes, and how many bits of the last one are used; 0 for all.
struct BitWriter(Vec<u8>, u32);

impl BitWriter {
    fn bit(&mut self, bit: bool) {
        if self.1 == 0 {
            self.0.push(0);
        }
        if let Some(last) = self.0.last_mut() {
            *last |= u8::from(bit) << (7 - self.1);
        }
        self.1 = (self.1 + 1) % 8;
    }

    fn gap(&mut self, gap: u64, low: u32) {
        (0..gap >> low).for_each(|_| self.bit(true));
        self.bit(false);
        (0..low).rev().for_each(|at| self.bit(gap >> at & 1 == 1));
    }
}

/// Bits still to be read.
struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl BitReader<'_> {
    fn bit(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1 == 1;
        self.at += 1;
        Some(bit)
    }

    fn gap(&mut self, low: u32) -> Option<u64> {
        let mut gap = 0u64;
        while self.bit()? {
            gap += 1;
        }
        for _ in 0..low {
            gap = gap << 1 | u64::from(self.bit()?);
        }
        Some(gap)
    }
}

/// A manifest at work: which of its items the server holds too.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// Fingerprints, ascending, and whether they were met.
    items: Vec<(u64, bool)>,
}

impl Manifest {
    /// Reads a manifest; nothing when it is none, or too long.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (count, bytes) = bytes.split_first_chunk()?;
        let count = usize::try_from(u32::from_be_bytes(*count)).ok().filter(|count| *count <= MANIFEST_ITEMS_MAX)?;
        let mut bits = BitReader { bytes, at: 0 };
        let mut items = Vec::with_capacity(count);
        let mut last = 0u64;
        for _ in 0..count {
            last = last.checked_add(bits.gap(low_bits(count))?).filter(|last| *last < 1 << FINGERPRINT)?;
            items.push((last, false));
        }
        (bits.at.div_ceil(8) == bytes.len()).then_some(Self { items })
    }

    /// Tells whether the device holds just what adds `item` to the view digest, and notes that it was met.
    pub fn meets(&mut self, item: u128) -> bool {
        let wanted = fingerprint(item);
        let from = self.items.partition_point(|(known, _)| *known < wanted);
        // All that are alike: what is not met is let go by the device.
        let alike = self.items.iter_mut().skip(from).take_while(|(known, _)| *known == wanted);
        alike.map(|(_, met)| *met = true).count() > 0
    }

    /// Returns the places of the items that were not met, ascending.
    pub fn unmet(&self) -> Vec<u32> {
        (0..).zip(&self.items).filter(|(_, (_, met))| !met).map(|(place, _)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers as a hash gives them.
    fn spread(count: u64) -> Vec<(u128, u64)> {
        (1..=count).map(|at| (u128::from(at.wrapping_mul(0x9e37_79b9_7f4a_7c15)), at)).collect()
    }

    #[test]
    fn what_both_sides_hold_is_met_and_the_rest_is_named_by_its_place() {
        let mut items = [(7u128 << 100 | 5, 'a'), (u128::MAX, 'b'), (3, 'c'), (3, 'd')];
        let mut manifest = Manifest::read(&write(&mut items)).unwrap();
        assert_eq!(items.map(|(_, name)| name), ['c', 'd', 'a', 'b'], "ascending, equal ones as they came");
        assert!(!manifest.meets(4) && manifest.meets(7u128 << 100 | 5));
        assert_eq!(manifest.unmet(), [0, 1, 3]);
        assert!(manifest.meets(3));
        assert_eq!(manifest.unmet(), [3], "what is alike is met together");
        assert!(Manifest::default().unmet().is_empty());
        assert!(Manifest::read(&write::<u8>(&mut [])).unwrap().unmet().is_empty());
    }

    #[test]
    fn every_item_comes_back_and_takes_less_than_five_bytes() {
        for count in [1, 2, 3, 100, 4_000] {
            let mut items = spread(count);
            let bytes = write(&mut items);
            let mut manifest = Manifest::read(&bytes).unwrap();
            assert!(items.iter().all(|(item, _)| manifest.meets(*item)), "{count}");
            assert!(manifest.unmet().is_empty());
            assert!(count < 4_000 || bytes.len() < 19_000, "{}", bytes.len());
        }
    }

    #[test]
    fn bytes_that_are_no_manifest_are_refused() {
        let whole = write(&mut spread(100));
        for end in 0..whole.len() {
            assert!(Manifest::read(&whole[..end]).is_none(), "cut at {end}");
        }
        assert!(Manifest::read(&[whole.as_slice(), &[0]].concat()).is_none(), "more than it says");
        assert!(Manifest::read(&[&[0, 0, 0, 9], [255; 90].as_slice()].concat()).is_none(), "a gap without an end");
        let mut far = BitWriter(vec![0, 0, 0, 2], 0);
        (0..2).for_each(|_| far.gap(u64::from(u32::MAX) << 15, low_bits(2)));
        assert!(Manifest::read(&far.0).is_some(), "still a fingerprint");
        let mut beyond = BitWriter(vec![0, 0, 0, 2], 0);
        (0..2).for_each(|_| beyond.gap(u64::from(u32::MAX) << 16, low_bits(2)));
        assert!(Manifest::read(&beyond.0).is_none(), "beyond every fingerprint");
    }

    #[test]
    fn a_manifest_is_no_longer_than_allowed() {
        let most = MANIFEST_ITEMS_MAX as u64;
        let bytes = write(&mut spread(most + 5));
        assert_eq!(Manifest::read(&bytes).unwrap().unmet().len(), MANIFEST_ITEMS_MAX);
        let more = [(MANIFEST_ITEMS_MAX as u32 + 1).to_be_bytes().as_slice(), &bytes[4..], &[0; 9]].concat();
        assert!(Manifest::read(&more).is_none());
    }
}
