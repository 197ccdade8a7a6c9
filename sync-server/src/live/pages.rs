//! What a device lacks, page by page: each a few range scans and one encoding, away from the async threads.

use std::sync::Arc;

use axum::body::Bytes;
use fieldnote_core::sync::codec::Before;
use fieldnote_core::sync::hub::Caller;
use fieldnote_core::sync::limits::{FIRST_PAGE_BYTES, PAGE_BYTES, RESUMED_PAGE_BYTES};
use fieldnote_core::sync::manifest::Manifest;
use fieldnote_core::sync::pull::{PullRequest, is_elsewhere, pull};
use fieldnote_core::sync::store::{StoreError, StoreRead as _};
use fieldnote_core::sync::wire::{Cookie, Delta, ServerFrame, TakenBack, Verdict};
use fieldnote_core::values::DeviceId;

use super::shared::{SharedPage, Slot};
use crate::app::App;
use crate::clock;
use crate::error::ApiError;
use crate::store::sqlite::LogView;

/// Where one device stands.
#[derive(Debug)]
pub(super) struct Pages {
    app: Arc<App>,
    caller: Caller,
    /// Everything up to here has been sent.
    cookie: Cookie,
    verdicts: Vec<Verdict>,
    taken_back: Option<TakenBack>,
    with_synced: bool,
    /// Heads do not follow from the changes for this device.
    with_heads: bool,
    /// The answer is owed, even when there is no news.
    owed: bool,
    more: bool,
    /// This is a download that was cut: it goes on in small pages.
    resumed: bool,
    /// What the pages build on, until a SYNC is answered.
    before: Option<Before>,
    /// What the device said that it holds, until all that it lacks is sent.
    manifest: Option<Manifest>,
    shared: Slot,
}

impl Pages {
    pub(super) fn new(app: Arc<App>, caller: Caller, cookie: Cookie) -> Self {
        let shared = app.shared_pages.of(caller.user);
        let (verdicts, with_synced, owed, more, resumed) = (Vec::new(), false, false, true, false);
        let (taken_back, before, manifest, with_heads) = (None, None, None, false);
        Self {
            app,
            caller,
            cookie,
            verdicts,
            taken_back,
            with_synced,
            with_heads,
            owed,
            more,
            resumed,
            before,
            manifest,
            shared,
        }
    }

    /// Goes on where a device says that it stands; the pages may build on what it said, and leave out what it holds.
    pub(super) fn resume(&mut self, cookie: Cookie, restored: bool, manifest: Option<Manifest>, before: Before) {
        self.with_heads = restored;
        self.before = Some(before);
        self.manifest = manifest;
        self.cookie = cookie;
        self.resumed = cookie.before > 0;
    }

    /// Returns which history the device is in.
    pub(super) fn epoch(&self) -> [u8; 8] {
        self.cookie.epoch
    }

    /// Begins the answer to a frame: the first page carries the verdicts, and comes even when there is no news.
    pub(super) fn begin(&mut self, verdicts: Vec<Verdict>, with_synced: bool) {
        self.verdicts = verdicts;
        self.with_synced = with_synced;
        self.owed = true;
        self.more = true;
    }

    /// Begins the answer to a document that was given back.
    pub(super) fn begin_taken_back(&mut self, answer: TakenBack) {
        self.begin(Vec::new(), false);
        self.taken_back = Some(answer);
    }

    /// Tells whether there may be more to send.
    pub(super) fn is_behind(&self) -> bool {
        self.more
    }

    /// Begins to look for news that nobody asked for.
    pub(super) fn look(&mut self) {
        self.more = true;
    }

    /// Returns the next page as a frame's bytes; nothing when the device has everything. Who was given a hint may get a
    /// page that was read for another device of the person.
    pub(super) async fn next(&mut self, hint: Option<u64>) -> Result<Option<Bytes>, ApiError> {
        if !self.more {
            return Ok(None);
        }
        // An answer of its own, or a download, is nobody else's.
        let alike =
            !self.owed && !self.with_synced && self.before.is_none() && self.cookie.seq > 0 && self.cookie.before == 0;
        if let Some(hint) = hint.filter(|_| alike) {
            let page = self.shared(hint).await?;
            if !page.but.contains(&self.caller.device) {
                self.cookie = page.to;
                self.more = page.more || page.hint < hint;
                // Who was told that more comes waits for it, even when nothing more is there.
                self.owed = page.more;
                return Ok(page.frame);
            }
        }
        self.own().await
    }

    /// Returns the page for every device of this person that stands here, reading it when nobody did.
    async fn shared(&self, hint: u64) -> Result<SharedPage, ApiError> {
        let mut slot = self.shared.lock().await;
        if let Some(page) = slot.as_ref().filter(|page| page.leads_on(self.cookie, hint)) {
            return Ok(page.clone());
        }
        // No device: nothing is left out as its own. An own change that comes back is skipped by its device.
        let caller = Caller { device: DeviceId::GENESIS, ..self.caller };
        let from = self.cookie;
        let page = self.app.blocking(move |app| {
            let request = PullRequest {
                caller,
                cookie: from,
                page_bytes: PAGE_BYTES,
                with_synced: false,
                with_heads: true,
                now: clock::now(),
            };
            let read = |log: LogView<'_>| Ok((pull(&log, &app.keys, &request, None)?, log.devices_apart(caller.user)?));
            let (delta, but) = look(app, &from, read)?;
            let (to, more) = (delta.cookie, delta.more);
            let silent = !more && is_empty(&delta);
            let frame = (!silent).then(|| ServerFrame::Delta(Box::new(delta)).to_bytes().into());
            Ok(SharedPage { hint, from, to, more, frame, but: Arc::new(but) })
        });
        Ok(slot.insert(page.await?).clone())
    }

    async fn own(&mut self) -> Result<Option<Bytes>, ApiError> {
        let page_bytes = match self.cookie {
            cookie if cookie == Cookie::default() => FIRST_PAGE_BYTES,
            cookie if self.resumed && cookie.before > 0 => RESUMED_PAGE_BYTES,
            _ => PAGE_BYTES,
        };
        let (caller, cookie, with_synced, with_heads) = (self.caller, self.cookie, self.with_synced, self.with_heads);
        let (owed, verdicts) = (self.owed, std::mem::take(&mut self.verdicts));
        let taken_back = self.taken_back.take();
        let (mut before, mut manifest) = (self.before.take(), self.manifest.take());
        let page = self.app.blocking(move |app| {
            let request = PullRequest { caller, cookie, page_bytes, with_synced, with_heads, now: clock::now() };
            let delta = look(app, &cookie, |log| pull(&log, &app.keys, &request, manifest.as_mut()))?;
            let delta = Delta { verdicts, taken_back, ..delta };
            let (cookie, more) = (delta.cookie, delta.more);
            let silent = !owed && !more && is_empty(&delta);
            let frame = (!silent).then(|| ServerFrame::Delta(Box::new(delta)));
            let bytes = frame.map(|frame| match &mut before {
                Some(before) => frame.to_bytes_after(before).into(),
                None => frame.to_bytes().into(),
            });
            Ok((cookie, more, bytes, before, manifest))
        });
        let (cookie, more, bytes, before, manifest) = page.await?;
        // A page that ends with the last document says that more comes: the end is owed, though nothing is in it.
        (self.cookie, self.more, self.owed) = (cookie, more, more);
        self.before = before.filter(|_| more);
        self.manifest = manifest.filter(|_| more);
        // Who stands below comes with the last page, like the digest.
        self.with_synced &= more;
        Ok(bytes)
    }
}

/// Reads for a device, unless it stands in a history that has ended since its SYNC.
fn look<T>(app: &App, cookie: &Cookie, read: impl FnOnce(LogView<'_>) -> Result<T, StoreError>) -> Result<T, ApiError> {
    let seen = app.database.view(|log| {
        let ended = is_elsewhere(cookie, log.position()?);
        if ended { Ok(None) } else { read(log).map(Some) }
    });
    if let Err(StoreError::Corrupt(_)) = &seen {
        app.hub.mend();
    }
    seen?.ok_or(ApiError::Restored)
}

fn is_empty(delta: &Delta) -> bool {
    delta.verdicts.is_empty()
        && delta.documents.is_empty()
        && delta.gone.is_empty()
        && delta.rows.is_empty()
        && delta.synced.is_empty()
        && delta.reviews.is_empty()
}
