//! How much room this site has in the browser, and whether the browser may throw it away.

use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// Room used and allowed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Room {
    /// Bytes used.
    pub used: f64,
    /// Bytes allowed.
    pub quota: f64,
    /// The browser promised not to throw it away.
    pub persisted: bool,
}

impl Room {
    /// Share used above which the person is warned.
    pub const WARN_PERCENT: u32 = 80;

    /// Returns the share used.
    pub fn percent(&self) -> u32 {
        if self.quota > 0.0 { (self.used / self.quota * 100.0) as u32 } else { 0 }
    }
}

/// Asks how much room there is.
pub async fn room() -> Option<Room> {
    let manager = manager();
    let estimate = JsFuture::from(manager.estimate().ok()?).await.ok()?;
    let number = |key: &str| Reflect::get(&estimate, &key.into()).ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let persisted = match manager.persisted() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|value| value.as_bool()).unwrap_or(false),
        Err(_) => false,
    };
    Some(Room { used: number("usage"), quota: number("quota"), persisted })
}

/// Asks the browser never to throw the data away; it may refuse, mostly until the app is installed.
pub async fn persist() -> bool {
    match manager().persist() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|value| value.as_bool()).unwrap_or(false),
        Err(_) => false,
    }
}

fn manager() -> StorageManager {
    gloo::utils::window().navigator().storage()
}
