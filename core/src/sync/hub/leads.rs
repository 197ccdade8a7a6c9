//! Leads that nobody follows up go back to the pool.

use std::collections::BTreeSet;

use super::batch::Batch;
use super::{Hub, Pushed, settle_batch};
use crate::policy::PolicyNumber;
use crate::summary::{RowAudience, SummaryRow};
use crate::sync::store::{DocumentFacts, Store, StoreError};
use crate::values::{DocumentId, DocumentKind, Instant};

/// Leads that go back in one commit.
const RETURNED_AT_ONCE: usize = 100;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

impl<S: Store> Hub<S> {
    /// Puts leads into the pool of their region about which the server has received nothing for as many days as the
    /// policy says, by the server's clock.
    ///
    /// # Errors
    /// When the store fails.
    ///
    /// # Source
    /// S3-43; E-01 (limits are the workspace's).
    pub fn return_leads(&mut self, now: Instant) -> Result<Pushed, StoreError> {
        let workspace = self.workspace()?;
        let days = workspace.policy.number(PolicyNumber::LeadReturnDays);
        if days == 0 {
            return Ok(Pushed::default());
        }
        let (mut due, mut after) = (Vec::new(), None);
        while due.len() < RETURNED_AT_ONCE {
            let documents = self.store.documents(after, 1_000)?;
            let Some(last) = documents.last() else { break };
            after = Some(last.doc);
            for facts in &documents {
                if due.len() < RETURNED_AT_ONCE && self.is_silent(facts, now, days)? {
                    due.push(facts.doc);
                }
            }
        }
        if due.is_empty() {
            return Ok(Pushed::default());
        }
        let poison = BTreeSet::new();
        let mut batch = Batch::new(&self.store, &mut self.cache, &workspace, self.actor, now, &poison)?;
        for doc in due {
            match batch.release(doc) {
                // Its next change finds the damage.
                Ok(()) | Err(StoreError::Corrupt(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let settled = settle_batch(batch, &workspace, &self.keys.digest)?;
        self.finish(settled, now).map(|(touched, _)| Pushed { touched, ..Pushed::default() })
    }

    /// Tells whether a document is somebody's open lead, and nothing came for it in so many days.
    fn is_silent(&self, facts: &DocumentFacts, now: Instant, days: i64) -> Result<bool, StoreError> {
        let DocumentFacts { doc, owner, .. } = facts;
        let account = doc.account_id().filter(|_| doc.kind == DocumentKind::Account);
        let (Some(account), Some(owner)) = (account, owner) else { return Ok(false) };
        if owner.is_pool() {
            return Ok(false);
        }
        let row = self.store.row(account, RowAudience::Owner)?;
        let Some(row) = row.and_then(|row| SummaryRow::from_bytes(&row.bytes).ok()) else { return Ok(false) };
        if row.lead.is_none() || row.inactive {
            return Ok(false);
        }
        let received = |doc: DocumentId| self.store.log_of(doc).map(|log| log.last().map(|line| line.received_at));
        let newest = received(*doc)?.max(received(DocumentId::private(account))?);
        // Of what a snapshot alone holds the time of receipt is not known, only what the phone said.
        let claimed = || row.last_contact.as_ref().map(|last| last.at).max(row.created_at);
        let newest = newest.or_else(claimed);
        Ok(newest.is_some_and(|at| now.ms_since(at) >= days.saturating_mul(DAY_MS)))
    }
}
