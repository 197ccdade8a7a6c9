//! The web app: screens over the replica of `fieldnote-core`.
//!
//! Layers, each using only those before it: [`i18n`] and [`platform`] (the only place with browser APIs), [`route`]
//! (addresses), [`shell`] (owns the session, runs its effects), [`hooks`], [`frame`] and [`components`], [`screens`],
//! [`root`].

pub mod components;
pub mod frame;
pub mod hooks;
pub mod i18n;
pub mod platform;
pub mod root;
pub mod route;
pub mod screens;
pub mod shell;

/// Draws the app into the page's `#app` element.
pub fn start() {
    platform::page::prepare();
    i18n::set_language(platform::prefs::language());
    if let Some(mount) = platform::page::element("app") {
        yew::Renderer::<root::Root>::with_root(mount).render();
    }
}
