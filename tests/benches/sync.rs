//! `cargo xtask bench sync`: what the exchange costs, as the table of budgets counts it.
//!
//! Bytes are counted at the socket after the upgrade, both ways, framing included; CPU is what the server's threads
//! ran for, by the scheduler's account; the server is a release build with its database on disk.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fieldnote_core::values::{AccountId, DocumentId};
use fieldnote_tests::client::{Device, Link, SmallRandom, ensure_durable, now};
use fieldnote_tests::server::Server;
use fieldnote_tests::workload::{self, VISITS};

const CUSTOMERS: usize = 2000;
const CHANGED_ON_THE_SERVER: usize = 40;
const CHANGED_ON_THE_PHONE: usize = 12;
const CHANGED_ON_BOTH: usize = 4;
const LIVE_REPS: usize = 8;
const LIVE_DEVICES_A_REP: usize = 6;
const LIVE_CUSTOMERS_A_REP: usize = 40;
const LIVE_EDITS_A_SECOND: u32 = 100;
const LIVE_SECONDS: u32 = 10;
const IDLE_CONNECTIONS: usize = 400;

/// What one exchange cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cost {
    received: u64,
    sent: u64,
    cpu_ms: f64,
    wall_ms: f64,
    pages: u32,
}

impl Cost {
    fn bytes(self) -> u64 {
        self.received + self.sent
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return Ok(());
    }
    let mut people = vec![("chen", "陈总监", "manager"), ("li", "李经理", "rep"), ("idle", "周助理", "rep")];
    let live: Vec<String> = (0..LIVE_REPS).map(|index| format!("live{index}")).collect();
    people.extend(live.iter().map(|login| (login.as_str(), login.as_str(), "rep")));
    let mut server = Server::with_people(&people)?;

    println!("| | figure |\n|---|---|");
    let started = Instant::now();
    let mut office = Device::sign_in(&server, "li").await?;
    let mut link = office.connect(&server).await?;
    link.sync(&mut office, true).await?;
    let before = server.cpu_ms()?;
    let accounts = workload::load(&mut link, &mut office, 20_240_607, CUSTOMERS).await?;
    let changes = CUSTOMERS * (VISITS + 1);
    let cpu = server.cpu_ms()? - before;
    let seconds = started.elapsed().as_secs_f64();
    line("loading", format!("{changes} changes in {seconds:.1} s, server CPU {:.2} ms a change", cpu / changes as f64));
    link.close().await?;
    server.stop()?;
    line(
        "disk a customer (account and private document)",
        format!("{:.1} kB allocated", allocated(&server.data())? as f64 / 1024.0 / CUSTOMERS as f64),
    );
    server.start()?;

    let mut phone = Device::sign_in(&server, "li").await?;
    let first = exchange(&server, &mut phone).await?;
    ensure!(phone.accounts().len() == CUSTOMERS, "{} customers came", phone.accounts().len());
    let saved: usize = saved(&phone)?;
    let ratio = first.bytes() as f64 / saved as f64;
    line(
        "first sync, bytes",
        format!(
            "{:.2} MB in {} pages, {ratio:.2} x the sum of save() ({:.2} MB)",
            mega(first.bytes()),
            first.pages,
            mega(saved as u64)
        ),
    );
    line("first sync, server CPU; wall", format!("{:.0} ms; {:.0} ms", first.cpu_ms, first.wall_ms));

    nothing_changed(&server, &mut phone).await?;
    day_offline(&mut server, &mut office, &mut phone, &accounts).await?;
    lost_cookie(&server, &mut phone).await?;
    live_edits(&server, &live).await?;
    idle_connections(&mut server).await
}

fn line(what: &str, figure: String) {
    println!("| {what} | {figure} |");
    let _ = std::io::stdout().flush();
}

fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

async fn exchange(server: &Server, device: &mut Device) -> Result<Cost> {
    let mut link = device.connect(server).await?;
    settle(server).await?;
    let (before, started) = (server.cpu_ms()?, Instant::now());
    let pages = link.sync(device, false).await?;
    let wall_ms = started.elapsed().as_secs_f64() * 1e3;
    let cpu_ms = server.cpu_ms()? - before;
    let (received, sent) = link.count.both();
    link.close().await?;
    Ok(Cost { received, sent, cpu_ms, wall_ms, pages })
}

/// Waits until the server rests, so that its CPU belongs to what follows.
async fn settle(server: &Server) -> Result<()> {
    loop {
        let before = server.cpu_ms()?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        if server.cpu_ms()? - before < 0.5 {
            return Ok(());
        }
    }
}

async fn nothing_changed(server: &Server, phone: &mut Device) -> Result<()> {
    let mut costs = Vec::new();
    for _ in 0..9 {
        costs.push(exchange(server, phone).await?);
    }
    costs.sort_by(|a, b| a.cpu_ms.total_cmp(&b.cpu_ms));
    let median = costs.get(costs.len() / 2).copied().context("measured")?;
    line(
        "nothing changed, bytes both ways; server CPU (median of 9)",
        format!("{} B; {:.2} ms", median.bytes(), median.cpu_ms),
    );
    Ok(())
}

/// The phone is away while another device writes; then both meet.
async fn day_offline(
    server: &mut Server,
    office: &mut Device,
    phone: &mut Device,
    accounts: &[AccountId],
) -> Result<()> {
    let mut random = SmallRandom(7);
    let mut written = Vec::new();
    office.exchange(server).await?;
    for account in accounts.iter().step_by(CUSTOMERS / CHANGED_ON_THE_SERVER).take(CHANGED_ON_THE_SERVER) {
        written.extend(office.execute(&workload::visit(&mut random, *account, now()))?);
    }
    office.exchange(server).await?;
    ensure_durable(office, &written)?;
    let both = accounts.iter().step_by(CUSTOMERS / CHANGED_ON_THE_SERVER).take(CHANGED_ON_BOTH);
    let own = accounts.iter().skip(7).step_by(100).take(CHANGED_ON_THE_PHONE - CHANGED_ON_BOTH);
    let mut local = Vec::new();
    for account in both.chain(own) {
        local.extend(phone.execute(&workload::visit(&mut random, *account, now()))?);
    }
    let all: Vec<u8> = written.iter().chain(&local).flat_map(|change| change.bytes.clone()).collect();
    let together = deflated(&all)?;
    server.stop()?;
    server.start()?;
    let cost = exchange(server, phone).await?;
    ensure_durable(phone, &local)?;
    ensure!(phone.own_digest()? == phone.digest, "the phone holds what the server says");
    let ratio = cost.bytes() as f64 / together as f64;
    line(
        "day offline (40 changed there, 12 here), bytes both ways",
        format!(
            "{} B up, {} B down; {ratio:.2} x the {} changes deflated together ({together} B)",
            cost.sent,
            cost.received,
            written.len() + local.len()
        ),
    );
    line(
        "day offline, round trips; pages; server CPU; wall",
        format!("1; {}; {:.1} ms; {:.0} ms", cost.pages, cost.cpu_ms, cost.wall_ms),
    );
    Ok(())
}

async fn lost_cookie(server: &Server, phone: &mut Device) -> Result<()> {
    let cookie = std::mem::take(&mut phone.cookie);
    let cost = exchange(server, phone).await?;
    line("lost cookie, bytes both ways", format!("{:.2} MB (a first sync again)", mega(cost.bytes())));
    ensure!(phone.cookie.epoch == cookie.epoch, "the same epoch");
    Ok(())
}

/// Eight reps with six devices each, all open, a hundred edits a second between them.
async fn live_edits(server: &Server, logins: &[String]) -> Result<()> {
    let mut writers = Vec::new();
    let mut readers = Vec::new();
    for (index, login) in logins.iter().enumerate() {
        let mut writer = Device::sign_in(server, login).await?;
        let mut link = writer.connect(server).await?;
        link.sync(&mut writer, true).await?;
        let accounts = workload::load(&mut link, &mut writer, 1000 + index as u64, LIVE_CUSTOMERS_A_REP).await?;
        for _ in 1..LIVE_DEVICES_A_REP {
            let mut reader = Device::of(fieldnote_tests::api::Person::sign_in(server, login).await?);
            let mut link = reader.connect(server).await?;
            link.sync(&mut reader, true).await?;
            readers.push((reader, link));
        }
        writers.push((writer, link, accounts));
    }
    let edits = LIVE_EDITS_A_SECOND * LIVE_SECONDS;
    settle(server).await?;
    let before = server.cpu_ms()?;
    let (done, mut seen) = tokio::sync::mpsc::unbounded_channel();
    let expected = edits as usize / writers.len();
    let readers: Vec<_> = readers
        .into_iter()
        .map(|(mut reader, mut link)| {
            let done = done.clone();
            tokio::spawn(async move {
                let mut changes = 0;
                while changes < expected {
                    let Ok(delta) = link.next(&mut reader).await else { return };
                    let at = Instant::now();
                    for document in &delta.documents {
                        changes += 1;
                        let _ = done.send((document.heads.first().copied(), at));
                    }
                    reader.take(delta);
                }
            })
        })
        .collect();
    let writers: Vec<_> = writers
        .into_iter()
        .map(|(mut writer, mut link, accounts)| {
            let pause = Duration::from_secs_f64(LIVE_REPS as f64 / f64::from(LIVE_EDITS_A_SECOND));
            tokio::spawn(async move {
                let mut random = SmallRandom(3);
                let mut sent = Vec::new();
                let mut ticks = tokio::time::interval(pause);
                for account in accounts.iter().cycle().take(expected) {
                    ticks.tick().await;
                    let written = writer.execute(&workload::visit(&mut random, *account, now()))?;
                    sent.extend(written.iter().map(|change| (change.hash, Instant::now())));
                    link.push(&mut writer).await?;
                }
                anyhow::Ok(sent)
            })
        })
        .collect();
    let mut sent = BTreeMap::new();
    for writer in writers {
        sent.extend(writer.await??);
    }
    for reader in readers {
        reader.await?;
    }
    drop(done);
    let cpu = server.cpu_ms()? - before;
    let mut delays = Vec::new();
    while let Some((head, at)) = seen.recv().await {
        if let Some(start) = head.and_then(|head| sent.get(&head)) {
            delays.push(at.duration_since(*start).as_secs_f64() * 1e3);
        }
    }
    delays.sort_by(f64::total_cmp);
    let at = |part: f64| {
        delays
            .get(((delays.len() as f64 * part) as usize).min(delays.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    let devices = LIVE_REPS * LIVE_DEVICES_A_REP;
    line(
        &format!("live, {devices} devices, {LIVE_EDITS_A_SECOND} edits/s: server CPU an edit, admission included"),
        format!("{:.2} ms", cpu / f64::from(edits)),
    );
    line(
        "live, edit to colleague's device, p50; p99",
        format!("{:.1} ms; {:.1} ms ({} deliveries)", at(0.5), at(0.99), delays.len()),
    );
    Ok(())
}

async fn idle_connections(server: &mut Server) -> Result<()> {
    // A new process: the old one would lend the connections what the measurements before have freed.
    server.stop()?;
    server.start()?;
    let mut device = Device::sign_in(server, "idle").await?;
    device.exchange(server).await?;
    let before = server.memory_kb()?;
    let mut links: Vec<Link> = Vec::new();
    for _ in 0..IDLE_CONNECTIONS {
        let mut link = device.connect(server).await?;
        link.sync(&mut device, true).await?;
        links.push(link);
    }
    settle(server).await?;
    let after = server.memory_kb()?;
    line(
        "memory an idle connection",
        format!("{:.1} kB ({IDLE_CONNECTIONS} open)", after.saturating_sub(before) as f64 / IDLE_CONNECTIONS as f64),
    );
    Ok(())
}

fn saved(phone: &Device) -> Result<usize> {
    let mut bytes = 0;
    for account in phone.accounts() {
        bytes += phone.open(DocumentId::account(account))?.save().len();
        if phone.chunks.contains_key(&DocumentId::private(account)) {
            bytes += phone.open(DocumentId::private(account))?.save().len();
        }
    }
    Ok(bytes)
}

fn deflated(bytes: &[u8]) -> Result<usize> {
    let mut deflated = Vec::new();
    Ok(flate2::bufread::DeflateEncoder::new(bytes, flate2::Compression::default()).read_to_end(&mut deflated)?)
}

fn allocated(folder: &Path) -> Result<u64> {
    use std::os::unix::fs::MetadataExt;
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let data = entry.metadata()?;
        bytes += if data.is_dir() { allocated(&entry.path())? } else { data.blocks() * 512 };
    }
    Ok(bytes)
}
