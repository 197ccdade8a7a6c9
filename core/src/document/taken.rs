//! What one change wrote, key by key, and writing some of it again: for a reviewer who takes over a part of an edit.

use automerge::legacy::OpType;
use automerge::{Change, ObjId, ObjType, ReadDoc, Value};

use super::ops::{Paths, put};
use super::schema::{self, Field, Shape};
use super::value::Scalar;
use super::{Document, DocumentError, ParsedChange, Written};
use crate::model::FieldChange;
use crate::values::{Instant, UserId};

/// One key that a change wrote.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Its path.
    pub(crate) path: Vec<String>,
    /// Path of the record that the change made and that this stands in: it can be taken over as a whole only.
    pub(crate) record: Option<String>,
    /// The row of the schema; nothing for a key that the schema does not have, which cannot be taken over.
    pub(crate) field: Option<&'static Field>,
    /// Before and after; nothing for what comes along with its record: the record itself, stamps, and links of a new one.
    pub(crate) shown: Option<FieldChange>,
    value: PartValue,
}

#[derive(Debug, Clone)]
enum PartValue {
    Record,
    Scalar(Scalar),
    Mark(bool),
    Text {
        base: String,
        text: String,
    },
    /// A type that the schema does not use.
    Foreign,
}

impl Part {
    /// Tells whether this is the record that a path is in.
    fn makes(&self, path: &[String]) -> bool {
        matches!(self.value, PartValue::Record) && path.starts_with(&self.path)
    }
}

impl Document {
    /// Returns what a change wrote that the document holds, in the order of writing; each key once, as it was left.
    ///
    /// # Errors
    /// When the change cannot be followed.
    pub(crate) fn parts(&self, change: &ParsedChange) -> Result<Vec<Part>, DocumentError> {
        let ParsedChange(change) = change;
        let left_at = [change.hash()];
        let mut parts: Vec<Part> = Vec::new();
        for operation in Paths::default().operations(&self.doc, change)? {
            let path = operation.path.to_vec();
            if parts.iter().any(|part| part.path == path && matches!(part.value, PartValue::Text { .. })) {
                continue;
            }
            let text = |heads: &[_]| self.doc.text_at(&operation.object, heads).unwrap_or_default();
            let field = schema::field(self.id.kind, &path);
            let (value, before, left) = if operation.in_text {
                let (base, text) = (text(change.deps()), text(&left_at));
                let shown = (Some(base.clone()), Some(text.clone()));
                (PartValue::Text { base, text }, shown.0, shown.1)
            } else {
                let key = path.last().map(String::as_str).unwrap_or_default();
                let before = self.stood(&operation.object, key, change);
                let is_mark = field.is_some_and(|field| field.shape == Shape::Mark);
                match (&operation.action, put(&operation.action)) {
                    (OpType::Make(ObjType::Map), _) => (PartValue::Record, None, None),
                    // Its characters follow, or it is empty.
                    (OpType::Make(ObjType::Text), _) => continue,
                    (OpType::Delete, _) if is_mark => (PartValue::Mark(false), Some(key.to_owned()), None),
                    (_, Some(_)) if is_mark => (PartValue::Mark(true), None, Some(key.to_owned())),
                    (_, Some(scalar)) => {
                        let value = Scalar::of(scalar).map_or(PartValue::Foreign, PartValue::Scalar);
                        (value, before, Scalar::shown(scalar))
                    }
                    _ => (PartValue::Foreign, before, None),
                }
            };
            // What links a new record to another is part of it; a person would read an id.
            let record = parts.iter().find(|part| part.makes(&path)).map(|part| part.path.join("/"));
            let is_link = record.is_some() && field.is_some_and(|field| field.shape == Shape::Id);
            let is_shown = !matches!(value, PartValue::Record) && !field.is_some_and(Field::is_stamp) && !is_link;
            let [before, after] = [before, left].map(|text| text.filter(|text| !text.is_empty()));
            let shown = (is_shown && (before != after || field.is_none())).then(|| FieldChange {
                path: path.join("/"),
                field: field.map(|field| field.path.to_owned()).unwrap_or_default(),
                subject: self.subject(path.get(..2).unwrap_or_default(), Some(&left_at)),
                before,
                after,
            });
            parts.retain(|part| part.path != path);
            parts.push(Part { path, record, field, shown, value });
        }
        Ok(parts)
    }

    /// Returns what stood under a key before a change, as text to show; where the change chose what stood among
    /// several, one of the others.
    fn stood(&self, object: &ObjId, key: &str, change: &Change) -> Option<String> {
        let before = self.doc.get_all_at(object, key, change.deps()).ok()?;
        let left = self.doc.get_at(object, key, &[change.hash()]).ok()?.map(|(left, _)| left);
        let standing = before.last().map(|(standing, _)| standing);
        let other = before.iter().map(|(other, _)| other).find(|other| Some(*other) != left.as_ref());
        let before = if standing == left.as_ref() { other.or(standing) } else { standing };
        before.and_then(Value::as_scalar).and_then(Scalar::shown)
    }

    /// Returns what stands under a path now, as text to show.
    pub(crate) fn shown_at(&self, path: &[String]) -> Option<String> {
        let (key, parent) = path.split_last()?;
        let object = super::ops::object_at(&self.doc, parent)?;
        match self.doc.get(&object, key.as_str()).ok()?? {
            (Value::Object(ObjType::Text), text) => self.doc.text(text).ok().filter(|text| !text.is_empty()),
            (Value::Object(_), _) => None,
            (Value::Scalar(_), _) if schema::field(self.id.kind, path)?.shape == Shape::Mark => Some(key.clone()),
            (Value::Scalar(value), _) => Scalar::shown(&value).filter(|text| !text.is_empty()),
        }
    }

    /// Writes the chosen ones of another change's parts as one change by `author` at `at`. The records that they stand
    /// in are made with their stamps where they are absent; `new` says that the whole document is.
    ///
    /// # Errors
    /// When a part does not fit the schema, or the actor already wrote as another user.
    pub(crate) fn take_over(
        &mut self,
        parts: &[Part],
        chosen: &dyn Fn(&Part) -> bool,
        new: bool,
        author: UserId,
        at: Instant,
    ) -> Result<Option<Written>, DocumentError> {
        self.write(Some(author), at, |writing| {
            let mut made: Vec<&[String]> = Vec::new();
            for record in parts.iter().filter(|part| matches!(part.value, PartValue::Record)) {
                let is_needed = |part: &Part| chosen(part) && part.path.starts_with(&record.path);
                let path = keys(&record.path);
                if parts.iter().any(is_needed) && !writing.exists(&path) {
                    writing.create(&path)?;
                    made.push(&record.path);
                }
            }
            let comes_along = |part: &Part| {
                // Half a record is none: a visit without its time would stand nowhere.
                made.iter().any(|record| part.path.starts_with(record))
                    || new && part.path.len() < 3 && part.field.is_some_and(Field::is_stamp)
            };
            for part in parts.iter().filter(|part| chosen(part) || comes_along(part)) {
                let path = keys(&part.path);
                match &part.value {
                    PartValue::Record => {}
                    PartValue::Scalar(value) => writing.set(&path, value.clone())?,
                    PartValue::Mark(present) => writing.mark(&path, *present)?,
                    PartValue::Text { base, text } => writing.text(&path, base, text)?,
                    PartValue::Foreign => return Err(DocumentError::Refused("a value of no known type".to_owned())),
                }
            }
            Ok(())
        })
    }
}

fn keys(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}
