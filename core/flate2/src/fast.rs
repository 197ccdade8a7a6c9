//! The backend where speed counts.

use zlib_rs::{DeflateFlush, InflateFlush, Status};

use crate::{Compression, Step, Stream};

/// Base-2 logarithm of the window: the largest.
const WINDOW_BITS: u8 = 15;

pub(crate) struct Deflate(zlib_rs::Deflate);

impl Deflate {
    pub(crate) fn new(level: Compression) -> Self {
        Self(zlib_rs::Deflate::new(i32::from(level.0), false, WINDOW_BITS))
    }

    pub(crate) fn prime(&mut self, dictionary: &[u8]) {
        // Refused in the middle of a stream only.
        let _unused = self.0.set_dictionary(dictionary);
    }
}

impl Stream for Deflate {
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> Option<Step> {
        let before = (self.0.total_in(), self.0.total_out());
        let flush = if last { DeflateFlush::Finish } else { DeflateFlush::NoFlush };
        let status = self.0.compress(input, output, flush).ok()?;
        Some(step(before, (self.0.total_in(), self.0.total_out()), status))
    }
}

pub(crate) struct Inflate(zlib_rs::Inflate);

impl Inflate {
    pub(crate) fn new() -> Self {
        Self(zlib_rs::Inflate::new(false, WINDOW_BITS))
    }

    pub(crate) fn prime(&mut self, dictionary: &[u8]) {
        // Refused in the middle of a stream only.
        let _unused = self.0.set_dictionary(dictionary);
    }
}

impl Stream for Inflate {
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> Option<Step> {
        let before = (self.0.total_in(), self.0.total_out());
        let flush = if last { InflateFlush::Finish } else { InflateFlush::NoFlush };
        let status = self.0.decompress(input, output, flush).ok()?;
        Some(step(before, (self.0.total_in(), self.0.total_out()), status))
    }
}

fn step(before: (u64, u64), after: (u64, u64), status: Status) -> Step {
    // No piece is longer than the memory.
    let grown = |before: u64, after: u64| usize::try_from(after - before).unwrap_or(usize::MAX);
    Step {
        consumed: grown(before.0, after.0),
        written: grown(before.1, after.1),
        ended: matches!(status, Status::StreamEnd),
    }
}

impl std::fmt::Debug for Deflate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deflate").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Inflate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inflate").finish_non_exhaustive()
    }
}
