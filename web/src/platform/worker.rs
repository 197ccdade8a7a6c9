//! The service worker: registered here, it keeps the app's files for starting without a network.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

use crate::platform::task::spawn;

/// Registers the worker; calls back when a newer version waits.
pub fn register(ready: impl Fn() + 'static) {
    let Some(container) = container() else { return };
    spawn(async move {
        let Ok(found) = JsFuture::from(container.register("/sw.js")).await else { return };
        let Ok(registration) = found.dyn_into::<ServiceWorkerRegistration>() else { return };
        let ready = Rc::new(ready);
        if registration.waiting().is_some() && registration.active().is_some() {
            ready();
        }
        // The browser may have found it before this listens.
        watch(&registration, &ready);
        let watched = registration.clone();
        EventListener::new(&registration, "updatefound", move |_| watch(&watched, &ready)).forget();
    });
}

/// Calls back when the version that is being installed waits.
fn watch(registration: &ServiceWorkerRegistration, ready: &Rc<impl Fn() + 'static>) {
    let Some(worker) = registration.installing() else { return };
    let (registration, ready) = (registration.clone(), Rc::clone(ready));
    EventListener::new(&worker, "statechange", move |_| {
        // The very first worker has nothing to wait for; only a second one is an update.
        if registration.waiting().is_some() && registration.active().is_some() {
            ready();
        }
    })
    .forget();
}

/// Lets the waiting version take over and loads the page anew.
pub fn update() {
    let Some(container) = container() else { return };
    let listening = container.clone();
    EventListener::once(&listening, "controllerchange", |_| super::page::reload()).forget();
    spawn(async move {
        let Ok(found) = JsFuture::from(container.get_registration()).await else { return };
        if let Some(waiting) = found.dyn_ref::<ServiceWorkerRegistration>().and_then(|it| it.waiting()) {
            let _ = waiting.post_message(&JsValue::from_str("SKIP_WAITING"));
        }
    });
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    // Absent on plain http and in some private windows.
    let there = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    there.then(|| navigator.service_worker())
}
