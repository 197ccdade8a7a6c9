//! A disk that fails when it is told to: what the server writes to its database, or flushes, comes back with the
//! system's own error. It stands between the running process and the system, so nothing of it is in the product.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, bail, ensure};
use tempfile::TempDir;

/// How the disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No byte can be written (`ENOSPC`).
    Full,
    /// What was written cannot be flushed (`EIO` of `fsync`).
    Dying,
}

impl Fault {
    /// The file that tells of it.
    fn file(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Dying => "dying",
        }
    }
}

/// The folder in which faults are told.
#[derive(Debug)]
pub(super) struct Disk(PathBuf);

impl Disk {
    pub(super) fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self(folder.to_owned()))
    }

    /// Lets a process run on this disk.
    pub(super) fn carry(&self, process: &mut Command) -> Result<()> {
        process.env("LD_PRELOAD", library()?).env("FIELDNOTE_FAULTS", &self.0);
        Ok(())
    }

    pub(super) fn fail(&self, fault: Fault) -> Result<()> {
        Ok(fs::write(self.0.join(fault.file()), [])?)
    }

    pub(super) fn heal(&self) -> Result<()> {
        for fault in [Fault::Full, Fault::Dying] {
            let file = self.0.join(fault.file());
            if file.exists() {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }
}

/// Returns what stands between, built once in a run by the compiler that also builds SQLite.
fn library() -> Result<PathBuf> {
    static LIBRARY: OnceLock<Result<TempDir, String>> = OnceLock::new();
    let build = || -> Result<TempDir> {
        let folder = TempDir::new()?;
        let (source, target) = (folder.path().join("disk.c"), folder.path().join("disk.so"));
        fs::write(&source, include_str!("disk.c"))?;
        let output =
            Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&target, &source]).arg("-ldl").output()?;
        ensure!(output.status.success(), "cc: {}", String::from_utf8_lossy(&output.stderr));
        Ok(folder)
    };
    match LIBRARY.get_or_init(|| build().map_err(|error| format!("{error:#}"))) {
        Ok(folder) => Ok(folder.path().join("disk.so")),
        Err(error) => bail!("the failing disk could not be built: {error}"),
    }
}
