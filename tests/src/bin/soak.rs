//! Plays random schedules and names those that fail: `soak SCHEDULES STEPS FIRST_SEED [none|leave|restore|damage|every]`.

#![allow(clippy::print_stdout, reason = "a command line tool talks to a person")]

use std::process::ExitCode;
use std::time::Instant;

use fieldnote_core::testing::simulation::Upset;
use fieldnote_tests::soak::soak;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let upset = match words.last().map(String::as_str) {
        Some("leave") => Upset::Leave,
        Some("none") => Upset::None,
        Some("damage") => Upset::Damage,
        Some("every") => Upset::Every,
        _ => Upset::Restore,
    };
    let numbers: Vec<u64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let [schedules, steps, first] = *numbers.as_slice() else {
        eprintln!("expected three numbers: schedules, steps of each, first seed");
        return ExitCode::from(2);
    };
    // What failed is told below, with its seed.
    std::panic::set_hook(Box::new(|_| {}));
    let began = Instant::now();
    let soaked = soak(first, schedules, usize::try_from(steps).unwrap_or(usize::MAX), upset);
    soaked.failures.iter().for_each(|failure| println!("{failure}"));
    let (seconds, failed) = (began.elapsed().as_secs_f64(), soaked.failures.len());
    println!("{schedules} schedules of {steps} steps in {seconds:.0} s, {failed} failed: {:?}", soaked.sum);
    ExitCode::from(u8::from(failed > 0))
}
