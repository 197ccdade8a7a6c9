//! Writing: one transaction, one change, through primitives that follow the schema.
//!
//! Values are compared with what stands: writing the same again writes nothing, except where it settles a clash.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Author, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};

use super::schema::{self, Field, Shape};
use super::splice::splices;
use super::value::Scalar;
use super::{Document, DocumentError, Written};
use crate::sync::wire::ChangeHash;
use crate::values::{DocumentKind, Instant, UserId};

/// An open transaction on a document.
pub struct Writing<'a> {
    transaction: Transaction<'a>,
    kind: DocumentKind,
    /// The object last found: neighbouring fields are written one after the other.
    last: Option<(Vec<String>, ObjId)>,
}

impl Document {
    /// Runs `edit` as one change by `author` (nobody: the server) at `now`; nothing when it changed nothing.
    ///
    /// # Errors
    /// What `edit` returns, and then nothing was written; or when the actor already wrote as another user.
    pub fn write<E: From<DocumentError>>(
        &mut self,
        author: Option<UserId>,
        now: Instant,
        edit: impl FnOnce(&mut Writing<'_>) -> Result<(), E>,
    ) -> Result<Option<Written>, E> {
        self.write_as(author)?;
        let hash = {
            let mut writing = Writing { transaction: self.doc.transaction(), kind: self.id.kind, last: None };
            if let Err(error) = edit(&mut writing) {
                writing.transaction.rollback();
                return Err(error);
            }
            writing.transaction.commit_with(CommitOptions::default().with_time(now.0)).0
        };
        let Some(hash) = hash.map(|hash| ChangeHash(hash.0)) else { return Ok(None) };
        Ok(self.change(hash).map(|bytes| Written { doc: self.id, hash, bytes }))
    }

    fn write_as(&mut self, author: Option<UserId>) -> Result<(), DocumentError> {
        let actor = ActorId::from(self.actor);
        let wanted = author.map(|user| Author::from(user.0.as_bytes().to_vec()));
        let known = self.doc.get_author_for_actor(&actor).map(Author::into_owned);
        if known.is_some() && known != wanted {
            return Err(DocumentError::ActorOfAnother);
        }
        // Setting the author draws a random actor, so ours is set after it.
        self.doc.set_author(wanted);
        self.doc.set_actor(actor);
        Ok(())
    }
}

impl Writing<'_> {
    /// Tells whether a map, text or value stands under a path.
    pub fn exists(&self, path: &[&str]) -> bool {
        let Some((key, parent)) = path.split_last() else { return true };
        self.find(parent).is_some_and(|object| matches!(self.transaction.get(object, *key), Ok(Some(_))))
    }

    /// Returns the scalar under a path; nothing when there is none.
    pub fn scalar(&self, path: &[&str]) -> Option<Scalar> {
        let (key, parent) = path.split_last()?;
        match self.transaction.get(self.find(parent)?, *key).ok()?? {
            (Value::Scalar(value), _) => Scalar::of(&value),
            (Value::Object(_), _) => None,
        }
    }

    /// Returns the keys of a map; none when there is no map.
    pub fn keys(&self, path: &[&str]) -> Vec<String> {
        self.find(path).map(|object| self.transaction.keys(object).collect()).unwrap_or_default()
    }

    /// Makes an empty record with its texts and maps; nothing when it is there already.
    ///
    /// # Errors
    /// When the schema knows no record there.
    pub fn create(&mut self, path: &[&str]) -> Result<(), DocumentError> {
        let field = self.field(path, |shape| shape == Shape::Map)?;
        if self.exists(path) {
            return Ok(());
        }
        let (key, parent) = self.parent(path)?;
        let record = self.transaction.put_object(&parent, key, ObjType::Map).map_err(DocumentError::refused)?;
        for (key, shape) in schema::parts(field) {
            let object = if shape == Shape::Map { ObjType::Map } else { ObjType::Text };
            self.transaction.put_object(&record, key, object).map_err(DocumentError::refused)?;
        }
        Ok(())
    }

    /// Writes a scalar; an empty value where nothing stands is not written.
    ///
    /// # Errors
    /// When the schema knows no scalar there, or the text is too long.
    pub fn set(&mut self, path: &[&str], value: impl Into<Scalar>) -> Result<(), DocumentError> {
        let value = value.into();
        let field = self.field(path, |shape| shape.is_scalar() && shape != Shape::Mark)?;
        match (&value, field.shape) {
            (Scalar::Text(text), _) => fits(field, text)?,
            (Scalar::Int(number), Shape::Int { min, max }) if !(min..=max).contains(number) => {
                return Err(DocumentError::BadValue { field: field.path, expected: "a number within its limits" });
            }
            (Scalar::Photo(bytes), Shape::Photo { max }) if Scalar::is_photo(bytes, max) => {}
            (Scalar::Photo(_), _) => {
                return Err(DocumentError::BadValue {
                    field: field.path,
                    expected: "a photo as JPEG of at most 64 kB",
                });
            }
            _ => {}
        }
        let (key, object) = self.parent(path)?;
        let standing = self.transaction.get_all(&object, key).map_err(DocumentError::refused)?;
        let said = |standing: &Value<'_>| standing.as_scalar().and_then(Scalar::of).as_ref() == Some(&value);
        // Of several the last one stands.
        let others: Vec<_> = standing.iter().filter(|(standing, _)| !said(standing)).collect();
        let stands = standing.last().is_some_and(|(standing, _)| said(standing));
        if others.is_empty() && (stands || value.is_empty()) {
            return Ok(());
        }
        // Automerge would write the value that stands as a deletion of the others: that is no choice that a history
        // could tell of, nor one that the server takes. So one of the others is written first.
        if let Some((Value::Scalar(other), _)) = others.first().filter(|_| stands) {
            self.transaction.put(&object, key, other.as_ref().clone()).map_err(DocumentError::refused)?;
        }
        self.transaction.put(&object, key, ScalarValue::from(value)).map_err(DocumentError::refused)
    }

    /// Adds an entry to a set, or takes it away.
    ///
    /// # Errors
    /// When the schema knows no set there, or the entry is empty or too long.
    pub fn mark(&mut self, path: &[&str], present: bool) -> Result<(), DocumentError> {
        let field = self.field(path, |shape| shape == Shape::Mark)?;
        let (key, object) = self.parent(path)?;
        if !field.takes_key(key) {
            return Err(DocumentError::TooLong { field: field.path, max: 100 });
        }
        let stands = matches!(self.transaction.get(&object, key), Ok(Some(_)));
        match (present, stands) {
            (true, false) => self.transaction.put(&object, key, true).map_err(DocumentError::refused),
            (false, true) => self.transaction.delete(&object, key).map_err(DocumentError::refused),
            _ => Ok(()),
        }
    }

    /// Returns the entries of a list.
    pub fn entries(&self, list: &str) -> Vec<String> {
        self.keys(&[list]).into_iter().filter(|entry| self.place(list, entry).is_some()).collect()
    }

    fn place(&self, list: &str, entry: &str) -> Option<i64> {
        match self.scalar(&[list, entry])? {
            Scalar::Int(place) => Some(place),
            _ => None,
        }
    }

    /// Adds an entry to a list behind all others, or takes it out.
    ///
    /// # Errors
    /// When the schema knows no list there, or the entry is empty or too long.
    pub fn enlist(&mut self, list: &str, entry: &str, present: bool) -> Result<(), DocumentError> {
        let path = [list, entry];
        let field = self.field(&path, |shape| matches!(shape, Shape::Int { .. }))?;
        if !field.takes_key(entry) {
            return Err(DocumentError::TooLong { field: field.path, max: 100 });
        }
        let places: Vec<_> = self.entries(list).iter().filter_map(|entry| self.place(list, entry)).collect();
        match (present, self.place(list, entry).is_some()) {
            (true, false) => self.set(&path, places.into_iter().max().map_or(0, |last| last.saturating_add(1))),
            (false, true) => {
                let (key, object) = self.parent(&path)?;
                self.transaction.delete(&object, key).map_err(DocumentError::refused)
            }
            _ => Ok(()),
        }
    }

    /// Carries an edit of a free text, from what the person saw to what they left, into the text as it is now.
    ///
    /// # Errors
    /// When the schema knows no text there, or what they left is too long.
    pub fn text(&mut self, path: &[&str], base: &str, text: &str) -> Result<(), DocumentError> {
        let field = self.field(path, |shape| matches!(shape, Shape::Text { .. }))?;
        fits(field, text)?;
        if base == text {
            return Ok(());
        }
        let (key, object) = self.parent(path)?;
        let target = match self.transaction.get(&object, key).map_err(DocumentError::refused)? {
            Some((Value::Object(ObjType::Text), id)) => id,
            // Only a document written elsewhere lacks the text of a record.
            _ => self.transaction.put_object(&object, key, ObjType::Text).map_err(DocumentError::refused)?,
        };
        let current = self.transaction.text(&target).map_err(DocumentError::refused)?;
        for splice in splices(base, text, &current) {
            let delete = isize::try_from(splice.delete).unwrap_or(isize::MAX);
            self.transaction.splice_text(&target, splice.at, delete, &splice.insert).map_err(DocumentError::refused)?;
        }
        Ok(())
    }

    /// Returns the text under a path; empty when there is none.
    pub fn read_text(&self, path: &[&str]) -> String {
        let Some((key, parent)) = path.split_last() else { return String::new() };
        let found = self.find(parent).and_then(|object| self.transaction.get(object, *key).ok().flatten());
        match found {
            Some((Value::Object(ObjType::Text), id)) => self.transaction.text(id).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn field(&self, path: &[&str], fits: impl Fn(Shape) -> bool) -> Result<&'static Field, DocumentError> {
        schema::field(self.kind, path)
            .filter(|field| fits(field.shape))
            .ok_or_else(|| DocumentError::Refused(format!("the schema has no such key: {}", path.join("."))))
    }

    fn parent<'p>(&mut self, path: &[&'p str]) -> Result<(&'p str, ObjId), DocumentError> {
        let absent = || DocumentError::Refused(format!("nothing stands at {}", path.join(".")));
        let (key, parent) = path.split_last().ok_or_else(absent)?;
        if let Some((known, object)) = &self.last
            && known.as_slice() == parent
        {
            return Ok((key, object.clone()));
        }
        let object = self.find(parent).ok_or_else(absent)?;
        self.last = Some((parent.iter().map(|key| (*key).to_owned()).collect(), object.clone()));
        Ok((key, object))
    }

    fn find(&self, path: &[&str]) -> Option<ObjId> {
        path.iter().try_fold(ROOT, |object, key| match self.transaction.get(object, *key).ok()?? {
            (Value::Object(ObjType::Map), id) => Some(id),
            _ => None,
        })
    }
}

fn fits(field: &'static Field, text: &str) -> Result<(), DocumentError> {
    match field.max_chars() {
        Some(max) if text.chars().count() > max => Err(DocumentError::TooLong { field: field.path, max }),
        _ => Ok(()),
    }
}
