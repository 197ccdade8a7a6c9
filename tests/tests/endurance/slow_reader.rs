//! A device that does not read what it asked for: it costs the server little, is cut in time, and loses nothing.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fieldnote_core::command::{Command, NewVisit};
use fieldnote_core::testing::builders::record_visit;
use fieldnote_core::values::{AccountId, VisitId};
use fieldnote_tests::client::{Device, Link, now};
use fieldnote_tests::server::Server;
use reqwest::Method;
use socket2::{Domain, Socket, Type};
use tokio::net::TcpSocket;

const READERS: u64 = 20;
/// Long follow-ups, 20 kB each when deflated: more than the buffers on the way take.
const RECORDS: usize = 40;
/// Characters of each, the most that a text may have.
const RECORD_CHARS: usize = 10_000;
/// Bytes that a connection takes from the network while nobody reads.
const BUFFER_BYTES: usize = 4 * 1024;
/// Bytes of a segment: what the sending side keeps for a connection grows with it, and is 64 kB on loopback.
const SEGMENT_BYTES: u32 = 536;
/// Memory that the server may hold for one reader, kilobytes: a page of 400 kB before deflating, the one before as its
/// dictionary, its frame here and in the socket's buffer (texts that do not deflate), and what the allocator keeps.
const READER_KB_MAX: u64 = 2_560;
/// Time until it is cut: 30 s for one message, which begin when the buffers are full.
const CUT_WITHIN: Duration = Duration::from_secs(45);

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_is_cut_with_little_memory_and_gets_the_rest_later() -> Result<()> {
    let mut server = Server::demo()?;
    let mut whole = Device::sign_in(&server, "li").await?;
    whole.exchange(&server).await?;
    for account in whole.accounts().into_iter().cycle().take(RECORDS) {
        let record = long_record(&mut whole, account);
        whole.execute(&record)?;
        whole.exchange(&server).await?;
    }
    // What a device gets that begins now.
    let mut whole = Device::of(whole.person.clone());
    whole.exchange(&server).await?;
    let before = server.memory_kb()?;
    let mut slow = Vec::new();
    for _ in 0..READERS {
        let mut device = Device::of(whole.person.clone());
        let mut link = narrow(&server, &device).await?;
        link.send(&device.first_frame(true)).await?;
        slow.push((device, link));
    }
    let began = Instant::now();
    let mut most = before;
    while cut(&server).await? < READERS {
        most = most.max(server.memory_kb()?);
        ensure!(began.elapsed() < CUT_WITHIN, "only {} of {READERS} were cut", cut(&server).await?);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let each = most.saturating_sub(before) / READERS;
    println!("{READERS} that do not read: cut after {:?}, {each} kB of memory each", began.elapsed());
    ensure!(each < READER_KB_MAX, "{each} kB of memory for each");
    for (mut device, mut link) in slow {
        // What was under way arrives; the last page does not.
        while let Ok(delta) = link.next(&mut device).await {
            ensure!(delta.more, "everything came, though nobody read");
            device.take(delta);
        }
        let held = device.received.len();
        device.exchange(&server).await?;
        ensure!(device.received.len() > held, "the rest came");
        ensure!(device.own_digest()? == whole.digest, "a device holds something else than the server says");
    }
    server.stop()
}

/// A follow-up whose text does not deflate: every character drawn from 20,000.
fn long_record(device: &mut Device, account: AccountId) -> Command {
    let mut bytes = vec![0; 2 * RECORD_CHARS];
    device.random().fill(&mut bytes);
    let draw = |pair: &[u8]| char::from_u32(0x4e00 + (u32::from(pair[0]) << 8 | u32::from(pair[1])) % 20_000);
    let text: String = bytes.chunks_exact(2).filter_map(draw).collect();
    let visit = VisitId::random(device.random());
    let Command::RecordVisit { new, .. } = record_visit(account, visit, now()) else { unreachable!() };
    Command::RecordVisit { account, visit, new: Box::new(NewVisit { summary: text, ..*new }) }
}

/// Opens a socket that takes little at a time.
async fn narrow(server: &Server, device: &Device) -> Result<Link> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_recv_buffer_size(BUFFER_BYTES)?;
    socket.set_tcp_mss(SEGMENT_BYTES)?;
    socket.set_nonblocking(true)?;
    let stream = TcpSocket::from_std_stream(socket.into()).connect(server.address().parse()?).await?;
    Link::over(stream, server, &device.person.cookie, Some(server.url())).await
}

/// How many the server has cut because they did not read.
async fn cut(server: &Server) -> Result<u64> {
    let answer = fieldnote_tests::api::call(server.url(), Method::GET, "/metrics", &[], None).await?;
    let text = String::from_utf8(answer.body)?;
    let line = text.lines().find(|line| line.starts_with("fieldnote_slow_readers_total")).context("a figure")?;
    Ok(line.rsplit(' ').next().unwrap_or_default().parse()?)
}
