//! A server whose disk is full, or does not flush: it refuses and says so, goes on reading, and works again by itself.

use anyhow::{Context, Result, bail, ensure};
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::document::Written;
use fieldnote_core::sync::wire::{ByeReason, ChangeHash};
use fieldnote_core::values::DocumentId;
use fieldnote_tests::api::{Person, try_sign_in};
use fieldnote_tests::client::{Device, Ended, Link, ensure_durable};
use fieldnote_tests::server::{Fault, PASSWORD, Server};

/// Times that the disk fails and works again.
const ROUNDS: usize = 6;

fn write(device: &mut Device, number: usize) -> Result<Vec<Written>> {
    let accounts = device.accounts();
    let account = accounts[number % accounts.len()];
    device.execute(&Command::EditAccount { account, edits: vec![AccountEdit::BudgetRange(format!("{number}"))] })
}

/// Takes in what comes until the server ends the conversation, which it must for want of a disk.
async fn until_unavailable(link: &mut Link, device: &mut Device) -> Result<()> {
    loop {
        match link.next(device).await {
            Ok(page) => device.take(page),
            Err(error) => match error.downcast::<Ended>() {
                Ok(Ended(ByeReason::Unavailable)) => return Ok(()),
                Ok(other) => bail!(other),
                Err(error) => return Err(error),
            },
        }
    }
}

async fn lacks(server: &Server, person: &Person, expected: &[(DocumentId, ChangeHash)]) -> Result<usize> {
    let mut fresh = Device::of(person.clone());
    fresh.exchange(server).await?;
    let mut lost = 0;
    for (doc, hash) in expected {
        lost += usize::from(!fresh.open(*doc)?.has(*hash));
    }
    Ok(lost)
}

async fn fails_and_heals(fault: Fault) -> Result<()> {
    let mut server = Server::demo_on_a_failing_disk()?;
    let reader = Person::sign_in(&server, "li").await?;
    let mut whole = Device::of(reader.clone());
    whole.exchange(&server).await?;
    let mut device = Device::sign_in(&server, "li").await?;
    device.exchange(&server).await?;
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut link = device.connect(&server).await?;
        link.sync(&mut device, true).await?;
        let good = write(&mut device, 2 * round)?;
        link.push(&mut device).await?;
        ensure_durable(&device, &good)?;

        server.fail_disk(fault)?;
        let refused = write(&mut device, 2 * round + 1)?;
        let ended = link.push(&mut device).await.err().context("acknowledged without a disk")?;
        let ended = ended.downcast::<Ended>()?;
        ensure!(ended.0 == ByeReason::Unavailable, "{ended}");
        ensure!(refused.iter().all(|change| !device.verdicts.contains_key(&change.hash)), "a verdict without a disk");
        ensure!(device.pending == refused, "the phone does not keep what was refused");
        // Reading goes on: an empty device gets everything, and is then told that nothing can be written.
        let mut fresh = Device::of(reader.clone());
        let mut reading = fresh.connect(&server).await?;
        let first = fresh.first_frame(true);
        reading.send(&first).await?;
        until_unavailable(&mut reading, &mut fresh).await?;
        ensure!(fresh.accounts().len() == whole.accounts().len(), "an empty device got a part");
        ensure!(fresh.own_digest()? == fresh.digest, "an empty device got something else");
        if round == 0 {
            let refusal = try_sign_in(&server, "zhou", PASSWORD, None).await?;
            ensure!(refusal.status == 503, "signing in without a disk: {}", refusal.status);
        }
        // However often the phone tries.
        for _ in 0..2 {
            let mut again = device.connect(&server).await?;
            let first = device.first_frame(true);
            again.send(&first).await?;
            until_unavailable(&mut again, &mut device).await?;
            ensure!(device.pending == refused, "the phone does not keep what was refused");
        }
        ensure!(server.is_alive(), "round {round}: the server died");
        // Killed while the disk fails, now and then.
        if round % 3 == 1 {
            server.kill()?;
            server.heal_disk()?;
            server.command(&["check"])?;
            server.start()?;
        }
        server.heal_disk()?;
        device.exchange(&server).await?;
        ensure_durable(&device, &refused)?;
        acknowledged.extend(good.iter().chain(&refused).map(|change| (change.doc, change.hash)));
        let lost = lacks(&server, &reader, &acknowledged).await?;
        ensure!(lost == 0, "round {round}: {lost} acknowledged edits are gone");
    }
    server.kill()?;
    server.command(&["check"])?;
    server.start()?;
    ensure!(lacks(&server, &reader, &acknowledged).await? == 0, "acknowledged edits are gone after a kill");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_edits_clearly_and_takes_them_when_there_is_room() -> Result<()> {
    fails_and_heals(Fault::Full).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_does_not_flush_acknowledges_nothing_and_loses_nothing() -> Result<()> {
    fails_and_heals(Fault::Dying).await
}
