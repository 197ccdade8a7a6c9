//! `audit`: the trail as JSON lines, and whether it is whole.

use std::io::Write as _;
use std::path::Path;

use fieldnote_core::sync::audit::{START, first_break};
use fieldnote_core::sync::store::StoreRead as _;

use crate::limits;
use crate::routes::audit::AuditLineView;
use crate::store::sqlite::Database;

pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let database = Database::open_to_read(data)?;
    let mut out = std::io::stdout().lock();
    let (mut after, mut before) = (0, START);
    loop {
        let lines = database.view(|log| log.audit(after, limits::AUDIT_LISTED_MAX))?;
        let Some(last) = lines.last().map(|line| (line.number, line.hash)) else { return Ok(()) };
        let broken = first_break(before, after + 1, &lines);
        anyhow::ensure!(
            broken.is_none(),
            "the audit trail was changed: line {} does not follow",
            broken.unwrap_or_default()
        );
        for line in lines {
            writeln!(out, "{}", serde_json::to_string(&AuditLineView::from(line))?)?;
        }
        (after, before) = last;
    }
}
