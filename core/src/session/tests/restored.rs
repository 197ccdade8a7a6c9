use super::*;
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
