//! Reading is total on any document, and keeps what it does not know.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ObjType, ROOT, ScalarValue};
use proptest::prelude::*;

use super::*;
use crate::document::schema::fields;
use crate::values::DocumentKind;

fn reads(document: &Document) {
    let _ = (document.account(), document.private(), document.workspace(), document.member());
    let _ = (document.search_text(), document.history(), document.clashes());
}

fn scalar() -> impl Strategy<Value = ScalarValue> {
    prop_oneof![
        "[a-z客户0-9-]{0,20}".prop_map(|text| ScalarValue::Str(text.into())),
        any::<i64>().prop_map(ScalarValue::Int),
        any::<u64>().prop_map(ScalarValue::Uint),
        any::<bool>().prop_map(ScalarValue::Boolean),
        any::<f64>().prop_map(ScalarValue::F64),
        Just(ScalarValue::Null),
        Just(ScalarValue::counter(3)),
        Just(ScalarValue::Bytes(vec![0, 255])),
    ]
}

/// The key of a record: any, or one that is an id.
fn key() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9a-z]{1,16}", (0u8..3).prop_map(|number| Id::from_bytes([number; 10]).to_string())]
}

/// Something put under a key: a scalar, or an object with something in it.
#[derive(Debug, Clone)]
enum Thing {
    Scalar(ScalarValue),
    Object(u8, Box<Thing>),
}

fn thing() -> impl Strategy<Value = Thing> {
    let leaf = scalar().prop_map(Thing::Scalar);
    leaf.prop_recursive(3, 6, 1, |inner| (0u8..3, inner).prop_map(|(kind, inner)| Thing::Object(kind, inner.into())))
}

fn place(doc: &mut Automerge, kind: DocumentKind, row: usize, key: &str, thing: &Thing) {
    let rows = fields(kind);
    let field = rows[row % rows.len()];
    let mut transaction = doc.transaction();
    let mut object = ROOT;
    let keys: Vec<&str> = field.path.split('.').map(|part| if part == "*" { key } else { part }).collect();
    let (last, parents) = keys.split_last().unwrap();
    for part in parents {
        object = match transaction.get(&object, *part).unwrap() {
            Some((automerge::Value::Object(ObjType::Map), id)) => id,
            _ => transaction.put_object(&object, *part, ObjType::Map).unwrap(),
        };
    }
    match thing {
        Thing::Scalar(value) => transaction.put(&object, *last, value.clone()).unwrap(),
        Thing::Object(0, inner) => {
            let map = transaction.put_object(&object, *last, ObjType::Map).unwrap();
            match inner.as_ref() {
                Thing::Scalar(value) => transaction.put(&map, "name", value.clone()).unwrap(),
                Thing::Object(..) => drop(transaction.put_object(&map, "name", ObjType::List).unwrap()),
            }
        }
        Thing::Object(1, _) => {
            let list = transaction.put_object(&object, *last, ObjType::List).unwrap();
            let inner = transaction.insert_object(&list, 0, ObjType::Map).unwrap();
            transaction.put(&inner, "x", 1).unwrap();
        }
        Thing::Object(..) => {
            let text = transaction.put_object(&object, *last, ObjType::Text).unwrap();
            transaction.splice_text(&text, 0, 0, "any 文字").unwrap();
        }
    }
    transaction.commit_with(CommitOptions::default().with_time(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_document_can_be_read(
        kind in 0usize..4,
        places in prop::collection::vec((any::<usize>(), key(), thing(), any::<bool>()), 1..12),
    ) {
        let kind = DocumentKind::ALL[kind];
        let mut document = Document::new(DocumentId { kind, id: Id::from_bytes([1; 10]) }, actor(1));
        let mut other = Document::new(document.id(), actor(2));
        for (row, key, thing, mine) in places {
            let target = if mine { &mut document } else { &mut other };
            place(&mut target.doc, kind, row, &key, &thing);
        }
        merge(&mut document, &mut other);
        reads(&document);
        let loaded = Document::load(document.id(), actor(3), &[document.save()]).unwrap();
        prop_assert_eq!(loaded.account(), other.account());
        prop_assert_eq!(loaded.workspace(), other.workspace());
        prop_assert_eq!(loaded.history().len(), other.history().len());
    }
}

#[test]
fn what_is_not_as_the_schema_says_is_reported_and_the_rest_is_shown() {
    let mut document = Document::new(ACCOUNT, actor(1));
    put(&mut document, LI, |writing| {
        writing.set(&["profile", "name"], "华北机械")?;
        writing.set(&["profile", "founded"], "no day")?;
        writing.set(&["profile", "grade"], "D")
    });
    let (account, defects) = document.account();
    assert_eq!(account.profile.name, "华北机械");
    assert_eq!((account.profile.founded, account.profile.grade), (None, None));
    let paths: Vec<_> = defects.iter().map(|defect| (defect.path.as_str(), defect.expected)).collect();
    assert_eq!(paths, [("profile/founded", "a day as YYYY-MM-DD"), ("profile/grade", "A, B or C")]);
}

#[test]
fn what_a_newer_version_wrote_survives() {
    let mut newer = Document::new(ACCOUNT, actor(1));
    let mut transaction = newer.doc.transaction();
    let profile = transaction.get(ROOT, "profile").unwrap().unwrap().1;
    transaction.put(&profile, "hologram", "3d").unwrap();
    transaction.put_object(ROOT, "quotes", ObjType::Map).unwrap();
    transaction.commit_with(CommitOptions::default().with_time(0));
    let mut old = Document::load(ACCOUNT, actor(2), &newer.changes_since(&[])).unwrap();
    assert_eq!(old.account().1, vec![]);
    put(&mut old, ZHOU, |writing| writing.set(&["profile", "name"], "named by an old app"));
    newer.apply(&old.changes_since(&newer.heads())).unwrap();
    let kept = newer.doc.get(&profile, "hologram").unwrap().unwrap().0;
    assert_eq!(kept.as_scalar(), Some(&ScalarValue::Str("3d".into())));
    assert!(newer.doc.get(ROOT, "quotes").unwrap().is_some());
    assert_eq!(newer.account().0.profile.name, "named by an old app");
}
