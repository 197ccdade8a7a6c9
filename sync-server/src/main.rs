//! The `fieldnote-server` command.

use clap::Parser as _;
use fieldnote_server::cli::Cli;

fn main() -> anyhow::Result<()> {
    Cli::parse().run()
}
