//! The own devices: which there are, and taking one out of service.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use fieldnote_core::sync::audit::{AuditEntry, AuditEvent};
use fieldnote_core::values::{DeviceId, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::{App, Cut};
use crate::auth::SignedIn;
use crate::clock;
use crate::error::{ApiError, Problem};

/// A device in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeviceView {
    /// Id.
    #[schema(value_type = String)]
    id: DeviceId,
    /// Name.
    name: String,
    /// Enrolled at, milliseconds UTC.
    #[schema(value_type = i64)]
    created_at: Instant,
    /// Last here at, milliseconds UTC.
    #[schema(value_type = i64)]
    last_seen_at: Instant,
    /// Whether it is the one that asks.
    current: bool,
}

/// Lists the devices that are not revoked.
#[utoipa::path(get, path = "/api/devices", tag = "devices", responses(
    (status = 200, body = Vec<DeviceView>), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub(crate) async fn list(State(app): State<Arc<App>>, me: SignedIn) -> Result<Json<Vec<DeviceView>>, ApiError> {
    let user = me.user();
    let devices = app.blocking(move |app| Ok(app.database.devices(user)?)).await?;
    let views = devices.into_iter().map(|device| DeviceView {
        id: device.id,
        name: device.name,
        created_at: device.created_at,
        last_seen_at: device.last_seen_at,
        current: device.id == me.device,
    });
    Ok(Json(views.collect()))
}

/// Revokes a device: its sessions and sockets end at once.
#[utoipa::path(delete, path = "/api/devices/{id}", tag = "devices", params(("id" = String, Path)), responses(
    (status = 204, description = "Revoked"), (status = 404, body = Problem), (status = 401, body = Problem),
))]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let device: DeviceId = id.parse().map_err(|_| ApiError::NotFound)?;
    let user = me.user();
    let from = Some(me.device);
    let revoked = app.blocking(move |app| {
        let at = clock::now();
        let revoked = app.database.revoke_device(user, device, at)?;
        if revoked {
            let (event, subject) = (AuditEvent::DeviceRevoked, device.to_string());
            let detail = String::new();
            app.database.append_audit(&AuditEntry { at, event, user: Some(user), device: from, subject, detail })?;
        }
        Ok(revoked)
    });
    if !revoked.await? {
        return Err(ApiError::NotFound);
    }
    tracing::info!(%user, %device, "device revoked");
    app.cut(Cut::Device(device));
    Ok(StatusCode::NO_CONTENT)
}
