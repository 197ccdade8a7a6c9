//! `/sync`: the exchange over a socket, or one of it over a POST.
//!
//! Browsers cannot see the status of a refused upgrade, so a socket without a session is accepted and told `Bye`.

mod connection;
mod pages;
mod shared;

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use fieldnote_core::sync::hub::{Caller, Receipt, Submission};
use fieldnote_core::sync::wire::{ByeReason, ClientFrame, Cookie, PROTOCOL_VERSION, ServerFrame};

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;
use crate::limits;
use pages::Pages;
pub(crate) use shared::SharedPages;

/// The name of the exchange among WebSocket protocols.
const SUBPROTOCOL: &str = "fieldnote.1";

/// Opens a socket.
pub(crate) async fn upgrade(State(app): State<Arc<App>>, request: Request) -> Result<Response, ApiError> {
    let (mut parts, _) = request.into_parts();
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &app)
        .await
        .map_err(|_| ApiError::Invalid("a WebSocket handshake, or a POST of one frame"))?;
    let who = SignedIn::of(&parts.headers, &app).await;
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(limits::FRAME_BYTES_MAX)
        .max_frame_size(limits::FRAME_BYTES_MAX)
        // Most frames are small; the default buffers of 128 kB each would be the cost of an idle connection.
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0);
    Ok(upgrade.on_upgrade(async move |socket| connection::run(app, who, socket).await))
}

/// Says why a request cannot go on, in the words of the exchange.
fn bye_of(error: &ApiError) -> ByeReason {
    match error {
        ApiError::SignedOut | ApiError::AccountDisabled => ByeReason::SignedOut,
        ApiError::DeviceRevoked => ByeReason::Revoked,
        ApiError::Restored => ByeReason::Restored,
        _ => {
            tracing::error!(?error, "a device could not be answered");
            ByeReason::Unavailable
        }
    }
}

fn bye(reason: ByeReason) -> ServerFrame {
    let retry_after_ms = match reason {
        ByeReason::Unavailable => limits::UNAVAILABLE_RETRY_AFTER_MS,
        ByeReason::Busy | ByeReason::Draining => limits::RETRY_AFTER_MS,
        _ => 0,
    };
    ServerFrame::Bye { reason, retry_after_ms }
}

/// Answers one SYNC; frames follow one another, each after its length (u32, big-endian).
pub(crate) async fn exchange(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let me = SignedIn::of(&headers, &app).await?;
    let allowed = app.posts_by_device.take(me.device, Instant::now());
    allowed.map_err(|wait| ApiError::TooMany { retry_after_s: wait.as_secs() + 1 })?;
    let body = body.map_err(|_| ApiError::TooLarge)?;
    app.metrics.frames_received.add(1);
    app.metrics.bytes_received.add(body.len() as u64);
    let frame = tokio::task::spawn_blocking(move || ClientFrame::from_bytes_noted(&body)).await;
    let Ok(Ok((ClientFrame::Sync(sync), before))) = frame else { return Err(ApiError::BadFrame) };
    let mut answer = Answer::default();
    if sync.version != PROTOCOL_VERSION {
        answer.add(&bye(ByeReason::TooOld).to_bytes());
        return Ok(answer.into_response());
    }
    let manifest = match connection::manifest_of(&app, &sync).await {
        Ok(manifest) => manifest,
        Err(reason) => {
            answer.add(&bye(reason).to_bytes());
            return Ok(answer.into_response());
        }
    };
    let caller = Caller { user: me.user(), device: me.device };
    let receipt = app.hub.push(Submission { caller, pending: sync.pending, pins: sync.pins }, sync.cookie.epoch).await;
    let (verdicts, end) = match receipt {
        Receipt::Stored(verdicts) => (verdicts, None),
        Receipt::Stopped(verdicts) => (verdicts, Some(ByeReason::Busy)),
        Receipt::Unavailable => (Vec::new(), Some(ByeReason::Unavailable)),
    };
    let mut pages = Pages::new(Arc::clone(&app), caller, Cookie::default());
    pages.resume(sync.cookie, sync.restored, manifest, before);
    pages.begin(verdicts, true);
    while let Some(page) = pages.next(None).await? {
        // Who was signed out or revoked meanwhile gets nothing more.
        SignedIn::of(&headers, &app).await?;
        answer.add(&page);
        if answer.0.len() > limits::EXCHANGE_BYTES_MAX {
            break;
        }
    }
    if let Some(reason) = end {
        answer.add(&bye(reason).to_bytes());
    }
    app.metrics.bytes_sent.add(answer.0.len() as u64);
    Ok(answer.into_response())
}

/// Frames of a POST's answer.
#[derive(Debug, Default)]
struct Answer(Vec<u8>);

impl Answer {
    fn add(&mut self, frame: &[u8]) {
        // A frame is far shorter than 4 GiB.
        self.0.extend(u32::try_from(frame.len()).unwrap_or_default().to_be_bytes());
        self.0.extend(frame);
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/octet-stream")], self.0).into_response()
    }
}
