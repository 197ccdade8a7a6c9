//! The commands of the binary. All but `backup`, `export` and `check` need the data folder for themselves.

mod audit;
mod check;
mod compact;
mod export;
mod repair;
mod restore;
mod user;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use fieldnote_core::sync::hub::Retention;

use crate::config::Config;
use crate::store::sqlite::Database;
use crate::workspace::Workspace;
use crate::{serve, telemetry};

/// The Fieldnote server: one binary, embedded database, web app inside.
#[derive(Debug, Parser)]
#[command(name = "fieldnote-server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the database is.
#[derive(Debug, Clone, Args)]
struct DataFolder {
    /// Folder of the database.
    #[arg(long, env = "FIELDNOTE_DATA", default_value = "data", global = true)]
    data: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves until SIGTERM or Ctrl-C.
    Serve(Box<Config>),
    /// Adds, lists, disables people, sets passwords.
    User {
        #[command(flatten)]
        folder: DataFolder,
        #[command(subcommand)]
        command: user::UserCommand,
    },
    /// Fills an empty database with a seeded workspace; everybody's password is `fieldnote-demo`.
    Demo {
        #[command(flatten)]
        folder: DataFolder,
        /// Customers.
        #[arg(long, default_value_t = crate::demo::ACCOUNTS)]
        accounts: usize,
        /// The same seed makes the same workspace.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Writes every document as `.automerge` and `.json`, and the follow-up records as one CSV; beside a running server too.
    Export {
        #[command(flatten)]
        folder: DataFolder,
        /// Folder to write to; made when absent.
        #[arg(long)]
        out: PathBuf,
    },
    /// Copies the database as of one moment into a new file; beside a running server too.
    Backup {
        #[command(flatten)]
        folder: DataFolder,
        /// File to write; must not exist.
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints the audit trail as JSON lines and checks that each follows from the one before; beside a running server too.
    Audit {
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Puts a backup into the data folder under a new epoch; what was there is kept beside it.
    Restore {
        #[command(flatten)]
        folder: DataFolder,
        /// File written by `backup`.
        #[arg(long)]
        from: PathBuf,
    },
    /// Brings every document to its shortest form and gives the room back to the disk.
    Compact {
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Rebuilds damaged documents from what is left, and lets devices give back the others; a running server does so
    /// when it meets one.
    Repair {
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Compares every document, its heads and summary rows with snapshot and log; exit code 1 when something differs.
    Check {
        #[command(flatten)]
        folder: DataFolder,
    },
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// When it fails; the message says what was expected.
    pub fn run(self) -> anyhow::Result<()> {
        // Reading pages and proving passwords is work for a processor, and each thread at it keeps memory of its own: with
        // more of them nothing would be ready earlier.
        let threads = 2 * std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.enable_all().max_blocking_threads(threads).build()?;
        runtime.block_on(self.command.run())
    }
}

impl Command {
    async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Serve(config) => run_server(*config).await,
            Self::User { folder, command } => user::run(&folder.data, command).await,
            Self::Demo { folder, accounts, seed } => demo(&folder.data, accounts, seed).await,
            Self::Export { folder, out } => export::run(&Database::open_to_read(&folder.data)?, &out),
            Self::Audit { folder } => audit::run(&folder.data),
            Self::Backup { folder, out } => backup(&folder.data, &out),
            Self::Restore { folder, from } => restore::run(&folder.data, &from),
            Self::Compact { folder } => compact::run(&folder.data),
            Self::Repair { folder } => repair::run(&folder.data),
            Self::Check { folder } => check::run(&Database::open_to_read(&folder.data)?),
        }
    }
}

#[expect(clippy::print_stdout, reason = "whoever starts the server waits for this line")]
async fn run_server(config: Config) -> anyhow::Result<()> {
    telemetry::start(&config)?;
    telemetry::quiet_panics();
    let running = serve(config).await?;
    println!("READY {}", running.url());
    wait_for_signal().await?;
    tracing::info!("draining");
    running.shutdown().await
}

async fn wait_for_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
async fn demo(data: &Path, accounts: usize, seed: u64) -> anyhow::Result<()> {
    let workspace = Workspace::open(data, Retention::default())?;
    anyhow::ensure!(workspace.is_empty()?, "{} is not empty; expected a new data folder", data.display());
    workspace.fill(accounts, seed).await?;
    workspace.close().await?;
    println!("{} now holds a workspace of {accounts} customers", data.display());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
fn backup(data: &Path, out: &Path) -> anyhow::Result<()> {
    Database::open_beside(data)?.backup(out).context("the backup failed")?;
    println!("{}", out.display());
    Ok(())
}
