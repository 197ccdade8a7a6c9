//! Does the store still say what its documents say? For the command line, backups and tests.

use std::collections::BTreeMap;

use super::cache::load;
use super::settle::{Content, rows_of};
use super::{Workspace, cache::Loaded};
use crate::access::{Holders, Level, level};
use crate::document::{Document, inspect};
use crate::sync::admission::Reading;
use crate::sync::store::{DocumentFacts, StoreError, StoreRead};
use crate::values::{DeviceId, DocumentId, DocumentKind, UserId};

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents loaded.
    pub documents: u64,
    /// Changes in them.
    pub changes: u64,
    /// One sentence for each thing that is not as it should be.
    pub problems: Vec<String>,
}

/// Loads every document and compares heads, log, owner, rows, visibility and digests with what is stored.
///
/// # Errors
/// When the store fails; what is damaged inside it is a problem of the report.
pub fn check(store: &impl StoreRead, digest_key: &[u8; 16]) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let workspace = match load(store, DocumentId::WORKSPACE, DeviceId::SERVER.actor([0; 8])) {
        Ok(Loaded { document, .. }) => {
            let (policy, directory, _) = document.workspace();
            Workspace { policy, directory }
        }
        Err(StoreError::Corrupt(_)) => Workspace::default(),
        Err(error) => return Err(error),
    };
    if store.directory()? != workspace.directory {
        report.problems.push("the stored directory is not that of the workspace document".to_owned());
    }
    let mut sums: BTreeMap<UserId, u128> = BTreeMap::new();
    let mut after = None;
    loop {
        let batch = store.documents(after, 100)?;
        let Some(last) = batch.last() else { break };
        after = Some(last.doc);
        for facts in &batch {
            report.documents += 1;
            check_document(store, facts, &workspace, &mut report)?;
            check_viewers(store, facts, &workspace, digest_key, &mut sums, &mut report)?;
        }
    }
    for user in workspace.directory.members.keys() {
        if store.digest(*user)? != sums.get(user).copied().unwrap_or_default() {
            report.problems.push(format!("the view digest of user {user} is not the sum of what they see"));
        }
    }
    Ok(report)
}

fn check_document(
    store: &impl StoreRead,
    facts: &DocumentFacts,
    workspace: &Workspace,
    report: &mut Report,
) -> Result<(), StoreError> {
    let doc = facts.doc;
    let document = match load(store, doc, DeviceId::SERVER.actor([0; 8])) {
        Ok(loaded) => loaded.document,
        Err(StoreError::Corrupt(what)) => {
            report.problems.push(what);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    report.changes += document.changes_since(&[]).len() as u64;
    report.problems.extend(log_problems(store, facts, &document)?);
    if let (DocumentKind::Account, Some(account)) = (doc.kind, doc.account_id()) {
        let (read, _) = document.account();
        if read.owner != facts.owner {
            report.problems.push(format!("{doc}: the stored owner is not that of the document"));
        }
        if !read.deputies.iter().eq(&facts.deputies) {
            report.problems.push(format!("{doc}: the stored deputies are not those of the document"));
        }
        for (audience, bytes) in rows_of(&Reading::of(&document), &workspace.policy, &workspace.directory) {
            if store.row(account, audience)?.map(|row| row.bytes) != Some(bytes) {
                report.problems.push(format!("{doc}: the stored {audience:?} row is not that of the document"));
            }
        }
    }
    Ok(())
}

/// Says in one sentence each what is wrong with the log of a document.
pub(super) fn log_problems(
    store: &impl StoreRead,
    facts: &DocumentFacts,
    document: &Document,
) -> Result<Vec<String>, StoreError> {
    let doc = facts.doc;
    let entries = match store.changes_of(doc, 0) {
        Ok(entries) => entries,
        Err(StoreError::Corrupt(what)) => return Ok(vec![format!("{doc}: its log cannot be read: {what}")]),
        Err(error) => return Err(error),
    };
    let mut problems = Vec::new();
    let mut logged = 0;
    for change in document.changes_since(&[]) {
        let known = inspect(&change).ok().map(|info| store.change(info.hash)).transpose()?.flatten();
        match known {
            Some((of, seq)) if of == doc => logged += usize::from(seq > facts.trimmed),
            _ => problems.push(format!("{doc}: a change of it was never accepted")),
        }
    }
    if entries.len() != logged || entries.iter().any(|entry| entry.seq <= facts.trimmed) {
        problems.push(format!("{doc}: its log is not complete"));
    }
    if entries.last().map_or(facts.trimmed, |entry| entry.seq) != facts.last_seq {
        problems.push(format!("{doc}: its last number is not that of its log"));
    }
    for entry in &entries {
        if !document.has(entry.hash) || inspect(&entry.bytes).map(|info| info.hash).ok() != Some(entry.hash) {
            problems.push(format!("{doc}: change {} is not what its hash says", entry.seq));
        }
    }
    Ok(problems)
}

fn check_viewers(
    store: &impl StoreRead,
    facts: &DocumentFacts,
    workspace: &Workspace,
    key: &[u8; 16],
    sums: &mut BTreeMap<UserId, u128>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let doc = facts.doc;
    let of = doc.account_id().map_or(doc, DocumentId::account);
    let holding = if of == doc { Some(facts.clone()) } else { store.document(of)? };
    let holders = holding.as_ref().map(|facts| Holders { owner: facts.owner, deputies: &facts.deputies });
    let content = Content::stored(store, doc, Some(facts))?;
    let lines: BTreeMap<UserId, Level> = store.viewers(doc)?.into_iter().map(|line| (line.user, line.level)).collect();
    for user in workspace.directory.members.keys() {
        let expected = level(&workspace.directory, *user, doc, holders.unwrap_or_default());
        if lines.get(user).copied().unwrap_or(Level::Gone) != expected {
            report.problems.push(format!("{doc}: user {user} should see {expected:?}"));
        }
        let sum = sums.entry(*user).or_default();
        *sum = sum.wrapping_add(content.item(key, doc, expected));
    }
    Ok(())
}
