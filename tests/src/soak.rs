//! Random schedules of the simulation on all cores: for the suite, and for as many as a person asks for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;

use fieldnote_core::testing::simulation::{Report, Upset, run};

/// Failing schedules after which there is enough to look at.
const FAILURES_MAX: usize = 20;

/// What came of them.
#[derive(Debug, Default)]
pub struct Soaked {
    /// What happened in those that held.
    pub sum: Report,
    /// What failed, with the seed, in the order of failing.
    pub failures: Vec<String>,
}

/// Plays the schedules of the seeds from `first` on, each so many steps long.
pub fn soak(first: u64, schedules: u64, steps: usize, upset: Upset) -> Soaked {
    let end = first.saturating_add(schedules);
    let next = AtomicU64::new(first);
    let soaked = Mutex::new(Soaked::default());
    let play = || {
        let mut sum = Report::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                break;
            }
            match catch_unwind(AssertUnwindSafe(|| run(seed, steps, upset))) {
                Ok(report) => sum.add(report),
                Err(panic) => {
                    let words = panic.downcast_ref::<String>().map_or("a panic without words", String::as_str);
                    let mut soaked = soaked.lock().unwrap_or_else(PoisonError::into_inner);
                    soaked.failures.push(format!("seed {seed}, {steps} steps: {words}"));
                    if soaked.failures.len() >= FAILURES_MAX {
                        next.store(end, Ordering::Relaxed);
                    }
                }
            }
        }
        soaked.lock().unwrap_or_else(PoisonError::into_inner).sum.add(sum);
    };
    std::thread::scope(|scope| {
        (0..available_parallelism().map_or(2, usize::from)).for_each(|_| drop(scope.spawn(play)));
    });
    soaked.into_inner().unwrap_or_else(PoisonError::into_inner)
}
