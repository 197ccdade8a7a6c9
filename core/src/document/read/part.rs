//! One map of a document, read key by key. An absent key is the field's empty value and no defect.

use crate::values::Set;
use std::cell::RefCell;
use std::str::FromStr;

use automerge::ScalarValueRef as Scalar;

use super::tree::{Entries, Node};
use crate::model::Defect;
use crate::values::{Code, Day, Instant, Money, Percent};

/// A map with its path, and where defects are noted.
pub(super) struct Part<'a> {
    map: Option<&'a Entries<'a>>,
    path: String,
    defects: &'a RefCell<Vec<Defect>>,
}

impl<'a> Part<'a> {
    pub(super) fn root(map: &'a Entries<'a>, defects: &'a RefCell<Vec<Defect>>) -> Self {
        Self { map: Some(map), path: String::new(), defects }
    }

    /// Returns the map under a key; an empty one when there is none.
    pub(super) fn map(&self, key: &str) -> Part<'a> {
        let map = match self.value(key) {
            Some(Node::Map(map)) => Some(map),
            Some(_) => self.defect(key, "a map"),
            None => None,
        };
        Part { map, path: self.path_of(key), defects: self.defects }
    }

    /// Returns the keys, ascending.
    pub(super) fn keys(&self) -> Set<&'a str> {
        self.map.into_iter().flat_map(|map| map.iter().map(|(key, _)| &**key)).collect()
    }

    /// Returns the records under a map, by id; a key that is no id is a defect. Removed records are left out.
    pub(super) fn records<T: FromStr + Copy>(&self) -> Vec<(T, Part<'a>)> {
        let records = self.keys().into_iter().filter_map(|key| match key.parse() {
            Ok(id) => Some((id, self.map(key))),
            Err(_) => self.defect(key, "an id as key"),
        });
        records.filter(|(_, record)| !record.flag("removed")).collect()
    }

    /// Returns the entries of a set.
    pub(super) fn marks(&self, key: &str) -> Set<String> {
        let set = self.map(key);
        set.keys().into_iter().filter(|entry| set.flag(entry)).map(str::to_owned).collect()
    }

    /// Returns a short or a free text.
    pub(super) fn string(&self, key: &str) -> String {
        match self.value(key) {
            Some(Node::Scalar(Scalar::Str(text))) => text.to_string(),
            Some(Node::Text(text)) => text.clone(),
            None => String::new(),
            Some(_) => self.defect(key, "a text").unwrap_or_default(),
        }
    }

    pub(super) fn code(&self, key: &str) -> Code {
        Code::new(self.string(key))
    }

    pub(super) fn int(&self, key: &str) -> Option<i64> {
        match self.value(key)? {
            Node::Scalar(Scalar::Int(number) | Scalar::Timestamp(number)) => Some(*number),
            Node::Scalar(Scalar::Uint(number)) => i64::try_from(*number).ok(),
            _ => self.defect(key, "a whole number"),
        }
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        match self.value(key) {
            Some(Node::Scalar(Scalar::Boolean(flag))) => *flag,
            None => false,
            Some(_) => self.defect(key, "true or false").unwrap_or_default(),
        }
    }

    pub(super) fn instant(&self, key: &str) -> Option<Instant> {
        self.int(key).map(Instant)
    }

    pub(super) fn money(&self, key: &str) -> Option<Money> {
        self.int(key).map(Money)
    }

    pub(super) fn percent(&self, key: &str) -> Option<Percent> {
        let number = self.int(key)?;
        Percent::new(number).ok().or_else(|| self.defect(key, "a percentage"))
    }

    pub(super) fn day(&self, key: &str) -> Option<Day> {
        self.parsed(key, "a day as YYYY-MM-DD")
    }

    /// Returns a photo.
    pub(super) fn photo(&self, key: &str) -> Option<Vec<u8>> {
        match self.value(key)? {
            Node::Scalar(Scalar::Bytes(bytes)) => Some(bytes.to_vec()),
            _ => self.defect(key, "a photo"),
        }
    }

    /// Returns an id; nothing when the text is empty.
    pub(super) fn id<T: FromStr>(&self, key: &str) -> Option<T> {
        self.parsed(key, "an id")
    }

    /// Notes a defect; returns nothing, for the end of a match.
    pub(super) fn defect<T>(&self, key: &str, expected: &'static str) -> Option<T> {
        let mut defects = self.defects.borrow_mut();
        // A document full of defects is told by its first ones.
        if defects.len() < 100 {
            defects.push(Defect { path: self.path_of(key), expected });
        }
        None
    }

    fn parsed<T: FromStr>(&self, key: &str, expected: &'static str) -> Option<T> {
        let text = self.string(key);
        if text.is_empty() {
            return None;
        }
        text.parse().ok().or_else(|| self.defect(key, expected))
    }

    /// An emptied field holds null, which reads as absent.
    fn value(&self, key: &str) -> Option<&'a Node<'a>> {
        self.map?.get(key).filter(|value| !matches!(value, Node::Scalar(Scalar::Null)))
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}/{key}", self.path) }
    }
}
