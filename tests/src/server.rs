//! A server as a process of its own, so that it can be stopped, killed and measured.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use tempfile::TempDir;

use crate::paths;

mod disk;

use disk::Disk;
pub use disk::Fault;

const READY_WITHIN: Duration = Duration::from_secs(120);

/// The password of everybody in the demo workspace.
pub const PASSWORD: &str = "fieldnote-demo";

/// A server and its data folder. Dropping it kills the process and removes the folder.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
    url: String,
    disk: Option<Disk>,
}

impl Server {
    /// Starts a server with a copy of the demo workspace of 300 customers.
    ///
    /// # Errors
    /// When it does not get ready.
    pub fn demo() -> Result<Self> {
        let folder = TempDir::new()?;
        paths::copy(demo_data()?, &folder.path().join("data"))?;
        Self::on(folder)
    }

    /// Starts a server with a seeded workspace of another size, by the `demo` command.
    ///
    /// # Errors
    /// When it cannot be filled or does not get ready.
    pub fn seeded(accounts: u32, seed: u64) -> Result<Self> {
        let folder = TempDir::new()?;
        let (accounts, seed) = (accounts.to_string(), seed.to_string());
        run_command(&["demo", "--accounts", &accounts, "--seed", &seed], &folder.path().join("data"))?;
        Self::on(folder)
    }

    /// Starts a server with the demo workspace on a disk that fails when it is told to.
    ///
    /// # Errors
    /// When it does not get ready, or the disk cannot be built.
    pub fn demo_on_a_failing_disk() -> Result<Self> {
        let folder = TempDir::new()?;
        paths::copy(demo_data()?, &folder.path().join("data"))?;
        let disk = Disk::new(&folder.path().join("faults"))?;
        Self::start_on(folder, Some(disk))
    }

    /// Lets the disk fail from now on.
    ///
    /// # Errors
    /// When the server does not stand on such a disk.
    pub fn fail_disk(&self, fault: Fault) -> Result<()> {
        self.disk.as_ref().context("an honest disk")?.fail(fault)
    }

    /// Lets the disk work again.
    ///
    /// # Errors
    /// When the server does not stand on such a disk.
    pub fn heal_disk(&self) -> Result<()> {
        self.disk.as_ref().context("an honest disk")?.heal()
    }

    /// Starts a server with a workspace that holds people and no customers: login, name and role of each.
    ///
    /// # Errors
    /// When a person cannot be added or the server does not get ready.
    pub fn with_people(people: &[(&str, &str, &str)]) -> Result<Self> {
        let folder = TempDir::new()?;
        for (login, name, role) in people {
            let arguments = ["user", "add", "--login", login, "--name", name, "--role", role, "--password", PASSWORD];
            run_command(&arguments, &folder.path().join("data"))?;
        }
        Self::on(folder)
    }

    /// Starts a server with the demo workspace and a web app of its own, to be changed by the test.
    ///
    /// # Errors
    /// When it does not get ready.
    pub fn demo_with_own_app() -> Result<Self> {
        let folder = TempDir::new()?;
        paths::copy(demo_data()?, &folder.path().join("data"))?;
        paths::copy(&paths::web()?, &folder.path().join("web"))?;
        Self::on(folder)
    }

    /// Returns the folder of the web app that is served.
    ///
    /// # Errors
    /// When it was not built.
    pub fn web(&self) -> Result<PathBuf> {
        let own = self.folder.path().join("web");
        if own.exists() { Ok(own) } else { paths::web() }
    }

    fn on(folder: TempDir) -> Result<Self> {
        Self::start_on(folder, None)
    }

    fn start_on(folder: TempDir, disk: Option<Disk>) -> Result<Self> {
        // One port for the life of the server: browsers keep their data by origin.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut server = Self { folder, port, process: None, url: String::new(), disk };
        server.start()?;
        Ok(server)
    }

    /// Starts the process, on the same port and data as before.
    ///
    /// # Errors
    /// When it does not get ready.
    pub fn start(&mut self) -> Result<()> {
        ensure!(self.process.is_none(), "the server is running");
        let log = File::options().create(true).append(true).open(self.log())?;
        let listen = format!("127.0.0.1:{}", self.port);
        let mut command = Command::new(paths::server()?);
        command
            .args(["serve", "--listen", &listen, "--data"])
            .arg(self.data())
            .args(self.web().ok().map(|web| format!("--web={}", web.display())))
            .stdout(Stdio::piped())
            .stderr(log);
        if let Some(disk) = &self.disk {
            disk.carry(&mut command)?;
        }
        let mut process = command.spawn()?;
        let stdout = process.stdout.take().context("the server has no output")?;
        self.process = Some(process);
        let (ready, waiting) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some(url) = line.strip_prefix("READY ") {
                    let _ = ready.send(url.trim_end_matches('/').to_owned());
                }
            }
        });
        match waiting.recv_timeout(READY_WITHIN) {
            Ok(url) => self.url = url,
            Err(_) => bail!("the server did not get ready:\n{}", fs::read_to_string(self.log())?),
        }
        Ok(())
    }

    /// Ends the process at once, as a power cut would.
    ///
    /// # Errors
    /// When it was not running.
    pub fn kill(&mut self) -> Result<()> {
        let mut process = self.process.take().context("the server is not running")?;
        process.kill()?;
        process.wait()?;
        Ok(())
    }

    /// Asks the process to end, and waits until it did.
    ///
    /// # Errors
    /// When it was not running, or reported a failure.
    pub fn stop(&mut self) -> Result<()> {
        let mut process = self.process.take().context("the server is not running")?;
        Command::new("kill").arg(process.id().to_string()).status()?;
        let status = process.wait()?;
        ensure!(status.success(), "the server ended with {status}:\n{}", fs::read_to_string(self.log())?);
        Ok(())
    }

    /// Runs another command of the server's program on the same data, and returns its output.
    ///
    /// # Errors
    /// When it fails; the message holds what it said.
    pub fn command(&self, arguments: &[&str]) -> Result<String> {
        run_command(arguments, &self.data())
    }

    /// Begins another command of the server's program on the same data, and kills it after a while.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn kill_command(&self, arguments: &[&str], after: Duration) -> Result<()> {
        let (command, rest) = arguments.split_first().context("a command")?;
        let mut process = Command::new(paths::server()?)
            .arg(command)
            .arg("--data")
            .arg(self.data())
            .args(rest)
            .stdout(Stdio::null())
            .spawn()?;
        std::thread::sleep(after);
        process.kill()?;
        process.wait()?;
        Ok(())
    }

    /// Tells whether the process is alive.
    pub fn is_alive(&mut self) -> bool {
        self.process.as_mut().is_some_and(|process| matches!(process.try_wait(), Ok(None)))
    }

    /// Returns the address, such as `http://127.0.0.1:4000`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns host and port.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Returns the folder of the database.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Returns the file with what the server logged.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    /// Returns the processor time that the process has used, in milliseconds.
    ///
    /// # Errors
    /// When it is not running.
    pub fn cpu_ms(&self) -> Result<f64> {
        let mut nanoseconds = 0u64;
        for task in fs::read_dir(format!("/proc/{}/task", self.pid()?))? {
            // A thread may end while we look; what it used is then lost, so measure with the same threads alive.
            let statistics = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            nanoseconds += statistics.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or(0);
        }
        Ok(nanoseconds as f64 / 1e6)
    }

    /// Returns the memory that the process holds now, in kilobytes.
    ///
    /// # Errors
    /// When it is not running.
    pub fn memory_kb(&self) -> Result<u64> {
        self.status_figure("VmRSS")
    }

    /// Returns the most memory that the process held since its start, in kilobytes.
    ///
    /// # Errors
    /// When it is not running.
    pub fn peak_memory_kb(&self) -> Result<u64> {
        self.status_figure("VmHWM")
    }

    /// Returns how many threads the process has.
    ///
    /// # Errors
    /// When it is not running.
    pub fn threads(&self) -> Result<u64> {
        self.status_figure("Threads")
    }

    fn status_figure(&self, name: &str) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid()?))?;
        let line = status.lines().find(|line| line.starts_with(name)).with_context(|| format!("no {name}"))?;
        line.split_whitespace().nth(1).context("no figure")?.parse().map_err(|error| anyhow!("{error}"))
    }

    fn pid(&self) -> Result<u32> {
        Ok(self.process.as_ref().context("the server is not running")?.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
        if std::thread::panicking()
            && let Ok(folder) = paths::leavings()
        {
            let _ = fs::copy(self.log(), folder.join(format!("server-{}.log", self.port)));
        }
    }
}

/// Returns a data folder with the demo workspace, filled once in a run.
fn demo_data() -> Result<&'static Path> {
    static DATA: OnceLock<Result<TempDir, String>> = OnceLock::new();
    let fill = || -> Result<TempDir> {
        let folder = TempDir::new()?;
        run_command(&["demo", "--accounts", "300", "--seed", "1"], folder.path())?;
        Ok(folder)
    };
    match DATA.get_or_init(|| fill().map_err(|error| format!("{error:#}"))) {
        Ok(folder) => Ok(folder.path()),
        Err(error) => bail!("the demo workspace could not be made: {error}"),
    }
}

fn run_command(arguments: &[&str], data: &Path) -> Result<String> {
    let (command, rest) = arguments.split_first().context("a command")?;
    let output = Command::new(paths::server()?).arg(command).arg("--data").arg(data).args(rest).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "`{command}` failed: {said}{}", String::from_utf8_lossy(&output.stderr));
    Ok(said)
}
