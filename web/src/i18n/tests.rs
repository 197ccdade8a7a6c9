//! Keeps the languages and the code in step.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

use super::Language;

/// Returns the keys of a language; a key begins a line, attributes and continued lines are indented.
fn keys(language: Language) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let source = language.source();
    assert!(FluentResource::try_new(source.to_owned()).is_ok(), "{} does not parse", language.tag());
    for line in source.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic())) {
        let key = line.split(" =").next().unwrap().to_owned();
        assert!(keys.insert(key), "twice in {}: {line}", language.tag());
    }
    keys
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let (zh, en) = (keys(Language::Zh), keys(Language::En));
    assert_eq!(zh.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
    assert_eq!(en.difference(&zh).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in Chinese");
}

#[test]
fn every_key_used_in_the_code_has_words() {
    let keys = keys(Language::Zh);
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut used = 0;
    for file in files.iter().filter(|file| !file.ends_with("i18n/tests.rs")) {
        let code = std::fs::read_to_string(file).unwrap();
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for call in ["t(\"", "ta(\""] {
            for (at, _) in code.match_indices(call) {
                // `insert("`, `assert("` and the like end with the same letters.
                let before = code.get(..at).and_then(|before| before.chars().last());
                if before.is_some_and(|sign| sign.is_alphanumeric() || "_.".contains(sign)) {
                    continue;
                }
                let key = code.get(at + call.len()..).unwrap().split('"').next().unwrap();
                assert!(keys.contains(key), "{}: no words for {key:?}", file.display());
                used += 1;
            }
        }
    }
    assert!(used > 50, "the search found only {used} uses: does it still fit the code?");
}
