//! The contract of [`crate::sync::store`] as checks; every backend runs all of them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a check that fails must stop with its line")]

use crate::model::{Member, Role};
use crate::summary::RowAudience;
use crate::sync::audit::{AuditEntry, AuditEvent, START, first_break};
use crate::sync::store::{
    Commit, Committed, HeldChange, Level, Lost, NewAccess, NewChange, NewDocument, NewPin, NewReview, NewRow,
    NewSnapshot, NewSync, NewsKind, Store, StoreError,
};
use crate::sync::wire::{ChangeHash, Decision, GoneReason, HeldReason, MemberSync, Review};
use crate::values::{AccountId, DeviceId, DocumentId, Id, Instant, UserId};

const PHONE: DeviceId = DeviceId([1; 8]);
const TABLET: DeviceId = DeviceId([2; 8]);

fn user(number: u8) -> UserId {
    UserId(Id::from_bytes([number; 10]))
}

fn account(number: u8) -> AccountId {
    AccountId(Id::from_bytes([number; 10]))
}

fn doc(number: u8) -> DocumentId {
    DocumentId::account(account(number))
}

fn hash(number: u8) -> ChangeHash {
    ChangeHash([number; 32])
}

fn change(doc: DocumentId, number: u8) -> NewChange {
    NewChange {
        doc,
        hash: hash(number),
        device: PHONE,
        user: Some(user(1)),
        received_at: Instant(1_000),
        bytes: vec![number; 3],
    }
}

fn facts(doc: DocumentId, head: u8) -> NewDocument {
    NewDocument { doc, heads: vec![hash(head)], owner: Some(user(1)), deputies: vec![user(2), user(3)] }
}

fn access(number: u8, doc: DocumentId, level: Level) -> NewAccess {
    NewAccess { user: user(number), doc, level, reason: GoneReason::Reassigned }
}

fn row(number: u8, audience: RowAudience, bytes: &[u8]) -> NewRow {
    NewRow { account: account(number), audience, bytes: bytes.to_vec() }
}

/// Commits on top of whatever is there.
fn put(store: &mut impl Store, mut commit: Commit) -> Committed {
    commit.after = store.position().unwrap().seq;
    store.commit(&commit).unwrap()
}

fn held(device: DeviceId, number: u8, received_at: i64) -> HeldChange {
    HeldChange {
        doc: doc(1),
        hash: hash(number),
        reason: HeldReason::NoAccess,
        user: user(1),
        device,
        received_at: Instant(received_at),
        heads: vec![hash(2), hash(3)],
        bytes: b"raw".to_vec(),
    }
}

fn decided(device: DeviceId, number: u8, decision: Decision) -> NewReview {
    let reason = "why".to_owned();
    NewReview { device, review: Review { hash: hash(number), decision, by: user(3), at: Instant(8), reason } }
}

/// A document with one change, visible to `users`.
fn seed(store: &mut impl Store, number: u8, users: &[(u8, Level)]) -> Committed {
    let access = users.iter().map(|(number_of, level)| access(*number_of, doc(number), *level)).collect();
    let changes = vec![change(doc(number), number)];
    put(store, Commit { changes, documents: vec![facts(doc(number), number)], access, ..Commit::default() })
}

/// Runs every check, each on a new empty store.
pub fn run_all<S: Store>(new: impl Fn() -> S) {
    numbers_follow_the_order_of_the_lists(new());
    a_commit_on_another_state_changes_nothing(new());
    a_hash_stands_in_the_log_once(new());
    a_document_is_its_snapshot_and_the_later_changes(new());
    a_snapshot_takes_changes_out_of_the_log(new());
    what_left_the_log_is_news_under_its_last_number(new());
    facts_are_replaced_and_listed_by_id(new());
    rows_are_kept_by_audience(new());
    the_last_touched_visible_document_comes_first(new());
    news_are_what_the_user_may_see(new());
    a_thing_written_again_is_news_under_its_last_number(new());
    news_can_be_read_in_parts(new());
    held_changes_are_kept_once_a_device(new());
    held_changes_have_decisions_until_they_are_forgotten(new());
    the_audit_trail_is_one_chain(new());
    members_syncs_and_digests_add_up(new());
    an_empty_commit_takes_no_number(new());
    what_is_lost_leaves_the_store_and_can_come_again(new());
}

fn numbers_follow_the_order_of_the_lists<S: Store>(mut store: S) {
    assert_eq!(store.position().unwrap().seq, 0);
    let commit = Commit {
        changes: vec![change(doc(1), 1), change(doc(1), 2)],
        documents: vec![facts(doc(1), 2)],
        rows: vec![row(1, RowAudience::Owner, b"row")],
        access: vec![access(1, doc(1), Level::Full)],
        pins: vec![NewPin { device: PHONE, doc: doc(1), wanted: true }],
        held: vec![held(PHONE, 7, 5)],
        reviews: vec![decided(PHONE, 7, Decision::Accepted)],
        ..Commit::default()
    };
    assert_eq!(commit.numbers(), 6);
    assert_eq!(put(&mut store, commit), Committed { first: 1, last: 6 });
    assert_eq!(store.change(hash(2)).unwrap(), Some((doc(1), 2)));
    assert_eq!(store.row(account(1), RowAudience::Owner).unwrap().map(|row| row.seq), Some(3));
    assert_eq!(store.access(user(1), doc(1)).unwrap().map(|access| access.since), Some(4));
    assert_eq!(store.pin(PHONE, doc(1)).unwrap().map(|pin| (pin.wanted, pin.seq)), Some((true, 5)));
    let reviews = store.reviews(PHONE, 5).unwrap();
    assert_eq!(reviews.iter().map(|(seq, review)| (*seq, review.hash)).collect::<Vec<_>>(), [(6, hash(7))]);
    assert_eq!(store.position().unwrap().seq, 6);
}

fn a_commit_on_another_state_changes_nothing<S: Store>(mut store: S) {
    seed(&mut store, 1, &[]);
    let late = Commit { after: 0, changes: vec![change(doc(2), 9)], ..Commit::default() };
    assert_eq!(store.commit(&late), Err(StoreError::Moved { position: 1, expected: 0 }));
    assert_eq!(store.change(hash(9)).unwrap(), None);
    assert_eq!(store.position().unwrap().seq, 1);
}

fn a_hash_stands_in_the_log_once<S: Store>(mut store: S) {
    seed(&mut store, 1, &[]);
    let again = Commit {
        after: 1,
        changes: vec![change(doc(2), 2), change(doc(2), 1)],
        documents: vec![facts(doc(2), 2)],
        digests: vec![(user(1), 7)],
        ..Commit::default()
    };
    assert!(store.commit(&again).is_err());
    // Nothing of the refused transaction is there.
    assert_eq!((store.change(hash(2)).unwrap(), store.document(doc(2)).unwrap()), (None, None));
    assert_eq!((store.position().unwrap().seq, store.digest(user(1)).unwrap()), (1, 0));
    let next =
        Commit { after: 1, changes: vec![change(doc(2), 2)], documents: vec![facts(doc(2), 2)], ..Commit::default() };
    assert_eq!(store.commit(&next), Ok(Committed { first: 2, last: 2 }));
}

fn what_is_lost_leaves_the_store_and_can_come_again<S: Store>(mut store: S) {
    for number in [1, 2] {
        seed(&mut store, number, &[(1, Level::Full)]);
        let snapshots = vec![NewSnapshot { doc: doc(number), bytes: b"whole".to_vec(), trim: 0 }];
        put(&mut store, Commit { rows: vec![row(number, RowAudience::Owner, b"row")], snapshots, ..Commit::default() });
    }
    let pins = vec![NewPin { device: PHONE, doc: doc(1), wanted: true }];
    let reviews = [(7, Decision::Accepted), (8, Decision::Picked), (9, Decision::Declined)];
    let reviews = reviews.into_iter().map(|(number, decision)| decided(PHONE, number, decision)).collect();
    let waiting = vec![held(PHONE, 7, 5), held(PHONE, 8, 5), held(PHONE, 9, 5)];
    put(&mut store, Commit { pins, held: waiting, reviews, ..Commit::default() });
    let before = store.position().unwrap();
    put(&mut store, Commit { lost: Some(Lost { docs: vec![doc(1)], epoch: [42; 8] }), ..Commit::default() });
    let after = store.position().unwrap();
    assert_eq!((after.epoch, after.seq), ([42; 8], before.seq), "it takes no number");
    assert_eq!(store.document(doc(1)).unwrap(), None);
    assert_eq!(store.content(doc(1)).unwrap(), Default::default());
    assert_eq!((store.changes_of(doc(1), 0).unwrap().len(), store.change(hash(1)).unwrap()), (0, None));
    assert_eq!(store.row(account(1), RowAudience::Owner).unwrap(), None);
    assert_eq!((store.access(user(1), doc(1)).unwrap(), store.viewers(doc(1)).unwrap().len()), (None, 0));
    assert_eq!(store.pins(PHONE).unwrap().len(), 1, "a wish outlives it");
    let entries = store.held_entries(0, 10).unwrap();
    let decisions: Vec<_> = entries.iter().map(|entry| entry.review.as_ref().map(|review| review.decision)).collect();
    assert_eq!(decisions, [None, None, Some(Decision::Declined)], "what is held too; what was taken over waits again");
    assert!(store.document(doc(2)).unwrap().is_some() && store.row(account(2), RowAudience::Owner).unwrap().is_some());
    assert_eq!(store.content(doc(2)).unwrap().snapshot, Some(b"whole".to_vec()));
    seed(&mut store, 1, &[(1, Level::Full)]);
    assert_eq!(store.content(doc(1)).unwrap().tail, [vec![1; 3]]);
}

fn a_document_is_its_snapshot_and_the_later_changes<S: Store>(mut store: S) {
    assert_eq!(store.content(doc(1)).unwrap(), Default::default());
    seed(&mut store, 1, &[]);
    seed(&mut store, 2, &[]);
    let content = store.content(doc(1)).unwrap();
    assert_eq!((content.snapshot, content.tail), (None, vec![vec![1; 3]]));
    let snapshots = vec![NewSnapshot { doc: doc(1), bytes: b"whole".to_vec(), trim: 0 }];
    let changes = vec![change(doc(1), 3)];
    put(&mut store, Commit { changes, documents: vec![facts(doc(1), 3)], snapshots, ..Commit::default() });
    let changes = vec![change(doc(2), 4), change(doc(1), 5), change(doc(1), 6)];
    let documents = vec![facts(doc(1), 6), facts(doc(2), 4)];
    put(&mut store, Commit { changes, documents, ..Commit::default() });
    let content = store.content(doc(1)).unwrap();
    assert_eq!((content.snapshot, content.tail), (Some(b"whole".to_vec()), vec![vec![5; 3], vec![6; 3]]));
    let entries = store.changes_of(doc(1), 1).unwrap();
    let seen: Vec<_> = entries.iter().map(|entry| (entry.seq, entry.hash)).collect();
    assert_eq!(seen, [(3, hash(3)), (5, hash(5)), (6, hash(6))]);
    let first = &entries[0];
    assert_eq!((first.doc, first.device, first.user), (doc(1), PHONE, Some(user(1))));
    assert_eq!((first.received_at, first.bytes.as_slice()), (Instant(1_000), [3; 3].as_slice()));
    let own = NewChange { user: None, device: DeviceId::SERVER, ..change(doc(1), 7) };
    put(&mut store, Commit { changes: vec![own], documents: vec![facts(doc(1), 7)], ..Commit::default() });
    assert_eq!(store.changes_of(doc(1), 6).unwrap().iter().map(|entry| entry.user).collect::<Vec<_>>(), [None]);
}

fn a_snapshot_takes_changes_out_of_the_log<S: Store>(mut store: S) {
    seed(&mut store, 1, &[]); // 1
    seed(&mut store, 2, &[]); // 2
    let changes = vec![change(doc(1), 3), change(doc(1), 4), change(doc(2), 5)]; // 3, 4, 5
    put(&mut store, Commit { changes, documents: vec![facts(doc(1), 4), facts(doc(2), 5)], ..Commit::default() });
    let lines: Vec<_> = store.log_of(doc(1)).unwrap().iter().map(|line| (line.seq, line.bytes)).collect();
    assert_eq!(lines, [(1, 3), (3, 3), (4, 3)]);
    let snapshots = vec![NewSnapshot { doc: doc(1), bytes: b"whole".to_vec(), trim: 3 }];
    put(&mut store, Commit { snapshots, ..Commit::default() });
    let entries: Vec<_> = store.changes_of(doc(1), 0).unwrap().iter().map(|entry| entry.seq).collect();
    assert_eq!(entries, [4], "the newest stays for devices that are a little behind");
    assert_eq!(store.log_of(doc(1)).unwrap().len(), 1);
    let of_document = store.document(doc(1)).unwrap().unwrap();
    assert_eq!((of_document.trimmed, of_document.last_seq), (3, 4));
    let content = store.content(doc(1)).unwrap();
    assert_eq!((content.snapshot, content.tail), (Some(b"whole".to_vec()), vec![]));
    assert_eq!(store.change(hash(3)).unwrap(), Some((doc(1), 3)), "an accepted change stays known");
    assert_eq!(store.change(hash(1)).unwrap(), Some((doc(1), 1)));
    let again = Commit { after: 5, changes: vec![change(doc(2), 3)], ..Commit::default() };
    assert!(store.commit(&again).is_err(), "and is never accepted again");
    // The other document is as it was.
    assert_eq!(store.changes_of(doc(2), 0).unwrap().len(), 2);
    assert_eq!(store.document(doc(2)).unwrap().map(|facts| facts.trimmed), Some(0));
    // Another snapshot takes the rest; facts written meanwhile keep the number.
    put(&mut store, Commit { documents: vec![facts(doc(1), 4)], ..Commit::default() });
    let snapshots = vec![NewSnapshot { doc: doc(1), bytes: b"new".to_vec(), trim: 5 }];
    put(&mut store, Commit { snapshots, ..Commit::default() });
    assert_eq!(store.changes_of(doc(1), 0).unwrap(), []);
    assert_eq!(store.document(doc(1)).unwrap().map(|facts| facts.trimmed), Some(5));
    let changes = vec![change(doc(1), 6)];
    put(&mut store, Commit { changes, documents: vec![facts(doc(1), 6)], ..Commit::default() }); // 6
    let content = store.content(doc(1)).unwrap();
    assert_eq!((content.snapshot, content.tail), (Some(b"new".to_vec()), vec![vec![6; 3]]));
}

fn what_left_the_log_is_news_under_its_last_number<S: Store>(mut store: S) {
    seed(&mut store, 1, &[(1, Level::Full), (2, Level::Gone)]); // 1 change, 2 and 3 access
    let changes = vec![change(doc(1), 7), change(doc(1), 8)]; // 4, 5
    put(&mut store, Commit { changes, documents: vec![facts(doc(1), 8)], ..Commit::default() });
    seed(&mut store, 2, &[(1, Level::Full)]); // 6 change, 7 access
    let snapshots = vec![NewSnapshot { doc: doc(1), bytes: b"whole".to_vec(), trim: 4 }];
    put(&mut store, Commit { snapshots, ..Commit::default() });
    let news = |number, after| -> Vec<(u64, NewsKind)> {
        let news = store.news(user(number), PHONE, after, 100).unwrap();
        news.into_iter().map(|item| (item.seq, item.kind)).collect()
    };
    let (changed, access) = (NewsKind::Change(PHONE), NewsKind::Access);
    let expected = [(2, access), (4, NewsKind::Trimmed), (5, changed), (6, changed), (7, access)];
    assert_eq!(news(1, 0), expected);
    assert_eq!(news(1, 3), expected[1..], "who stands before it is told");
    assert_eq!(news(1, 4), expected[2..], "who stands at it or behind it has it");
    assert_eq!(news(2, 3), [], "nothing of what the user may not see");
}

fn facts_are_replaced_and_listed_by_id<S: Store>(mut store: S) {
    assert_eq!(store.document(doc(1)).unwrap(), None);
    for number in [3, 1, 2] {
        seed(&mut store, number, &[]);
    }
    let private = DocumentId::private(account(1));
    let documents = vec![NewDocument { owner: None, deputies: Vec::new(), ..facts(private, 8) }];
    put(&mut store, Commit { changes: vec![change(private, 8)], documents, ..Commit::default() });
    let listed = |after, limit| -> Vec<DocumentId> {
        store.documents(after, limit).unwrap().into_iter().map(|facts| facts.doc).collect()
    };
    assert_eq!(listed(None, 10), [doc(1), doc(2), doc(3), private]);
    assert_eq!(listed(None, 2), [doc(1), doc(2)]);
    assert_eq!(listed(Some(doc(2)), 10), [doc(3), private]);
    let of_private = store.document(private).unwrap().unwrap();
    assert_eq!((of_private.owner, of_private.deputies, of_private.last_seq), (None, vec![], 4));
    // Facts without a change keep the number of the last change.
    let documents = vec![NewDocument { owner: Some(user(9)), ..facts(doc(1), 1) }];
    put(&mut store, Commit { documents, ..Commit::default() });
    let facts = store.document(doc(1)).unwrap().unwrap();
    assert_eq!((facts.owner, facts.last_seq, facts.heads), (Some(user(9)), 2, vec![hash(1)]));
    assert_eq!(facts.deputies, [user(2), user(3)]);
}

fn rows_are_kept_by_audience<S: Store>(mut store: S) {
    let rows = vec![row(1, RowAudience::Owner, b"o"), row(1, RowAudience::Manager, b"m")];
    put(&mut store, Commit { rows, ..Commit::default() });
    put(&mut store, Commit { rows: vec![row(1, RowAudience::Manager, b"m2")], ..Commit::default() });
    let read = |audience| store.row(account(1), audience).unwrap().map(|row| (row.seq, row.bytes));
    assert_eq!(read(RowAudience::Owner), Some((1, b"o".to_vec())));
    assert_eq!(read(RowAudience::Manager), Some((3, b"m2".to_vec())));
    assert_eq!(store.row(account(2), RowAudience::Owner).unwrap(), None);
}

fn the_last_touched_visible_document_comes_first<S: Store>(mut store: S) {
    seed(&mut store, 1, &[(1, Level::Full)]);
    seed(&mut store, 2, &[(1, Level::Row)]);
    seed(&mut store, 3, &[(1, Level::Gone)]);
    seed(&mut store, 4, &[(2, Level::Full)]);
    let changes = vec![change(doc(1), 9)];
    put(&mut store, Commit { changes, documents: vec![facts(doc(1), 9)], ..Commit::default() });
    let visible = |before, limit| -> Vec<(DocumentId, Level, u64)> {
        let visible = store.visible(user(1), before, limit).unwrap();
        visible.into_iter().map(|(access, last)| (access.doc, access.level, last)).collect()
    };
    let (first, second) = ((doc(1), Level::Full, 9), (doc(2), Level::Row, 3));
    assert_eq!(visible(u64::MAX, 10), [first, second]);
    assert_eq!(visible(u64::MAX, 1), [first]);
    assert_eq!(visible(9, 10), [second]);
    assert_eq!(store.count_visible(user(1), u64::MAX).unwrap(), 2);
    assert_eq!((store.count_visible(user(1), 9).unwrap(), store.count_visible(user(1), 3).unwrap()), (1, 0));
    let mut viewers = store.viewers(doc(3)).unwrap();
    viewers.extend(store.viewers(doc(4)).unwrap());
    let viewers: Vec<_> = viewers.iter().map(|access| (access.user, access.level, access.reason)).collect();
    let reason = GoneReason::Reassigned;
    assert_eq!(viewers, [(user(1), Level::Gone, reason), (user(2), Level::Full, reason)]);
}

fn news_are_what_the_user_may_see<S: Store>(mut store: S) {
    seed(&mut store, 1, &[(1, Level::Full)]); // 1 change, 2 access
    seed(&mut store, 2, &[(1, Level::Row), (2, Level::Full)]); // 3 change, 4 and 5 access
    seed(&mut store, 3, &[(1, Level::Gone)]); // 6 change, 7 access
    seed(&mut store, 4, &[(2, Level::Full)]); // 8 change, 9 access
    let rows =
        vec![row(1, RowAudience::Owner, b"o"), row(2, RowAudience::Manager, b"m"), row(4, RowAudience::Owner, b"x")];
    let pins =
        vec![NewPin { device: PHONE, doc: doc(2), wanted: true }, NewPin { device: TABLET, doc: doc(2), wanted: true }];
    put(&mut store, Commit { rows, pins, ..Commit::default() }); // 10, 11, 12 rows; 13, 14 pins
    let news = |after| -> Vec<(u64, DocumentId, NewsKind)> {
        let news = store.news(user(1), PHONE, after, 100).unwrap();
        news.into_iter().map(|item| (item.seq, item.doc, item.kind)).collect()
    };
    let expected = [
        (1, doc(1), NewsKind::Change(PHONE)),
        (2, doc(1), NewsKind::Access),
        (3, doc(2), NewsKind::Change(PHONE)),
        (4, doc(2), NewsKind::Access),
        (7, doc(3), NewsKind::Access),
        (10, doc(1), NewsKind::Row(RowAudience::Owner)),
        (11, doc(2), NewsKind::Row(RowAudience::Manager)),
        (13, doc(2), NewsKind::Pin),
    ];
    assert_eq!(news(0), expected);
    assert_eq!(news(4), expected[4..]);
    assert_eq!(news(13), []);
}

fn a_thing_written_again_is_news_under_its_last_number<S: Store>(mut store: S) {
    seed(&mut store, 1, &[(1, Level::Full)]);
    let again = || Commit {
        rows: vec![row(1, RowAudience::Owner, b"o")],
        access: vec![access(1, doc(1), Level::Row)],
        pins: vec![NewPin { device: PHONE, doc: doc(1), wanted: true }],
        ..Commit::default()
    };
    put(&mut store, again());
    put(&mut store, Commit { pins: vec![NewPin { device: PHONE, doc: doc(1), wanted: false }], ..again() });
    let news = store.news(user(1), PHONE, 0, 100).unwrap();
    let kinds: Vec<_> = news.iter().map(|item| (item.seq, item.kind)).collect();
    let expected = [
        (1, NewsKind::Change(PHONE)),
        (6, NewsKind::Row(RowAudience::Owner)),
        (7, NewsKind::Access),
        (8, NewsKind::Pin),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(store.pin(PHONE, doc(1)).unwrap().map(|pin| pin.wanted), Some(false));
    assert_eq!(store.pins(PHONE).unwrap(), []);
    assert_eq!(store.access(user(1), doc(1)).unwrap().map(|access| access.level), Some(Level::Row));
}

fn news_can_be_read_in_parts<S: Store>(mut store: S) {
    for number in 1..=5 {
        seed(&mut store, number, &[(1, Level::Full)]);
        put(&mut store, Commit { rows: vec![row(number, RowAudience::Owner, b"o")], ..Commit::default() });
    }
    let whole = store.news(user(1), PHONE, 0, 100).unwrap();
    assert_eq!(whole.len(), 15);
    let (mut parts, mut after) = (Vec::new(), 0);
    loop {
        let part = store.news(user(1), PHONE, after, 4).unwrap();
        assert!(part.len() <= 4);
        let Some(last) = part.last() else { break };
        after = last.seq;
        parts.extend(part);
    }
    assert_eq!(parts, whole);
}

fn held_changes_are_kept_once_a_device<S: Store>(mut store: S) {
    let held = |device, reason| HeldChange { reason, ..held(device, 1, 5) };
    let commit = Commit { held: vec![held(PHONE, HeldReason::NoAccess)], ..Commit::default() };
    assert_eq!(commit.numbers(), 0);
    put(&mut store, commit.clone());
    put(&mut store, Commit { held: vec![held(PHONE, HeldReason::Malformed)], ..Commit::default() });
    assert_eq!(store.held(hash(1)).unwrap(), Some(HeldReason::NoAccess));
    put(&mut store, Commit { held: vec![held(TABLET, HeldReason::ForeignActor)], ..Commit::default() });
    assert_eq!(store.held(hash(1)).unwrap(), Some(HeldReason::ForeignActor));
    assert_eq!(store.held(hash(4)).unwrap(), None);
    assert_eq!(store.position().unwrap().seq, 0);
}

fn held_changes_have_decisions_until_they_are_forgotten<S: Store>(mut store: S) {
    let all = vec![held(PHONE, 1, 5), held(PHONE, 2, 6), held(TABLET, 1, 7)];
    put(&mut store, Commit { held: all.clone(), ..Commit::default() });
    let entries = store.held_entries(0, 10).unwrap();
    assert!(entries.is_sorted_by_key(|entry| entry.number) && entries[0].number > 0);
    assert_eq!(entries.iter().map(|entry| entry.change.clone()).collect::<Vec<_>>(), all);
    assert_eq!(store.held_entries(0, 2).unwrap(), entries[..2]);
    assert_eq!(store.held_entries(entries[1].number, 2).unwrap(), entries[2..]);
    assert_eq!(store.held_entry(TABLET, hash(1)).unwrap().as_ref(), Some(&entries[2]));
    assert_eq!(store.held_entry(TABLET, hash(2)).unwrap(), None);
    let decision = decided(PHONE, 2, Decision::Declined);
    let later = decided(TABLET, 1, Decision::Picked);
    put(&mut store, Commit { reviews: vec![decision.clone(), later.clone()], ..Commit::default() });
    assert_eq!(store.reviews(PHONE, 0).unwrap(), [(1, decision.review.clone())]);
    assert_eq!(store.reviews(TABLET, 1).unwrap(), [(2, later.review)]);
    assert_eq!((store.reviews(TABLET, 2).unwrap(), store.reviews(DeviceId([3; 8]), 0).unwrap()), (vec![], vec![]));
    assert_eq!(store.held_entry(PHONE, hash(2)).unwrap().and_then(|entry| entry.review), Some(decision.review));
    assert_eq!(store.held_entry(PHONE, hash(1)).unwrap().and_then(|entry| entry.review), None);
    put(&mut store, Commit { forget_held_before: Some(Instant(7)), ..Commit::default() });
    let left: Vec<_> = store.held_entries(0, 10).unwrap().into_iter().map(|entry| entry.change).collect();
    assert_eq!(left, all[2..]);
    assert_eq!((store.reviews(PHONE, 0).unwrap().len(), store.reviews(TABLET, 0).unwrap().len()), (0, 1));
}

fn the_audit_trail_is_one_chain<S: Store>(mut store: S) {
    let entry = |at, event, number: Option<u8>| AuditEntry {
        at: Instant(at),
        event,
        user: number.map(user),
        device: number.map(|_| PHONE),
        subject: "账户 1".to_owned(),
        detail: at.to_string(),
    };
    let entries = [
        entry(1, AuditEvent::SignedIn, Some(1)),
        entry(2, AuditEvent::Held, None),
        entry(0, AuditEvent::Reviewed, Some(2)),
    ];
    put(&mut store, Commit { audit: entries[..2].to_vec(), ..Commit::default() });
    put(&mut store, Commit { audit: entries[2..].to_vec(), ..Commit::default() });
    assert_eq!(store.position().unwrap().seq, 0);
    let lines = store.audit(0, 10).unwrap();
    assert_eq!(lines.iter().map(|line| line.entry.clone()).collect::<Vec<_>>(), entries);
    assert_eq!(first_break(START, 1, &lines), None);
    assert_eq!((store.audit(0, 2).unwrap(), store.audit(2, 5).unwrap()), (lines[..2].to_vec(), lines[2..].to_vec()));
}

fn members_syncs_and_digests_add_up<S: Store>(mut store: S) {
    let member = |number, name: &str| Member {
        id: user(number),
        name: name.to_owned(),
        role: Role::Manager,
        manager: Some(user(9)),
        regions: vec!["east".into(), "north".into()],
        disabled: number == 2,
        level: None,
    };
    let sync = |device, number, at| NewSync { device, user: user(number), at: Instant(at) };
    let commit = Commit {
        members: vec![member(2, "b"), member(1, "a")],
        syncs: vec![sync(PHONE, 1, 10), sync(TABLET, 1, 30)],
        digests: vec![(user(1), u128::MAX), (user(2), 5)],
        ..Commit::default()
    };
    put(&mut store, commit);
    let commit = Commit {
        members: vec![member(1, "renamed")],
        syncs: vec![sync(PHONE, 1, 20), sync(DeviceId([3; 8]), 2, 1)],
        digests: vec![(user(1), 3)],
        ..Commit::default()
    };
    put(&mut store, commit);
    let directory = store.directory().unwrap();
    assert_eq!(directory.members.values().cloned().collect::<Vec<_>>(), [member(1, "renamed"), member(2, "b")]);
    let synced = |number, at| MemberSync { user: user(number), at: Instant(at) };
    assert_eq!(store.syncs().unwrap(), [synced(1, 30), synced(2, 1)]);
    assert_eq!((store.digest(user(1)).unwrap(), store.digest(user(2)).unwrap()), (2, 5));
    assert_eq!(store.digest(user(3)).unwrap(), 0);
}

fn an_empty_commit_takes_no_number<S: Store>(mut store: S) {
    assert!(Commit { after: 4, ..Commit::default() }.is_empty());
    assert_eq!(put(&mut store, Commit::default()), Committed { first: 1, last: 0 });
    seed(&mut store, 1, &[]);
    assert_eq!(put(&mut store, Commit::default()), Committed { first: 2, last: 1 });
}

#[cfg(test)]
mod tests {
    use crate::testing::memory_store::MemoryStore;

    #[test]
    fn the_memory_store_keeps_the_contract() {
        super::run_all(|| MemoryStore::new([7; 8]));
    }
}
