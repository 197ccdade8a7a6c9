//! What a fault in our own code costs, and what another process's commit.

use super::*;

#[test]
fn a_panic_after_admission_costs_whoever_sent_its_cause_and_nobody_else() {
    let mut hub = hub();
    let (mut sun, mut li) = (Phone::new(SUN, 10), Phone::new(LI, 11));
    sun.create(&mut hub, 40, "一");
    li.create(&mut hub, 41, "二");
    hub.store_mut().panic_over(doc(40));
    let (cause, other) = (sun.submission(), li.submission());
    let pushed = hub.push(vec![cause.clone(), other.clone()], Instant(5));
    assert_eq!(pushed.panics, 2, "once together, once alone");
    let [Receipt::Stopped(looked_at), Receipt::Stored(verdicts)] = pushed.receipts.as_slice() else {
        panic!("{:?}", pushed.receipts)
    };
    assert!(looked_at.is_empty() && !verdicts.is_empty());
    assert!(verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_))), "{verdicts:?}");
    assert!(pushed.touched.contains(&LI) && !pushed.touched.contains(&SUN), "{:?}", pushed.touched);
    assert_eq!(hub.store().document(doc(40)).unwrap(), None);
    // Alone it is no other.
    let again = hub.push(vec![cause], Instant(6));
    assert_eq!((again.panics, again.receipts), (1, vec![Receipt::Stopped(vec![])]));
    is_sound(&hub);
}

#[test]
fn who_finds_that_another_process_has_committed_reads_again_once() {
    for (moves, stored) in [(1, true), (2, false)] {
        let mut hub = hub();
        let mut sun = Phone::new(SUN, 10);
        sun.create(&mut hub, 40, "一");
        hub.store_mut().move_before_commits(moves);
        let pushed = hub.push(vec![sun.submission()], Instant(5));
        assert_eq!(matches!(pushed.receipts.as_slice(), [Receipt::Stored(_)]), stored, "{:?}", pushed.receipts);
        assert_eq!(hub.store().document(doc(40)).unwrap().is_some(), stored);
        is_sound(&hub);
    }
}
