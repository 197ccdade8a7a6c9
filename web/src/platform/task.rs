//! The one place that starts what goes on in the background.

use std::pin::Pin;

/// Runs a future to its end, beginning after what runs now.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    start(Box::pin(future));
}

/// Not inlined, and with one type of future: starting one brings the browser's queue with it.
#[inline(never)]
fn start(future: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(future);
}
