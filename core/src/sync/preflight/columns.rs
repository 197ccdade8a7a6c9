//! How many values a column declares, from its run lengths.

use super::reader::Reader;
use crate::sync::limits::{CHANGE_INFLATED_BYTES_MAX, CHANGE_OPS_MAX};

/// Bit of a column's number that says it is deflated; columns of changes never are.
const DEFLATED: u64 = 8;

/// The type of a column, the low three bits of its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unsigned,
    /// As [`Self::Unsigned`], and every value is a number of further values.
    Group,
    Signed,
    String,
    /// As [`Self::Unsigned`], and every value, without its low four bits, is a length in the column of raw bytes.
    ValueLength,
}

/// Checks that a column declares no more values than a change may have.
pub(super) fn check(spec: u64, data: &[u8]) -> Result<(), &'static str> {
    if spec & DEFLATED != 0 {
        return Err("a deflated column");
    }
    match spec & 7 {
        0 => runs(Kind::Group, data),
        1 | 2 => runs(Kind::Unsigned, data),
        3 => runs(Kind::Signed, data),
        4 => booleans(data),
        5 => runs(Kind::String, data),
        6 => runs(Kind::ValueLength, data),
        // Raw bytes; their lengths stand in the column before.
        _ => Ok(()),
    }
}

/// What a column declared so far.
#[derive(Default)]
struct Sum {
    values: u64,
    grouped: u64,
    bytes: u64,
}

impl Sum {
    fn add(&mut self, kind: Kind, run: u64, value: u64) -> Result<(), &'static str> {
        self.values = self.values.saturating_add(run);
        match kind {
            Kind::Group => self.grouped = self.grouped.saturating_add(run.saturating_mul(value)),
            Kind::ValueLength => self.bytes = self.bytes.saturating_add(run.saturating_mul(value >> 4)),
            // Every operation of the run gets a copy of the key.
            Kind::String => self.bytes = self.bytes.saturating_add(run.saturating_mul(value)),
            Kind::Unsigned | Kind::Signed => {}
        }
        let too_many = self.values > CHANGE_OPS_MAX
            || self.grouped > CHANGE_OPS_MAX
            || self.bytes > CHANGE_INFLATED_BYTES_MAX as u64;
        if too_many { Err("too many operations") } else { Ok(()) }
    }
}

/// Runs: a positive count and one value, a negative count and as many values, or a zero and a count of nothing.
fn runs(kind: Kind, data: &[u8]) -> Result<(), &'static str> {
    let mut reader = Reader::new(data);
    let mut sum = Sum::default();
    while !reader.is_empty() {
        match reader.signed()? {
            0 => sum.add(kind, reader.unsigned()?, 0)?,
            run @ 1.. => sum.add(kind, run.unsigned_abs(), value(kind, &mut reader)?)?,
            literal => {
                for _ in 0..literal.unsigned_abs() {
                    sum.add(kind, 1, value(kind, &mut reader)?)?;
                }
            }
        }
    }
    Ok(())
}

fn value(kind: Kind, reader: &mut Reader<'_>) -> Result<u64, &'static str> {
    match kind {
        Kind::Group | Kind::Unsigned | Kind::ValueLength => reader.unsigned(),
        Kind::Signed => reader.signed().map(|_| 0),
        Kind::String => reader.prefixed(CHANGE_INFLATED_BYTES_MAX as u64).map(|text| text.len() as u64),
    }
}

/// Booleans: lengths of alternating runs.
fn booleans(data: &[u8]) -> Result<(), &'static str> {
    let mut reader = Reader::new(data);
    let mut sum = Sum::default();
    while !reader.is_empty() {
        sum.add(Kind::Unsigned, reader.unsigned()?, 0)?;
    }
    Ok(())
}
