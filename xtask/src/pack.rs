//! Brotli, as small as the encoder can when it is told what it packs.

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;

/// By what a literal is foretold, and the block's size as a power of two (0: the encoder's choice).
///
/// Left alone the encoder takes the module for signed numbers; the upper bits of the bytes before foretell machine
/// code better, in blocks of half the usual size: 8 kB of the download.
const WAYS: [(BrotliEncoderMode, i32); 2] =
    [(BrotliEncoderMode::BROTLI_MODE_GENERIC, 0), (BrotliEncoderMode::BROTLI_FORCE_MSB_PRIOR, 17)];

/// Returns the bytes in brotli, in the way that makes them smallest.
pub(crate) fn pack(plain: &[u8], quality: i32) -> Result<Vec<u8>> {
    let mut best: Option<Vec<u8>> = None;
    for (mode, lgblock) in WAYS {
        let parameters = BrotliEncoderParams { quality, mode, lgblock, ..Default::default() };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &*plain, &mut packed, &parameters)?;
        if best.as_ref().is_none_or(|best| packed.len() < best.len()) {
            best = Some(packed);
        }
    }
    Ok(best.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks() {
        let code: Vec<u8> = (0..100_000_u32).flat_map(|n| [0x41, (n % 251) as u8, (n / 7 % 256) as u8]).collect();
        for plain in ["".as_bytes(), "let a = 1;\n".repeat(100).as_bytes(), &code] {
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut pack(plain, 5).unwrap().as_slice(), &mut unpacked).unwrap();
            assert_eq!(unpacked, plain);
        }
    }
}
