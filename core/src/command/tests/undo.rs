//! Undoing, and what the history says of it.

use super::*;
use crate::document::inspect;

const OTHER: UserId = UserId(Id::from_bytes([11; 10]));

/// The same customer on a colleague's phone.
fn colleague(phone: &Phone) -> Phone {
    let actor = DeviceId([2; 8]).actor([2; 8]);
    let load = |document: &Document| Document::load(document.id(), actor, &[document.save()]).unwrap();
    Phone { account: load(&phone.account), private: load(&phone.private), ..Phone::new() }
}

fn run_as(phone: &mut Phone, me: UserId, command: &Command) -> Vec<Written> {
    let ctx = CommandContext { me, now: phone.now, policy: &phone.policy, directory: &phone.directory };
    execute(&mut phone.account, Some(&mut phone.private), command, &ctx).unwrap()
}

#[test]
fn undoing_gives_back_what_stood_before() {
    let stage = Phone::new().policy.stages[2].key.clone();
    let record = NewVisit {
        opportunity: Some(DEAL),
        task: Some(TASK),
        todos: vec![(NEXT, todo())],
        stage: Some(stage.clone()),
        ..visit()
    };
    let commands = [
        edit_account(AccountEdit::Name("另一个名字".into())),
        edit_account(AccountEdit::Individual(true)),
        edit_account(AccountEdit::Note(text("", "新的备注"))),
        edit_account(AccountEdit::AddTag("重点".into())),
        Command::MoveOpportunity { account: ACCOUNT, opportunity: DEAL, stage },
        Command::FinishTask { account: ACCOUNT, task: TASK },
        Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(record) },
        Command::RequestAssignment { account: ACCOUNT, request: REQUEST, to: BOSS },
        Command::EditContact {
            account: ACCOUNT,
            contact: CONTACT,
            edits: vec![ContactEdit::Position("总监".into())],
            private: vec![PrivateEdit::OfficePhone("010-87654321".into())],
        },
    ];
    let mut phone = Phone::with_customer();
    for command in commands {
        let before = (phone.account.account(), phone.private.private());
        let written = phone.run(&command).unwrap();
        assert_ne!((phone.account.account(), phone.private.private()), before, "{command:?}");
        let undone = phone.undo(&written).unwrap();
        assert_eq!((phone.account.account(), phone.private.private()), before, "{command:?}");
        // An undo can itself be undone, and done again.
        phone.undo(&undone).unwrap();
        assert_ne!((phone.account.account(), phone.private.private()), before, "{command:?}");
        let again = phone.account.history().len() + phone.private.history().len();
        assert!(again > written.len(), "every step stays in the history");
        phone = Phone::with_customer();
    }
}

#[test]
fn what_others_have_built_on_is_not_undone() {
    let mut phone = Phone::with_customer();
    let edits = vec![AccountEdit::Name("一".into()), AccountEdit::Region("east".into())];
    let written = phone.run(&Command::EditAccount { account: ACCOUNT, edits }).unwrap();
    let mut other = colleague(&phone);
    run_as(&mut other, OTHER, &edit_account(AccountEdit::Name("二".into())));
    phone.account.apply(&other.account.changes_since(&phone.account.heads())).unwrap();
    phone.undo(&written).unwrap();
    let profile = phone.account.account().0.profile;
    assert_eq!((profile.name.as_str(), profile.region.as_str()), ("二", ""));
    // Nothing of it is left to undo.
    let name = phone.run(&edit_account(AccountEdit::Name("三".into()))).unwrap();
    phone.run(&edit_account(AccountEdit::Name("四".into()))).unwrap();
    assert_eq!(phone.undo(&name), Err(CommandError::NothingToUndo));
}

#[test]
fn only_ones_own_changes_are_undone_and_never_the_creation_of_a_customer() {
    let mut phone = Phone::with_customer();
    let mut other = colleague(&phone);
    let theirs = run_as(&mut other, OTHER, &edit_account(AccountEdit::Name("二".into())));
    phone.account.apply(&[&theirs[0].bytes]).unwrap();
    assert_eq!(phone.undo(&theirs), Err(CommandError::NothingToUndo));
    let first = inspect(&phone.account.changes_since(&[])[0]).unwrap();
    let created = Written { doc: phone.account.id(), hash: first.hash, bytes: Vec::new() };
    assert_eq!(phone.undo(&[created]), Err(CommandError::NothingToUndo));
}

#[test]
fn the_history_says_who_changed_what() {
    let mut phone = Phone::with_customer();
    let stage = phone.policy.stages[1].key.clone();
    let command = Command::MoveOpportunity { account: ACCOUNT, opportunity: DEAL, stage };
    phone.now = NOW.plus_ms(60_000);
    phone.run(&command).unwrap();
    phone.run(&edit_account(AccountEdit::Note(text("", "初稿")))).unwrap();
    let mut other = colleague(&phone);
    run_as(&mut other, OTHER, &edit_account(AccountEdit::Note(text("初稿", "定稿"))));
    let history = other.account.history();
    let [.., moved, _, amended] = history.as_slice() else { panic!("{history:?}") };
    assert_eq!((moved.by, moved.at, moved.device), (Some(ME), Some(NOW.plus_ms(60_000)), Some(DeviceId([1; 8]))));
    let fields: Vec<_> = moved.changes.iter().map(|change| (change.field.as_str(), change.subject.as_str())).collect();
    assert_eq!(fields, [("opportunities.*.stage", "设备采购"), ("opportunities.*.probability", "设备采购")]);
    let change = &moved.changes[0];
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("solution"), Some("objection")));
    let change = &amended.changes[0];
    assert_eq!((amended.by, change.field.as_str()), (Some(OTHER), "profile.note"));
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("初稿"), Some("定稿")));
}
