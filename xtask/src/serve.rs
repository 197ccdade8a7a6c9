//! Builds and starts the server: for a try-out (`run`), or to be carried elsewhere (`dist`).

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::cargo::{cargo, program, root, run as execute};
use crate::web::{self, Mode};

/// The people of the demo workspace, as `fieldnote-server serve --demo` makes them.
const DEMO_ACCOUNTS: &str = "\
  li     李经理    rep, 华东                zhao   赵专员    rep, 华北
  zhou   周助理    rep, 华东                wu     吴经理    rep, 华北
  sun    孙经理    rep, 华南                zheng  郑经理    rep, 华南
  chen   陈总监    manager of all           lin    林主管    manager of sun and zheng
  admin  系统管理员 administrator           password of all: fieldnote-demo";

#[derive(Debug, Args)]
pub(crate) struct RunOptions {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder of the database; filled with a demo workspace on first start
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Builds the server optimised
    #[arg(long)]
    release: bool,
    /// Builds the app fast and large, for work on it
    #[arg(long)]
    dev: bool,
    /// More arguments for `fieldnote-server serve`, after `--`
    #[arg(last = true)]
    more: Vec<String>,
}

/// Builds everything and serves until interrupted.
pub(crate) fn run(options: &RunOptions) -> Result<()> {
    let web = web::build(if options.dev { Mode::Dev } else { Mode::Release })?;
    let profile = if options.release { "release" } else { "dev" };
    execute(&mut cargo(["build", "-p", "fieldnote-server", "--profile", profile]))?;
    let server = program(if options.release { "release" } else { "debug" }, "fieldnote-server");
    let mut child = Command::new(&server)
        .current_dir(root())
        .args(["serve", "--demo", "--listen", &options.listen.to_string()])
        .arg("--data")
        .arg(&options.data)
        .arg("--web")
        .arg(&web)
        .args(&options.more)
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start {}", server.display()))?;
    let stdout = child.stdout.take().context("the server has no output")?;
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        match line.strip_prefix("READY ") {
            Some(url) => println!("\nFieldnote is at {url}\n\n{DEMO_ACCOUNTS}\n\nCtrl-C ends it."),
            None => println!("{line}"),
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("the server ended ({status})");
    }
    Ok(())
}

/// Makes the self-contained binary.
pub(crate) fn dist() -> Result<()> {
    web::build(Mode::Release)?;
    execute(&mut cargo(["build", "--profile", "dist", "-p", "fieldnote-server", "--features", "embed-web"]))?;
    let binary = program("dist", "fieldnote-server");
    println!("{} ({:.1} MB)", binary.display(), std::fs::metadata(&binary)?.len() as f64 / 1e6);
    Ok(())
}
