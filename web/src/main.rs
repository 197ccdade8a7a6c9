//! Starts the app in the page.

#![cfg_attr(target_arch = "wasm32", no_main)]

/// Called by the binding. A `main` would bring what the standard library does around one: buffers, threads' names.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
fn start() {
    fieldnote_web::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    fieldnote_web::start();
}
