//! Streams read through another one while they are read.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

use crate::backend::{Deflate, Inflate};
use crate::{Compression, Stream};

/// Reads what another reader gives, deflated.
#[derive(Debug)]
pub struct DeflateEncoder<R> {
    reader: R,
    stream: Deflate,
}

impl<R: BufRead> DeflateEncoder<R> {
    /// Deflates what a reader gives.
    pub fn new(reader: R, level: Compression) -> Self {
        Self { reader, stream: Deflate::new(level) }
    }

    /// Deflates as if `dictionary` had come before, without writing it: what occurs in it is only referred to. The
    /// last 32 kB of it count. Not part of released flate2, and not in the browser, where nothing needs it.
    #[cfg(not(target_os = "unknown"))]
    pub fn with_dictionary(reader: R, level: Compression, dictionary: &[u8]) -> Self {
        let mut stream = Deflate::new(level);
        stream.prime(dictionary);
        Self { reader, stream }
    }
}

impl<R: BufRead> Read for DeflateEncoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        read(&mut self.reader, &mut self.stream, buffer)
    }
}

/// Reads what another reader gives, inflated.
#[derive(Debug)]
pub struct DeflateDecoder<R> {
    reader: R,
    stream: Inflate,
}

impl<R: BufRead> DeflateDecoder<R> {
    /// Inflates what a reader gives.
    pub fn new(reader: R) -> Self {
        Self { reader, stream: Inflate::new() }
    }

    /// Inflates what was deflated with the same dictionary. Not part of released flate2.
    pub fn with_dictionary(reader: R, dictionary: &[u8]) -> Self {
        let mut stream = Inflate::new();
        stream.prime(dictionary);
        Self { reader, stream }
    }
}

impl<R: BufRead> Read for DeflateDecoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        read(&mut self.reader, &mut self.stream, buffer)
    }
}

/// A stream that is cut off ends there, as in released flate2: what it holds tells its own length.
fn read(reader: &mut dyn BufRead, stream: &mut dyn Stream, buffer: &mut [u8]) -> Result<usize> {
    loop {
        let input = reader.fill_buf()?;
        let last = input.is_empty();
        let Some(step) = stream.step(input, buffer, last) else {
            return Err(Error::new(ErrorKind::InvalidInput, "damaged deflate stream"));
        };
        reader.consume(step.consumed);
        // Nothing written means the end to who reads: before it, more input is needed.
        if step.written > 0 || step.ended || last || buffer.is_empty() {
            return Ok(step.written);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deflate(plain: &[u8]) -> Vec<u8> {
        let mut deflated = Vec::new();
        DeflateEncoder::new(plain, Compression::default()).read_to_end(&mut deflated).unwrap();
        deflated
    }

    fn inflate(deflated: &[u8]) -> Option<Vec<u8>> {
        let mut plain = Vec::new();
        DeflateDecoder::new(deflated).read_to_end(&mut plain).ok()?;
        Some(plain)
    }

    #[test]
    fn what_is_deflated_inflates_to_the_same() {
        for plain in [Vec::new(), vec![7], vec![7; 100_000], (0..=u8::MAX).cycle().take(70_000).collect()] {
            let deflated = deflate(&plain);
            assert!(deflated.len() < plain.len() / 10 + 10);
            assert_eq!(inflate(&deflated), Some(plain.clone()));
            let trailing = [&deflated[..], b"and more"].concat();
            assert_eq!(inflate(&trailing), Some(plain), "what follows is left alone");
        }
    }

    #[test]
    fn what_stands_in_the_dictionary_is_only_referred_to() {
        let word = |at: u32| at.wrapping_mul(2_654_435_761).to_be_bytes();
        let plain: Vec<u8> = (0..500).flat_map(word).collect();
        for dictionary in [&plain[..], &[&[7; 100_000], &plain[..]].concat(), &plain[..700], &[]] {
            let mut deflated = Vec::new();
            let mut encoder = DeflateEncoder::with_dictionary(&plain[..], Compression::default(), dictionary);
            encoder.read_to_end(&mut deflated).unwrap();
            assert_eq!(deflated.len() < 100, dictionary.ends_with(&plain));
            let mut inflated = Vec::new();
            DeflateDecoder::with_dictionary(&deflated[..], dictionary).read_to_end(&mut inflated).unwrap();
            assert_eq!(inflated, plain);
            let mut other = Vec::new();
            let without = DeflateDecoder::new(&deflated[..]).read_to_end(&mut other);
            assert!(dictionary.is_empty() || without.is_err() || other != plain);
        }
    }

    #[test]
    fn a_damaged_stream_is_an_error_and_a_cut_one_ends() {
        assert_eq!(inflate(&[0xff, 0xff]), None);
        let plain: Vec<u8> = (0..=u8::MAX).cycle().take(5_000).collect();
        let deflated = deflate(&plain);
        for length in 0..deflated.len() {
            let begin = inflate(&deflated[..length]).unwrap_or_default();
            assert!(plain.starts_with(&begin) && begin.len() <= plain.len());
        }
    }
}
