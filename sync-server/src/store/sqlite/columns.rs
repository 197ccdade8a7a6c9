//! Values as columns, both ways: ids as their bytes, lists as bytes one after the other, enums as small numbers.

use std::borrow::Cow;

use fieldnote_core::summary::RowAudience;
use fieldnote_core::sync::codec;
use fieldnote_core::sync::store::{Level, StoreError};
use fieldnote_core::sync::wire::{ChangeHash, GoneReason, Heads, HeldReason};
use fieldnote_core::values::{DeviceId, DocumentId, Id, UserId};
use rusqlite::types::Type;
use rusqlite::{Error, ErrorCode, Result, Row};

/// Tells core what a failure of SQLite means for the device that waits.
pub(super) fn store_error(error: Error) -> StoreError {
    let damaged = match &error {
        Error::SqliteFailure(failure, _) => {
            let code = failure.code;
            matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation)
        }
        Error::InvalidColumnType(..) | Error::FromSqlConversionFailure(..) | Error::IntegralValueOutOfRange(..) => true,
        _ => false,
    };
    if damaged { StoreError::Corrupt(error.to_string()) } else { StoreError::Unavailable(error.to_string()) }
}

fn wrong(column: usize) -> Error {
    Error::InvalidColumnType(column, "not as written".to_owned(), Type::Blob)
}

fn blob<const N: usize>(row: &Row<'_>, column: usize) -> Result<[u8; N]> {
    row.get_ref(column)?.as_blob().ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| wrong(column))
}

pub(super) fn number(row: &Row<'_>, column: usize) -> Result<u64> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| wrong(column))
}

/// SQLite's integers are signed; no log reaches 2^63.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn document(row: &Row<'_>, column: usize) -> Result<DocumentId> {
    let bytes = row.get_ref(column)?.as_blob().map_err(|_| wrong(column))?;
    DocumentId::from_bytes(bytes).map_err(|_| wrong(column))
}

pub(super) fn hash(row: &Row<'_>, column: usize) -> Result<ChangeHash> {
    blob(row, column).map(ChangeHash)
}

/// Reads a chunk written by [`packed`]; its size stands in the column before, its dictionary in the one after.
pub(super) fn chunk(row: &Row<'_>, column: usize) -> Result<Vec<u8>> {
    let size = usize::try_from(number(row, column.saturating_sub(1))?).map_err(|_| wrong(column))?;
    let bytes = row.get_ref(column)?.as_blob().map_err(|_| wrong(column))?;
    let dictionary = row.get_ref(column + 1)?.as_blob().map_err(|_| wrong(column + 1))?;
    let chunk = codec::unpack(bytes, size, dictionary);
    chunk.map_err(|error| Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error)))
}

/// Deflates a chunk, if that makes it shorter: documents are text, and most of it is air.
pub(super) fn packed<'a>(chunk: &'a [u8], dictionary: &[u8]) -> Cow<'a, [u8]> {
    codec::pack(chunk, dictionary)
}

pub(super) fn device(row: &Row<'_>, column: usize) -> Result<DeviceId> {
    blob(row, column).map(DeviceId)
}

pub(super) fn user(row: &Row<'_>, column: usize) -> Result<UserId> {
    blob(row, column).map(|bytes| UserId(Id::from_bytes(bytes)))
}

pub(super) fn user_or_nobody(row: &Row<'_>, column: usize) -> Result<Option<UserId>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => user(row, column).map(Some),
    }
}

pub(super) fn digest(row: &Row<'_>, column: usize) -> Result<u128> {
    blob(row, column).map(u128::from_be_bytes)
}

pub(super) fn heads(row: &Row<'_>, column: usize) -> Result<Heads> {
    let (heads, rest) = row.get_ref(column)?.as_blob().map_err(|_| wrong(column))?.as_chunks::<32>();
    if rest.is_empty() { Ok(heads.iter().copied().map(ChangeHash).collect()) } else { Err(wrong(column)) }
}

pub(super) fn heads_bytes(heads: &Heads) -> Vec<u8> {
    heads.iter().flat_map(|hash| hash.0).collect()
}

pub(super) fn users(row: &Row<'_>, column: usize) -> Result<Vec<UserId>> {
    let (users, rest) = row.get_ref(column)?.as_blob().map_err(|_| wrong(column))?.as_chunks::<10>();
    if rest.is_empty() {
        Ok(users.iter().copied().map(|id| UserId(Id::from_bytes(id))).collect())
    } else {
        Err(wrong(column))
    }
}

pub(super) fn users_bytes(users: &[UserId]) -> Vec<u8> {
    users.iter().flat_map(|user| *user.0.as_bytes()).collect()
}

/// An enum stored as a small number. The numbers are part of the format and never change.
pub(super) trait Numbered: Sized + Copy + PartialEq + 'static {
    const NUMBERS: &'static [(Self, i64)];

    fn to_number(self) -> i64 {
        Self::NUMBERS.iter().find(|(value, _)| *value == self).map_or(-1, |(_, number)| *number)
    }

    fn of_column(row: &Row<'_>, column: usize) -> Result<Self> {
        let number: i64 = row.get(column)?;
        let found = Self::NUMBERS.iter().find(|(_, other)| *other == number);
        found.map(|(value, _)| *value).ok_or_else(|| wrong(column))
    }
}

impl Numbered for Level {
    const NUMBERS: &'static [(Self, i64)] = &[(Self::Gone, 0), (Self::Row, 1), (Self::Full, 2), (Self::Named, 3)];
}

impl Numbered for RowAudience {
    const NUMBERS: &'static [(Self, i64)] = &[(Self::Owner, 0), (Self::Manager, 1), (Self::Named, 2)];
}

impl Numbered for GoneReason {
    const NUMBERS: &'static [(Self, i64)] = &[(Self::Reassigned, 0), (Self::Access, 1), (Self::Unpinned, 2)];
}

impl Numbered for HeldReason {
    const NUMBERS: &'static [(Self, i64)] = &[
        (Self::Malformed, 0),
        (Self::ForeignActor, 1),
        (Self::MissingDependency, 2),
        (Self::DependsOnHeld, 3),
        (Self::NoAccess, 4),
        (Self::ProtectedPath, 5),
        (Self::BadValue, 6),
        (Self::DuplicateSequence, 7),
    ];
}
