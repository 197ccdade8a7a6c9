//! `cargo xtask bench sync`: what the exchange costs, as the table of budgets counts it.
//!
//! Bytes are counted at the socket after the upgrade, both ways, framing included; CPU is what the server's threads
//! ran for, by the scheduler's account; the server is a release build with its database on disk. Beside each figure
//! stand the budget that must hold and the one to reach for. `cargo bench -p fieldnote-tests --bench sync -- live`
//! measures one part (`phone`, `live`, `herd`, `idle`) with a server that was built before.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod cut;
mod figures;
mod herd;
mod live;

use std::io::Read;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fieldnote_core::sync::limits::COMPACT_AFTER_MS;
use fieldnote_core::sync::wire::ServerFrame;
use fieldnote_core::values::{AccountId, DocumentId};
use fieldnote_tests::client::{Device, Link, SmallRandom, ensure_durable, now};
use fieldnote_tests::server::Server;
use fieldnote_tests::workload::{self, VISITS};

use figures::{allocated, exchange, line, mega, settle};

const CUSTOMERS: usize = 2000;
const CHANGED_ON_THE_SERVER: usize = 40;
const CHANGED_ON_THE_PHONE: usize = 12;
const CHANGED_ON_BOTH: usize = 4;
const IDLE_CONNECTIONS: usize = 400;

#[tokio::main]
async fn main() -> Result<()> {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return Ok(());
    }
    let mut people = vec![("chen", "陈总监", "manager"), ("li", "李经理", "rep"), ("idle", "周助理", "rep")];
    let live: Vec<String> = (0..live::REPS).map(|index| format!("live{index}")).collect();
    let herd: Vec<String> = (0..herd::REPS).map(|index| format!("herd{index}")).collect();
    people.extend(live.iter().chain(&herd).map(|login| (login.as_str(), login.as_str(), "rep")));
    let mut server = Server::with_people(&people)?;

    println!("| | figure | must (reach for) |\n|---|---|---|");
    // Names of parts as arguments measure these parts only.
    let parts: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    if wanted("phone") {
        one_phone(&mut server).await?;
    }
    if wanted("live") {
        live::edits(&server, &live).await?;
    }
    if wanted("herd") {
        herd::reconnects(&mut server, &herd).await?;
    }
    if wanted("idle") {
        idle_connections(&mut server).await?;
    }
    Ok(())
}

/// Two thousand customers of one person: the first download, and what a day costs.
async fn one_phone(server: &mut Server) -> Result<()> {
    let started = Instant::now();
    let mut office = Device::sign_in(server, "li").await?;
    let mut link = office.connect(server).await?;
    link.sync(&mut office, true).await?;
    let before = server.cpu_ms()?;
    let accounts = workload::load(&mut link, &mut office, 20_240_607, CUSTOMERS).await?;
    let changes = CUSTOMERS * (VISITS + 1);
    let cpu = server.cpu_ms()? - before;
    let seconds = started.elapsed().as_secs_f64();
    line(
        "loading",
        format!("{changes} changes in {seconds:.1} s, server CPU {:.2} ms a change", cpu / changes as f64),
        "",
    );
    link.close().await?;
    // The server compacts what has come to rest.
    let rest = u64::try_from(COMPACT_AFTER_MS)? + 2_000;
    tokio::time::sleep(Duration::from_millis(rest)).await;
    settle(server).await?;
    server.stop()?;
    let documents = 2 * CUSTOMERS;
    line(
        "disk a document, allocated (an account and a private one a customer, all history, the whole data folder, 12 s after the last edit)",
        format!("{:.2} kB", allocated(&server.data())? as f64 / 1024.0 / documents as f64),
        "<= 6.5 kB (4.5)",
    );
    server.start()?;

    let mut phone = Device::sign_in(server, "li").await?;
    let first = exchange(server, &mut phone).await?;
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
        "<= 0.85 x (0.75 x)",
    );
    let figure = format!("{:.0} ms; {:.0} ms", first.cpu_ms, first.wall_ms);
    line("first sync, server CPU; wall", figure, "CPU <= 200 ms (100)");
    usable_list(server).await?;
    cut::every_64_kilobytes(server, "li", first.bytes()).await?;

    nothing_changed(server, &mut phone).await?;
    day_offline(server, &mut office, &mut phone, &accounts).await?;
    lost_cookie(server, &mut phone).await
}

/// What a new phone has after the first page: names and stages, and the customers touched last with their rows.
async fn usable_list(server: &Server) -> Result<()> {
    let mut phone = Device::sign_in(server, "li").await?;
    let mut link = phone.connect(server).await?;
    link.send(&phone.first_frame(false)).await?;
    let bytes = link.next_bytes().await?;
    let ServerFrame::Delta(page) = link.read(&bytes)? else { bail!("no page") };
    phone.take(*page);
    let known = phone.workspace()?.1.members.len();
    ensure!(known > 0 && !phone.rows.is_empty(), "{known} members, {} rows", phone.rows.len());
    let figure =
        format!("after {:.1} kB: {} customers to list and open", bytes.len() as f64 / 1024.0, phone.rows.len());
    line("usable list on a new phone", figure, "after the first 64 kB");
    Ok(())
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
        "<= 200 B; 3 ms (90 B; 1 ms)",
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
        "<= 1.15 x (0.70 x)",
    );
    line(
        "day offline, round trips; pages; server CPU; wall",
        format!("1; {}; {:.1} ms; {:.0} ms", cost.pages, cost.cpu_ms, cost.wall_ms),
        "1; CPU <= 40 ms (17)",
    );
    Ok(())
}

async fn lost_cookie(server: &Server, phone: &mut Device) -> Result<()> {
    let cookie = std::mem::take(&mut phone.cookie);
    let cost = exchange(server, phone).await?;
    line(
        "lost cookie with everything still there: bytes both ways; round trips; CPU",
        format!("{:.1} kB; 1; {:.1} ms", cost.bytes() as f64 / 1e3, cost.cpu_ms),
        "<= 20 kB + payload; <= 2",
    );
    ensure!(phone.cookie.epoch == cookie.epoch, "the same epoch");
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
        "<= 64 kB (24)",
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
