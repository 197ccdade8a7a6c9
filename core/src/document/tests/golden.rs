//! A document written by version 1 still loads and reads the same.

use super::*;
use crate::command::{AccountEdit, Command, CommandContext, NewContact, NewOpportunity, NewTask, NewVisit, execute};
use crate::model::{Directory, Grade};
use crate::policy::Policy;
use crate::values::{AccountId, ContactId, Money, OpportunityId, TaskId, VisitId};

const GOLDEN: &[u8] = include_bytes!("../../../tests/golden/account-v1.automerge");

/// The commands that made the golden file.
fn written() -> Document {
    let mut document = Document::new(ACCOUNT, actor(1));
    let (policy, directory) = (Policy::preset(), Directory::default());
    let account = AccountId(ACCOUNT.id);
    let id = |byte| Id::from_bytes([byte; 10]);
    let next = NewTask { due: "2026-10-30".parse().ok(), channel: "phone".into(), ..NewTask::default() };
    let visit = NewVisit {
        ended_at: Some(NOW),
        channel: "visit".into(),
        summary: "客户要求十二月前交付 😀".into(),
        feedback: "认可方案".into(),
        opportunity: Some(OpportunityId(id(3))),
        next: Some((TaskId(id(5)), next)),
        ..NewVisit::default()
    };
    let deal =
        NewOpportunity {
            title: "设备采购".into(), amount: Some(Money::yuan(520_000)), ..NewOpportunity::default()
        };
    let contact = NewContact { name: "王经理".into(), ..NewContact::default() };
    let edits = vec![
        AccountEdit::Name("华北机械".into()),
        AccountEdit::AddTag("重点".into()),
        AccountEdit::Grade { grade: Some(Grade::A), reason: "年合作金额".into() },
    ];
    let commands = [
        Command::CreateAccount { account, edits, contacts: vec![(ContactId(id(2)), contact)] },
        Command::CreateOpportunity { account, opportunity: OpportunityId(id(3)), new: deal },
        Command::RecordVisit { account, visit: VisitId(id(4)), new: Box::new(visit) },
    ];
    let ctx = CommandContext { me: LI, now: NOW, policy: &policy, directory: &directory };
    for command in commands {
        execute(&mut document, None, &command, &ctx).unwrap();
    }
    document
}

#[test]
fn a_document_of_version_1_reads_the_same() {
    let golden = Document::load(ACCOUNT, actor(2), &[GOLDEN]).unwrap();
    let (account, defects) = golden.account();
    assert_eq!(defects, vec![]);
    // Written today, a grade has the day on which it was set beside it.
    let mut expected = written().account().0;
    expected.profile.grade_reviewed = None;
    assert_eq!(account, expected);
    let mut history = written().history();
    for entry in &mut history {
        entry.changes.retain(|change| change.field != "profile.grade_reviewed");
    }
    assert_eq!(golden.history(), history);
    let visit = account.visits.values().next().unwrap();
    assert_eq!(visit.summary, "客户要求十二月前交付 😀");
    assert_eq!(account.opportunities.values().next().unwrap().amount, Some(Money::yuan(520_000)));
}
