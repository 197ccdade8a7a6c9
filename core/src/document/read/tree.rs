//! What a document holds at present, in one walk. Automerge's own `hydrate` keeps a text as a tree of its characters,
//! which costs several times as much as reading it.

use std::borrow::Cow;

use automerge::iter::MapRangeItem;
use automerge::{Automerge, ObjType, ROOT, ReadDoc, ScalarValueRef, ValueRef};

use crate::values::Map;

/// What stands under the keys of a map. The keys are the document's own.
pub(super) type Entries<'a> = Map<Cow<'a, str>, Node<'a>>;

/// A value.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Map(Entries<'a>),
    Text(String),
    Scalar(ScalarValueRef<'a>),
    /// A list, which no schema knows.
    Other,
}

/// A whole document.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) root: Entries<'a>,
    /// Whether any key holds more than one concurrent value.
    pub(super) contested: bool,
}

impl<'a> Tree<'a> {
    pub(super) fn of(doc: &'a Automerge) -> Self {
        Self::read(doc, None)
    }

    /// Reads a document without the texts below one key of its root: they read as empty.
    pub(super) fn without_texts_of(doc: &'a Automerge, key: &str) -> Self {
        Self::read(doc, Some(key))
    }

    fn read(doc: &'a Automerge, without: Option<&str>) -> Self {
        let mut walk = Walk { doc, contested: false, texts: true };
        let items = doc.map_range(&ROOT, ..).map(|item| {
            walk.texts = without.is_none_or(|key| item.key != key);
            walk.item(item)
        });
        Self { root: items.collect(), contested: walk.contested }
    }
}

struct Walk<'a> {
    doc: &'a Automerge,
    contested: bool,
    texts: bool,
}

impl<'a> Walk<'a> {
    fn item(&mut self, item: MapRangeItem<'a>) -> (Cow<'a, str>, Node<'a>) {
        self.contested |= item.conflict;
        let id = item.id();
        let node = match item.value {
            ValueRef::Object(ObjType::Map) => {
                Node::Map(self.doc.map_range(&id, ..).map(|item| self.item(item)).collect())
            }
            ValueRef::Object(ObjType::Text) if !self.texts => Node::Text(String::new()),
            ValueRef::Object(ObjType::Text) => Node::Text(self.doc.text(&id).unwrap_or_default()),
            ValueRef::Object(_) => Node::Other,
            ValueRef::Scalar(value) => Node::Scalar(value),
        };
        (item.key, node)
    }
}
