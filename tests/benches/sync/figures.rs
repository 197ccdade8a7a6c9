//! How things are measured and printed.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use fieldnote_tests::client::Device;
use fieldnote_tests::server::Server;

/// What one exchange cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cost {
    pub(super) received: u64,
    pub(super) sent: u64,
    pub(super) cpu_ms: f64,
    pub(super) wall_ms: f64,
    pub(super) pages: u32,
}

impl Cost {
    pub(super) fn bytes(self) -> u64 {
        self.received + self.sent
    }
}

/// Prints a line of the table; the budget to reach for stands in brackets behind the one that must hold.
pub(super) fn line(what: &str, figure: String, budget: &str) {
    println!("| {what} | {figure} | {budget} |");
    let _ = std::io::stdout().flush();
}

/// Bytes as megabytes.
pub(super) fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Opens a socket, exchanges until nothing more comes, and tells what it cost.
pub(super) async fn exchange(server: &Server, device: &mut Device) -> Result<Cost> {
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
pub(super) async fn settle(server: &Server) -> Result<()> {
    loop {
        let before = server.cpu_ms()?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        if server.cpu_ms()? - before < 0.5 {
            return Ok(());
        }
    }
}

/// Bytes that a folder takes on the disk.
pub(super) fn allocated(folder: &Path) -> Result<u64> {
    use std::os::unix::fs::MetadataExt;
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let data = entry.metadata()?;
        bytes += if data.is_dir() { allocated(&entry.path())? } else { data.blocks() * 512 };
    }
    Ok(bytes)
}
