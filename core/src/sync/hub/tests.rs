//! The hub with real documents and commands, over the memory store.

mod admission;
mod contributions;
mod faults;
mod leads;
mod mend;
mod merge;
mod own;
mod phone;
mod pins;
mod policy;
mod review;
mod take_back;

use super::*;
use crate::model::{RequestState, Role};
use crate::summary::SummaryRow;
use crate::sync::limits::{COMPACT_AFTER_MS, LOG_SHARE, PAGE_BYTES};
use crate::sync::wire::{Content, GoneReason, HeldReason};
use crate::testing::memory_store::MemoryStore;
use crate::values::{Id, VisitId};
use phone::{KEYS, Phone, account, count_visible};

const CHEN: UserId = UserId(Id::from_bytes([1; 10])); // manager of all
const LIN: UserId = UserId(Id::from_bytes([2; 10])); // manager below chen
const LI: UserId = UserId(Id::from_bytes([3; 10])); // rep below chen
const SUN: UserId = UserId(Id::from_bytes([4; 10])); // rep below lin
const ADMIN: UserId = UserId(Id::from_bytes([5; 10]));

fn member(id: UserId, role: Role, manager: Option<UserId>) -> Member {
    Member { id, name: id.to_string(), role, manager, regions: Vec::new(), disabled: false, level: None }
}

fn hub() -> Hub<MemoryStore> {
    let mut hub = Hub::new(MemoryStore::new([1; 8]), KEYS, [1; 8]);
    hub.init_workspace(&Policy::preset(), Instant(1)).unwrap();
    let members = [
        member(CHEN, Role::Manager, None),
        member(LIN, Role::Manager, Some(CHEN)),
        member(LI, Role::Rep, Some(CHEN)),
        member(SUN, Role::Rep, Some(LIN)),
        member(ADMIN, Role::Admin, None),
    ];
    for member in members {
        hub.put_member(&member, None, Instant(1)).unwrap();
    }
    hub
}

fn doc(number: u8) -> DocumentId {
    DocumentId::account(account(number))
}

fn is_sound(hub: &Hub<MemoryStore>) {
    assert_eq!(check(hub.store(), &KEYS.digest).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_new_customer_has_an_owner_and_reaches_exactly_who_may_see_it() {
    let mut hub = hub();
    let (mut phone, mut tablet) = (Phone::new(SUN, 10), Phone::new(SUN, 11));
    let (mut lin, mut chen, mut li, mut admin) =
        (Phone::new(LIN, 12), Phone::new(CHEN, 13), Phone::new(LI, 14), Phone::new(ADMIN, 15));
    for other in [&mut phone, &mut tablet, &mut lin, &mut chen, &mut li, &mut admin] {
        other.sync(&mut hub);
        assert_eq!(other.documents.keys().copied().collect::<Vec<_>>(), [DocumentId::WORKSPACE]);
    }
    phone.create(&mut hub, 40, "蓝海科技");
    let pages = phone.sync(&mut hub);
    assert_eq!(pages[0].verdicts.len(), 2);
    assert!(pages[0].verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_))));
    // What the device sent does not come back; the owner that the server wrote does.
    let [answer] = pages[0].documents.iter().filter(|delta| delta.doc == doc(40)).collect::<Vec<_>>()[..] else {
        panic!("{:?}", pages[0].documents);
    };
    assert!(matches!(&answer.content, Content::Changes(changes) if changes.len() == 1));
    assert_eq!(phone.documents[&doc(40)].account().0.owner, Some(SUN));
    for other in [&mut tablet, &mut lin, &mut chen, &mut li, &mut admin] {
        other.sync(&mut hub);
    }
    let private = DocumentId::private(account(40));
    assert_eq!(tablet.name(40).as_deref(), Some("蓝海科技"));
    assert_eq!(tablet.documents[&private].private().0.contacts.len(), 1);
    for manager in [&lin, &chen] {
        assert_eq!(manager.documents.len(), 1);
        let row = SummaryRow::from_bytes(&manager.rows[&account(40)]).unwrap();
        assert_eq!((row.name.as_str(), row.owner, row.audience), ("蓝海科技", Some(SUN), RowAudience::Manager));
    }
    for stranger in [&li, &admin] {
        assert_eq!((stranger.documents.len(), stranger.rows.len()), (1, 0));
    }
    is_sound(&hub);
}

#[test]
fn an_assignment_takes_the_documents_from_one_rep_to_another() {
    let mut hub = hub();
    let (mut sun, mut li, mut lin, mut chen) =
        (Phone::new(SUN, 10), Phone::new(LI, 11), Phone::new(LIN, 12), Phone::new(CHEN, 13));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    li.sync(&mut hub);
    lin.sync(&mut hub);
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    assert_eq!(chen.name(40).as_deref(), Some("蓝海科技"));
    // Li is not below lin: refused, with the reason in the document.
    lin.pins.push(PinChange { doc: doc(40), wanted: true });
    lin.sync(&mut hub);
    lin.assign(&mut hub, 40, 1, LI);
    lin.sync(&mut hub);
    let answers = |phone: &Phone| -> Vec<RequestState> {
        phone.documents[&doc(40)].account().0.requests.into_values().map(|request| request.state).collect()
    };
    let refused = RequestState::Refused { at: Instant(1_000), reason: "needs_manager".into() };
    assert_eq!(answers(&lin), std::slice::from_ref(&refused));
    chen.sync(&mut hub);
    chen.assign(&mut hub, 40, 2, LI);
    let touched = hub.push(vec![chen.submission()], Instant(1_000)).touched;
    assert_eq!(touched.into_iter().collect::<Vec<_>>(), [CHEN, LIN, LI, SUN]);
    chen.sync(&mut hub);
    assert_eq!(answers(&chen), [refused, RequestState::Granted { at: Instant(1_000) }]);
    let pages = sun.sync(&mut hub);
    let gone: Vec<_> = pages[0].gone.iter().map(|gone| (gone.doc, gone.reason)).collect();
    let private = DocumentId::private(account(40));
    assert_eq!(gone, [(doc(40), GoneReason::Reassigned), (private, GoneReason::Reassigned)]);
    assert_eq!((sun.name(40), sun.rows.len()), (None, 0));
    li.sync(&mut hub);
    assert_eq!(li.name(40).as_deref(), Some("蓝海科技"));
    assert_eq!(li.documents[&private].private().0.contacts.len(), 1);
    // Lin no longer stands above the owner: the pin is void with the row.
    let pages = lin.sync(&mut hub);
    assert_eq!(pages[0].gone.iter().map(|gone| gone.doc).collect::<Vec<_>>(), [doc(40)]);
    assert_eq!((lin.name(40), lin.rows.len()), (None, 0));
    // And back: the history comes again.
    chen.assign(&mut hub, 40, 3, SUN);
    chen.sync(&mut hub);
    sun.sync(&mut hub);
    li.sync(&mut hub);
    assert_eq!((sun.name(40).as_deref(), li.name(40)), (Some("蓝海科技"), None));
    is_sound(&hub);
}

#[test]
fn a_manager_may_hold_a_document_and_let_it_go() {
    let mut hub = hub();
    let (mut sun, mut lin, mut other) = (Phone::new(SUN, 10), Phone::new(LIN, 11), Phone::new(LIN, 12));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    lin.sync(&mut hub);
    lin.pins.push(PinChange { doc: doc(40), wanted: true });
    lin.sync(&mut hub);
    other.sync(&mut hub);
    // A pin is the device's, and it follows the changes.
    assert_eq!((lin.name(40).is_some(), other.name(40).is_some()), (true, false));
    sun.rename(&mut hub, 40, "蓝海集团");
    sun.sync(&mut hub);
    lin.sync(&mut hub);
    other.sync(&mut hub);
    assert_eq!(lin.name(40).as_deref(), Some("蓝海集团"));
    let name = |phone: &Phone| SummaryRow::from_bytes(&phone.rows[&account(40)]).unwrap().name;
    assert_eq!((name(&lin), name(&other)), ("蓝海集团".to_owned(), "蓝海集团".to_owned()));
    lin.pins.push(PinChange { doc: doc(40), wanted: false });
    let pages = lin.sync(&mut hub);
    assert_eq!(pages[0].gone.iter().map(|gone| gone.reason).collect::<Vec<_>>(), [GoneReason::Unpinned]);
    assert_eq!((lin.name(40), name(&lin)), (None, "蓝海集团".to_owned()));
    // Managers never get numbers, not even on a wish.
    lin.pins.push(PinChange { doc: DocumentId::private(account(40)), wanted: true });
    lin.sync(&mut hub);
    assert_eq!(lin.documents.len(), 1);
}

#[test]
fn a_batch_is_one_commit_and_nothing_is_acknowledged_when_it_fails() {
    let mut hub = hub();
    let (mut phone, mut tablet) = (Phone::new(SUN, 10), Phone::new(SUN, 11));
    phone.create(&mut hub, 40, "蓝海科技");
    // The tablet builds on what the phone sends in the same batch.
    tablet.documents = phone.documents.clone();
    let waiting = phone.clone();
    let first = phone.submission();
    tablet.documents.clear();
    for pending in &first.pending {
        let changes: Vec<&[u8]> = pending.changes.iter().map(|bytes| bytes.as_slice()).collect();
        tablet.document(pending.doc).apply(&changes).unwrap();
    }
    tablet.rename(&mut hub, 40, "蓝海集团");
    let second = tablet.submission();
    let before = (hub.store().commits(), hub.store().position().unwrap());
    hub.store_mut().fail_commits(1);
    let failed = hub.push(vec![first.clone(), second.clone()], Instant(5));
    assert_eq!(failed.receipts, [Receipt::Unavailable, Receipt::Unavailable]);
    assert!(failed.touched.is_empty());
    assert_eq!((hub.store().commits(), hub.store().position().unwrap()), before);
    assert_eq!(hub.store().document(doc(40)).unwrap(), None);
    let done = hub.push(vec![first.clone(), second], Instant(5));
    assert_eq!(hub.store().commits(), before.0 + 1);
    let mut numbers = Vec::new();
    for receipt in &done.receipts {
        let Receipt::Stored(verdicts) = receipt else { panic!("{receipt:?}") };
        for verdict in verdicts {
            let Outcome::Durable(seq) = verdict.outcome else { panic!("{verdict:?}") };
            assert_eq!(hub.store().change(verdict.hash).unwrap(), Some((verdict.doc, seq)));
            numbers.push(seq);
        }
    }
    assert!(numbers.is_sorted() && numbers.len() == 3, "{numbers:?}");
    // The answer was lost: the same changes get the same numbers, and nothing is stored again.
    let again = hub.push(vec![first], Instant(6));
    assert_eq!(again.receipts[0], done.receipts[0]);
    assert_eq!(hub.store().commits(), before.0 + 1);
    let mut waiting = waiting;
    waiting.sync(&mut hub);
    assert_eq!(waiting.name(40).as_deref(), Some("蓝海集团"));
    is_sound(&hub);
}

#[test]
fn a_first_download_goes_from_the_last_touched_down_and_resumes_where_it_was_cut() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.sync(&mut hub);
    for number in 40..60 {
        sun.create(&mut hub, number, "一");
        sun.sync(&mut hub);
    }
    sun.rename(&mut hub, 43, "先");
    sun.sync(&mut hub);
    let mut tablet = Phone::new(SUN, 11);
    tablet.page_bytes = 600;
    let mut pages = 0;
    let mut remaining = u32::MAX;
    loop {
        let page = tablet.pull(hub.store());
        // The same question has the same answer: a page lost on the way is asked for again.
        assert_eq!(tablet.pull(hub.store()), page);
        assert!(page.remaining < remaining || pages >= 5, "{} after {remaining}", page.remaining);
        (remaining, pages) = (page.remaining, pages + 1);
        tablet.take(&page);
        if !page.more {
            break;
        }
        match pages {
            // Meanwhile others write: to what was sent already, to what was not, and something new.
            5 => {
                sun.rename(&mut hub, 59, "改");
                sun.rename(&mut hub, 41, "改");
                sun.create(&mut hub, 60, "新");
                sun.sync(&mut hub);
            }
            7 => {
                let mut chen = Phone::new(CHEN, 12);
                chen.pins = [42, 58].map(|number| PinChange { doc: doc(number), wanted: true }).to_vec();
                chen.sync(&mut hub);
                chen.assign(&mut hub, 42, 1, LI);
                chen.assign(&mut hub, 58, 2, LI);
                chen.sync(&mut hub);
            }
            _ => {}
        }
    }
    assert!(pages > 10, "{pages}");
    let private = DocumentId::private(account(59));
    assert_eq!(tablet.arrived[..4], [DocumentId::WORKSPACE, doc(43), private, doc(59)]);
    let names = [41, 43, 50, 59, 60, 42, 58].map(|number| tablet.name(number));
    let names: Vec<_> = names.iter().map(Option::as_deref).collect();
    assert_eq!(names, [Some("改"), Some("先"), Some("一"), Some("改"), Some("新"), None, None]);
    // Nothing changed: an exchange is one small page.
    let idle = tablet.pull(hub.store());
    assert_eq!((idle.documents.len(), idle.rows.len(), idle.more), (0, 0, false));
}

#[test]
fn pages_after_a_long_absence_leave_nothing_out() {
    let mut hub = hub();
    let (mut sun, mut tablet) = (Phone::new(SUN, 10), Phone::new(SUN, 11));
    for number in 40..50 {
        sun.create(&mut hub, number, "一");
    }
    sun.sync(&mut hub);
    tablet.sync(&mut hub);
    for round in 0..5 {
        for number in 40..50 {
            sun.rename(&mut hub, number, &format!("第{round}次"));
            sun.sync(&mut hub);
        }
    }
    tablet.page_bytes = 500;
    let pages = tablet.sync(&mut hub);
    assert!(pages.len() > 5, "{}", pages.len());
    assert!((40..50).all(|number| tablet.name(number).as_deref() == Some("第4次")));
}

#[test]
fn a_change_of_the_directory_is_a_change_of_what_people_see() {
    let mut hub = hub();
    let (mut sun, mut lin) = (Phone::new(SUN, 10), Phone::new(LIN, 11));
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    lin.sync(&mut hub);
    assert_eq!(lin.rows.len(), 1);
    // Sun moves to chen's own team, li to lin's.
    let moved = hub.put_member(&member(SUN, Role::Rep, Some(CHEN)), None, Instant(9)).unwrap();
    assert_eq!(moved.touched.len(), 5);
    let pages = lin.sync(&mut hub);
    assert_eq!(pages[0].gone.iter().map(|gone| gone.reason).collect::<Vec<_>>(), [GoneReason::Access]);
    assert_eq!(lin.rows.len(), 0);
    is_sound(&hub);
    hub.put_member(&Member { disabled: true, ..member(SUN, Role::Rep, Some(CHEN)) }, None, Instant(9)).unwrap();
    assert_eq!(count_visible(&hub, SUN), 0);
    sun.sync(&mut hub);
    assert_eq!((sun.documents.len(), sun.rows.len()), (0, 0));
    let mut chen = Phone::new(CHEN, 12);
    let pages = chen.sync(&mut hub);
    assert_eq!(chen.rows.len(), 1);
    let synced: Vec<_> = pages[0].synced.iter().map(|sync| sync.user).collect();
    assert_eq!(synced, [LIN, SUN]);
    is_sound(&hub);
}

#[test]
fn a_hub_is_rebuilt_from_its_store_and_a_restored_one_starts_everybody_anew() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "蓝海科技");
    sun.sync(&mut hub);
    let backup = hub.store().clone();
    sun.rename(&mut hub, 40, "蓝海集团");
    sun.sync(&mut hub);
    let mut hub = Hub::new(hub.into_store(), KEYS, [2; 8]);
    sun.rename(&mut hub, 40, "蓝海");
    sun.sync(&mut hub);
    is_sound(&hub);
    let mut hub = Hub::new(backup.restored([2; 8]), KEYS, [3; 8]);
    let pages = sun.sync(&mut hub);
    assert_eq!(pages[0].cookie.epoch, [2; 8]);
    assert_eq!(sun.name(40).as_deref(), Some("蓝海科技"));
    // A cookie beyond the log, in the same epoch, starts anew as well.
    sun.cookie.seq += 100;
    sun.sync(&mut hub);
    assert_eq!(sun.name(40).as_deref(), Some("蓝海科技"));
}

#[test]
fn what_grows_is_written_as_a_snapshot() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "一");
    for number in 0..60 {
        sun.rename(&mut hub, 40, &format!("第{number}个名字"));
    }
    sun.sync(&mut hub);
    let when = |ms| Instant(1_000 + ms);
    assert_eq!(hub.tend(when(COMPACT_AFTER_MS - 1)), Ok(false));
    assert!(hub.store().content(doc(40)).unwrap().snapshot.is_none(), "connected devices get the changes first");
    let log = hub.store().changes_of(doc(40), 0).unwrap();
    assert_eq!(hub.tend(when(COMPACT_AFTER_MS)), Ok(false));
    sun.rename(&mut hub, 40, "二");
    sun.sync(&mut hub);
    let content = hub.store().content(doc(40)).unwrap();
    let snapshot = content.snapshot.unwrap();
    assert_eq!(content.tail.len(), 1);
    let kept: Vec<_> = hub.store().changes_of(doc(40), 0).unwrap();
    let inside: usize = kept.iter().rev().skip(1).map(|entry| entry.bytes.len()).sum();
    assert!(kept.len() > 1 && kept.len() < log.len() && inside <= snapshot.len() / LOG_SHARE, "{}", kept.len());
    let mut tablet = Phone::new(SUN, 11);
    let pages = tablet.sync(&mut hub);
    assert!(pages[0].documents.iter().any(|delta| matches!(delta.content, Content::Snapshot(_))));
    assert_eq!(tablet.name(40).as_deref(), Some("二"));
    is_sound(&hub);
}

#[test]
fn who_lacks_more_than_the_log_has_gets_the_document_whole_and_loses_nothing() {
    let mut hub = hub();
    hub.set_retention(Retention { share: 2, age_ms: i64::MAX });
    let mut sun = Phone::new(SUN, 10);
    for number in 40..44 {
        sun.create(&mut hub, number, "一");
    }
    sun.sync(&mut hub);
    let mut tablet = Phone::new(SUN, 11);
    tablet.sync(&mut hub);
    let mut chen = Phone::new(CHEN, 12);
    chen.pins.push(PinChange { doc: doc(41), wanted: true });
    chen.sync(&mut hub);
    let (far, far_chen) = (tablet.clone(), chen.clone());
    for round in 0..20 {
        for number in 40..44 {
            sun.rename(&mut hub, number, &format!("第{round}个名字"));
        }
        sun.sync(&mut hub);
    }
    tablet.sync(&mut hub);
    sun.rename(&mut hub, 40, "二");
    sun.sync(&mut hub);
    assert_eq!(hub.compact(&[doc(40), doc(41), doc(42), doc(43)], Instant(2_000)), Ok(4));
    assert_eq!(hub.compact(&[doc(40)], Instant(2_000)), Ok(0), "nothing is left to do");
    is_sound(&hub);
    let is_whole = |page: &Delta| {
        let whole = page.documents.iter().filter(|delta| matches!(delta.content, Content::Snapshot(_)));
        whole.map(|delta| delta.doc).collect::<Vec<_>>()
    };
    // One edit behind: the edit. Its own device learns that nothing is new.
    assert_eq!(tablet.sync(&mut hub).iter().flat_map(is_whole).collect::<Vec<_>>(), []);
    assert_eq!(tablet.name(40).as_deref(), Some("二"));
    assert_eq!(sun.sync(&mut hub)[0].documents, []);
    // Twenty behind, with an edit of its own, page by page: every document whole, none forgotten, the edit merged.
    for page_bytes in [1, 700, PAGE_BYTES] {
        let mut behind = far.clone();
        behind.page_bytes = page_bytes;
        behind.rename(&mut hub, 43, "我的");
        let mut whole: Vec<_> = behind.sync(&mut hub).iter().flat_map(is_whole).collect();
        whole.sort_unstable();
        whole.dedup();
        assert!(whole.starts_with(&[doc(40), doc(41), doc(42)]), "{whole:?}");
        assert_eq!(behind.name(40).as_deref(), Some("二"));
        assert_eq!(behind.name(42).as_deref(), Some("第19个名字"));
    }
    let mut pinned = far_chen;
    let pages = pinned.sync(&mut hub);
    assert!(pages.iter().flat_map(is_whole).any(|whole| whole == doc(41)));
    is_sound(&hub);
}

#[test]
fn what_is_sent_again_after_it_left_the_log_has_the_same_answer() {
    let mut hub = hub();
    hub.set_retention(Retention { share: usize::MAX, age_ms: 0 });
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "一");
    let sent = sun.pending.clone();
    sun.sync(&mut hub);
    sun.rename(&mut hub, 40, "二");
    sun.sync(&mut hub);
    let before = hub.store().change(inspect_hash(&sent[0].changes[0])).unwrap();
    assert_eq!(hub.compact(&[doc(40)], Instant(9_000)), Ok(1));
    assert_eq!(hub.store().changes_of(doc(40), 0).unwrap(), []);
    let mut hub = Hub::new(hub.into_store(), KEYS, [2; 8]);
    let caller = sun.caller;
    let pushed = hub.push(vec![Submission { caller, pending: sent.clone(), pins: Vec::new() }], Instant(9_001));
    let [Receipt::Stored(verdicts)] = &pushed.receipts[..] else { panic!("{pushed:?}") };
    assert_eq!(verdicts[0].outcome, Outcome::Durable(before.unwrap().1));
    // Nor does it pass as a change of another customer.
    let pending = vec![PendingDocument { doc: doc(41), changes: sent[0].changes.clone() }];
    let pushed = hub.push(vec![Submission { caller, pending, pins: Vec::new() }], Instant(9_002));
    let [Receipt::Stored(verdicts)] = &pushed.receipts[..] else { panic!("{pushed:?}") };
    assert_eq!(verdicts[0].outcome, Outcome::Held(HeldReason::Malformed));
    sun.sync(&mut hub);
    is_sound(&hub);
}

#[test]
fn one_change_sent_for_two_customers_at_once_is_taken_for_one() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "一");
    let mut pending = std::mem::take(&mut sun.pending);
    let again = PendingDocument { doc: doc(41), changes: pending[0].changes.clone() };
    pending.push(again);
    let caller = sun.caller;
    let pushed = hub.push(vec![Submission { caller, pending, pins: Vec::new() }], Instant(9_000));
    let [Receipt::Stored(verdicts)] = &pushed.receipts[..] else { panic!("{pushed:?}") };
    let of = |number| verdicts.iter().find(|verdict| verdict.doc == doc(number)).map(|verdict| verdict.outcome);
    assert!(matches!(of(40), Some(Outcome::Durable(_))), "{verdicts:?}");
    assert_eq!(of(41), Some(Outcome::Held(HeldReason::Malformed)));
    is_sound(&hub);
}

fn inspect_hash(change: &[u8]) -> ChangeHash {
    crate::document::inspect(change).unwrap().hash
}

#[test]
fn a_commit_that_fails_while_compacting_changes_nothing() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "一");
    sun.sync(&mut hub);
    let before = hub.store().content(doc(40)).unwrap();
    hub.store_mut().fail_commits(1);
    assert!(hub.compact(&[doc(40)], Instant(2_000)).is_err());
    assert_eq!(hub.store().content(doc(40)).unwrap(), before);
    sun.rename(&mut hub, 40, "二");
    sun.sync(&mut hub);
    assert_eq!(hub.compact(&[doc(40)], Instant(2_000)), Ok(1));
    sun.rename(&mut hub, 40, "三");
    sun.sync(&mut hub);
    is_sound(&hub);
}

#[test]
fn a_check_finds_what_is_not_as_it_should_be() {
    let mut hub = hub();
    let mut sun = Phone::new(SUN, 10);
    sun.create(&mut hub, 40, "一");
    sun.sync(&mut hub);
    is_sound(&hub);
    let facts = hub.store().document(doc(40)).unwrap().unwrap();
    let position = hub.store().position().unwrap().seq;
    let damage = Commit {
        after: position,
        documents: vec![crate::sync::store::NewDocument {
            doc: doc(40),
            heads: facts.heads,
            owner: Some(LI),
            deputies: vec![LI],
        }],
        rows: vec![crate::sync::store::NewRow { account: account(40), audience: RowAudience::Owner, bytes: vec![1] }],
        ..Commit::default()
    };
    hub.store_mut().commit(&damage).unwrap();
    let problems = check(hub.store(), &KEYS.digest).unwrap().problems;
    for expected in ["the stored owner", "the stored deputies", "Owner row", "should see", "view digest"] {
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected}: {problems:?}");
    }
}
