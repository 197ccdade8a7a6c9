//! Headers of every response: what a page may load, who may frame it, what may be cached.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use crate::app::App;
use crate::auth::origin;
use crate::error::ApiError;
use crate::limits;

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(self), \
                           gyroscope=(), magnetometer=(), microphone=(self), midi=(), payment=(), usb=()";

/// Checks the origin, runs the request within its time, adds the headers.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let csp = content_security_policy(origin::host(&parts.headers, &parts.uri));
    let private = is_private(parts.uri.path());
    let mut response = match origin::check(&parts, &app.config.origins) {
        Ok(()) => timeout(limits::REQUEST_TIMEOUT, next.run(Request::from_parts(parts, body)))
            .await
            .unwrap_or_else(|_| ApiError::TooSlow.into_response()),
        Err(error) => {
            tracing::warn!(path = parts.uri.path(), "refused: foreign origin");
            error.into_response()
        }
    };
    let headers = response.headers_mut();
    if let Ok(csp) = HeaderValue::try_from(csp) {
        headers.insert(header::CONTENT_SECURITY_POLICY, csp);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
    if app.config.tls().is_some() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if private {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn is_private(path: &str) -> bool {
    path.starts_with("/api/")
        || path.starts_with("/calendar/")
        || matches!(path, "/sync" | "/metrics" | "/healthz" | "/readyz")
}

/// Nothing inline, nothing from elsewhere; compiling the app's own WebAssembly is the one exception.
fn content_security_policy(host: Option<&str>) -> String {
    // Older Safari does not take 'self' to cover sockets of the same host.
    let sockets = host.map(|host| format!(" ws://{host} wss://{host}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
         media-src 'self' blob:; font-src 'self'; connect-src 'self'{sockets}; worker-src 'self'; manifest-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )
}
