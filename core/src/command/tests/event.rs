//! Business events of a customer.

use super::*;
use crate::model::{BusinessEvent, EventKind};
use crate::values::EventId;

const EVENT: EventId = EventId(Id::from_bytes([12; 10]));
const OTHER: UserId = UserId(Id::from_bytes([11; 10]));

fn add(note: &str) -> Command {
    let new = NewEvent { kind: EventKind::Policy, day: day("2026-11-20"), note: note.into() };
    Command::AddEvent { account: ACCOUNT, event: EVENT, new }
}

fn edit(edits: Vec<EventEdit>) -> Command {
    Command::EditEvent { account: ACCOUNT, event: EVENT, edits }
}

fn event(phone: &Phone) -> Option<BusinessEvent> {
    let (account, defects) = phone.account.account();
    assert_eq!(defects, []);
    account.events.get(&EVENT).cloned()
}

#[test]
fn an_event_is_recorded_changed_and_taken_out() {
    let mut phone = Phone::with_customer();
    phone.run(&add(" 能效补贴 ")).unwrap();
    let recorded = BusinessEvent {
        id: EVENT,
        kind: Some(EventKind::Policy),
        day: day("2026-11-20"),
        note: "能效补贴".into(),
        by: Some(ME),
        at: Some(NOW),
    };
    assert_eq!(event(&phone), Some(recorded.clone()));
    assert!(phone.account.search_text().contains("能效补贴"));
    phone.now = NOW.plus_ms(1);
    let edits = vec![EventEdit::Kind(EventKind::Project), EventEdit::Day("2026-11-21".parse().unwrap())];
    phone.run(&edit(edits)).unwrap();
    let (kind, at) = (Some(EventKind::Project), Some(phone.now));
    let changed = BusinessEvent { kind, day: day("2026-11-21"), at, ..recorded };
    assert_eq!(event(&phone), Some(changed.clone()));
    phone.now = NOW.plus_ms(2);
    let removed = phone.run(&edit(vec![EventEdit::Removed(true)])).unwrap();
    assert_eq!(event(&phone), None);
    assert_eq!(phone.run(&edit(vec![EventEdit::Note("晚了".into())])), Err(CommandError::Unknown("event")));
    phone.undo(&removed).unwrap();
    assert_eq!(event(&phone), Some(changed));
}

#[test]
fn an_event_has_a_day_and_no_personal_number() {
    let mut phone = Phone::with_customer();
    let undated = NewEvent { kind: EventKind::Plant, day: None, note: String::new() };
    let undated = Command::AddEvent { account: ACCOUNT, event: EVENT, new: undated };
    assert_eq!(phone.run(&undated), Err(CommandError::Missing("profile.*.day")));
    assert_eq!(phone.run(&add("找王 13812345678")), Err(CommandError::MobileNumber("note")));
    assert_eq!(phone.run(&edit(vec![EventEdit::Removed(true)])), Err(CommandError::Unknown("event")));
    phone.run(&add("")).unwrap();
    let again = CommandError::BadValue { field: "id", expected: "a new id" };
    assert_eq!(phone.run(&add("")), Err(again));
    let number = edit(vec![EventEdit::Note("找王 13812345678".into())]);
    assert_eq!(phone.run(&number), Err(CommandError::MobileNumber("note")));
}

#[test]
fn what_two_phones_change_of_one_event_stays_and_one_field_twice_is_shown_twice() {
    let mut phone = Phone::with_customer();
    phone.run(&add("补贴")).unwrap();
    let actor = DeviceId([2; 8]).actor([2; 8]);
    let copy = Document::load(phone.account.id(), actor, &[phone.account.save()]).unwrap();
    let mut other = Phone { account: copy, ..Phone::new() };
    phone.run(&edit(vec![EventEdit::Kind(EventKind::Project), EventEdit::Note("补贴一".into())])).unwrap();
    let there = edit(vec![EventEdit::Day("2026-11-25".parse().unwrap()), EventEdit::Note("补贴二".into())]);
    let ctx = CommandContext { me: OTHER, now: NOW, policy: &other.policy, directory: &other.directory };
    let written = execute(&mut other.account, Some(&mut other.private), &there, &ctx).unwrap();
    let chunks = [phone.account.save(), written[0].bytes.clone()];
    let merged = Document::load(phone.account.id(), DeviceId([3; 8]).actor([3; 8]), &chunks).unwrap();
    let (account, _) = merged.account();
    let both = &account.events[&EVENT];
    assert_eq!((both.kind, both.day), (Some(EventKind::Project), day("2026-11-25")));
    let clashes = merged.clashes();
    assert_eq!(clashes.iter().map(|clash| clash.field.as_str()).collect::<Vec<_>>(), ["profile.*.note"]);
    let mut values: Vec<_> = clashes[0].values.iter().map(|value| value.value.as_str()).collect();
    values.sort_unstable();
    assert_eq!(values, ["补贴一", "补贴二"]);
}
