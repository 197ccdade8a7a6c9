//! The description of the HTTP API, for programs.

use axum::Json;
use utoipa::OpenApi;

use super::{audit, calendar, colleagues, devices, health, review, session, users};

#[derive(OpenApi)]
#[openapi(
    info(title = "Fieldnote", description = "Everything but the exchange of documents, which is `/sync`."),
    paths(
        session::sign_in,
        session::show,
        session::sign_out,
        session::set_password,
        devices::list,
        devices::revoke,
        calendar::show,
        calendar::create,
        calendar::remove,
        calendar::feed,
        users::list,
        users::add,
        users::change,
        colleagues::ask,
        review::list,
        review::decide,
        audit::list,
        health::alive,
        health::ready,
        health::metrics,
    ),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "devices", description = "The own devices"),
        (name = "calendar", description = "The own agenda for other calendars"),
        (name = "users", description = "For administrators"),
        (name = "customers", description = "What the exchange of documents does not tell"),
        (name = "review", description = "Changes that were not accepted"),
        (name = "audit", description = "Who did what, for administrators"),
        (name = "health", description = "For the one who runs the server"),
    )
)]
struct Description;

/// Prints the description.
pub(crate) async fn show() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
