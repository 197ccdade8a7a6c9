//! Fieldnote as one of the peers of the benchmark rig: `peer serve PORT FOLDER` is its server with people in it,
//! `peer client WORKLOAD` a process with phones in it that takes a JSON command per line and answers with one.
//!
//! Whose a customer is decides who is sent it, so the rig's loads are three workspaces (`FIELDNOTE_TEAM`): `one`
//! person with everything; `live`, seven people with forty customers each and seven or eight phones; `herd`, a person
//! for each of the rig's territories. Everybody is signed in before the rig begins to count: its other peers ask
//! nobody who they are. Both programs meet in the file `people-….json` of the folder that the rig names `CACHE`.

#![allow(clippy::print_stdout, reason = "the rig reads what is printed")]

mod client;
mod customers;
mod phone;
mod server;
mod store;
mod team;

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", port, folder] => server::run(port.parse().context("a port")?, folder.as_ref()),
        ["client", workload] => client::run(workload.as_ref()),
        _ => bail!("expected `serve PORT FOLDER` or `client WORKLOAD`"),
    }
}
