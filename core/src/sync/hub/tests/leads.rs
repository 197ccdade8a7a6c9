//! Leads: the pool of a region, claims, and the way back.

use super::*;
use crate::command::{AccountEdit, Command, PolicyEdit};
use crate::policy::PolicyNumber;
use crate::values::RequestId;

const DAY_MS: i64 = 86_400_000;

/// A hub in which li and sun work in the east.
fn hub_of_regions() -> Hub<MemoryStore> {
    let mut hub = hub();
    for (user, manager) in [(LI, CHEN), (SUN, LIN)] {
        let member = Member { regions: vec!["east".into()], ..member(user, Role::Rep, Some(manager)) };
        hub.put_member(&member, None, Instant(2)).unwrap();
    }
    hub
}

fn capture(phone: &mut Phone, hub: &mut Hub<MemoryStore>, number: u8, region: &str) {
    phone.create(hub, number, "蓝海科技");
    let edits = vec![AccountEdit::Lead(true), AccountEdit::Region(region.into())];
    phone.run(hub, &Command::EditAccount { account: account(number), edits });
}

fn release(phone: &mut Phone, hub: &mut Hub<MemoryStore>, number: u8) {
    let request = RequestId(Id::from_bytes([90 + number % 10; 10]));
    phone.run(hub, &Command::RequestRelease { account: account(number), request });
}

fn row(phone: &Phone, number: u8) -> Option<SummaryRow> {
    phone.rows.get(&account(number)).map(|bytes| SummaryRow::from_bytes(bytes).unwrap())
}

#[test]
fn of_two_who_claim_a_lead_the_first_gets_it_with_its_numbers() {
    let mut hub = hub_of_regions();
    let (mut sun, mut li, mut chen) = (Phone::new(SUN, 10), Phone::new(LI, 11), Phone::new(CHEN, 12));
    capture(&mut chen, &mut hub, 40, "east");
    chen.sync(&mut hub);
    sun.sync(&mut hub);
    assert_eq!(row(&sun, 40), None, "it is chen's");
    release(&mut chen, &mut hub, 40);
    chen.sync(&mut hub);
    is_sound(&hub);
    let private = DocumentId::private(account(40));
    for phone in [&mut sun, &mut li] {
        phone.sync(&mut hub);
        let row = row(phone, 40).unwrap();
        assert!(row.in_pool() && row.audience == RowAudience::Owner && row.lead.is_some());
        assert!(phone.documents.contains_key(&doc(40)) && !phone.documents.contains_key(&private));
    }
    chen.sync(&mut hub);
    assert!(row(&chen, 40).unwrap().in_pool() && !chen.documents.contains_key(&private));
    // Both claim it without a signal; sun also writes down what was said.
    sun.assign(&mut hub, 40, 1, SUN);
    sun.rename(&mut hub, 40, "蓝海科技有限公司");
    li.assign(&mut hub, 40, 2, LI);
    li.rename(&mut hub, 40, "蓝海");
    let (first, second) = (sun.submission(), li.submission());
    hub.push(vec![first, second], Instant(1_000));
    is_sound(&hub);
    for phone in [&mut sun, &mut li, &mut chen] {
        phone.sync(&mut hub);
    }
    assert_eq!(sun.documents[&doc(40)].account().0.owner, Some(SUN));
    assert_eq!(sun.documents[&private].private().0.contacts.len(), 1, "with the numbers");
    assert_eq!(row(&chen, 40).map(|row| (row.name, row.owner)), Some(("蓝海科技有限公司".into(), Some(SUN))));
    assert_eq!((li.name(40), row(&li, 40)), (None, None));
    // What li wrote is kept for review: its claim, and the name.
    let held = hub.store().held_entries(0, 10).unwrap();
    assert_eq!(held.iter().filter(|entry| entry.change.user == LI).count(), 2);
}

#[test]
fn a_claim_has_a_limit_that_managers_set() {
    let mut hub = hub_of_regions();
    let (mut li, mut chen) = (Phone::new(LI, 11), Phone::new(CHEN, 12));
    chen.sync(&mut hub);
    let limit = PolicyEdit::Number { key: PolicyNumber::LeadClaimLimit.key().into(), value: 2 };
    chen.run(&mut hub, &Command::EditPolicy { edits: vec![limit] });
    for number in [40, 41, 42] {
        capture(&mut chen, &mut hub, number, "east");
    }
    chen.sync(&mut hub);
    for number in [40, 41, 42] {
        release(&mut chen, &mut hub, number);
    }
    chen.sync(&mut hub);
    li.sync(&mut hub);
    for number in [40, 41, 42] {
        li.assign(&mut hub, number, number, LI);
    }
    li.sync(&mut hub);
    let states = |phone: &Phone, number| {
        let requests = phone.documents[&doc(number)].account().0.requests;
        requests.into_values().filter(|request| request.by == LI).map(|request| request.state).collect::<Vec<_>>()
    };
    let refused = |reason: &str| vec![RequestState::Refused { at: Instant(1_000), reason: reason.into() }];
    assert_eq!(states(&li, 41), [RequestState::Granted { at: Instant(1_000) }]);
    assert_eq!(states(&li, 42), refused("claim_limit"));
    // A customer is no longer a lead, and makes room.
    li.run(&mut hub, &Command::ConvertLead { account: account(40), edits: vec![] });
    li.sync(&mut hub);
    li.assign(&mut hub, 42, 50, LI);
    li.sync(&mut hub);
    assert_eq!(li.documents[&doc(42)].account().0.owner, Some(LI));
    is_sound(&hub);
}

#[test]
fn a_lead_that_nobody_follows_up_goes_back_to_its_region() {
    let mut hub = hub_of_regions();
    let (mut sun, mut li) = (Phone::new(SUN, 10), Phone::new(LI, 11));
    capture(&mut sun, &mut hub, 40, "east");
    capture(&mut sun, &mut hub, 41, "");
    sun.create(&mut hub, 42, "客户");
    sun.sync(&mut hub);
    // Received at 1,000.
    let due = 1_000 + 14 * DAY_MS;
    assert_eq!(hub.return_leads(Instant(due - 1)).unwrap(), Pushed::default());
    let touched = hub.return_leads(Instant(due)).unwrap().touched;
    assert_eq!(touched.into_iter().collect::<Vec<_>>(), [CHEN, LIN, LI, SUN]);
    is_sound(&hub);
    assert_eq!(hub.return_leads(Instant(due)).unwrap(), Pushed::default(), "it is there already");
    sun.sync(&mut hub);
    li.sync(&mut hub);
    assert!(row(&li, 40).unwrap().in_pool() && row(&sun, 40).unwrap().in_pool());
    assert_eq!((row(&li, 41), row(&sun, 41)), (None, None), "without a region it is the managers'");
    assert_eq!(row(&sun, 42).and_then(|row| row.owner), Some(SUN), "a customer stays");
    let trail = hub.store().audit(0, 100).unwrap();
    let said = trail.iter().filter(|line| line.entry.detail == "released after a silence").count();
    assert_eq!(said, 2);
    // What sun wrote meanwhile without a signal is still taken.
    sun.assign(&mut hub, 40, 1, SUN);
    sun.rename(&mut hub, 40, "蓝海");
    sun.sync(&mut hub);
    assert_eq!(sun.documents[&doc(40)].account().0.owner, Some(SUN));
    // Never, where the policy says so.
    let mut chen = Phone::new(CHEN, 12);
    chen.sync(&mut hub);
    let never = PolicyEdit::Number { key: PolicyNumber::LeadReturnDays.key().into(), value: 0 };
    chen.run(&mut hub, &Command::EditPolicy { edits: vec![never] });
    chen.sync(&mut hub);
    assert_eq!(hub.return_leads(Instant(10 * due)).unwrap(), Pushed::default());
}

#[test]
fn a_workspace_of_an_earlier_version_gets_its_rules_on_leads() {
    let mut hub = hub();
    assert_eq!(hub.complete_workspace(Instant(5)).unwrap(), Pushed::default());
    assert_eq!(hub.init_workspace(&Policy::preset(), Instant(5)).unwrap(), Pushed::default(), "it is there already");
    let mut none = Hub::new(MemoryStore::new([1; 8]), KEYS, [1; 8]);
    assert_eq!(none.complete_workspace(Instant(5)).unwrap(), Pushed::default());
    assert_eq!(none.store().position().unwrap().seq, 0);
}

#[test]
fn a_lead_that_is_closed_makes_room_and_no_limit_is_none() {
    let mut hub = hub_of_regions();
    let (mut li, mut chen) = (Phone::new(LI, 11), Phone::new(CHEN, 12));
    let numbers = 40..45;
    let limit = |value| {
        let edit = PolicyEdit::Number { key: PolicyNumber::LeadClaimLimit.key().into(), value };
        Command::EditPolicy { edits: vec![edit] }
    };
    chen.sync(&mut hub);
    chen.run(&mut hub, &limit(1));
    numbers.clone().for_each(|number| capture(&mut chen, &mut hub, number, "east"));
    chen.sync(&mut hub);
    numbers.clone().for_each(|number| release(&mut chen, &mut hub, number));
    chen.sync(&mut hub);
    li.sync(&mut hub);
    let owner = |phone: &Phone, number| phone.documents[&doc(number)].account().0.owner;
    let close = |number| Command::RequestInactive {
        account: account(number),
        request: RequestId(Id::from_bytes([number; 10])),
        reason: "倒闭".into(),
    };
    li.assign(&mut hub, 40, 1, LI);
    li.assign(&mut hub, 41, 2, LI);
    li.sync(&mut hub);
    assert_eq!((owner(&li, 40), owner(&li, 41)), (Some(LI), Some(UserId::pool("east"))));
    // Closed before, and closed in the same breath.
    li.run(&mut hub, &close(40));
    li.sync(&mut hub);
    li.assign(&mut hub, 41, 3, LI);
    li.sync(&mut hub);
    assert_eq!(owner(&li, 41), Some(LI));
    li.run(&mut hub, &close(41));
    li.assign(&mut hub, 42, 4, LI);
    li.sync(&mut hub);
    assert_eq!(owner(&li, 42), Some(LI));
    chen.run(&mut hub, &limit(0));
    chen.sync(&mut hub);
    li.sync(&mut hub);
    li.assign(&mut hub, 43, 5, LI);
    li.assign(&mut hub, 44, 6, LI);
    li.sync(&mut hub);
    assert_eq!((owner(&li, 43), owner(&li, 44)), (Some(LI), Some(LI)));
    is_sound(&hub);
}

#[test]
fn a_hundred_leads_go_back_in_one_commit_and_one_that_is_closed_stays() {
    let mut hub = hub_of_regions();
    let mut sun = Phone::new(SUN, 10);
    for number in 40..142 {
        capture(&mut sun, &mut hub, number, "east");
        sun.sync(&mut hub);
    }
    let request = RequestId(Id::from_bytes([1; 10]));
    let close = Command::RequestInactive { account: account(40), request, reason: "倒闭".into() };
    sun.run(&mut hub, &close);
    sun.sync(&mut hub);
    let due = 1_000 + 14 * DAY_MS;
    let in_pool = |hub: &Hub<MemoryStore>| {
        let all = hub.store().documents(None, usize::MAX).unwrap();
        all.iter().filter(|facts| facts.owner.is_some_and(|owner| owner.is_pool())).count()
    };
    for expected in [100, 101, 101] {
        hub.return_leads(Instant(due)).unwrap();
        assert_eq!(in_pool(&hub), expected);
    }
    is_sound(&hub);
    // More than a scan of a first download reads at once.
    let mut tablet = Phone::new(SUN, 20);
    tablet.sync(&mut hub);
    assert_eq!(tablet.rows.len(), 102);
}
