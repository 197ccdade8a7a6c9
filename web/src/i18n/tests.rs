//! Keeps the words and the code in step; that the languages say the same is seen to by the build.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Language, marks, table};

#[path = "../../build/words.rs"]
mod words;

/// The app's sources, without comments.
fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let code = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (file, code)
    };
    files.into_iter().filter(|file| !file.ends_with("i18n/tests.rs")).map(code).collect()
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

/// Returns what stands behind each use of `t!` or `ta!` with a key in quotes, and the key.
fn calls<'a>(code: &'a str, function: &str) -> Vec<(&'a str, &'a str)> {
    let call = |(at, _): (usize, &str)| {
        // `insert(`, `assert(` and the like end with the same letters.
        let before = code[..at].chars().last();
        let other = before.is_some_and(|sign| sign.is_alphanumeric() || "_.".contains(sign));
        let rest = code[at + function.len()..].trim_start().strip_prefix('"')?;
        rest.split_once('"').filter(|_| !other)
    };
    code.match_indices(function).filter_map(call).collect()
}

/// Returns the names of the values that a text shows or chooses by.
fn variables(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split(|sign: char| !sign.is_ascii_alphanumeric()).next()).collect()
}

/// Returns the names in `, args![n = …, name = …])`, of which `rest` is the beginning.
fn arguments(rest: &str) -> BTreeSet<&str> {
    let (mut names, mut depth, mut from) = (BTreeSet::new(), 0, 0);
    let list = rest.split_once("args![").unwrap().1;
    for (at, sign) in list.char_indices() {
        match sign {
            ']' if depth == 0 => break,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => from = at + 1,
            '=' if depth == 0 && !list[from..at].contains('=') => {
                names.insert(list[from..at].trim());
            }
            _ => {}
        }
    }
    names
}

#[test]
fn every_key_in_the_code_has_words_with_just_the_values_given() {
    let mut used = 0;
    for (file, code) in sources() {
        let given = calls(&code, "t!(").into_iter().map(|(key, _)| (key, BTreeSet::new()));
        let given = given.chain(calls(&code, "ta!(").into_iter().map(|(key, rest)| (key, arguments(rest))));
        for (key, values) in given {
            let file = file.display();
            let words = table::text(key, Language::En).unwrap_or_else(|| panic!("{file}: no words for {key:?}"));
            assert_eq!(variables(words), values, "{file}: the values of {key:?}");
            used += 1;
        }
    }
    assert!(used > 500, "the search found only {used} uses: does it still fit the code?");
}

#[test]
fn the_code_uses_every_key() {
    let code: String = sources().into_iter().map(|(_, code)| code).collect();
    // Keys are also put together: `put_together(&format!("weekday-{}", …))`.
    let families: Vec<&str> = code
        .split("(&format!(\"")
        .skip(1)
        .filter_map(|rest| rest.split('{').next())
        .filter(|part| part.len() > 2)
        .collect();
    let quoted: BTreeSet<&str> = code.split('"').collect();
    let unused = |key: &&str| !quoted.contains(key) && !families.iter().any(|family| key.starts_with(family));
    assert_eq!(table::keys().into_iter().filter(unused).collect::<Vec<_>>(), Vec::<&str>::new());
}

/// What the build makes of the files.
mod build {
    use super::super::{Language, marks, pattern};
    use super::words::{Source, tables};

    fn source(file: &str, text: &str, plurals: &'static [&'static str]) -> Source {
        Source { file: file.to_owned(), text: text.to_owned(), plurals }
    }

    /// Returns the faults of two files.
    fn faults(zh: &str, en: &str) -> Vec<String> {
        let sources = [source("zh-CN.ftl", zh, &["other"]), source("en.ftl", en, &["one", "other"])];
        tables(&sources).map_or_else(|faults| faults.iter().map(ToString::to_string).collect(), |_| Vec::new())
    }

    #[test]
    fn a_file_becomes_a_table_that_the_formatter_reads() {
        let text = "b = { $n ->\n    [one] { $name } has one{\" \"}\n   *[other] { $name } has { $n }\n }!\na = A\n";
        let made = tables(&[source("en.ftl", text, &["one", "other"])]).unwrap();
        assert_eq!((made.keys, made.families), (vec!["a".to_owned(), "b".to_owned()], 0));
        let (a, b) = made.texts[0].split_once(marks::END).unwrap();
        assert_eq!(a, "A");
        let shown = |n: usize| pattern::format(b, crate::args![n = n, name = "Li"], Language::En);
        assert_eq!((shown(1), shown(2)), ("Li has one !".to_owned(), "Li has 2!".to_owned()));
    }

    #[test]
    fn what_is_wrong_is_said_with_file_and_key() {
        let cases = [
            ("a = A", "a = A\nb = B", "zh-CN.ftl, b: has no words here, but in another language"),
            ("a = { $n }", "a = A", "en.ftl, a: does not use $n, but another language does"),
            ("a = A", "a = A\na = B", "en.ftl, a: stands here twice"),
            ("a = A", "a = A\n    .b = B", "en.ftl, a: the app cannot show an attribute"),
            ("a = A", "a = { b }", "en.ftl, a: the app cannot show another message"),
            ("a = A", "a = { NUMBER($n) }", "en.ftl, a: the app cannot show a function"),
            ("a = A", "a = A\n-b = B", "en.ftl, -b: the app cannot show a term"),
            ("a = A", "a = {\"{\"}", "en.ftl, a: the app cannot show a brace"),
            (
                "a = A",
                "a = { $n ->\n *[other] A\n [one] B\n }",
                "en.ftl, a: the app cannot show a choice whose default is not the last",
            ),
            (
                "a = { $n ->\n [one] A\n *[other] B\n }",
                "a = { $n }",
                "zh-CN.ftl, a: the language has no plural form [one]",
            ),
        ];
        for (zh, en, fault) in cases {
            let faults = faults(zh, en);
            assert!(faults.iter().any(|found| found == fault), "{fault}: {faults:?}");
        }
        let broken = faults("a = A", "a = A\nb = { $");
        assert!(broken.iter().any(|fault| fault.starts_with("en.ftl, line 2: ")), "{broken:?}");
        assert_eq!(faults("a = { $n }", "a = { $n ->\n [one] A\n *[other] B\n }"), Vec::<String>::new());
    }
}
