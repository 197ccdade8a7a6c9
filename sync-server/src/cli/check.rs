//! `check`: snapshots and log are the truth; heads, summary rows and the list of accepted changes must follow from them.

use fieldnote_core::document::{Document, inspect};
use fieldnote_core::policy::Policy;
use fieldnote_core::summary::{RowAudience, SummaryRow, summarise};
use fieldnote_core::sync::store::{DocumentFacts, StoreError, StoreRead};
use fieldnote_core::values::{AccountId, DeviceId, DocumentId, DocumentKind};

use crate::store::sqlite::{Database, LogView};

/// Documents read at once; memory, not correctness.
const PAGE: usize = 256;

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
pub(super) fn run(database: &Database) -> anyhow::Result<()> {
    let (count, findings) = database.view(findings)?;
    for finding in &findings {
        println!("{finding}");
    }
    anyhow::ensure!(findings.is_empty(), "{} findings in {count} documents", findings.len());
    println!("{count} documents, no findings");
    Ok(())
}

/// Returns the number of documents, and what does not hold.
fn findings(log: LogView<'_>) -> Result<(usize, Vec<String>), StoreError> {
    let mut findings: Vec<String> = log.integrity()?.into_iter().map(|line| format!("database: {line}")).collect();
    let policy = match replay(log, DocumentId::WORKSPACE)? {
        Ok(workspace) => workspace.workspace().0,
        Err(_) => Policy::default(),
    };
    let (mut after, mut count) = (None, 0);
    loop {
        let page = log.documents(after, PAGE)?;
        let Some(last) = page.last() else { return Ok((count, findings)) };
        after = Some(last.doc);
        count += page.len();
        for facts in &page {
            check_document(log, facts, &policy, &mut findings)?;
        }
    }
}

/// Builds a document from its log alone, and where changes left the log from the snapshot and the log.
fn replay(log: LogView<'_>, doc: DocumentId) -> Result<Result<Document, String>, StoreError> {
    let trimmed = log.document(doc)?.is_some_and(|facts| facts.trimmed > 0);
    let snapshot = if trimmed { log.content(doc)?.snapshot } else { None };
    let log = log.changes_of(doc, 0)?.into_iter().map(|entry| entry.bytes);
    let chunks: Vec<Vec<u8>> = snapshot.into_iter().chain(log).collect();
    let actor = DeviceId::SERVER.actor([0; 8]);
    Ok(Document::load(doc, actor, &chunks).map_err(|error| error.to_string()))
}

fn check_document(
    log: LogView<'_>,
    facts: &DocumentFacts,
    policy: &Policy,
    findings: &mut Vec<String>,
) -> Result<(), StoreError> {
    let doc = facts.doc;
    let mut report = |what: &str| findings.push(format!("{doc}: {what}"));
    let document = match replay(log, doc)? {
        Ok(document) => document,
        Err(error) => {
            report(&format!("its log cannot be read: {error}"));
            return Ok(());
        }
    };
    if document.heads() != facts.heads {
        report("its heads are not those of its log");
    }
    let entries = log.changes_of(doc, 0)?;
    if entries.last().map_or(facts.trimmed, |entry| entry.seq) != facts.last_seq {
        report("its last number is not that of its log");
    }
    let (mut accepted, mut logged) = (true, 0);
    for change in document.changes_since(&[]) {
        let known = inspect(&change).ok().map(|info| log.change(info.hash)).transpose()?.flatten();
        accepted &= known.is_some_and(|(of, _)| of == doc);
        logged += usize::from(known.is_some_and(|(_, seq)| seq > facts.trimmed));
    }
    if !accepted {
        report("a change of it is not among the accepted ones");
    }
    if logged != entries.len() {
        report("its log is not complete");
    }
    if entries.iter().any(|entry| !document.has(entry.hash)) {
        report("a change of its log is not in it");
    }
    let content = log.content(doc)?;
    let chunks: Vec<Vec<u8>> = content.snapshot.into_iter().chain(content.tail).collect();
    match Document::load(doc, DeviceId::SERVER.actor([0; 8]), &chunks) {
        Ok(stored) if stored.heads() == facts.heads => {}
        Ok(_) => report("its snapshot and tail have other heads"),
        Err(error) => report(&format!("its snapshot cannot be read: {error}")),
    }
    if let (DocumentKind::Account, Some(id)) = (doc.kind, doc.account_id()) {
        check_account(log, id, facts, &document, policy, &mut report)?;
    }
    Ok(())
}

fn check_account(
    log: LogView<'_>,
    id: AccountId,
    facts: &DocumentFacts,
    document: &Document,
    policy: &Policy,
    report: &mut impl FnMut(&str),
) -> Result<(), StoreError> {
    let (account, _) = document.account();
    if account.owner != facts.owner {
        report("its owner is not that of its facts");
    }
    if account.deputies != facts.deputies.iter().copied().collect() {
        report("its deputies are not those of its facts");
    }
    let clashes = u32::try_from(document.clashes().len()).unwrap_or(u32::MAX);
    for audience in [RowAudience::Owner, RowAudience::Manager] {
        let expected: SummaryRow = summarise(&account, audience, clashes, policy);
        match log.row(id, audience)? {
            Some(row) if row.bytes == expected.to_bytes() => {}
            Some(_) => report("a summary row differs from its document"),
            None => report("a summary row is missing"),
        }
    }
    Ok(())
}
