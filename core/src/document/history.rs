//! Who changed what and when, and the fields with more than one concurrent value: from the document's own history.

use std::collections::HashMap;

use automerge::legacy::{OpId, OpType};
use automerge::{Change, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, ValueRef};

use super::ops::{Paths, RawOperation, object_at, put};
use super::schema;
use super::value::Scalar;
use super::{Document, user_of};
use crate::model::{Clash, ClashValue, FieldChange, HistoryEntry};
use crate::values::{DeviceId, Id, Instant, Map};

/// What the values of a document were, by the operation that wrote them.
type Written = HashMap<OpId, String>;

impl Document {
    /// Returns every change with its fields before and after, what it builds on first, without the genesis.
    ///
    /// Time stamps and authors that are written along with a field are left out; the entry names both.
    pub fn history(&self) -> Vec<HistoryEntry> {
        let (mut paths, mut written, mut entries) = (Paths::default(), Written::new(), Vec::new());
        for change in self.doc.get_changes(&[]) {
            // A change that this version cannot follow has an author and a time, but no fields.
            let operations = paths.operations(&self.doc, &change).unwrap_or_default();
            let changes = self.field_changes(&change, &operations, &mut written);
            let device = DeviceId::of_actor(change.actor_id().to_bytes());
            if device == Some(DeviceId::GENESIS) {
                continue;
            }
            let author = self.doc.get_author_for_actor(change.actor_id());
            entries.push(HistoryEntry {
                by: author.and_then(|author| user_of(author.as_bytes())),
                device,
                at: Some(Instant(change.timestamp())),
                changes,
            });
        }
        entries
    }

    fn field_changes(&self, change: &Change, operations: &[RawOperation], written: &mut Written) -> Vec<FieldChange> {
        let mut changes: Vec<FieldChange> = Vec::new();
        // Where a key stands among them, and whether it had several values before.
        let mut lines: HashMap<&[String], (usize, bool)> = HashMap::new();
        let mut texts: Vec<&ObjId> = Vec::new();
        let fresh = fresh_texts(operations);
        // The record last named: its fields are written one after the other.
        let mut named: (&[String], String) = (&[], String::new());
        for operation in operations {
            let path = &*operation.path;
            // Once for each text, however many characters: it is compared as a whole.
            if operation.in_text && texts.contains(&&operation.object) {
                continue;
            }
            let Some(field) = schema::field(self.id.kind, path).filter(|field| !field.is_stamp()) else { continue };
            let (before, after) = if operation.in_text {
                texts.push(&operation.object);
                let text = |heads: &[_]| self.doc.text_at(&operation.object, heads).unwrap_or_default();
                let (before, after) = match fresh.get(path) {
                    Some(text) => (String::new(), text.clone()),
                    None => (text(change.deps()), text(&[change.hash()])),
                };
                (Some(before).filter(|text| !text.is_empty()), Some(after).filter(|text| !text.is_empty()))
            } else {
                let before = operation.pred.last().and_then(|id| written.get(id).cloned());
                let shown = |value| if field.is_entry() { path.last().cloned() } else { Scalar::shown(value) };
                let after = put(&operation.action).and_then(shown);
                if let Some(after) = &after {
                    written.insert(operation.id.clone(), after.clone());
                }
                (before, after)
            };
            let known = lines.get(path).filter(|_| !operation.in_text);
            if let Some((twice, several)) = known.and_then(|(at, several)| Some((changes.get_mut(*at)?, *several))) {
                // A key that one change writes twice: what it was at last. Where that is what stood before among
                // several, it was chosen, and the value between is one of the others.
                if several && twice.before == after {
                    twice.before = before;
                }
                twice.after = after;
            } else if before != after && !matches!(operation.action, OpType::Make(_)) {
                lines.insert(path, (changes.len(), operation.pred.len() > 1));
                let record = path.get(..2).unwrap_or_default();
                if named.0 != record {
                    named = (record, self.subject(record, None));
                }
                let subject = named.1.clone();
                changes.push(FieldChange {
                    path: path.join("/"),
                    field: field.path.to_owned(),
                    subject,
                    before,
                    after,
                });
            }
        }
        changes.retain(|change| change.before != change.after);
        changes
    }

    /// Returns what the record that a path is in is called, now or as of some heads.
    pub(super) fn subject(&self, path: &[String], heads: Option<&[automerge::ChangeHash]>) -> String {
        let [collection, id, ..] = path else { return String::new() };
        let key = match collection.as_str() {
            "contacts" | "members" => "name",
            "visits" => "topic",
            // An event, not one of the fields.
            "profile" if id.parse::<Id>().is_ok() => "note",
            "library" => "title",
            "stages" => "name_zh",
            "tasks" | "opportunities" => "title",
            _ => return String::new(),
        };
        let Some(record) = object_at(&self.doc, &[collection, id]) else { return String::new() };
        let found = match heads {
            Some(heads) => self.doc.get_at(&record, key, heads),
            None => self.doc.get(&record, key),
        };
        match found {
            Ok(Some((automerge::Value::Object(ObjType::Text), text))) => match heads {
                Some(heads) => self.doc.text_at(text, heads).unwrap_or_default(),
                None => self.doc.text(text).unwrap_or_default(),
            },
            Ok(Some((automerge::Value::Scalar(value), _))) => Scalar::shown(&value).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// Returns the fields that two devices wrote without knowing of each other, the standing value first.
    ///
    /// Equal values are no clash, nor are time stamps written along with a field.
    pub fn clashes(&self) -> Vec<Clash> {
        let mut clashes = Vec::new();
        self.collect_clashes(&ROOT, &mut Vec::new(), &mut clashes);
        clashes
    }

    fn collect_clashes(&self, object: &ObjId, path: &mut Vec<String>, clashes: &mut Vec<Clash>) {
        for item in self.doc.map_range(object, ..) {
            path.push(item.key.to_string());
            match &item.value {
                // In what was taken out nobody could choose.
                ValueRef::Object(ObjType::Map) if self.is_taken_out(&item.id()) => {}
                ValueRef::Object(ObjType::Map) => self.collect_clashes(&item.id(), path, clashes),
                ValueRef::Scalar(_) if item.conflict => clashes.extend(self.clash(object, path)),
                _ => {}
            }
            path.pop();
        }
    }

    /// Tells whether a record was taken out and nobody says otherwise.
    fn is_taken_out(&self, record: &ObjId) -> bool {
        let said = self.doc.get_all(record, "removed").unwrap_or_default();
        !said.is_empty() && said.iter().all(|(said, _)| said.as_bool() == Some(true))
    }

    fn clash(&self, object: &ObjId, path: &[String]) -> Option<Clash> {
        let field = schema::field(self.id.kind, path).filter(|field| !field.is_stamp() && !field.is_entry())?;
        let key = path.last()?.as_str();
        let (_, standing) = self.doc.get(object, key).ok()??;
        let mut all = self.doc.get_all(object, key).ok()?;
        all.sort_by_key(|(_, id)| *id != standing);
        let mut values: Vec<ClashValue> = Vec::new();
        for (value, id) in all {
            let Some(scalar) = value.as_scalar() else { continue };
            let value = Scalar::shown(scalar).unwrap_or_default();
            if values.iter().any(|known| known.value == value) {
                continue;
            }
            let meta = self.doc.hash_for_opid(&id).and_then(|hash| self.doc.get_change_meta_by_hash(&hash));
            let by = meta.as_ref().and_then(|meta| user_of(meta.author.as_ref()?.as_bytes()));
            values.push(ClashValue { value, by, at: meta.map(|meta| Instant(meta.timestamp)) });
        }
        let (path, subject) = (path.join("/"), self.subject(path, None));
        (values.len() > 1).then(|| Clash { path, field: field.path.to_owned(), subject, values })
    }
}

/// Returns the texts that a change both makes and fills. Read from the operations: their history is this change only.
fn fresh_texts(operations: &[RawOperation]) -> Map<&[String], String> {
    let mut fresh = Map::new();
    for operation in operations {
        match &operation.action {
            OpType::Make(ObjType::Text) => drop(fresh.insert(&*operation.path, String::new())),
            OpType::Put(ScalarValue::Str(part)) if operation.in_text => {
                if let Some(text) = fresh.get_mut(&*operation.path) {
                    text.push_str(part);
                }
            }
            _ => {}
        }
    }
    fresh
}
