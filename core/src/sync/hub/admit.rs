//! One submission on its way into a batch: what it may open, and each change by its rules or on hold.

use std::sync::Arc;

use super::batch::{Answer, Batch};
use super::budget::Budget;
use super::{Caller, Submission};
use crate::access::paths::Writer;
use crate::access::{Holders, may_write};
use crate::document::schema::CARDS_BYTES_MAX;
use crate::sync::admission::{self, Applied, Examined, Unfit};
use crate::sync::audit::{AuditEntry, AuditEvent};
use crate::sync::store::{HeldChange, StoreError, StoreRead};
use crate::sync::wire::{ChangeHash, HeldReason, Outcome, PendingDocument};
use crate::values::{DocumentId, DocumentKind, UserId};

/// What became of one submission.
pub(super) struct Admitted {
    /// An answer per change, in the order sent; fewer when it ended before.
    pub(super) answers: Vec<(DocumentId, ChangeHash, Answer)>,
    /// All changes have their answer.
    pub(super) whole: bool,
}

impl<S: StoreRead> Batch<'_, S> {
    /// Opens everything that a submission may touch before anything of it is admitted, so that a damaged document
    /// stops this submission only. What its author may not write is not opened.
    pub(super) fn open_all(&mut self, submission: &Submission, budget: &mut Budget) -> Result<(), StoreError> {
        for pending in &submission.pending {
            if !self.is_open_to(submission.caller.user, pending.doc)? {
                continue;
            }
            let customer = pending.doc.account_id().map(DocumentId::account);
            for doc in std::iter::once(pending.doc).chain(customer) {
                if !self.drafts.contains_key(&doc) && budget.document(pending.doc) {
                    self.open(doc)?;
                }
            }
        }
        Ok(())
    }

    /// Tells by what is stored whether a document is the user's to write, or nobody's yet.
    fn is_open_to(&self, user: UserId, doc: DocumentId) -> Result<bool, StoreError> {
        let of = doc.account_id().map_or(doc, DocumentId::account);
        if self.drafts.contains_key(&of) {
            let holders = self.holders(doc);
            let open = holders.owner.is_none() || self.may_write(user, doc);
            return Ok(open || self.may_complete(user, doc, holders)?);
        }
        let stored = match self.cache.facts(of) {
            Some(facts) => Some(facts.clone()),
            None => self.store.document(of)?,
        };
        let Some(facts) = stored.filter(|facts| facts.owner.is_some() || doc.account_id().is_none()) else {
            return Ok(true);
        };
        let holders = Holders { owner: facts.owner, deputies: &facts.deputies };
        Ok(may_write(&self.workspace.directory, user, doc, holders) || self.may_complete(user, doc, holders)?)
    }

    /// Admits the changes of one submission, as far as its budget goes.
    pub(super) fn admit(&mut self, submission: &Submission, budget: &mut Budget) -> Result<Admitted, StoreError> {
        let mut answers: Vec<Vec<_>> = submission.pending.iter().map(|_| Vec::new()).collect();
        // The right to a customer's other documents hangs on the customer, which may be in the same submission, further
        // down.
        for other in [false, true] {
            for (pending, slot) in submission.pending.iter().zip(&mut answers) {
                if pending.doc.is_beside_account() == other {
                    *slot = self.admit_document(submission.caller, pending, budget)?;
                }
            }
        }
        for pin in &submission.pins {
            self.pin(submission.caller, pin)?;
        }
        let sent: usize = submission.pending.iter().map(|pending| pending.changes.len()).sum();
        let answers: Vec<_> = answers.into_iter().flatten().collect();
        Ok(Admitted { whole: answers.len() == sent && !budget.ended(), answers })
    }

    fn admit_document(
        &mut self,
        caller: Caller,
        pending: &PendingDocument,
        budget: &mut Budget,
    ) -> Result<Vec<(DocumentId, ChangeHash, Answer)>, StoreError> {
        let doc = pending.doc;
        let mut answers = Vec::with_capacity(pending.changes.len());
        let mut admitted = false;
        for bytes in &pending.changes {
            if budget.ended() || budget.waits(doc) {
                break;
            }
            let examined = admission::examine(bytes);
            let hash = examined.hash;
            budget.inflated(examined.inflated);
            let answer = match self.admit_change(caller, doc, examined, budget)? {
                Some(Ok(answer)) => answer,
                Some(Err(reason)) => {
                    self.hold(caller, doc, hash, reason, bytes)?;
                    Answer::Known(Outcome::Held(reason))
                }
                None => break,
            };
            admitted |= matches!(answer, Answer::New(_));
            answers.push((doc, hash, answer));
        }
        if admitted {
            self.follow_up(doc, caller.user)?;
        }
        Ok(answers)
    }

    /// Returns nothing when the change has to wait for another time.
    fn admit_change(
        &mut self,
        caller: Caller,
        doc: DocumentId,
        examined: Examined,
        budget: &mut Budget,
    ) -> Result<Option<Result<Answer, HeldReason>>, StoreError> {
        let hash = examined.hash;
        // Sent again because the answer was lost: the same answer again.
        let known = match self.store.change(hash)? {
            Some((of, seq)) => Some((of, Answer::Known(Outcome::Durable(seq)))),
            None => self.new.get(&hash).map(|(of, index)| (*of, Answer::New(*index))),
        };
        if let Some((of, answer)) = known {
            return Ok(Some(if of == doc { Ok(answer) } else { Err(HeldReason::Malformed) }));
        }
        let ops = examined.change.as_ref().map_or(0, |(info, _)| info.ops);
        if !budget.change(ops) {
            return Ok(None);
        }
        let admitted = self.admit_new(caller, doc, examined)?;
        Ok(match admitted {
            Ok(answer) => Some(Ok(answer)),
            Err(Unfit::For(reason)) => Some(Err(reason)),
            // Whoever sent it begins anew: what else came with it may be of the same making.
            Err(Unfit::Panicked) => {
                self.panics += 1;
                budget.end();
                Some(Err(HeldReason::Malformed))
            }
        })
    }

    fn admit_new(
        &mut self,
        caller: Caller,
        doc: DocumentId,
        examined: Examined,
    ) -> Result<Result<Answer, Unfit>, StoreError> {
        let hash = examined.hash;
        if !self.may_write(caller.user, doc) && !self.completes_capture(caller, doc)? {
            return Ok(Err(HeldReason::NoAccess.into()));
        }
        let (info, change) = match examined.change {
            Ok(parsed) => parsed,
            Err(unfit) => return Ok(Err(unfit)),
        };
        if let Err(reason) = admission::check_author(&info, caller) {
            return Ok(Err(reason.into()));
        }
        let Some(draft) = self.drafts.get(&doc) else { return Ok(Err(HeldReason::NoAccess.into())) };
        if doc.kind == DocumentKind::Cards && draft.now.stored_bytes() > CARDS_BYTES_MAX {
            return Ok(Err(HeldReason::BadValue.into()));
        }
        match admission::place(&draft.now.document, &info) {
            Ok(()) => {}
            Err(Ok(reason)) => return Ok(Err(reason.into())),
            Err(Err(missing)) => {
                let held = self.is_held(missing)?;
                let reason = if held { HeldReason::DependsOnHeld } else { HeldReason::MissingDependency };
                return Ok(Err(reason.into()));
            }
        }
        let role = self.workspace.directory.members.get(&caller.user).map(|member| member.role);
        let Some(role) = role else { return Ok(Err(HeldReason::NoAccess.into())) };
        if self.poison.contains(&hash) {
            return Ok(Err(Unfit::Panicked));
        }
        let applied = admission::apply(&draft.now.document, hash, &change, Writer::Member(role));
        let Applied { document, bytes, reading } = match applied {
            Ok(applied) => applied,
            Err(unfit) => {
                self.panicked = self.panicked.take().or((unfit == Unfit::Panicked).then_some((doc, hash)));
                return Ok(Err(unfit));
            }
        };
        if self.is_no_capture(caller.user, doc, &document) {
            return Ok(Err(HeldReason::NoAccess.into()));
        }
        if let Some(draft) = self.drafts.get_mut(&doc) {
            draft.now.document = Arc::new(document);
            draft.reading = reading;
        }
        Ok(Ok(self.append(doc, hash, caller.device, Some(caller.user), bytes)))
    }

    fn is_held(&self, hash: ChangeHash) -> Result<bool, StoreError> {
        Ok(self.held.contains(&hash) || self.store.held(hash)?.is_some())
    }

    fn hold(
        &mut self,
        caller: Caller,
        doc: DocumentId,
        hash: ChangeHash,
        reason: HeldReason,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.held.insert(hash);
        // Sent again because the answer was lost: it is there.
        if self.store.held_entry(caller.device, hash)?.is_some() {
            return Ok(());
        }
        let heads = match self.drafts.get(&doc) {
            Some(draft) => draft.now.document.heads(),
            None => self.store.document(doc)?.map(|facts| facts.heads).unwrap_or_default(),
        };
        let (user, device) = (caller.user, caller.device);
        let received_at = self.now;
        let bytes = bytes.to_vec();
        self.commit.audit.push(AuditEntry {
            at: received_at,
            event: AuditEvent::Held,
            user: Some(user),
            device: Some(device),
            subject: doc.to_string(),
            detail: format!("{} {hash:?}", reason.code()),
        });
        self.commit.held.push(HeldChange { doc, hash, reason, user, device, received_at, heads, bytes });
        Ok(())
    }
}
