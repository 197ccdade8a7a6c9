//! What follows from admitted changes: facts, rows, visibility, digests, snapshots. All of it in the same commit.

use std::collections::{BTreeMap, BTreeSet};

use super::batch::Batch;
use crate::access::{Holders, Level, level};
use crate::model::{Directory, Member, Role};
use crate::policy::Policy;
use crate::summary::{RowAudience, summarise};
use crate::sync::admission::Reading;
use crate::sync::digest::{document_item, row_item};
use crate::sync::pull::audience;
use crate::sync::store::{Access, DocumentFacts, NewAccess, NewDocument, NewRow, StoreError, StoreRead};
use crate::sync::wire::{GoneReason, Heads};
use crate::values::{AccountId, DocumentId, DocumentKind, UserId};

/// A document's content and rows, before or after a batch: what its viewers' digests count.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    heads: Option<Heads>,
    /// A row for each audience, in their order.
    rows: [Option<Vec<u8>>; RowAudience::ALL.len()],
}

impl Content {
    /// Reads what is stored.
    pub(super) fn stored(
        store: &impl StoreRead,
        doc: DocumentId,
        facts: Option<&DocumentFacts>,
    ) -> Result<Self, StoreError> {
        let mut content = Self { heads: facts.map(|facts| facts.heads.clone()), ..Self::default() };
        if let (DocumentKind::Account, Some(account)) = (doc.kind, doc.account_id()) {
            for (slot, audience) in content.rows.iter_mut().zip(RowAudience::ALL) {
                *slot = store.row(account, audience)?.map(|row| row.bytes);
            }
        }
        Ok(content)
    }

    /// What a viewer with this level adds to their sum.
    pub(super) fn item(&self, key: &[u8; 16], doc: DocumentId, level: Level) -> u128 {
        let mut rows = self.rows.iter().zip(RowAudience::ALL);
        let row = rows.find(|(_, of)| audience(level) == Some(*of)).and_then(|(row, _)| row.as_ref());
        let row = row.zip(doc.account_id()).map_or(0, |(row, account)| row_item(key, account, row));
        let full = self.heads.as_ref().filter(|_| level == Level::Full);
        row.wrapping_add(full.map_or(0, |heads| document_item(key, doc, heads)))
    }
}

/// The rows of a customer, for each audience that somebody belongs to.
type Rows = Vec<(RowAudience, Vec<u8>)>;

/// Returns the rows of a customer, as stored and sent.
pub(super) fn rows_of(reading: &Reading, policy: &Policy, directory: &Directory) -> Rows {
    let Reading { account, clashes } = reading;
    let audiences = RowAudience::ALL.into_iter().filter(|audience| is_kept(*audience, directory));
    audiences.map(|audience| (audience, summarise(account, audience, *clashes, policy).to_bytes())).collect()
}

/// Tells whether rows are made for an audience: for marketing only while somebody is in it, or a tenth of what a
/// customer's rows take would be for nobody.
pub(super) fn is_kept(audience: RowAudience, directory: &Directory) -> bool {
    let markets = |member: &Member| member.role == Role::Marketing && !member.disabled;
    audience != RowAudience::Named || directory.members.values().any(markets)
}

/// The directory and policy after the batch.
pub(super) struct Rules<'a> {
    pub(super) directory: &'a Directory,
    pub(super) policy: &'a Policy,
    /// Who sees what may have changed for every document.
    pub(super) directory_changed: bool,
    /// The rows of every customer are made by other numbers now.
    pub(super) rows_changed: bool,
}

/// Completes the commit of a batch. Returns the users who have news.
pub(super) fn settle<S: StoreRead>(
    batch: &mut Batch<'_, S>,
    rules: &Rules<'_>,
    key: &[u8; 16],
) -> Result<BTreeSet<UserId>, StoreError> {
    let written = batch.commit.changes.iter().filter_map(|change| Some((change.doc, change.user?)));
    let authors = written.collect();
    let mut settling = Settling { batch, rules, key, authors, digests: BTreeMap::new(), touched: BTreeSet::new() };
    let changed = settling.batch.changed();
    // Each is settled once: its digests are differences.
    let mut done = changed.clone();
    for doc in &changed {
        settling.settle(*doc)?;
        // The other documents follow the holders of their customer.
        if let (DocumentKind::Account, Some(account)) = (doc.kind, doc.account_id())
            && settling.batch.has_new_holders(account)
        {
            for other in DocumentId::beside(account) {
                // But for the numbers there are few: nobody has a line for one that is not there.
                let numbers = other.kind == DocumentKind::Private;
                let there = numbers || settling.batch.store.document(other)?.is_some();
                if there && done.insert(other) {
                    settling.settle(other)?;
                }
            }
        }
    }
    if rules.directory_changed || rules.rows_changed {
        settling.everything(&done)?;
    }
    let Settling { digests, touched, batch, .. } = settling;
    batch.commit.digests = digests.into_iter().filter(|(_, add)| *add != 0).collect();
    Ok(touched)
}

struct Settling<'a, 'b, S> {
    batch: &'a mut Batch<'b, S>,
    rules: &'a Rules<'a>,
    key: &'a [u8; 16],
    /// Who wrote what.
    authors: BTreeSet<(DocumentId, UserId)>,
    digests: BTreeMap<UserId, u128>,
    touched: BTreeSet<UserId>,
}

impl<S: StoreRead> Settling<'_, '_, S> {
    /// Every other document, after a change of the directory or of what rows are made by.
    fn everything(&mut self, done: &BTreeSet<DocumentId>) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let batch = self.batch.store.documents(after, 1_000)?;
            let Some(last) = batch.last() else { return Ok(()) };
            after = Some(last.doc);
            for facts in batch.iter().filter(|facts| !done.contains(&facts.doc)) {
                self.settle(facts.doc)?;
            }
        }
    }

    fn settle(&mut self, doc: DocumentId) -> Result<(), StoreError> {
        let store = self.batch.store;
        let facts = match self.batch.drafts.get(&doc) {
            Some(draft) => draft.base.clone(),
            None => store.document(doc)?,
        };
        let before = Content::stored(store, doc, facts.as_ref())?;
        let mut after = before.clone();
        let changed = match self.batch.drafts.get_mut(&doc) {
            Some(draft) if draft.changed => {
                let heads = draft.now.document.heads();
                after.heads = Some(heads.clone());
                let (owner, deputies) = (draft.owner, draft.deputies.clone());
                self.batch.commit.documents.push(NewDocument { doc, heads, owner, deputies });
                true
            }
            _ => false,
        };
        if let (DocumentKind::Account, Some(account)) = (doc.kind, doc.account_id())
            && let Some(rows) = self.rows_after(doc, changed)?
        {
            self.rows(account, rows, &mut after);
        }
        let news = changed || after.rows != before.rows;
        // The holders of a private document are those of its customer, which need not be open.
        let of = doc.account_id().map_or(doc, DocumentId::account);
        let stored = if self.batch.drafts.contains_key(&of) { None } else { store.document(of)? };
        let stored = stored.as_ref().map(|facts| Holders { owner: facts.owner, deputies: &facts.deputies });
        let mut lines = Vec::new();
        let old = store.viewers(doc)?;
        for (user, before_level, after_level) in self.levels(doc, &old, stored) {
            if !news && before_level == after_level {
                continue;
            }
            let add = after.item(self.key, doc, after_level).wrapping_sub(before.item(self.key, doc, before_level));
            let sum = self.digests.entry(user).or_default();
            *sum = sum.wrapping_add(add);
            if before_level != after_level {
                lines.push(NewAccess { user, doc, level: after_level, reason: self.reason(doc) });
            }
            self.touched.insert(user);
        }
        // Who wrote a customer that a reviewer has taken over for somebody else has it, and never had a line that ends.
        let first = (doc, UserId::default());
        for (_, user) in self.authors.range(first..).take_while(|(of, _)| *of == doc) {
            let has_line = old.iter().any(|line| line.user == *user) || lines.iter().any(|line| line.user == *user);
            if !has_line {
                lines.push(NewAccess { user: *user, doc, level: Level::Gone, reason: self.reason(doc) });
                self.touched.insert(*user);
            }
        }
        self.batch.commit.access.extend(lines);
        Ok(())
    }

    /// Every user with a line, or who gets one, with the levels before and after.
    fn levels(&self, doc: DocumentId, old: &[Access], stored: Option<Holders<'_>>) -> Vec<(UserId, Level, Level)> {
        let holders = stored.unwrap_or_else(|| self.batch.holders(doc));
        let known: BTreeMap<UserId, Level> = old.iter().map(|access| (access.user, access.level)).collect();
        let users: BTreeSet<UserId> = known.keys().chain(self.rules.directory.members.keys()).copied().collect();
        let levels = users.into_iter().map(|user| {
            let before = known.get(&user).copied().unwrap_or(Level::Gone);
            (user, before, level(self.rules.directory, user, doc, holders))
        });
        levels.filter(|(_, before, after)| *before > Level::Gone || *after > Level::Gone).collect()
    }

    /// Returns the rows of a customer that changed, or of any where rows are made by other numbers.
    fn rows_after(&mut self, doc: DocumentId, changed: bool) -> Result<Option<Rows>, StoreError> {
        let Rules { policy, directory, .. } = *self.rules;
        if changed {
            let draft = self.batch.drafts.get_mut(&doc);
            return Ok(draft.map(|draft| rows_of(draft.reading(), policy, directory)));
        }
        if !self.rules.rows_changed {
            return Ok(None);
        }
        match self.batch.cache.load(self.batch.store, doc, self.batch.actor) {
            Ok(loaded) => Ok(Some(rows_of(&Reading::of(&loaded.document), policy, directory))),
            // Its rows are made with its next change, which finds the damage.
            Err(StoreError::Corrupt(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts rows into the commit; those that are the same are not stored again.
    fn rows(&mut self, account: AccountId, rows: Rows, after: &mut Content) {
        for (audience, bytes) in rows {
            let slot = RowAudience::ALL.iter().zip(&mut after.rows).find(|(of, _)| **of == audience);
            if let Some((_, slot)) = slot.filter(|(_, slot)| slot.as_ref() != Some(&bytes)) {
                *slot = Some(bytes.clone());
                self.batch.commit.rows.push(NewRow { account, audience, bytes });
            }
        }
    }

    fn reason(&self, doc: DocumentId) -> GoneReason {
        let reassigned = doc.account_id().is_some_and(|account| self.batch.has_new_holders(account));
        if reassigned { GoneReason::Reassigned } else { GoneReason::Access }
    }
}
