//! `restore`: a backup becomes the database, under a new epoch, so that every device starts from zero and sends what
//! the restored server lacks.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};

use crate::clock;
use crate::store::sqlite::{Database, FILE};

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
pub(super) fn run(data: &Path, from: &Path) -> anyhow::Result<()> {
    ensure!(from.is_file(), "expected a file written by `backup` at {}", from.display());
    let target = data.join(FILE);
    if target.exists() {
        // Opening it takes the lock (a running server refuses), and closing it folds the write-ahead log in.
        drop(Database::open(data)?);
        let aside = data.join(format!("before-restore-{}.db", clock::now().0));
        fs::rename(&target, &aside)?;
        for end in ["-wal", "-shm"] {
            let rest = data.join(format!("{FILE}{end}"));
            if rest.exists() {
                fs::remove_file(rest)?;
            }
        }
        println!("the former database is kept as {}", aside.display());
    }
    fs::create_dir_all(data)?;
    fs::copy(from, &target).with_context(|| format!("cannot write {}", target.display()))?;
    fs::File::open(&target)?.sync_all()?;
    Database::open(data)?.renew_epoch()?;
    println!("restored {} under a new epoch", from.display());
    Ok(())
}
