//! Runs the tests and the benchmarks, after getting ready what they need.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::cargo::{WASI, cargo, program, run, target};
use crate::rivals::{self, RivalOptions};
use crate::tools;
use crate::web::{self, Mode};

#[derive(Debug, Args)]
pub(crate) struct TestOptions {
    /// Builds the app fast and large
    #[arg(long)]
    dev: bool,
    /// Part of the name of the tests to run, and options of the test program
    filter: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Bench {
    /// Sizes, start-up, search and paint of the app in Chromium
    App,
    /// What runs while a person looks or types: the today list, the review, the search for duplicates
    Rules,
    /// The exchange: round trips, bytes, CPU, memory, disk; then the rivals beside ours, where the rig is
    Sync,
}

#[derive(Debug, Args)]
pub(crate) struct SoakOptions {
    /// How many
    schedules: u64,
    /// Steps of each
    #[arg(long, default_value_t = 60)]
    steps: u64,
    /// Seed of the first; the next one has the next seed
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// What upsets everybody: none, leave, restore, damage or every
    #[arg(long, default_value = "restore")]
    upset: String,
}

/// Plays schedules of the simulation on all cores.
pub(crate) fn soak(options: &SoakOptions) -> Result<()> {
    let SoakOptions { schedules, steps, seed, upset } = options;
    run(cargo(["run", "--release", "-p", "fieldnote-tests", "--bin", "soak", "--"])
        .args([schedules, steps, seed].map(u64::to_string))
        .arg(upset))
}

/// Runs every test of the workspace.
pub(crate) fn test(options: &TestOptions) -> Result<()> {
    tools::browser()?;
    web::build(if options.dev { Mode::Dev } else { Mode::Release })?;
    core_for_the_browser()?;
    // The suites start the server as a process of its own, to kill it; cargo builds only what a test links.
    run(&mut cargo(["build", "-p", "fieldnote-server"]))?;
    // What a failed story says is a screen; where in the harness it was said is noise.
    run(cargo(["test", "--workspace", "--exclude", "fieldnote-web", "--"])
        .env("RUST_LIB_BACKTRACE", "0")
        .args(&options.filter))?;
    // What of the app needs no browser; its program is for one only.
    run(cargo(["test", "-p", "fieldnote-web", "--lib", "--"]).args(&options.filter))
}

/// Compiles the tests of `core` for a story that runs them in the browser, into `target/core-tests.wasm`.
///
/// They are standard tests, which print and read a clock, so they are for WASI and not for the app's own target.
fn core_for_the_browser() -> Result<()> {
    tools::compiler_target(WASI)?;
    let arguments = ["test", "-p", "fieldnote-core", "--lib", "--target", WASI, "--no-run", "--message-format=json"];
    // Nobody steps through them there; without these lines the program is a tenth as large.
    let built = cargo(arguments).env("CARGO_PROFILE_DEV_DEBUG", "false").stderr(Stdio::inherit()).output()?;
    ensure!(built.status.success(), "the tests of `core` do not compile for {WASI}");
    let messages =
        built.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let mut programs = messages.filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from));
    let program = programs.next_back().context("cargo named no program")?;
    fs::copy(&program, target().join("core-tests.wasm"))?;
    Ok(())
}

/// Builds optimised programs and runs one benchmark.
pub(crate) fn bench(what: Bench, rivals: &RivalOptions) -> Result<()> {
    let name = match what {
        Bench::App => {
            tools::browser()?;
            web::build(Mode::Release)?;
            "app"
        }
        // No server takes part.
        Bench::Rules => return run(&mut cargo(["bench", "-p", "fieldnote-tests", "--bench", "rules"])),
        Bench::Sync => "sync",
    };
    // What is measured is what is carried elsewhere.
    run(&mut cargo(["build", "--profile", "dist", "-p", "fieldnote-server"]))?;
    if !rivals.only_rig() {
        let server = program("dist", "fieldnote-server");
        run(cargo(["bench", "-p", "fieldnote-tests", "--bench", name]).env("FIELDNOTE_SERVER", server))?;
    }
    match what {
        Bench::App | Bench::Rules => Ok(()),
        Bench::Sync => rivals::measure(rivals),
    }
}
