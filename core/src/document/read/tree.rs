//! What a document holds at present, in one walk. Automerge's own `hydrate` keeps a text as a tree of its characters,
//! which costs several times as much as reading it.

use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValueRef, ValueRef};

use crate::values::Map;

/// A value.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Map(Map<String, Node<'a>>),
    Text(String),
    Scalar(ScalarValueRef<'a>),
    /// A list, which no schema knows.
    Other,
}

/// A whole document.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) root: Map<String, Node<'a>>,
    /// Whether any key holds more than one concurrent value.
    pub(super) contested: bool,
}

impl<'a> Tree<'a> {
    pub(super) fn of(doc: &'a Automerge) -> Self {
        let mut contested = false;
        let root = map(doc, &ROOT, &mut contested);
        Self { root, contested }
    }
}

fn map<'a>(doc: &'a Automerge, object: &ObjId, contested: &mut bool) -> Map<String, Node<'a>> {
    let items = doc.map_range(object, ..).map(|item| {
        *contested |= item.conflict;
        let id = item.id();
        let node = match item.value {
            ValueRef::Object(ObjType::Map) => Node::Map(map(doc, &id, contested)),
            ValueRef::Object(ObjType::Text) => Node::Text(doc.text(&id).unwrap_or_default()),
            ValueRef::Object(_) => Node::Other,
            ValueRef::Scalar(value) => Node::Scalar(value),
        };
        (item.key.into_owned(), node)
    });
    items.collect()
}
