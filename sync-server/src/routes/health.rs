//! For the one who runs the server: alive, ready, figures.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::{ApiError, Problem};

/// Tells that the process answers.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = String)))]
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// Tells that the database answers and the server is not going down.
#[utoipa::path(get, path = "/readyz", tag = "health", responses(
    (status = 200, body = String), (status = 503, body = Problem),
))]
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, ApiError> {
    if app.is_draining() {
        return Err(ApiError::Unavailable);
    }
    app.blocking(|app| Ok(app.database.read(|reader| reader.query_row("SELECT 1", [], |_| Ok(())))?)).await?;
    Ok("ready")
}

/// Prints the figures in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", tag = "health", responses((status = 200, body = String)))]
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (StatusCode::OK, headers, app.metrics.render()).into_response()
}
