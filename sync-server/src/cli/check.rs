//! `check`: snapshots and log are the truth; heads, summary rows, visibility and digests must follow from them.

use fieldnote_core::sync::hub;

use crate::store::sqlite::Database;

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
pub(super) fn run(database: &Database) -> anyhow::Result<()> {
    let key = database.keys()?.digest;
    let (damage, report) = database.view(|log| Ok((log.integrity()?, hub::check(&log, &key)?)))?;
    let findings: Vec<_> = damage.into_iter().map(|line| format!("database: {line}")).chain(report.problems).collect();
    for finding in &findings {
        println!("{finding}");
    }
    let count = report.documents;
    anyhow::ensure!(
        findings.is_empty(),
        "{} findings in {count} documents; `repair` mends damaged documents",
        findings.len()
    );
    println!("{count} documents, no findings");
    Ok(())
}
