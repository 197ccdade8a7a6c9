//! Any bytes as a change that a rep sends: the first byte says for which document, and how many real ones go before.

#![no_main]

use std::sync::OnceLock;

use fieldnote_core::sync::hub::{Receipt, Submission, check};
use fieldnote_core::sync::wire::Outcome;
use fieldnote_core::testing::hostile::{KEYS, Yard, by_document, repair};
use fieldnote_core::values::Instant;
use libfuzzer_sys::fuzz_target;

static YARD: OnceLock<Yard> = OnceLock::new();

fuzz_target!(
    // What the hub catches must not end the run; what escapes it still does.
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| {
        let yard = YARD.get_or_init(Yard::new);
        let Some((first, chunk)) = bytes.split_first() else { return };
        let index = usize::from(*first) % yard.pending.len();
        let Some((doc, _)) = yard.pending.get(index) else { return };
        let mut pending: Vec<_> = yard.pending.iter().take(index).cloned().collect();
        pending.push((*doc, repair(chunk).unwrap_or_else(|| chunk.to_vec())));
        let mut hub = yard.hub();
        let before = hub.store().log().filter(|entry| entry.user.is_some()).count();
        let submission = Submission { caller: yard.attacker, pending: by_document(&pending), pins: Vec::new() };
        let pushed = hub.push(vec![submission], Instant(9));
        let [Receipt::Stored(verdicts) | Receipt::Stopped(verdicts)] = &pushed.receipts[..] else {
            panic!("{:?}", pushed.receipts)
        };
        let durable = verdicts.iter().filter(|verdict| matches!(verdict.outcome, Outcome::Durable(_))).count();
        let after = hub.store().log().filter(|entry| entry.user.is_some()).count();
        assert!(after <= before + durable);
        assert_eq!(check(hub.store(), &KEYS.digest).map(|report| report.problems), Ok(Vec::new()));
    }
);
