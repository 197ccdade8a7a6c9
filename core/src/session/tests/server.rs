use super::*;
use crate::document::Document;
use crate::sync::wire::{
    ChangeHash, Content, Decision, Digest, DocumentDelta, Gone, GoneReason, HeldReason, Review, Seal,
};
use crate::testing::builders::{create_account, tag};
use crate::values::{Id, UserId, VisitId};

/// Under a number that no page has come to.
const DURABLE: Verdicted = Verdicted::Durable(1_000);

fn held(reason: HeldReason) -> Verdicted {
    Verdicted::Held(reason)
}

#[test]
fn an_acknowledged_edit_leaves_the_outbox_and_moves_the_heads() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.execute(tag(account(1), "second"));
    tab.settle();
    tab.judge(&[DURABLE, DURABLE]);
    let record = tab.store.documents.get(&DocumentId::account(account(1))).unwrap();
    assert_eq!(record.acked, record.heads);
    assert!(tab.store.outbox.is_empty());
    assert_eq!(tab.session.status().link, LinkState::Live);
    assert_eq!(tab.session.status().last_sync_at, Some(tab.now));
}

#[test]
fn a_held_edit_leaves_the_document_and_what_came_after_is_written_again() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[DURABLE]);
    tab.execute(tag(account(1), "bad"));
    tab.execute(tag(account(1), "good"));
    tab.settle();
    let before: Vec<_> = tab.store.outbox.keys().copied().collect();
    tab.sent.clear();
    tab.judge(&[held(HeldReason::BadValue), held(HeldReason::DependsOnHeld)]);
    assert_eq!(tab.tags(account(1)), ["good", "new"]);
    assert_eq!(tab.session.held().iter().map(|held| held.held).collect::<Vec<_>>(), [Some(HeldReason::BadValue)]);
    assert!(tab.notices.contains(&Notice::Held(1)));
    let after: Vec<_> = tab.store.outbox.keys().copied().collect();
    assert_eq!((after.len(), tab.pushed().len()), (1, 1));
    assert!(!before.contains(&after[0]), "a new change under a new actor");
    let mut later = Tab::from(tab.store, 2);
    later.open(account(1));
    assert_eq!(later.tags(account(1)), ["good", "new"]);
    assert_eq!((later.session.status().held, later.session.status().pending), (1, 1));
}

#[test]
fn what_builds_on_a_held_edit_comes_back_with_it_when_a_reviewer_was_faster_than_its_verdict() {
    for in_one_page in [false, true] {
        let mut tab = Tab::live();
        tab.execute(create_account(account(1), "Hengli", "new"));
        tab.settle();
        tab.judge(&[DURABLE]);
        tab.execute(tag(account(1), "first"));
        tab.execute(tag(account(1), "second"));
        tab.settle();
        tab.judge(&[held(HeldReason::NoAccess)]);
        assert_eq!(tab.tags(account(1)), ["new"]);
        // A restart, and the reviewer takes over what was held before the second one has its verdict.
        let mut tab = Tab::from(tab.store, 2);
        tab.handle(Event::Leader(true));
        tab.handle(Event::Connected);
        let doc = DocumentId::account(account(1));
        let taken = tab.store.held.values().next().unwrap().item.clone();
        let second = tab.store.outbox.values().next().unwrap().clone();
        let documents = vec![DocumentDelta {
            doc,
            heads: vec![if in_one_page { second.hash } else { taken.hash }],
            content: Content::Changes(vec![taken.bytes]),
            seal: Seal::default(),
            row: None,
        }];
        let verdict = Verdict { doc, hash: second.hash, outcome: DURABLE };
        let cookie = Cookie { epoch: [1; 8], seq: 5, before: 0 };
        let mut delta = Delta { documents, cookie, ..Delta::default() };
        if in_one_page {
            delta.verdicts.push(verdict);
            tab.answer(delta);
        } else {
            tab.answer(delta);
            tab.settle();
            tab.answer(Delta { verdicts: vec![verdict], cookie, ..Delta::default() });
        }
        tab.settle();
        let record = tab.store.documents.get(&doc).unwrap();
        assert_eq!((&record.heads, &record.acked), (&vec![second.hash], &vec![second.hash]));
        let stored = Document::load(doc, [0; 16], &tab.store.chunks(doc)).unwrap();
        assert_eq!(stored.heads(), [second.hash]);
        tab.open(account(1));
        assert_eq!(tab.tags(account(1)), ["first", "new", "second"]);
        assert!(tab.store.outbox.is_empty() && !tab.notices.contains(&Notice::Repairing));
    }
}

#[test]
fn an_edit_accepted_ahead_of_what_it_builds_on_makes_the_phone_compare_and_repairs_nothing() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[DURABLE]);
    tab.execute(tag(account(1), "first"));
    tab.execute(tag(account(1), "second"));
    tab.settle();
    tab.judge(&[held(HeldReason::NoAccess)]);
    let doc = DocumentId::account(account(1));
    let (first, second) =
        (tab.store.held.values().next().unwrap().item.clone(), tab.store.outbox.values().next().unwrap().clone());
    let server: Vec<_> =
        tab.store.chunks(doc).into_iter().chain([first.bytes.to_vec(), second.bytes.to_vec()]).collect();
    // The first page of several: the customer is in a later one.
    let verdict = Verdict { doc, hash: second.hash, outcome: DURABLE };
    tab.answer(Delta { verdicts: vec![verdict], cookie: tab.session.mirror.cookie, more: true, ..Delta::default() });
    tab.settle();
    assert!(tab.store.cookie.is_some_and(|cookie| cookie.is_start()));
    tab.handle(Event::SyncNow);
    tab.handle(Event::Connected);
    let whole = Document::load(doc, [0; 16], &server).unwrap();
    let content = Content::Snapshot(whole.save_plain().into());
    let document = DocumentDelta { doc, heads: whole.heads(), content, seal: Seal::default(), row: None };
    let cookie = Cookie { epoch: [1; 8], seq: 2_000, before: 0 };
    tab.answer(Delta { documents: vec![document], cookie, ..Delta::default() });
    tab.settle();
    tab.open(account(1));
    assert_eq!(tab.tags(account(1)), ["first", "new", "second"]);
    assert!(tab.store.outbox.is_empty() && !tab.notices.contains(&Notice::Repairing), "{:?}", tab.notices);
}

#[test]
fn what_a_reviewer_decided_is_told_and_kept_until_it_was_read() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[DURABLE]);
    for text in ["first", "second", "third"] {
        tab.execute(tag(account(1), text));
    }
    tab.settle();
    tab.judge(&[held(HeldReason::NoAccess); 3]);
    tab.settle();
    assert_eq!(tab.session.status().held, 3);
    let hashes: Vec<_> = tab.session.held().iter().rev().map(|view| tab.hash_of_held(view.at)).collect();
    let [first, second, third] = hashes[..] else { panic!("{hashes:?}") };
    let review = |hash, decision, reason: &str| Review {
        hash,
        decision,
        by: UserId(Id::from_bytes([9; 10])),
        at: Instant(5),
        reason: reason.to_owned(),
    };
    let unknown = ChangeHash([0; 32]);
    let reviews = vec![
        review(first, Decision::Accepted, ""),
        review(second, Decision::Declined, "too late"),
        review(unknown, Decision::Declined, ""),
    ];
    let cookie = tab.session.mirror.cookie;
    tab.answer(Delta { reviews: reviews.clone(), cookie, ..Delta::default() });
    tab.settle();
    let told = [Decision::Accepted, Decision::Declined].map(Notice::Reviewed);
    assert!(told.iter().all(|notice| tab.notices.contains(notice)));
    assert_eq!(tab.session.status().held, 1);
    // After a restart it still stands there, and being told again changes nothing.
    let mut tab = Tab::from(tab.store, 2);
    tab.answer(Delta { reviews, cookie, ..Delta::default() });
    let views = tab.session.held();
    let reasons: Vec<_> = views.iter().rev().map(|view| view.review.as_ref().map(|r| r.reason.as_str())).collect();
    assert_eq!(reasons, [Some("too late"), None]);
    for view in &views {
        tab.handle(Event::DismissReviewed(view.doc, view.at));
    }
    tab.settle();
    assert_eq!(tab.session.held().len(), 1, "what nobody has decided on cannot be dismissed");
    assert_eq!(tab.store.held.keys().copied().collect::<Vec<_>>(), [third]);
}

#[test]
fn a_customer_taken_away_is_dropped_when_every_edit_has_its_verdict() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[DURABLE]);
    tab.execute(tag(account(1), "late"));
    tab.settle();
    let doc = DocumentId::account(account(1));
    let gone = vec![Gone { doc, reason: GoneReason::Reassigned }];
    tab.answer(Delta { gone, cookie: tab.session.mirror.cookie, ..Delta::default() });
    tab.settle();
    assert!(tab.session.rows().is_empty(), "hidden at once");
    assert!(tab.store.documents.contains_key(&doc) && tab.store.outbox.len() == 1);
    tab.judge(&[held(HeldReason::NoAccess)]);
    assert!(tab.store.documents.is_empty() && tab.store.chunks.is_empty() && tab.store.outbox.is_empty());
    let entry = GoneEntry { name: "Hengli".to_owned(), reason: GoneReason::Reassigned, sent: 1, held: 1 };
    assert!(tab.notices.contains(&Notice::Gone(vec![entry.clone()])));
    assert_eq!(tab.session.log().first().map(|log| log.gone.clone()), Some(vec![entry]));
    let held = tab.session.held();
    assert_eq!((held.len(), held[0].name.as_str()), (1, "Hengli"));
}

#[test]
fn a_differing_digest_starts_one_repair_and_never_a_loop() {
    let mut tab = Tab::live();
    let wrong = Some(Digest([9; 16]));
    let cookie = Cookie { epoch: [1; 8], seq: 5, before: 0 };
    for round in 0..3 {
        tab.answer(Delta { cookie, digest: wrong, ..Delta::default() });
        tab.settle();
        if round == 0 {
            tab.now = tab.now.plus_ms(2_000);
            tab.handle(Event::Woken);
            tab.handle(Event::Connected);
            let Some(ClientFrame::Sync(sync)) = tab.sent.last() else { panic!("no SYNC") };
            assert_eq!(sync.cookie, cookie.restarted());
        }
    }
    assert_eq!(tab.notices.iter().filter(|notice| **notice == Notice::Repairing).count(), 1);
    assert_eq!(tab.store.cookie, Some(cookie));
    let right = tab.session.mirror.digest();
    tab.answer(Delta { cookie, digest: Some(right), ..Delta::default() });
    tab.settle();
    tab.answer(Delta { cookie, digest: wrong, ..Delta::default() });
    assert_eq!(tab.notices.iter().filter(|notice| **notice == Notice::Repairing).count(), 2);
}

#[test]
fn a_page_the_store_refuses_is_asked_for_again() {
    let mut tab = Tab::live();
    let before = tab.session.mirror.cookie;
    tab.store.fail_next(StoreError::Quota);
    tab.answer(Delta { cookie: Cookie { seq: 9, ..before }, ..Delta::default() });
    tab.settle();
    assert_eq!((tab.session.mirror.cookie, tab.store.cookie), (before, Some(before)));
    assert_eq!(tab.session.status().link, LinkState::Offline);
    assert!(tab.wake_ms.is_some());
}

#[test]
fn a_document_with_a_missing_chunk_is_fetched_again_and_its_edits_are_kept() {
    let mut tab = Tab::live();
    let doc = DocumentId::account(account(1));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[DURABLE]);
    let (snapshot, heads) = {
        let loaded = tab.session.documents.get(doc).unwrap();
        (loaded.document().save(), loaded.document().heads())
    };
    tab.execute(tag(account(1), "offline"));
    tab.settle();
    let mut store = tab.store;
    store.chunks.get_mut(&doc).unwrap().clear();
    let mut later = Tab::from(store, 2);
    later.handle(Event::Leader(true));
    later.handle(Event::Connected);
    later.sent.clear();
    later.open(account(1));
    assert_eq!(later.session.account(account(1)), Availability::Broken);
    assert!(later.notices.contains(&Notice::Repairing));
    later.now = later.now.plus_ms(2_000);
    later.handle(Event::Woken);
    later.handle(Event::Connected);
    let Some(ClientFrame::Sync(sync)) = later.sent.last() else { panic!("no SYNC") };
    assert_eq!((sync.cookie.is_start(), sync.pending.len()), (true, 1));
    let content = crate::sync::wire::Content::Snapshot(snapshot.into());
    let (seal, row) = Default::default();
    let documents = vec![crate::sync::wire::DocumentDelta { doc, heads, content, seal, row }];
    later.answer(Delta { documents, cookie: Cookie { epoch: [1; 8], seq: 3, before: 0 }, ..Delta::default() });
    later.settle();
    later.open(account(1));
    assert_eq!(later.tags(account(1)), ["new", "offline"]);
}

#[test]
fn an_edit_sent_again_does_not_move_the_heads_back_that_a_page_had() {
    let mut tab = Tab::live();
    let doc = DocumentId::account(account(1));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.execute(tag(account(1), "second"));
    tab.settle();
    let mut other = tab.session.documents.get(doc).unwrap().document().as_actor([7; 16]);
    other.set_owner(UserId(Id::from_bytes([2; 10])), Instant(5)).unwrap();
    let (seal, row, heads) = (Default::default(), None, other.heads());
    let content = crate::sync::wire::Content::Snapshot(other.save().into());
    let documents = vec![crate::sync::wire::DocumentDelta { doc, heads: heads.clone(), content, seal, row }];
    // The answer to a first connection was lost; a manifest's answer has the document with both edits.
    let cookie = Cookie { epoch: [1; 8], seq: 40, before: 0 };
    tab.answer(Delta { documents, cookie, ..Delta::default() });
    tab.settle();
    tab.judge(&[Verdicted::Durable(7), Verdicted::Durable(9)]);
    let record = tab.store.documents.get(&doc).unwrap();
    assert_eq!((&record.acked, &record.heads), (&heads, &heads));
}

#[test]
fn a_customer_given_again_before_its_edits_have_verdicts_stays() {
    let mut tab = Tab::live();
    let doc = DocumentId::account(account(1));
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    let cookie = Cookie { epoch: [1; 8], seq: 5, before: 0 };
    let gone = vec![Gone { doc, reason: GoneReason::Reassigned }];
    tab.answer(Delta { gone, cookie, ..Delta::default() });
    tab.settle();
    let document = tab.session.documents.get(doc).unwrap().document().clone();
    let (seal, row, heads) = (Default::default(), None, document.heads());
    let content = crate::sync::wire::Content::Snapshot(document.save().into());
    let documents = vec![crate::sync::wire::DocumentDelta { doc, heads, content, seal, row }];
    tab.answer(Delta { documents, cookie: Cookie { seq: 6, ..cookie }, ..Delta::default() });
    tab.settle();
    tab.judge(&[Verdicted::Durable(4)]);
    assert_eq!(tab.tags(account(1)), ["new"]);
    assert!(!tab.notices.iter().any(|notice| matches!(notice, Notice::Gone(_))));
}

#[test]
fn what_is_written_again_keeps_the_time_at_which_it_was_done() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    tab.judge(&[DURABLE]);
    tab.execute(tag(account(1), "bad"));
    let visit = VisitId(Id::from_bytes([7; 10]));
    tab.execute(builders::record_visit(account(1), visit, tab.now));
    let done_at = tab.now;
    tab.settle();
    // The refusal comes days later: the record was no later for that.
    tab.now = tab.now.plus_ms(3 * 86_400_000);
    tab.judge(&[held(HeldReason::BadValue), held(HeldReason::DependsOnHeld)]);
    let Availability::Ready(customer) = tab.session.account(account(1)) else { panic!("it is here") };
    assert_eq!(customer.visits.get(&visit).and_then(|visit| visit.recorded_at), Some(done_at));
}
