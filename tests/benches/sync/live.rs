//! Live: a hundred edits a second, seen by the other devices of the same people.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;
use fieldnote_tests::client::{Device, SmallRandom, now};
use fieldnote_tests::server::Server;
use fieldnote_tests::workload;

use super::figures::{line, settle};

/// People who write, each with a pool of customers of their own.
pub(super) const REPS: usize = 10;
const DEVICES_A_REP: usize = 5;
const CUSTOMERS_A_REP: usize = 40;
const EDITS_A_SECOND: u32 = 100;
const SECONDS: u32 = 10;

/// Ten reps with five devices each, all open, a hundred edits a second between them.
pub(super) async fn edits(server: &Server, logins: &[String]) -> Result<()> {
    let mut writers = Vec::new();
    let mut readers = Vec::new();
    for (index, login) in logins.iter().enumerate() {
        let mut writer = Device::sign_in(server, login).await?;
        let mut link = writer.connect(server).await?;
        link.sync(&mut writer, true).await?;
        let accounts = workload::load(&mut link, &mut writer, 1000 + index as u64, CUSTOMERS_A_REP).await?;
        for _ in 1..DEVICES_A_REP {
            let mut reader = Device::of(fieldnote_tests::api::Person::sign_in(server, login).await?);
            let mut link = reader.connect(server).await?;
            link.sync(&mut reader, true).await?;
            readers.push((reader, link));
        }
        writers.push((writer, link, accounts));
    }
    let edits = EDITS_A_SECOND * SECONDS;
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
            let pause = Duration::from_secs_f64(REPS as f64 / f64::from(EDITS_A_SECOND));
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
    let devices = REPS * DEVICES_A_REP;
    line(
        &format!("live, {devices} devices, {EDITS_A_SECOND} edits/s: server CPU an edit, admission included"),
        format!("{:.2} ms", cpu / f64::from(edits)),
        "<= 0.8 ms (0.4)",
    );
    line(
        "live, edit to colleague's device, p50; p99",
        format!("{:.1} ms; {:.1} ms ({} deliveries)", at(0.5), at(0.99), delays.len()),
        "p99 <= 50 ms (20)",
    );
    Ok(())
}
