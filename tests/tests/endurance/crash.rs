//! The server killed at work, again and again: what it acknowledged is there, and its database is sound.
//!
//! `FIELDNOTE_KILLS` says how often (50 without it); `FIELDNOTE_SEED` draws other moments.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Result, ensure};
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::sync::wire::{ChangeHash, Outcome};
use fieldnote_core::testing::builders::SplitMix;
use fieldnote_core::values::DocumentId;
use fieldnote_tests::api::Person;
use fieldnote_tests::client::Device;
use fieldnote_tests::server::Server;
use tokio::sync::RwLock;
use tokio::time::Instant;

const KILLS: u64 = 50;

/// Servers that are killed side by side: while one starts, the other works.
const LANES: u64 = 2;

/// Customers of each server: few, so that what is looked at after every kill is looked at whole.
const CUSTOMERS: u32 = 12;

/// Most acknowledgements between two kills: enough that some are under way when the next comes.
const ACKNOWLEDGED_BEFORE_KILL_MAX: usize = 24;

/// Longest wait between an acknowledgement and a kill, microseconds: longer than a commit takes, so that a kill meets
/// every part of one.
const WAIT_BEFORE_KILL_US_MAX: usize = 12_000;

/// Patience for the phones to get through to a server, seconds; a busy machine has a dozen suites to run.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a phone does with its copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copy {
    /// Keeps it.
    Kept,
    /// Loses it as soon as the server has acknowledged an edit, and begins anew with an empty one.
    Wiped,
}

/// A server under load.
#[derive(Debug)]
struct Scene {
    server: RwLock<Server>,
    done: AtomicBool,
    /// Acknowledgements so far.
    count: AtomicU64,
    /// What was acknowledged to each login, and where it is.
    acknowledged: Mutex<BTreeMap<&'static str, BTreeMap<ChangeHash, DocumentId>>>,
}

impl Scene {
    fn is_done(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }

    /// Notes the verdicts that came, none of which may be anything but "durable".
    fn note(&self, login: &'static str, device: &Device, sent: &BTreeMap<ChangeHash, DocumentId>) {
        let mut acknowledged = self.acknowledged.lock().unwrap();
        for (hash, outcome) in &device.verdicts {
            assert!(matches!(outcome, Outcome::Durable(_)), "{login}: {outcome:?}");
            if acknowledged.entry(login).or_default().insert(*hash, sent[hash]).is_none() {
                self.count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Returns what a device with an empty copy lacks of what was acknowledged to its person.
    async fn lost(&self, login: &'static str, mut fresh: Device, server: &Server) -> Result<usize> {
        let mut expected: BTreeMap<DocumentId, Vec<ChangeHash>> = BTreeMap::new();
        for (hash, doc) in self.acknowledged.lock().unwrap().get(login).into_iter().flatten() {
            expected.entry(*doc).or_default().push(*hash);
        }
        fresh.exchange(server).await?;
        let mut lost = 0;
        for (doc, hashes) in expected {
            let document = fresh.open(doc)?;
            lost += hashes.iter().filter(|hash| !document.has(**hash)).count();
        }
        ensure!(fresh.own_digest()? == fresh.digest, "{login}: another digest than the server's");
        Ok(lost)
    }
}

/// One phone that writes as fast as it is acknowledged, and tries again when the server is gone.
async fn work(scene: Arc<Scene>, login: &'static str, mut device: Device, copy: Copy) -> Result<()> {
    let mut sent = BTreeMap::new();
    let mut number = 0usize;
    while !scene.is_done() {
        let connected = { device.connect(&*scene.server.read().await).await };
        let Ok(mut link) = connected else {
            tokio::task::yield_now().await;
            continue;
        };
        // Whatever was under way when the server died is sent again. A verdict that came counts, whatever comes next.
        let mut reached = link.sync(&mut device, true).await.is_ok();
        scene.note(login, &device, &sent);
        while reached && !scene.is_done() {
            number += 1;
            let accounts = device.accounts();
            let account = accounts[number % accounts.len()];
            let edits = vec![AccountEdit::BudgetRange(format!("{number}"))];
            let written = device.execute(&Command::EditAccount { account, edits })?;
            sent.extend(written.iter().map(|change| (change.hash, change.doc)));
            reached = link.push(&mut device).await.is_ok();
            scene.note(login, &device, &sent);
            if reached && copy == Copy::Wiped {
                device.wipe();
                reached = false;
            }
        }
    }
    Ok(())
}

/// Kills one server `kills` times.
async fn lane(lane: u64, kills: u64, seed: u64) -> Result<u64> {
    let mut dice = SplitMix::new(seed.wrapping_mul(LANES).wrapping_add(lane));
    let server = Server::seeded(CUSTOMERS, 1 + lane)?;
    let mut people = Vec::new();
    for (login, copy) in [("li", Copy::Kept), ("zhao", Copy::Kept), ("sun", Copy::Wiped)] {
        let mut device = Device::sign_in(&server, login).await?;
        device.exchange(&server).await?;
        let watcher = Person::sign_in(&server, login).await?;
        people.push((login, copy, device, watcher));
    }
    let scene = Arc::new(Scene {
        server: RwLock::new(server),
        done: AtomicBool::default(),
        count: AtomicU64::default(),
        acknowledged: Mutex::default(),
    });
    let (mut phones, mut watchers) = (Vec::new(), Vec::new());
    for (login, copy, device, watcher) in people {
        phones.push(tokio::spawn(work(Arc::clone(&scene), login, device, copy)));
        watchers.push((login, watcher));
    }
    for kill in 0..kills {
        let what = format!("lane {lane}, kill {kill}, FIELDNOTE_SEED={seed}");
        let enough = scene.count.load(Ordering::Relaxed) + 1 + dice.below(ACKNOWLEDGED_BEFORE_KILL_MAX) as u64;
        let end = Instant::now() + PATIENCE;
        while scene.count.load(Ordering::Relaxed) < enough {
            ensure!(Instant::now() < end, "{what}: the phones no longer get through");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros(dice.below(WAIT_BEFORE_KILL_US_MAX) as u64)).await;
        let mut server = scene.server.write().await;
        server.kill()?;
        server.command(&["check"])?;
        // Documents are compacted, and now and then that is killed, too.
        match kill % 4 {
            1 => drop(server.command(&["compact"])?),
            3 => server.kill_command(&["compact"], Duration::from_micros(dice.below(60_000) as u64))?,
            _ => {}
        }
        server.start()?;
        for (login, watcher) in &watchers {
            let lost = scene.lost(login, Device::of(watcher.clone()), &server).await?;
            ensure!(lost == 0, "{what}: {lost} acknowledged edits of {login} are gone");
        }
    }
    scene.done.store(true, Ordering::Relaxed);
    for phone in phones {
        phone.await??;
    }
    let mut server = scene.server.write().await;
    server.stop()?;
    for command in ["check", "compact", "check"] {
        server.command(&[command])?;
    }
    server.start()?;
    for (login, _) in watchers {
        let lost = scene.lost(login, Device::sign_in(&server, login).await?, &server).await?;
        ensure!(lost == 0, "{lost} acknowledged edits of {login} are gone after compaction");
    }
    Ok(scene.count.load(Ordering::Relaxed))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_server_killed_fifty_times_at_work_keeps_all_that_it_acknowledged() -> Result<()> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (kills, seed) = (number("FIELDNOTE_KILLS").unwrap_or(KILLS), number("FIELDNOTE_SEED").unwrap_or(1));
    let begun = Instant::now();
    let lanes: Vec<_> = (0..LANES).map(|at| tokio::spawn(lane(at, kills.div_ceil(LANES), seed))).collect();
    let mut acknowledged = 0;
    for lane in lanes {
        acknowledged += lane.await??;
    }
    println!("{kills} kills, {acknowledged} edits acknowledged, none lost, {:?}", begun.elapsed());
    Ok(())
}
