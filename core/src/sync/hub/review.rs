//! Review of held changes: what they would do, and a decision on one. Nothing that a person wrote is lost: it becomes
//! part of the document as it was written, or in part with its author and time, or is declined with a reason that its
//! author is told.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::batch::Batch;
use super::cache;
use super::{Caller, Hub, Pushed, settle_batch};
use crate::access::paths::{self, Writer};
use crate::access::{Holders, may_create, may_write};
use crate::document::{Document, ParsedChange, Part};
use crate::model::{Directory, FieldChange, Role};
use crate::sync::admission::{self, Unfit};
use crate::sync::audit::{AuditEntry, AuditEvent};
use crate::sync::limits::{HELD_MS_MAX, REVIEW_REASON_CHARS_MAX, SUBMISSION_CHANGES_MAX};
use crate::sync::store::{Commit, HeldChange, HeldEntry, NewReview, Store, StoreError, StoreRead};
use crate::sync::wire::{ChangeHash, Decision, HeldReason, Review};
use crate::values::{ActorSuffix, DeviceId, DocumentId, DocumentKind, Instant, UserId};

/// What a reviewer wants done with a held change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Take it into the document as it was written.
    Accept,
    /// Write these of its fields again, by their paths.
    Pick(Vec<String>),
    /// Take over nothing; the reason is told to the author.
    Decline(String),
}

/// Why a review did not take place; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// There is no such held change, or it is not the reviewer's to know.
    #[error("there is no such held change")]
    Unknown,
    /// The reviewer may not write the document.
    #[error("only who may change the document may review what was meant for it")]
    NotYours,
    /// Somebody was faster.
    #[error("it was reviewed already")]
    Decided(Decision),
    /// It cannot be taken over like this.
    #[error("it cannot be taken over: {}", .0.code())]
    Unfit(HeldReason),
    /// Expected at least one of the change's fields.
    #[error("expected at least one field of the change")]
    NothingPicked,
    /// Expected a reason of bounded length.
    #[error("expected a reason of 1 to {REVIEW_REASON_CHARS_MAX} characters")]
    Reason,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A held change as a reviewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldView {
    /// The change and what was decided.
    pub entry: HeldEntry,
    /// When its author wrote it, by their device's clock; nothing for bytes that are no change.
    pub claimed_at: Option<Instant>,
    /// The reviewer may decide on it.
    pub yours: bool,
    /// It can become part of the document as it was written.
    pub acceptable: bool,
    /// What it wrote, where the reviewer or the author asks; nothing for what cannot be followed.
    pub fields: Vec<HeldField>,
}

/// A field of a held change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldField {
    /// Before and after, as its author saw and left it.
    pub change: FieldChange,
    /// What stands there now.
    pub now: Option<String>,
    /// It can be written again, on its own or with its record.
    pub pickable: bool,
    /// Path of the record that the change made and that this stands in: who picks one of its fields picks all.
    pub record: Option<String>,
}

/// Returns the held changes that a person wrote or may decide on, at most `limit`: those that wait, the oldest first,
/// then those that were decided, the newest first. For the command line and screens; it changes nothing.
///
/// # Errors
/// When the store fails.
pub fn held_views(store: &impl StoreRead, reader: UserId, limit: usize) -> Result<Vec<HeldView>, StoreError> {
    let directory = store.directory()?;
    let (mut views, mut decided, mut after) = (Vec::new(), VecDeque::new(), 0);
    loop {
        let entries = store.held_entries(after, 200)?;
        let Some(last) = entries.last() else { break };
        after = last.number;
        for entry in entries {
            let yours = may_review(store, &directory, reader, entry.change.doc)?;
            // A manager knows that something for a private document waits, and does not see it.
            let knows = entry.change.doc.account_id().map_or(entry.change.doc, DocumentId::account);
            if !(yours || entry.change.user == reader || may_review(store, &directory, reader, knows)?) {
                continue;
            }
            if entry.review.is_some() {
                decided.push_front((entry, yours));
                decided.truncate(limit);
            } else if views.len() < limit {
                views.push(view(store, &directory, reader, entry, yours)?);
            }
        }
    }
    let room = limit.saturating_sub(views.len());
    for (entry, yours) in decided.into_iter().take(room) {
        views.push(view(store, &directory, reader, entry, yours)?);
    }
    Ok(views)
}

/// Tells whether a person may decide on what was meant for a document: who may write it now; for one that was never
/// there, a manager.
fn may_review(
    store: &impl StoreRead,
    directory: &Directory,
    reviewer: UserId,
    doc: DocumentId,
) -> Result<bool, StoreError> {
    let of = doc.account_id().map_or(doc, DocumentId::account);
    let facts = store.document(of)?;
    if let Some(facts) = facts.as_ref().filter(|facts| facts.owner.is_some() || doc.account_id().is_none()) {
        let holders = Holders { owner: facts.owner, deputies: &facts.deputies };
        return Ok(may_write(directory, reviewer, doc, holders));
    }
    let leads = directory.members.get(&reviewer).is_some_and(|member| member.role == Role::Manager);
    Ok(leads && doc.account_id().is_some() && may_create(directory, reviewer))
}

/// Tells whether a document may stand where it is: the others need the customer that they are of, which may be held too.
fn has_customer(store: &impl StoreRead, doc: DocumentId) -> Result<bool, StoreError> {
    match doc.account_id().filter(|_| doc.is_beside_account()) {
        Some(account) => Ok(store.document(DocumentId::account(account))?.is_some()),
        None => Ok(true),
    }
}

fn view(
    store: &impl StoreRead,
    directory: &Directory,
    reader: UserId,
    entry: HeldEntry,
    yours: bool,
) -> Result<HeldView, StoreError> {
    let held = &entry.change;
    let sees = yours || held.user == reader;
    let shown = if sees { follow(store, held)? } else { None };
    let claimed_at = admission::examine(&held.bytes).change.ok().map(|(info, _)| info.at);
    let Some(Followed { now, parts, .. }) = shown else {
        return Ok(HeldView { entry, claimed_at, yours, acceptable: false, fields: Vec::new() });
    };
    let writer = Writer::Member(directory.members.get(&reader).map_or(Role::Rep, |member| member.role));
    let waits = entry.review.is_none() && has_customer(store, held.doc)?;
    let acceptable = waits && yours && accepted(&now, held, writer).is_ok();
    let field = |part: &Part| {
        let pickable = waits && yours && part.field.is_some_and(|field| paths::may_write(field, writer));
        let change = part.shown.clone()?;
        // The author may no longer see what the document says.
        Some(HeldField {
            change,
            now: now.shown_at(&part.path).filter(|_| yours),
            pickable,
            record: part.record.clone(),
        })
    };
    let fields = parts.iter().filter_map(field).collect();
    Ok(HeldView { entry, claimed_at, yours, acceptable, fields })
}

/// A held change on a copy of its document.
struct Followed {
    /// The document without it.
    now: Document,
    parts: Vec<Part>,
    at: Instant,
}

/// Applies a held change, and the held ones that it builds on, to a copy of its document; nothing for what cannot be
/// followed. A panic inside Automerge costs the copy only.
fn follow(store: &impl StoreRead, held: &HeldChange) -> Result<Option<Followed>, StoreError> {
    let Ok((info, change)) = admission::examine(&held.bytes).change else { return Ok(None) };
    let now = match cache::load(store, held.doc, DeviceId::SERVER.actor([0; 8])) {
        Ok(loaded) => Arc::unwrap_or_clone(loaded.document),
        Err(StoreError::Corrupt(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (mut chain, mut missing, mut looked) = (vec![change.clone()], info.deps, 0);
    while let Some(dep) = missing.pop() {
        if now.has(dep) || chain.iter().any(|known| known.info().hash == dep) {
            continue;
        }
        looked += 1;
        let base = if looked > SUBMISSION_CHANGES_MAX { None } else { store.held_entry(held.device, dep)? };
        let Some(base) = base.filter(|base| base.change.doc == held.doc) else { return Ok(None) };
        let Ok((info, change)) = admission::examine(&base.change.bytes).change else { return Ok(None) };
        missing.extend(info.deps);
        chain.push(change);
    }
    let parts = catch_unwind(AssertUnwindSafe(|| {
        let mut copy = now.clone();
        copy.apply_all_parsed(&chain).ok()?;
        copy.parts(&change).ok()
    }));
    let parts = parts.ok().flatten();
    Ok(parts.map(|parts| Followed { now, parts, at: info.at }))
}

/// Tries the whole change on a copy of the document, with the reviewer's right in place of its author's.
fn accepted(now: &Document, held: &HeldChange, writer: Writer) -> Result<admission::Applied, HeldReason> {
    let (info, change) = admission::examine(&held.bytes).change.map_err(reason)?;
    admission::check_author(&info, Caller { user: held.user, device: held.device })?;
    // What is missing may be held itself: then that has to be reviewed first.
    admission::place(now, &info).map_err(|misplaced| misplaced.unwrap_or(HeldReason::DependsOnHeld))?;
    admission::apply(now, info.hash, &change, writer).map_err(reason)
}

fn reason(unfit: Unfit) -> HeldReason {
    match unfit {
        Unfit::For(reason) => reason,
        Unfit::Panicked => HeldReason::Malformed,
    }
}

impl<S: Store> Hub<S> {
    /// Carries out a decision on a held change. `suffix` is random and new: what is picked is written under an actor
    /// of the server's with the author of the change.
    ///
    /// # Errors
    /// When it cannot be carried out; nothing was changed.
    pub fn review(
        &mut self,
        reviewer: UserId,
        (device, hash): (DeviceId, ChangeHash),
        choice: &Choice,
        suffix: ActorSuffix,
        now: Instant,
    ) -> Result<Pushed, ReviewError> {
        let reviewed =
            catch_unwind(AssertUnwindSafe(|| self.try_review(reviewer, (device, hash), choice, suffix, now)));
        reviewed.unwrap_or_else(|_| {
            self.forget();
            Err(ReviewError::Unfit(HeldReason::Malformed))
        })
    }

    fn try_review(
        &mut self,
        reviewer: UserId,
        (device, hash): (DeviceId, ChangeHash),
        choice: &Choice,
        suffix: ActorSuffix,
        now: Instant,
    ) -> Result<Pushed, ReviewError> {
        let workspace = self.workspace()?;
        let entry = self.store.held_entry(device, hash)?.ok_or(ReviewError::Unknown)?;
        let held = entry.change;
        if !may_review(&self.store, &workspace.directory, reviewer, held.doc)? {
            return Err(if held.user == reviewer { ReviewError::NotYours } else { ReviewError::Unknown });
        }
        if let Some(review) = entry.review {
            return Err(ReviewError::Decided(review.decision));
        }
        if !matches!(choice, Choice::Decline(_)) && !has_customer(&self.store, held.doc)? {
            return Err(ReviewError::Unfit(HeldReason::DependsOnHeld));
        }
        let role = workspace.directory.members.get(&reviewer).map_or(Role::Rep, |member| member.role);
        let poison = Default::default();
        let mut batch = Batch::new(&self.store, &mut self.cache, &workspace, self.actor, now, &poison)?;
        let (decision, reason) = match choice {
            Choice::Accept => {
                batch.accept(&held, Writer::Member(role), reviewer)?;
                (Decision::Accepted, String::new())
            }
            Choice::Pick(paths) => {
                batch.pick(&held, paths, Writer::Member(role), reviewer, DeviceId::SERVER.actor(suffix))?;
                (Decision::Picked, String::new())
            }
            Choice::Decline(reason) => {
                let reason = reason.trim();
                if !(1..=REVIEW_REASON_CHARS_MAX).contains(&reason.chars().count()) {
                    return Err(ReviewError::Reason);
                }
                (Decision::Declined, reason.to_owned())
            }
        };
        let review = Review { hash, decision, by: reviewer, at: now, reason };
        batch.commit.reviews.push(NewReview { device, review });
        batch.commit.audit.push(AuditEntry {
            at: now,
            event: AuditEvent::Reviewed,
            user: Some(reviewer),
            device: None,
            subject: held.doc.to_string(),
            detail: format!("{} {hash:?} of {} from {device}", decision.code(), held.user),
        });
        let settled = settle_batch(batch, &workspace, &self.keys.digest)?;
        let (mut touched, _) = self.finish(settled, now)?;
        touched.insert(held.user);
        Ok(Pushed { touched, ..Pushed::default() })
    }

    /// Throws away what was held for longer than it is kept; tells whether there was anything.
    pub(super) fn forget_held(&mut self, now: Instant) -> Result<bool, StoreError> {
        let before = now.plus_ms(-HELD_MS_MAX);
        let oldest = self.store.held_entries(0, 1)?;
        if oldest.first().is_none_or(|entry| entry.change.received_at >= before) {
            return Ok(false);
        }
        let line = AuditEntry {
            at: now,
            event: AuditEvent::Forgotten,
            user: None,
            device: None,
            subject: before.0.to_string(),
            detail: String::new(),
        };
        let after = self.store.position()?.seq;
        let commit = Commit { after, forget_held_before: Some(before), audit: vec![line], ..Commit::default() };
        self.store.commit(&commit).map(|_| true)
    }
}

impl<S: StoreRead> Batch<'_, S> {
    /// Takes a held change into its document as it was written.
    fn accept(&mut self, held: &HeldChange, writer: Writer, reviewer: UserId) -> Result<(), ReviewError> {
        self.open(held.doc)?;
        let Some(draft) = self.drafts.get_mut(&held.doc) else { return Err(ReviewError::Unknown) };
        if draft.now.document.has(held.hash) {
            // Taken over before its document was lost, and given back with it: the decision is all there is to write.
            return Ok(());
        }
        let applied = accepted(&draft.now.document, held, writer).map_err(ReviewError::Unfit)?;
        draft.now.document = Arc::new(applied.document);
        draft.reading = applied.reading;
        // The device that wrote it has taken it out of its document: it gets it like everybody else, from the server.
        self.append(held.doc, held.hash, DeviceId::SERVER, Some(held.user), applied.bytes);
        self.after_review(held, reviewer)
    }

    /// Writes some fields of a held change again.
    fn pick(
        &mut self,
        held: &HeldChange,
        paths: &[String],
        writer: Writer,
        reviewer: UserId,
        actor: [u8; 16],
    ) -> Result<(), ReviewError> {
        let followed = follow(self.store, held)?.ok_or(ReviewError::Unfit(HeldReason::Malformed))?;
        let Followed { now, parts, at, .. } = followed;
        let chosen = |part: &Part| part.shown.as_ref().is_some_and(|shown| paths.contains(&shown.path));
        if paths.is_empty() || !paths.iter().all(|path| parts.iter().any(|p| chosen(p) && p.path.join("/") == *path)) {
            return Err(ReviewError::NothingPicked);
        }
        self.open(held.doc)?;
        let Some(draft) = self.drafts.get_mut(&held.doc) else { return Err(ReviewError::Unknown) };
        let bad = |_| ReviewError::Unfit(HeldReason::BadValue);
        let mut copy = now.as_actor(actor);
        let written = copy.take_over(&parts, &chosen, draft.base.is_none(), held.user, at).map_err(bad)?;
        // All of it stands there already: the decision is all there is to write.
        let Some(written) = written else { return Ok(()) };
        let change = ParsedChange::of(&written.bytes).map_err(bad)?;
        let applied = admission::apply(&draft.now.document, written.hash, &change, writer);
        let applied = applied.map_err(|unfit| ReviewError::Unfit(reason(unfit)))?;
        draft.now.document = Arc::new(applied.document);
        draft.reading = applied.reading;
        self.append(held.doc, written.hash, DeviceId::SERVER, Some(held.user), applied.bytes);
        self.after_review(held, reviewer)
    }

    /// What follows from a change of a customer: its owner, if it is new, and answers to what it asks.
    fn after_review(&mut self, held: &HeldChange, reviewer: UserId) -> Result<(), ReviewError> {
        if held.doc.kind != DocumentKind::Account {
            return Ok(self.follow_up(held.doc, held.user)?);
        }
        let may_own = may_create(&self.workspace.directory, held.user);
        let is_new = self.drafts.get(&held.doc).is_some_and(|draft| draft.owner.is_none());
        let by = if is_new && !may_own { reviewer } else { held.user };
        Ok(self.write_facts(held.doc, by)?)
    }
}
