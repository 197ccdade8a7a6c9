//! What becomes of documents whose bytes in the store are damaged.

use super::*;
use crate::sync::audit::AuditEvent;
use crate::sync::store::{LogEntry, NewChange, NewDocument, NewSnapshot};
use crate::testing::memory_store::Damage;

/// A customer with a snapshot beside the whole log that was written to since, everything acknowledged.
fn with_a_customer() -> (Hub<MemoryStore>, Phone) {
    let mut hub = hub();
    let mut phone = Phone::new(SUN, 10);
    phone.create(&mut hub, 40, "蓝海科技");
    phone.sync(&mut hub);
    let snapshots = vec![NewSnapshot { doc: doc(40), bytes: phone.documents[&doc(40)].save_plain(), trim: 0 }];
    let after = hub.store().position().unwrap().seq;
    hub.store_mut().commit(&Commit { after, snapshots, ..Commit::default() }).unwrap();
    phone.rename(&mut hub, 40, "蓝海");
    phone.sync(&mut hub);
    (hub, phone)
}

/// The store as another process finds it.
fn anew(hub: Hub<MemoryStore>) -> Hub<MemoryStore> {
    Hub::new(hub.into_store(), KEYS, [2; 8])
}

fn named(hub: &mut Hub<MemoryStore>) -> Option<String> {
    let mut other = Phone::new(SUN, 11);
    other.sync(hub);
    other.name(40)
}

#[test]
fn what_the_store_has_twice_is_rebuilt_and_nobody_notices() {
    for damage in [Damage::Snapshot, Damage::LogUpToSnapshot] {
        let (mut hub, mut phone) = with_a_customer();
        hub.store_mut().damage(doc(40), damage);
        assert_ne!(check(hub.store(), &KEYS.digest).unwrap().problems, Vec::<String>::new(), "{damage:?}");
        let mut hub = anew(hub);
        let mended = hub.mend([7; 8], Instant(2_000)).unwrap();
        assert_eq!((mended.rebuilt, mended.lost, mended.touched.len()), (vec![doc(40)], vec![], 0), "{damage:?}");
        is_sound(&hub);
        assert_eq!(hub.store().position().unwrap().epoch, [1; 8]);
        phone.rename(&mut hub, 40, "蓝海集团");
        phone.sync(&mut hub);
        assert_eq!(named(&mut hub).as_deref(), Some("蓝海集团"), "{damage:?}");
        let again = hub.mend([7; 8], Instant(2_000)).unwrap();
        assert_eq!(again, Mended::default(), "there is nothing left to mend");
    }
}

#[test]
fn what_the_store_cannot_read_any_more_is_given_back_by_who_has_it() {
    for damage in [Damage::LastChange, Damage::Everything] {
        let (mut hub, mut phone) = with_a_customer();
        hub.store_mut().damage(doc(40), damage);
        let mut hub = anew(hub);
        phone.rename(&mut hub, 40, "蓝海集团");
        let submission = phone.submission();
        let pushed = hub.push(vec![submission.clone()], Instant(2_000));
        assert!(pushed.damaged && pushed.receipts == [Receipt::Unavailable], "{damage:?}");
        let mended = hub.mend([7; 8], Instant(2_000)).unwrap();
        assert_eq!((mended.rebuilt, &mended.lost, mended.needs_backup), (vec![], &vec![doc(40)], false));
        assert_eq!(mended.touched.len(), 5, "everybody compares");
        assert_eq!(hub.store().position().unwrap().epoch, [7; 8]);
        assert_eq!(hub.store().document(doc(40)).unwrap(), None);
        let line = hub.store().audit(0, 100).unwrap().pop().unwrap().entry;
        assert_eq!((line.event, line.subject, &*line.detail), (AuditEvent::Damaged, doc(40).to_string(), "lost"));
        let (whole, _) = hub.take_back(phone.caller, &take_back::returned(&phone, doc(40)), Instant(2_000)).unwrap();
        assert!(whole);
        is_sound(&hub);
        assert!(matches!(&hub.push(vec![submission], Instant(2_000)).receipts[..], [Receipt::Stored(_)]));
        assert_eq!(named(&mut hub).as_deref(), Some("蓝海集团"), "{damage:?}");
        is_sound(&hub);
    }
}

#[test]
fn without_the_workspace_document_a_backup_is_needed_and_nothing_is_touched() {
    let mut hub = hub();
    hub.store_mut().damage(DocumentId::WORKSPACE, Damage::Everything);
    let mut hub = anew(hub);
    let before = hub.store().position().unwrap();
    let mended = hub.mend([7; 8], Instant(2_000)).unwrap();
    assert_eq!(mended, Mended { needs_backup: true, ..Mended::default() });
    assert_eq!(hub.store().position().unwrap(), before);
}

#[test]
fn a_store_that_fails_while_it_is_mended_is_as_before() {
    let (mut hub, _) = with_a_customer();
    hub.store_mut().damage(doc(40), Damage::Everything);
    let mut hub = anew(hub);
    hub.store_mut().fail_commits(1);
    assert!(matches!(hub.mend([7; 8], Instant(2_000)), Err(StoreError::Unavailable(_))));
    assert!(hub.store().document(doc(40)).unwrap().is_some());
    assert_eq!(hub.mend([7; 8], Instant(2_000)).unwrap().lost, [doc(40)]);
}

#[test]
fn a_check_finds_a_log_that_is_not_the_documents_and_a_directory_that_is_not_the_workspaces() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "一");
    sun.sync(&mut hub);
    let facts = hub.store().document(doc(40)).unwrap().unwrap();
    let own = hub.store().changes_of(doc(40), 0).unwrap().remove(0);
    let documents = vec![NewDocument { doc: doc(40), heads: facts.heads, owner: facts.owner, deputies: vec![] }];
    // Bytes that are another change than the hash says, which the document does not hold.
    let LogEntry { device, user, received_at, bytes, .. } = own;
    let changes = vec![NewChange { doc: doc(40), hash: ChangeHash([9; 32]), device, user, received_at, bytes }];
    let after = hub.store().position().unwrap().seq;
    hub.store_mut().commit(&Commit { after, changes, documents, ..Commit::default() }).unwrap();
    let member = hub.store().directory().unwrap().members.remove(&SUN).unwrap();
    let members = vec![Member { name: "别人".into(), ..member }];
    let after = hub.store().position().unwrap().seq;
    hub.store_mut().commit(&Commit { after, members, ..Commit::default() }).unwrap();
    let problems = check(hub.store(), &KEYS.digest).unwrap().problems;
    for expected in ["its log is not complete", "is not what its hash says", "the stored directory"] {
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected}: {problems:?}");
    }
}

#[test]
fn without_its_snapshot_a_document_whose_log_is_trimmed_is_lost() {
    let (hub, phone) = with_a_customer();
    let mut hub = anew(hub);
    let facts = hub.store().document(doc(40)).unwrap().unwrap();
    let snapshots =
        vec![NewSnapshot { doc: doc(40), bytes: phone.documents[&doc(40)].save_plain(), trim: facts.last_seq }];
    let after = hub.store().position().unwrap().seq;
    hub.store_mut().commit(&Commit { after, snapshots, ..Commit::default() }).unwrap();
    is_sound(&hub);
    hub.store_mut().damage(doc(40), Damage::Snapshot);
    let mut hub = anew(hub);
    let mended = hub.mend([7; 8], Instant(2_000)).unwrap();
    assert_eq!((mended.rebuilt, mended.lost), (vec![], vec![doc(40)]));
    let (whole, _) = hub.take_back(phone.caller, &take_back::returned(&phone, doc(40)), Instant(2_000)).unwrap();
    assert!(whole);
    assert_eq!(named(&mut hub).as_deref(), Some("蓝海"));
    is_sound(&hub);
}
