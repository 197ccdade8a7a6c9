//! A manager changes the policy.

use super::*;
use crate::command::{Command, NewVisit, PolicyEdit};
use crate::policy::PolicyNumber;
use crate::sync::digest::row_item;
use crate::sync::store::{Level, NewAccess, NewRow};

/// The hour at which the phone of these tests records.
const HOUR_MS: i64 = 3_600_000;

fn put(number: PolicyNumber, value: i64) -> Command {
    Command::EditPolicy { edits: vec![PolicyEdit::Number { key: number.key().into(), value }] }
}

fn on_time(phone: &Phone, number: u8) -> u32 {
    SummaryRow::from_bytes(&phone.rows[&account(number)]).unwrap().visits_on_time
}

#[test]
fn rows_are_made_anew_where_the_policy_counts_otherwise() {
    let mut hub = hub();
    let (mut sun, mut chen) = (Phone::new(SUN, 10), Phone::new(CHEN, 11));
    chen.sync(&mut hub);
    for number in [40, 41] {
        sun.create(&mut hub, number, "蓝海科技");
    }
    // Recorded three hours after it ended.
    let new = NewVisit {
        ended_at: Some(Instant(77 - 3 * HOUR_MS)),
        channel: "phone".into(),
        summary: "确认分期付款的三个时间点".into(),
        feedback: "可以接受".into(),
        ..NewVisit::default()
    };
    let visit = VisitId(Id::from_bytes([50; 10]));
    sun.run(&mut hub, &Command::RecordVisit { account: account(40), visit, new: Box::new(new) });
    sun.sync(&mut hub);
    chen.sync(&mut hub);
    assert_eq!((on_time(&sun, 40), on_time(&chen, 40)), (0, 0));
    chen.run(&mut hub, &put(PolicyNumber::RecordTargetH, 4));
    let touched = hub.push(vec![chen.submission()], Instant(1_000)).touched;
    assert!(touched.contains(&SUN) && touched.contains(&LI), "{touched:?}");
    is_sound(&hub);
    sun.sync(&mut hub);
    chen.sync(&mut hub);
    assert_eq!((on_time(&sun, 40), on_time(&chen, 40)), (1, 1));
    // The other customer's row is the same and is not sent again.
    let before = hub.store().position().unwrap().seq;
    chen.run(&mut hub, &put(PolicyNumber::WeeklyCallCap, 4));
    chen.sync(&mut hub);
    assert_eq!(hub.store().position().unwrap().seq, before + 1, "nothing but the change itself");
    is_sound(&hub);
}

#[test]
fn a_rep_does_not_change_the_policy() {
    let mut hub = hub();
    let mut li = Phone::new(LI, 10);
    li.sync(&mut hub);
    let mut document = li.documents[&DocumentId::WORKSPACE].clone();
    let forged = document.write(Some(LI), Instant(5), |writing| writing.set(&["policy", "weekly_call_cap"], 99i64));
    let forged = forged.map_err(|error: crate::document::DocumentError| error).unwrap().unwrap();
    li.pending.push(crate::sync::wire::PendingDocument { doc: forged.doc, changes: vec![forged.bytes.into()] });
    let pages = li.sync(&mut hub);
    assert!(matches!(pages[0].verdicts[0].outcome, Outcome::Held(HeldReason::NoAccess)), "{:?}", pages[0].verdicts);
    let mut chen = Phone::new(CHEN, 11);
    chen.sync(&mut hub);
    assert_eq!(chen.documents[&DocumentId::WORKSPACE].workspace().0.number(PolicyNumber::WeeklyCallCap), 2);
}

#[test]
fn rows_of_an_earlier_program_are_made_anew() {
    let mut hub = hub();
    let (mut sun, mut chen) = (Phone::new(SUN, 10), Phone::new(CHEN, 11));
    for number in [40, 41] {
        sun.create(&mut hub, number, "蓝海科技");
    }
    sun.sync(&mut hub);
    chen.sync(&mut hub);
    let before = hub.store().position().unwrap().seq;
    assert_eq!(hub.make_rows(Instant(1_000)).unwrap().touched.len(), 0, "they are as this program makes them");
    assert_eq!(hub.store().position().unwrap().seq, before);
    // As if another program had made them: other bytes, which the digests of their viewers count.
    let (mut rows, mut digests) = (Vec::new(), Vec::new());
    for (audience, viewers) in [(RowAudience::Owner, vec![SUN]), (RowAudience::Manager, vec![CHEN, LIN])] {
        let old = hub.store().row(account(40), audience).unwrap().unwrap().bytes;
        let row = SummaryRow { number: "stale".into(), ..SummaryRow::from_bytes(&old).unwrap() };
        let item = |bytes: &[u8]| row_item(&KEYS.digest, account(40), bytes);
        let add = item(&row.to_bytes()).wrapping_sub(item(&old));
        digests.extend(viewers.into_iter().map(|user| (user, add)));
        rows.push(NewRow { account: account(40), audience, bytes: row.to_bytes() });
    }
    hub.store_mut().commit(&Commit { after: before, rows, digests, ..Commit::default() }).unwrap();
    let mut hub = Hub::new(hub.into_store(), KEYS, [2; 8]);
    assert_ne!(check(hub.store(), &KEYS.digest).unwrap().problems, Vec::<String>::new());
    let touched = hub.make_rows(Instant(1_000)).unwrap().touched;
    assert_eq!(touched.into_iter().collect::<Vec<_>>(), [CHEN, LIN, SUN]);
    is_sound(&hub);
    sun.sync(&mut hub);
    chen.sync(&mut hub);
}

#[test]
fn who_an_earlier_program_showed_nothing_gets_a_line() {
    let mut hub = hub();
    let marketing = UserId(Id::from_bytes([6; 10]));
    hub.put_member(&member(marketing, Role::Marketing, None), None, Instant(1)).unwrap();
    let (mut sun, mut phone) = (Phone::new(SUN, 10), Phone::new(marketing, 11));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    phone.sync(&mut hub);
    // As if another program had decided: no line, and nothing in the digest of it.
    let row = hub.store().row(account(40), RowAudience::Named).unwrap().unwrap();
    let gone = NewAccess { user: marketing, doc: doc(40), level: Level::Gone, reason: GoneReason::Access };
    let digest = (marketing, 0u128.wrapping_sub(row_item(&KEYS.digest, account(40), &row.bytes)));
    let after = hub.store().position().unwrap().seq;
    let commit = Commit { after, access: vec![gone], digests: vec![digest], ..Commit::default() };
    hub.store_mut().commit(&commit).unwrap();
    let mut hub = Hub::new(hub.into_store(), KEYS, [2; 8]);
    phone.sync(&mut hub);
    assert!(phone.rows.is_empty());
    assert_eq!(hub.make_rows(Instant(1_000)).unwrap().touched.into_iter().collect::<Vec<_>>(), [marketing]);
    is_sound(&hub);
    phone.sync(&mut hub);
    assert_eq!(phone.rows.len(), 1);
}

#[test]
fn an_assignment_in_one_commit_with_a_changed_policy_counts_once() {
    let mut hub = hub();
    let (mut sun, mut chen) = (Phone::new(SUN, 10), Phone::new(CHEN, 11));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    // The numbers of the customer's contacts go to the new owner, too.
    chen.assign(&mut hub, 40, 1, LI);
    chen.run(&mut hub, &put(PolicyNumber::RecordTargetH, 4));
    hub.push(vec![chen.submission()], Instant(1_000));
    is_sound(&hub);
    let mut li = Phone::new(LI, 12);
    for phone in [&mut sun, &mut chen, &mut li] {
        phone.sync(&mut hub);
    }
    assert_eq!(li.name(40).as_deref(), Some("蓝海科技"));
}
