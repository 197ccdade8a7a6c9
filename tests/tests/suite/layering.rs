//! The layers of ARCHITECTURE.md, checked against the manifests and the `use` lines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use fieldnote_tests::paths::root;
use serde_json::Value;

/// The layers of `core`, each using only those before it. `sync::wire` is a vocabulary of its own below the models.
const CORE_LAYERS: [&str; 15] = [
    "values",
    "sync::wire",
    "model",
    "policy",
    "rules",
    "document",
    "command",
    "access",
    "summary",
    "search",
    "projection",
    "export",
    "sync",
    "session",
    "testing",
];

/// What does input or output, waits, tells the time or draws random numbers.
const NOT_IN_CORE: [&str; 12] = [
    "async-std",
    "futures",
    "getrandom",
    "gloo",
    "js-sys",
    "rand",
    "reqwest",
    "rusqlite",
    "tokio",
    "tracing",
    "wasm-bindgen",
    "web-sys",
];

/// Returns the sources below a folder, unit tests in files of their own apart: those forge what code may not.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// Returns the direct dependencies of each package of the workspace, those for tests apart.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version=1", "--no-deps", "--offline"];
    let output = Command::new(cargo).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |package: &Value| {
        let used = package["dependencies"].as_array().unwrap().iter().filter(|used| used["kind"] != "dev");
        used.map(|used| used["name"].as_str().unwrap().to_owned()).collect()
    };
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(|package| (package["name"].as_str().unwrap().to_owned(), of(package))).collect()
}

#[test]
fn web_and_server_meet_only_in_core() {
    let dependencies = dependencies();
    let ours = |package: &str| -> Vec<&str> {
        let used = dependencies[package].iter().map(String::as_str);
        used.filter(|name| name.starts_with("fieldnote-") || *name == "xtask").collect()
    };
    assert_eq!(ours("fieldnote-core"), [""; 0]);
    assert_eq!(ours("fieldnote-web"), ["fieldnote-core", "fieldnote-yew"]);
    assert_eq!(ours("fieldnote-yew"), [""; 0]);
    assert_eq!(ours("fieldnote-server"), ["fieldnote-core"]);
}

#[test]
fn core_does_no_input_or_output() {
    let used = &dependencies()["fieldnote-core"];
    let forbidden: Vec<_> = NOT_IN_CORE.iter().filter(|name| used.contains(**name)).collect();
    assert!(forbidden.is_empty(), "core depends on {forbidden:?}");
    for (path, text) in sources(&root().join("core/src")) {
        for word in ["std::fs", "std::net", "std::thread", "std::time", "std::process", "SystemTime", "async fn"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn only_core_document_names_automerge() {
    for package in ["core", "web", "sync-server"] {
        for (path, text) in sources(&root().join(package).join("src")) {
            let allowed = path.to_string_lossy().contains("core/src/document");
            assert!(allowed || !text.contains("automerge::"), "{} names automerge", path.display());
        }
    }
}

/// `core/segmentation` knows no clusters of characters.
#[test]
fn documents_count_in_utf_16_only() {
    for (path, text) in sources(&root().join("core/src")) {
        for word in ["GraphemeCluster", "platform_default", "Automerge::new()", "Automerge::load(", "update_text"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn only_the_platform_of_the_web_app_names_the_browser() {
    for (path, text) in sources(&root().join("web/src")) {
        let allowed = path.to_string_lossy().contains("web/src/platform");
        assert!(allowed || !text.contains("js_sys::"), "{} names js_sys", path.display());
    }
}

#[test]
fn each_layer_of_core_uses_only_those_before_it() {
    let folder = root().join("core/src");
    let rank = |layer: &str| CORE_LAYERS.iter().position(|known| *known == layer);
    let mut wrong = Vec::new();
    for (path, text) in sources(&folder) {
        let place = path.strip_prefix(&folder).unwrap().with_extension("");
        let place = place.to_string_lossy().replace('/', "::");
        let layer = if place.starts_with("sync::wire") { "sync::wire" } else { place.split("::").next().unwrap() };
        let Some(own) = rank(layer) else {
            assert_eq!(place, "lib", "{} is in no layer: name it in CORE_LAYERS", path.display());
            continue;
        };
        // What a file's own tests build with may come from anywhere.
        let code = text.split("#[cfg(test)]").next().unwrap();
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let code: String = code.lines().filter(is_code).collect();
        for used in code.split("crate::").skip(1) {
            let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
            let first = word(used);
            let second = used.strip_prefix(&format!("{first}::")).map(word).unwrap_or_default();
            let target = if first == "sync" && second == "wire" { "sync::wire" } else { first.as_str() };
            if rank(target).is_some_and(|rank| rank > own) {
                wrong.push(format!("{layer} uses {target}: {}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
