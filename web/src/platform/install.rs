//! Installing to the home screen, which protects offline data from being thrown away.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static PROMPT: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Keeps the browser's offer to install for a button of ours.
pub fn watch() {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), "beforeinstallprompt", options, |event| {
        event.prevent_default();
        PROMPT.with(|prompt| prompt.replace(Some(event.clone().into())));
    })
    .forget();
}

/// Tells whether the browser offers to install.
pub fn offered() -> bool {
    PROMPT.with(|prompt| prompt.borrow().is_some())
}

/// Tells whether the app runs from the home screen.
pub fn installed() -> bool {
    let standalone = window().match_media("(display-mode: standalone)").ok().flatten();
    standalone.is_some_and(|query| query.matches())
}

/// Shows the browser's own question.
pub fn ask() {
    let Some(prompt) = PROMPT.with(RefCell::take) else { return };
    let show = Reflect::get(&prompt, &"prompt".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    if let Some(show) = show {
        // The answer is the browser's business.
        let _ = show.call0(&prompt);
    }
}
