//! Where things are, from the workspace's folder; no test knows a path of a machine.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

/// Returns the folder of the workspace.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}

/// Returns the built web app.
///
/// # Errors
/// When it was not built.
pub fn web() -> Result<PathBuf> {
    let web = root().join("target/web");
    ensure!(web.join("index.html").exists(), "{} is not built: run `cargo xtask web`", web.display());
    Ok(web)
}

/// Returns the tests of `core` as a program for the browser.
///
/// # Errors
/// When it was not built.
pub fn core_tests() -> Result<PathBuf> {
    let program = root().join("target/core-tests.wasm");
    ensure!(program.exists(), "{} is not built: run the tests by `cargo xtask test`", program.display());
    Ok(program)
}

/// Returns the server's program: what `FIELDNOTE_SERVER` names, otherwise the one built with the profile that this
/// program was built with.
///
/// # Errors
/// When it was not built.
pub fn server() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("FIELDNOTE_SERVER") {
        return Ok(PathBuf::from(named));
    }
    // target/<profile>/deps/<this program>
    let this = std::env::current_exe()?;
    let folder = this.ancestors().nth(2).unwrap_or(&this);
    let server = folder.join(format!("fieldnote-server{}", std::env::consts::EXE_SUFFIX));
    ensure!(server.exists(), "{} is not built: run the tests by `cargo xtask test`", server.display());
    Ok(server)
}

/// Reads an expected file.
///
/// # Errors
/// When it cannot be read.
pub fn golden(name: &str) -> Result<String> {
    Ok(std::fs::read_to_string(root().join("tests/golden").join(name))?)
}

/// Returns a folder for what a failed test leaves to be looked at.
///
/// # Errors
/// When it cannot be made.
pub fn leavings() -> Result<PathBuf> {
    let folder = root().join("target/test-leavings");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Copies a folder with all that is in it.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
