//! One batch while it is admitted: working copies of documents, and what will be committed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cache::{Cache, Loaded};
use super::{Caller, Workspace};
use crate::access::{Holders, decide, level, may_capture, may_create, may_write};
use crate::document::{Document, DocumentError, Written};
use crate::model::{Important, Inactive, Request, RequestKind, RequestState};
use crate::policy::PolicyNumber;
use crate::summary::{RowAudience, SummaryRow};
use crate::sync::admission::Reading;
use crate::sync::audit::{AuditEntry, AuditEvent};
use crate::sync::store::{Commit, DocumentFacts, Level, NewChange, NewPin, StoreError, StoreRead};
use crate::sync::wire::{ChangeHash, Outcome, PinChange};
use crate::values::{AccountId, Code, DeviceId, DocumentId, DocumentKind, Instant, UserId};

/// A document being worked on.
#[derive(Debug)]
pub(super) struct Draft {
    /// What the store knows of it; nothing while no change of it is there.
    pub(super) base: Option<DocumentFacts>,
    /// With the changes admitted so far.
    pub(super) now: Loaded,
    /// What it says now, when that was read since the last write.
    pub(super) reading: Option<Reading>,
    pub(super) owner: Option<UserId>,
    pub(super) deputies: Vec<UserId>,
    /// A change was admitted or written.
    pub(super) changed: bool,
}

impl Draft {
    /// Turns into what the cache keeps, once everything is in the store.
    pub(super) fn stored(self, last_seq: u64) -> Loaded {
        let Self { base, now, owner, deputies, .. } = self;
        let (doc, heads) = (now.document.id(), now.document.heads());
        let trimmed = base.map_or(0, |facts| facts.trimmed);
        let facts = DocumentFacts { doc, heads, last_seq, owner, deputies, trimmed };
        Loaded { facts: Some(facts), ..now }
    }

    /// Returns what the document says now.
    pub(super) fn reading(&mut self) -> &Reading {
        self.reading.get_or_insert_with(|| Reading::of(&self.now.document))
    }
}

/// What became of one change: known now, or its number when the batch is committed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Answer {
    Known(Outcome),
    /// Index among the changes of the commit.
    New(usize),
}

pub(super) struct Batch<'a, S> {
    pub(super) store: &'a S,
    pub(super) cache: &'a mut Cache,
    pub(super) workspace: &'a Workspace,
    pub(super) actor: [u8; 16],
    pub(super) now: Instant,
    /// The administrator for whom the server writes.
    pub(super) by: Option<UserId>,
    pub(super) drafts: BTreeMap<DocumentId, Draft>,
    pub(super) commit: Commit,
    /// Changes that made Automerge panic when this batch was tried before: they are held without another try.
    pub(super) poison: &'a BTreeSet<ChangeHash>,
    /// One more such change, with its document: the batch must be thrown away.
    pub(super) panicked: Option<(DocumentId, ChangeHash)>,
    /// Panics that were caught.
    pub(super) panics: u32,
    /// Changes admitted so far: their document, and their place in the commit.
    pub(super) new: BTreeMap<ChangeHash, (DocumentId, usize)>,
    pub(super) held: BTreeSet<ChangeHash>,
}

impl<'a, S: StoreRead> Batch<'a, S> {
    pub(super) fn new(
        store: &'a S,
        cache: &'a mut Cache,
        workspace: &'a Workspace,
        actor: [u8; 16],
        now: Instant,
        poison: &'a BTreeSet<ChangeHash>,
    ) -> Result<Self, StoreError> {
        let commit = Commit { after: store.position()?.seq, ..Commit::default() };
        let (drafts, new, held) = Default::default();
        Ok(Self {
            store,
            cache,
            workspace,
            actor,
            now,
            by: None,
            drafts,
            commit,
            poison,
            panicked: None,
            panics: 0,
            new,
            held,
        })
    }

    /// Opens a document for working on it.
    pub(super) fn open(&mut self, doc: DocumentId) -> Result<(), StoreError> {
        if self.drafts.contains_key(&doc) {
            return Ok(());
        }
        let mut now = self.cache.load(self.store, doc, self.actor)?;
        let base = now.facts.take();
        let owner = base.as_ref().and_then(|facts| facts.owner);
        let deputies = base.as_ref().map(|facts| facts.deputies.clone()).unwrap_or_default();
        let draft = Draft { base, now, reading: None, owner, deputies, changed: false };
        self.drafts.insert(doc, draft);
        Ok(())
    }

    /// Puts a change into the commit.
    pub(super) fn append(
        &mut self,
        doc: DocumentId,
        hash: ChangeHash,
        device: DeviceId,
        user: Option<UserId>,
        bytes: Vec<u8>,
    ) -> Answer {
        if let Some(draft) = self.drafts.get_mut(&doc) {
            draft.changed = true;
            draft.now.tail_bytes += bytes.len();
        }
        let index = self.commit.changes.len();
        self.new.insert(hash, (doc, index));
        self.commit.changes.push(NewChange { doc, hash, device, user, received_at: self.now, bytes });
        Answer::New(index)
    }

    /// Writes something with the server's own actor.
    pub(super) fn write(
        &mut self,
        doc: DocumentId,
        edit: impl FnOnce(&mut Document) -> Result<Option<Written>, DocumentError>,
    ) -> Result<(), StoreError> {
        self.open(doc)?;
        let Some(draft) = self.drafts.get_mut(&doc) else { return Ok(()) };
        draft.reading = None;
        let written = edit(Arc::make_mut(&mut draft.now.document));
        match written.map_err(|error| StoreError::Corrupt(format!("{doc}: {error}")))? {
            Some(written) => {
                self.append(doc, written.hash, DeviceId::SERVER, None, written.bytes);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Writes what follows from an admitted change of `by`'s: a customer's facts, or that it has been added to.
    pub(super) fn follow_up(&mut self, doc: DocumentId, by: UserId) -> Result<(), StoreError> {
        if doc.kind == DocumentKind::Account {
            return self.write_facts(doc, by);
        }
        let (Some(what), Some(account)) = (Important::of_document(doc.kind), doc.account_id()) else { return Ok(()) };
        let now = self.now;
        self.write(DocumentId::account(account), |document| document.note_addition(what, by, now))
    }

    /// Names the owner of a new customer and answers the requests of a submission.
    pub(super) fn write_facts(&mut self, doc: DocumentId, by: UserId) -> Result<(), StoreError> {
        let now = self.now;
        let Some(draft) = self.drafts.get_mut(&doc) else { return Ok(()) };
        if draft.owner.is_none() {
            // What other departments capture is for whoever sells in its region.
            let sells = may_create(&self.workspace.directory, by);
            let region = &draft.reading().account.profile.region;
            let owner = if sells { by } else { UserId::pool(region.as_str()) };
            self.set_owner(doc, owner)?;
        }
        let Some(draft) = self.drafts.get_mut(&doc) else { return Ok(()) };
        let account = &draft.reading().account;
        let mut inactive = account.inactive.is_some();
        let mut merged = account.inactive.as_ref().is_some_and(|inactive| inactive.merged_into.is_some());
        let (lead, region) = (account.profile.lead, account.profile.region.clone());
        let pending = account.requests.values().filter(|request| request.state == RequestState::Pending);
        let mut pending: Vec<Request> = pending.cloned().collect();
        pending.sort_by_key(|request| (request.at, request.id));
        for request in pending {
            let answer = match self.decide(doc, by, (inactive, merged, lead), &request)? {
                Ok(()) => {
                    inactive = self.grant(doc, &request.kind, inactive, &region)?;
                    merged = inactive && (merged || matches!(request.kind, RequestKind::Merge { .. }));
                    RequestState::Granted { at: now }
                }
                Err(reason) => RequestState::Refused { at: now, reason: reason.code().to_owned() },
            };
            let (event, why) = match &answer {
                RequestState::Refused { reason, .. } => (AuditEvent::Refused, reason.as_str()),
                _ => (AuditEvent::Granted, ""),
            };
            let asked = match &request.kind {
                RequestKind::Assign { to } => format!("assign to {to}"),
                RequestKind::Deactivate { .. } => "deactivate".to_owned(),
                RequestKind::Reactivate => "reactivate".to_owned(),
                RequestKind::Release => "release".to_owned(),
                RequestKind::Merge { into } => format!("merge into {}", DocumentId::account(*into)),
            };
            let detail = [asked.as_str(), why].join(" ").trim_end().to_owned();
            let (user, subject) = (Some(request.by), doc.to_string());
            self.commit.audit.push(AuditEntry { at: now, event, user, device: None, subject, detail });
            self.write(doc, |document| document.decide_request(request.id, &answer, now))?;
        }
        Ok(())
    }

    /// Every pending request came with this submission: those before it were answered in their own commit.
    fn decide(
        &self,
        doc: DocumentId,
        by: UserId,
        (inactive, merged, lead): (bool, bool, bool),
        request: &Request,
    ) -> Result<Result<(), decide::RefusalReason>, StoreError> {
        if request.by != by {
            return Ok(Err(decide::RefusalReason::NotOwner));
        }
        let holders = self.holders(doc);
        let claims = request.kind == RequestKind::Assign { to: by } && holders.in_pool();
        let may_claim = claims && self.may_claim(by)?;
        let (mut kept, mut duplicates) = (None, 0);
        if let (RequestKind::Merge { into }, Some(account)) = (&request.kind, doc.account_id())
            && *into != account
        {
            kept = self.owner_of_active(*into)?;
            if let Some(owner) = kept {
                duplicates = 1 + self.duplicates_of(*into, owner)?.len() + self.duplicates_of(account, owner)?.len();
            }
        }
        let standing = decide::Standing { holders, inactive, merged, lead, may_claim, kept, duplicates };
        Ok(decide::decide(&self.workspace.directory, standing, by, &request.kind))
    }

    /// Returns who owns a customer, as it is after this batch so far; nothing for one that is not there or not active.
    fn owner_of_active(&self, account: AccountId) -> Result<Option<UserId>, StoreError> {
        let doc = DocumentId::account(account);
        if let Some(draft) = self.drafts.get(&doc) {
            let active = draft.now.document.account().0.inactive.is_none();
            return Ok(draft.owner.filter(|_| active));
        }
        let row = self.store.row(account, RowAudience::Owner)?;
        let active = row.and_then(|row| SummaryRow::from_bytes(&row.bytes).ok()).is_some_and(|row| !row.inactive);
        Ok(self.store.document(doc)?.and_then(|facts| facts.owner).filter(|_| active))
    }

    /// Returns the duplicates that stand under a customer and under those, of the ones that its owner has, as they are
    /// after this batch so far.
    fn duplicates_of(&self, account: AccountId, owner: UserId) -> Result<Vec<DocumentId>, StoreError> {
        let mut under: Vec<(DocumentId, AccountId)> = Vec::new();
        for (access, _) in self.store.visible(owner, u64::MAX, usize::MAX)? {
            let doc = access.doc;
            let Some(other) = doc.account_id().filter(|_| doc.kind == DocumentKind::Account) else { continue };
            if self.drafts.contains_key(&doc) {
                continue;
            }
            let row = self.store.row(other, RowAudience::Owner)?;
            let row = row.and_then(|row| SummaryRow::from_bytes(&row.bytes).ok());
            let own = row.filter(|row| row.owner == Some(owner));
            under.extend(own.and_then(|row| row.merged_into).map(|into| (doc, into)));
        }
        for (doc, draft) in self.drafts.iter().filter(|(doc, _)| doc.kind == DocumentKind::Account) {
            let inactive = draft.now.document.account().0.inactive.filter(|_| draft.owner == Some(owner));
            under.extend(inactive.and_then(|inactive| inactive.merged_into).map(|into| (*doc, into)));
        }
        let mut found: Vec<DocumentId> = Vec::new();
        let mut looked_at = vec![account];
        while let Some(account) = looked_at.pop() {
            for (doc, _) in under.iter().filter(|(_, into)| *into == account) {
                if !found.contains(doc) {
                    found.push(*doc);
                    looked_at.extend(doc.account_id());
                }
            }
        }
        Ok(found)
    }

    /// Tells whether somebody has fewer open leads than one person may claim.
    fn may_claim(&self, user: UserId) -> Result<bool, StoreError> {
        let limit = self.workspace.policy.number(PolicyNumber::LeadClaimLimit);
        if limit == 0 {
            return Ok(true);
        }
        let visible = self.store.visible(user, u64::MAX, usize::MAX)?;
        let docs: BTreeSet<_> =
            visible.iter().map(|(access, _)| access.doc).chain(self.drafts.keys().copied()).collect();
        let mut open = 0;
        for doc in docs {
            open += i64::from(self.is_open_lead_of(doc, user)?);
        }
        Ok(open < limit)
    }

    /// What this batch has changed already counts as it is now.
    fn is_open_lead_of(&self, doc: DocumentId, user: UserId) -> Result<bool, StoreError> {
        let Some(account) = doc.account_id().filter(|_| doc.kind == DocumentKind::Account) else { return Ok(false) };
        if let Some(draft) = self.drafts.get(&doc) {
            let (now, _) = draft.now.document.account();
            return Ok(draft.owner == Some(user) && now.profile.lead && now.inactive.is_none());
        }
        let row = self.store.row(account, RowAudience::Owner)?;
        let row = row.and_then(|row| SummaryRow::from_bytes(&row.bytes).ok());
        Ok(row.is_some_and(|row| row.owner == Some(user) && row.lead.is_some() && !row.inactive))
    }

    /// Puts a lead into the pool of its region, without anybody having asked.
    pub(super) fn release(&mut self, doc: DocumentId) -> Result<(), StoreError> {
        self.open(doc)?;
        let Some(draft) = self.drafts.get_mut(&doc) else { return Ok(()) };
        let region = draft.reading().account.profile.region.clone();
        let (user, subject) = (draft.owner, doc.to_string());
        let detail = "released after a silence".to_owned();
        let entry = AuditEntry { at: self.now, event: AuditEvent::Granted, user, device: None, subject, detail };
        self.commit.audit.push(entry);
        self.set_owner(doc, UserId::pool(region.as_str()))
    }

    fn set_owner(&mut self, doc: DocumentId, owner: UserId) -> Result<(), StoreError> {
        let now = self.now;
        if let Some(draft) = self.drafts.get_mut(&doc) {
            draft.owner = Some(owner);
        }
        self.write(doc, |document| document.set_owner(owner, now))
    }

    fn grant(
        &mut self,
        doc: DocumentId,
        request: &RequestKind,
        inactive: bool,
        region: &Code,
    ) -> Result<bool, StoreError> {
        let now = self.now;
        match request {
            RequestKind::Assign { to } => {
                let before = self.drafts.get(&doc).and_then(|draft| draft.owner);
                self.set_owner(doc, *to)?;
                // Its duplicates are a part of its history, and go with it.
                if let (Some(account), Some(before)) = (doc.account_id(), before) {
                    for other in self.duplicates_of(account, before)? {
                        self.open(other)?;
                        self.set_owner(other, *to)?;
                    }
                }
                Ok(inactive)
            }
            RequestKind::Release => {
                self.set_owner(doc, UserId::pool(region.as_str()))?;
                Ok(inactive)
            }
            RequestKind::Deactivate { reason } => {
                let fact = Inactive { reason: reason.clone(), at: now, merged_into: None };
                self.write(doc, |document| document.set_inactive(Some(&fact), now))?;
                Ok(true)
            }
            RequestKind::Merge { into } => {
                let fact = Inactive { reason: String::new(), at: now, merged_into: Some(*into) };
                self.write(doc, |document| document.set_inactive(Some(&fact), now))?;
                Ok(true)
            }
            RequestKind::Reactivate => {
                self.write(doc, |document| document.set_inactive(None, now))?;
                Ok(false)
            }
        }
    }

    pub(super) fn may_write(&self, user: UserId, doc: DocumentId) -> bool {
        let directory = &self.workspace.directory;
        let new = doc.kind == DocumentKind::Account && self.holders(doc).owner.is_none();
        if !new {
            return may_write(directory, user, doc, self.holders(doc));
        }
        may_create(directory, user) || may_capture(directory, user)
    }

    /// Tells whether a document that is there for the first time is none that its author may create: who does not sell
    /// captures leads.
    pub(super) fn is_no_capture(&self, user: UserId, doc: DocumentId, document: &Document) -> bool {
        let new = doc.kind == DocumentKind::Account && self.holders(doc).owner.is_none();
        new && !may_create(&self.workspace.directory, user) && !document.account().0.profile.lead
    }

    /// Tells whether a document may have the numbers, or the cards, of a lead that somebody captured for others: nobody
    /// has written any.
    pub(super) fn may_complete(&self, user: UserId, doc: DocumentId, holders: Holders<'_>) -> Result<bool, StoreError> {
        let captured = matches!(doc.kind, DocumentKind::Private | DocumentKind::Cards) && holders.in_pool();
        let may = captured && may_capture(&self.workspace.directory, user);
        Ok(may && self.store.document(doc)?.is_none())
    }

    /// Tells whether a document has the numbers, or the cards, of a lead that this device captured. It does not see the
    /// lead any more, and writes what it has of it as long as nobody else did.
    pub(super) fn completes_capture(&self, caller: Caller, doc: DocumentId) -> Result<bool, StoreError> {
        let Some(of) = doc.account_id().map(DocumentId::account) else { return Ok(false) };
        if !self.may_complete(caller.user, doc, self.holders(doc))? {
            return Ok(false);
        }
        let stored = self.store.changes_of(of, 0)?;
        let creator = match stored.first() {
            Some(entry) => Some(entry.device),
            None => self.commit.changes.iter().find(|new| new.doc == of).map(|new| new.device),
        };
        // What left the log does not say who made it.
        let trimmed = self.drafts.get(&of).and_then(|draft| draft.base.as_ref()).is_some_and(|base| base.trimmed > 0);
        Ok(!trimmed && creator == Some(caller.device))
    }

    /// The holders of a document; those of its customer for a private one.
    pub(super) fn holders(&self, doc: DocumentId) -> Holders<'_> {
        let of = doc.account_id().map_or(doc, DocumentId::account);
        let draft = self.drafts.get(&of);
        draft.map_or_else(Holders::default, |draft| Holders { owner: draft.owner, deputies: &draft.deputies })
    }

    /// Notes a pin. A wish for what the person may not see is dropped: there is nothing to hold.
    pub(super) fn pin(&mut self, caller: Caller, pin: &PinChange) -> Result<(), StoreError> {
        let PinChange { doc, wanted } = *pin;
        if doc.kind != DocumentKind::Account {
            return Ok(());
        }
        let facts = self.store.document(doc)?;
        let stored = facts.as_ref().map(|facts| Holders { owner: facts.owner, deputies: &facts.deputies });
        let holders = if self.drafts.contains_key(&doc) { self.holders(doc) } else { stored.unwrap_or_default() };
        let level = level(&self.workspace.directory, caller.user, doc, holders);
        let device = caller.device;
        let pending = self.commit.pins.iter().rev().find(|known| known.device == device && known.doc == doc);
        let stands = match pending {
            Some(known) => known.wanted,
            None => self.store.pin(device, doc)?.is_some_and(|known| known.wanted),
        };
        if stands != wanted && (level > Level::Named || !wanted) {
            self.commit.pins.push(NewPin { device, doc, wanted });
        }
        Ok(())
    }

    /// Returns the customers whose working copies were changed.
    pub(super) fn changed(&self) -> BTreeSet<DocumentId> {
        self.drafts.iter().filter(|(_, draft)| draft.changed).map(|(doc, _)| *doc).collect()
    }

    /// Tells whether the holders of a customer are other ones than those stored.
    pub(super) fn has_new_holders(&self, account: AccountId) -> bool {
        self.drafts.get(&DocumentId::account(account)).is_some_and(|draft| {
            let before = draft.base.as_ref().map(|facts| (facts.owner, facts.deputies.as_slice()));
            before != Some((draft.owner, draft.deputies.as_slice()))
        })
    }
}
