//! The manifest: what a device without a usable cookie holds, 8 bytes for each document, so that it is sent only what
//! it lacks.
//!
//! A fingerprint is the end of what the document and its row add to the view digest: it names the document, its heads
//! and the row at once. Two of 25,000 are alike by chance once in 10^10 manifests; the view digest, compared at the
//! end, would show it.

use crate::sync::limits::MANIFEST_ITEMS_MAX;

/// Bytes of a fingerprint.
const FINGERPRINT: usize = 8;

/// Puts fingerprints together from what each document adds to the view digest; those beyond [`MANIFEST_ITEMS_MAX`] are
/// left out, and are sent again.
pub fn write(items: impl Iterator<Item = u128>) -> Vec<u8> {
    items.take(MANIFEST_ITEMS_MAX).flat_map(fingerprint).collect()
}

fn fingerprint(item: u128) -> [u8; FINGERPRINT] {
    // The lower half; the upper would do as well.
    (item as u64).to_be_bytes()
}

/// A manifest at work: which of its items the server holds too.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// Fingerprints with their place in the manifest, ascending, and whether they were met.
    items: Vec<([u8; FINGERPRINT], u32, bool)>,
}

impl Manifest {
    /// Reads a manifest; nothing when it is none, or too long.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (fingerprints, rest) = bytes.as_chunks::<FINGERPRINT>();
        if !rest.is_empty() || fingerprints.len() > MANIFEST_ITEMS_MAX {
            return None;
        }
        let mut items: Vec<_> = (0..).zip(fingerprints).map(|(place, bytes)| (*bytes, place, false)).collect();
        items.sort_unstable();
        Some(Self { items })
    }

    /// Tells whether the device holds just what adds `item` to the view digest, and notes that it was met.
    pub fn meets(&mut self, item: u128) -> bool {
        let wanted = fingerprint(item);
        let at = self.items.binary_search_by(|(known, ..)| known.cmp(&wanted));
        match at.ok().and_then(|at| self.items.get_mut(at)) {
            Some((.., met)) => {
                *met = true;
                true
            }
            None => false,
        }
    }

    /// Returns the places of the items that were not met, ascending.
    pub fn unmet(&self) -> Vec<u32> {
        let mut unmet: Vec<_> = self.items.iter().filter(|(.., met)| !met).map(|(_, place, _)| *place).collect();
        unmet.sort_unstable();
        unmet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_sides_hold_is_met_and_the_rest_is_named_by_its_place() {
        let bytes = write([7u128 << 100 | 5, 3, u128::MAX].into_iter());
        assert_eq!(bytes.len(), 24);
        let mut manifest = Manifest::read(&bytes).unwrap();
        assert!(manifest.meets(3) && !manifest.meets(4) && manifest.meets(7u128 << 100 | 5));
        assert_eq!(manifest.unmet(), [2]);
        assert!(Manifest::default().unmet().is_empty());
    }

    #[test]
    fn bytes_that_are_no_manifest_are_refused() {
        assert!(Manifest::read(&[0; 7]).is_none());
        assert!(Manifest::read(&vec![0; 8 * (MANIFEST_ITEMS_MAX + 1)]).is_none());
        assert!(Manifest::read(&vec![0; 8 * MANIFEST_ITEMS_MAX]).is_some());
        assert_eq!(write(0..MANIFEST_ITEMS_MAX as u128 + 5).len(), 8 * MANIFEST_ITEMS_MAX);
    }
}
