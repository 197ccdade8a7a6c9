//! Duplicates: merged, taken apart again, and handed on together.

use super::*;
use crate::command::Command;
use crate::values::RequestId;

fn merge(phone: &mut Phone, hub: &mut Hub<MemoryStore>, number: u8, into: u8, request: u8) {
    let request = RequestId(Id::from_bytes([request; 10]));
    phone.run(hub, &Command::RequestMerge { account: account(number), request, into: account(into) });
}

fn row(phone: &Phone, number: u8) -> SummaryRow {
    SummaryRow::from_bytes(&phone.rows[&account(number)]).unwrap()
}

fn state(phone: &Phone, number: u8, request: u8) -> RequestState {
    let requests = phone.documents[&doc(number)].account().0.requests;
    requests[&RequestId(Id::from_bytes([request; 10]))].state.clone()
}

fn refused(reason: &str) -> impl Fn(RequestState) -> bool {
    move |state| matches!(state, RequestState::Refused { reason: why, .. } if why == reason)
}

#[test]
fn a_duplicate_keeps_its_history_under_the_customer_that_stays_and_is_taken_apart_again() {
    let mut hub = hub();
    let (mut sun, mut lin) = (Phone::new(SUN, 10), Phone::new(LIN, 11));
    // Both made and merged before there was a network.
    sun.create(&mut hub, 40, "蓝海科技");
    sun.create(&mut hub, 41, "蓝海科技有限公司");
    merge(&mut sun, &mut hub, 41, 40, 1);
    sun.sync(&mut hub);
    lin.sync(&mut hub);
    is_sound(&hub);
    for phone in [&sun, &lin] {
        let (kept, duplicate) = (row(phone, 40), row(phone, 41));
        assert_eq!((kept.inactive, kept.merged_into), (false, None));
        assert_eq!((duplicate.inactive, duplicate.merged_into), (true, Some(account(40))));
    }
    assert_eq!(sun.name(41).as_deref(), Some("蓝海科技有限公司"), "all of it is there");
    // Nothing is merged into what stands under another one itself, so there is never a circle.
    merge(&mut sun, &mut hub, 40, 41, 2);
    sun.sync(&mut hub);
    assert!(refused("unknown_customer")(state(&sun, 40, 2)));
    let request = RequestId(Id::from_bytes([3; 10]));
    sun.run(&mut hub, &Command::RequestActive { account: account(41), request });
    sun.sync(&mut hub);
    assert_eq!((row(&sun, 41).inactive, row(&sun, 41).merged_into), (false, None));
    is_sound(&hub);
}

#[test]
fn of_two_phones_that_merge_each_into_the_other_one_is_refused() {
    let mut hub = hub();
    let mut phones = [Phone::new(SUN, 10), Phone::new(SUN, 11)];
    phones[0].create(&mut hub, 40, "蓝海科技");
    phones[0].create(&mut hub, 41, "蓝海科技有限公司");
    phones[0].sync(&mut hub);
    phones[1].sync(&mut hub);
    merge(&mut phones[0], &mut hub, 41, 40, 1);
    merge(&mut phones[1], &mut hub, 40, 41, 2);
    let both = phones.iter_mut().map(|phone| phone.submission()).collect();
    hub.push(both, Instant(1_000));
    for phone in &mut phones {
        phone.sync(&mut hub);
        assert!(matches!(state(phone, 41, 1), RequestState::Granted { .. }));
        assert!(refused("unknown_customer")(state(phone, 40, 2)));
        assert_eq!((row(phone, 40).merged_into, row(phone, 41).merged_into), (None, Some(account(40))));
    }
    is_sound(&hub);
}

#[test]
fn a_customer_that_goes_to_somebody_else_takes_its_duplicates_along() {
    let mut hub = hub();
    let (mut sun, mut li, mut chen) = (Phone::new(SUN, 10), Phone::new(LI, 11), Phone::new(CHEN, 12));
    for (number, name) in [(40, "蓝海科技"), (41, "蓝海科技有限公司"), (42, "红杉机械")] {
        sun.create(&mut hub, number, name);
    }
    sun.create(&mut hub, 44, "蓝海");
    // A duplicate of a duplicate, too.
    merge(&mut sun, &mut hub, 44, 41, 5);
    merge(&mut sun, &mut hub, 41, 40, 1);
    sun.sync(&mut hub);
    li.create(&mut hub, 43, "蓝海");
    li.sync(&mut hub);
    // Whose they are must be one person.
    merge(&mut li, &mut hub, 43, 40, 2);
    li.sync(&mut hub);
    assert!(refused("other_owner")(state(&li, 43, 2)));
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    chen.assign(&mut hub, 40, 3, LI);
    chen.sync(&mut hub);
    li.sync(&mut hub);
    sun.sync(&mut hub);
    is_sound(&hub);
    for number in [40, 41, 44] {
        assert!(!sun.documents.contains_key(&doc(number)), "{number}");
        assert_eq!(li.documents[&doc(number)].account().0.owner, Some(LI), "{number}");
        assert_eq!(li.documents[&DocumentId::private(account(number))].private().0.contacts.len(), 1, "{number}");
    }
    assert!(sun.documents.contains_key(&doc(42)));
    assert_eq!(row(&li, 41).merged_into, Some(account(40)));
}

#[test]
fn what_is_merged_and_assigned_in_one_batch_goes_along_and_never_alone() {
    let mut hub = hub();
    let (mut sun, mut li, mut chen) = (Phone::new(SUN, 10), Phone::new(LI, 11), Phone::new(CHEN, 12));
    for (number, name) in [(40, "蓝海科技"), (41, "蓝海科技有限公司")] {
        sun.create(&mut hub, number, name);
        chen.pins.push(PinChange { doc: doc(number), wanted: true });
    }
    sun.sync(&mut hub);
    chen.sync(&mut hub);
    merge(&mut sun, &mut hub, 41, 40, 1);
    chen.assign(&mut hub, 40, 2, LI);
    let both = vec![sun.submission(), chen.submission()];
    hub.push(both, Instant(1_000));
    li.sync(&mut hub);
    for number in [40, 41] {
        assert_eq!(li.documents[&doc(number)].account().0.owner, Some(LI), "{number}");
    }
    chen.sync(&mut hub);
    chen.assign(&mut hub, 41, 3, SUN);
    chen.sync(&mut hub);
    assert!(refused("merged")(state(&chen, 41, 3)));
    is_sound(&hub);
}
