//! What a restored server takes back, and what it does not.

use minicbor::bytes::ByteVec;

use super::*;
use crate::sync::audit::AuditEvent;
use crate::sync::limits::RETURNED_BYTES_MAX;
use crate::sync::wire::{Content, Cookie, HeldReason, PendingDocument, Returned, Seal, TakenBack};

const NOW: Instant = Instant(2_000);

/// A hub that was restored from a backup with an older name of customer 40, without customer 41 and without the
/// reassignment of 40 to LI, and what a phone of SUN held of both.
fn restored() -> (Hub<MemoryStore>, Phone) {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let backup = hub.store().clone();
    sun.rename(&mut hub, 40, "蓝海集团");
    sun.create(&mut hub, 41, "恒力");
    sun.sync(&mut hub);
    (Hub::new(backup.restored([2; 8]), KEYS, [3; 8]), sun)
}

pub(super) fn returned(phone: &Phone, doc: DocumentId) -> Returned {
    let heads = phone.acked[&doc].clone();
    let changes = phone.documents[&doc].changes_since(&[]).into_iter().map(ByteVec::from).collect();
    Returned { doc, seal: KEYS.seal(doc, &heads), heads, changes, more: false }
}

fn take(hub: &mut Hub<MemoryStore>, phone: &Phone, returned: &Returned) -> bool {
    hub.take_back(phone.caller, returned, NOW).unwrap().0
}

#[test]
fn a_sealed_history_is_taken_whoever_wrote_and_whoever_brings_it() {
    let (mut hub, sun) = restored();
    // Its changes are of SUN's phone and of the server; LI, who never saw the customer, brings them.
    let stranger = Phone::new(LI, 14);
    let before = hub.store().log().count();
    for at in [doc(41), doc(40), DocumentId::private(account(41))] {
        let given = returned(&sun, at);
        assert!(take(&mut hub, &stranger, &given) && take(&mut hub, &stranger, &given), "{at}");
        assert_eq!(hub.store().document(at).unwrap().unwrap().heads, given.heads);
    }
    is_sound(&hub);
    let facts = hub.store().document(doc(41)).unwrap().unwrap();
    assert_eq!(facts.owner, Some(SUN));
    let entries: Vec<_> = hub.store().log().skip(before).collect();
    let authors: BTreeSet<_> = entries.iter().map(|entry| (entry.device, entry.user)).collect();
    assert_eq!(authors, BTreeSet::from([(DeviceId::SERVER, None), (sun.caller.device, Some(SUN))]));
    // Everyone who may see it has it, the phone that brought it has not.
    let (mut lin, mut li) = (Phone::new(LIN, 12), Phone::new(LI, 14));
    lin.sync(&mut hub);
    li.sync(&mut hub);
    assert!(lin.rows.contains_key(&account(41)) && li.rows.is_empty());
    let lines = hub.store().audit(0, 100).unwrap();
    assert_eq!(lines.iter().filter(|line| line.entry.event == AuditEvent::TakenBack).count(), 3);
}

#[test]
fn nothing_is_taken_that_the_server_had_not_sealed() {
    let (mut hub, mut sun) = restored();
    let given = returned(&sun, doc(40));
    sun.rename(&mut hub, 40, "冒名");
    let smuggled = sun.pending.remove(0).changes.remove(0);
    let mut more = given.changes.clone();
    more.push(smuggled.clone());
    let heads = sun.documents[&doc(40)].heads();
    let mut damaged = given.changes.clone();
    if let Some(byte) = damaged.last_mut().and_then(|change| change.last_mut()) {
        *byte ^= 1;
    }
    let refused = [
        Returned { seal: Seal([7; 8]), ..given.clone() },
        Returned { heads: Vec::new(), seal: KEYS.seal(doc(40), &[]), ..given.clone() },
        Returned { doc: doc(41), ..given.clone() },
        Returned { heads, changes: more.clone(), ..given.clone() },
        Returned { changes: Vec::new(), ..given.clone() },
        Returned { changes: given.changes[..1].to_vec(), ..given.clone() },
        Returned { changes: damaged, ..given.clone() },
        Returned { changes: vec![ByteVec::from(vec![1, 2, 3])], ..given.clone() },
    ];
    let before = hub.store().position().unwrap();
    for (number, given) in refused.iter().enumerate() {
        assert!(!take(&mut hub, &sun, given), "{number}");
        assert_eq!(hub.store().position().unwrap(), before, "{number}");
    }
    // What comes beside a sealed history is left out.
    assert!(take(&mut hub, &sun, &Returned { changes: more, ..given.clone() }));
    assert_eq!(hub.store().document(doc(40)).unwrap().unwrap().heads, given.heads);
    is_sound(&hub);
}

#[test]
fn a_store_that_fails_leaves_everything_to_be_brought_again() {
    let (mut hub, sun) = restored();
    hub.store_mut().fail_commits(1);
    let given = returned(&sun, doc(40));
    assert!(hub.take_back(sun.caller, &given, NOW).is_err());
    assert!(take(&mut hub, &sun, &given));
    is_sound(&hub);
}

#[test]
fn parts_are_put_together_and_only_sealed_ones_take_memory() {
    let (_, sun) = restored();
    let given = returned(&sun, doc(40));
    let part =
        |from: usize, to: usize, more| Returned { changes: given.changes[from..to].to_vec(), more, ..given.clone() };
    let count = given.changes.len();
    let mut returning = Returning::default();
    assert_eq!(returning.add(&KEYS, part(0, 1, true)), None);
    assert_eq!(returning.add(&KEYS, part(1, count, false)), Some(Ok(given.clone())));
    // Another document, or other heads, begins anew.
    assert_eq!(returning.add(&KEYS, part(0, 1, true)), None);
    let other = returned(&sun, doc(41));
    assert_eq!(returning.add(&KEYS, other.clone()), Some(Ok(other)));
    let refused = Some(Err(TakenBack { doc: doc(40), whole: false }));
    assert_eq!(returning.add(&KEYS, Returned { seal: Seal([0; 8]), ..part(0, 1, true) }), refused);
    let half = ByteVec::from(vec![0; RETURNED_BYTES_MAX / 2 + 1]);
    let large = |more| Returned { changes: vec![half.clone()], more, ..given.clone() };
    assert_eq!(returning.add(&KEYS, large(true)), None);
    assert_eq!(returning.add(&KEYS, large(true)), refused);
    assert_eq!(returning.add(&KEYS, part(0, count, false)), Some(Ok(given.clone())), "the long one is forgotten");
}

#[test]
fn what_was_held_since_the_restore_reaches_its_author_when_a_colleague_brings_it() {
    let (mut hub, mut sun) = restored();
    let given = returned(&sun, doc(40));
    let renamed = given.changes.last().unwrap().clone();
    sun.cookie = Cookie::default();
    sun.sync(&mut hub);
    // On leave just then: what the phone sends again is held, and leaves its document there.
    let change = crate::document::inspect(&renamed).unwrap().hash;
    hub.put_member(&Member { disabled: true, ..member(SUN, Role::Rep, Some(LIN)) }, None, NOW).unwrap();
    let pending = vec![PendingDocument { doc: doc(40), changes: vec![renamed] }];
    hub.push(vec![Submission { caller: sun.caller, pending, pins: vec![] }], NOW);
    assert_eq!(hub.store().held(change).unwrap(), Some(HeldReason::NoAccess));
    hub.put_member(&member(SUN, Role::Rep, Some(LIN)), None, NOW).unwrap();
    sun.sync(&mut hub);
    assert!(take(&mut hub, &Phone::new(LI, 14), &given));
    let sent: Vec<_> = sun.sync(&mut hub).into_iter().flat_map(|page| page.documents).collect();
    let of_customer = sent.iter().filter(|delta| delta.doc == doc(40)).map(|delta| &delta.content);
    let has = |content: &Content| match content {
        Content::Changes(changes) => changes.contains(given.changes.last().unwrap()),
        Content::Snapshot(_) => true,
    };
    assert!(of_customer.clone().any(has), "{sent:?}");
}
