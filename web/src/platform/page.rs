//! The page itself: its root element, attributes, address, and the events of its life.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, document_element, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::VisibilityState;

/// Takes the static shell away that stood in while the app was loading.
pub fn prepare() {
    if let Some(shell) = element("app") {
        shell.set_inner_html("");
    }
}

/// Returns an element by its id.
pub fn element(id: &str) -> Option<web_sys::Element> {
    document().get_element_by_id(id)
}

/// Returns the server's address as the page was loaded from it: scheme, host and port.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Returns the content of a `<meta>` element.
pub fn meta(name: &str) -> Option<String> {
    let found = document().query_selector(&format!("meta[name=\"{name}\"]")).ok().flatten()?;
    found.get_attribute("content")
}

/// Sets an attribute of `<html>`, or takes it away.
pub fn set_root(name: &str, value: Option<&str>) {
    let root = document_element();
    // Both fail only for a malformed name.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Loads the page anew at an address of the app: every state of this tab is gone, the store stays.
pub fn restart_at(path: &str) {
    // Fails only for an address that is no URL.
    let _ = window().location().assign(path);
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Tells whether the browser believes in a network; a hint to try, nothing else.
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Calls back when what was drawn until now is seen.
pub fn after_paint(call: impl FnOnce() + 'static) {
    let frame = Closure::once_into_js(move || Timeout::new(0, call).forget());
    // Fails only without a window.
    let _ = window().request_animation_frame(frame.unchecked_ref());
}

/// Calls back when the page is shown again or the network may be back.
pub fn on_return(call: impl Fn() + Clone + 'static) {
    let shown = call.clone();
    EventListener::new(&document(), "visibilitychange", move |_| {
        if document().visibility_state() == VisibilityState::Visible {
            shown();
        }
    })
    .forget();
    EventListener::new(&window(), "online", move |_| call()).forget();
}

/// Opens the `<dialog>` with this id, over everything else.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        // Fails when it is open already.
        let _ = dialog.show_modal();
    }
}

/// Closes the `<dialog>` with this id.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    element(id)?.dyn_into().ok()
}

/// Moves the keyboard's focus to an element.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails only for an element that left the page.
        let _ = element.focus();
    }
}

/// Returns a name for this device, from what the browser says of itself.
pub fn device_name() -> String {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let kinds = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("HarmonyOS", "HarmonyOS"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let browsers = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let find =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (find(&kinds), find(&browsers)) {
        (Some(kind), Some(browser)) => format!("{kind} · {browser}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Web".to_owned(),
    }
}

/// Tells whether this is Apple's phone or tablet, where installing goes by hand.
pub fn is_ios() -> bool {
    let navigator = window().navigator();
    let agent = navigator.user_agent().unwrap_or_default();
    let touch_mac = agent.contains("Macintosh") && navigator.max_touch_points() > 1;
    agent.contains("iPhone") || agent.contains("iPad") || touch_mac
}
