//! Loaded documents, bounded. Everything here can be thrown away: the store has it all.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::document::Document;
use crate::sync::limits::LOADED_DOCUMENTS_MAX;
use crate::sync::store::{DocumentFacts, StoreError, StoreRead};
use crate::values::DocumentId;

/// A document as the store has it.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub(super) document: Document,
    /// Nothing while no change of it is in the store.
    pub(super) facts: Option<DocumentFacts>,
    pub(super) snapshot_bytes: usize,
    pub(super) tail_bytes: usize,
}

#[derive(Debug, Default)]
pub(super) struct Cache {
    /// With the time of last use, in uses.
    documents: BTreeMap<DocumentId, (u64, Loaded)>,
    uses: u64,
}

impl Cache {
    /// Returns a document, empty when the store does not know it.
    pub(super) fn load(
        &mut self,
        store: &impl StoreRead,
        doc: DocumentId,
        actor: [u8; 16],
    ) -> Result<Loaded, StoreError> {
        self.uses += 1;
        if let Some((used, loaded)) = self.documents.get_mut(&doc) {
            *used = self.uses;
            return Ok(loaded.clone());
        }
        let loaded = load(store, doc, actor)?;
        self.put(doc, loaded.clone());
        Ok(loaded)
    }

    /// Keeps a document; the least recently used one makes room.
    pub(super) fn put(&mut self, doc: DocumentId, loaded: Loaded) {
        self.uses += 1;
        self.documents.insert(doc, (self.uses, loaded));
        if self.documents.len() > LOADED_DOCUMENTS_MAX {
            let oldest = self.documents.iter().min_by_key(|(_, (used, _))| *used).map(|(doc, _)| *doc);
            oldest.map(|doc| self.documents.remove(&doc));
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.documents.clear();
    }
}

/// Loads a document and proves that it is whole: a missing chunk would load silently short.
pub(super) fn load(store: &impl StoreRead, doc: DocumentId, actor: [u8; 16]) -> Result<Loaded, StoreError> {
    let Some(facts) = store.document(doc)? else {
        return Ok(Loaded { document: Document::new(doc, actor), facts: None, snapshot_bytes: 0, tail_bytes: 0 });
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
    Ok(Loaded { document, facts: Some(facts), snapshot_bytes, tail_bytes })
}
