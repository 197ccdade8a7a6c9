//! A change as a list of operations with the path each of them touches.

use std::collections::HashMap;
use std::rc::Rc;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{Automerge, Change, ObjId, ObjType, Prop, ROOT, ReadDoc, ScalarValue, Value};

use super::value::Scalar;
use super::{Document, DocumentError, ParsedChange};

/// Keys of a path at most: the schema's longest has five. A hostile change can nest a map for each operation.
const PATH_KEYS_MAX: usize = 8;

/// Bytes of one key at most: the longest word of the schema has 100 characters. A path is copied for each operation.
const KEY_BYTES_MAX: usize = 400;

/// What an operation does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Makes a map.
    MakeMap,
    /// Makes a text.
    MakeText,
    /// Puts a scalar; nothing for a type that the schema does not use.
    Put(Option<Scalar>),
    /// Writes characters into a text, of so many UTF-16 units together.
    Write(usize),
    /// Deletes a key or characters.
    Delete,
    /// Anything else: lists, counters, marks, blocks.
    Other,
}

/// One operation of a change, or what it writes into one text or deletes there one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Operation {
    /// The path of the key it writes, or of the text it writes into.
    pub(crate) path: Rc<[String]>,
    /// Whether it is about characters of a text, not a key of a map.
    pub(crate) in_text: bool,
    /// What it does.
    pub(crate) action: Action,
    /// Whether it makes an object where another stands or stood: it would hide the other with everything in it.
    pub(crate) hides: bool,
}

/// An operation with the identities that history needs.
pub(super) struct RawOperation {
    pub(super) path: Rc<[String]>,
    pub(super) object: ObjId,
    pub(super) in_text: bool,
    pub(super) id: OpId,
    pub(super) pred: Vec<OpId>,
    pub(super) action: OpType,
}

impl Operation {
    /// Takes the next operation of the same text in, if it only goes on writing or deleting characters.
    fn goes_on_with(&mut self, next: &Action) -> bool {
        match (&mut self.action, next) {
            (Action::Write(units), Action::Write(more)) => *units += more,
            (Action::Delete, Action::Delete) => {}
            _ => return false,
        }
        true
    }
}

impl Document {
    /// Returns the operations of a change that the document holds.
    ///
    /// # Errors
    /// When an operation is not below the maps and texts of the document.
    pub(crate) fn operations(&self, change: &ParsedChange) -> Result<Vec<Operation>, DocumentError> {
        let mut paths = Paths::default();
        // Asked once for each key: a hostile change may make thousands of objects under one.
        let mut looked_at = HashMap::new();
        let mut contested = |path: &Rc<[String]>, object: &ObjId| {
            let Some(key) = path.last() else { return false };
            *looked_at
                .entry(Rc::clone(path))
                .or_insert_with(|| self.doc.get_all(object, key.as_str()).is_ok_and(|all| all.len() > 1))
        };
        let mut operations: Vec<Operation> = Vec::new();
        for operation in change.0.decode().operations {
            let Place { path, in_text, object } = paths.place(&self.doc, &operation)?;
            let action = action(&operation.action, in_text);
            // A text is written character by character.
            let goes_on = |last: &mut Operation| {
                in_text && last.in_text && Rc::ptr_eq(&last.path, &path) && last.goes_on_with(&action)
            };
            if operations.last_mut().is_some_and(goes_on) {
                continue;
            }
            let makes = matches!(operation.action, OpType::Make(_));
            let hides = makes && (!operation.pred.is_empty() || !in_text && contested(&path, object));
            operations.push(Operation { path, in_text, action, hides });
        }
        Ok(operations)
    }

    /// Returns the text under a path, an object or a scalar; empty when there is none.
    pub(super) fn text_at(&self, path: &[&str]) -> String {
        let Some((key, parent)) = path.split_last() else { return String::new() };
        let found = object_at(&self.doc, parent).and_then(|object| self.doc.get(object, *key).ok().flatten());
        match found {
            Some((Value::Object(ObjType::Text), id)) => self.doc.text(id).unwrap_or_default(),
            Some((Value::Scalar(value), _)) => value.as_str().unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    }

    /// Returns the length of the text under a path in UTF-16 units.
    pub(crate) fn text_units(&self, path: &[String]) -> usize {
        object_at(&self.doc, path).map_or(0, |object| self.doc.length(object))
    }
}

/// An object with its path and kind.
type Known = (ObjId, Rc<[String]>, ObjType);

/// Where an operation writes.
struct Place<'a> {
    path: Rc<[String]>,
    in_text: bool,
    object: &'a ObjId,
}

/// Paths of objects already looked up.
#[derive(Default)]
pub(super) struct Paths {
    known: HashMap<ObjectId, Known>,
    /// The one of the operation before: the hundreds of characters of a text come one after the other.
    last: Option<(ObjectId, Known)>,
}

impl Paths {
    /// Returns the operations of a change that `doc` holds.
    pub(super) fn operations(&mut self, doc: &Automerge, change: &Change) -> Result<Vec<RawOperation>, DocumentError> {
        let expanded = change.decode();
        let start = expanded.start_op.get();
        let mut operations = Vec::with_capacity(expanded.operations.len());
        for (counter, operation) in (start..).zip(expanded.operations) {
            let Place { path, in_text, object } = self.place(doc, &operation)?;
            operations.push(RawOperation {
                path,
                object: object.clone(),
                in_text,
                id: OpId(counter, expanded.actor_id.clone()),
                pred: operation.pred.into_iter().collect(),
                action: operation.action,
            });
        }
        Ok(operations)
    }

    fn place(&mut self, doc: &Automerge, operation: &Op) -> Result<Place<'_>, DocumentError> {
        if self.last.as_ref().is_none_or(|(object, _)| *object != operation.obj) {
            let found = self.object(doc, &operation.obj)?.clone();
            self.last = Some((operation.obj.clone(), found));
        }
        // The characters of a text share its path.
        let (path, in_text, object) = match (&self.last, &operation.key) {
            (Some((_, (object, parent, ObjType::Map))), Key::Map(key)) => (below(parent, key)?, false, object),
            (Some((_, (object, parent, ObjType::Text))), Key::Seq(_)) => (Rc::clone(parent), true, object),
            _ => return Err(DocumentError::Refused("an operation outside maps and texts".to_owned())),
        };
        Ok(Place { path, in_text, object })
    }

    fn object(&mut self, doc: &Automerge, object: &ObjectId) -> Result<&Known, DocumentError> {
        if !self.known.contains_key(object) {
            let found = Self::look_up(doc, object)?;
            self.known.insert(object.clone(), found);
        }
        self.known.get(object).ok_or_else(|| DocumentError::Refused("an object without a path".to_owned()))
    }

    fn look_up(doc: &Automerge, object: &ObjectId) -> Result<Known, DocumentError> {
        if *object == ObjectId::Root {
            return Ok((ROOT, Rc::default(), ObjType::Map));
        }
        let (id, kind) = doc.import(&object.to_string()).map_err(DocumentError::refused)?;
        let parents = doc.parents(&id).map_err(DocumentError::refused)?;
        let key = |prop| match prop {
            Prop::Map(key) => Ok(key),
            Prop::Seq(_) => Err(DocumentError::Refused("an object inside a list".to_owned())),
        };
        // Upwards, and never further than a path may go: a hostile object may stand inside itself.
        let up = parents.take(PATH_KEYS_MAX).map(|parent| key(parent.prop));
        let mut path = up.collect::<Result<Vec<String>, _>>()?;
        path.reverse();
        if path.len() >= PATH_KEYS_MAX || path.iter().any(|key| key.len() > KEY_BYTES_MAX) {
            return Err(DocumentError::Refused("an object too far down".to_owned()));
        }
        Ok((id, path.into(), kind))
    }
}

fn below(parent: &Rc<[String]>, key: &str) -> Result<Rc<[String]>, DocumentError> {
    if key.len() > KEY_BYTES_MAX {
        return Err(DocumentError::Refused("a key is too long".to_owned()));
    }
    Ok(parent.iter().cloned().chain([key.to_owned()]).collect())
}

/// Returns the object under a path.
pub(super) fn object_at(doc: &Automerge, path: &[impl AsRef<str>]) -> Option<ObjId> {
    path.iter().try_fold(ROOT, |object, key| match doc.get(object, key.as_ref()).ok()?? {
        (automerge::Value::Object(_), id) => Some(id),
        (automerge::Value::Scalar(_), _) => None,
    })
}

/// Returns the stored scalar of an operation that puts one.
pub(super) fn put(action: &OpType) -> Option<&ScalarValue> {
    match action {
        OpType::Put(value) => Some(value),
        _ => None,
    }
}

fn action(action: &OpType, in_text: bool) -> Action {
    match action {
        OpType::Put(ScalarValue::Str(characters)) if in_text => Action::Write(characters.encode_utf16().count()),
        OpType::Make(ObjType::Map) => Action::MakeMap,
        OpType::Make(ObjType::Text) => Action::MakeText,
        OpType::Put(value) => Action::Put(Scalar::of(value)),
        OpType::Delete => Action::Delete,
        _ => Action::Other,
    }
}
