//! The morning after: everybody reconnects at once to a server that has just started.

use std::time::Instant;

use anyhow::{Result, ensure};
use fieldnote_core::values::AccountId;
use fieldnote_tests::api::Person;
use fieldnote_tests::client::{Device, SmallRandom, ensure_durable, now};
use fieldnote_tests::server::Server;
use fieldnote_tests::workload;

use super::figures::{line, mega, settle};

/// People, each with customers of their own.
pub(super) const REPS: usize = 40;
const DEVICES_A_REP: usize = 5;
const CUSTOMERS_A_REP: usize = 50;
/// Customers of each person that changed since their devices were here.
const CHANGED_A_REP: usize = 2;

/// Forty reps with five devices each: all reconnect at once, each to learn of two changes.
pub(super) async fn reconnects(server: &mut Server, logins: &[String]) -> Result<()> {
    let mut devices = Vec::new();
    for (index, login) in logins.iter().enumerate() {
        let mut writer = Device::sign_in(server, login).await?;
        let mut link = writer.connect(server).await?;
        link.sync(&mut writer, true).await?;
        let accounts = workload::load(&mut link, &mut writer, 5000 + index as u64, CUSTOMERS_A_REP).await?;
        link.close().await?;
        for _ in 0..DEVICES_A_REP {
            let mut device = Device::of(Person::sign_in(server, login).await?);
            device.exchange(server).await?;
            ensure!(device.accounts().len() == CUSTOMERS_A_REP, "{} customers came", device.accounts().len());
            devices.push(device);
        }
        change(server, &mut writer, &accounts, index as u64).await?;
    }
    server.stop()?;
    server.start()?;
    settle(server).await?;
    let (before, started) = (server.cpu_ms()?, Instant::now());
    let reconnecting = devices.into_iter().map(|mut device| async {
        let mut link = device.connect(server).await?;
        link.sync(&mut device, true).await?;
        anyhow::Ok((device, link))
    });
    let links = futures_util::future::try_join_all(reconnecting).await?;
    let wall = started.elapsed();
    let cpu = server.cpu_ms()? - before;
    let peak = server.peak_memory_kb()?;
    let bytes: u64 = links.iter().map(|(_, link)| link.count.both()).map(|(received, sent)| received + sent).sum();
    for (device, _) in &links {
        ensure!(device.own_digest()? == device.digest, "a device holds something else than the server says");
    }
    let count = links.len();
    line(
        &format!("herd, {count} devices x {CUSTOMERS_A_REP} customers reconnect at once: server CPU; wall"),
        format!("{cpu:.0} ms; {:.0} ms ({:.2} MB both ways)", wall.as_secs_f64() * 1e3, mega(bytes)),
        "<= 300 ms (120)",
    );
    line("herd, peak memory of the server", format!("{:.1} MB", peak as f64 / 1024.0), "<= 100 MB (40)");
    Ok(())
}

async fn change(server: &Server, writer: &mut Device, accounts: &[AccountId], seed: u64) -> Result<()> {
    let mut random = SmallRandom(seed);
    let mut written = Vec::new();
    for account in accounts.iter().skip(3).step_by(CUSTOMERS_A_REP / CHANGED_A_REP).take(CHANGED_A_REP) {
        written.extend(writer.execute(&workload::visit(&mut random, *account, now()))?);
    }
    writer.exchange(server).await?;
    ensure_durable(writer, &written)
}
