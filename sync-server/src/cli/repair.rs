//! `repair`: what a running server does when it meets a damaged document, for all of them at once.

use std::path::Path;
use std::sync::Arc;

use anyhow::ensure;
use fieldnote_core::sync::hub::{Hub, Mended};
use fieldnote_core::values::Random as _;

use crate::clock::{self, OsRandom};
use crate::store::sqlite::{Database, SqliteStore};

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
pub(super) fn run(data: &Path) -> anyhow::Result<()> {
    let database = Arc::new(Database::open(data)?);
    let (mut actor, mut epoch) = ([0; 8], [0; 8]);
    OsRandom.fill(&mut actor);
    OsRandom.fill(&mut epoch);
    let mut hub = Hub::new(SqliteStore(Arc::clone(&database)), database.keys()?, actor);
    let Mended { rebuilt, lost, needs_backup, .. } = hub.mend(epoch, clock::now())?;
    for doc in &rebuilt {
        println!("{doc}: rebuilt");
    }
    for doc in &lost {
        println!("{doc}: taken out; devices that hold it will give it back");
    }
    ensure!(!needs_backup, "the workspace document is damaged beyond repair; expected `restore` with a backup");
    println!("{} documents rebuilt, {} left to the devices", rebuilt.len(), lost.len());
    Ok(())
}
