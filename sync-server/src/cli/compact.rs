//! `compact`: every document in its shortest form, and the room that this leaves given back to the disk. A running server
//! compacts what changes by itself; this is for what an older program wrote.

use std::path::Path;
use std::sync::Arc;

use fieldnote_core::sync::hub::Hub;
use fieldnote_core::sync::limits::COMPACTED_AT_ONCE;
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::values::Random as _;

use crate::clock::{self, OsRandom};
use crate::store::sqlite::{Database, SqliteStore};

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let database = Arc::new(Database::open(data)?);
    let mut actor = [0; 8];
    OsRandom.fill(&mut actor);
    let mut hub = Hub::new(SqliteStore(Arc::clone(&database)), database.keys()?, actor);
    let (mut after, mut count) = (None, 0);
    loop {
        let page = database.view(|log| log.documents(after, COMPACTED_AT_ONCE))?;
        let Some(last) = page.last() else { break };
        after = Some(last.doc);
        let docs: Vec<_> = page.iter().map(|facts| facts.doc).collect();
        count += hub.compact(&docs, clock::now())?;
    }
    database.vacuum()?;
    println!("{count} documents compacted");
    Ok(())
}
