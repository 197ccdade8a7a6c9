//! Every command a person types in this repository; `cargo xtask` alone lists them.

#![allow(clippy::print_stdout, reason = "a command line tool talks to a person")]

mod cargo;
mod coverage;
mod lint;
mod names;
mod pack;
mod pinyin;
mod rivals;
mod serve;
mod simplified;
mod spec;
mod strip;
mod suite;
mod tools;
mod web;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

use crate::web::Mode;

/// The commands of Fieldnote.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Builds the app and the server, starts the server with a demo workspace, prints address and accounts
    Run(serve::RunOptions),
    /// Installs what the tests need, then runs every test
    Test(suite::TestOptions),
    /// Builds the web app into `target/web`
    Web {
        /// Builds fast and large, for work on the app
        #[arg(long)]
        dev: bool,
    },
    /// Makes one server binary with the web app inside: `target/dist/fieldnote-server`
    Dist,
    /// Measures and prints what the product costs
    Bench {
        /// What to measure
        what: suite::Bench,
        #[command(flatten)]
        rivals: rivals::RivalOptions,
    },
    /// Plays random schedules of a whole team and names those that fail
    Soak(suite::SoakOptions),
    /// Says which branches of access and exchange tests and random schedules take; needs a nightly compiler
    Coverage,
    /// Checks formatting, lints and documentation, warnings denied
    Lint,
    /// Says which rows of the specification the code holds, and which tests see to that
    Spec,
    /// Writes the tables of Chinese characters: pinyin initials, and simplified forms
    Tables,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        None => Ok(Cli::command().print_help()?),
        Some(Task::Run(options)) => serve::run(&options),
        Some(Task::Test(options)) => suite::test(&options),
        Some(Task::Web { dev }) => web::build(if dev { Mode::Dev } else { Mode::Release }).map(drop),
        Some(Task::Dist) => serve::dist(),
        Some(Task::Bench { what, rivals }) => suite::bench(what, &rivals),
        Some(Task::Soak(options)) => suite::soak(&options),
        Some(Task::Coverage) => coverage::measure(),
        Some(Task::Lint) => lint::all(),
        Some(Task::Spec) => spec::print(),
        Some(Task::Tables) => pinyin::run().and_then(|()| simplified::run()),
    }
}
