//! A bounded look at a change chunk, before Automerge sees it.
//!
//! Automerge 0.12 inflates without a limit, and sums the run lengths of its columns unchecked: 104 bytes can declare a
//! million operations. This reads the chunk's frame, inflates with a cap, and adds up run lengths without expanding
//! them. It does not say that a chunk is valid, only that parsing it is cheap.
//!
//! Layout: <https://automerge.org/automerge-binary-format-spec/>, "Change chunks".

mod columns;
mod reader;

use sha2::{Digest as _, Sha256};

use super::codec::inflate;
use super::limits::{
    CHANGE_BYTES_MAX, CHANGE_DEPS_MAX, CHANGE_INFLATED_BYTES_MAX, CHANGE_MESSAGE_BYTES_MAX, CHANGE_OPS_MAX,
};
use super::wire::ChangeHash;
use reader::Reader;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;
const DEFLATED_CHANGE: u8 = 2;
/// Bytes of an actor id; ours have 16.
const ACTOR_BYTES_MAX: u64 = 64;
/// Columns of a change; Automerge 0.12 writes at most 14.
const COLUMNS_MAX: u64 = 64;

/// A chunk that is no change within the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refused {
    /// Its hash, when the frame was readable: the device knows the change by it.
    pub(super) hash: Option<ChangeHash>,
    /// Bytes that it was inflated to.
    pub(super) inflated: usize,
    /// What was wrong.
    pub(super) why: &'static str,
}

impl From<&'static str> for Refused {
    fn from(why: &'static str) -> Self {
        Self { hash: None, inflated: 0, why }
    }
}

/// A chunk that is cheap to parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passed {
    /// Its hash.
    pub(super) hash: ChangeHash,
    /// Bytes that it was inflated to.
    pub(super) inflated: usize,
}

/// Checks one change chunk.
pub(super) fn check(bytes: &[u8]) -> Result<Passed, Refused> {
    if bytes.len() > CHANGE_BYTES_MAX {
        return Err("too many bytes".into());
    }
    let mut reader = Reader::new(bytes);
    if reader.take(4)? != MAGIC {
        return Err("no chunk".into());
    }
    let checksum = reader.take(4)?.to_vec();
    let kind = reader.byte()?;
    let length = reader.unsigned()?;
    let body = reader.rest();
    if length != body.len() as u64 {
        return Err("another length than it says".into());
    }
    let inflated;
    let data = match kind {
        CHANGE => body,
        DEFLATED_CHANGE => {
            inflated = inflate(body, CHANGE_INFLATED_BYTES_MAX).map_err(|_| {
                let why = "does not inflate within the limit";
                Refused { hash: None, inflated: CHANGE_INFLATED_BYTES_MAX, why }
            })?;
            &inflated
        }
        _ => return Err("no change".into()),
    };
    let hash = hash_of(data);
    let inflated = data.len();
    if !hash.0.starts_with(&checksum) {
        return Err(Refused { hash: None, inflated, why: "wrong checksum" });
    }
    check_body(data).map_err(|why| Refused { hash: Some(hash), inflated, why })?;
    Ok(Passed { hash, inflated })
}

fn hash_of(data: &[u8]) -> ChangeHash {
    let mut hasher = Sha256::new();
    hasher.update([CHANGE]);
    let mut length = data.len();
    while length >= 128 {
        hasher.update([(length & 127) as u8 | 128]);
        length >>= 7;
    }
    hasher.update([length as u8]);
    hasher.update(data);
    ChangeHash(hasher.finalize().into())
}

fn check_body(data: &[u8]) -> Result<(), &'static str> {
    let mut reader = Reader::new(data);
    let deps = reader.unsigned_up_to(CHANGE_DEPS_MAX, "too many dependencies")?;
    for _ in 0..deps {
        reader.take(32)?;
    }
    reader.prefixed(ACTOR_BYTES_MAX)?;
    let (_seq, start_op) = (reader.unsigned()?, reader.unsigned()?);
    if start_op == 0 || start_op > u64::from(u32::MAX) - CHANGE_OPS_MAX {
        return Err("operation numbers out of range");
    }
    let _time = reader.signed()?;
    reader.prefixed(CHANGE_MESSAGE_BYTES_MAX)?;
    // One other actor for each device whose objects or values the change names.
    let actors = reader.unsigned_up_to(CHANGE_OPS_MAX, "too many actors")?;
    for _ in 0..actors {
        reader.prefixed(ACTOR_BYTES_MAX)?;
    }
    let count = reader.unsigned_up_to(COLUMNS_MAX, "too many columns")?;
    let mut columns = Vec::new();
    for _ in 0..count {
        columns.push((reader.unsigned()?, reader.unsigned()?));
    }
    for (spec, length) in columns {
        let length = usize::try_from(length).map_err(|_| "a column is too long")?;
        columns::check(spec, reader.take(length)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
