//! The documents in memory: the few that were used last, with what was read from them.

use crate::values::Map;
use std::cell::OnceCell;
use std::sync::Arc;

use crate::document::Document;
use crate::model::{Account, Contribution, PrivateFacts};
use crate::values::{ContactId, ContributionId, DocumentId};

/// Documents kept in memory. One is 24 to 46 kB (measured); a screen shows one, a day's visits are about a dozen.
pub(super) const LOADED_DOCUMENTS_MAX: usize = 48;

/// A document and what was read from it.
#[derive(Debug)]
pub(super) struct Loaded {
    document: Document,
    used: u64,
    account: OnceCell<Arc<Account>>,
    private: OnceCell<Arc<PrivateFacts>>,
    contributions: OnceCell<Map<ContributionId, Contribution>>,
    cards: OnceCell<Cards>,
}

/// The photos of business cards, by contact.
pub type Cards = Arc<Map<ContactId, Vec<u8>>>;

impl Loaded {
    pub(super) fn document(&self) -> &Document {
        &self.document
    }

    pub(super) fn account(&self) -> &Arc<Account> {
        self.account.get_or_init(|| Arc::new(self.document.account().0))
    }

    /// What another department added; nothing for other documents.
    pub(super) fn contributions(&self) -> &Map<ContributionId, Contribution> {
        self.contributions.get_or_init(|| self.document.contributions().0)
    }

    pub(super) fn cards(&self) -> &Cards {
        self.cards.get_or_init(|| Arc::new(self.document.cards().0))
    }

    pub(super) fn private(&self) -> &Arc<PrivateFacts> {
        self.private.get_or_init(|| Arc::new(self.document.private().0))
    }
}

/// The documents used last.
#[derive(Debug, Default)]
pub(super) struct Documents {
    loaded: Map<DocumentId, Loaded>,
    clock: u64,
}

impl Documents {
    pub(super) fn get(&self, doc: DocumentId) -> Option<&Loaded> {
        self.loaded.get(&doc)
    }

    pub(super) fn contains(&self, doc: DocumentId) -> bool {
        self.loaded.contains_key(&doc)
    }

    /// Puts a document in place of what was there, and returns that.
    pub(super) fn put(&mut self, document: Document) -> Option<Document> {
        self.clock += 1;
        let loaded = Loaded {
            used: self.clock,
            account: OnceCell::new(),
            private: OnceCell::new(),
            contributions: OnceCell::new(),
            cards: OnceCell::new(),
            document,
        };
        self.loaded.insert(loaded.document.id(), loaded).map(|before| before.document)
    }

    pub(super) fn remove(&mut self, doc: DocumentId) -> Option<Document> {
        self.loaded.remove(&doc).map(|before| before.document)
    }

    /// Notes that a document was used now.
    pub(super) fn touch(&mut self, doc: DocumentId) {
        self.clock += 1;
        if let Some(loaded) = self.loaded.get_mut(&doc) {
            loaded.used = self.clock;
        }
    }

    /// Lets go of the documents unused for longest, but never of one that must be kept.
    pub(super) fn evict(&mut self, keep: impl Fn(DocumentId) -> bool) {
        while self.loaded.len() > LOADED_DOCUMENTS_MAX {
            let oldest = self.loaded.iter().filter(|(doc, _)| !keep(**doc)).min_by_key(|(_, loaded)| loaded.used);
            let Some(doc) = oldest.map(|(doc, _)| *doc) else { return };
            self.loaded.remove(&doc);
        }
    }
}
