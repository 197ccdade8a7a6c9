//! May this change in? Nothing from a device reaches a document, another phone or a log before it passed here.
//!
//! The order is that of the costs: size, a bounded look at the chunk, its actor, its place among the changes there,
//! then a throw-away copy that takes it, on that copy the paths and values it wrote, and last the bytes that the copy
//! gives for it. Rights come first and are the caller's affair.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest as _, Sha256};

use crate::access::paths::{self, PathViolation, Writer};
use crate::document::{ChangeInfo, Document, DocumentError, Misplaced, ParsedChange};
use crate::model::Account;
use crate::sync::hub::Caller;
use crate::sync::preflight::{self, Passed, Refused};
use crate::sync::wire::{ChangeHash, HeldReason};
use crate::values::{DeviceId, DocumentKind};

/// What is known of a change before it is applied.
#[derive(Debug)]
pub(super) struct Examined {
    /// Its hash as the device computes it; of the bytes as sent when they are no change.
    pub(super) hash: ChangeHash,
    /// What it says about itself, when that is within the limits.
    pub(super) change: Result<(ChangeInfo, ParsedChange), Unfit>,
    /// Bytes that it was inflated to.
    pub(super) inflated: usize,
}

/// A change that cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It breaks a rule.
    For(HeldReason),
    /// Automerge panicked: nothing that took part in it is used again.
    Panicked,
}

impl From<HeldReason> for Unfit {
    fn from(reason: HeldReason) -> Self {
        Self::For(reason)
    }
}

/// Reads a change without expanding more than the limits allow.
pub(super) fn examine(bytes: &[u8]) -> Examined {
    match preflight::check(bytes) {
        Ok(Passed { hash, inflated }) => {
            // The hash is of the same bytes; Automerge's parser may still refuse what ours let pass.
            let change = match catch_unwind(|| ParsedChange::of(bytes).map(|change| (change.info(), change))) {
                Ok(parsed) => parsed.ok().filter(|(info, _)| info.hash == hash).ok_or(HeldReason::Malformed.into()),
                Err(_) => Err(Unfit::Panicked),
            };
            Examined { hash, change, inflated }
        }
        Err(Refused { hash, inflated, .. }) => {
            let hash = hash.unwrap_or_else(|| ChangeHash(Sha256::digest(bytes).into()));
            Examined { hash, change: Err(HeldReason::Malformed.into()), inflated }
        }
    }
}

/// Tells whether a change was written by the caller: the device stands in its actor, the user in its author.
pub(super) fn check_author(info: &ChangeInfo, caller: Caller) -> Result<(), HeldReason> {
    let reserved = [DeviceId::SERVER, DeviceId::GENESIS].contains(&caller.device);
    let device = DeviceId::of_actor(&info.actor) == Some(caller.device) && !reserved;
    // Automerge records the author in an actor's first change only.
    let user = if info.seq == 1 { info.user == Some(caller.user) } else { info.user.is_none_or(|u| u == caller.user) };
    if device && user { Ok(()) } else { Err(HeldReason::ForeignActor) }
}

/// Tells what keeps a change from coming next; a missing dependency is the caller's to name.
pub(super) fn place(document: &Document, info: &ChangeInfo) -> Result<(), Result<HeldReason, ChangeHash>> {
    document.place(info).map_err(|misplaced| match misplaced {
        Misplaced::Missing(dep) => Err(dep),
        Misplaced::Gap => Ok(HeldReason::MissingDependency),
        Misplaced::Used => Ok(HeldReason::DuplicateSequence),
        Misplaced::Rootless | Misplaced::Aside | Misplaced::Operation => Ok(HeldReason::Malformed),
    })
}

/// A change that passed, on a copy of its document.
#[derive(Debug)]
pub(super) struct Applied {
    /// The document with the change.
    pub(super) document: Document,
    /// The change in this server's own encoding: what is stored and relayed is not the bytes received.
    pub(super) bytes: Vec<u8>,
    /// What a customer's document says now.
    pub(super) reading: Option<Reading>,
}

/// What rows and decisions need of a customer's document.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) account: Account,
    pub(super) clashes: u32,
}

impl Reading {
    pub(super) fn of(document: &Document) -> Self {
        let (account, clashes) = document.account_for_rows();
        Self { account, clashes: u32::try_from(clashes).unwrap_or(u32::MAX) }
    }
}

/// Applies a change to a copy of `document` and checks what it did. A panic inside Automerge costs the copy only.
pub(super) fn apply(
    document: &Document,
    hash: ChangeHash,
    change: &ParsedChange,
    writer: Writer,
) -> Result<Applied, Unfit> {
    let attempt = catch_unwind(AssertUnwindSafe(|| -> Result<Applied, HeldReason> {
        let mut copy = document.clone();
        copy.apply_parsed(change).map_err(|error| reason_of(&error))?;
        paths::check(&copy, change, writer).map_err(|violation| reason_of_violation(&violation))?;
        // What follows from the change is read from the document later, outside of this guard: read it once here.
        let mut reading = None;
        match copy.id().kind {
            DocumentKind::Account => reading = Some(Reading::of(&copy)),
            DocumentKind::Workspace => drop(copy.workspace()),
            DocumentKind::Private | DocumentKind::Cards | DocumentKind::Member => {}
            DocumentKind::Service | DocumentKind::Campaign => drop(copy.contributions()),
        }
        // The same operations in another encoding have another hash: no phone could rebuild this change from them.
        let bytes = copy.change(hash).ok_or(HeldReason::Malformed)?;
        if preflight::check(&bytes).map(|passed| passed.hash) != Ok(hash) {
            return Err(HeldReason::Malformed);
        }
        Ok(Applied { document: copy, bytes, reading })
    }));
    attempt.map_or(Err(Unfit::Panicked), |applied| applied.map_err(Unfit::For))
}

fn reason_of(error: &DocumentError) -> HeldReason {
    match error {
        DocumentError::Damaged(_) | DocumentError::Foreign => HeldReason::Malformed,
        DocumentError::Missing(_) => HeldReason::MissingDependency,
        DocumentError::Refused(_) => HeldReason::DuplicateSequence,
        DocumentError::TooLong { .. } | DocumentError::BadValue { .. } => HeldReason::BadValue,
        DocumentError::ActorOfAnother => HeldReason::ForeignActor,
    }
}

fn reason_of_violation(violation: &PathViolation) -> HeldReason {
    match violation {
        PathViolation::Unknown(_) | PathViolation::Protected(_) => HeldReason::ProtectedPath,
        PathViolation::Type(_) | PathViolation::Limit(_) => HeldReason::BadValue,
        PathViolation::Malformed(_) => HeldReason::Malformed,
    }
}
