//! Where a new change stands among those that are there: its dependencies, its actor's count, its first operation.
//!
//! Automerge panics at a gap in an actor's numbers, and takes any first operation number: one near the largest would
//! leave no number for anybody's next edit, one used before would give two operations the same name.

use super::{ChangeInfo, Document};
use crate::sync::wire::ChangeHash;

/// Why a change cannot follow those that it says it builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misplaced {
    /// A dependency is not there.
    Missing(ChangeHash),
    /// It builds on nothing; every change builds on the genesis at least.
    Rootless,
    /// The actor's change before this one is not there.
    Gap,
    /// The actor's number was used before.
    Used,
    /// It does not build on its actor's change before it.
    Aside,
    /// Its first operation is not the one after all that it builds on.
    Operation,
}

impl Document {
    /// Checks that a change may come next, before it is applied.
    pub(crate) fn place(&self, info: &ChangeInfo) -> Result<(), Misplaced> {
        if info.deps.is_empty() {
            return Err(Misplaced::Rootless);
        }
        let (mut last_op, mut own) = (0, None);
        for dep in &info.deps {
            let meta = self.doc.get_change_meta_by_hash(&(*dep).into()).ok_or(Misplaced::Missing(*dep))?;
            last_op = last_op.max(meta.max_op);
            if meta.actor.to_bytes() == info.actor {
                own = own.max(Some(meta.seq));
            }
        }
        match own {
            Some(own) if own >= info.seq => return Err(Misplaced::Used),
            Some(own) if own + 1 < info.seq => return Err(Misplaced::Gap),
            // Automerge names an actor's change before among the dependencies, even when others build on it.
            None if info.seq > 1 => self.without_own(info)?,
            Some(_) | None => {}
        }
        if info.start_op == last_op + 1 { Ok(()) } else { Err(Misplaced::Operation) }
    }

    /// Looks for the actor's earlier changes among all.
    fn without_own(&self, info: &ChangeInfo) -> Result<(), Misplaced> {
        let last = |known: &[automerge::ChangeHash]| {
            let metas = self.doc.get_changes_meta(known);
            metas.iter().filter(|meta| meta.actor.to_bytes() == info.actor).map(|meta| meta.seq).max().unwrap_or(0)
        };
        let deps: Vec<_> = info.deps.iter().map(|dep| (*dep).into()).collect();
        match last(&[]) {
            seq if seq >= info.seq => Err(Misplaced::Used),
            seq if seq + 1 < info.seq => Err(Misplaced::Gap),
            _ if last(&deps) > 0 => Err(Misplaced::Aside),
            _ => Ok(()),
        }
    }
}
