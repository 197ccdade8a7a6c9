//! Other tabs of this browser: each commit is told to them.

use fieldnote_core::session::StoreOp;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel to the other tabs.
#[derive(Debug)]
pub struct Tabs {
    channel: Option<BroadcastChannel>,
}

impl Tabs {
    /// Joins the channel of a user on this device.
    pub fn join() -> Self {
        Self { channel: BroadcastChannel::new("fieldnote").ok() }
    }

    /// Tells the others what this tab committed.
    pub fn tell(&self, ops: &[StoreOp]) {
        let Some(channel) = &self.channel else { return };
        if let Ok(bytes) = minicbor::to_vec(ops) {
            // A tab that misses a message reads the same from the store when it opens a document.
            let _ = channel.post_message(&js_sys::Uint8Array::from(bytes.as_slice()));
        }
    }

    /// Calls back with what another tab committed, as long as the page lives.
    pub fn on_told(&self, call: impl Fn(Vec<StoreOp>) + 'static) {
        let Some(channel) = &self.channel else { return };
        EventListener::new(channel, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            let Some(bytes) = data.and_then(|data| data.dyn_into::<js_sys::Uint8Array>().ok()) else { return };
            // A tab of another version may send what this one cannot read; it finds it in the store later.
            if let Ok(ops) = minicbor::decode(&bytes.to_vec()) {
                call(ops);
            }
        })
        .forget();
    }
}
