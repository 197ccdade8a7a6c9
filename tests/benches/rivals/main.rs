//! The rivals beside ours, in one run on one machine: `cargo xtask bench sync`, where the rig is.
//!
//! The rig (`bench.mjs`) starts each peer's server, clients and a proxy that counts; ours is `tests/examples/peer`,
//! added to a copy of the rig's `peers.json`. Arguments: the rig's folder, the folder it works in, then `--small` for
//! 400 customers everywhere and names of the peers to measure.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod plan;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use plan::Run;

/// Stands in for the rig's own client.
const CLIENT: &str = include_str!("client-main.mjs");
/// The folder of our client below the rig's working folder.
const FOLDER: &str = "fieldnote";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if arguments.is_empty() || arguments.iter().any(|argument| argument == "--test" || argument == "--list") {
        return Ok(());
    }
    let (options, named): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| argument.starts_with("--"));
    let [rig, work, peers @ ..] = named.as_slice() else {
        anyhow::bail!("expected the rig's folder and one to work in")
    };
    let rig = Rig { folder: rig.into(), work: work.into() };
    rig.add_ours()?;
    let small = options.iter().any(|option| *option == "--small");
    let wanted = |run: &Run| peers.is_empty() || peers.iter().any(|peer| run.peer.starts_with(peer.as_str()));
    let began = Instant::now();
    let mut results = Vec::new();
    for run in plan::runs(small).into_iter().filter(wanted) {
        results.push((run, rig.measure(&run)?));
    }
    table::print(&results);
    println!("\nMeasured in {:.0} minutes.", began.elapsed().as_secs_f64() / 60.0);
    Ok(())
}

struct Rig {
    folder: PathBuf,
    work: PathBuf,
}

impl Rig {
    /// Writes a copy of the rig's list of peers with ours in it, and the client that hands on to ours.
    fn add_ours(&self) -> Result<()> {
        let list = fs::read(self.folder.join("peers.json"))?;
        let mut peers: Value = serde_json::from_slice(&list)?;
        let program = peer()?;
        for (name, team) in plan::OURS {
            let ours = json!({
                "dir": FOLDER, "client": "client-main.mjs", "scheme": "ws",
                "server": [program, "serve"],
                "env": {"FIELDNOTE_PEER": program, "FIELDNOTE_TEAM": team},
            });
            peers.as_object_mut().context("the list of peers is an object")?.insert(name.to_owned(), ours);
        }
        fs::write(self.peers(), serde_json::to_vec_pretty(&peers)?)?;
        let client = self.work.join("run").join(FOLDER);
        fs::create_dir_all(&client)?;
        Ok(fs::write(client.join("client-main.mjs"), CLIENT)?)
    }

    fn peers(&self) -> PathBuf {
        self.work.join("peers.json")
    }

    /// Lets the rig measure; returns a line for each repetition of each scenario.
    fn measure(&self, run: &Run) -> Result<Vec<Value>> {
        let results = self.work.join("results");
        fs::create_dir_all(&results)?;
        let out = results.join(format!("{}{}.jsonl", run.peer, run.tag()));
        let _none_yet = fs::remove_file(&out);
        let workload = self.work.join(if run.small { "workload400.json" } else { "workload.json" });
        eprintln!("== {} {}{}", run.peer, run.scenarios, run.tag());
        let mut command = Command::new("node");
        command.arg(self.folder.join("bench.mjs")).args([run.peer, run.scenarios]);
        for (option, value) in [("work", &self.work), ("out", &out), ("workload", &workload), ("peers", &self.peers())]
        {
            command.arg(format!("--{option}")).arg(value);
        }
        command.args(["--reps", &run.repetitions.to_string(), "--tag", run.tag()]).args(run.options);
        let status = command.stdout(std::io::stderr()).status()?;
        ensure!(status.success(), "the rig ended with {status}");
        read(&out)
    }
}

fn read(out: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(out).unwrap_or_default();
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Returns our program for the rig, which is built with the profile of this one; the server is not.
fn peer() -> Result<PathBuf> {
    // target/<profile>/deps/<this program>
    let this = std::env::current_exe()?;
    let program = this.ancestors().nth(2).unwrap_or(&this).join("examples/peer");
    ensure!(program.exists(), "{} is not built: `cargo xtask bench sync` does", program.display());
    Ok(program)
}
