//! Pins: which wish stands, and what a wish cannot do.

use super::*;
use crate::document::{DocumentError, Writing};
use crate::sync::wire::PendingDocument;

fn pins(hub: &Hub<MemoryStore>, phone: &Phone) -> Vec<(DocumentId, bool)> {
    let pin = |doc| hub.store().pin(phone.caller.device, doc).unwrap().map(|pin| (pin.doc, pin.wanted));
    [doc(40), DocumentId::private(account(40)), DocumentId::service(account(40))].into_iter().filter_map(pin).collect()
}

fn wish(wanted: bool) -> PinChange {
    PinChange { doc: doc(40), wanted }
}

#[test]
fn of_several_wishes_the_last_stands_and_one_that_stands_takes_no_number() {
    let mut hub = hub();
    let (mut sun, mut chen) = (Phone::new(SUN, 10), Phone::new(CHEN, 11));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    for (wishes, stands, numbers) in [
        (vec![wish(false)], vec![], 0),
        (vec![wish(true), wish(true)], vec![(doc(40), true)], 1),
        (vec![wish(true)], vec![(doc(40), true)], 0),
        (vec![wish(false), wish(true), wish(false)], vec![(doc(40), false)], 3),
        (vec![wish(true), wish(false), wish(true)], vec![(doc(40), true)], 3),
    ] {
        let before = hub.store().position().unwrap().seq;
        chen.pins = wishes.clone();
        chen.sync(&mut hub);
        assert_eq!(pins(&hub, &chen), stands, "{wishes:?}");
        assert_eq!(hub.store().position().unwrap().seq - before, numbers, "{wishes:?}");
        let held = chen.documents.contains_key(&doc(40));
        assert_eq!(held, stands.first().is_some_and(|(_, wanted)| *wanted), "{wishes:?}");
    }
    // With an edit of the same customer in one submission.
    chen.rename(&mut hub, 40, "蓝海集团");
    chen.pins = vec![wish(false)];
    chen.sync(&mut hub);
    sun.sync(&mut hub);
    assert_eq!((pins(&hub, &chen), sun.name(40)), (vec![(doc(40), false)], Some("蓝海集团".into())));
    is_sound(&hub);
}

#[test]
fn nobody_holds_what_they_may_not_see_by_wishing_for_it() {
    let mut hub = hub();
    let marketing = UserId(Id::from_bytes([6; 10]));
    hub.put_member(&member(marketing, Role::Marketing, None), None, Instant(1)).unwrap();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    for (number, user) in [(11, LI), (12, ADMIN), (13, marketing)] {
        let mut phone = Phone::new(user, number);
        let others = [DocumentId::private(account(40)), DocumentId::service(account(40))];
        phone.pins = others.map(|doc| PinChange { doc, wanted: true }).into_iter().chain([wish(true)]).collect();
        phone.sync(&mut hub);
        assert_eq!(pins(&hub, &phone), [], "{user}");
        assert_eq!(phone.documents.keys().copied().collect::<Vec<_>>(), [DocumentId::WORKSPACE], "{user}");
    }
    is_sound(&hub);
}

#[test]
fn a_customer_is_not_merged_into_itself() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    // The command refuses it; a forged request is answered.
    let id = Id::from_bytes([50; 10]).to_string();
    let forge = |writing: &mut Writing<'_>| {
        writing.create(&["requests", &id])?;
        writing.set(&["requests", &id, "kind"], "merge")?;
        writing.set(&["requests", &id, "to"], account(40).0)?;
        writing.set(&["requests", &id, "by"], SUN.0)
    };
    let written = sun.document(doc(40)).write::<DocumentError>(Some(SUN), Instant(5), forge).unwrap().unwrap();
    sun.pending.push(PendingDocument { doc: written.doc, changes: vec![written.bytes.into()] });
    sun.sync(&mut hub);
    let (read, _) = sun.documents[&doc(40)].account();
    let states: Vec<_> = read.requests.into_values().map(|request| request.state).collect();
    assert_eq!(states, [RequestState::Refused { at: Instant(1_000), reason: "unknown_customer".into() }]);
    assert_eq!(read.inactive, None);
    is_sound(&hub);
}

#[test]
fn what_is_given_to_somebody_during_their_first_download_comes_and_what_is_taken_does_not() {
    let mut hub = hub();
    let (mut sun, mut li, mut chen) = (Phone::new(SUN, 10), Phone::new(LI, 11), Phone::new(CHEN, 12));
    for (phone, numbers) in [(&mut sun, 40..44), (&mut li, 50..54)] {
        numbers.for_each(|number| phone.create(&mut hub, number, "蓝海科技"));
        phone.sync(&mut hub);
    }
    chen.pins = [40, 50].map(|number| PinChange { doc: doc(number), wanted: true }).to_vec();
    chen.sync(&mut hub);
    let mut tablet = Phone::new(SUN, 20);
    tablet.page_bytes = 1;
    let first = tablet.pull(hub.store());
    tablet.take(&first);
    assert!(first.more);
    chen.assign(&mut hub, 40, 1, LI);
    chen.assign(&mut hub, 50, 2, SUN);
    chen.sync(&mut hub);
    loop {
        let page = tablet.pull(hub.store());
        tablet.take(&page);
        if !page.more {
            break;
        }
    }
    let held = |number: u8| {
        let docs = [doc(number), DocumentId::private(account(number))];
        docs.map(|doc| tablet.acked.contains_key(&doc))
    };
    assert_eq!([40, 41, 50, 51].map(held), [[false; 2], [true; 2], [true; 2], [false; 2]]);
}

#[test]
fn a_submission_ends_at_its_limit_with_an_answer_for_each_change_until_there() {
    use crate::sync::limits::SUBMISSION_CHANGES_MAX;
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    for number in [40, 41] {
        sun.create(&mut hub, number, "蓝海科技");
    }
    sun.sync(&mut hub);
    (0..=SUBMISSION_CHANGES_MAX).for_each(|at| sun.rename(&mut hub, 40, &format!("蓝海{at}")));
    sun.rename(&mut hub, 41, "之后");
    let pushed = hub.push(vec![sun.submission()], Instant(10));
    let [Receipt::Stopped(verdicts)] = &pushed.receipts[..] else { panic!("{:?}", pushed.receipts) };
    assert_eq!(verdicts.len(), SUBMISSION_CHANGES_MAX);
    assert!(verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_)) && verdict.doc == doc(40)));
    let mut tablet = Phone::new(SUN, 20);
    tablet.sync(&mut hub);
    assert_eq!(tablet.name(40), Some(format!("蓝海{}", SUBMISSION_CHANGES_MAX - 1)));
    assert_eq!(tablet.name(41).as_deref(), Some("蓝海科技"));
    is_sound(&hub);
}
