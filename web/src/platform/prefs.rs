//! Small choices of this device, kept outside the replica: language, theme, contrast, last login.

use gloo::storage::{LocalStorage, Storage};

use super::page;
use crate::i18n::Language;

const LANGUAGE: &str = "fieldnote.language";
const LOGIN: &str = "fieldnote.login";

/// A look that the person can choose; nothing chosen follows the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Light or dark.
    Theme,
    /// More contrast for sunlight.
    Contrast,
}

impl Look {
    const fn key(self) -> &'static str {
        match self {
            Self::Theme => "fieldnote.theme",
            Self::Contrast => "fieldnote.contrast",
        }
    }

    const fn attribute(self) -> &'static str {
        match self {
            Self::Theme => "data-theme",
            Self::Contrast => "data-contrast",
        }
    }

    /// Returns the choice.
    pub fn chosen(self) -> Option<String> {
        read(self.key())
    }

    /// Makes a choice and shows it.
    pub fn choose(self, value: Option<&str>) {
        match value {
            Some(value) => save(self.key(), value),
            None => LocalStorage::delete(self.key()),
        }
        page::set_root(self.attribute(), value);
    }

    /// Shows what was chosen earlier.
    pub fn restore(self) {
        page::set_root(self.attribute(), self.chosen().as_deref());
    }
}

/// Returns the chosen language, else the browser's.
pub fn language() -> Language {
    let chosen = read(LANGUAGE);
    let wanted = chosen.or_else(|| gloo::utils::window().navigator().language());
    wanted.as_deref().map_or(Language::Zh, Language::of_tag)
}

/// Keeps the chosen language.
pub fn choose_language(language: Language) {
    save(LANGUAGE, language.tag());
}

/// Returns the last sign-in name.
pub fn last_login() -> String {
    read(LOGIN).unwrap_or_default()
}

/// Keeps the sign-in name.
pub fn remember_login(login: &str) {
    save(LOGIN, login);
}

fn read(key: &str) -> Option<String> {
    LocalStorage::raw().get_item(key).ok().flatten()
}

fn save(key: &str, value: &str) {
    // A full or forbidden local storage costs a preference, nothing else.
    let _ = LocalStorage::raw().set_item(key, value);
}
