//! How much of one submission is admitted at once. Nobody else is served meanwhile, so it is bounded.

use std::collections::BTreeSet;

use crate::sync::limits::{
    SUBMISSION_CHANGES_MAX, SUBMISSION_DOCUMENTS_MAX, SUBMISSION_INFLATED_BYTES_MAX, SUBMISSION_OPS_MAX,
};
use crate::values::DocumentId;

/// What is left. Whatever does not fit ends the submission: the device sends the rest again.
#[derive(Debug)]
pub(super) struct Budget {
    changes: usize,
    ops: usize,
    inflated_bytes: usize,
    documents: usize,
    /// Documents that were not opened.
    waiting: BTreeSet<DocumentId>,
    ended: bool,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            changes: SUBMISSION_CHANGES_MAX,
            ops: SUBMISSION_OPS_MAX,
            inflated_bytes: SUBMISSION_INFLATED_BYTES_MAX,
            documents: SUBMISSION_DOCUMENTS_MAX,
            waiting: BTreeSet::new(),
            ended: false,
        }
    }

    /// Tells whether the rest of the submission waits for another time.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// Ends the submission.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// Takes a document to open for `doc`; without one left, `doc` waits.
    pub(super) fn document(&mut self, doc: DocumentId) -> bool {
        let taken = take(&mut self.documents, 1).is_some();
        if !taken {
            self.waiting.insert(doc);
        }
        taken
    }

    /// Tells whether a document was not opened.
    pub(super) fn waits(&self, doc: DocumentId) -> bool {
        self.waiting.contains(&doc)
    }

    /// Takes what inflating a chunk cost. The one that does not fit was inflated already, and still counts as fitting.
    pub(super) fn inflated(&mut self, bytes: usize) {
        self.inflated_bytes = self.inflated_bytes.saturating_sub(bytes);
        self.ended |= self.inflated_bytes == 0;
    }

    /// Takes a change that is new to the store, with so many operations.
    pub(super) fn change(&mut self, ops: usize) -> bool {
        self.ended |= take(&mut self.changes, 1).is_none() || take(&mut self.ops, ops).is_none();
        !self.ended
    }
}

fn take(left: &mut usize, count: usize) -> Option<()> {
    *left = left.checked_sub(count)?;
    Some(())
}
