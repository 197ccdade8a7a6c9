//! Real frames and chunks damaged by the dice of a seed.

use fieldnote_core::testing::builders::SplitMix;
use fieldnote_core::testing::hostile::repair;

/// Longest result, bytes: beyond the frame limit, so that it is crossed now and then.
const BYTES_MAX: usize = 300_000;

/// Damages bytes in one to four places; now and then takes a part of `other`.
pub fn bytes(dice: &mut SplitMix, mut bytes: Vec<u8>, other: &[u8]) -> Vec<u8> {
    for _ in 0..=dice.below(4) {
        match dice.below(8) {
            0..=2 => flip(dice, &mut bytes),
            3 => overwrite(dice, &mut bytes),
            4 => bytes.truncate(dice.below(bytes.len() + 1)),
            5 => splice(dice, &mut bytes, other),
            6 => swap(dice, &mut bytes),
            _ => duplicate(dice, &mut bytes),
        }
    }
    bytes.truncate(BYTES_MAX);
    bytes
}

/// Damages a chunk behind its header, and mostly repairs length and checksum.
pub fn chunk(dice: &mut SplitMix, chunk: &[u8], other: &[u8]) -> Vec<u8> {
    // A single flip goes deepest: everything around it is as it should be.
    let damaged = if dice.once_in(2) {
        let mut damaged = chunk.to_vec();
        flip(dice, &mut damaged);
        damaged
    } else {
        bytes(dice, chunk.to_vec(), other)
    };
    if dice.once_in(8) { damaged } else { repair(&damaged).unwrap_or(damaged) }
}

fn flip(dice: &mut SplitMix, bytes: &mut [u8]) {
    let (at, bit) = (dice.below(bytes.len()), dice.below(8));
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << bit;
    }
}

/// The values at which numbers end, turn or grow a digit.
fn overwrite(dice: &mut SplitMix, bytes: &mut [u8]) {
    let at = dice.below(bytes.len());
    let value = dice.pick(&[0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xff]).unwrap_or_default();
    if let Some(byte) = bytes.get_mut(at) {
        *byte = value;
    }
}

fn splice(dice: &mut SplitMix, bytes: &mut Vec<u8>, other: &[u8]) {
    bytes.truncate(dice.below(bytes.len() + 1));
    let from = dice.below(other.len());
    bytes.extend(other.get(from..).unwrap_or_default());
}

fn swap(dice: &mut SplitMix, bytes: &mut [u8]) {
    let length = dice.below(bytes.len() / 2 + 1).min(64);
    let (one, two) = bytes.split_at_mut(bytes.len() / 2);
    let (from, to) =
        (dice.below(one.len() + 1 - length.min(one.len())), dice.below(two.len() + 1 - length.min(two.len())));
    if let (Some(one), Some(two)) = (one.get_mut(from..from + length), two.get_mut(to..to + length)) {
        one.swap_with_slice(two);
    }
}

fn duplicate(dice: &mut SplitMix, bytes: &mut Vec<u8>) {
    let from = dice.below(bytes.len());
    let length = dice.below(bytes.len() + 1 - from);
    let copy = bytes.get(from..from + length).unwrap_or_default().to_vec();
    let at = dice.below(bytes.len() + 1);
    bytes.splice(at..at, copy);
}
