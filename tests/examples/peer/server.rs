//! The real server, after people and sessions were put into an empty folder. This process becomes it, so that the rig
//! measures and stops the server itself.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};
use fieldnote_tests::enrol::enrol;
use fieldnote_tests::paths;
use fieldnote_tests::server::PASSWORD;

use crate::team::{Seats, Team, login};

const SEED: u64 = 1;

pub(super) fn run(port: u16, data: &Path) -> Result<()> {
    let server = paths::server()?;
    if !data.join("fieldnote.db").exists() {
        let team = Team::of_environment()?;
        for person in 0..team.people() {
            let login = login(person);
            let status = Command::new(&server)
                .args(["user", "add", "--login", &login, "--name", &login, "--role", "rep", "--password", PASSWORD])
                .arg("--data")
                .arg(data)
                .stdout(Stdio::null())
                .status()?;
            ensure!(status.success(), "{login} could not be added");
        }
        let phones: Vec<_> = team.phones().into_iter().map(|(person, phone)| (login(person), phone)).collect();
        Seats::write(team, &enrol(data, "", &phones, SEED)?)?;
    }
    let listen = format!("127.0.0.1:{port}");
    Err(Command::new(server).args(["serve", "--listen", &listen, "--data"]).arg(data).exec().into())
}
