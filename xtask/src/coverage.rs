//! Which branches of what keeps the server safe are taken by the tests of `core` and server and by random
//! schedules.
//!
//! A branch of a generic is counted once, however often it is compiled. Branches that are not yet part of stable Rust's
//! instruments need a nightly compiler; the tests are the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::cargo::{root, run, target};
use crate::tools;

/// What is looked at: who may do what, and the way of a change from the socket into the store and out again.
const LOOKED_AT: [&str; 2] = ["core/src/access", "core/src/sync/"];
/// Schedules of 60 steps with every upset.
const SCHEDULES: &str = "300";

/// Branches taken and there are.
#[derive(Debug, Clone, Copy, Default)]
struct Branches {
    taken: usize,
    all: usize,
}

impl Branches {
    fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { 100.0 * self.taken as f64 / self.all as f64 }
    }
}

/// Measures and prints a table.
pub(crate) fn measure() -> Result<()> {
    tools::coverage()?;
    let report = target().join("coverage.json");
    run(&mut llvm_cov(["clean", "--workspace"]))?;
    let tests = ["--no-report", "--branch", "-p", "fieldnote-core", "-p", "fieldnote-server", "--lib"];
    run(llvm_cov(tests).args(["--features", "fieldnote-core/testing"]))?;
    let soak = ["run", "--no-report", "--branch", "-p", "fieldnote-tests", "--bin", "soak", "--", SCHEDULES, "60", "0"];
    run(llvm_cov(soak).arg("every"))?;
    run(llvm_cov(["report", "--branch", "--json", "--output-path"]).arg(&report))?;
    let report: Value = serde_json::from_str(&fs::read_to_string(report)?)?;
    let files = files(&report).context("expected a report of llvm-cov")?;
    println!("| file | branches taken | all | % |\n|---|---|---|---|");
    let mut sum = Branches::default();
    for (name, found) in files {
        println!("| {name} | {} | {} | {:.1} |", found.taken, found.all, found.percent());
        sum = Branches { taken: sum.taken + found.taken, all: sum.all + found.all };
    }
    println!("| together | {} | {} | {:.1} |", sum.taken, sum.all, sum.percent());
    Ok(())
}

/// A call of cargo-llvm-cov under the nightly compiler; what this process was started with names another one.
fn llvm_cov<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("rustup");
    command.current_dir(root()).args(["run", "nightly"]).arg(program()).arg("llvm-cov").args(arguments);
    for named in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(named);
    }
    command
}

fn program() -> PathBuf {
    tools::folder().join("bin").join(format!("cargo-llvm-cov{}", std::env::consts::EXE_SUFFIX))
}

/// Returns the files that are looked at, and their branches.
fn files(report: &Value) -> Option<BTreeMap<String, Branches>> {
    let all = report.pointer("/data/0/files")?.as_array()?;
    let mut found = BTreeMap::new();
    for file in all {
        let name = file["filename"].as_str()?.replace('\\', "/");
        let Some(name) = LOOKED_AT.iter().find_map(|folder| Some(&name[name.find(folder)?..])) else { continue };
        if name.contains("/tests") || name.contains("/testing") {
            continue;
        }
        let branches = branches(file["branches"].as_array()?, tests_from(name));
        if branches.all > 0 {
            found.insert(name.to_owned(), branches);
        }
    }
    Some(found)
}

/// Returns the line of a source file from which on it is tests; the assertions there never take their other side.
fn tests_from(name: &str) -> u64 {
    let text = fs::read_to_string(root().join(name)).unwrap_or_default();
    let at = text.lines().position(|line| line == "#[cfg(test)]");
    at.map_or(u64::MAX, |at| at as u64)
}

/// Counts both sides of each place where the code branches, before a line.
fn branches(entries: &[Value], end: u64) -> Branches {
    let mut places: BTreeMap<[u64; 4], [u64; 2]> = BTreeMap::new();
    for entry in entries {
        let number = |at: usize| entry[at].as_u64().unwrap_or_default();
        if number(0) >= end {
            continue;
        }
        let sides = places.entry([number(0), number(1), number(2), number(3)]).or_default();
        *sides = [sides[0] + number(4), sides[1] + number(5)];
    }
    let taken = places.values().flatten().filter(|times| **times > 0).count();
    Branches { taken, all: 2 * places.len() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_branch_of_a_generic_counts_once_and_other_files_do_not() {
        let file = |name: &str, branches: Value| json!({"filename": name, "branches": branches});
        let report = json!({"data": [{"files": [
            file("/x/core/src/access/decide.rs", json!([[1, 2, 1, 9, 3, 0, 0, 0, 4], [1, 2, 1, 9, 0, 2, 0, 0, 4], [5, 1, 5, 2, 0, 1, 0, 0, 4]])),
            file("/x/core/src/access/tests.rs", json!([[1, 2, 1, 9, 0, 0, 0, 0, 4]])),
            file("/x/core/src/rules/due.rs", json!([[1, 2, 1, 9, 0, 0, 0, 0, 4]])),
        ]}]});
        let found = files(&report).unwrap();
        let found: Vec<_> = found.iter().map(|(name, found)| (name.as_str(), found.taken, found.all)).collect();
        assert_eq!(found, [("core/src/access/decide.rs", 3, 4)]);
    }
}
