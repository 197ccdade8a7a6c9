//! The frame around every screen: bar, sync badge, navigation, banners, toasts, and the icon.

pub mod badge;
pub mod banners;
mod go;
pub mod nav;
mod page;
mod toasts;

use fieldnote_core::session::StoreError;
use yew::prelude::*;

pub use badge::SyncBadge;
pub use banners::Banners;
pub use go::Go;
pub use nav::{Tab, role};
pub use page::Page;
pub use toasts::Toasts;

use crate::i18n::{store_error, t};
use crate::platform;

thread_local! {
    static SPRITE: String = platform::page::meta("icons").unwrap_or_default();
}

/// Draws an icon of the sprite, such as `icon("search")`; words beside it or a label of the control say what it is.
pub fn icon(name: &str) -> Html {
    svg(name, "icon")
}

/// Draws a small icon.
pub fn icon_small(name: &str) -> Html {
    svg(name, "icon icon-s")
}

fn svg(name: &str, class: &'static str) -> Html {
    let href = SPRITE.with(|sprite| format!("{sprite}#i-{name}"));
    html! { <svg {class} aria-hidden="true"><use href={href} /></svg> }
}

/// A tone of state; it never stands alone, a word and an icon are with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Overdue or broken.
    Late,
    /// Due soon, or needs the person.
    Soon,
    /// Done and confirmed.
    Ok,
    /// Under way.
    Info,
    /// Held for review.
    Held,
    /// At rest.
    Mute,
}

impl Tone {
    /// Returns the value of `data-tone`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Held => "held",
            Self::Mute => "mute",
        }
    }
}

/// Draws what stands in while the store is being opened.
pub fn booting() -> Html {
    html! {
        <div class="app">
            <header class="appbar"><h1>{ "Fieldnote" }</h1></header>
            <main class="main" id="main" aria-busy="true">
                <p class="sr" role="status">{ t!("opening") }</p>
                <div class="list" aria-hidden="true">{ for (0..6).map(|_| skeleton_row()) }</div>
            </main>
        </div>
    }
}

/// Draws the grey bars of a row that is being read.
pub fn skeleton_row() -> Html {
    html! {
        <div class="row">
            <div class="row-margin"><div class="skeleton"></div></div>
            <div class="row-main skeleton-lines"><div class="skeleton"></div><div class="skeleton"></div></div>
        </div>
    }
}

/// Draws what is said when the browser gives no store.
pub fn store_failed(error: &StoreError) -> Html {
    let again = Callback::from(|_: MouseEvent| platform::page::reload());
    html! {
        <main class="main pad" id="main">
            <div class="list empty" data-tone="late" role="alert">
                { icon("storage") }
                <h1>{ t!("store-failed-title") }</h1>
                <p>{ store_error(error) }</p>
                <button class="btn btn-primary" type="button" onclick={again}>{ t!("try-again") }</button>
            </div>
        </main>
    }
}
