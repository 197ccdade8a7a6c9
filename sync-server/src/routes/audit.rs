//! The audit trail, for administrators.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use fieldnote_core::sync::audit::{AuditEntry, AuditLine};
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::values::{DeviceId, Instant, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::auth::signed_in::Admin;
use crate::error::{ApiError, Problem};
use crate::limits;

/// A line of the trail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditLineView {
    /// Its number, from 1 without a gap.
    number: u64,
    /// When, milliseconds UTC.
    #[schema(value_type = i64)]
    at: Instant,
    /// What.
    #[schema(example = "signed_in")]
    event: &'static str,
    /// Who; nobody for the server itself.
    #[schema(value_type = Option<String>)]
    user: Option<UserId>,
    /// From which device.
    #[schema(value_type = Option<String>)]
    device: Option<DeviceId>,
    /// About what.
    subject: String,
    /// Codes and ids that say more.
    detail: String,
    /// SHA-256 over the line before's hash and this line, 64 hexadecimal characters.
    hash: String,
}

impl From<AuditLine> for AuditLineView {
    fn from(AuditLine { number, entry, hash }: AuditLine) -> Self {
        let AuditEntry { at, event, user, device, subject, detail } = entry;
        let hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { number, at, event: event.code(), user, device, subject, detail, hash }
    }
}

/// Which part of the trail.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct Part {
    /// The number after which to go on.
    #[serde(default)]
    after: u64,
}

/// Returns the next lines of the audit trail, at most 1,000.
#[utoipa::path(get, path = "/api/audit", tag = "audit", params(Part), responses(
    (status = 200, body = Vec<AuditLineView>), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    _admin: Admin,
    part: Result<Query<Part>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Vec<AuditLineView>>, ApiError> {
    let Query(Part { after }) = part.map_err(|_| ApiError::Invalid("a number after which to go on"))?;
    let ask = move |app: &App| Ok(app.database.view(|log| log.audit(after, limits::AUDIT_LISTED_MAX))?);
    let lines = app.blocking(ask).await?;
    Ok(Json(lines.into_iter().map(AuditLineView::from).collect()))
}
