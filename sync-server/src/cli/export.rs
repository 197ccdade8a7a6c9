//! `export`: everything in forms that other programs read.

use std::fs;
use std::path::Path;

use fieldnote_core::export::follow_up_table;
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::values::{DeviceId, DocumentId, DocumentKind};

use crate::store::load;
use crate::store::sqlite::Database;

/// Documents named at once.
const PAGE: usize = 256;

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
pub(super) fn run(database: &Database, out: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(out)?;
    let actor = DeviceId::SERVER.actor([0; 8]);
    let (mut after, mut count, mut accounts) = (None, 0, Vec::new());
    loop {
        let page = database.view(|log| log.documents(after, PAGE))?;
        let Some(last) = page.last() else { break };
        after = Some(last.doc);
        for facts in &page {
            let Some(document) = load(database, facts.doc, actor)? else { continue };
            fs::write(out.join(format!("{}.automerge", facts.doc)), document.save())?;
            fs::write(out.join(format!("{}.json", facts.doc)), serde_json::to_vec_pretty(&document.to_json()?)?)?;
            if facts.doc.kind == DocumentKind::Account {
                accounts.push(document.account().0);
            }
            count += 1;
        }
    }
    let workspace = load(database, DocumentId::WORKSPACE, actor)?;
    let (policy, directory, _) = workspace.map(|workspace| workspace.workspace()).unwrap_or_default();
    fs::write(out.join("follow-ups.csv"), follow_up_table(&accounts, &policy, &directory))?;
    println!("{count} documents in {}", out.display());
    Ok(())
}
