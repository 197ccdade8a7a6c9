//! The rivals beside ours: makes their rig ready, which is not part of this repository, and lets the benchmark drive it.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::cargo::{cargo, program, root, run, target};
use crate::tools;

/// Where the rig is, from the workspace's folder.
const RIG: &str = "../shared/peers";

#[derive(Debug, Args)]
pub(crate) struct RivalOptions {
    /// Measures these peers in the rig and nothing else: fieldnote, pouchdb, yjs, automerge-repo, samod
    #[arg(long = "peer")]
    peers: Vec<String>,
    /// Measures every peer with 400 customers
    #[arg(long)]
    small: bool,
    /// Leaves the rig out
    #[arg(long, conflicts_with_all = ["peers", "small"])]
    no_rivals: bool,
}

impl RivalOptions {
    /// Tells whether our own budgets are left out.
    pub(crate) fn only_rig(&self) -> bool {
        !self.peers.is_empty()
    }
}

/// Measures ours and the rivals in one run, when the rig is there.
pub(crate) fn measure(options: &RivalOptions) -> Result<()> {
    let rig = root().join(RIG);
    if options.no_rivals {
        return Ok(());
    }
    if !rig.join("bench.mjs").is_file() {
        println!("rivals not measured: {RIG} is not there");
        return Ok(());
    }
    tools::node()?;
    let work = target().join("peers");
    run(Command::new("sh").arg(rig.join("setup.sh")).arg(&work))?;
    run(&mut cargo(["build", "--release", "-p", "fieldnote-tests", "--example", "peer"]))?;
    let mut bench = cargo(["bench", "-p", "fieldnote-tests", "--bench", "rivals", "--"]);
    bench.arg(rig).arg(work).args(&options.peers).env("FIELDNOTE_SERVER", program("dist", "fieldnote-server"));
    if options.small {
        bench.arg("--small");
    }
    run(&mut bench)
}
