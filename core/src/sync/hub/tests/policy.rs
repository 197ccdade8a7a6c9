//! A manager changes the policy.

use super::*;
use crate::command::{Command, NewVisit, PolicyEdit};
use crate::policy::PolicyNumber;

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
