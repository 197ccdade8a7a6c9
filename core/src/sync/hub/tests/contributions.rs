//! What other departments add: whom it reaches, and what it does not.

use super::*;
use crate::command::{AccountEdit, Command, NewContribution};
use crate::model::{Change, ContributionKind, Important};
use crate::values::ContributionId;

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
fn additions_go_with_their_customer_and_come_with_its_pin() {
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
    assert!(!chen.documents.contains_key(&added));
    // A pin brings what was there before it, and later what is new.
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    assert_eq!(kinds(&chen, added), ["suggestion"]);
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
    assert_eq!(gone, [(doc(40), GoneReason::Unpinned), (added, GoneReason::Unpinned)]);
    assert!(!chen.documents.contains_key(&added));
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
