//! Change chunks written and taken apart by hand, so that they can say what Automerge would never write.
//!
//! Layout: <https://automerge.org/automerge-binary-format-spec/>, "Change chunks".

use std::io::Read as _;

use anyhow::{Context, Result, ensure};
use fieldnote_core::testing::hostile::repair;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// Numbers of columns, with their types in the low three bits.
pub mod column {
    /// Actor of the object that an operation is in.
    pub const OBJECT_ACTOR: u64 = 0x01;
    /// Counter of that object.
    pub const OBJECT_COUNTER: u64 = 0x02;
    /// Key in a map.
    pub const KEY: u64 = 0x15;
    /// Whether it inserts.
    pub const INSERT: u64 = 0x34;
    /// What it does: 0 makes a map, 1 puts.
    pub const ACTION: u64 = 0x42;
    /// Length and type of the value.
    pub const VALUE_LENGTH: u64 = 0x56;
    /// Values.
    pub const VALUE: u64 = 0x57;
    /// How many operations it replaces.
    pub const PREDECESSORS: u64 = 0x70;
}

/// A change chunk in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Hashes of dependencies.
    pub deps: Vec<[u8; 32]>,
    /// The writer.
    pub actor: Vec<u8>,
    /// Number among the writer's changes.
    pub seq: u64,
    /// Number of its first operation.
    pub start_op: u64,
    /// Claimed time.
    pub time: i64,
    /// Message.
    pub message: Vec<u8>,
    /// Other actors.
    pub others: Vec<Vec<u8>>,
    /// Columns with their numbers.
    pub columns: Vec<(u64, Vec<u8>)>,
    /// What follows them; Automerge puts the author here.
    pub extra: Vec<u8>,
}

impl Chunk {
    /// Takes a plain chunk apart.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        ensure!(bytes.starts_with(&MAGIC) && bytes.get(8) == Some(&1), "no plain change chunk");
        let mut reader = Reader(bytes.get(9..).unwrap_or_default());
        reader.unsigned()?;
        let mut deps = Vec::new();
        for _ in 0..reader.unsigned()? {
            deps.push(reader.take(32)?.try_into()?);
        }
        let actor = reader.prefixed()?;
        let (seq, start_op, time) = (reader.unsigned()?, reader.unsigned()?, reader.signed()?);
        let message = reader.prefixed()?;
        let mut others = Vec::new();
        for _ in 0..reader.unsigned()? {
            others.push(reader.prefixed()?);
        }
        let mut lengths = Vec::new();
        for _ in 0..reader.unsigned()? {
            lengths.push((reader.unsigned()?, reader.unsigned()?));
        }
        let mut columns = Vec::new();
        for (number, length) in lengths {
            columns.push((number, reader.take(usize::try_from(length)?)?.to_vec()));
        }
        Ok(Self { deps, actor, seq, start_op, time, message, others, columns, extra: reader.0.to_vec() })
    }

    /// Returns everything behind the header.
    pub fn body(&self) -> Vec<u8> {
        let mut body = unsigned(self.deps.len() as u64);
        self.deps.iter().for_each(|dep| body.extend(dep));
        body.extend(prefixed(&self.actor));
        body.extend(unsigned(self.seq));
        body.extend(unsigned(self.start_op));
        body.extend(signed(self.time));
        body.extend(prefixed(&self.message));
        body.extend(unsigned(self.others.len() as u64));
        self.others.iter().for_each(|actor| body.extend(prefixed(actor)));
        body.extend(unsigned(self.columns.len() as u64));
        for (number, data) in &self.columns {
            body.extend(unsigned(*number));
            body.extend(unsigned(data.len() as u64));
        }
        self.columns.iter().for_each(|(_, data)| body.extend(data));
        body.extend(&self.extra);
        body
    }

    /// Returns the chunk with a right checksum.
    pub fn plain(&self) -> Vec<u8> {
        let body = self.body();
        let mut chunk = [&MAGIC[..], &[0; 4], &[1], &unsigned(body.len() as u64)].concat();
        chunk.extend(body);
        repair(&chunk).unwrap_or_default()
    }

    /// Returns the deflated chunk with a right checksum.
    ///
    /// # Errors
    /// Never; the encoder reads from memory.
    pub fn deflated(&self) -> Result<Vec<u8>> {
        let plain = self.plain();
        let plain_body = self.body();
        let mut body = Vec::new();
        flate2::bufread::DeflateEncoder::new(&*plain_body, flate2::Compression::best()).read_to_end(&mut body)?;
        let checksum = plain.get(4..8).context("a header")?;
        let mut chunk = [&MAGIC[..], checksum, &[2], &unsigned(body.len() as u64)].concat();
        chunk.extend(body);
        Ok(chunk)
    }

    /// Sets a column, in its place.
    pub fn set(&mut self, number: u64, data: Vec<u8>) {
        self.columns.retain(|(known, _)| *known != number);
        let at = self.columns.iter().position(|(known, _)| *known > number).unwrap_or(self.columns.len());
        self.columns.insert(at, (number, data));
    }
}

/// Writes a LEB128 number.
pub fn unsigned(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 128 {
        bytes.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Writes a signed LEB128 number.
pub fn signed(mut number: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !(-64..64).contains(&number) {
        bytes.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    bytes.push((number & 127) as u8);
    bytes
}

/// Writes a length and as many bytes.
pub fn prefixed(bytes: &[u8]) -> Vec<u8> {
    [unsigned(bytes.len() as u64), bytes.to_vec()].concat()
}

/// Writes `count` times the same encoded value.
pub fn run(count: i64, value: &[u8]) -> Vec<u8> {
    [signed(count), value.to_vec()].concat()
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).context("the chunk ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn digits(&mut self) -> Result<&'a [u8]> {
        let count = self.0.iter().position(|byte| *byte < 128).context("a number without an end")? + 1;
        self.take(count)
    }

    fn unsigned(&mut self) -> Result<u64> {
        let digits = self.digits()?.iter().zip((0..64).step_by(7));
        Ok(digits.fold(0, |number, (byte, shift)| number | u64::from(byte & 127) << shift))
    }

    fn signed(&mut self) -> Result<i64> {
        let digits = self.digits()?;
        let number = digits.iter().rev().fold(0i64, |number, byte| number << 7 | i64::from(byte & 127));
        let bits = 7 * digits.len();
        let negative = bits < 64 && digits.last().is_some_and(|byte| byte & 64 != 0);
        Ok(if negative { number - (1 << bits) } else { number })
    }

    fn prefixed(&mut self) -> Result<Vec<u8>> {
        let length = usize::try_from(self.unsigned()?)?;
        Ok(self.take(length)?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use fieldnote_core::testing::hostile::Yard;

    use super::*;

    #[test]
    fn real_chunks_are_put_together_as_they_were() {
        for (_, bytes) in Yard::new().pending {
            assert_eq!(Chunk::parse(&bytes).map(|chunk| chunk.plain()).ok(), Some(bytes));
        }
    }
}
