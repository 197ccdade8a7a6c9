//! What a restored server lacks comes back from the devices that hold it: changes that lead to heads which it had sealed.
//!
//! A seal proves that each of these changes was accepted before, so neither who wrote them nor who brings them matters,
//! and nothing that does not lead to the sealed heads gets in.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::batch::Batch;
use super::{Caller, Hub, Pushed, settle_batch};
use crate::document::{ChangeInfo, Document, ParsedChange};
use crate::sync::admission::{self, Reading};
use crate::sync::audit::{AuditEntry, AuditEvent};
use crate::sync::limits::RETURNED_BYTES_MAX;
use crate::sync::seal::Keys;
use crate::sync::store::{Store, StoreError, StoreRead};
use crate::sync::wire::{ChangeHash, Returned, TakenBack};
use crate::values::{DeviceId, DocumentKind, Instant};

/// What a device is giving back, put together from its frames: one document at a time.
#[derive(Debug, Default)]
pub struct Returning(Option<Returned>);

impl Returning {
    /// Adds a part. Returns the whole when this was the last one, or the answer to what cannot be taken: only what bears
    /// a seal is kept in memory at all, and no more of it than a document may have.
    pub fn add(&mut self, keys: &Keys, part: Returned) -> Option<Result<Returned, TakenBack>> {
        let refused = TakenBack { doc: part.doc, whole: false };
        if !is_sealed(keys, &part) {
            self.0 = None;
            return Some(Err(refused));
        }
        let whole = match self.0.take().filter(|known| (known.doc, &known.heads) == (part.doc, &part.heads)) {
            Some(mut known) => {
                known.changes.extend(part.changes);
                Returned { more: part.more, ..known }
            }
            None => part,
        };
        let bytes: usize = whole.changes.iter().map(|change| change.len()).sum();
        if bytes > RETURNED_BYTES_MAX {
            return Some(Err(refused));
        }
        if whole.more {
            self.0 = Some(whole);
            return None;
        }
        Some(Ok(whole))
    }
}

fn is_sealed(keys: &Keys, returned: &Returned) -> bool {
    !returned.heads.is_empty() && keys.seal(returned.doc, &returned.heads) == returned.seal
}

/// A document with what was given back.
struct Completed {
    document: Document,
    reading: Option<Reading>,
    /// What is new, dependencies first.
    changes: Vec<(ChangeInfo, Vec<u8>)>,
}

impl<S: Store> Hub<S> {
    /// Takes back all that a device returns of one document. Tells whether the sealed history is there now; otherwise
    /// nothing was taken.
    ///
    /// # Errors
    /// When the store fails.
    pub fn take_back(
        &mut self,
        caller: Caller,
        returned: &Returned,
        now: Instant,
    ) -> Result<(bool, Pushed), StoreError> {
        if !is_sealed(&self.keys, returned) {
            return Ok((false, Pushed::default()));
        }
        match catch_unwind(AssertUnwindSafe(|| self.take_back_sealed(caller, returned, now))) {
            Ok(taken) => taken,
            Err(_) => {
                self.forget();
                Ok((false, Pushed { panics: 1, ..Pushed::default() }))
            }
        }
    }

    fn take_back_sealed(
        &mut self,
        caller: Caller,
        returned: &Returned,
        now: Instant,
    ) -> Result<(bool, Pushed), StoreError> {
        let workspace = self.workspace()?;
        let poison = BTreeSet::new();
        let mut batch = Batch::new(&self.store, &mut self.cache, &workspace, self.actor, now, &poison)?;
        if !batch.take_back(caller, returned)? {
            return Ok((false, Pushed::default()));
        }
        let settled = settle_batch(batch, &workspace, &self.keys.digest)?;
        self.finish(settled, now).map(|(touched, _)| (true, Pushed { touched, ..Pushed::default() }))
    }
}

impl<S: StoreRead> Batch<'_, S> {
    fn take_back(&mut self, caller: Caller, returned: &Returned) -> Result<bool, StoreError> {
        let doc = returned.doc;
        self.open(doc)?;
        let Some(draft) = self.drafts.get_mut(&doc) else { return Ok(false) };
        if returned.heads.iter().all(|head| draft.now.document.has(*head)) {
            return Ok(true);
        }
        let Some(completed) = complete(&draft.now.document, returned) else { return Ok(false) };
        if let Some(Reading { account, .. }) = &completed.reading {
            draft.owner = account.owner;
            draft.deputies = account.deputies.iter().copied().collect();
        }
        draft.now.document = Arc::new(completed.document);
        draft.reading = completed.reading;
        self.commit.audit.push(AuditEntry {
            at: self.now,
            event: AuditEvent::TakenBack,
            user: Some(caller.user),
            device: Some(caller.device),
            subject: doc.to_string(),
            detail: format!("{} changes", completed.changes.len()),
        });
        for (info, bytes) in completed.changes {
            // The device that wrote it has it: it is not sent there again, unless it was held since the restore and has
            // left its document there.
            let held = self.store.held(info.hash)?.is_some();
            let device = DeviceId::of_actor(&info.actor).filter(|_| !held).unwrap_or(DeviceId::SERVER);
            self.append(doc, info.hash, device, info.user, bytes);
        }
        Ok(true)
    }
}

/// Adds the changes that lead to the sealed heads; nothing when one is missing or is not what its hash says.
fn complete(document: &Document, returned: &Returned) -> Option<Completed> {
    let mut brought: BTreeMap<ChangeHash, (ChangeInfo, ParsedChange)> = BTreeMap::new();
    for bytes in &returned.changes {
        let examined = admission::examine(bytes);
        brought.insert(examined.hash, examined.change.ok()?);
    }
    let order = leading_to(document, &returned.heads, &brought)?;
    let changes: Vec<_> = order.iter().filter_map(|hash| brought.get(hash)).map(|(_, change)| change.clone()).collect();
    let mut copy = document.clone();
    copy.apply_all_parsed(&changes).ok()?;
    let whole = returned.heads.iter().all(|head| copy.has(*head));
    let reading = (copy.id().kind == DocumentKind::Account).then(|| Reading::of(&copy));
    let changes =
        order.iter().map(|hash| Some((copy.change_info(*hash)?, copy.change(*hash)?))).collect::<Option<_>>()?;
    whole.then_some(Completed { document: copy, reading, changes })
}

/// Returns those of the changes that the heads build on and the document lacks, dependencies first.
fn leading_to(
    document: &Document,
    heads: &[ChangeHash],
    brought: &BTreeMap<ChangeHash, (ChangeInfo, ParsedChange)>,
) -> Option<Vec<ChangeHash>> {
    let (mut order, mut done) = (Vec::new(), BTreeSet::new());
    // A change stands on the stack a second time, marked, below what it builds on: a history may be long, so no
    // recursion.
    let mut stack: Vec<_> = heads.iter().map(|head| (*head, false)).collect();
    while let Some((hash, ready)) = stack.pop() {
        if ready {
            order.push(hash);
        } else if !document.has(hash) && done.insert(hash) {
            let (info, _) = brought.get(&hash)?;
            stack.push((hash, true));
            stack.extend(info.deps.iter().map(|dep| (*dep, false)));
        }
    }
    Some(order)
}
