//! Mutated frames and chunks, in process: nothing but valid changes and held ones ever comes of them.
//!
//! `FIELDNOTE_MUTATIONS` says how many (200,000 without it); `FIELDNOTE_SEED` replays one run.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use fieldnote_core::sync::hub::{Caller, Hub, Receipt, Submission, check};
use fieldnote_core::sync::wire::{ClientFrame, Outcome, PendingDocument, PinChange};
use fieldnote_core::testing::builders::SplitMix;
use fieldnote_core::testing::hostile::{KEYS, Yard, by_document};
use fieldnote_core::testing::memory_store::MemoryStore;
use fieldnote_core::values::Instant;
use fieldnote_tests::hostile::mutate;

/// Mutations on one state: a seed stands for one such run.
const A_RUN: u64 = 250;

#[derive(Debug, Default)]
struct Tally {
    no_frame: AtomicU64,
    held: Mutex<BTreeMap<&'static str, u64>>,
    durable: AtomicU64,
    stopped: AtomicU64,
    panics: AtomicU64,
}

impl Tally {
    fn add(figure: &AtomicU64, count: usize) {
        figure.fetch_add(count as u64, Ordering::Relaxed);
    }
}

#[test]
fn mutated_frames_change_nothing_that_a_valid_change_would_not() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let mutations = number("FIELDNOTE_MUTATIONS").unwrap_or(200_000);
    let seeds = match number("FIELDNOTE_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..mutations.div_ceil(A_RUN),
    };
    hush();
    let (yard, tally, next) = (Yard::new(), Tally::default(), AtomicU64::new(seeds.start));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return Ok(());
            }
            let run = catch_unwind(AssertUnwindSafe(|| run(&yard, seed, &tally)));
            run.unwrap_or_else(|_| Err("a panic escaped".to_owned()))
                .map_err(|what| format!("{what}: FIELDNOTE_SEED={seed} replays it"))?;
        }
    };
    let workers = thread::available_parallelism().map_or(2, usize::from).min(8);
    let results: Vec<Result<(), String>> = thread::scope(|scope| {
        let spawn = |index| thread::Builder::new().name(format!("{QUIET}{index}")).spawn_scoped(scope, work).unwrap();
        let workers: Vec<_> = (0..workers).map(spawn).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    println!("{} mutations: {tally:?}", (seeds.end - seeds.start) * A_RUN);
    for result in results {
        assert_eq!(result, Ok(()));
    }
}

const QUIET: &str = "mutation-";

/// Automerge's panics are caught thousands of times here; nobody wants to read them.
fn hush() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !thread::current().name().is_some_and(|name| name.starts_with(QUIET)) {
            loud(panic);
        }
    }));
}

fn run(yard: &Yard, seed: u64, tally: &Tally) -> Result<(), String> {
    let (mut dice, mut hub) = (SplitMix::new(seed), yard.hub());
    for _ in 0..A_RUN {
        let (pending, pins) = if dice.once_in(3) { frame(yard, &mut dice, tally) } else { chunks(yard, &mut dice) };
        push(&mut hub, yard.attacker, pending, pins, tally)?;
    }
    let report = check(hub.store(), &KEYS.digest).map_err(|error| error.to_string())?;
    if report.problems.is_empty() { Ok(()) } else { Err(report.problems.join("; ")) }
}

/// A damaged frame, when it is still one.
fn frame(yard: &Yard, dice: &mut SplitMix, tally: &Tally) -> (Vec<PendingDocument>, Vec<PinChange>) {
    let (one, other) = (dice.below(yard.frames.len()), dice.below(yard.frames.len()));
    let mut whole = yard.frames[one].clone();
    // A deflated frame hardly survives a flip: damage it plain as well.
    if dice.once_in(2) {
        let plain = minicbor::to_vec(ClientFrame::from_bytes(&whole).unwrap()).unwrap();
        whole = [&[0][..], &plain].concat();
    }
    let bytes = mutate::bytes(dice, whole, &yard.frames[other]);
    match ClientFrame::from_bytes(&bytes) {
        Ok(ClientFrame::Sync(sync)) => (sync.pending, sync.pins),
        Ok(ClientFrame::Push(push)) => (push.pending, push.pins),
        Ok(ClientFrame::Ping) => Default::default(),
        Err(_) => {
            Tally::add(&tally.no_frame, 1);
            Default::default()
        }
    }
}

/// Damaged chunks, mostly after the whole ones that they build on, sometimes reordered or for another document.
fn chunks(yard: &Yard, dice: &mut SplitMix) -> (Vec<PendingDocument>, Vec<PinChange>) {
    let mut pending = yard.pending[..=dice.below(yard.pending.len())].to_vec();
    let other = yard.pending[dice.below(yard.pending.len())].1.clone();
    if let Some((_, last)) = pending.last_mut() {
        *last = mutate::chunk(dice, last, &other);
    }
    match dice.below(8) {
        0 => pending.reverse(),
        1 => {
            let (from, to) = (dice.below(pending.len()), dice.below(yard.pending.len()));
            pending[from].0 = yard.pending[to].0;
        }
        2 => pending.truncate(1),
        // The damaged one alone: what it builds on is there already, or was never sent.
        3..=5 => pending = pending.pop().into_iter().collect(),
        _ => {}
    }
    (by_document(&pending), Vec::new())
}

fn push(
    hub: &mut Hub<MemoryStore>,
    caller: Caller,
    pending: Vec<PendingDocument>,
    pins: Vec<PinChange>,
    tally: &Tally,
) -> Result<(), String> {
    let sent: usize = pending.iter().map(|document| document.changes.len()).sum();
    let figures = |hub: &Hub<MemoryStore>| {
        let store = hub.store();
        (store.log().filter(|entry| entry.user.is_some()).count(), store.held_changes().len())
    };
    let last = |hub: &Hub<MemoryStore>| hub.store().log().last().map_or(0, |entry| entry.seq);
    let (before, upto) = (figures(hub), last(hub));
    let pushed = hub.push(vec![Submission { caller, pending, pins }], Instant(9));
    Tally::add(&tally.panics, pushed.panics as usize);
    let verdicts = match &pushed.receipts[..] {
        [Receipt::Stored(verdicts)] if verdicts.len() == sent && pushed.panics == 0 => verdicts,
        [Receipt::Stopped(verdicts)] if verdicts.len() <= sent => {
            Tally::add(&tally.stopped, 1);
            verdicts
        }
        other => return Err(format!("{sent} changes sent, {} panics: {other:?}", pushed.panics)),
    };
    let mut durable: Vec<u64> = verdicts
        .iter()
        .filter_map(|verdict| match verdict.outcome {
            Outcome::Durable(seq) if seq > upto => Some(seq),
            _ => None,
        })
        .collect();
    durable.sort_unstable();
    durable.dedup();
    let mut held = 0;
    for verdict in verdicts {
        if let Outcome::Held(reason) = verdict.outcome {
            held += 1;
            *tally.held.lock().unwrap().entry(reason.code()).or_default() += 1;
        }
    }
    Tally::add(&tally.durable, durable.len());
    let after = figures(hub);
    if after.0 != before.0 + durable.len() || after.1 > before.1 + held {
        return Err(format!("from {before:?} to {after:?} by {verdicts:?}"));
    }
    if durable.is_empty() && last(hub) != upto {
        return Err(format!("the log moved without a valid change: {verdicts:?}"));
    }
    Ok(())
}
