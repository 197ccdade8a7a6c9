//! Two devices write every key of the schema at the same time.

use super::*;
use crate::access::paths;
use crate::document::schema::{Field, Keys, Shape, Writers, fields};
use crate::model::Clash;
use crate::values::DocumentKind;

const RECORD: Id = Id::from_bytes([31; 10]);

/// The concrete path of a row: the record for a `*` in the middle, `last` for one at the end.
fn concrete(field: &Field, last: &str) -> Vec<String> {
    let keys: Vec<&str> = field.path.split('.').collect();
    let key = |(index, key): (usize, &&str)| match *key {
        "*" if index + 1 == keys.len() => last.to_owned(),
        "*" => RECORD.to_string(),
        key => key.to_owned(),
    };
    keys.iter().enumerate().map(key).collect()
}

fn entry(field: &Field, side: u8) -> String {
    match field.keys {
        Keys::Id => Id::from_bytes([40 + side; 10]).to_string(),
        Keys::Word => format!("entry {side}"),
        Keys::Day => format!("2026-01-0{}", side + 1),
    }
}

fn value(shape: Shape, side: u8) -> Scalar {
    match shape {
        Shape::Str { .. } => Scalar::Text(["x", "y"][usize::from(side)].to_owned()),
        Shape::Int { min, max } => Scalar::Int((max.min(min.max(0) + 2) - 1) + i64::from(side)),
        Shape::Bool => Scalar::Flag(side == 0),
        Shape::Day => Scalar::Text(format!("2026-01-0{}", side + 1)),
        Shape::Id => Id::from_bytes([50 + side; 10]).into(),
        Shape::Photo { .. } => {
            Scalar::Photo([&[0xff, 0xd8, 0xff][..], &vec![side; 1_024 * usize::from(side)]].concat())
        }
        Shape::Map | Shape::Text { .. } | Shape::Mark => unreachable!("no scalar"),
    }
}

fn strs(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

/// Two devices with the same document, which holds one record of every collection.
fn devices(kind: DocumentKind) -> [Document; 2] {
    let id = DocumentId { kind, id: Id::from_bytes([1; 10]) };
    let mut origin = Document::new(id, actor(9));
    origin
        .write(Some(LI), NOW, |writing| {
            if kind == DocumentKind::Workspace {
                writing.create(&["lead_rules"])?;
                writing.create(&["library"])?;
            }
            for field in fields(kind).iter().filter(|field| field.shape == Shape::Map && field.path.ends_with('*')) {
                writing.create(&strs(&concrete(field, &RECORD.to_string())))?;
            }
            Ok::<_, DocumentError>(())
        })
        .unwrap();
    [1, 2].map(|device| Document::load(id, actor(device), &[origin.save()]).unwrap())
}

fn write(document: &mut Document, field: &Field, side: u8) {
    let author = [LI, ZHOU][usize::from(side)];
    match field.shape {
        Shape::Map => put(document, author, |writing| writing.create(&strs(&concrete(field, &entry(field, side))))),
        Shape::Mark => {
            put(document, author, |writing| writing.mark(&strs(&concrete(field, &entry(field, side))), true))
        }
        Shape::Text { .. } => {
            let path = concrete(field, "");
            let text = format!("side {side}. ");
            put(document, author, |writing| writing.text(&strs(&path), "", &text))
        }
        shape => {
            // A second value first, so that a side that ends with "false" has written something.
            let path = concrete(field, &entry(field, 0));
            let before = document.write(Some(author), NOW, |writing| writing.set(&strs(&path), value(shape, 1 - side)));
            before.map_err(|error: DocumentError| error).unwrap();
            put(document, author, |writing| writing.set(&strs(&path), value(shape, side)))
        }
    };
}

#[test]
fn two_devices_that_write_one_key_converge_and_lose_nothing() {
    for kind in DocumentKind::ALL {
        for field in fields(kind) {
            let [mut a, mut b] = devices(kind);
            if field.shape == Shape::Map && !field.path.ends_with('*') {
                // Made by the genesis or with its record: never by two devices.
                let path = concrete(field, "");
                assert!(ops::object_at(&a.doc, &path).is_some(), "{}", field.path);
                continue;
            }
            write(&mut a, field, 0);
            write(&mut b, field, 1);
            merge(&mut a, &mut b);
            assert_eq!(a.heads(), b.heads(), "{}", field.path);
            assert_eq!(a.account(), b.account(), "{}", field.path);
            assert_eq!(a.private(), b.private(), "{}", field.path);
            assert_eq!(a.workspace(), b.workspace(), "{}", field.path);
            assert_eq!(a.clashes(), b.clashes(), "{}", field.path);
            both_are_there(&a, field);
            either_can_be_chosen(&a, field);
        }
    }
}

fn both_are_there(document: &Document, field: &'static Field) {
    let name = field.path;
    match field.shape {
        Shape::Map => {
            for side in [0, 1] {
                let path = concrete(field, &entry(field, side));
                assert!(ops::object_at(&document.doc, &path).is_some(), "{name}");
            }
        }
        Shape::Mark => {
            for side in [0, 1] {
                let path = concrete(field, &entry(field, side));
                let (key, parent) = path.split_last().unwrap();
                let set = ops::object_at(&document.doc, parent).unwrap();
                assert!(document.doc.get(&set, key.as_str()).unwrap().is_some(), "{name}");
            }
        }
        Shape::Text { .. } => {
            let text = document.doc.text(ops::object_at(&document.doc, &concrete(field, "")).unwrap()).unwrap();
            assert!(text.contains("side 0. ") && text.contains("side 1. "), "{name}: {text:?}");
        }
        shape => {
            let path = concrete(field, &entry(field, 0)).join("/");
            let clashes: Vec<Clash> = document.clashes();
            let clash = clashes.iter().find(|clash| clash.path == path);
            assert_eq!(clash.is_none(), field.is_stamp() || field.is_entry(), "{name}: {clashes:?}");
            let Some(clash) = clash else { return };
            let mut found: Vec<_> = clash.values.iter().map(|value| (value.value.clone(), value.by)).collect();
            let text = |side| match value(shape, side) {
                Scalar::Text(text) => text,
                Scalar::Int(number) => number.to_string(),
                Scalar::Flag(flag) => flag.to_string(),
                Scalar::Photo(bytes) => format!("{} kB", bytes.len().div_ceil(1_024)),
                Scalar::Nothing => String::new(),
            };
            let mut expected = vec![(text(0), Some(LI)), (text(1), Some(ZHOU))];
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{name}");
            assert!(clash.values.iter().all(|value| value.at == Some(NOW)), "{name}");
        }
    }
}

/// Of two values each can be chosen, also the one that stands, by a change that the server takes.
fn either_can_be_chosen(merged: &Document, field: &'static Field) {
    let path = concrete(field, &entry(field, 0));
    let clash = |document: &Document| document.clashes().into_iter().find(|clash| clash.path == path.join("/"));
    let Some(both) = clash(merged) else { return };
    for (chosen, shown) in [0, 1].map(|side| (value(field.shape, side), &both.values)) {
        let mut document = Document::load(merged.id(), actor(3), &[merged.save()]).unwrap();
        let written = document.write(Some(LI), NOW, |writing| writing.set(&strs(&path), chosen.clone()));
        let written = written.map_err(|error: DocumentError| error).unwrap().unwrap();
        let change = ParsedChange::of(&written.bytes).unwrap();
        assert_eq!(paths::check(&document, &change, paths::Writer::Server), Ok(()), "{} {chosen:?}", field.path);
        assert_eq!(clash(&document), None, "{} {chosen:?}", field.path);
        let history = document.history();
        let said = &history.last().unwrap().changes;
        assert_eq!(said.len(), 1, "{said:?}");
        let now = said[0].after.clone().unwrap();
        let other = shown.iter().map(|value| &value.value).find(|value| **value != now);
        assert_eq!(said[0].before.as_ref(), other, "{} {chosen:?}", field.path);
        // Nor does it look like nothing to whoever reviews it.
        let parts = document.parts(&change).unwrap();
        let shown: Vec<_> = parts.into_iter().filter_map(|part| part.shown).collect();
        assert_eq!(shown.len(), 1, "{} {chosen:?}", field.path);
        assert_eq!((&shown[0].before, &shown[0].after), (&said[0].before, &said[0].after), "{}", field.path);
    }
}

#[test]
fn every_collection_and_text_of_the_schema_stands_in_the_genesis() {
    for kind in DocumentKind::ALL {
        let genesis = Document::new(DocumentId { kind, id: Id::default() }, actor(1));
        // The server alone makes what is not in it, so that no two devices ever do.
        let made_later =
            |field: &&Field| matches!(field.path, "lead_rules" | "library") && field.writers == Writers::Server;
        let rows = fields(kind).iter().filter(|field| !field.path.contains('*') && !field.shape.is_scalar());
        let rows = rows.filter(|field| !made_later(field));
        let mut count = 0;
        for field in rows {
            assert!(ops::object_at(&genesis.doc, &concrete(field, "")).is_some(), "{}", field.path);
            count += 1;
        }
        assert_eq!(count, genesis::layout(kind).len(), "{kind:?}");
    }
}

#[test]
fn every_row_has_one_path_a_source_and_a_merge() {
    for kind in DocumentKind::ALL {
        for (index, field) in fields(kind).iter().enumerate() {
            assert_eq!(field.kind, kind);
            assert!(!field.source.is_empty() && !field.shape.merge().is_empty(), "{}", field.path);
            let found = schema::field(kind, &concrete(field, &entry(field, 0))).unwrap();
            assert_eq!(found.path, field.path, "row {index} is hidden by another");
        }
    }
}

#[test]
fn in_what_was_taken_out_nothing_is_to_be_chosen() {
    let [mut a, mut b] = devices(DocumentKind::Account);
    let contact = RECORD.to_string();
    let (name, removed) = (["contacts", &contact, "name"], ["contacts", &contact, "removed"]);
    put(&mut a, LI, |writing| writing.set(&name, "one"));
    put(&mut b, ZHOU, |writing| writing.set(&name, "two"));
    merge(&mut a, &mut b);
    assert_eq!(a.clashes().len(), 1);
    put(&mut a, LI, |writing| writing.set(&removed, true));
    assert_eq!(a.clashes(), vec![]);
    // Back again, or with somebody who says otherwise, it is.
    put(&mut b, ZHOU, |writing| writing.set(&removed, true));
    put(&mut b, ZHOU, |writing| writing.set(&removed, false));
    assert_eq!(b.clashes().len(), 1);
    merge(&mut a, &mut b);
    assert_eq!(a.clashes().len(), 2);
}

#[test]
fn a_key_that_is_written_and_put_back_is_no_change() {
    let [mut a, _] = devices(DocumentKind::Account);
    let name = ["profile", "name"];
    put(&mut a, LI, |writing| writing.set(&name, "one"));
    put(&mut a, LI, |writing| {
        writing.set(&name, "two")?;
        writing.set(&["profile", "website"], "example.com")?;
        writing.set(&name, "one")
    });
    let said: Vec<_> = a.history().pop().unwrap().changes.into_iter().map(|change| change.field).collect();
    assert_eq!(said, ["profile.website"]);
}

#[test]
fn writing_the_standing_value_settles_a_clash() {
    let [mut a, mut b] = devices(DocumentKind::Account);
    put(&mut a, LI, |writing| writing.set(&["profile", "name"], "one"));
    put(&mut b, ZHOU, |writing| writing.set(&["profile", "name"], "two"));
    merge(&mut a, &mut b);
    let standing = a.account().0.profile.name;
    assert_eq!(a.clashes()[0].values[0].value, standing);
    put(&mut a, LI, |writing| writing.set(&["profile", "name"], standing.as_str()));
    assert_eq!(a.clashes(), vec![]);
    assert_eq!(a.account().0.profile.name, standing);
}
