//! Plays as many random days as asked and names the seeds of those that fail: `soak DAYS [FIRST_SEED]`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;
use std::time::Instant;

use fieldnote_core::testing::simulation::{Report, run};

/// Failing seeds after which there is enough to do.
const FAILURES_MAX: usize = 20;

fn main() -> std::process::ExitCode {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (days, first) = match (numbers.next(), numbers.next()) {
        (Some(Ok(days)), None) => (days, 0),
        (Some(Ok(days)), Some(Ok(first))) => (days, first),
        _ => {
            eprintln!("expected: soak DAYS [FIRST_SEED]");
            return std::process::ExitCode::from(2);
        }
    };
    std::panic::set_hook(Box::new(|_| {}));
    let (next, began) = (AtomicU64::new(first), Instant::now());
    let failures = Mutex::new(Vec::new());
    let play = || {
        let mut sum = Report::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first.saturating_add(days) {
                return sum;
            }
            match catch_unwind(AssertUnwindSafe(|| run(seed))) {
                Ok(report) => sum.add(report),
                Err(panic) => {
                    let words = panic.downcast_ref::<String>().map_or("a panic without words", String::as_str);
                    println!("seed {seed}: {words}");
                    let mut failures = failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    failures.push(seed);
                    if failures.len() >= FAILURES_MAX {
                        next.store(u64::MAX / 2, Ordering::Relaxed);
                    }
                }
            }
        }
    };
    let mut sum = Report::default();
    std::thread::scope(|scope| {
        let threads = available_parallelism().map_or(2, usize::from);
        let playing: Vec<_> = (0..threads).map(|_| scope.spawn(play)).collect();
        playing.into_iter().filter_map(|thread| thread.join().ok()).for_each(|report| sum.add(report));
    });
    let failed = failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).len();
    let seconds = began.elapsed().as_secs_f64();
    println!("{days} days in {seconds:.0} s, {failed} failed: {sum:?}");
    std::process::ExitCode::from(u8::from(failed > 0))
}
