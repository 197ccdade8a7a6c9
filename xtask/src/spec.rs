//! Which rows of the specification the code says that it holds, and which test sees to that.
//!
//! A row is held where a source names it in a comment, as in `# Source`; it is tested where that file has tests of its
//! own or a test names it. What neither holds stands in [`OPEN`]: the check fails when a row falls out of the code, and
//! when one comes into it without being taken out of that list. It also fails where a rule has no golden cases, or its
//! cases are read by no test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// The rows that are to be held: what a row begins with, its first and its last number. S1-60 is a heading whose text is
/// cut off in the source: there is nothing to build.
const ROWS: [(&str, u32, u32); 6] =
    [("S0", 1, 71), ("S1", 1, 59), ("S2", 1, 15), ("S3", 43, 47), ("R", 1, 46), ("R", 55, 55)];

/// Rows that nothing holds yet, or not wholly: what marketing and service add, and the scenarios beside those of sales.
const OPEN: [&str; 0] = [];

/// Rows that say what the product is for as a whole.
const WHOLE: [&str; 4] = ["S0-01", "S0-02", "S2-01", "S2-02"];

/// Where the product's code is, and where whole stories are tested.
const SOURCES: [&str; 3] = ["core/src", "web/src", "sync-server/src"];
const STORIES: &str = "tests/tests";

/// Where the golden cases of the rules are: a CSV each, named by its row.
const GOLDEN: &str = "core/src/rules/golden";

/// A row and where it is held and tested; paths from the root of the repository.
#[derive(Debug, Default)]
struct Row {
    held: BTreeSet<String>,
    tested: BTreeSet<String>,
    /// Golden cases that a test reads; rules only.
    cases: usize,
}

/// Prints the table.
pub(crate) fn print() -> Result<()> {
    println!("| row | held by | tested by | golden cases |\n|---|---|---|---|");
    for (name, row) in rows()? {
        let list = |paths: &BTreeSet<String>| paths.iter().cloned().collect::<Vec<_>>().join(", ");
        let cases = if is_rule(&name) { row.cases.to_string() } else { String::new() };
        println!("| {name} | {} | {} | {cases} |", list(&row.held), list(&row.tested));
    }
    Ok(())
}

/// Fails when a row is not held and tested, and not known to be open, or known to be open and not so.
pub(crate) fn check() -> Result<()> {
    let rows = rows()?;
    let gaps: BTreeSet<&str> = rows
        .iter()
        .filter(|(name, row)| row.held.is_empty() || row.tested.is_empty() || is_rule(name) && row.cases == 0)
        .map(|(name, _)| name.as_str())
        .collect();
    let open: BTreeSet<&str> = OPEN.into_iter().collect();
    let (new, closed): (Vec<_>, Vec<_>) = (gaps.difference(&open).collect(), open.difference(&gaps).collect());
    if !new.is_empty() || !closed.is_empty() {
        bail!(
            "rows of the specification without code, test or golden cases: {new:?}; no longer open: {closed:?} (xtask/src/spec.rs)"
        );
    }
    Ok(())
}

fn rows() -> Result<BTreeMap<String, Row>> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for (area, first, last) in ROWS {
        let names = (first..=last).map(|number| name(area, number));
        rows.extend(names.filter(|name| !WHOLE.contains(&name.as_str())).map(|name| (name, Row::default())));
    }
    for path in SOURCES.iter().map(Path::new).map(files).collect::<Result<Vec<_>>>()?.concat() {
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let shown = path.display().to_string().replace('\\', "/");
        let tests = tests_of(&path, &text);
        for (name, row) in rows.iter_mut().filter(|(name, _)| is_rule(name)) {
            if text.contains(&format!("golden/{name}.csv\"")) {
                row.cases += cases(name)?;
            }
        }
        for named in named_in(&text) {
            let Some(row) = rows.get_mut(&named) else { continue };
            if is_test(&path) {
                row.tested.insert(shown.clone());
            } else {
                row.held.insert(shown.clone());
                row.tested.extend(tests.clone());
            }
        }
    }
    for path in files(Path::new(STORIES))? {
        let text = fs::read_to_string(&path)?;
        for named in named_in(&text) {
            if let Some(row) = rows.get_mut(&named) {
                row.tested.insert(path.display().to_string().replace('\\', "/"));
            }
        }
    }
    Ok(rows)
}

fn is_rule(name: &str) -> bool {
    name.starts_with("R-")
}

/// Counts the golden cases of a rule: the lines below the first that say something. A line break between quotes ends none.
fn cases(rule: &str) -> Result<usize> {
    let path = Path::new(GOLDEN).join(format!("{rule}.csv"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut quoted = false;
    let lines = text.split(|sign: char| {
        quoted ^= sign == '"';
        sign == '\n' && !quoted
    });
    Ok(lines.filter(|line| !line.trim().is_empty()).count().saturating_sub(1))
}

/// Returns where the tests of a file are: in it, in `tests.rs` beside or below it, or in the module that it is a part of.
fn tests_of(path: &Path, text: &str) -> Option<String> {
    if text.contains("#[test]") {
        return Some(path.display().to_string().replace('\\', "/"));
    }
    let module = path.parent().map(|folder| folder.with_extension("rs")).unwrap_or_default();
    let has_tests = |file: &PathBuf| fs::read_to_string(file).is_ok_and(|text| text.contains("#[test]"));
    let near = [path.with_extension("").join("tests.rs"), path.with_file_name("tests.rs"), module];
    near.into_iter().find(has_tests).map(|tests| tests.display().to_string().replace('\\', "/"))
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

/// Returns every source below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn name(area: &str, number: u32) -> String {
    format!("{area}-{number:02}")
}

/// Returns the rows that the comments of a source name, ranges such as `S0-53 to S0-62` written out.
fn named_in(text: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut last: Option<(&str, u32)> = None;
    let mut ranging = false;
    let comments = text.lines().map(str::trim_start).filter(|line| line.starts_with("//") || line.contains("\"S"));
    let words = comments.map(|line| line.trim_start_matches('/').trim_start_matches('!'));
    for word in words.flat_map(|line| line.split(|c: char| c.is_whitespace() || "(),;:.'\"".contains(c))) {
        match row_of(word) {
            Some((area, number)) => {
                let first = last.filter(|(from, _)| ranging && *from == area).map_or(number, |(_, first)| first);
                named.extend((first..=number).map(|number| name(area, number)));
                last = Some((area, number));
                ranging = false;
            }
            None if !word.is_empty() => ranging = word == "to" && last.is_some(),
            None => {}
        }
    }
    named
}

fn row_of(word: &str) -> Option<(&str, u32)> {
    let (area, number) = word.split_once('-')?;
    let known = ROWS.iter().any(|(known, ..)| *known == area);
    number.parse().ok().filter(|_| known).map(|number| (area, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_name_rows_and_ranges_and_code_names_nothing() {
        for (text, expected) in [
            ("/// S0-09, R-11 (merge); X-3.", vec!["R-11", "S0-09"]),
            ("//! S0-08 to S0-10, S1-04", vec!["S0-08", "S0-09", "S0-10", "S1-04"]),
            ("/// R-40 and\n/// R-42", vec!["R-40", "R-42"]),
            ("/// R-40 to\n/// R-42", vec!["R-40", "R-41", "R-42"]),
            ("let r = R-40;", vec![]),
            ("    account(\"facts\", MAP, \"S1-54, S0-144\"),", vec!["S0-144", "S1-54"]),
        ] {
            assert_eq!(named_in(text).into_iter().collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
