//! Random schedules of a small team: three reps (one with two phones), their manager, the real server logic.
//!
//! A failing schedule names its seed; `FIELDNOTE_SEED=<seed>` plays only that one (with `FIELDNOTE_STEPS=<steps>`).
//! `cargo xtask soak` plays more. A program of its own: it keeps every core busy, and the suites measure.

#![allow(clippy::print_stdout, reason = "a suite says what it has seen")]

use fieldnote_core::testing::simulation::{Upset, run};
use fieldnote_tests::soak::soak;

/// How many, how long, and with what upset.
const PLAYED: [(u64, usize, Upset); 3] = [(400, 60, Upset::None), (100, 1_000, Upset::None), (200, 60, Upset::Restore)];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn every_random_schedule_ends_with_everything_saved_and_everyone_agreed() {
    if let Some(seed) = number("FIELDNOTE_SEED") {
        let steps = number("FIELDNOTE_STEPS").and_then(|steps| usize::try_from(steps).ok());
        run(seed, steps.unwrap_or(60), Upset::None);
        return;
    }
    for (schedules, steps, upset) in PLAYED {
        let soaked = soak(0, schedules, steps, upset);
        assert!(soaked.failures.is_empty(), "{:#?}", soaked.failures);
        // They must be eventful enough to prove something.
        let sum = soaked.sum;
        println!("{schedules} x {steps}: {sum:?}");
        assert!(u64::from(sum.saved) > schedules && sum.refused > 0, "{sum:?}");
        assert!(steps < 1_000 || sum.held > 0 && sum.gone > 0 && sum.reviewed > 0, "{sum:?}");
        assert_eq!(sum.restored > 0, upset == Upset::Restore, "{sum:?}");
    }
}
