//! Random schedules of a small team: three reps (one with two phones), their manager, the real server logic.
//!
//! A failing schedule names its seed; `cargo xtask soak 1 --seed SEED --steps STEPS --upset UPSET` plays it alone, and
//! more when asked for more. A program of its own: it keeps every core busy, and the suites measure.

#![allow(clippy::print_stdout, reason = "a suite says what it has seen")]

use fieldnote_core::testing::simulation::Upset;
use fieldnote_tests::soak::soak;

/// How many, how long, and with what upset: 11,000 short ones and 250 long ones.
const PLAYED: [(u64, usize, Upset); 10] = [
    (4_000, 60, Upset::None),
    (2_000, 60, Upset::Leave),
    (2_000, 60, Upset::Restore),
    (2_000, 60, Upset::Damage),
    (1_000, 60, Upset::Every),
    (50, 1_000, Upset::None),
    (50, 1_000, Upset::Leave),
    (50, 1_000, Upset::Restore),
    (50, 1_000, Upset::Damage),
    (50, 1_000, Upset::Every),
];

#[test]
fn every_random_schedule_ends_with_everything_saved_and_everyone_agreed() {
    for (schedules, steps, upset) in PLAYED {
        let soaked = soak(0, schedules, steps, upset);
        assert!(soaked.failures.is_empty(), "{upset:?}: {:#?}", soaked.failures);
        // They must be eventful enough to prove something.
        let sum = soaked.sum;
        println!("{schedules} x {steps}, {upset:?}: {sum:?}");
        assert!(u64::from(sum.saved) > schedules && sum.refused > 0, "{sum:?}");
        assert!(steps < 1_000 || sum.held > 0 && sum.gone > 0 && sum.reviewed > 0, "{sum:?}");
        assert_eq!(sum.restored > 0, matches!(upset, Upset::Restore | Upset::Damage | Upset::Every), "{sum:?}");
    }
}
