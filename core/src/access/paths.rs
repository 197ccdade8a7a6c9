//! Which keys of a document a change may write: every operation against the schema, not only what it shows.
//!
//! It is about the inside of a document. Whether the writer may write the document at all is decided before.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::document::ops::{Action, Operation};
use crate::document::schema::{self, Field, Shape, Writers};
use crate::document::{Document, ParsedChange, Scalar};
use crate::model::Role;
use crate::values::{Day, Id};

/// A text may outgrow the limit of one person by what several wrote into it at once, up to this factor.
const TEXT_GROWTH: usize = 4;

/// Times that one change writes one key. A command writes each once; what is written often without replacing what
/// stood there leaves as many values, for every phone to read.
const KEY_WRITES_MAX: usize = 16;

/// Who wrote a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// A member, by their role.
    Member(Role),
    /// The server itself.
    Server,
}

/// Why a change may not become part of a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathViolation {
    /// The schema knows no such key.
    #[error("unknown key {0}")]
    Unknown(String),
    /// The writer may not write this key.
    #[error("protected key {0}")]
    Protected(String),
    /// The value is of another type, or an object is replaced or deleted.
    #[error("wrong type at {0}")]
    Type(String),
    /// The value is over its limit.
    #[error("over the limit at {0}")]
    Limit(String),
    /// The change cannot be followed.
    #[error("malformed change: {0}")]
    Malformed(String),
}

/// Checks every operation of a change that `document_after` holds already.
///
/// # Errors
/// The first violation.
pub fn check(document_after: &Document, change: &ParsedChange, writer: Writer) -> Result<(), PathViolation> {
    let operations = document_after.operations(change).map_err(|error| PathViolation::Malformed(error.to_string()))?;
    let kind = document_after.id().kind;
    let mut fields: BTreeMap<&[String], &'static Field> = BTreeMap::new();
    let mut written = BTreeMap::<&[String], usize>::new();
    let mut inserted = BTreeMap::<&[String], usize>::new();
    for operation in &operations {
        let path = &*operation.path;
        let field = match fields.get(path) {
            Some(field) => *field,
            None => {
                let field = schema::field(kind, path).ok_or_else(|| PathViolation::Unknown(shown(path)))?;
                may_write(field, writer).then_some(()).ok_or_else(|| PathViolation::Protected(shown(path)))?;
                fields.insert(path, field);
                field
            }
        };
        if operation.in_text {
            *inserted.entry(path).or_default() += characters(field, operation)?;
        } else {
            key(field, operation)?;
            let times = written.entry(path).or_default();
            *times += 1;
            if *times > KEY_WRITES_MAX {
                return Err(PathViolation::Limit(shown(path)));
            }
        }
    }
    for (path, inserted) in inserted {
        let max = fields.get(path).and_then(|field| field.max_chars()).unwrap_or_default();
        let grown = document_after.text_units(path) > max * TEXT_GROWTH;
        // Two units for characters beyond the basic plane.
        if grown || inserted > max * 2 {
            return Err(PathViolation::Limit(shown(path)));
        }
    }
    Ok(())
}

/// Tells whether a writer may write a key.
pub(crate) fn may_write(field: &Field, writer: Writer) -> bool {
    match (writer, field.writers) {
        (Writer::Server, _) | (Writer::Member(_), Writers::Anyone) => true,
        (Writer::Member(role), Writers::Leads) => matches!(role, Role::Manager | Role::Admin),
        (Writer::Member(_), Writers::Server) => false,
    }
}

/// Checks characters of a text; returns the units written.
fn characters(field: &Field, operation: &Operation) -> Result<usize, PathViolation> {
    match (&operation.action, field.shape) {
        (Action::Delete, Shape::Text { .. }) => Ok(0),
        (Action::Write(units), Shape::Text { .. }) => Ok(*units),
        _ => Err(PathViolation::Type(shown(&operation.path))),
    }
}

/// Checks one key of a map.
fn key(field: &Field, operation: &Operation) -> Result<(), PathViolation> {
    let path = &operation.path;
    let wrong_type = || Err(PathViolation::Type(shown(path)));
    if !path.last().is_some_and(|key| field.takes_key(key)) {
        return wrong_type();
    }
    match (&operation.action, field.shape) {
        // A second object under one key would hide the first with everything in it.
        (Action::MakeMap, Shape::Map) | (Action::MakeText, Shape::Text { .. }) if !operation.hides => Ok(()),
        (Action::Delete, Shape::Mark) => Ok(()),
        (Action::Put(Some(value)), shape) if shape.is_scalar() => scalar(shape, value, path),
        _ => wrong_type(),
    }
}

fn scalar(shape: Shape, value: &Scalar, path: &[String]) -> Result<(), PathViolation> {
    let within = match (shape, value) {
        (Shape::Mark, value) => return if *value == Scalar::Flag(true) { Ok(()) } else { wrong(path) },
        (_, Scalar::Nothing) | (Shape::Bool, Scalar::Flag(_)) => true,
        (Shape::Str { max }, Scalar::Text(text)) => text.chars().count() <= max,
        (Shape::Int { min, max }, Scalar::Int(number)) => (min..=max).contains(number),
        (Shape::Day, Scalar::Text(text)) => text.is_empty() || Day::from_str(text).is_ok(),
        (Shape::Id, Scalar::Text(text)) => text.is_empty() || Id::from_str(text).is_ok(),
        (Shape::Photo { max }, Scalar::Photo(bytes)) => Scalar::is_photo(bytes, max),
        _ => return wrong(path),
    };
    if within { Ok(()) } else { Err(PathViolation::Limit(shown(path))) }
}

fn wrong(path: &[String]) -> Result<(), PathViolation> {
    Err(PathViolation::Type(shown(path)))
}

/// The path for messages: a hostile key must not fill a log.
fn shown(path: &[String]) -> String {
    path.join("/").chars().take(200).collect()
}

#[cfg(test)]
mod tests;
