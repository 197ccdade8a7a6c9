//! Every route on one page.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, delete, get, patch, post};

use crate::app::App;
use crate::error::ApiError;
use crate::routes::{assets, audit, calendar, colleagues, devices, health, openapi, review, session, users};
use crate::{headers, limits, live};

/// Builds the router.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/api/session", get(session::show).post(session::sign_in).delete(session::sign_out))
        .route("/api/session/password", post(session::set_password))
        .route("/api/devices", get(devices::list))
        .route("/api/devices/{id}", delete(devices::revoke))
        .route("/api/calendar", get(calendar::show).post(calendar::create).delete(calendar::remove))
        .route("/calendar/{file}", get(calendar::feed))
        .route("/api/users", get(users::list).post(users::add))
        .route("/api/users/{id}", patch(users::change))
        .route("/api/colleagues", post(colleagues::ask))
        .route("/api/held", get(review::list))
        .route("/api/held/{device}/{hash}", post(review::decide))
        .route("/api/audit", get(audit::list))
        .route("/api/openapi.json", get(openapi::show))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(limits::API_BODY_BYTES_MAX))
        .merge(
            Router::new()
                // A handshake is a GET over HTTP/1 and a CONNECT over HTTP/2; a POST is one exchange without a socket.
                .route("/sync", any(live::upgrade).post(live::exchange))
                .layer(DefaultBodyLimit::max(limits::SYNC_BODY_BYTES_MAX)),
        )
        .fallback(assets::serve)
        .layer(from_fn_with_state(Arc::clone(&app), headers::guard))
        .with_state(app)
}
