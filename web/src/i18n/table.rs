//! Finds the words for a key in the tables that the build makes of `web/i18n/*.ftl`.

use super::Language;
use super::marks::END;

/// The tables, cut into entries once: all keys in order, and each language's texts in the order of the keys.
struct Table {
    keys: Vec<&'static str>,
    zh: Vec<&'static str>,
    en: Vec<&'static str>,
}

thread_local! {
    static TABLE: Table = Table {
        keys: entries(include_str!(concat!(env!("OUT_DIR"), "/keys"))),
        zh: entries(include_str!(concat!(env!("OUT_DIR"), "/zh-CN"))),
        en: entries(include_str!(concat!(env!("OUT_DIR"), "/en"))),
    };
}

fn entries(table: &'static str) -> Vec<&'static str> {
    table.split(END).collect()
}

/// Returns the text for a key, with its marks.
pub(super) fn text(key: &str, language: Language) -> Option<&'static str> {
    TABLE.with(|table| {
        let at = table.keys.binary_search(&key).ok()?;
        let texts = match language {
            Language::Zh => &table.zh,
            Language::En => &table.en,
        };
        texts.get(at).copied()
    })
}

/// Returns all keys.
#[cfg(test)]
pub(super) fn keys() -> Vec<&'static str> {
    TABLE.with(|table| table.keys.clone())
}
