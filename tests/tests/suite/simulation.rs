//! A thousand random days of a small team: three reps (one with two phones), their manager, the real server logic.
//!
//! A failing day names its seed; `FIELDNOTE_SEED=<seed>` plays only that one, `FIELDNOTE_DAYS=<count>` plays more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;

use fieldnote_core::testing::simulation::{Report, run};

const DAYS: u64 = 1_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn every_random_day_ends_with_everything_saved_and_everyone_agreed() {
    if let Some(seed) = number("FIELDNOTE_SEED") {
        run(seed);
        return;
    }
    let days = number("FIELDNOTE_DAYS").unwrap_or(DAYS);
    let next = AtomicU64::new(0);
    let play = || {
        let mut sum = Report::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= days {
                return sum;
            }
            sum.add(run(seed));
        }
    };
    let mut sum = Report::default();
    std::thread::scope(|scope| {
        let threads = available_parallelism().map_or(2, usize::from);
        let playing: Vec<_> = (0..threads).map(|_| scope.spawn(play)).collect();
        for thread in playing {
            sum.add(thread.join().expect("a day failed; its seed is above"));
        }
    });
    // The days must be eventful enough to prove something.
    let enough = u64::from(sum.saved) > days * 10 && u64::from(sum.gone) > days / 4;
    assert!(enough && u64::from(sum.held) > days / 20, "{sum:?}");
}
