//! Documents over real changes of several devices.

mod forged;
mod golden;
mod merge;
mod total;

use super::*;
use crate::values::{AccountId, DeviceId};

pub(super) const LI: UserId = UserId(Id::from_bytes([21; 10]));
pub(super) const ZHOU: UserId = UserId(Id::from_bytes([22; 10]));
pub(super) const NOW: Instant = Instant(1_790_000_000_000);
pub(super) const ACCOUNT: DocumentId = DocumentId::account(AccountId(Id::from_bytes([1; 10])));

pub(super) fn actor(device: u8) -> [u8; 16] {
    DeviceId([device; 8]).actor([device; 8])
}

/// Writes one change that must not fail and must change something.
pub(super) fn put(
    document: &mut Document,
    author: UserId,
    edit: impl FnOnce(&mut Writing<'_>) -> Result<(), DocumentError>,
) -> Written {
    document.write(Some(author), NOW, edit).unwrap().expect("the edit changes something")
}

/// Exchanges all changes between two devices.
pub(super) fn merge(a: &mut Document, b: &mut Document) {
    let (to_a, to_b) = (b.changes_since(&a.heads()), a.changes_since(&b.heads()));
    a.apply(&to_a).unwrap();
    b.apply(&to_b).unwrap();
}

#[test]
fn a_document_loads_from_snapshots_and_changes_in_any_order() {
    let mut a = Document::new(ACCOUNT, actor(1));
    put(&mut a, LI, |writing| writing.set(&["profile", "name"], "one"));
    let early = a.save();
    let second = put(&mut a, LI, |writing| writing.set(&["profile", "name"], "two")).bytes;
    let mut b = Document::load(ACCOUNT, actor(2), &[a.save()]).unwrap();
    let third = put(&mut b, ZHOU, |writing| writing.set(&["profile", "region"], "east")).bytes;
    let late = b.save();
    let only_changes = b.changes_since(&[]);
    for chunks in [
        vec![early.clone(), second.clone(), third.clone()],
        vec![third.clone(), early.clone(), second.clone()],
        vec![third.clone(), late.clone(), early.clone()],
        vec![late.clone(), late],
        only_changes.iter().rev().cloned().collect(),
        only_changes,
    ] {
        let loaded = Document::load(ACCOUNT, actor(3), &chunks).unwrap();
        assert_eq!(loaded.heads(), b.heads());
        assert_eq!(loaded.account(), b.account());
    }
    let short = Document::load(ACCOUNT, actor(3), &[early, third.clone()]).unwrap();
    assert_eq!(short.missing(), [inspect(&second).unwrap().hash]);
    let mut short = Document::load(ACCOUNT, actor(3), &[a.changes_since(&[]).remove(0)]).unwrap();
    let heads = short.heads();
    assert_eq!(short.apply(&[third]), Err(DocumentError::Missing(vec![inspect(&second).unwrap().hash])));
    assert_eq!(short.heads(), heads);
}

/// `core/segmentation` stands on it.
#[test]
fn every_document_counts_in_utf_16() {
    let new = Document::new(ACCOUNT, actor(1));
    let loaded = Document::load(ACCOUNT, actor(2), &[new.save()]).unwrap();
    let from_changes = Document::load(ACCOUNT, actor(3), &new.changes_since(&[])).unwrap();
    for document in [new, loaded, from_changes] {
        assert_eq!(document.doc.text_encoding(), automerge::TextEncoding::Utf16CodeUnit);
    }
}

#[test]
fn foreign_and_damaged_chunks_are_errors() {
    let private = Document::new(DocumentId::private(AccountId(ACCOUNT.id)), actor(1)).save();
    assert_eq!(Document::load(ACCOUNT, actor(1), &[private]).map(drop), Err(DocumentError::Foreign));
    let mut bytes = Document::new(ACCOUNT, actor(1)).save();
    *bytes.last_mut().unwrap() ^= 1;
    assert!(matches!(Document::load(ACCOUNT, actor(1), &[bytes]), Err(DocumentError::Damaged(_))));
    assert!(matches!(inspect(b"nothing"), Err(DocumentError::Damaged(_))));
    assert!(matches!(inspect(b""), Err(DocumentError::Damaged(_))));
}

#[test]
fn a_change_names_its_author_device_and_time() {
    let mut document = Document::new(ACCOUNT, actor(1));
    let first = put(&mut document, LI, |writing| writing.set(&["profile", "name"], "one"));
    let second = put(&mut document, LI, |writing| writing.set(&["profile", "name"], "two"));
    let (one, two) = (inspect(&first.bytes).unwrap(), inspect(&second.bytes).unwrap());
    assert_eq!((one.seq, one.user, one.at, one.ops), (1, Some(LI), NOW, 1));
    assert_eq!((two.seq, two.user, two.deps), (2, None, vec![one.hash]));
    assert_eq!(one.deps, [genesis_hash(ACCOUNT.kind)]);
    assert_eq!(document.change_info(second.hash).unwrap().user, Some(LI));
    assert_eq!(document.change(first.hash), Some(first.bytes));
    let other = document.write(Some(ZHOU), NOW, |writing| writing.set(&["profile", "name"], "three"));
    assert_eq!(other, Err(DocumentError::ActorOfAnother));
}
