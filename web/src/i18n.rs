//! Words in both languages, from `web/i18n/<language>.ftl` (Fluent), and how numbers and days are written.
//!
//! A unit test keeps the languages and the code in step.

mod failure;
pub mod format;

use std::cell::Cell;

use fieldnote_core::policy::Label;
use fieldnote_core::values::Code;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;
use yew::AttrValue;

pub use failure::{failure, http, store_error};

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

    const fn source(self) -> &'static str {
        match self {
            Self::Zh => include_str!("../i18n/zh-CN.ftl"),
            Self::En => include_str!("../i18n/en.ftl"),
        }
    }
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::Zh) };
    static ZH: FluentBundle<FluentResource> = bundle(Language::Zh);
    static EN: FluentBundle<FluentResource> = bundle(Language::En);
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    // The default is "no language in particular", which only costs the right plural forms.
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![tag]);
    // The isolating marks are for text that mixes directions; ours does not.
    bundle.set_use_isolating(false);
    // A broken entry is skipped, the rest of the file is kept; the unit test fails on either.
    let resource = FluentResource::try_new(language.source().to_owned()).unwrap_or_else(|(rest, _)| rest);
    let _ = bundle.add_resource(resource);
    bundle
}

fn with_bundle<T>(look: impl FnOnce(&FluentBundle<FluentResource>) -> T) -> T {
    match language() {
        Language::Zh => ZH.with(look),
        Language::En => EN.with(look),
    }
}

/// Returns the language shown.
pub fn language() -> Language {
    CURRENT.with(Cell::get)
}

/// Switches the language; whoever calls draws everything anew.
pub fn set_language(language: Language) {
    CURRENT.with(|current| current.set(language));
}

/// Returns the words for a key; the key itself when there are none.
pub fn t(key: &str) -> AttrValue {
    words(key, None).unwrap_or_else(|| AttrValue::from(key.to_owned()))
}

/// Returns the words for a key with values put in: `ta("customers-count", args![n = 3])`.
#[expect(clippy::needless_pass_by_value, reason = "the arguments are made in the call")]
pub fn ta(key: &str, args: FluentArgs<'_>) -> AttrValue {
    words(key, Some(&args)).unwrap_or_else(|| AttrValue::from(key.to_owned()))
}

fn words(key: &str, args: Option<&FluentArgs<'_>>) -> Option<AttrValue> {
    with_bundle(|bundle| {
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(AttrValue::from(bundle.format_pattern(pattern, args, &mut errors).into_owned()))
    })
}

/// Returns the label of a code of an open list: `label_of_code("channel", &visit.channel)`. A code without one is
/// shown as it stands. Kinds: `channel`, `depth`, `state`, `decision`, `cooperation`,
/// `source`, `member` (a user's role), `held`, `gone`, `refused` (reasons), `result`.
pub fn label_of_code(kind: &str, code: &Code) -> AttrValue {
    words(&format!("code-{kind}-{code}"), None).unwrap_or_else(|| AttrValue::from(code.as_str().to_owned()))
}

/// Returns the label of a schema field, such as `opportunities.*.stage` or `stage`, for diffs, clashes and errors.
pub fn label_of_field(field: &str) -> AttrValue {
    let whole = field.replace(".*", "").replace(['.', '_'], "-");
    let last = field.rsplit('.').find(|part| *part != "*").unwrap_or_default().replace('_', "-");
    words(&format!("field-{whole}"), None)
        .or_else(|| words(&format!("field-{last}"), None))
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

/// Makes the values for [`ta`]: `args![n = 3, name = "李经理"]`.
#[macro_export]
macro_rules! args {
    ($($name:ident = $value:expr),+ $(,)?) => {{
        let mut args = ::fluent_bundle::FluentArgs::new();
        $(args.set(stringify!($name), $value);)+
        args
    }};
}
pub use crate::args;

#[cfg(test)]
mod tests;
