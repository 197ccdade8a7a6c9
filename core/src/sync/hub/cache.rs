//! Loaded documents, bounded. Everything here can be thrown away: the store has it all.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::document::Document;
use crate::sync::limits::{LOADED_BYTES_MAX, TAIL_BYTES_MIN, TAIL_SHARE};
use crate::sync::store::{DocumentFacts, StoreError, StoreRead};
use crate::values::DocumentId;

/// A document as the store has it.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    /// Shared between the cache and the batch at work: copied only by who writes to it.
    pub(super) document: Arc<Document>,
    /// Nothing while no change of it is in the store.
    pub(super) facts: Option<DocumentFacts>,
    pub(super) snapshot_bytes: usize,
    pub(super) tail_bytes: usize,
}

impl Loaded {
    /// Tells whether the changes since the snapshot outgrew their share of it.
    pub(super) fn is_overgrown(&self) -> bool {
        self.tail_bytes >= TAIL_BYTES_MIN.max(self.snapshot_bytes / TAIL_SHARE)
    }

    pub(super) fn stored_bytes(&self) -> usize {
        self.snapshot_bytes + self.tail_bytes
    }
}

#[derive(Debug, Default)]
pub(super) struct Cache {
    /// With the time of last use, in uses.
    documents: BTreeMap<DocumentId, (u64, Loaded)>,
    /// The same by time of last use: the one to go stands first.
    by_use: BTreeMap<u64, DocumentId>,
    uses: u64,
    /// What the documents here take in the store.
    bytes: usize,
}

impl Cache {
    /// Returns a document, empty when the store does not know it.
    pub(super) fn load(
        &mut self,
        store: &impl StoreRead,
        doc: DocumentId,
        actor: [u8; 16],
    ) -> Result<Loaded, StoreError> {
        if let Some((used, loaded)) = self.documents.get_mut(&doc) {
            self.uses += 1;
            self.by_use.remove(used);
            self.by_use.insert(self.uses, doc);
            *used = self.uses;
            return Ok(loaded.clone());
        }
        let loaded = load(store, doc, actor)?;
        self.put(doc, loaded.clone());
        Ok(loaded)
    }

    /// Keeps a document; the least recently used ones make room.
    pub(super) fn put(&mut self, doc: DocumentId, loaded: Loaded) {
        self.remove(doc);
        self.uses += 1;
        self.bytes += loaded.stored_bytes();
        self.by_use.insert(self.uses, doc);
        self.documents.insert(doc, (self.uses, loaded));
        while self.bytes > LOADED_BYTES_MAX
            && let Some((_, oldest)) = self.by_use.first_key_value()
        {
            self.remove(*oldest);
        }
    }

    /// Returns what the store knows of a document that is here.
    pub(super) fn facts(&self, doc: DocumentId) -> Option<&DocumentFacts> {
        self.documents.get(&doc).and_then(|(_, loaded)| loaded.facts.as_ref())
    }

    /// Forgets a document.
    pub(super) fn remove(&mut self, doc: DocumentId) {
        if let Some((used, loaded)) = self.documents.remove(&doc) {
            self.by_use.remove(&used);
            self.bytes -= loaded.stored_bytes();
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Loads a document and proves that it is whole: a missing chunk would load silently short.
pub(super) fn load(store: &impl StoreRead, doc: DocumentId, actor: [u8; 16]) -> Result<Loaded, StoreError> {
    let Some(facts) = store.document(doc)? else {
        let document = Arc::new(Document::new(doc, actor));
        return Ok(Loaded { document, facts: None, snapshot_bytes: 0, tail_bytes: 0 });
    };
    let content = store.content(doc)?;
    let snapshot_bytes = content.snapshot.as_ref().map_or(0, Vec::len);
    let tail_bytes = content.tail.iter().map(Vec::len).sum();
    let chunks: Vec<Vec<u8>> = content.snapshot.into_iter().chain(content.tail).collect();
    let corrupt = |what: &str| StoreError::Corrupt(format!("{doc}: {what}"));
    let document = catch_unwind(AssertUnwindSafe(|| Document::load(doc, actor, &chunks)))
        .map_err(|_| corrupt("loading it panics"))?
        .map_err(|error| corrupt(&error.to_string()))?;
    if document.heads() != facts.heads {
        return Err(corrupt("its heads are not those stored"));
    }
    Ok(Loaded { document: Arc::new(document), facts: Some(facts), snapshot_bytes, tail_bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{AccountId, Id};

    #[test]
    fn the_document_unused_for_longest_makes_room() {
        let doc = |number| DocumentId::account(AccountId(Id::from_bytes([number; 10])));
        let loaded = |number, snapshot_bytes| Loaded {
            document: Arc::new(Document::new(doc(number), [1; 16])),
            facts: None,
            snapshot_bytes,
            tail_bytes: 1,
        };
        let mut cache = Cache::default();
        let here = |cache: &Cache| cache.documents.keys().copied().collect::<Vec<_>>();
        let third = LOADED_BYTES_MAX / 3;
        for number in [1, 2] {
            cache.put(doc(number), loaded(number, third));
        }
        // One more of that size has no room beside both; put again, the first is the newer of them.
        cache.put(doc(1), loaded(1, third));
        cache.put(doc(3), loaded(3, third));
        assert_eq!(here(&cache), [doc(1), doc(3)]);
        cache.put(doc(4), loaded(4, LOADED_BYTES_MAX));
        assert_eq!((here(&cache), cache.bytes, cache.by_use.len()), (vec![], 0, 0));
    }
}
