//! Finds what a task needs from outside cargo, installs it where it may, else says what to install.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::cargo::{cargo, run, target};

/// Adds a target of the compiler when it is absent.
pub(crate) fn compiler_target(triple: &str) -> Result<()> {
    if rustlib()?.join(triple).join("lib").is_dir() {
        return Ok(());
    }
    if !starts("rustup") {
        bail!("the target {triple} of rustc is missing, and so is rustup: install one of them");
    }
    run(Command::new("rustup").args(["target", "add", triple]))
}

/// Tells whether the standard library's source is there, after trying to add it.
pub(crate) fn standard_library_source() -> bool {
    let present = || rustlib().is_ok_and(|rustlib| rustlib.join("src/rust/library/Cargo.lock").is_file());
    present()
        || (starts("rustup") && run(Command::new("rustup").args(["component", "add", "rust-src"])).is_ok() && present())
}

/// Returns the folder of programs that a task brings for itself.
pub(crate) fn folder() -> PathBuf {
    target().join("tools")
}

/// Installs what counts branches, when it is absent: a nightly compiler with its tools, and cargo-llvm-cov.
pub(crate) fn coverage() -> Result<()> {
    let nightly = ["toolchain", "install", "nightly", "--profile", "minimal", "--component", "llvm-tools"];
    run(Command::new("rustup").args(nightly).arg("--no-self-update"))?;
    if folder().join("bin/cargo-llvm-cov").is_file() || folder().join("bin/cargo-llvm-cov.exe").is_file() {
        return Ok(());
    }
    run(cargo(["install", "cargo-llvm-cov", "--locked", "--root"]).arg(folder()))
}

fn rustlib() -> Result<PathBuf> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?;
    Ok(Path::new(String::from_utf8_lossy(&sysroot.stdout).trim()).join("lib/rustlib"))
}

/// What the browser tests need: how to see that it is there, and the Debian package that brings it.
const BROWSER: [(Probe, &str); 3] = [
    (Probe::Program("chromium"), "chromium"),
    (Probe::Program("chromedriver"), "chromium-driver"),
    (Probe::ChineseFont, "fonts-noto-cjk"),
];

enum Probe {
    Program(&'static str),
    ChineseFont,
}

impl Probe {
    fn found(&self) -> bool {
        match self {
            Self::Program(name) => starts(name),
            Self::ChineseFont => Command::new("fc-list")
                .args([":lang=zh-cn", "family"])
                .output()
                .is_ok_and(|output| !output.stdout.is_empty()),
        }
    }
}

/// Installs Chromium, its driver and a Chinese font when they are absent and this is Debian under root.
pub(crate) fn browser() -> Result<()> {
    let elsewhere = "Chromium and chromedriver of one version on the PATH and a font with Chinese characters";
    install("the browser tests", &BROWSER, elsewhere)
}

/// What the rivals run on.
const NODE: [(Probe, &str); 2] = [(Probe::Program("node"), "nodejs"), (Probe::Program("npm"), "npm")];

/// Installs Node.js when it is absent and this is Debian under root.
pub(crate) fn node() -> Result<()> {
    install("the rivals", &NODE, "Node.js 20 with npm")
}

fn install(who: &str, needs: &[(Probe, &str)], elsewhere: &str) -> Result<()> {
    let missing: Vec<&str> = needs.iter().filter(|(probe, _)| !probe.found()).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    if !(is_root() && Path::new("/etc/debian_version").exists() && starts("apt-get")) {
        bail!("{who} need {packages}: on Debian or Ubuntu `sudo apt-get install {packages}`, elsewhere {elsewhere}");
    }
    run(Command::new("apt-get").args(["update", "-q"]))?;
    run(Command::new("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(&missing))
}

fn starts(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
