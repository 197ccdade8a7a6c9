//! Connections that send a byte now and then: they end in their time, and hold nobody up.

use std::time::Duration;

use anyhow::{Result, ensure};
use fieldnote_tests::hostile::raw::{Raw, header};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::siege::Siege;

const PAUSE: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread")]
async fn who_trickles_is_cut_in_time_and_holds_nobody_up() -> Result<()> {
    let mut siege = Siege::begin().await?;
    let cookie = siege.attacker.person.cookie.clone();
    let mut slow = JoinSet::new();
    // Fifty first frames that never end: 10 s from the upgrade.
    for _ in 0..50 {
        let mut raw = Raw::upgrade(&siege.server, &cookie).await?;
        raw.0.write_all(&header(60_000)).await?;
        slow.spawn(raw.trickle(&[0], PAUSE, Duration::from_secs(25)));
    }
    // The same with pings between, which are answered and do not prolong it. FIN and a mask of zeros, no payload.
    let ping = Raw::upgrade(&siege.server, &cookie).await?;
    slow.spawn(ping.trickle(&[0x89, 0x80, 0, 0, 0, 0], PAUSE, Duration::from_secs(25)));
    // A body of a request: 30 s.
    let mut post = TcpStream::connect(siege.server.address()).await?;
    let head = format!(
        "POST /api/session HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nContent-Type: application/json\r\n\
         Content-Length: 10000\r\n\r\n",
        siege.server.address(),
        siege.server.url()
    );
    post.write_all(head.as_bytes()).await?;
    slow.spawn(Raw(post).trickle(b" ", PAUSE, Duration::from_secs(45)));
    for round in 0..10 {
        siege.nobody_noticed(&format!("while fifty trickle, {round}")).await?;
    }
    while let Some(ended) = slow.join_next().await {
        let took = ended??;
        ensure!(took < Duration::from_secs(40), "{took:?}");
    }
    siege.nobody_noticed("after fifty trickled").await?;
    siege.end()
}
