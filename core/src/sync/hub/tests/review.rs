//! Review of what was held: who may, what becomes of it, what its author is told.

use super::*;
use crate::command::{AccountEdit, Command};
use crate::document::{Document, DocumentError, Writing};
use crate::sync::limits::{HELD_MS_MAX, REVIEW_REASON_CHARS_MAX};
use crate::sync::wire::{Cookie, Decision, PendingDocument};
use crate::testing::memory_store::Damage;

/// Sun's customer 40, edited by sun offline with a new name and a note, after it was given to li.
struct Case {
    hub: Hub<MemoryStore>,
    sun: Phone,
    li: Phone,
    chen: Phone,
}

fn reassigned_while_offline() -> Case {
    offline(|sun, hub| {
        let edits = vec![AccountEdit::Name("蓝海重工".into()), AccountEdit::Website("lanhai.example".into())];
        sun.run(hub, &Command::EditAccount { account: account(40), edits });
    })
}

fn offline(edit: impl FnOnce(&mut Phone, &mut Hub<MemoryStore>)) -> Case {
    let mut hub = hub();
    let (mut sun, mut li, mut chen) = (Phone::new(SUN, 10), Phone::new(LI, 11), Phone::new(CHEN, 13));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    chen.assign(&mut hub, 40, 1, LI);
    chen.sync(&mut hub);
    li.sync(&mut hub);
    edit(&mut sun, &mut hub);
    let verdicts = sun.sync(&mut hub).remove(0).verdicts;
    assert!(verdicts.iter().all(|verdict| verdict.outcome == Outcome::Held(HeldReason::NoAccess)), "{verdicts:?}");
    Case { hub, sun, li, chen }
}

fn only(hub: &Hub<MemoryStore>) -> (DeviceId, ChangeHash) {
    let [held] = hub.store().held_changes().collect::<Vec<_>>()[..] else { panic!() };
    (held.device, held.hash)
}

fn views(hub: &Hub<MemoryStore>, user: UserId) -> Vec<HeldView> {
    held_views(hub.store(), user, 100).unwrap()
}

fn review(hub: &mut Hub<MemoryStore>, user: UserId, choice: Choice) -> Result<Pushed, ReviewError> {
    let key = only(hub);
    hub.review(user, key, &choice, [8; 8], Instant(2_000))
}

fn name(hub: &mut Hub<MemoryStore>) -> String {
    let mut phone = Phone::new(LI, 99);
    phone.sync(hub);
    phone.name(40).unwrap()
}

#[test]
fn what_is_held_is_shown_field_by_field_to_those_whom_it_concerns() {
    let Case { hub, .. } = reassigned_while_offline();
    for (user, yours) in [(LI, true), (CHEN, true), (SUN, false)] {
        let [view] = &views(&hub, user)[..] else { panic!("{user}") };
        assert_eq!((view.yours, view.acceptable, view.claimed_at), (yours, yours, Some(Instant(77))));
        let fields: Vec<_> = view
            .fields
            .iter()
            .map(|f| (f.change.field.as_str(), f.change.before.as_deref(), f.change.after.as_deref(), f.now.as_deref()))
            .collect();
        let now = yours.then_some("蓝海科技");
        let expected = [
            ("profile.name", Some("蓝海科技"), Some("蓝海重工"), now),
            ("profile.website", None, Some("lanhai.example"), None),
        ];
        assert_eq!(fields, expected);
        assert!(view.fields.iter().all(|field| field.pickable == yours));
    }
    assert_eq!(views(&hub, LIN), []);
    assert_eq!(views(&hub, ADMIN), []);
}

#[test]
fn an_accepted_change_keeps_its_author_and_time_and_reaches_everybody() {
    let Case { mut hub, mut sun, mut li, mut chen } = reassigned_while_offline();
    let pushed = review(&mut hub, CHEN, Choice::Accept).unwrap();
    assert!([LI, CHEN, SUN].iter().all(|user| pushed.touched.contains(user)), "{:?}", pushed.touched);
    li.sync(&mut hub);
    chen.sync(&mut hub);
    assert_eq!(li.name(40).as_deref(), Some("蓝海重工"));
    let history = li.documents[&doc(40)].history();
    let entry =
        history.iter().find(|entry| entry.changes.iter().any(|c| c.after.as_deref() == Some("蓝海重工"))).unwrap();
    assert_eq!((entry.by, entry.at), (Some(SUN), Some(Instant(77))));
    let pages = sun.sync(&mut hub);
    let told: Vec<_> = pages.iter().flat_map(|page| &page.reviews).map(|r| (r.decision, r.by, r.at)).collect();
    assert_eq!(told, [(Decision::Accepted, CHEN, Instant(2_000))]);
    assert!(sun.sync(&mut hub)[0].reviews.is_empty());
    let error = review(&mut hub, LI, Choice::Decline("late".into())).unwrap_err();
    assert_eq!(error, ReviewError::Decided(Decision::Accepted));
    is_sound(&hub);
}

#[test]
fn who_wrote_a_customer_that_went_to_the_reviewer_is_told_to_let_it_go() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    let member = hub.directory().unwrap().members[&SUN].clone();
    hub.put_member(&Member { disabled: true, ..member.clone() }, None, Instant(1_000)).unwrap();
    let held = sun.sync(&mut hub).remove(0).verdicts;
    assert!(held.iter().all(|verdict| verdict.outcome == Outcome::Held(HeldReason::NoAccess)), "{held:?}");
    let key = hub.store().held_changes().find(|held| held.doc == doc(40)).map(|held| (held.device, held.hash)).unwrap();
    let pushed = hub.review(CHEN, key, &Choice::Accept, [8; 8], Instant(2_000)).unwrap();
    assert!(pushed.touched.contains(&SUN));
    hub.put_member(&member, None, Instant(3_000)).unwrap();
    let gone: Vec<_> = sun.sync(&mut hub).into_iter().flat_map(|page| page.gone).map(|gone| gone.doc).collect();
    assert_eq!(gone, [doc(40)]);
    is_sound(&hub);
}

#[test]
fn picked_fields_are_written_again_and_the_others_are_not() {
    let Case { mut hub, mut li, .. } = reassigned_while_offline();
    // Li has gone on meanwhile.
    li.rename(&mut hub, 40, "蓝海集团");
    li.sync(&mut hub);
    review(&mut hub, LI, Choice::Pick(vec!["profile/website".into()])).unwrap();
    li.sync(&mut hub);
    let (account, _) = li.documents[&doc(40)].account();
    assert_eq!((account.profile.name.as_str(), account.profile.website.as_str()), ("蓝海集团", "lanhai.example"));
    let history = li.documents[&doc(40)].history();
    let entry = history.iter().find(|entry| entry.changes.iter().any(|c| c.field == "profile.website")).unwrap();
    assert_eq!((entry.by, entry.at, entry.device), (Some(SUN), Some(Instant(77)), Some(DeviceId::SERVER)));
    assert_eq!(
        hub.store().held_entry(DeviceId([10; 8]), only(&hub).1).unwrap().unwrap().review.unwrap().decision,
        Decision::Picked
    );
    is_sound(&hub);
}

#[test]
fn of_a_new_record_all_is_picked_or_nothing() {
    let Case { mut hub, mut li, .. } = offline(|sun, hub| {
        sun.run(
            hub,
            &crate::testing::builders::record_visit(account(40), VisitId(Id::from_bytes([6; 10])), Instant(70)),
        );
    });
    let [view] = &views(&hub, LI)[..] else { panic!() };
    let summary = view.fields.iter().find(|field| field.change.field == "visits.*.summary").unwrap();
    let record = summary.record.clone().unwrap();
    assert!(view.fields.iter().all(|field| field.record.as_ref() == Some(&record)), "{:?}", view.fields);
    review(&mut hub, LI, Choice::Pick(vec![summary.change.path.clone()])).unwrap();
    li.sync(&mut hub);
    let (account, _) = li.documents[&doc(40)].account();
    let [visit] = account.visits.values().collect::<Vec<_>>()[..] else { panic!() };
    assert_eq!((visit.topic.as_str(), visit.recorder), ("Line 3", Some(SUN)));
    assert!(visit.ended_at.is_some());
    is_sound(&hub);
}

#[test]
fn what_was_decided_takes_no_room_from_what_waits() {
    let Case { mut hub, .. } = offline(|sun, hub| {
        for name in ["first", "second", "third"] {
            let edits = vec![AccountEdit::Name(name.into())];
            sun.run(hub, &Command::EditAccount { account: account(40), edits });
        }
    });
    let keys: Vec<_> = hub.store().held_changes().map(|held| (held.device, held.hash)).collect();
    for key in &keys[..2] {
        hub.review(LI, *key, &Choice::Decline("no".into()), [8; 8], Instant(2_000)).unwrap();
    }
    let shown = |limit| -> Vec<ChangeHash> {
        held_views(hub.store(), LI, limit).unwrap().iter().map(|view| view.entry.change.hash).collect()
    };
    assert_eq!(shown(1), [keys[2].1]);
    assert_eq!(shown(2), [keys[2].1, keys[1].1]);
    assert_eq!(shown(9), [keys[2].1, keys[1].1, keys[0].1]);
}

#[test]
fn a_declined_change_leaves_everything_as_it_is_and_its_author_reads_why() {
    let Case { mut hub, mut sun, .. } = reassigned_while_offline();
    for bad in [String::new(), "  ".into(), "x".repeat(REVIEW_REASON_CHARS_MAX + 1)] {
        assert_eq!(review(&mut hub, LI, Choice::Decline(bad)), Err(ReviewError::Reason));
    }
    review(&mut hub, LI, Choice::Decline("the old name is right".into())).unwrap();
    assert_eq!(name(&mut hub), "蓝海科技");
    let reviews: Vec<_> = sun.sync(&mut hub).into_iter().flat_map(|page| page.reviews).collect();
    assert_eq!(reviews.iter().map(|review| review.reason.as_str()).collect::<Vec<_>>(), ["the old name is right"]);
    // A phone that lost its cookie is told again.
    sun.cookie = Cookie::default();
    assert_eq!(sun.sync(&mut hub).into_iter().flat_map(|page| page.reviews).collect::<Vec<_>>(), reviews);
    is_sound(&hub);
}

#[test]
fn nobody_else_decides_and_nothing_is_picked_that_is_not_there() {
    let Case { mut hub, .. } = reassigned_while_offline();
    for (user, expected) in [(SUN, ReviewError::NotYours), (LIN, ReviewError::Unknown), (ADMIN, ReviewError::Unknown)] {
        assert_eq!(review(&mut hub, user, Choice::Accept), Err(expected));
    }
    for paths in [vec![], vec!["facts/owner".to_owned()], vec!["profile/website".to_owned(), "grade/value".to_owned()]]
    {
        assert_eq!(review(&mut hub, LI, Choice::Pick(paths)), Err(ReviewError::NothingPicked));
    }
    let unknown = hub.review(LI, (DeviceId([1; 8]), ChangeHash([0; 32])), &Choice::Accept, [8; 8], Instant(1));
    assert_eq!(unknown, Err(ReviewError::Unknown));
    assert_eq!(name(&mut hub), "蓝海科技");
    is_sound(&hub);
}

#[test]
fn a_number_in_a_private_document_is_the_new_owners_to_take() {
    let Case { mut hub, mut li, .. } = offline(|sun, hub| sun.change_number(hub, 40, "010-7777"));
    let key = hub.store().held_changes().last().map(|held| (held.device, held.hash)).unwrap();
    let view = |hub: &Hub<MemoryStore>, user| views(hub, user).pop().unwrap();
    // A manager knows that it waits, and sees no number.
    assert_eq!((view(&hub, CHEN).yours, view(&hub, CHEN).fields), (false, vec![]));
    assert_eq!(view(&hub, LI).fields[0].change.after.as_deref(), Some("010-7777"));
    assert_eq!(hub.review(CHEN, key, &Choice::Accept, [8; 8], Instant(2_000)), Err(ReviewError::Unknown));
    hub.review(LI, key, &Choice::Accept, [8; 8], Instant(2_000)).unwrap();
    li.sync(&mut hub);
    let (private, _) = li.documents[&DocumentId::private(account(40))].private();
    assert_eq!(private.contacts.values().next().unwrap().office_phone, "010-7777");
    is_sound(&hub);
}

#[test]
fn of_a_chain_the_first_is_reviewed_first_and_a_part_of_the_second_can_be_picked_without_it() {
    let Case { mut hub, mut li, .. } = offline(|sun, hub| {
        for edit in [AccountEdit::Name("蓝海重工".into()), AccountEdit::Website("second.example".into())] {
            sun.run(hub, &Command::EditAccount { account: account(40), edits: vec![edit] });
        }
    });
    let keys: Vec<_> = hub.store().held_changes().map(|held| (held.device, held.hash)).collect();
    let [first, second] = keys[..] else { panic!("{keys:?}") };
    let mut other = hub.store().clone();
    let not_yet = hub.review(LI, second, &Choice::Accept, [8; 8], Instant(2_000));
    assert_eq!(not_yet, Err(ReviewError::Unfit(HeldReason::DependsOnHeld)));
    hub.review(LI, second, &Choice::Pick(vec!["profile/website".into()]), [8; 8], Instant(2_000)).unwrap();
    li.sync(&mut hub);
    assert_eq!(li.documents[&doc(40)].account().0.profile.website, "second.example");
    is_sound(&hub);
    // Or both as they were written.
    other.fail_commits(1);
    let mut hub = Hub::new(other, KEYS, [3; 8]);
    assert!(matches!(hub.review(LI, first, &Choice::Accept, [8; 8], Instant(1)), Err(ReviewError::Store(_))));
    hub.review(LI, first, &Choice::Accept, [8; 8], Instant(2_000)).unwrap();
    hub.review(LI, second, &Choice::Accept, [9; 8], Instant(2_000)).unwrap();
    assert_eq!(name(&mut hub), "蓝海重工");
    is_sound(&hub);
}

#[test]
fn a_new_customer_of_somebody_who_left_is_taken_over_by_the_manager() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.sync(&mut hub);
    sun.create(&mut hub, 40, "蓝海科技");
    hub.put_member(&Member { disabled: true, ..member(SUN, Role::Rep, Some(LIN)) }, None, Instant(5)).unwrap();
    let pushed = hub.push(vec![sun.submission()], Instant(10));
    let [Receipt::Stored(verdicts)] = &pushed.receipts[..] else { panic!() };
    assert!(verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Held(HeldReason::NoAccess))));
    let held_of = |hub: &Hub<MemoryStore>, doc| {
        hub.store().held_changes().find(|held| held.doc == doc).map(|held| (held.device, held.hash)).unwrap()
    };
    // Its numbers have to wait for it; who wrote it, and who leads nobody, do not decide.
    let numbers = held_of(&hub, DocumentId::private(account(40)));
    let waits = hub.review(CHEN, numbers, &Choice::Accept, [8; 8], Instant(20));
    assert_eq!(waits, Err(ReviewError::Unfit(HeldReason::DependsOnHeld)));
    let yours = |user| views(&hub, user).into_iter().map(|view| view.yours).collect::<Vec<_>>();
    assert_eq!([CHEN, SUN, LI].map(yours), [vec![true, true], vec![false, false], vec![]]);
    let main = held_of(&hub, doc(40));
    hub.review(CHEN, main, &Choice::Accept, [8; 8], Instant(20)).unwrap();
    let mut chen = Phone::new(CHEN, 13);
    chen.sync(&mut hub);
    let (account, _) = chen.documents[&doc(40)].account();
    assert_eq!((account.profile.name.as_str(), account.owner, account.created.by), ("蓝海科技", Some(CHEN), Some(SUN)));
    is_sound(&hub);
}

#[test]
fn bytes_that_are_no_change_can_only_be_declined() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    sun.pending.push(PendingDocument { doc: doc(40), changes: vec![b"garbage".to_vec().into()] });
    sun.sync(&mut hub);
    let [view] = &views(&hub, SUN)[..] else { panic!() };
    assert_eq!((view.acceptable, view.claimed_at, view.fields.len()), (false, None, 0));
    for choice in [Choice::Accept, Choice::Pick(vec!["name".into()])] {
        assert_eq!(review(&mut hub, SUN, choice), Err(ReviewError::Unfit(HeldReason::Malformed)));
    }
    review(&mut hub, SUN, Choice::Decline("broken".into())).unwrap();
}

#[test]
fn what_only_the_server_writes_is_not_picked() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let document = sun.documents.get_mut(&doc(40)).unwrap();
    let written = document
        .write::<crate::document::DocumentError>(Some(SUN), Instant(77), |writing| {
            writing.set(&["facts", "owner"], LI.0)?;
            writing.set(&["profile", "website"], "x.example")
        })
        .unwrap()
        .unwrap();
    sun.pending.push(PendingDocument { doc: doc(40), changes: vec![written.bytes.into()] });
    let [verdict] = &sun.sync(&mut hub)[0].verdicts[..] else { panic!() };
    assert_eq!(verdict.outcome, Outcome::Held(HeldReason::ProtectedPath));
    let [view] = &views(&hub, SUN)[..] else { panic!() };
    let pickable: Vec<_> = view.fields.iter().map(|f| (f.change.field.as_str(), f.pickable)).collect();
    assert_eq!((view.acceptable, &pickable[..]), (false, &[("facts.owner", false), ("profile.website", true)][..]));
    let both = Choice::Pick(vec!["facts/owner".into(), "profile/website".into()]);
    assert_eq!(review(&mut hub, SUN, both), Err(ReviewError::Unfit(HeldReason::ProtectedPath)));
    review(&mut hub, SUN, Choice::Pick(vec!["profile/website".into()])).unwrap();
    let mut tablet = Phone::new(SUN, 12);
    tablet.sync(&mut hub);
    let (account, _) = tablet.documents[&doc(40)].account();
    assert_eq!((account.owner, account.profile.website.as_str()), (Some(SUN), "x.example"));
    is_sound(&hub);
}

#[test]
fn held_changes_are_forgotten_after_their_time_and_the_trail_tells_all_of_it() {
    let Case { mut hub, .. } = reassigned_while_offline();
    review(&mut hub, LI, Choice::Decline("no".into())).unwrap();
    hub.tend(Instant(1_000 + HELD_MS_MAX)).unwrap();
    assert_eq!(hub.store().held_changes().len(), 1);
    hub.tend(Instant(1_001 + HELD_MS_MAX)).unwrap();
    assert_eq!(hub.store().held_changes().len(), 0);
    let trail = hub.store().audit(0, 100).unwrap();
    assert_eq!(crate::sync::audit::first_break(crate::sync::audit::START, 1, &trail), None);
    let events: Vec<_> = trail.iter().map(|line| line.entry.event.code()).collect();
    let expected = ["member", "member", "member", "member", "member", "granted", "held", "reviewed", "forgotten"];
    assert_eq!(events, expected);
}

/// Whether the phone that gives the customer back already had the accepted change.
fn taken_over_and_lost(had: bool) {
    let Case { mut hub, mut li, .. } = reassigned_while_offline();
    let older = li.clone();
    review(&mut hub, CHEN, Choice::Accept).unwrap();
    li.sync(&mut hub);
    hub.store_mut().damage(doc(40), Damage::Everything);
    let mut hub = Hub::new(hub.into_store(), KEYS, [2; 8]);
    assert_eq!(hub.mend([7; 8], Instant(3_000)).unwrap().lost, [doc(40)]);
    let brings = if had { &li } else { &older };
    let (whole, _) = hub.take_back(LI_PHONE, &take_back::returned(brings, doc(40)), Instant(3_000)).unwrap();
    assert!(whole);
    assert_eq!(name(&mut hub), if had { "蓝海重工" } else { "蓝海科技" });
    assert!(views(&hub, CHEN)[0].entry.review.is_none(), "it waits again");
    review(&mut hub, CHEN, Choice::Accept).unwrap();
    assert_eq!(name(&mut hub), "蓝海重工");
    is_sound(&hub);
}

const LI_PHONE: Caller = Caller { user: LI, device: DeviceId([11; 8]) };

#[test]
fn what_was_taken_over_into_a_document_that_was_lost_waits_again() {
    taken_over_and_lost(false);
    taken_over_and_lost(true);
}

#[test]
fn what_was_declined_stays_so_when_its_document_was_lost() {
    let Case { mut hub, .. } = reassigned_while_offline();
    review(&mut hub, LI, Choice::Decline("settled otherwise".into())).unwrap();
    hub.store_mut().damage(doc(40), Damage::Everything);
    let mut hub = Hub::new(hub.into_store(), KEYS, [2; 8]);
    hub.mend([7; 8], Instant(3_000)).unwrap();
    let (device, hash) = only(&hub);
    let decided = hub.store().held_entry(device, hash).unwrap().unwrap().review;
    assert_eq!(decided.map(|review| review.decision), Some(Decision::Declined));
}

#[test]
fn who_came_back_has_the_new_customer_that_was_held_meanwhile() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.sync(&mut hub);
    sun.create(&mut hub, 40, "蓝海科技");
    let rep = |disabled| Member { disabled, ..member(SUN, Role::Rep, Some(LIN)) };
    hub.put_member(&rep(true), None, Instant(5)).unwrap();
    hub.push(vec![sun.submission()], Instant(10));
    hub.put_member(&rep(false), None, Instant(15)).unwrap();
    let main = hub.store().held_changes().find(|held| held.doc == doc(40)).map(|held| (held.device, held.hash));
    hub.review(CHEN, main.unwrap(), &Choice::Accept, [8; 8], Instant(20)).unwrap();
    let mut tablet = Phone::new(SUN, 11);
    tablet.sync(&mut hub);
    assert_eq!(tablet.documents[&doc(40)].account().0.owner, Some(SUN));
    is_sound(&hub);
}

#[test]
fn a_change_of_the_rules_waits_for_managers_and_one_of_a_stranger_s_settings_for_nobody() {
    let mut hub = hub();
    let mut li = Phone::new(LI, 14);
    li.sync(&mut hub);
    let rules = |writing: &mut Writing<'_>| writing.set(&["policy", "weekly_call_cap"], 99i64);
    let settings = |writing: &mut Writing<'_>| writing.set(&["settings", "theme"], "dark");
    let nobody = UserId(Id::from_bytes([77; 10]));
    let written = [
        li.document(DocumentId::WORKSPACE).write::<DocumentError>(Some(LI), Instant(5), rules),
        li.document(DocumentId::member(nobody)).write::<DocumentError>(Some(LI), Instant(5), settings),
    ];
    for written in written.map(|written| written.unwrap().unwrap()) {
        li.pending.push(PendingDocument { doc: written.doc, changes: vec![written.bytes.into()] });
    }
    li.sync(&mut hub);
    let yours = |user| views(&hub, user).into_iter().map(|view| view.yours).collect::<Vec<_>>();
    assert_eq!([CHEN, ADMIN, SUN, LI].map(yours), [vec![true], vec![true], vec![], vec![false, false]]);
    // Of what waits the oldest is listed first, up to a limit.
    let first = held_views(hub.store(), LI, 1).unwrap();
    assert_eq!(first.iter().map(|view| view.entry.change.doc).collect::<Vec<_>>(), [DocumentId::WORKSPACE]);
}

#[test]
fn a_change_without_what_it_builds_on_is_listed_and_says_nothing() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    sun.rename(&mut hub, 40, "蓝海");
    sun.rename(&mut hub, 40, "蓝海集团");
    sun.pending.remove(0);
    let verdicts = sun.sync(&mut hub).remove(0).verdicts;
    assert_eq!(verdicts[0].outcome, Outcome::Held(HeldReason::MissingDependency));
    let [view] = &views(&hub, SUN)[..] else { panic!() };
    assert_eq!((view.yours, view.acceptable, view.fields.len()), (true, false, 0));
}

#[test]
fn two_ways_that_meet_again_are_followed_once() {
    let Case { mut hub, mut sun, .. } = reassigned_while_offline();
    // Two tabs wrote on the held edit, and the first saw what the second wrote.
    let held = hub.store().held_changes().next().unwrap().bytes.clone();
    let mut base = Phone::new(LI, 60);
    base.sync(&mut hub);
    let saved = base.documents[&doc(40)].save();
    let tab = |suffix| {
        let actor = sun.caller.device.actor([suffix; 8]);
        let mut document = Document::load(doc(40), actor, std::slice::from_ref(&saved)).unwrap();
        document.apply(std::slice::from_ref(&held)).unwrap();
        document
    };
    let (mut one, mut two) = (tab(21), tab(22));
    let website = |text: &'static str| move |writing: &mut Writing<'_>| writing.set(&["profile", "website"], text);
    let write = |document: &mut Document, text| {
        document.write::<DocumentError>(Some(SUN), Instant(90), website(text)).unwrap().unwrap().bytes
    };
    let (a, b) = (write(&mut one, "one.example"), write(&mut two, "two.example"));
    one.apply(std::slice::from_ref(&b)).unwrap();
    let c = write(&mut one, "both.example");
    let changes = [a, b, c].map(Into::into).to_vec();
    sun.pending.push(PendingDocument { doc: doc(40), changes });
    sun.sync(&mut hub);
    let fields = |view: &HeldView| view.fields.iter().map(|field| field.change.after.clone()).collect::<Vec<_>>();
    let last = views(&hub, LI).pop().unwrap();
    assert_eq!(fields(&last), [Some("both.example".to_owned())]);
}
