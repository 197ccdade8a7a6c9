use super::*;
use crate::command::{CommandContext, CommandError, NewContribution, SettingEdit, TextEdit, execute};
use crate::document::Document;
use crate::model::{ContributionKind, Directory, Role, Settings};
use crate::policy::Policy;
use crate::session::exchange::new_record;
use crate::testing::builders::{create_account, member, rename, tag};
use crate::values::ContributionId;

#[test]
fn an_edit_is_saved_and_sent_only_once_it_is_on_disk() {
    let mut tab = Tab::live();
    let id = tab.execute(create_account(account(1), "Hengli", "new"));
    assert_eq!(tab.name(account(1)), "Hengli", "the screen shows it at once");
    assert!(tab.notices.is_empty() && tab.pushed().is_empty());
    let strict = tab.work.iter().any(|effect| matches!(effect, Effect::Store { strict: true, .. }));
    assert!(strict, "a person's edit asks for strict durability");
    tab.settle();
    assert_eq!(tab.notices, [Notice::Saved(Saved { id, undo: false })]);
    assert_eq!(tab.pushed().len(), 1);
    assert_eq!(tab.session.status().pending, 1);
}

#[test]
fn what_a_person_sets_for_themselves_holds_at_once_and_after_a_restart() {
    let mut tab = Tab::live();
    let member = tab.session.identity().user;
    let set = |edit| Command::EditSettings { member, edits: vec![edit] };
    assert_eq!(*tab.session.settings(), Settings::default());
    tab.execute(set(SettingEdit::Digest(None)));
    assert_eq!(tab.session.settings().digest, None, "before it is on disk");
    tab.settle();
    tab.store.fail_next(StoreError::Quota);
    tab.execute(set(SettingEdit::Language("en".into())));
    tab.settle();
    assert_eq!((tab.session.settings().digest, tab.session.settings().language.as_str()), (None, ""));
    assert_eq!(tab.pushed().iter().map(|pending| pending.doc).collect::<Vec<_>>(), [DocumentId::member(member)]);
    let mut later = Tab::from(tab.store, 2);
    later.settle();
    assert_eq!(later.session.settings().digest, None);
    let before = later.session.revision();
    later.execute(set(SettingEdit::Digest(Some(510))));
    assert!(later.session.revision() > before, "screens look again");
    let undone = later.session.undo(later.now, &mut later.random).unwrap();
    later.take(undone.1);
    later.settle();
    assert_eq!(later.session.settings().digest, None);
}

#[test]
fn a_refused_edit_leaves_no_trace_and_the_next_one_works() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.store.fail_next(StoreError::Quota);
    tab.execute(tag(account(1), "lost"));
    tab.settle();
    assert_eq!(tab.notices.last(), Some(&Notice::SaveFailed(StoreError::Quota)));
    assert_eq!(tab.session.status().store_error, Some(StoreError::Quota));
    assert_eq!((tab.tags(account(1)), tab.session.pending().len()), (vec!["new".to_owned()], 1));
    tab.execute(tag(account(1), "kept"));
    tab.settle();
    assert_eq!(tab.session.status().store_error, None);
    let mut later = Tab::from(tab.store, 2);
    later.open(account(1));
    assert_eq!(later.tags(account(1)), ["kept", "new"]);
}

#[test]
fn an_edit_on_top_of_one_that_is_refused_later_saves_both() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.notices.clear();
    tab.store.fail_next(StoreError::Quota);
    let first = tab.execute(tag(account(1), "first"));
    let second = tab.execute(tag(account(1), "second"));
    tab.settle();
    let saved = tab.notices.iter().filter_map(|notice| match notice {
        Notice::Saved(saved) => Some(saved.id),
        _ => None,
    });
    assert_eq!(saved.collect::<Vec<_>>(), [first, second]);
    let mut later = Tab::from(tab.store, 2);
    later.open(account(1));
    assert_eq!(later.tags(account(1)), ["first", "new", "second"]);
    assert_eq!(later.session.status().pending, 3);
}

#[test]
fn two_new_customers_of_one_moment_and_one_content_are_two() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.execute(create_account(account(2), "Hengli", "new"));
    tab.settle();
    let waiting: Vec<_> = tab.store.outbox.values().map(|item| item.doc).collect();
    assert_eq!((tab.session.status().pending, waiting.len()), (2, 2), "{waiting:?}");
    let sent: Vec<_> = tab.pushed().iter().flat_map(|pending| pending.changes.clone()).collect();
    assert!(sent.len() == 2 && sent[0] != sent[1]);
}

#[test]
fn a_tab_killed_before_the_store_answered_loses_only_that_edit() {
    let mut tab = Tab::new();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.execute(tag(account(1), "unsaved"));
    let mut later = Tab::from(tab.store, 2);
    assert_eq!(later.session.row(account(1)).map(|row| row.name.clone()).as_deref(), Some("Hengli"));
    later.open(account(1));
    assert_eq!(later.tags(account(1)), ["new"]);
    assert_eq!(later.session.status().pending, 1);
    later.execute(tag(account(1), "again"));
    later.settle();
    assert_eq!(later.tags(account(1)), ["again", "new"]);
}

#[test]
fn the_last_edit_can_be_undone_once() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    let id = tab.execute(rename(account(1), "Hengda"));
    tab.settle();
    assert_eq!(tab.notices.last(), Some(&Notice::Saved(Saved { id, undo: true })));
    let (_, outcome) = tab.session.undo(tab.now, &mut tab.random).unwrap();
    tab.take(outcome);
    tab.settle();
    assert_eq!(tab.name(account(1)), "Hengli");
    assert_eq!(tab.session.row(account(1)).map(|row| row.name.clone()).as_deref(), Some("Hengli"));
    assert_eq!(tab.session.pending().iter().filter(|pending| pending.undo).count(), 1);
    let again = tab.session.undo(tab.now, &mut tab.random).unwrap_err();
    assert_eq!(again, ExecuteError::Command(CommandError::NothingToUndo));
}

#[test]
fn one_command_over_two_documents_counts_once() {
    let mut tab = Tab::new();
    tab.execute(create_account(account(1), "Hengli", "new"));
    let contact = crate::values::ContactId::random(&mut tab.random);
    tab.execute(builders::add_contact(account(1), contact, "Wang"));
    tab.settle();
    assert_eq!((tab.store.outbox.len(), tab.session.status().pending), (3, 2));
    assert!(matches!(tab.session.private(account(1)), Availability::Ready(facts) if facts.contacts.len() == 1));
    assert_eq!(tab.session.pending().first().map(|pending| pending.name.clone()).as_deref(), Some("Hengli"));
}

#[test]
fn birthdays_are_known_without_opening_anything() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    let contact = crate::values::ContactId::random(&mut tab.random);
    let mut command = builders::add_contact(account(1), contact, "Wang");
    let day = "1980-12-01".parse().unwrap();
    if let Command::AddContact { new, .. } = &mut command {
        (new.birthday, new.birthday_consent) = (Some(day), Some(day));
    }
    tab.execute(command);
    tab.settle();
    let known = |tab: &Tab| tab.session.birthdays().get(&account(1)).cloned().unwrap_or_default();
    assert_eq!(known(&tab), [day]);
    assert_eq!(known(&Tab::from(tab.store.clone(), 2)), [day]);
    // Downloaded, nothing of it is kept beside it: it is read in the background.
    let mut store = tab.store;
    let private = store.documents.get_mut(&DocumentId::private(account(1))).unwrap();
    private.text = None;
    let mut later = Tab::from(store, 3);
    assert_eq!(known(&later), []);
    later.handle(Event::Leader(true));
    later.settle();
    assert_eq!(known(&later), [day]);
}

#[test]
fn what_is_open_of_others_is_known_without_opening_anything_until_somebody_acts_on_it() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    let doc = DocumentId::service(account(1));
    let me = tab.session.identity().user;
    let directory = Directory { members: [(me, member(me, Role::Rep, None))].into() };
    let policy = Policy::preset();
    let ctx = CommandContext { me, now: tab.now, policy: &policy, directory: &directory };
    let contribution = ContributionId::random(&mut tab.random);
    let kind = ContributionKind::Complaint;
    let new = NewContribution { kind, text: "换型太慢".into(), ..NewContribution::default() };
    let answer = TextEdit { base: String::new(), text: "已更换".into() };
    let account = account(1);
    let mut document = Document::new(doc, DeviceId::SERVER.actor([0; 8]));
    // Downloaded, nothing of it is kept beside it: it is read in the background.
    for (command, expected) in [
        (Command::Contribute { account, contribution, new }, vec![(contribution, "换型太慢".to_owned())]),
        (Command::AnswerContribution { account, contribution, kind, answer }, vec![]),
    ] {
        execute(&mut document, None, &command, &ctx).unwrap();
        let record = DocumentRecord { heads: document.heads(), full: true, ..new_record(doc) };
        let ops =
            [StoreOp::DeleteChunks(doc), StoreOp::PutDocument(record), StoreOp::PutChunk(doc, document.save().into())];
        tab.store.commit(&ops).unwrap();
        let known = |tab: &Tab| {
            let open = tab.session.open_contributions().get(&doc).cloned().unwrap_or_default();
            open.into_iter().map(|open| (open.id, open.text)).collect::<Vec<_>>()
        };
        let mut later = Tab::from(tab.store.clone(), 3);
        assert_eq!(known(&later), []);
        later.handle(Event::Leader(true));
        later.settle();
        assert_eq!(known(&later), expected);
        assert_eq!(known(&Tab::from(later.store, 4)), expected);
    }
}

#[test]
fn a_lost_chunk_of_an_edit_that_waits_is_put_back_from_the_outbox() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    let doc = DocumentId::account(account(1));
    let mut store = tab.store;
    store.lose_chunk(doc);
    assert_eq!(store.chunks(doc).len(), 0);
    let mut later = Tab::from(store, 2);
    later.open(account(1));
    later.settle();
    assert_eq!((later.name(account(1)), later.store.chunks(doc).len()), ("Hengli".to_owned(), 1));
}

#[test]
fn a_follower_writes_and_the_leader_sends() {
    let mut leader = Tab::live();
    leader.execute(create_account(account(1), "Hengli", "new"));
    leader.settle();
    let mut follower = Tab::from(leader.store.clone(), 2);
    follower.handle(Event::Leader(false));
    follower.open(account(1));
    follower.committed.clear();
    follower.execute(tag(account(1), "second tab"));
    follower.settle();
    assert_eq!((follower.connects, follower.session.status().link), (0, LinkState::Follower));
    leader.sent.clear();
    for ops in follower.committed.drain(..) {
        leader.store.commit(&ops).unwrap();
        leader.handle(Event::Foreign(ops));
    }
    leader.settle();
    assert_eq!(leader.tags(account(1)), ["new", "second tab"]);
    assert_eq!((leader.pushed().len(), leader.session.status().pending), (1, 2));
}

#[test]
fn what_was_typed_survives_the_tab() {
    let mut tab = Tab::new();
    tab.handle(Event::SaveDraft { key: "record/1".to_owned(), form: vec![0xa0].into() });
    tab.handle(Event::SaveDraft { key: "record/2".to_owned(), form: vec![0xa0].into() });
    tab.handle(Event::DropDraft("record/2".to_owned()));
    tab.settle();
    let later = Tab::from(tab.store, 2);
    assert_eq!(later.session.draft("record/1").map(|draft| draft.form.to_vec()), Some(vec![0xa0]));
    assert_eq!(later.session.drafts().len(), 1);
}
