use super::*;
use crate::document::Document;
use crate::sync::wire::{ByeReason, Content, DocumentDelta, Gone, GoneReason, HeldReason, Seal, TakenBack};
use crate::testing::builders::{create_account, tag};

/// The server says something under its new epoch.
fn news(seq: u64) -> Delta {
    Delta { cookie: Cookie { epoch: [2; 8], seq, before: 0 }, ..Delta::default() }
}

#[test]
fn a_customer_taken_away_while_the_held_edits_are_asked_about_is_given_back_before_all_is_done() {
    let mut tab = Tab::live();
    let taken = DocumentId::account(account(2));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.execute(create_account(account(2), "ACME", "new"));
    tab.settle();
    tab.judge(&[Verdicted::Durable(2), Verdicted::Durable(3)]);
    tab.execute(tag(account(1), "bad"));
    tab.settle();
    tab.judge(&[Verdicted::Held(HeldReason::BadValue)]);
    let heads = tab.store.documents[&taken].heads.clone();
    let content = Content::Changes(Vec::new());
    let seal = DocumentDelta { doc: taken, heads, content, seal: Seal::default(), row: None };
    let cookie = tab.session.mirror.cookie;
    tab.answer(Delta { documents: vec![seal], cookie, ..Delta::default() });
    tab.settle();

    tab.handle(Event::Frame(ServerFrame::Bye { reason: ByeReason::Restored, retry_after_ms: 0 }.to_bytes()));
    tab.settle();
    tab.handle(Event::SyncNow);
    tab.handle(Event::Connected);
    // It has all that this phone has, so only the held edit is asked about.
    tab.answer(Delta { unmet: Some(Vec::new()), ..news(5) });
    tab.settle();
    let again = tab.pushed().last().cloned().unwrap();
    let held = tab.store.held.values().next().unwrap().item.clone();
    assert_eq!((again.doc, again.changes.as_slice()), (held.doc, [held.bytes].as_slice()));

    tab.answer(Delta { gone: vec![Gone { doc: taken, reason: GoneReason::Reassigned }], ..news(6) });
    let verdict = Verdict { doc: held.doc, hash: held.hash, outcome: Verdicted::Held(HeldReason::BadValue) };
    tab.answer(Delta { verdicts: vec![verdict], ..news(7) });
    tab.settle();
    let returned = tab.sent.iter().rev().find_map(|frame| match frame {
        ClientFrame::Push(push) => push.returned.as_ref().map(|returned| returned.doc),
        _ => None,
    });
    assert_eq!(returned, Some(taken));
    assert!(tab.session.status().giving_back);

    tab.answer(Delta { taken_back: Some(TakenBack { doc: taken, whole: true }), ..news(8) });
    tab.settle();
    tab.answer(Delta { verdicts: vec![verdict], ..news(9) });
    tab.settle();
    assert!(!tab.session.status().giving_back);
}

fn record(tab: &Tab, number: u8) -> Option<&DocumentRecord> {
    tab.store.documents.get(&DocumentId::account(account(number)))
}

/// The server was restored; the phone has connected to it and has said so.
fn meet_restored(tab: &mut Tab) {
    tab.handle(Event::Frame(ServerFrame::Bye { reason: ByeReason::Restored, retry_after_ms: 0 }.to_bytes()));
    tab.settle();
    tab.handle(Event::SyncNow);
    tab.handle(Event::Connected);
}

#[test]
fn an_edit_that_is_accepted_after_all_is_kept_until_its_customer_has_come() {
    let mut tab = Tab::live();
    let doc = DocumentId::account(account(1));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[Verdicted::Held(HeldReason::NoAccess)]);
    let held = tab.store.held.values().next().unwrap().item.clone();
    assert_eq!(record(&tab, 1), None);
    // The restored server takes it. What it adds comes first, and has nothing here to be added to.
    meet_restored(&mut tab);
    let mut server = Document::load(doc, DeviceId::SERVER.actor([1; 8]), &[held.bytes.to_vec()]).unwrap();
    let owner = server.set_owner(builders::user(2), START).unwrap().unwrap();
    let content = Content::Changes(vec![owner.bytes.into()]);
    let part = DocumentDelta { doc, heads: server.heads(), content, seal: Seal::default(), row: None };
    tab.answer(Delta { documents: vec![part], ..news(5) });
    tab.settle();
    let verdict = Verdict { doc, hash: held.hash, outcome: Verdicted::Durable(4) };
    tab.answer(Delta { verdicts: vec![verdict], ..news(6) });
    tab.settle();
    // It is the only copy, should the server be restored again before the customer comes.
    assert_eq!(tab.store.held.keys().collect::<Vec<_>>(), [&held.hash]);
    tab.handle(Event::SyncNow);
    tab.handle(Event::Connected);
    let content = Content::Snapshot(server.save_plain().into());
    let whole = DocumentDelta { doc, heads: server.heads(), content, seal: Seal::default(), row: None };
    tab.answer(Delta { documents: vec![whole], ..news(7) });
    tab.settle();
    tab.open(account(1));
    assert_eq!((tab.name(account(1)).as_str(), tab.store.held.len()), ("Hengli", 0));
}

#[test]
fn a_customer_that_was_leaving_when_the_server_was_restored_is_given_back_first() {
    let mut tab = Tab::live();
    let doc = DocumentId::account(account(1));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[Verdicted::Durable(2)]);
    let heads = record(&tab, 1).unwrap().heads.clone();
    let cookie = tab.session.mirror.cookie;
    let sealed = DocumentDelta { doc, heads, content: Content::Changes(vec![]), seal: Seal::default(), row: None };
    tab.answer(Delta { documents: vec![sealed], cookie, ..Delta::default() });
    tab.execute(tag(account(1), "waits"));
    tab.answer(Delta { gone: vec![Gone { doc, reason: GoneReason::Access }], cookie, ..Delta::default() });
    tab.settle();
    assert!(record(&tab, 1).is_some_and(|record| record.leaving.is_some() && record.lost.is_empty()));
    meet_restored(&mut tab);
    tab.answer(news(1));
    tab.settle();
    assert_eq!(record(&tab, 1).unwrap().lost.len(), 1);
}

#[test]
fn a_comparison_with_a_restored_server_that_is_cut_begins_again() {
    let mut tab = Tab::live();
    let doc = DocumentId::account(account(1));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[Verdicted::Durable(2)]);
    // Something waits on every customer: there is nothing that could be listed as equal.
    tab.execute(tag(account(1), "waits"));
    tab.settle();
    meet_restored(&mut tab);
    let page = Delta { cookie: Cookie { epoch: [2; 8], seq: 9, before: 7 }, more: true, ..Delta::default() };
    tab.answer(page);
    tab.settle();
    let cookie = tab.store.cookie.unwrap();
    assert!(cookie.is_start() && cookie.epoch == [2; 8], "{cookie:?}");
    assert!(record(&tab, 1).is_some_and(|record| record.doc == doc && record.full));
}

#[test]
fn what_the_store_refuses_to_put_back_is_put_back_with_the_next_try() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[Verdicted::Durable(2)]);
    tab.execute(tag(account(1), "waits"));
    tab.settle();
    // Acknowledged and not sealed: the restored server, which does not know the customer, gets it as an edit that waits.
    meet_restored(&mut tab);
    tab.answer(news(1));
    while record(&tab, 1).is_some_and(|record| record.lost.is_empty()) {
        tab.step();
    }
    tab.store.fail_next(StoreError::Quota);
    tab.settle();
    for _ in 0..3 {
        tab.handle(Event::SyncNow);
        tab.handle(Event::Connected);
        tab.answer(news(1));
        tab.settle();
    }
    assert!(record(&tab, 1).is_some_and(|record| record.lost.is_empty()));
    let sent = tab.session.mirror.outbox_of(DocumentId::account(account(1))).count();
    assert_eq!(sent, 2, "the customer itself, and what was written on it");
}

#[test]
fn what_waits_on_a_customer_that_comes_anew_is_stored_with_it() {
    let mut tab = Tab::live();
    let doc = DocumentId::account(account(1));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[Verdicted::Held(HeldReason::NoAccess)]);
    let held = tab.store.held.values().next().unwrap().item.clone();
    // Accepted after all, while nothing of it is here but what was written on it since it came the last time.
    let mut copy = Document::load(doc, DeviceId([1; 8]).actor([9; 8]), &[held.bytes.to_vec()]).unwrap();
    let owner = copy.set_owner(builders::user(2), START).unwrap().unwrap();
    let item = OutboxItem { hash: owner.hash, bytes: owner.bytes.into(), aside: false, ..held.clone() };
    let waits = DocumentRecord { full: true, ..exchange::new_record(doc) };
    tab.store.commit(&[StoreOp::PutOutbox(item.clone()), StoreOp::PutDocument(waits)]).unwrap();
    tab.store.cookie = None;
    let mut tab = Tab::from(tab.store, 3);
    tab.handle(Event::Leader(true));
    tab.handle(Event::Connected);
    let content = Content::Changes(vec![held.bytes.clone()]);
    let part = DocumentDelta { doc, heads: vec![held.hash], content, seal: Seal::default(), row: None };
    tab.answer(Delta { documents: vec![part], ..news(5) });
    tab.settle();
    let stored = Document::load(doc, [0; 16], &tab.store.chunks(doc)).unwrap();
    assert_eq!((stored.heads(), stored.missing()), (vec![item.hash], vec![]));
    assert_eq!(record(&tab, 1).unwrap().heads, [item.hash]);
    assert!(tab.store.held.is_empty());
}
