//! Web Locks: one tab at a time owns the socket. The browser frees the lock when its tab dies.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Calls back when this tab holds the lock, which it then keeps until it is closed.
///
/// Without Web Locks (private windows of some browsers) every tab holds it; the server copes with two sockets.
pub fn acquire(name: &str, held: impl FnOnce() + 'static) {
    let manager = Reflect::get(&gloo::utils::window().navigator(), &"locks".into()).unwrap_or(JsValue::UNDEFINED);
    let request = Reflect::get(&manager, &"request".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let Some(request) = request else {
        wasm_bindgen_futures::spawn_local(async move { held() });
        return;
    };
    let keep = Closure::once_into_js(move |_lock: JsValue| {
        held();
        // Never resolved: the lock stays until the tab is gone.
        Promise::new(&mut |_, _| {})
    });
    // The answer is a promise that resolves when the lock is given back, which is never.
    let _ = request.call2(&manager, &name.into(), &keep);
}
