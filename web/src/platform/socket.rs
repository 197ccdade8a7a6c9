//! The WebSocket to the server.

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// The name that both sides speak under.
const SUBPROTOCOL: &str = "fieldnote.1";

/// What a socket tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SocketEvent {
    /// It is open.
    Open,
    /// A frame arrived.
    Frame(Vec<u8>),
    /// It is closed, or could not be opened.
    Closed,
}

/// An open socket, or one being opened; dropping it closes it without a further event.
#[derive(Debug)]
pub struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// Opens the socket of this page's server.
    pub fn open(tell: impl Fn(SocketEvent) + Clone + 'static) -> Option<Self> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let url = format!("{scheme}://{}/sync", location.host().ok()?);
        let socket = WebSocket::new_with_str(&url, SUBPROTOCOL).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (on_open, on_frame, on_close) = (tell.clone(), tell.clone(), tell);
        let listeners = [
            EventListener::new(&socket, "open", move |_| on_open(SocketEvent::Open)),
            EventListener::new(&socket, "message", move |event| {
                let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                if let Some(buffer) = data.and_then(|data| data.dyn_into::<js_sys::ArrayBuffer>().ok()) {
                    on_frame(SocketEvent::Frame(js_sys::Uint8Array::new(&buffer).to_vec()));
                }
            }),
            EventListener::new(&socket, "close", move |_| on_close(SocketEvent::Closed)),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    /// Sends a frame; one that cannot go out is found missing by the exchange.
    pub fn send(&self, frame: &[u8]) {
        let _ = self.socket.send_with_u8_array(frame);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Fails only for a code or reason that are not given here.
        let _ = self.socket.close();
    }
}
