//! Finds the words for a key in the tables that the build makes of `web/i18n/*.ftl`.
//!
//! A key in quotes becomes its place in the tables while the app is compiled, so that the app has neither the key nor a
//! search for it. Only the keys of the families, which are put together, are looked up while it runs.

use super::Language;
use super::marks::END;

/// All keys, those of the families first, both in the order of their bytes.
const KEYS: &[&str] = include!(concat!(env!("OUT_DIR"), "/keys.rs"));
/// How many keys the families have.
const FAMILIES: usize = include!(concat!(env!("OUT_DIR"), "/families.rs"));

/// The tables, cut into entries once: the families' keys, and each language's texts in the order of all keys.
struct Table {
    families: Vec<&'static str>,
    zh: Vec<&'static str>,
    en: Vec<&'static str>,
}

thread_local! {
    static TABLE: Table = Table {
        families: entries(include_str!(concat!(env!("OUT_DIR"), "/families"))),
        zh: entries(include_str!(concat!(env!("OUT_DIR"), "/zh-CN"))),
        en: entries(include_str!(concat!(env!("OUT_DIR"), "/en"))),
    };
}

fn entries(table: &'static str) -> Vec<&'static str> {
    table.split(END).collect()
}

/// A key that has words: its place in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(u16);

impl Key {
    /// Returns the key of its name; for the compiler, by way of `key!`.
    ///
    /// # Panics
    /// When there are no words for it, which is an error of the compiler then.
    #[expect(clippy::panic, reason = "a key without words must not compile")]
    pub const fn of(name: &str) -> Self {
        match find(name, 0, FAMILIES) {
            Some(at) => Self(at),
            None => match find(name, FAMILIES, KEYS.len()) {
                Some(at) => Self(at),
                None => panic!("there are no words for this key"),
            },
        }
    }

    /// Returns the key of a name that is put together.
    pub(super) fn of_family(name: &str) -> Option<Self> {
        TABLE.with(|table| table.families.binary_search(&name).ok()).and_then(|at| u16::try_from(at).ok()).map(Self)
    }

    /// Returns the text, with its marks.
    pub(super) fn text(self, language: Language) -> &'static str {
        TABLE.with(|table| {
            let texts = match language {
                Language::Zh => &table.zh,
                Language::En => &table.en,
            };
            texts.get(usize::from(self.0)).copied().unwrap_or_default()
        })
    }
}

/// Returns the place of a name among the keys from one place to another.
#[expect(clippy::indexing_slicing, reason = "the compiler runs it, and `get` is not for it")]
const fn find(name: &str, mut from: usize, mut to: usize) -> Option<u16> {
    while from < to {
        let middle = usize::midpoint(from, to);
        match order(name.as_bytes(), KEYS[middle].as_bytes()) {
            0 => return Some(middle as u16),
            1.. => from = middle + 1,
            _ => to = middle,
        }
    }
    None
}

/// Compares bytes: below 0, 0 or above 0 as the first are less, the same or more.
#[expect(clippy::indexing_slicing, reason = "the compiler runs it, and `get` is not for it")]
const fn order(first: &[u8], second: &[u8]) -> isize {
    let mut at = 0;
    while at < first.len() && at < second.len() {
        if first[at] != second[at] {
            return first[at] as isize - second[at] as isize;
        }
        at += 1;
    }
    first.len() as isize - second.len() as isize
}

/// Returns the text of a name.
#[cfg(test)]
pub(super) fn text(name: &str, language: Language) -> Option<&'static str> {
    let at = KEYS.iter().position(|key| *key == name)?;
    Some(Key(u16::try_from(at).ok()?).text(language))
}

/// Returns all keys.
#[cfg(test)]
pub(super) fn keys() -> Vec<&'static str> {
    KEYS.to_vec()
}
