//! A bad network: the socket breaks again and again during the first download.

use anyhow::{Result, ensure};
use fieldnote_tests::client::Device;
use fieldnote_tests::server::Server;

use super::figures::line;

/// Bytes after which the socket breaks.
const CUT_AFTER_BYTES: u64 = 64 * 1024;

/// A new phone whose socket breaks after each 64 kB received; what was under way is lost, and it resumes with its
/// cookie. `whole` are the bytes of a download that was not cut.
pub(super) async fn every_64_kilobytes(server: &Server, login: &str, whole: u64) -> Result<()> {
    let mut phone = Device::sign_in(server, login).await?;
    let (mut bytes, mut connections) = (0, 0);
    let mut complete = false;
    while !complete {
        let before = phone.cookie;
        let mut link = phone.connect(server).await?;
        link.count.cut_after(CUT_AFTER_BYTES);
        connections += 1;
        let outcome = link.sync(&mut phone, false).await;
        complete = outcome.is_ok();
        let (received, sent) = link.count.both();
        bytes += received + sent;
        ensure!(complete || phone.cookie != before, "no page fits between two cuts: {outcome:?}");
    }
    let ratio = bytes as f64 / whole as f64;
    line(
        "cut every 64 kB received, total bytes",
        format!("{ratio:.3} x the uncut download, {connections} connections"),
        "<= 1.1 x (1.02 x)",
    );
    Ok(())
}
