//! Hands files to the person, and takes theirs.

use gloo::utils::{body, document};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlInputElement, Url};

/// Returns the file that the person chose in a file input.
pub fn chosen(event: &Event) -> Option<Blob> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    // The same file may be chosen again.
    input.set_value("");
    Some(file.into())
}

/// Reads a file.
///
/// # Errors
/// When the browser cannot read it (any more).
pub async fn read(file: Blob) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Saves bytes as a file in the person's downloads.
///
/// # Errors
/// When the browser refuses to make the file.
pub fn download(name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    body().append_child(&link)?;
    link.click();
    link.remove();
    Url::revoke_object_url(&url)
}
