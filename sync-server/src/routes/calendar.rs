//! A person's agenda as a calendar feed (RFC 5545), under a private address that can be taken back.

mod feed;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use fieldnote_core::access::Level;
use fieldnote_core::model::Settings;
use fieldnote_core::projection::calendar;
use fieldnote_core::summary::{RowAudience, SummaryRow};
use fieldnote_core::sync::audit::{AuditEntry, AuditEvent};
use fieldnote_core::sync::store::{StoreError, StoreRead};
use fieldnote_core::values::{DeviceId, DocumentId, DocumentKind, Instant, UserId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::SignedIn;
use crate::auth::token::Token;
use crate::clock;
use crate::error::{ApiError, Problem};
use feed::Feed;

/// Whether there is a feed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeedView {
    /// Made at, milliseconds UTC; nothing when there is none.
    #[schema(value_type = Option<i64>)]
    created_at: Option<Instant>,
}

/// A new address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewFeed {
    /// Its path on this server. It is told once: the server keeps its hash only.
    path: String,
}

/// Tells whether the person has a feed.
#[utoipa::path(get, path = "/api/calendar", tag = "calendar", responses(
    (status = 200, body = FeedView), (status = 401, body = Problem),
))]
pub(crate) async fn show(State(app): State<Arc<App>>, me: SignedIn) -> Result<Json<FeedView>, ApiError> {
    let user = me.user();
    let created_at = app.blocking(move |app| Ok(app.database.feed_of(user)?)).await?;
    Ok(Json(FeedView { created_at }))
}

/// Makes a new address; the one before is gone.
#[utoipa::path(post, path = "/api/calendar", tag = "calendar", responses(
    (status = 201, body = NewFeed), (status = 401, body = Problem),
))]
pub(crate) async fn create(State(app): State<Arc<App>>, me: SignedIn) -> Result<(StatusCode, Json<NewFeed>), ApiError> {
    let token = Token::random();
    let (hash, path) = (token.hash(), format!("/calendar/{}.ics", token.as_str()));
    change(&app, &me, "created", move |app, user| app.database.put_feed(hash, user, clock::now())).await?;
    Ok((StatusCode::CREATED, Json(NewFeed { path })))
}

/// Takes the address back.
#[utoipa::path(delete, path = "/api/calendar", tag = "calendar", responses(
    (status = 204, description = "There is none any more"), (status = 401, body = Problem),
))]
pub(crate) async fn remove(State(app): State<Arc<App>>, me: SignedIn) -> Result<StatusCode, ApiError> {
    change(&app, &me, "taken back", |app, user| app.database.end_feed(user)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change(
    app: &Arc<App>,
    me: &SignedIn,
    what: &'static str,
    write: impl FnOnce(&App, UserId) -> rusqlite::Result<()> + Send + 'static,
) -> Result<(), ApiError> {
    let (user, device) = (me.user(), Some(me.device));
    app.blocking(move |app| {
        write(app, user)?;
        let (at, event, subject) = (clock::now(), AuditEvent::Calendar, user.to_string());
        let detail = what.to_owned();
        app.database.append_audit(&AuditEntry { at, event, user: Some(user), device, subject, detail })?;
        Ok(())
    })
    .await
}

/// Sends the feed of an address. No cookie: calendars have none.
#[utoipa::path(get, path = "/calendar/{file}", tag = "calendar", params(("file" = String, Path)), responses(
    (status = 200, body = String, content_type = "text/calendar"), (status = 404, body = Problem),
))]
pub(crate) async fn feed(State(app): State<Arc<App>>, Path(file): Path<String>) -> Result<Response, ApiError> {
    let token = file.strip_suffix(".ics").and_then(Token::of_text).ok_or(ApiError::NotFound)?.hash();
    let text = app.blocking(move |app| {
        let user = app.database.user_of_feed(token)?.ok_or(ApiError::NotFound)?;
        app.database.member(user)?.filter(|member| !member.disabled).ok_or(ApiError::NotFound)?;
        let workspace = crate::store::load(&app.database, DocumentId::WORKSPACE, DeviceId::SERVER.actor([0; 8]))?;
        let zone = workspace.map(|workspace| workspace.workspace().0.zone_minutes).unwrap_or_default();
        let own = crate::store::load(&app.database, DocumentId::member(user), DeviceId::SERVER.actor([0; 8]))?;
        let settings = own.map(|own| Settings::of(&own.member().0)).unwrap_or_default();
        let rows = app.database.view(|log| own_rows(&log, user))?;
        let now = clock::now();
        let feed = Feed { whose: user, settings: &settings, zone_minutes: zone, now };
        Ok(feed.write(&calendar(&rows, now.day(zone))))
    });
    let headers = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((headers, text.await?).into_response())
}

/// Returns the rows of the customers that are a user's own.
fn own_rows(log: &impl StoreRead, user: UserId) -> Result<Vec<Arc<SummaryRow>>, StoreError> {
    let mut rows = Vec::new();
    for (access, _) in log.visible(user, u64::MAX, usize::MAX)? {
        if access.level != Level::Full || access.doc.kind != DocumentKind::Account {
            continue;
        }
        let Some(account) = access.doc.account_id() else { continue };
        let stored = log.row(account, RowAudience::Owner)?;
        rows.extend(stored.and_then(|row| SummaryRow::from_bytes(&row.bytes).ok()).map(Arc::new));
    }
    Ok(rows)
}
