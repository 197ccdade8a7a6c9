//! The answer to a cookie: a few range scans of the log. No document is opened.
//!
//! A device applies a page in this order: verdicts, gone, documents, rows. Every document of a page comes with all its
//! changes up to the moment of the page, so its heads are the server's current ones. Its own changes are not sent
//! back: a document where nobody else wrote comes with its heads and no change.
//!
//! A first download starts from a cookie without a number: the answer's cookie then has [`Cookie::before`] set. Its pages
//! name everything visible but what a manifest has shown to be there already; what the device holds and neither names is
//! not visible any more. A cookie of another epoch, or beyond the log, is of a history that a restore from backup has
//! ended: [`is_elsewhere`] tells, and nothing of that conversation is taken in.

mod page;

use std::collections::BTreeSet;

use crate::access::Level;
use crate::model::Role;
use crate::sync::digest::{document_item, of_sum};
use crate::sync::hub::Caller;
use crate::sync::manifest::Manifest;
use crate::sync::seal::Keys;
use crate::sync::store::{Position, StoreError, StoreRead};
use crate::sync::wire::{Cookie, Delta, Digest, GoneReason, MemberSync};
use crate::values::{DocumentId, Instant};

use page::Page;
pub(super) use page::audience;

/// Numbers read from the store at once.
const BATCH: usize = 1_000;

/// Documents read from the store at once by the scan of a first download: a page has some thirty.
const SCAN_BATCH: usize = 64;

/// The value of [`Cookie::before`] when the scan of a first download is over and what happened meanwhile follows.
const SCAN_OVER: u64 = 1;

/// What a page is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PullRequest {
    /// The device.
    pub caller: Caller,
    /// Where it stands.
    pub cookie: Cookie,
    /// Bytes before deflating from which the page ends.
    pub page_bytes: usize,
    /// Whether to tell a manager the last sync of the members below (asked for by a SYNC, not by live news).
    pub with_synced: bool,
    /// Whether to name the heads of every document: a device that gives changes back has some of what it is sent, and so
    /// has one that reads a page for any device of its person.
    pub with_heads: bool,
    /// The server's clock.
    pub now: Instant,
}

/// Answers with the next page. While [`Delta::more`] is set, ask again with [`Delta::cookie`]; the last page has the
/// digest.
///
/// What a manifest names as the server has it is left out of a first download; the last page tells what it named and
/// the server has not.
///
/// # Errors
/// When the store fails.
pub fn pull<S: StoreRead>(
    store: &S,
    keys: &Keys,
    request: &PullRequest,
    mut manifest: Option<&mut Manifest>,
) -> Result<Delta, StoreError> {
    let position = store.position()?;
    let (mut cookie, fresh) = start(request.cookie, position);
    let mut page = Page::new(store, keys, request, cookie, manifest.as_deref_mut());
    if fresh {
        // Names and stages first: every row needs them.
        let level =
            store.access(request.caller.user, DocumentId::WORKSPACE)?.map_or(Level::Gone, |access| access.level);
        page.add_visible(DocumentId::WORKSPACE, level)?;
    }
    if cookie.before > SCAN_OVER {
        scan(&mut page, &mut cookie)?;
    }
    let scanning = cookie.before > SCAN_OVER;
    let mut remaining = if scanning { store.count_visible(request.caller.user, cookie.before)? } else { 0 };
    let mut done = false;
    if !scanning && !page.is_full() {
        (remaining, done) = follow(&mut page, &mut cookie)?;
    }
    let mut delta = page.into_delta();
    if done {
        cookie = Cookie { epoch: position.epoch, seq: position.seq, before: 0 };
        delta.digest = Some(digest(store, &keys.digest, request.caller)?);
        delta.unmet = manifest.map(|manifest| manifest.unmet());
    }
    // After a start from the beginning all of them again: the device may have missed one.
    let known = if fresh { 0 } else { request.cookie.seq };
    let reviews = store.reviews(request.caller.device, known)?.into_iter();
    delta.reviews = reviews.filter(|(seq, _)| *seq <= cookie.seq).map(|(_, review)| review).collect();
    if request.with_synced {
        delta.synced = synced(store, request.caller)?;
    }
    Ok(Delta { cookie, more: !done, remaining, sent_at: request.now, ..delta })
}

/// Tells whether a cookie is of a history that is not this one: the server was restored from a backup since.
pub fn is_elsewhere(cookie: &Cookie, position: Position) -> bool {
    let known = cookie.epoch == position.epoch && cookie.seq <= position.seq;
    cookie.epoch != Cookie::default().epoch && !known
}

/// Returns where to go on, and whether that is the start of a first download.
fn start(sent: Cookie, position: Position) -> (Cookie, bool) {
    let known = sent.epoch == position.epoch && (1..=position.seq).contains(&sent.seq);
    if known {
        return (sent, false);
    }
    (Cookie { epoch: position.epoch, seq: position.seq, before: position.seq.saturating_add(1) }, true)
}

/// The first part of a first download: what is visible as of [`Cookie::seq`], the most recently touched first. What
/// is touched later leaves this order, and is sent whole by [`follow`].
fn scan<S: StoreRead>(page: &mut Page<'_, S>, cookie: &mut Cookie) -> Result<(), StoreError> {
    loop {
        let batch = page.store.visible(page.caller.user, cookie.before, SCAN_BATCH)?;
        for (access, last_seq) in &batch {
            if page.is_full() {
                return Ok(());
            }
            cookie.before = *last_seq;
            // A line of visibility from after the start of the download is news.
            if access.doc != DocumentId::WORKSPACE && access.since <= cookie.seq {
                page.add_visible(access.doc, access.level)?;
            }
        }
        if batch.len() < SCAN_BATCH {
            cookie.before = SCAN_OVER;
            return Ok(());
        }
    }
}

/// What happened after the cookie. Returns how many documents are still to come, and whether this was all.
fn follow<S: StoreRead>(page: &mut Page<'_, S>, cookie: &mut Cookie) -> Result<(u32, bool), StoreError> {
    let after = cookie.seq;
    let mut seen = BTreeSet::new();
    let news = page.store.news(page.caller.user, page.caller.device, after, BATCH)?;
    let mut rest = news.as_slice();
    while let Some((item, later)) = rest.split_first() {
        if !seen.contains(&item.doc) {
            if page.is_full() {
                let to_come: BTreeSet<_> = rest.iter().map(|item| item.doc).filter(|doc| !seen.contains(doc)).collect();
                return Ok((u32::try_from(to_come.len()).unwrap_or(u32::MAX), false));
            }
            seen.insert(item.doc);
            page.add_news(item.doc)?;
        }
        cookie.seq = item.seq;
        rest = later;
    }
    Ok((0, news.len() < BATCH))
}

/// Returns what a device must hold after the last page.
fn digest(store: &impl StoreRead, key: &[u8; 16], caller: Caller) -> Result<Digest, StoreError> {
    let mut sum = store.digest(caller.user)?;
    for pin in store.pins(caller.device)? {
        let row = store.access(caller.user, pin.doc)?.is_some_and(|access| access.level == Level::Row);
        if row && let Some(facts) = store.document(pin.doc)? {
            sum = sum.wrapping_add(document_item(key, pin.doc, &facts.heads));
        }
    }
    Ok(of_sum(sum))
}

fn synced(store: &impl StoreRead, caller: Caller) -> Result<Vec<MemberSync>, StoreError> {
    let directory = store.directory()?;
    if directory.members.get(&caller.user).is_none_or(|member| member.role != Role::Manager) {
        return Ok(Vec::new());
    }
    let mut syncs = store.syncs()?;
    syncs.retain(|sync| directory.is_above(caller.user, sync.user));
    Ok(syncs)
}

/// Why a document leaves a device whose level is now only [`Level::Row`].
const TO_ROW: GoneReason = GoneReason::Reassigned;
