//! Words in both languages, from `web/i18n/<language>.ftl` (Fluent), and how numbers and days are written.
//!
//! The build turns the files into tables and keeps the languages in step; a key without words does not compile, and a
//! unit test sees to the values put in.

mod failure;
pub mod format;
mod marks;
mod pattern;
mod table;

use std::cell::Cell;

use fieldnote_core::policy::Label;
use fieldnote_core::values::Code;
use yew::AttrValue;

pub use failure::{failure, http, store_error};
pub use pattern::{Arg, AsArg};
pub use table::Key;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// Returns the tag for `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Returns the language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zh => "简体中文",
            Self::En => "English",
        }
    }

    /// Returns the language of a tag such as `zh-TW` or `en-GB`; English for one we do not speak.
    pub fn of_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::Zh) };
}

/// Returns the language shown.
pub fn language() -> Language {
    CURRENT.with(Cell::get)
}

/// Switches the language; whoever calls draws everything anew.
pub fn set_language(language: Language) {
    CURRENT.with(|current| current.set(language));
}

/// Returns the words for a key; for one in quotes there is `t!("close")`.
pub fn t(key: Key) -> AttrValue {
    AttrValue::from(key.text(language()))
}

/// Returns the words for a key with values put in: `ta!("customers-count", args![n = 3])`.
pub fn ta(key: Key, args: &[(&str, Arg<'_>)]) -> AttrValue {
    let language = language();
    pattern::format(key.text(language), args, language).into()
}

/// Returns the words for a key of a family, which is put together: `put_together(&format!("month-{month}"))`. The key
/// itself when there are none. The families are listed in the build.
pub fn put_together(key: &str) -> AttrValue {
    words(key).unwrap_or_else(|| AttrValue::from(key.to_owned()))
}

fn words(key: &str) -> Option<AttrValue> {
    Key::of_family(key).map(t)
}

/// Returns the label of a code of an open list: `label_of_code("channel", &visit.channel)`. A code without one is
/// shown as it stands. Kinds: `channel`, `depth`, `state`, `decision`, `cooperation`,
/// `source`, `member` (a user's role), `held`, `gone`, `refused` (reasons), `result`.
pub fn label_of_code(kind: &str, code: &Code) -> AttrValue {
    words(&format!("code-{kind}-{code}")).unwrap_or_else(|| AttrValue::from(code.as_str().to_owned()))
}

/// Returns the label of a schema field, such as `opportunities.*.stage` or `stage`, for diffs, clashes and errors.
pub fn label_of_field(field: &str) -> AttrValue {
    let whole = field.replace(".*", "").replace(['.', '_'], "-");
    let last = field.rsplit('.').find(|part| *part != "*").unwrap_or_default().replace('_', "-");
    words(&format!("field-{whole}"))
        .or_else(|| words(&format!("field-{last}")))
        .unwrap_or_else(|| AttrValue::from(field.to_owned()))
}

/// Returns a workspace's own label in the language shown, or in the other one.
pub fn label(label: &Label) -> AttrValue {
    let (own, other) = match language() {
        Language::Zh => (&label.zh, &label.en),
        Language::En => (&label.en, &label.zh),
    };
    AttrValue::from(if own.is_empty() { other.clone() } else { own.clone() })
}

/// Makes a [`Key`] of one in quotes: `key!("close")`. One without words does not compile.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        const { $crate::i18n::Key::of($key) }
    };
}

/// Returns the words for a key in quotes: `t!("close")`.
#[macro_export]
macro_rules! t {
    ($key:literal) => {
        $crate::i18n::t($crate::key!($key))
    };
}

/// Returns the words for a key in quotes with values put in: `ta!("customers-count", args![n = 3])`.
#[macro_export]
macro_rules! ta {
    ($key:literal, $args:expr $(,)?) => {
        $crate::i18n::ta($crate::key!($key), $args)
    };
}

/// Makes the values for [`ta!`]: `args![n = 3, name = "李经理"]`.
#[macro_export]
macro_rules! args {
    ($($name:ident = $value:expr),+ $(,)?) => {
        &[$((stringify!($name), $crate::i18n::AsArg::as_arg(&$value))),+]
    };
}
pub use crate::{args, key, t, ta};

#[cfg(test)]
mod tests;
