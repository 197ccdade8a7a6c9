//! Builds the web app into `target/web`: compiled, bound, named by content, compressed.
//!
//! | from | to |
//! |---|---|
//! | `fieldnote-web` (wasm) | `app-<hash>.js`, which starts itself, and `app-<hash>_bg.wasm` |
//! | `web/styles/*.css` (`tokens`, `base`, then by name) | `styles-<hash>.css` |
//! | `web/icons.svg` | `icons-<hash>.svg` |
//! | `web/icons/*` | `icons/*` |
//! | `web/manifest.webmanifest` | the same |
//! | `web/index.html` | the same; `{{app_js}} {{app_wasm}} {{css}} {{icons}}` become absolute paths |
//! | `web/service-worker.js` | `sw.js`; `__SHELL__` becomes the list of paths to keep, `__VERSION__` its hash |
//!
//! Scripts and style sheets lose their comments and indentation. Everything that compresses gets a `.br` beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::cargo::{WASM, cargo, root, run, target};
use crate::names;
use crate::pack::pack;
use crate::strip::strip;
use crate::tools;

/// For whom to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For people: small.
    Release,
    /// For work on the app: fast.
    Dev,
}

impl Mode {
    const fn profile(self) -> &'static str {
        match self {
            Self::Release => "web",
            Self::Dev => "dev",
        }
    }

    const fn folder(self) -> &'static str {
        match self {
            Self::Release => "web",
            Self::Dev => "debug",
        }
    }

    const fn brotli_quality(self) -> i32 {
        match self {
            Self::Release => 11,
            Self::Dev => 5,
        }
    }
}

/// Builds the app and returns its folder.
pub(crate) fn build(mode: Mode) -> Result<PathBuf> {
    tools::compiler_target(WASM)?;
    let mut compile = cargo(["build", "-p", "fieldnote-web", "--target", WASM, "--profile", mode.profile()]);
    if mode == Mode::Release {
        if tools::standard_library_source() {
            with_small_std(&mut compile);
        } else {
            println!("without the standard library's source (rustup component rust-src) the app becomes larger");
        }
    }
    run(&mut compile)?;
    let mut site = Site::new(mode);
    let (app_js, app_wasm) = bind(&mut site)?;
    let css = site.put_hashed("styles", ".css", styles()?.as_bytes())?;
    let icons = site.put_hashed("icons", ".svg", &read("icons.svg")?)?;
    site.put("manifest.webmanifest", &read("manifest.webmanifest")?)?;
    let index = index(&[("app_js", &app_js), ("app_wasm", &app_wasm), ("css", &css), ("icons", &icons)])?;
    site.put("index.html", index.as_bytes())?;
    for icon in files(&root().join("web/icons"))? {
        let name = icon.file_name().context("a file has a name")?.to_string_lossy();
        site.put(&format!("icons/{name}"), &fs::read(&icon)?)?;
    }
    let worker = service_worker(&site)?;
    site.put("sw.js", worker.as_bytes())?;
    site.finish()
}

/// Lets cargo compile the standard library too, for size, and without the texts of panics: a third of the library.
///
/// `{:?}` writes nothing: the screens put typed errors into words, and nothing else reads it in a browser. SHA-256 is
/// a loop and not 64 steps written out.
///
/// A panic traps at once, as it does anyway in a browser after its message; the page is then started again from the
/// store. Both need options that a stable compiler has only under `RUSTC_BOOTSTRAP`; the environment is set for this
/// one call, so no other build sees it.
fn with_small_std(compile: &mut Command) {
    compile
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            "--cfg getrandom_backend=\"wasm_js\" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
             -Zfmt-debug=none --cfg sha2_backend_soft=\"compact\"",
        )
        .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size", "-Zpanic-immediate-abort"])
        .args(["--config", "profile.web.panic=\"immediate-abort\""]);
}

/// Turns the compiled module into a JavaScript module and its wasm, and adds both to the site.
fn bind(site: &mut Site) -> Result<(String, String)> {
    let module = target().join(WASM).join(site.mode.folder()).join("fieldnote-web.wasm");
    let bound = target().join("bindgen");
    if bound.exists() {
        fs::remove_dir_all(&bound)?;
    }
    let release = site.mode == Mode::Release;
    Bindgen::new()
        .input_path(&module)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&bound)
        .with_context(|| format!("could not bind {}", module.display()))?;
    let mut module = fs::read(bound.join("app_bg.wasm"))?;
    let mut script = fs::read_to_string(bound.join("app.js"))?;
    if release {
        (module, script) = names::shorten(&module, &script)?;
    }
    let wasm = site.put_hashed("app", "_bg.wasm", &module)?;
    // The binding's templates end on their lines; one that did not would lose its spaces.
    if script.lines().any(|line| line.matches('`').count() % 2 != 0) {
        bail!("the bound script has a template of several lines");
    }
    script = strip(&script);
    // The module starts itself: the content security policy allows no inline script that could do it.
    script.push_str(&format!("__wbg_init({{ module_or_path: \"{wasm}\" }});\n"));
    let script = site.put_hashed("app", ".js", script.as_bytes())?;
    for snippet in files(&bound.join("snippets"))? {
        let name = snippet.strip_prefix(&bound)?.to_string_lossy().replace('\\', "/");
        site.put(&name, &fs::read(&snippet)?)?;
    }
    Ok((script, wasm))
}

/// Joins the style sheets: tokens and base first, the rest by name.
fn styles() -> Result<String> {
    let mut sheets = files(&root().join("web/styles"))?;
    let rank = |sheet: &Path| match sheet.file_name().and_then(|name| name.to_str()) {
        Some("tokens.css") => 0,
        Some("base.css") => 1,
        _ => 2,
    };
    sheets.sort_by_key(|sheet| (rank(sheet), sheet.clone()));
    let mut all = String::new();
    for sheet in sheets {
        all.push_str(&strip(&fs::read_to_string(&sheet)?));
    }
    Ok(all)
}

fn index(values: &[(&str, &str)]) -> Result<String> {
    let mut page = fs::read_to_string(root().join("web/index.html")).context("could not read web/index.html")?;
    for (name, path) in values {
        let placeholder = format!("{{{{{name}}}}}");
        page = page.replace(&format!("/{placeholder}"), path).replace(&placeholder, path);
    }
    match page.find("{{") {
        Some(at) => bail!("web/index.html has an unknown placeholder: {}", page.get(at..).unwrap_or_default()),
        None => Ok(page),
    }
}

fn service_worker(site: &Site) -> Result<String> {
    let worker = strip(&String::from_utf8(read("service-worker.js")?)?);
    let shell: Vec<String> = site
        .names
        .iter()
        .map(|name| if name == "index.html" { "\"/\"".to_owned() } else { format!("\"/{name}\"") })
        .collect();
    let shell = format!("[{}]", shell.join(", "));
    let version = short_hash(&[site.hash.clone().finalize().as_slice(), worker.as_bytes()].concat());
    Ok(worker.replace("__SHELL__", &shell).replace("__VERSION__", &version))
}

fn read(name: &str) -> Result<Vec<u8>> {
    fs::read(root().join("web").join(name)).with_context(|| format!("could not read web/{name}"))
}

/// Returns the files below a folder in order of name; none when it does not exist.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// Sixteen hexadecimal characters that change with the content.
fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The folder being made.
struct Site {
    mode: Mode,
    folder: PathBuf,
    names: BTreeSet<String>,
    hash: Sha256,
}

impl Site {
    fn new(mode: Mode) -> Self {
        // Always here, whatever folder cargo builds into: the server's feature `embed-web` reads it by this name.
        Self { mode, folder: root().join("target/web"), names: BTreeSet::new(), hash: Sha256::new() }
    }

    /// Writes a file under a name made of its content, and returns its absolute path on the server.
    fn put_hashed(&mut self, stem: &str, end: &str, bytes: &[u8]) -> Result<String> {
        let name = format!("{stem}-{}{end}", short_hash(bytes));
        self.put(&name, bytes)?;
        Ok(format!("/{name}"))
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, bytes)?;
        self.hash.update(name.as_bytes());
        self.hash.update(bytes);
        self.names.insert(name.to_owned());
        Ok(())
    }

    /// Compresses what was written and removes what an earlier build left.
    fn finish(self) -> Result<PathBuf> {
        let mut keep = BTreeSet::new();
        let mut total = 0;
        for name in &self.names {
            let path = self.folder.join(name);
            let plain = fs::read(&path)?;
            keep.insert(path.clone());
            if name.ends_with(".png") {
                continue;
            }
            let packed = pack(&plain, self.mode.brotli_quality())?;
            println!("{:>9} {:>8}  {name}", plain.len(), packed.len());
            total += packed.len();
            let compressed = self.folder.join(format!("{name}.br"));
            fs::write(&compressed, packed)?;
            keep.insert(compressed);
        }
        for old in files(&self.folder)?.into_iter().filter(|file| !keep.contains(file)) {
            fs::remove_file(old)?;
        }
        println!("{:>18}  bytes in brotli, all of {}", total, self.folder.display());
        Ok(self.folder)
    }
}
