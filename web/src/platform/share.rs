//! Handing a text to the phone's own apps: its share sheet, else the clipboard.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Hands a text over. True when it was copied, false when the person shared it or thought better of it, nothing when
/// the browser can do neither.
pub async fn hand_over(text: &str) -> Option<bool> {
    let navigator: JsValue = gloo::utils::window().navigator().into();
    let sheet = Object::new();
    let put = Reflect::set(&sheet, &"text".into(), &text.into());
    if put.is_ok()
        && let Some(shown) = call(&navigator, "share", &sheet)
    {
        let _thought_better = JsFuture::from(shown).await;
        return Some(false);
    }
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    let copied = call(&clipboard, "writeText", &text.into())?;
    JsFuture::from(copied).await.ok().map(|_| true)
}

/// Calls a method that a browser may lack.
fn call(of: &JsValue, method: &str, argument: &JsValue) -> Option<Promise> {
    let method: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    method.call1(of, argument).ok()?.dyn_into().ok()
}
