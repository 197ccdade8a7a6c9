//! Web Locks: one tab at a time owns the socket. The browser frees the lock when its tab dies.
//!
//! A page that is kept aside for "back" is frozen together with its lock, so it gives the lock up before that and
//! asks again when it is shown again.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::window;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// What ends the promise that holds the lock.
type Release = Rc<RefCell<Option<Function>>>;

/// Calls back with true when this tab holds the lock, and with false when it gave it up.
///
/// Without Web Locks (private windows of some browsers) every tab holds it; the server copes with two sockets.
pub fn acquire(name: &'static str, held: impl Fn(bool) + 'static) {
    let held: Rc<dyn Fn(bool)> = Rc::new(held);
    let release: Release = Rc::default();
    if !request(name, &held, &release) {
        super::task::spawn(async move { held(true) });
        return;
    }
    {
        let (held, release) = (Rc::clone(&held), Rc::clone(&release));
        EventListener::new(&window(), "pagehide", move |_| {
            if let Some(resolve) = release.take() {
                held(false);
                // Only a promise's own function stands here; it cannot fail.
                let _ = resolve.call0(&JsValue::NULL);
            }
        })
        .forget();
    }
    EventListener::new(&window(), "pageshow", move |event| {
        let kept_aside = Reflect::get(event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy());
        if kept_aside && release.borrow().is_none() {
            request(name, &held, &release);
        }
    })
    .forget();
}

/// Asks for the lock; tells whether the browser has locks.
fn request(name: &str, held: &Rc<dyn Fn(bool)>, release: &Release) -> bool {
    let manager = Reflect::get(&window().navigator(), &"locks".into()).unwrap_or(JsValue::UNDEFINED);
    let request = Reflect::get(&manager, &"request".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let Some(request) = request else { return false };
    let (held, release) = (Rc::clone(held), Rc::clone(release));
    let keep = Closure::once_into_js(move |_lock: JsValue| {
        held(true);
        // The lock stays until this promise ends or the tab is gone.
        Promise::new(&mut |resolve, _| drop(release.replace(Some(resolve))))
    });
    // The answer is a promise that ends with the lock; nobody waits for it.
    let _ = request.call2(&manager, &name.into(), &keep);
    true
}
