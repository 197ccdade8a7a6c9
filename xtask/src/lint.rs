//! The checks that read the code without running it. Warnings are errors here, and only here.

use anyhow::Result;

use crate::cargo::{WASM, cargo, run};
use crate::{spec, tools};

/// Checks formatting, clippy (native and wasm), rustdoc, and that the rows of the specification are held.
pub(crate) fn all() -> Result<()> {
    spec::check()?;
    tools::compiler_target(WASM)?;
    run(&mut cargo(["fmt", "--all", "--check"]))?;
    run(&mut cargo(["clippy", "--workspace", "--exclude", "fieldnote-web", "--all-targets", "--", "-D", "warnings"]))?;
    // Alone: in a workspace build features unify and could hide that `core` names a clock or a socket.
    run(&mut cargo(["clippy", "-p", "fieldnote-core", "--", "-D", "warnings"]))?;
    let wasm = ["clippy", "-p", "fieldnote-core", "-p", "fieldnote-web", "--target", WASM, "--", "-D", "warnings"];
    run(&mut cargo(wasm))?;
    let native = ["doc", "--no-deps", "--workspace", "--exclude", "fieldnote-web"];
    run(cargo(native).env("RUSTDOCFLAGS", "-D warnings"))?;
    run(cargo(["doc", "--no-deps", "-p", "fieldnote-web", "--target", WASM]).env("RUSTDOCFLAGS", "-D warnings"))
}
