//! The tab's address and history.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsValue;

/// Whoever draws by the address, and what tells them when the person goes back or forth.
struct Watch {
    call: Rc<dyn Fn()>,
    _popstate: EventListener,
}

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// Calls back whenever the address changed. There is one listener: a later one takes the place of an earlier one.
pub fn listen(call: impl Fn() + 'static) {
    let call: Rc<dyn Fn()> = Rc::new(call);
    let moved = Rc::clone(&call);
    let watch = Watch { call, _popstate: EventListener::new(&window(), "popstate", move |_| moved()) };
    WATCH.with(|slot| slot.replace(Some(watch)));
}

fn changed() {
    // Cloned out, so that the listener may go elsewhere at once.
    let call = WATCH.with(|slot| slot.borrow().as_ref().map(|watch| Rc::clone(&watch.call)));
    if let Some(call) = call {
        call();
    }
}

/// Returns the path of the address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Returns the query of the address, without the question mark.
pub fn query() -> String {
    let search = window().location().search().unwrap_or_default();
    search.strip_prefix('?').map(str::to_owned).unwrap_or_default()
}

/// Goes to an address of the app.
pub fn push(address: &str) {
    if let Ok(history) = window().history() {
        // Refused only when a script goes on hundreds of times in seconds; the address then stays what it is.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
    changed();
}

/// Goes to an address of the app in place of the present one.
pub fn replace(address: &str) {
    if let Ok(history) = window().history() {
        // As above.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
    changed();
}

/// Goes back; `false` when there is nothing behind.
pub fn back() -> bool {
    let Ok(history) = window().history() else { return false };
    history.length().is_ok_and(|length| length > 1) && history.back().is_ok()
}
