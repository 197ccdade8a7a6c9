//! Documents: the only place that names `automerge`.
//!
//! A [`Document`] is an Automerge document of one [kind](crate::values::DocumentKind) that starts from the genesis
//! of its kind. It applies changes, is read as plain models, and is written through typed primitives that follow the
//! schema table. It checks no rights: that is [`crate::access`].

mod chain;
pub(crate) mod codes;
mod error;
mod facts;
mod genesis;
mod history;
pub(crate) mod ops;
mod read;
pub mod schema;
mod splice;
mod taken;
mod undo;
mod value;
mod write;

use crate::values::Set;

use automerge::{ActorId, Automerge, Change, LoadOptions, ReadDoc, TextEncoding};

use crate::sync::wire::{ChangeHash, Heads};
use crate::values::{DocumentId, Id, Instant, UserId, words};

pub(crate) use chain::Misplaced;
pub use error::DocumentError;
pub use genesis::genesis_hash;
pub(crate) use taken::Part;
pub use value::Scalar;
pub use write::Writing;

/// A document with its history, and the actor under which this side writes to it.
#[derive(Debug, Clone)]
pub struct Document {
    id: DocumentId,
    actor: [u8; 16],
    doc: Automerge,
}

/// What a change says about itself, read without applying it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeInfo {
    /// Its hash.
    pub hash: ChangeHash,
    /// The actor that wrote it: 16 bytes, device and session, when it is ours.
    pub actor: Vec<u8>,
    /// Its number among the actor's changes, from 1.
    pub seq: u64,
    /// The changes it builds on.
    pub deps: Vec<ChangeHash>,
    /// The author. Automerge records it in an actor's first change (`seq` 1) only; the later ones have the same.
    pub user: Option<UserId>,
    /// The claimed time.
    pub at: Instant,
    /// Number of operations.
    pub ops: usize,
    /// The number of its first operation: one more than the last of all that it builds on.
    pub start_op: u64,
}

/// A change chunk, parsed and verified once for everything that is asked of it.
#[derive(Debug, Clone)]
pub struct ParsedChange(Change);

impl ParsedChange {
    /// Reads a change chunk.
    ///
    /// # Errors
    /// When it is no change chunk, or a damaged one.
    pub fn of(bytes: &[u8]) -> Result<Self, DocumentError> {
        parse(bytes).map(Self)
    }

    /// Returns what it says about itself.
    pub fn info(&self) -> ChangeInfo {
        let Self(change) = self;
        ChangeInfo {
            hash: ChangeHash(change.hash().0),
            actor: change.actor_id().to_bytes().to_vec(),
            seq: change.seq(),
            deps: change.deps().iter().map(|dep| ChangeHash(dep.0)).collect(),
            user: change.author().and_then(|author| user_of(author.as_bytes())),
            at: Instant(change.timestamp()),
            ops: change.len(),
            start_op: change.start_op().get(),
        }
    }
}

/// A change just written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The document.
    pub doc: DocumentId,
    /// The change.
    pub hash: ChangeHash,
    /// Its chunk.
    pub bytes: Vec<u8>,
}

impl Document {
    /// Makes a document that holds nothing but the genesis of its kind.
    pub fn new(id: DocumentId, actor: [u8; 16]) -> Self {
        let mut doc = genesis::document(id.kind);
        doc.set_actor(ActorId::from(actor));
        Self { id, actor, doc }
    }

    /// Loads a document from snapshots and changes in any order; the genesis need not be among them.
    ///
    /// A change whose dependencies are not there waits inside: compare [`Self::heads`] with the expected ones, or
    /// ask [`Self::missing`].
    ///
    /// # Errors
    /// When a chunk is damaged, or is not of this kind of document.
    pub fn load(id: DocumentId, actor: [u8; 16], chunks: &[impl AsRef<[u8]>]) -> Result<Self, DocumentError> {
        let (mut snapshots, mut changes) = (Vec::new(), Vec::new());
        for chunk in chunks {
            let bytes = chunk.as_ref();
            if is_snapshot(bytes) { snapshots.push(bytes) } else { changes.push(parse(bytes)?) }
        }
        // The longest snapshot is taken as it is; only what the others have beyond it is applied change by change.
        snapshots.sort_by_key(|bytes| std::cmp::Reverse(bytes.len()));
        let mut snapshots = snapshots.into_iter();
        let mut doc = snapshots.next().map_or_else(|| Ok(genesis::document(id.kind)), load_snapshot)?;
        for snapshot in snapshots {
            changes.extend(load_snapshot(snapshot)?.get_changes(&doc.get_heads()));
        }
        if doc.get_change_meta_by_hash(&genesis_hash(id.kind).into()).is_none() {
            return Err(DocumentError::Foreign);
        }
        if !changes.is_empty() {
            doc.apply_changes(changes).map_err(DocumentError::refused)?;
        }
        doc.set_actor(ActorId::from(actor));
        Ok(Self { id, actor, doc })
    }

    /// Returns a copy that writes under another actor.
    #[must_use]
    pub(crate) fn as_actor(&self, actor: [u8; 16]) -> Self {
        let mut copy = self.clone();
        copy.actor = actor;
        copy.doc.set_actor(ActorId::from(actor));
        copy
    }

    /// Returns the id.
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// Returns the heads, ascending.
    pub fn heads(&self) -> Heads {
        sorted(self.doc.get_heads())
    }

    /// Tells whether a change is part of the document.
    pub fn has(&self, hash: ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(&hash.into()).is_some()
    }

    /// Returns the changes that waiting changes need and that are not there, ascending.
    pub fn missing(&self) -> Vec<ChangeHash> {
        sorted(self.doc.get_missing_deps(&[]))
    }

    /// Applies changes in any order; those already there are skipped.
    ///
    /// # Errors
    /// When a chunk is damaged, depends on a change that is in neither the document nor `changes`, or reuses an
    /// actor's number. After [`DocumentError::Refused`] the document must be thrown away; otherwise it is as before.
    pub fn apply(&mut self, changes: &[impl AsRef<[u8]>]) -> Result<(), DocumentError> {
        self.apply_all(changes.iter().map(|bytes| parse(bytes.as_ref())).collect::<Result<_, _>>()?)
    }

    /// Applies one change that was parsed before.
    ///
    /// # Errors
    /// As for [`Self::apply`].
    pub fn apply_parsed(&mut self, change: &ParsedChange) -> Result<(), DocumentError> {
        self.apply_all(vec![change.0.clone()])
    }

    /// Applies changes that were parsed before, in any order.
    ///
    /// # Errors
    /// As for [`Self::apply`].
    pub(crate) fn apply_all_parsed(&mut self, changes: &[ParsedChange]) -> Result<(), DocumentError> {
        self.apply_all(changes.iter().map(|ParsedChange(change)| change.clone()).collect())
    }

    fn apply_all(&mut self, changes: Vec<Change>) -> Result<(), DocumentError> {
        let brought: Set<_> = changes.iter().map(Change::hash).collect();
        let absent =
            |dep: &automerge::ChangeHash| !brought.contains(dep) && self.doc.get_change_meta_by_hash(dep).is_none();
        let missing: Set<_> = changes.iter().flat_map(|change| change.deps()).filter(|dep| absent(dep)).collect();
        if !missing.is_empty() {
            return Err(DocumentError::Missing(missing.into_iter().map(|hash| ChangeHash(hash.0)).collect()));
        }
        self.doc.apply_changes(changes).map_err(DocumentError::refused)
    }

    /// Returns the changes that are not among `have` and what they build on, dependencies first, without the genesis.
    pub fn changes_since(&self, have: &[ChangeHash]) -> Vec<Vec<u8>> {
        let known: Vec<_> = have.iter().filter(|hash| self.has(**hash)).map(|hash| (*hash).into()).collect();
        let genesis = genesis_hash(self.id.kind).into();
        let changes = self.doc.get_changes(&known);
        changes.iter().filter(|change| change.hash() != genesis).map(|change| change.raw_bytes().to_vec()).collect()
    }

    /// Returns the chunk of one change.
    pub fn change(&self, hash: ChangeHash) -> Option<Vec<u8>> {
        self.doc.get_change_by_hash(&hash.into()).map(|change| change.raw_bytes().to_vec())
    }

    /// Returns what one change says about itself; here the author stands for every change.
    pub fn change_info(&self, hash: ChangeHash) -> Option<ChangeInfo> {
        let meta = self.doc.get_change_meta_by_hash(&hash.into())?;
        Some(ChangeInfo {
            hash,
            actor: meta.actor.to_bytes().to_vec(),
            seq: meta.seq,
            deps: meta.deps.iter().map(|dep| ChangeHash(dep.0)).collect(),
            user: meta.author.as_ref().and_then(|author| user_of(author.as_bytes())),
            at: Instant(meta.timestamp),
            ops: usize::try_from((meta.max_op + 1).saturating_sub(meta.start_op)).unwrap_or(usize::MAX),
            start_op: meta.start_op,
        })
    }

    /// Returns the present content as JSON, for programs that know no Automerge.
    ///
    /// # Errors
    /// When a value has no JSON form.
    pub fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
        serde_json::to_value(automerge::AutoSerde::from(&self.doc))
    }

    /// Returns the whole document as one snapshot that is not deflated.
    pub fn save_plain(&self) -> Vec<u8> {
        self.doc.save_nocompress()
    }

    /// Returns the whole document as one snapshot.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }
}

/// Reads what one change chunk says about itself.
///
/// # Errors
/// When it is no change chunk, or a damaged one.
pub fn inspect(bytes: &[u8]) -> Result<ChangeInfo, DocumentError> {
    ParsedChange::of(bytes).map(|change| change.info())
}

impl From<ChangeHash> for automerge::ChangeHash {
    fn from(hash: ChangeHash) -> Self {
        Self(hash.0)
    }
}

/// The type of an Automerge chunk stands behind four magic and four checksum bytes; 0 is a whole document.
fn is_snapshot(bytes: &[u8]) -> bool {
    bytes.get(8) == Some(&0)
}

fn parse(bytes: &[u8]) -> Result<Change, DocumentError> {
    Change::try_from(bytes).map_err(|error| DocumentError::Damaged(words(&error)))
}

fn load_snapshot(bytes: &[u8]) -> Result<Automerge, DocumentError> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    Automerge::load_with_options(bytes, options).map_err(|error| DocumentError::Damaged(words(&error)))
}

fn sorted(hashes: Vec<automerge::ChangeHash>) -> Vec<ChangeHash> {
    let mut hashes: Vec<_> = hashes.into_iter().map(|hash| ChangeHash(hash.0)).collect();
    hashes.sort_unstable();
    hashes
}

fn user_of(author: &[u8]) -> Option<UserId> {
    author.try_into().ok().map(|bytes| UserId(Id::from_bytes(bytes)))
}

#[cfg(test)]
mod tests;
