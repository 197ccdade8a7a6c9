//! The server killed at work, again and again: what it acknowledged is there, and its database is sound.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::sync::wire::Outcome;
use fieldnote_core::values::DocumentId;
use fieldnote_tests::client::Device;
use fieldnote_tests::server::Server;
use tokio::sync::RwLock;

const CYCLES: u32 = 20;
/// Acknowledgements between two kills: enough that some are under way when it comes.
const ACKNOWLEDGED_BEFORE_KILL: u32 = 12;

/// One phone that writes as fast as it is acknowledged, and tries again when the server is gone.
async fn work(
    mut device: Device,
    server: Arc<RwLock<Server>>,
    acknowledged: Arc<AtomicU32>,
    done: Arc<AtomicBool>,
) -> Device {
    let accounts = device.accounts();
    let mut count = 0usize;
    while !done.load(Ordering::Relaxed) {
        let connected = { device.connect(&*server.read().await).await };
        let Ok(mut link) = connected else {
            tokio::task::yield_now().await;
            continue;
        };
        // Whatever was under way when the server died is sent again.
        if link.sync(&mut device, true).await.is_err() {
            continue;
        }
        while !done.load(Ordering::Relaxed) {
            count += 1;
            let account = accounts[count % accounts.len()];
            let edits = vec![AccountEdit::BudgetRange(format!("{count}"))];
            device.execute(&Command::EditAccount { account, edits }).unwrap();
            if link.push(&mut device).await.is_err() {
                break;
            }
            acknowledged.fetch_add(1, Ordering::Relaxed);
        }
    }
    device
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_twenty_times_at_work_keeps_all_that_it_acknowledged() -> Result<()> {
    let mut first = Server::demo()?;
    let mut devices = Vec::new();
    for login in ["li", "zhao", "sun"] {
        let mut device = Device::sign_in(&first, login).await?;
        device.exchange(&first).await?;
        devices.push(device);
    }
    first.kill()?;
    first.start()?;
    let server = Arc::new(RwLock::new(first));
    let (acknowledged, done) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let phones: Vec<_> = devices
        .into_iter()
        .map(|device| tokio::spawn(work(device, Arc::clone(&server), Arc::clone(&acknowledged), Arc::clone(&done))))
        .collect();

    for cycle in 0..CYCLES {
        let before = acknowledged.load(Ordering::Relaxed);
        let end = tokio::time::Instant::now() + Duration::from_secs(60);
        while acknowledged.load(Ordering::Relaxed) < before + ACKNOWLEDGED_BEFORE_KILL {
            ensure!(tokio::time::Instant::now() < end, "cycle {cycle}: the phones no longer get through");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let mut server = server.write().await;
        server.kill()?;
        // Documents are compacted, and now and then that is killed, too.
        match cycle % 4 {
            1 => drop(server.command(&["compact"])?),
            3 => server.kill_command(&["compact"], Duration::from_millis(u64::from(cycle) * 3))?,
            _ => {}
        }
        server.start()?;
    }
    done.store(true, Ordering::Relaxed);
    let mut devices = Vec::new();
    for phone in phones {
        devices.push(phone.await?);
    }

    let mut server = server.write().await;
    server.stop()?;
    server.command(&["check"])?;
    server.command(&["compact"])?;
    server.command(&["check"])?;
    server.start()?;
    for device in devices {
        let mut fresh = Device::of(device.person.clone());
        fresh.exchange(&server).await?;
        let durable = device.verdicts.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Durable(_)));
        let mut expected: Vec<_> = durable.map(|(hash, _)| *hash).collect();
        ensure!(expected.len() == device.verdicts.len(), "an edit was held");
        for account in fresh.accounts() {
            let document = fresh.open(DocumentId::account(account))?;
            expected.retain(|hash| !document.has(*hash));
        }
        ensure!(expected.is_empty(), "{} acknowledged edits are gone", expected.len());
        assert_eq!(fresh.own_digest()?, fresh.digest);
    }
    Ok(())
}
