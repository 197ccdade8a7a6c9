//! What a device lacks, page by page: each a few range scans and one encoding, away from the async threads.

use std::sync::Arc;

use fieldnote_core::sync::hub::Caller;
use fieldnote_core::sync::limits::{FIRST_PAGE_BYTES, PAGE_BYTES};
use fieldnote_core::sync::pull::{PullRequest, pull};
use fieldnote_core::sync::wire::{Cookie, Delta, ServerFrame, Verdict};

use crate::app::App;
use crate::clock;
use crate::error::ApiError;

/// Where one device stands.
#[derive(Debug)]
pub(super) struct Pages {
    app: Arc<App>,
    caller: Caller,
    /// Everything up to here has been sent.
    pub(super) cookie: Cookie,
    verdicts: Vec<Verdict>,
    with_synced: bool,
    /// The answer is owed, even when there is no news.
    owed: bool,
    more: bool,
}

impl Pages {
    pub(super) fn new(app: Arc<App>, caller: Caller, cookie: Cookie) -> Self {
        Self { app, caller, cookie, verdicts: Vec::new(), with_synced: false, owed: false, more: true }
    }

    /// Begins the answer to a frame: the first page carries the verdicts, and comes even when there is no news.
    pub(super) fn begin(&mut self, verdicts: Vec<Verdict>, with_synced: bool) {
        self.verdicts = verdicts;
        self.with_synced = with_synced;
        self.owed = true;
        self.more = true;
    }

    /// Begins to look for news that nobody asked for.
    pub(super) fn look(&mut self) {
        self.more = true;
    }

    /// Returns the next page as a frame's bytes; nothing when the device has everything.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, ApiError> {
        if !self.more {
            return Ok(None);
        }
        let first_download = self.cookie == Cookie::default();
        let page_bytes = if first_download { FIRST_PAGE_BYTES } else { PAGE_BYTES };
        let (caller, cookie, with_synced) = (self.caller, self.cookie, self.with_synced);
        let (owed, verdicts) = (self.owed, std::mem::take(&mut self.verdicts));
        let page = self.app.blocking(move |app| {
            let request = PullRequest { caller, cookie, page_bytes, with_synced, now: clock::now() };
            let mut delta = app.database.view(|log| pull(&log, &app.digest_key, &request))?;
            delta.verdicts = verdicts;
            let (cookie, more) = (delta.cookie, delta.more);
            let silent = !owed && !more && is_empty(&delta);
            let bytes = (!silent).then(|| ServerFrame::Delta(Box::new(delta)).to_bytes());
            Ok((cookie, more, bytes))
        });
        let (cookie, more, bytes) = page.await?;
        (self.cookie, self.more, self.owed) = (cookie, more, false);
        // Who stands below comes with the last page, like the digest.
        self.with_synced &= more;
        Ok(bytes)
    }
}

fn is_empty(delta: &Delta) -> bool {
    delta.verdicts.is_empty()
        && delta.documents.is_empty()
        && delta.gone.is_empty()
        && delta.rows.is_empty()
        && delta.synced.is_empty()
}
