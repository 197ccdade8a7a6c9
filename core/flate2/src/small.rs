//! The backend where size counts.

use miniz_oxide::deflate::core::CompressorOxide;
use miniz_oxide::deflate::stream::deflate;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus, StreamResult};

use crate::{Compression, Step, Stream};

pub(crate) struct Deflate(Box<CompressorOxide>);

impl Deflate {
    pub(crate) fn new(level: Compression) -> Self {
        let mut compressor: Box<CompressorOxide> = Box::default();
        compressor.set_format_and_level(DataFormat::Raw, level.0);
        Self(compressor)
    }
}

impl Stream for Deflate {
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> Option<Step> {
        step(&deflate(&mut self.0, input, output, flush(last)))
    }
}

pub(crate) struct Inflate(Box<InflateState>);

impl Inflate {
    pub(crate) fn new() -> Self {
        Self(InflateState::new_boxed(DataFormat::Raw))
    }

    /// Inflates the dictionary as a block that was stored, and throws it away.
    pub(crate) fn prime(&mut self, dictionary: &[u8]) {
        let mut unused = [0; 1024];
        for piece in dictionary.chunks(unused.len()) {
            // A block that is not the last one, its length, and the same inverted.
            let length = u16::try_from(piece.len()).unwrap_or_default();
            let [[a, b], [c, d]] = [length.to_le_bytes(), (!length).to_le_bytes()];
            for input in [&[0, a, b, c, d], piece] {
                let _whole = inflate(&mut self.0, input, &mut unused, MZFlush::None);
            }
        }
    }
}

impl Stream for Inflate {
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> Option<Step> {
        step(&inflate(&mut self.0, input, output, flush(last)))
    }
}

fn flush(last: bool) -> MZFlush {
    if last { MZFlush::Finish } else { MZFlush::None }
}

fn step(result: &StreamResult) -> Option<Step> {
    let ended = match result.status {
        Ok(MZStatus::StreamEnd) => true,
        Ok(MZStatus::Ok) | Err(MZError::Buf) => false,
        _ => return None,
    };
    Some(Step { consumed: result.bytes_consumed, written: result.bytes_written, ended })
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
