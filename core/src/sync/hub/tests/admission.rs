//! Every reason for which a change is held, and that what is held goes nowhere else.

use minicbor::bytes::ByteVec;

use super::*;
use crate::document::{Document, Scalar};
use crate::sync::wire::{HeldReason, PendingDocument};
use crate::testing::memory_store::Damage;

const OTHER_DEVICE: DeviceId = DeviceId([66; 8]);

/// Sends one chunk as sun's phone; returns what became of it.
fn send(hub: &mut Hub<MemoryStore>, caller: Caller, doc: DocumentId, bytes: &[u8]) -> Outcome {
    let pending = vec![PendingDocument { doc, changes: vec![ByteVec::from(bytes.to_vec())] }];
    let pushed = hub.push(vec![Submission { caller, pending, pins: Vec::new() }], Instant(9));
    match &pushed.receipts[..] {
        [Receipt::Stored(verdicts) | Receipt::Stopped(verdicts)] => verdicts[0].outcome,
        other => panic!("{other:?}"),
    }
}

/// A change on a copy of what the phone holds, by any actor and author.
fn change(phone: &Phone, doc: DocumentId, actor: [u8; 16], author: Option<UserId>, path: &[&str], to: &str) -> Written {
    let chunks = phone.documents.get(&doc).map(|document| document.save()).into_iter().collect::<Vec<_>>();
    let mut copy = Document::load(doc, actor, &chunks).unwrap();
    copy.write(author, Instant(9), |writing| writing.set(path, Scalar::Text(to.to_owned()))).unwrap().unwrap()
}

/// Replaces bytes inside a plain chunk and repairs its checksum.
fn forge(mut chunk: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = chunk.windows(from.len()).position(|window| window == from).unwrap();
    chunk[at..at + to.len()].copy_from_slice(to);
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&chunk[8..]);
    chunk[4..8].copy_from_slice(&hash[..4]);
    chunk
}

#[test]
fn each_reason_has_its_case_and_nothing_held_is_relayed() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    let mut tablet = Phone::new(SUN, 11);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    tablet.sync(&mut hub);
    let mut li = Phone::new(LI, 12);
    li.create(&mut hub, 41, "别人的");
    li.sync(&mut hub);
    let before = hub.store().position().unwrap().seq;
    let actor = |suffix: u8| sun.caller.device.actor([suffix; 8]);
    let name = ["profile", "name"];

    let mut cases: Vec<(HeldReason, DocumentId, Vec<u8>)> = Vec::new();
    cases.push((HeldReason::Malformed, doc(40), b"no change at all".to_vec()));
    let foreign = change(&sun, doc(40), OTHER_DEVICE.actor([1; 8]), Some(SUN), &name, "x");
    cases.push((HeldReason::ForeignActor, doc(40), foreign.bytes));
    let server = change(&sun, doc(40), DeviceId::SERVER.actor([1; 8]), None, &name, "x");
    cases.push((HeldReason::ForeignActor, doc(40), server.bytes));
    let another_user = change(&sun, doc(40), actor(2), Some(LI), &name, "x");
    cases.push((HeldReason::ForeignActor, doc(40), another_user.bytes));
    let nobody = change(&sun, doc(40), actor(3), None, &name, "x");
    cases.push((HeldReason::ForeignActor, doc(40), nobody.bytes));
    let owner = change(&sun, doc(40), actor(4), Some(SUN), &["facts", "owner"], &LI.to_string());
    cases.push((HeldReason::ProtectedPath, doc(40), owner.bytes.clone()));
    let day = change(&sun, doc(40), actor(5), Some(SUN), &["profile", "founded"], "2001-01-01");
    cases.push((HeldReason::BadValue, doc(40), forge(day.bytes, b"2001-01-01", b"2001-99-01")));
    let theirs = change(&li, doc(41), actor(6), Some(SUN), &name, "x");
    cases.push((HeldReason::NoAccess, doc(41), theirs.bytes));
    let private = change(
        &li,
        DocumentId::private(account(41)),
        actor(7),
        Some(SUN),
        &["office_phone", &account(41).to_string()],
        "1",
    );
    cases.push((HeldReason::NoAccess, DocumentId::private(account(41)), private.bytes));
    let workspace = change(&sun, DocumentId::WORKSPACE, actor(8), Some(SUN), &["policy", "organisation"], "x");
    cases.push((HeldReason::NoAccess, DocumentId::WORKSPACE, workspace.bytes));
    // A change on top of one that the server never saw, and one on top of a held one.
    let mut ahead = sun.clone();
    let unseen = change(&ahead, doc(40), actor(9), Some(SUN), &name, "unseen");
    ahead.document(doc(40)).apply(&[&unseen.bytes]).unwrap();
    let on_unseen = change(&ahead, doc(40), actor(10), Some(SUN), &name, "y");
    cases.push((HeldReason::MissingDependency, doc(40), on_unseen.bytes));
    let mut astray = sun.clone();
    astray.document(doc(40)).apply(&[&owner.bytes]).unwrap();
    let on_held = change(&astray, doc(40), actor(11), Some(SUN), &name, "z");
    cases.push((HeldReason::DependsOnHeld, doc(40), on_held.bytes));

    for (index, (reason, doc, bytes)) in cases.iter().enumerate() {
        assert_eq!(send(&mut hub, sun.caller, *doc, bytes), Outcome::Held(*reason), "case {index}");
        // Sent again, because the answer was lost: the same answer.
        assert_eq!(send(&mut hub, sun.caller, *doc, bytes), Outcome::Held(*reason), "case {index} again");
    }
    assert_eq!(hub.store().held_changes().len(), cases.len());
    let raw: Vec<_> = hub.store().held_changes().map(|held| (held.reason, held.doc, held.bytes.clone())).collect();
    assert_eq!(raw, cases);
    assert_eq!(hub.store().position().unwrap().seq, before);
    let pages = tablet.sync(&mut hub);
    assert!(pages[0].documents.is_empty() && pages[0].rows.is_empty());
    // What was only missing its dependency is taken once that is there.
    assert!(matches!(send(&mut hub, sun.caller, doc(40), &unseen.bytes), Outcome::Durable(_)));
    let (reason, on, bytes) = &cases[cases.len() - 2];
    assert_eq!(*reason, HeldReason::MissingDependency);
    assert!(matches!(send(&mut hub, sun.caller, *on, bytes), Outcome::Durable(_)));
    is_sound(&hub);
}

#[test]
fn an_actor_that_counts_twice_is_held() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let actor = sun.caller.device.actor([2; 8]);
    let [one, two] = ["一", "二"].map(|name| change(&sun, doc(40), actor, Some(SUN), &["profile", "name"], name));
    assert!(matches!(send(&mut hub, sun.caller, doc(40), &one.bytes), Outcome::Durable(_)));
    let answer = send(&mut hub, sun.caller, doc(40), &two.bytes);
    assert_eq!(answer, Outcome::Held(HeldReason::DuplicateSequence));
    let mut tablet = Phone::new(SUN, 11);
    tablet.sync(&mut hub);
    assert_eq!(tablet.name(40).as_deref(), Some("一"));
}

#[test]
fn a_foreign_device_cannot_spoil_a_change_by_sending_it_first() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    let mine = sun.pending[0].changes[0].to_vec();
    let thief = Caller { user: LI, device: OTHER_DEVICE };
    assert_eq!(send(&mut hub, thief, doc(40), &mine), Outcome::Held(HeldReason::ForeignActor));
    assert!(matches!(send(&mut hub, sun.caller, doc(40), &mine), Outcome::Durable(_)));
}

#[test]
fn edits_made_before_a_reassignment_are_kept_and_those_after_it_are_held() {
    let mut hub = hub();
    let (mut sun, mut chen) = (Phone::new(SUN, 10), Phone::new(CHEN, 11));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    // Offline, sun edits; meanwhile chen assigns. Sun's edits arrive too late for both documents.
    sun.rename(&mut hub, 40, "改名");
    sun.change_number(&mut hub, 40, "021-7777");
    chen.assign(&mut hub, 40, 1, LI);
    chen.sync(&mut hub);
    let pages = sun.sync(&mut hub);
    let outcomes: Vec<_> = pages[0].verdicts.iter().map(|verdict| verdict.outcome).collect();
    assert_eq!(outcomes, [Outcome::Held(HeldReason::NoAccess); 2]);
    assert_eq!(pages[0].gone.len(), 2);
    assert!(
        hub.store()
            .held_changes()
            .all(|held| held.user == SUN && held.device == sun.caller.device && !held.heads.is_empty())
    );
    let mut li = Phone::new(LI, 12);
    li.sync(&mut hub);
    assert_eq!(li.name(40).as_deref(), Some("蓝海科技"));
    is_sound(&hub);
}

#[test]
fn forged_bytes_are_held_and_cost_nothing_but_their_own_copy() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let li = Phone::new(LI, 11);
    // A name, a text, and a record made with a text in it.
    let mut copy = Document::load(doc(40), sun.caller.device.actor([2; 8]), &[sun.documents[&doc(40)].save()]).unwrap();
    let written = copy.write(Some(SUN), Instant(9), |w| {
        w.set(&["profile", "name"], Scalar::Text("蓝海集团".to_owned()))?;
        w.text(&["profile", "note"], "", "三号线")?;
        let visit = account(1).to_string();
        w.create(&["visits", &visit])?;
        w.text(&["visits", &visit, "summary"], "", "看了")
    });
    let real = written.unwrap().unwrap().bytes;
    // Every bit of the body flipped under a repaired checksum: Automerge itself panics on some of these.
    let forged = (10 * 8..real.len() * 8).map(|bit| {
        let mut bytes = real.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let hash = <sha2::Sha256 as sha2::Digest>::digest(&bytes[8..]);
        bytes[4..8].copy_from_slice(&hash[..4]);
        bytes
    });
    let (mut held, mut durable, mut panicked) = (0, 0, 0);
    for bytes in forged {
        let pending = vec![PendingDocument { doc: doc(40), changes: vec![ByteVec::from(bytes)] }];
        let other = Submission { caller: li.caller, pending: Vec::new(), pins: Vec::new() };
        let mine = Submission { caller: sun.caller, pending, pins: Vec::new() };
        let pushed = hub.push(vec![mine, other], Instant(9));
        let verdicts = match &pushed.receipts[..] {
            [Receipt::Stored(verdicts), Receipt::Stored(_)] if pushed.panics == 0 => verdicts,
            // After a panic the conversation with whoever sent it ends, and with nobody else.
            [Receipt::Stopped(verdicts), Receipt::Stored(_)] if pushed.panics == 1 => verdicts,
            other => panic!("{other:?}, {} panics", pushed.panics),
        };
        panicked += pushed.panics;
        match verdicts[0].outcome {
            Outcome::Held(_) => held += 1,
            Outcome::Durable(_) => durable += 1,
        }
    }
    assert!(panicked > 0, "this test is about them");
    // Other letters, another time or another session make an honest change; one of them used up the actor's number.
    assert!(held > 500 && (1..=8).contains(&durable), "{held} held, {durable} durable");
    is_sound(&hub);
}

/// Repairs the checksum of a plain chunk.
fn repaired(mut chunk: Vec<u8>) -> Vec<u8> {
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&chunk[8..]);
    chunk[4..8].copy_from_slice(&hash[..4]);
    chunk
}

/// Where the number after the actor stands in a chunk with one dependency and a body of fewer than 16 kB.
const SEQ_AT: usize = 4 + 4 + 1 + 2 + 1 + 32 + 1 + 16;

#[test]
fn a_change_must_be_the_next_of_its_actor_and_begin_after_all_that_it_builds_on() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let name = "名".repeat(60);
    let (mut one, mut two) = (sun.clone(), sun.clone());
    let actor = sun.caller.device.actor([2; 8]);
    let first = change(&one, doc(40), actor, Some(SUN), &["profile", "name"], &name);
    one.document(doc(40)).apply(&[&first.bytes]).unwrap();
    let second = change(&one, doc(40), actor, Some(SUN), &["profile", "name"], &name.repeat(2));
    let at = |written: &Written, offset: usize| written.bytes[SEQ_AT + offset];
    let info = crate::document::inspect(&second.bytes).unwrap();
    assert_eq!((u64::from(at(&second, 0)), u64::from(at(&second, 1))), (info.seq, info.start_op));
    let with = |written: &Written, offset: usize, to: u8| {
        let mut bytes = written.bytes.clone();
        bytes[SEQ_AT + offset] = to;
        repaired(bytes)
    };
    // A first change of an actor that says it is the third: Automerge panics at the gap.
    let nameless = change(&two, doc(40), sun.caller.device.actor([3; 8]), Some(SUN), &["profile", "name"], &name);
    two.document(doc(40)).apply(&[&nameless.bytes]).unwrap();
    let gap = send(&mut hub, sun.caller, doc(40), &with(&first, 0, 3));
    // A later one need not name its author; one that does names the caller.
    assert_eq!(gap, Outcome::Held(HeldReason::MissingDependency));
    let foreign = change(&two, doc(40), sun.caller.device.actor([4; 8]), Some(LI), &["profile", "name"], "另");
    let later = send(&mut hub, sun.caller, doc(40), &with(&foreign, 0, 3));
    assert_eq!(later, Outcome::Held(HeldReason::ForeignActor));
    assert!(matches!(send(&mut hub, sun.caller, doc(40), &first.bytes), Outcome::Durable(_)));
    for (what, bytes, reason) in [
        ("a gap", with(&second, 0, 4), HeldReason::MissingDependency),
        ("a first one without an author", with(&second, 0, 1), HeldReason::ForeignActor),
        ("an operation number too low", with(&second, 1, at(&second, 1) - 1), HeldReason::Malformed),
        ("an operation number too high", with(&second, 1, at(&second, 1) + 1), HeldReason::Malformed),
    ] {
        let expected = Outcome::Held(reason);
        assert_eq!(send(&mut hub, sun.caller, doc(40), &bytes), expected, "{what}");
    }
    assert!(matches!(send(&mut hub, sun.caller, doc(40), &second.bytes), Outcome::Durable(_)));
    one.document(doc(40)).apply(&[&second.bytes]).unwrap();
    let third = change(&one, doc(40), actor, Some(SUN), &["profile", "name"], &name);
    let used = send(&mut hub, sun.caller, doc(40), &with(&third, 0, 2));
    assert_eq!(used, Outcome::Held(HeldReason::DuplicateSequence));
    is_sound(&hub);
}

/// A document that cannot be read stops who may write it, and nobody else.
#[test]
fn what_its_author_may_not_write_is_not_opened() {
    let mut hub = hub();
    let (mut sun, li) = (Phone::new(SUN, 10), Phone::new(LI, 12));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    hub.store_mut().damage(doc(40), Damage::Everything);
    let mut hub = Hub::new(hub.into_store(), KEYS, [2; 8]);
    let by = |phone: &Phone, user| {
        let actor = phone.caller.device.actor([2; 8]);
        change(&sun, doc(40), actor, Some(user), &["profile", "name"], "x").bytes
    };
    let (others, own) = (by(&li, LI), by(&sun, SUN));
    assert_eq!(send(&mut hub, li.caller, doc(40), &others), Outcome::Held(HeldReason::NoAccess));
    let pending = vec![PendingDocument { doc: doc(40), changes: vec![ByteVec::from(own)] }];
    let pushed = hub.push(vec![Submission { caller: sun.caller, pending, pins: Vec::new() }], Instant(9));
    assert_eq!((pushed.receipts, pushed.damaged), (vec![Receipt::Unavailable], true));
}

/// What the submissions before it opened does not decide about one in the same batch.
#[test]
fn two_devices_write_a_customer_and_its_numbers_in_one_batch() {
    let mut hub = hub();
    let (mut sun, mut tablet) = (Phone::new(SUN, 10), Phone::new(SUN, 11));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    tablet.sync(&mut hub);
    sun.rename(&mut hub, 40, "蓝海集团");
    tablet.change_number(&mut hub, 40, "010-7777");
    let (first, mut second) = (sun.submission(), tablet.submission());
    second.pending.retain(|pending| pending.doc == DocumentId::private(account(40)));
    assert_eq!((first.pending.len(), second.pending.len()), (1, 1));
    let pushed = hub.push(vec![first, second], Instant(9));
    for receipt in &pushed.receipts {
        let Receipt::Stored(verdicts) = receipt else { panic!("{receipt:?}") };
        assert!(matches!(verdicts[..], [Verdict { outcome: Outcome::Durable(_), .. }]), "{verdicts:?}");
    }
    is_sound(&hub);
}

#[test]
fn too_much_at_once_is_admitted_in_parts() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    let wanted = crate::sync::limits::SUBMISSION_DOCUMENTS_MAX as u8 + 6;
    for number in 40..40 + wanted {
        sun.create(&mut hub, number, "蓝海科技");
    }
    let mut submission = sun.submission();
    let (mut rounds, total) = (0, submission.pending.len());
    loop {
        rounds += 1;
        let receipt = hub.push(vec![submission.clone()], Instant(9)).receipts.pop().unwrap();
        let (Receipt::Stored(verdicts) | Receipt::Stopped(verdicts)) = &receipt else { panic!("{receipt:?}") };
        assert!(
            !verdicts.is_empty() && verdicts.iter().all(|v| matches!(v.outcome, Outcome::Durable(_))),
            "{verdicts:?}"
        );
        if let Receipt::Stored(verdicts) = &receipt {
            assert_eq!(verdicts.len(), submission.pending.len());
            break;
        }
        submission.pending.retain(|pending| !verdicts.iter().any(|verdict| verdict.doc == pending.doc));
    }
    assert_eq!((rounds, hub.store().log().filter(|entry| entry.user.is_some()).count()), (3, total));
    is_sound(&hub);
}

#[test]
fn the_operations_of_one_submission_are_bounded_and_the_rest_gets_no_verdict() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let text = "x".repeat(9_000);
    let mut changes = Vec::new();
    for suffix in 2..8 {
        let actor = sun.caller.device.actor([suffix; 8]);
        let mut copy = Document::load(doc(40), actor, &[sun.documents[&doc(40)].save()]).unwrap();
        let written = copy.write(Some(SUN), Instant(9), |w| w.text(&["profile", "note"], "", &text)).unwrap().unwrap();
        changes.push(ByteVec::from(written.bytes));
    }
    let pending = vec![PendingDocument { doc: doc(40), changes }];
    let submission = Submission { caller: sun.caller, pending, pins: Vec::new() };
    let pushed = hub.push(vec![submission], Instant(9));
    let [Receipt::Stopped(verdicts)] = &pushed.receipts[..] else { panic!("{:?}", pushed.receipts) };
    assert_eq!((verdicts.len(), pushed.panics), (2, 0), "twice 9,000 operations and more");
    assert_eq!(hub.store().held_changes().len(), 0);
}

#[test]
fn the_same_operations_in_another_encoding_are_not_taken() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let real = change(&sun, doc(40), sun.caller.device.actor([2; 8]), Some(SUN), &["profile", "name"], "一");
    // One action: as a literal run of one, which Automerge writes, and as a repeated run of one.
    let other = forge(real.bytes.clone(), &[0x7f, 1, 0x7f, 0x36], &[1, 1, 0x7f, 0x36]);
    assert_eq!(send(&mut hub, sun.caller, doc(40), &other), Outcome::Held(HeldReason::Malformed));
    assert!(matches!(send(&mut hub, sun.caller, doc(40), &real.bytes), Outcome::Durable(_)));
    is_sound(&hub);
}

#[test]
fn a_request_in_another_name_than_its_author_s_is_refused_whatever_that_one_may_do() {
    let mut hub = hub();
    let (mut sun, mut lin) = (Phone::new(SUN, 10), Phone::new(LIN, 11));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    // LIN is above SUN and could give the customer to LI's colleagues; SUN cannot, and signs as LIN.
    let request = crate::values::RequestId(Id::from_bytes([7; 10]));
    let at = request.to_string();
    let written = sun.document(doc(40)).write(Some(SUN), Instant(9), |writing| {
        writing.create(&["requests", &at])?;
        writing.set(&["requests", &at, "kind"], "assign")?;
        writing.set(&["requests", &at, "to"], LIN.0)?;
        writing.set(&["requests", &at, "by"], LIN.0)?;
        writing.set(&["requests", &at, "at"], Instant(9))
    });
    let written = written.unwrap_or_else(|error: crate::document::DocumentError| panic!("{error}")).unwrap();
    assert!(matches!(send(&mut hub, sun.caller, doc(40), &written.bytes), Outcome::Durable(_)));
    lin.sync(&mut hub);
    let facts = hub.store().document(doc(40)).unwrap().unwrap();
    assert_eq!(facts.owner, Some(SUN), "nothing was given away");
    sun.pending.clear();
    sun.sync(&mut hub);
    let state = sun.documents[&doc(40)].account().0.requests[&request].state.clone();
    assert_eq!(state, RequestState::Refused { at: Instant(9), reason: "not_owner".into() });
    is_sound(&hub);
}
