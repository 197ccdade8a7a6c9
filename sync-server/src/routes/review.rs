//! Held changes: what waits, field by field, and decisions on it. Rights are core's to check.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use fieldnote_core::sync::hub::{Choice, HeldField, HeldView, ReviewError, held_views};
use fieldnote_core::sync::wire::{ChangeHash, Review};
use fieldnote_core::values::{DeviceId, Instant as Moment, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::SignedIn;
use crate::body::Body;
use crate::error::{ApiError, Problem};
use crate::hub::ReviewWish;
use crate::limits;

/// A held change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldChangeView {
    /// The device that sent it.
    #[schema(value_type = String)]
    device: DeviceId,
    /// Hash of the change, 64 hexadecimal characters.
    hash: String,
    /// The document it was meant for.
    doc: String,
    /// Who wrote it.
    #[schema(value_type = String)]
    author: UserId,
    /// When, by the author's clock, milliseconds UTC.
    #[schema(value_type = Option<i64>)]
    claimed_at: Option<Moment>,
    /// When the server received it, milliseconds UTC.
    #[schema(value_type = i64)]
    received_at: Moment,
    /// Why it is held.
    #[schema(example = "no_access")]
    reason: &'static str,
    /// The one who asks may decide on it.
    yours: bool,
    /// It can be taken over as it was written.
    acceptable: bool,
    /// What it wrote.
    fields: Vec<HeldFieldView>,
    /// What was decided.
    review: Option<ReviewView>,
}

/// A field of a held change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldFieldView {
    /// Path with ids.
    path: String,
    /// Path without ids.
    field: String,
    /// Name of the record it is in.
    subject: String,
    /// As its author saw it.
    before: Option<String>,
    /// As its author left it.
    after: Option<String>,
    /// As it stands now.
    now: Option<String>,
    /// It can be taken over, on its own or with its record.
    pickable: bool,
    /// Path of the record that is new with it: who picks one of its fields picks all.
    record: Option<String>,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewView {
    /// `accepted`, `picked` or `declined`.
    decision: &'static str,
    /// Who decided.
    #[schema(value_type = String)]
    by: UserId,
    /// When, milliseconds UTC.
    #[schema(value_type = i64)]
    at: Moment,
    /// Why, when declined.
    reason: String,
}

/// What is to be done with a held change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub(crate) enum DecisionWish {
    /// Take it over as it was written.
    Accept,
    /// Take over some of its fields.
    Pick {
        /// Their paths.
        paths: Vec<String>,
    },
    /// Take over nothing.
    Decline {
        /// Told to the author.
        reason: String,
    },
}

impl From<HeldView> for HeldChangeView {
    fn from(view: HeldView) -> Self {
        let HeldView { entry, claimed_at, yours, acceptable, fields } = view;
        let review = entry.review.map(|Review { decision, by, at, reason, .. }| {
            let decision = decision.code();
            ReviewView { decision, by, at, reason }
        });
        Self {
            device: entry.change.device,
            hash: entry.change.hash.0.iter().map(|byte| format!("{byte:02x}")).collect(),
            doc: entry.change.doc.to_string(),
            author: entry.change.user,
            claimed_at,
            received_at: entry.change.received_at,
            reason: entry.change.reason.code(),
            yours,
            acceptable,
            fields: fields.into_iter().map(HeldFieldView::from).collect(),
            review,
        }
    }
}

impl From<HeldField> for HeldFieldView {
    fn from(HeldField { change, now, pickable, record }: HeldField) -> Self {
        let fieldnote_core::model::FieldChange { path, field, subject, before, after } = change;
        Self { path, field, subject, before, after, now, pickable, record }
    }
}

/// Each applies changes to copies of documents, which costs what an exchange costs, and counts like one.
fn not_too_often(app: &App, me: &SignedIn) -> Result<(), ApiError> {
    let allowed = app.posts_by_device.take(me.device, Instant::now());
    allowed.map(drop).map_err(|wait| ApiError::TooMany { retry_after_s: wait.as_secs() + 1 })
}

/// Lists the held changes that the person wrote or may decide on, at most 200: those that wait, the oldest first, then
/// those that were decided.
#[utoipa::path(get, path = "/api/held", tag = "review", responses(
    (status = 200, body = Vec<HeldChangeView>), (status = 401, body = Problem),
))]
pub(crate) async fn list(State(app): State<Arc<App>>, me: SignedIn) -> Result<Json<Vec<HeldChangeView>>, ApiError> {
    not_too_often(&app, &me)?;
    let reader = me.user();
    let ask = move |app: &App| Ok(app.database.view(|log| held_views(&log, reader, limits::HELD_LISTED_MAX))?);
    let views = app.blocking(ask).await?;
    Ok(Json(views.into_iter().map(HeldChangeView::from).collect()))
}

/// Decides on a held change.
#[utoipa::path(post, path = "/api/held/{device}/{hash}", tag = "review", request_body = DecisionWish,
    params(("device" = String, Path), ("hash" = String, Path)), responses(
        (status = 204, description = "Done; the author is told at their next sync"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
))]
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path((device, hash)): Path<(String, String)>,
    Body(wish): Body<DecisionWish>,
) -> Result<StatusCode, ApiError> {
    not_too_often(&app, &me)?;
    let device: DeviceId = device.parse().map_err(|_| ApiError::NotFound)?;
    let hash = hash_of(&hash).ok_or(ApiError::NotFound)?;
    let choice = match wish {
        DecisionWish::Accept => Choice::Accept,
        DecisionWish::Pick { paths } => Choice::Pick(paths),
        DecisionWish::Decline { reason } => Choice::Decline(reason),
    };
    let reviewer = me.user();
    app.hub.review(ReviewWish { reviewer, key: (device, hash), choice }).await?;
    tracing::info!(%reviewer, %device, "held change reviewed");
    Ok(StatusCode::NO_CONTENT)
}

fn hash_of(text: &str) -> Option<ChangeHash> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(ChangeHash(hash))
}

impl From<ReviewError> for ApiError {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Unknown => Self::NotFound,
            ReviewError::NotYours => Self::NotYours,
            ReviewError::Decided(decision) => Self::Decided(decision.code()),
            ReviewError::Unfit(reason) => Self::Unfit(reason.code()),
            ReviewError::NothingPicked => Self::Invalid("at least one field of the change"),
            ReviewError::Reason => Self::Invalid("a reason of 1 to 500 characters"),
            ReviewError::Store(error) => error.into(),
        }
    }
}
