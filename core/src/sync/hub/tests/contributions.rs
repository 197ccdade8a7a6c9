//! What other departments add: whom it reaches, and what it does not.

use super::*;
use crate::command::{AccountEdit, Command, NewContact, NewContribution};
use crate::model::{Change, ContributionKind, Important};
use crate::values::{ContactId, ContributionId};

const MARKETING: UserId = UserId(Id::from_bytes([6; 10]));
const SERVICE: UserId = UserId(Id::from_bytes([7; 10]));
const CSM: UserId = UserId(Id::from_bytes([8; 10]));
const LEGAL: UserId = UserId(Id::from_bytes([9; 10]));

fn team() -> Hub<MemoryStore> {
    let mut hub = hub();
    let roles = [(MARKETING, Role::Marketing), (SERVICE, Role::Service), (CSM, Role::Csm), (LEGAL, Role::Legal)];
    for (id, role) in roles {
        hub.put_member(&member(id, role, None), None, Instant(1)).unwrap();
    }
    hub
}

fn contribute(number: u8, id: u8, kind: ContributionKind) -> Command {
    let new = NewContribution { kind, text: "换型太慢".into(), day: None, campaign: "秋季展".into() };
    Command::Contribute { account: account(number), contribution: ContributionId(Id::from_bytes([id; 10])), new }
}

fn kinds(phone: &Phone, doc: DocumentId) -> Vec<String> {
    let read = phone.documents.get(&doc).map(|document| document.contributions().0).unwrap_or_default();
    read.values().map(|added| added.kind.to_string()).collect()
}

fn changes(phone: &Phone, number: u8) -> Vec<(Important, Option<UserId>)> {
    let row = SummaryRow::from_bytes(&phone.rows[&account(number)]).unwrap();
    row.changes.iter().map(|Change { kind, by, .. }| (*kind, *by)).collect()
}

/// R-13; S0-51, S0-52, S0-140; S2-03, S2-04.
#[test]
fn an_addition_reaches_the_owner_with_a_notice_and_nobody_whose_it_is_not() {
    let mut hub = team();
    let [mut sun, mut lin, mut li, mut marketing, mut service, mut csm, mut legal] =
        [SUN, LIN, LI, MARKETING, SERVICE, CSM, LEGAL].map(|user| Phone::new(user, 10 + user.0.as_bytes()[0]));
    sun.create(&mut hub, 40, "蓝海科技");
    let edits = vec![AccountEdit::Industry("machinery".into()), AccountEdit::AddTag("重点".into())];
    sun.run(&mut hub, &Command::EditAccount { account: account(40), edits });
    sun.sync(&mut hub);
    lin.sync(&mut hub);
    lin.pins.push(PinChange { doc: doc(40), wanted: true });
    for phone in [&mut lin, &mut li, &mut marketing, &mut service, &mut csm, &mut legal] {
        phone.sync(&mut hub);
    }
    service.run(&mut hub, &contribute(40, 1, ContributionKind::Complaint));
    csm.run(&mut hub, &contribute(40, 2, ContributionKind::Renewal));
    marketing.run(&mut hub, &contribute(40, 3, ContributionKind::Participation));
    for phone in [&mut service, &mut csm, &mut marketing] {
        let pages = phone.sync(&mut hub);
        assert!(
            pages[0].verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_))),
            "{:?}",
            pages[0].verdicts
        );
    }
    for phone in [&mut sun, &mut lin, &mut li, &mut marketing, &mut service, &mut csm, &mut legal] {
        phone.sync(&mut hub);
    }
    let (of_service, of_marketing) = (DocumentId::service(account(40)), DocumentId::campaign(account(40)));
    let (both, event) = (["complaint", "renewal"].as_slice(), ["participation"].as_slice());
    for (phone, service, campaign) in [
        (&sun, both, event),
        (&lin, both, event),
        (&li, &[][..], &[][..]),
        (&marketing, &[], event),
        (&service, both, &[]),
        (&csm, both, &[]),
        (&legal, &[], &[]),
    ] {
        assert_eq!((kinds(phone, of_service), kinds(phone, of_marketing)), (owned(service), owned(campaign)));
    }
    let notices = [(Important::Service, Some(CSM)), (Important::Campaign, Some(MARKETING))];
    for phone in [&sun, &lin, &service] {
        assert_eq!(changes(phone, 40), notices);
    }
    // Customer service reads the customer on its row; marketing gets a name, an industry and tags.
    assert_eq!(SummaryRow::from_bytes(&service.rows[&account(40)]).unwrap().audience, RowAudience::Manager);
    let row = SummaryRow::from_bytes(&marketing.rows[&account(40)]).unwrap();
    assert_eq!((row.name.as_str(), row.industry.as_str(), row.tags.len()), ("蓝海科技", "machinery", 1));
    assert_eq!((row.owner, row.contacts.len(), row.changes.len(), row.created_at), (None, 0, 0, None));
    for phone in [&li, &legal] {
        assert!(phone.rows.is_empty());
    }
    is_sound(&hub);
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_for_marketing_is_kept_only_while_somebody_is_there_to_read_it() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let named = |hub: &Hub<MemoryStore>| {
        let row = hub.store().row(account(40), RowAudience::Named).unwrap();
        row.map(|row| SummaryRow::from_bytes(&row.bytes).unwrap().name)
    };
    assert_eq!(named(&hub), None);
    let mut put = |hub: &mut Hub<MemoryStore>, disabled, name: &str| {
        hub.put_member(&Member { disabled, ..member(MARKETING, Role::Marketing, None) }, None, Instant(2)).unwrap();
        is_sound(hub);
        sun.rename(hub, 40, name);
        sun.sync(hub);
        is_sound(hub);
    };
    put(&mut hub, false, "红海科技");
    assert_eq!(named(&hub).as_deref(), Some("红海科技"));
    // What stands there for nobody is made anew for who comes back.
    put(&mut hub, true, "青海科技");
    assert_eq!(named(&hub).as_deref(), Some("红海科技"));
    hub.put_member(&member(MARKETING, Role::Marketing, None), None, Instant(3)).unwrap();
    is_sound(&hub);
    let mut marketing = Phone::new(MARKETING, 11);
    marketing.sync(&mut hub);
    assert_eq!(SummaryRow::from_bytes(&marketing.rows[&account(40)]).unwrap().name, "青海科技");
}

#[test]
fn what_a_department_may_not_write_is_held_and_reaches_nobody() {
    let mut hub = team();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let held = Outcome::Held(HeldReason::NoAccess);
    // Forged: the commands themselves refuse most of it.
    for (number, user) in [(1, MARKETING), (2, LEGAL), (3, LI), (4, ADMIN)] {
        let mut phone = Phone::new(user, 20 + number);
        let mut rep = Phone::new(SUN, 20 + number);
        rep.run(&mut hub, &contribute(40, number, ContributionKind::Complaint));
        phone.pending = std::mem::take(&mut rep.pending);
        let pages = phone.sync(&mut hub);
        assert_eq!(pages[0].verdicts.iter().map(|verdict| verdict.outcome).collect::<Vec<_>>(), [held], "{user}");
    }
    // Who reads a customer does not write it, and who writes about one needs it to be there.
    let mut service = Phone::new(SERVICE, 30);
    service.rename(&mut hub, 40, "红海科技");
    service.run(&mut hub, &contribute(41, 9, ContributionKind::Complaint));
    let pages = service.sync(&mut hub);
    assert_eq!(pages[0].verdicts.iter().map(|verdict| verdict.outcome).collect::<Vec<_>>(), [held, held]);
    sun.sync(&mut hub);
    assert_eq!((sun.name(40).as_deref(), sun.documents.len()), (Some("蓝海科技"), 3));
    assert_eq!(changes(&sun, 40), []);
    assert_eq!(hub.store().document(DocumentId::service(account(40))).unwrap(), None);
    is_sound(&hub);
}

#[test]
fn additions_go_with_their_customer_and_a_manager_has_those_of_the_team() {
    let mut hub = team();
    let [mut sun, mut li, mut chen, mut service] =
        [SUN, LI, CHEN, SERVICE].map(|user| Phone::new(user, 10 + user.0.as_bytes()[0]));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.run(&mut hub, &contribute(40, 1, ContributionKind::Suggestion));
    sun.sync(&mut hub);
    let added = DocumentId::service(account(40));
    for phone in [&mut li, &mut chen, &mut service] {
        phone.sync(&mut hub);
    }
    assert_eq!((kinds(&chen, added), kinds(&li, added)), (owned(&["suggestion"]), vec![]));
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    service.run(&mut hub, &contribute(40, 2, ContributionKind::Complaint));
    service.sync(&mut hub);
    chen.sync(&mut hub);
    assert_eq!(kinds(&chen, added), ["suggestion", "complaint"]);
    chen.assign(&mut hub, 40, 1, LI);
    chen.sync(&mut hub);
    sun.sync(&mut hub);
    li.sync(&mut hub);
    assert_eq!((kinds(&sun, added).len(), kinds(&li, added).len()), (0, 2));
    chen.pins.push(PinChange { doc: doc(40), wanted: false });
    let pages = chen.sync(&mut hub);
    let gone: Vec<_> = pages[0].gone.iter().map(|gone| (gone.doc, gone.reason)).collect();
    assert_eq!(gone, [(doc(40), GoneReason::Unpinned)]);
    assert_eq!((chen.documents.contains_key(&doc(40)), kinds(&chen, added).len()), (false, 2));
    // A device that comes to all of it for the first time.
    for user in [LI, SERVICE] {
        let mut fresh = Phone::new(user, 40);
        fresh.sync(&mut hub);
        assert_eq!(kinds(&fresh, added).len(), 2);
    }
    is_sound(&hub);
}

#[test]
fn what_was_held_is_taken_over_in_its_authors_name_and_told_then() {
    let mut hub = team();
    let [mut sun, mut li, mut chen] = [SUN, LI, CHEN].map(|user| Phone::new(user, 10 + user.0.as_bytes()[0]));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    chen.assign(&mut hub, 40, 1, LI);
    chen.sync(&mut hub);
    sun.run(&mut hub, &contribute(40, 1, ContributionKind::Complaint));
    sun.sync(&mut hub);
    li.sync(&mut hub);
    assert_eq!((changes(&li, 40), kinds(&li, DocumentId::service(account(40)))), (vec![], vec![]));
    // Customer service writes such a document, too; marketing and legal do not hear of it.
    let views =
        |user| held_views(hub.store(), user, 10).unwrap().into_iter().map(|view| view.yours).collect::<Vec<_>>();
    assert_eq!([LI, CHEN, SERVICE, SUN].map(views), [vec![true], vec![true], vec![true], vec![false]]);
    assert!([MARKETING, LEGAL, LIN].map(views).concat().is_empty());
    let held = held_views(hub.store(), LI, 10).unwrap().remove(0);
    assert!(held.acceptable, "{held:?}");
    let key = (held.entry.change.device, held.entry.change.hash);
    hub.review(LI, key, &Choice::Accept, [8; 8], Instant(2_000)).unwrap();
    li.sync(&mut hub);
    let (added, _) = li.documents[&DocumentId::service(account(40))].contributions();
    assert_eq!(added.values().map(|added| added.by).collect::<Vec<_>>(), [Some(SUN)]);
    assert_eq!(changes(&li, 40), [(Important::Service, Some(SUN))]);
    is_sound(&hub);
}

/// Spec 4.2: marketing and customer service create leads; S3-43.
#[test]
fn a_lead_captured_by_another_department_goes_to_the_pool_of_its_region_with_its_numbers() {
    let mut hub = team();
    let east = Member { regions: vec!["east".into()], ..member(LI, Role::Rep, Some(CHEN)) };
    hub.put_member(&east, None, Instant(1)).unwrap();
    let [mut sun, mut li, mut chen, mut marketing] =
        [SUN, LI, CHEN, MARKETING].map(|user| Phone::new(user, 10 + user.0.as_bytes()[0]));
    let contact = ContactId(Id::from_bytes([3; 10]));
    let captured = |number: u8, lead: bool| {
        let office_phone = format!("021-556677{number}");
        let new = NewContact { name: "王工".into(), office_phone, ..NewContact::default() };
        let name = AccountEdit::Name(format!("蓝海科技{number}"));
        let edits = vec![name, AccountEdit::Lead(lead), AccountEdit::Region("east".into())];
        Command::CreateAccount { account: account(number), edits, contacts: vec![(contact, new)] }
    };
    marketing.run(&mut hub, &captured(40, true));
    let photo = || Some([&[0xff, 0xd8, 0xff][..], &[7; 9_000]].concat().into());
    marketing.run(&mut hub, &Command::PutCard { account: account(40), contact, photo: photo() });
    let pages = marketing.sync(&mut hub);
    let outcomes: Vec<_> = pages[0].verdicts.iter().map(|verdict| verdict.outcome).collect();
    assert_eq!(outcomes.len(), 3);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Durable(_))), "{outcomes:?}");
    let facts = hub.store().document(doc(40)).unwrap().unwrap();
    assert_eq!(facts.owner, Some(UserId::pool("east")));
    // It keeps the name, and nothing else of what it wrote down.
    let row = SummaryRow::from_bytes(&marketing.rows[&account(40)]).unwrap();
    assert_eq!((row.audience, row.contacts.len()), (RowAudience::Named, 0));
    let (private, cards) = (DocumentId::private(account(40)), DocumentId::cards(account(40)));
    assert!([doc(40), private, cards].iter().all(|doc| !marketing.documents.contains_key(doc)));
    // Who sells in the region sees the lead, without the number until they have it.
    for phone in [&mut sun, &mut li, &mut chen] {
        phone.sync(&mut hub);
    }
    assert_eq!((li.documents.contains_key(&doc(40)), sun.rows.len()), (true, 0));
    assert!(!li.documents.contains_key(&private) && !li.documents.contains_key(&cards));
    assert!(chen.rows.contains_key(&account(40)));
    li.assign(&mut hub, 40, 1, LI);
    li.sync(&mut hub);
    let numbers = li.documents[&private].private().0.contacts;
    assert_eq!(numbers.values().map(|facts| facts.office_phone.as_str()).collect::<Vec<_>>(), ["021-55667740"]);
    assert_eq!(li.documents[&cards].cards().0.get(&contact).map(Vec::len), Some(9_003));
    // The card goes with its customer, and is nobody's but the owner's.
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    chen.assign(&mut hub, 40, 2, SUN);
    chen.run(&mut hub, &Command::PutCard { account: account(40), contact, photo: photo() });
    let pages = chen.sync(&mut hub);
    let held = pages[0].verdicts.iter().find(|verdict| verdict.doc == cards).map(|verdict| verdict.outcome);
    assert_eq!(held, Some(Outcome::Held(HeldReason::NoAccess)));
    for phone in [&mut li, &mut sun] {
        phone.sync(&mut hub);
    }
    assert_eq!((li.documents.contains_key(&cards), sun.documents.contains_key(&cards)), (false, true));
    // Cut off in between, it brings the numbers later; nobody else does.
    marketing.run(&mut hub, &captured(44, true));
    let late = marketing.pending.split_off(1);
    assert_eq!(late.iter().map(|pending| pending.doc).collect::<Vec<_>>(), [DocumentId::private(account(44))]);
    marketing.sync(&mut hub);
    let mut other = Phone::new(SERVICE, 19);
    other.pending.clone_from(&late);
    for (phone, stored) in [(&mut other, false), (&mut marketing, true)] {
        phone.pending.clone_from(&late);
        let pages = phone.sync(&mut hub);
        let [verdict] = &pages[0].verdicts[..] else { panic!("{:?}", pages[0].verdicts) };
        assert_eq!(matches!(verdict.outcome, Outcome::Durable(_)), stored, "{verdict:?}");
    }
    // A customer is for who sells to make, a lead not for everybody.
    let held = Outcome::Held(HeldReason::NoAccess);
    for (number, lead, user, role) in [(41, false, MARKETING, 20), (42, true, LEGAL, 21), (43, true, ADMIN, 22)] {
        let mut phone = Phone::new(user, role);
        phone.run(&mut hub, &captured(number, lead));
        let pages = phone.sync(&mut hub);
        assert!(pages[0].verdicts.iter().all(|verdict| verdict.outcome == held), "{number}: {:?}", pages[0].verdicts);
        assert_eq!(hub.store().document(doc(number)).unwrap(), None);
    }
    is_sound(&hub);
}
