//! Changes that no command writes are violations of the path rules.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{AutomergeError, ObjId, ObjType, ROOT};

use super::*;
use crate::access::paths::{PathViolation, Writer, check};
use crate::model::Role;
use crate::values::DeviceId;

fn map(transaction: &Transaction<'_>, key: &str) -> ObjId {
    transaction.get(ROOT, key).unwrap().unwrap().1
}
type Expected = fn(&PathViolation) -> bool;
type Forge = fn(&mut Transaction<'_>) -> Result<(), AutomergeError>;
#[test]
fn forged_changes_are_violations() {
    let cases: [(&str, Forge, Expected); 14] = [
        ("unknown root key", |t| t.put(ROOT, "x", 1), |v| matches!(v, PathViolation::Unknown(_))),
        ("unknown field", |t| t.put(map(t, "profile"), "x", 1), |v| matches!(v, PathViolation::Unknown(_))),
        ("deleted owner", |t| t.delete(map(t, "facts"), "owner"), |v| matches!(v, PathViolation::Protected(_))),
        ("deleted facts", |t| t.delete(ROOT, "facts"), |v| matches!(v, PathViolation::Protected(_))),
        ("deleted collection", |t| t.delete(ROOT, "visits"), |v| matches!(v, PathViolation::Type(_))),
        (
            "replaced collection",
            |t| t.put_object(ROOT, "visits", ObjType::Map).map(drop),
            |v| matches!(v, PathViolation::Type(_) | PathViolation::Malformed(_)),
        ),
        ("kind", |t| t.put(ROOT, "kind", "w"), |v| matches!(v, PathViolation::Protected(_))),
        ("number as name", |t| t.put(map(t, "profile"), "name", 5), |v| matches!(v, PathViolation::Type(_))),
        ("text as amount", |t| t.put(map(t, "profile"), "annual_amount", "x"), |v| matches!(v, PathViolation::Type(_))),
        ("too much", |t| t.put(map(t, "profile"), "annual_amount", -1), |v| matches!(v, PathViolation::Limit(_))),
        ("too long", |t| t.put(map(t, "profile"), "name", "x".repeat(201)), |v| matches!(v, PathViolation::Limit(_))),
        (
            "no id",
            |t| t.put_object(map(t, "visits"), "x", ObjType::Map).map(drop),
            |v| matches!(v, PathViolation::Type(_)),
        ),
        (
            "list",
            |t| t.put_object(map(t, "profile"), "name", ObjType::List).map(drop),
            |v| matches!(v, PathViolation::Type(_)),
        ),
        (
            "long text",
            |t| {
                let note = t.get(map(t, "profile"), "note")?.unwrap().1;
                t.splice_text(note, 0, 0, &"x".repeat(20_001))
            },
            |v| matches!(v, PathViolation::Limit(_)),
        ),
    ];
    let mut honest = Document::new(ACCOUNT, DeviceId::SERVER.actor([1; 8]));
    honest.set_owner(LI, NOW).unwrap().unwrap();
    for (name, forge, expected) in cases {
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let mut forger = Automerge::load_with_options(&honest.save(), options).unwrap();
        forger.set_actor(ActorId::from([7; 16]));
        let mut transaction = forger.transaction();
        forge(&mut transaction).unwrap();
        let hash = transaction.commit_with(CommitOptions::default().with_time(0)).0.unwrap();
        let change = forger.get_change_by_hash(&hash).unwrap().raw_bytes().to_vec();
        let change = ParsedChange::of(&change).unwrap();
        let mut copy = honest.clone();
        copy.apply_parsed(&change).unwrap();
        let violation = check(&copy, &change, Writer::Member(Role::Manager)).expect_err(name);
        assert!(expected(&violation), "{name}: {violation}");
    }
}

/// Writes a change as a forger would; returns the document that holds it, and the change.
fn forged(forge: Forge) -> (Document, ParsedChange) {
    let mut document = Document::new(ACCOUNT, [7; 16]);
    let mut transaction = document.doc.transaction();
    forge(&mut transaction).unwrap();
    let hash = transaction.commit_with(CommitOptions::default().with_time(0)).0.unwrap();
    let change = document.doc.get_change_by_hash(&hash).unwrap();
    (document, ParsedChange(change))
}

#[test]
fn a_change_that_nests_without_an_end_is_a_violation_before_its_paths_fill_the_memory() {
    let (document, change) = forged(|t| {
        let mut object = map(t, "visits");
        for _ in 0..5_000 {
            object = t.put_object(object, "0000000000000000", ObjType::Map)?;
        }
        Ok(())
    });
    let violation = check(&document, &change, Writer::Member(Role::Rep)).unwrap_err();
    assert!(matches!(violation, PathViolation::Malformed(_)), "{violation}");
}

#[test]
fn a_long_key_is_a_violation_before_it_is_copied_for_every_operation_below() {
    let (document, change) = forged(|t| {
        let key = "k".repeat(100_000);
        let object = t.put_object(map(t, "visits"), &key, ObjType::Map)?;
        (0..1_000).try_for_each(|_| t.put(&object, "topic", "x"))
    });
    let violation = check(&document, &change, Writer::Member(Role::Rep)).unwrap_err();
    assert!(matches!(violation, PathViolation::Malformed(_)), "{violation}");
}

#[test]
fn a_key_written_over_and_over_is_a_violation() {
    let written = |times: i64| {
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let mut document = Document::new(ACCOUNT, [7; 16]);
        document.doc = Automerge::load_with_options(&document.save(), options).unwrap();
        let mut transaction = document.doc.transaction();
        let profile = map(&transaction, "profile");
        (0..times).for_each(|time| transaction.put(&profile, "name", time.to_string()).unwrap());
        let hash = transaction.commit_with(CommitOptions::default().with_time(0)).0.unwrap();
        let change = ParsedChange(document.doc.get_change_by_hash(&hash).unwrap());
        check(&document, &change, Writer::Member(Role::Rep))
    };
    assert_eq!(written(16), Ok(()));
    assert!(matches!(written(17), Err(PathViolation::Limit(_))));
}
