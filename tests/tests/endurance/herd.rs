//! The server restarts under two thousand phones: all come back by themselves, each in its own time, and hold the same.

use std::process::Command as Program;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fieldnote_core::session::{Event, Notice};
use fieldnote_core::sync::digest::{document_item, of_sum, row_item};
use fieldnote_core::sync::wire::Digest;
use fieldnote_core::testing::builders::{create_account, record_visit};
use fieldnote_core::testing::device_store::DeviceStore;
use fieldnote_core::values::{AccountId, VisitId};
use fieldnote_tests::api::Person;
use fieldnote_tests::client::{Device, now};
use fieldnote_tests::enrol::enrol;
use fieldnote_tests::replica::Replica;
use fieldnote_tests::server::{PASSWORD, Server};
use futures_util::{StreamExt as _, TryStreamExt as _};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio::task::{JoinSet, block_in_place};

const USERS: usize = 200;
const PHONES_A_USER: usize = 10;
const CUSTOMERS_A_USER: usize = 2;
/// Time in which every phone has reached the restarted server: it asks for one second, a phone draws one to two more.
const RECONNECTED_WITHIN: Duration = Duration::from_secs(5);
/// Time in which a phone gets where the test waits for it, also on a machine that does other work.
const CONVERGED_WITHIN: Duration = Duration::from_secs(100);
/// Shortest time that a phone waits after it was sent away, besides what the server asked for: `session::link`.
const PAUSE_MIN: Duration = Duration::from_secs(1);
/// Width of the steps in which the phones' return is counted.
const STEP: Duration = Duration::from_millis(100);
/// Part of the phones that may come within one step: drawn evenly from a second it is a tenth.
const STEP_SHARE_MAX: f64 = 0.3;
/// Most memory of the server ever, kilobytes: what a connection may cost at rest (64 kB) for each, and 64 MB.
const PEAK_KB_MAX: u64 = 64 * (USERS * PHONES_A_USER) as u64 + 64 * 1024;
/// Sockets of this process and of the server, and some files.
const FILES: usize = USERS * PHONES_A_USER + 1_000;
/// People added at once: as many as the server hashes passwords.
const ADDED_AT_ONCE: usize = 2;
const SEED: u64 = 2_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_phones_come_back_after_a_restart_and_hold_the_same() -> Result<()> {
    allow_files()?;
    let (mut server, witnesses, mut phones) = team().await?;
    let began = Instant::now();
    phones = all(phones, |mut phone| async move {
        phone.replica.tell(Event::Leader(true));
        phone.replica.until(CONVERGED_WITHIN, Replica::is_live).await?;
        Ok(phone)
    })
    .await?;
    println!("{} phones live after {:?}", phones.len(), began.elapsed());

    let returning = tokio::spawn(all(phones, |mut phone| async move {
        // Told to leave, or cut off where the server did not get round to it.
        phone.replica.until(CONVERGED_WITHIN, |replica| !replica.is_linked()).await?;
        if let Some(account) = phone.writes {
            let visit = VisitId::random(phone.replica.random());
            phone.replica.execute(record_visit(account, visit, now())).await?;
        }
        phone.replica.until(CONVERGED_WITHIN, Replica::is_live).await?;
        Ok(phone)
    }));
    block_in_place(|| server.stop())?;
    block_in_place(|| server.start())?;
    let began = Instant::now();
    let phones = returning.await??;
    println!("all live again {:?} after the server, SEED={SEED}", began.elapsed());

    let mut expected = Vec::new();
    for person in witnesses {
        let mut witness = Device::of(person);
        witness.exchange(&server).await?;
        ensure!(witness.own_digest()? == witness.digest, "a new device does not hold what the server says");
        expected.push(witness.digest);
    }
    let expected = Arc::new(expected);
    let phones = all(phones, move |mut phone| {
        let expected = Arc::clone(&expected);
        async move {
            let digest = expected[phone.user];
            phone.replica.until(CONVERGED_WITHIN, |replica| digest_of(replica) == digest).await?;
            Ok(phone)
        }
    })
    .await?;
    for phone in &phones {
        let replica = &phone.replica;
        ensure!(!replica.notices.contains(&Notice::Repairing), "a phone had to fetch everything again");
        ensure!(replica.store.outbox.is_empty(), "an edit has not reached the server");
        stayed_away(replica)?;
    }
    came_back_evenly(&phones)?;
    let (peak, threads) = (server.peak_memory_kb()?, server.threads()?);
    println!("peak memory of the server {peak} kB, {threads} threads");
    ensure!(peak < PEAK_KB_MAX, "{peak} kB of memory");
    block_in_place(|| server.stop())?;
    server.command(&["check"])?;
    Ok(())
}

/// A phone of one of the users.
struct Phone {
    user: usize,
    /// The customer that it writes to while there is no server; one phone of each user does.
    writes: Option<AccountId>,
    replica: Replica,
}

/// Does something with every phone at once.
async fn all<F: Future<Output = Result<Phone>> + Send + 'static>(
    phones: Vec<Phone>,
    act: impl Fn(Phone) -> F,
) -> Result<Vec<Phone>> {
    let mut acting: JoinSet<_> = phones.into_iter().map(act).collect();
    let mut done = Vec::new();
    while let Some(phone) = acting.join_next().await {
        done.push(phone??);
    }
    Ok(done)
}

/// Starts a server with the users, one signed-in device of each besides, and their phones, which hold what there is
/// and are not connected.
async fn team() -> Result<(Server, Vec<Person>, Vec<Phone>)> {
    let mut server = Server::with_people(&[("admin", "Admin", "admin")])?;
    let admin = Person::sign_in(&server, "admin").await?;
    let adding = (0..USERS).map(|user| add(&admin, user));
    futures_util::stream::iter(adding).buffer_unordered(ADDED_AT_ONCE).try_collect::<()>().await?;
    block_in_place(|| server.stop())?;
    let names: Vec<(String, String)> = (0..USERS)
        .flat_map(|user| (0..=PHONES_A_USER).map(move |phone| (login(user), format!("phone {phone}"))))
        .collect();
    let people = enrol(&server.data(), server.url(), &names, SEED)?;
    block_in_place(|| server.start())?;
    let mut writers = Vec::new();
    let mut witnesses = Vec::new();
    let mut others = Vec::new();
    for (user, people) in people.chunks(PHONES_A_USER + 1).enumerate() {
        let [witness, writer, rest @ ..] = people else { continue };
        witnesses.push(witness.clone());
        others.push(rest.to_vec());
        let seed = SEED + (user * PHONES_A_USER) as u64;
        let replica = Replica::start(writer.clone(), &server.address(), DeviceStore::default(), seed);
        writers.push(Phone { user, writes: None, replica });
    }
    let mut phones = all(writers, |mut phone| async move {
        phone.replica.tell(Event::Leader(true));
        phone.replica.until(CONVERGED_WITHIN, Replica::is_live).await?;
        for customer in 0..CUSTOMERS_A_USER {
            let account = AccountId::random(phone.replica.random());
            phone.replica.execute(create_account(account, &format!("ACME {customer}"), "new")).await?;
            phone.writes = Some(account);
        }
        phone.replica.until(CONVERGED_WITHIN, Replica::is_live).await?;
        phone.replica.tell(Event::Leader(false));
        phone.replica.until(CONVERGED_WITHIN, |replica| !replica.is_busy()).await?;
        Ok(phone)
    })
    .await?;
    // The other phones of a user begin with what the first one was sent.
    for first in 0..phones.len() {
        let (user, store) = (phones[first].user, phones[first].replica.store.clone());
        for (number, person) in others[user].iter().enumerate() {
            let seed = SEED + (user * PHONES_A_USER + number + 1) as u64;
            let replica = Replica::start(person.clone(), &server.address(), store.clone(), seed);
            phones.push(Phone { user, writes: None, replica });
        }
    }
    Ok((server, witnesses, phones))
}

async fn add(admin: &Person, user: usize) -> Result<()> {
    let login = login(user);
    let body = json!({"login": login, "password": PASSWORD, "name": login, "role": "rep"});
    let answer = admin.call(Method::POST, "/api/users", Some(&body)).await?;
    ensure!(answer.status == StatusCode::CREATED, "{:?}", answer.json());
    Ok(())
}

fn login(user: usize) -> String {
    format!("rep{user}")
}

/// Computes the view digest from what is in a phone's store.
fn digest_of(replica: &Replica) -> Digest {
    let key = &replica.session.identity().digest_key;
    let mut sum = 0u128;
    for record in replica.store.documents.values() {
        if record.full {
            sum = sum.wrapping_add(document_item(key, record.doc, &record.acked));
        }
        if let (Some(account), Some(row)) = (record.doc.account_id(), &record.server_row) {
            sum = sum.wrapping_add(row_item(key, account, row));
        }
    }
    of_sum(sum)
}

/// A phone that was sent away came back no sooner than it was asked to and than it waits by itself.
fn stayed_away(replica: &Replica) -> Result<()> {
    for (at, retry_after_ms) in &replica.farewells {
        let pause = Duration::from_millis((*retry_after_ms).into()) + PAUSE_MIN;
        let next = replica.attempts.iter().find(|attempt| *attempt > at).context("it never came back")?;
        ensure!(*next >= *at + pause, "sent away for {retry_after_ms} ms, back after {:?}", *next - *at);
    }
    Ok(())
}

/// The phones' last attempts are spread as drawn, and all within the time allowed.
fn came_back_evenly(phones: &[Phone]) -> Result<()> {
    let mut last: Vec<_> = phones.iter().filter_map(|phone| phone.replica.attempts.last().copied()).collect();
    last.sort_unstable();
    let (Some(first), Some(end)) = (last.first(), last.last()) else { return Ok(()) };
    let most = last.iter().map(|from| last.iter().filter(|at| *at >= from && **at < *from + STEP).count()).max();
    println!("came back within {:?}, {} of them within {STEP:?}", *end - *first, most.unwrap_or_default());
    ensure!(*end - *first < RECONNECTED_WITHIN, "the last came {:?} after the first", *end - *first);
    ensure!(most.unwrap_or_default() as f64 <= STEP_SHARE_MAX * last.len() as f64, "{most:?} came at once");
    Ok(())
}

/// Lets this process, and the server that it starts, open as many files as there are sockets.
fn allow_files() -> Result<()> {
    let pid = std::process::id().to_string();
    let status = Program::new("prlimit").args(["--pid", &pid, &format!("--nofile={FILES}:")]).status();
    let limits = std::fs::read_to_string("/proc/self/limits")?;
    let files = limits.lines().find(|line| line.starts_with("Max open files")).context("a limit of files")?;
    let soft: usize = files.split_whitespace().nth(3).and_then(|number| number.parse().ok()).unwrap_or(usize::MAX);
    ensure!(soft >= FILES, "{FILES} open files are needed and {soft} allowed (prlimit: {status:?})");
    Ok(())
}
