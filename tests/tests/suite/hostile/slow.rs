//! Connections that send a byte now and then: they end in their time and hold nobody up, and a slow line is served.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::values::DocumentId;
use fieldnote_tests::client::Device;
use fieldnote_tests::hostile::raw::{Raw, header};
use fieldnote_tests::server::Server;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::siege::Siege;

const PAUSE: Duration = Duration::from_millis(500);
/// Time in which a socket whose first frame never ends is gone, also on a machine that does other work.
const SOCKET_ENDED_WITHIN: Duration = Duration::from_secs(60);
/// The same for a body that never ends.
const BODY_ENDED_WITHIN: Duration = Duration::from_secs(40);
/// What 60 kB take over 30 kbit/s, the upload of an old mobile network.
const SLOW_FRAME: Duration = Duration::from_secs(16);

#[tokio::test(flavor = "multi_thread")]
async fn who_trickles_is_cut_in_time_and_holds_nobody_up() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let cookie = siege.attacker.person.cookie.clone();
    let mut slow = JoinSet::new();
    // Fifty first frames that never end: 45 s from the upgrade.
    for _ in 0..50 {
        let mut raw = Raw::upgrade(&siege.server, &cookie).await?;
        raw.0.write_all(&header(60_000)).await?;
        slow.spawn(raw.trickle(&[0], PAUSE, SOCKET_ENDED_WITHIN));
    }
    // The same with pings between, which are answered and do not prolong it. FIN and a mask of zeros, no payload.
    let ping = Raw::upgrade(&siege.server, &cookie).await?;
    slow.spawn(ping.trickle(&[0x89, 0x80, 0, 0, 0, 0], PAUSE, SOCKET_ENDED_WITHIN));
    // A body of a request: 30 s.
    let mut post = TcpStream::connect(siege.server.address()).await?;
    let head = format!(
        "POST /api/session HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nContent-Type: application/json\r\n\
         Content-Length: 10000\r\n\r\n",
        siege.server.address(),
        siege.server.url()
    );
    post.write_all(head.as_bytes()).await?;
    slow.spawn(Raw(post).trickle(b" ", PAUSE, BODY_ENDED_WITHIN));
    for round in 0..10 {
        siege.nobody_noticed(&format!("while fifty trickle, {round}")).await?;
    }
    while let Some(ended) = slow.join_next().await {
        ended??;
    }
    siege.nobody_noticed("after fifty trickled").await?;
    siege.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_frame_over_a_slow_line_is_taken_whole() -> Result<()> {
    let server = Server::demo()?;
    let mut device = Device::sign_in(&server, "li").await?;
    device.exchange(&server).await?;
    let account = device.accounts()[0];
    let edits = vec![AccountEdit::BudgetRange("1".to_owned())];
    let change = device.execute(&Command::EditAccount { account, edits })?.first().context("a change")?.hash;
    let frame = device.first_frame(false).to_bytes();

    let mut raw = Raw::upgrade(&server, &device.person.cookie).await?;
    let (begin, end) = frame.split_at(frame.len() / 2);
    raw.0.write_all(&[&header(u16::try_from(frame.len())?), begin].concat()).await?;
    tokio::time::sleep(SLOW_FRAME).await;
    raw.0.write_all(end).await?;
    let mut answer = [0; 2];
    raw.0.read_exact(&mut answer).await?;
    let mut other = Device::sign_in(&server, "li").await?;
    other.exchange(&server).await?;
    ensure!(other.open(DocumentId::account(account))?.has(change), "the edit has not arrived");
    Ok(())
}
