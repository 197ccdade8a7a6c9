//! Signing in and out, and the own password.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use fieldnote_core::model::{Member, Role};
use fieldnote_core::sync::audit::{AuditEntry, AuditEvent};
use fieldnote_core::values::{DeviceId, Random as _, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::{App, Cut};
use crate::auth::token::{Token, cleared_cookie};
use crate::auth::{SignedIn, password};
use crate::body::Body;
use crate::clock::{self, OsRandom};
use crate::error::{ApiError, Problem};
use crate::limits;

/// The device that signs in.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct WantedDevice {
    /// Its id from an earlier sign-in of the same person, else a new one is enrolled.
    #[schema(value_type = Option<String>, example = "0123456789abcdef")]
    id: Option<DeviceId>,
    /// Its name in the list of devices.
    name: String,
}

/// What a person signs in with.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SignIn {
    /// Sign-in name.
    login: String,
    /// Password.
    password: String,
    /// Device.
    device: WantedDevice,
}

/// Who is signed in, on which device.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// User.
    #[schema(value_type = String)]
    user: UserId,
    /// Sign-in name.
    login: String,
    /// Name.
    name: String,
    /// Role.
    #[schema(value_type = String, example = "rep")]
    role: Role,
    /// Device.
    #[schema(value_type = String)]
    device: DeviceId,
    /// Key of the workspace's view digest, 32 hexadecimal characters.
    digest_key: String,
    /// Name of the organisation.
    organisation: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPassword {
    /// The present one.
    old: String,
    /// The new one.
    new: String,
}

/// Signs in.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn, responses(
    (status = 200, body = SessionView, description = "Signed in; the cookie is set"),
    (status = 401, body = Problem), (status = 403, body = Problem), (status = 429, body = Problem),
))]
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(body): Body<SignIn>,
) -> Result<Response, ApiError> {
    let name = body.device.name.trim().to_owned();
    if body.login.len() > limits::LOGIN_BYTES_MAX || name.len() > limits::NAME_BYTES_MAX {
        return Err(ApiError::Invalid("a login of at most 64 bytes and a device name of at most 128"));
    }
    // Tokens are taken before the check and given back on success: many tries at once do not slip through.
    let now = Instant::now();
    let address_left = app.logins_by_address.take(peer.ip(), now).map_err(too_many)?;
    let account_left = app.logins_by_account.take(body.login.clone(), now).map_err(too_many)?;
    let login = body.login.clone();
    let user = app.blocking(move |app| Ok(app.database.user_by_login(&login)?)).await?;
    let known = user.as_ref().map(|user| user.id);
    let right = password::verify(body.password, user.as_ref().map(|user| user.password.clone())).await?;
    let Some(user) = user.filter(|_| right) else {
        app.metrics.logins_refused.add(1);
        tracing::warn!(address = %peer.ip(), "sign-in refused");
        // What is no login may be a password typed into the wrong field: it is not written down.
        if let Some(id) = known {
            app.blocking(move |app| {
                Ok(app.database.append_audit(&line(AuditEvent::SignInFailed, id, None, body.login))?)
            })
            .await?;
        }
        return Err(ApiError::WrongPassword { tries_left: account_left.min(address_left) });
    };
    app.logins_by_account.give_back(&body.login);
    app.logins_by_address.give_back(&peer.ip());
    start(&app, user.id, user.login, body.device.id, name).await
}

fn too_many(wait: Duration) -> ApiError {
    ApiError::TooMany { retry_after_s: wait.as_secs() + 1 }
}

async fn start(
    app: &Arc<App>,
    user: UserId,
    login: String,
    wanted: Option<DeviceId>,
    name: String,
) -> Result<Response, ApiError> {
    let subject = login.clone();
    let token = Token::random();
    let key = token.hash();
    let (member, device) = app
        .blocking(move |app| {
            let member = app.database.member(user)?.ok_or(ApiError::AccountDisabled)?;
            if member.disabled {
                return Err(ApiError::AccountDisabled);
            }
            let now = clock::now();
            let (device, replaced) = app.database.start_session(key, user, wanted, (fresh_device(), &name), now)?;
            if let Some(replaced) = replaced {
                app.cut(Cut::Device(replaced));
            }
            app.database.append_audit(&line(AuditEvent::SignedIn, user, Some(device), subject))?;
            Ok((member, device))
        })
        .await?;
    tracing::info!(%user, %device, "signed in");
    app.metrics.logins.add(1);
    let view = view(app, &member, login, device).await?;
    let cookie = token.to_cookie().ok_or_else(|| anyhow::anyhow!("the cookie is no header value"))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(view)).into_response())
}

fn line(event: AuditEvent, user: UserId, device: Option<DeviceId>, subject: String) -> AuditEntry {
    AuditEntry { at: clock::now(), event, user: Some(user), device, subject, detail: String::new() }
}

/// Draws a device id that is neither the server's nor that of genesis.
pub(crate) fn fresh_device() -> DeviceId {
    loop {
        let mut bytes = [0; 8];
        OsRandom.fill(&mut bytes);
        let device = DeviceId(bytes);
        if device != DeviceId::SERVER && device != DeviceId::GENESIS {
            return device;
        }
    }
}

/// Tells who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", responses(
    (status = 200, body = SessionView), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub(crate) async fn show(State(app): State<Arc<App>>, me: SignedIn) -> Result<Json<SessionView>, ApiError> {
    view(&app, &me.member, me.login, me.device).await.map(Json)
}

async fn view(app: &Arc<App>, member: &Member, login: String, device: DeviceId) -> Result<SessionView, ApiError> {
    let digest_key = app.keys.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(SessionView {
        user: member.id,
        login,
        name: member.name.clone(),
        role: member.role,
        device,
        digest_key,
        organisation: app.organisation().await?,
    })
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204, description = "Signed out")))]
pub(crate) async fn sign_out(
    State(app): State<Arc<App>>,
    headers: axum::http::HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(token) = Token::of_request(&headers) {
        let key = token.hash();
        app.blocking(move |app| Ok(app.database.end_session(key)?)).await?;
        app.cut(Cut::Session(key));
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cleared_cookie())]).into_response())
}

/// Sets another password; every other session of the person ends.
#[utoipa::path(post, path = "/api/session/password", tag = "session", request_body = NewPassword, responses(
    (status = 204, description = "Changed"), (status = 401, body = Problem), (status = 422, body = Problem),
    (status = 429, body = Problem),
))]
pub(crate) async fn set_password(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Body(body): Body<NewPassword>,
) -> Result<StatusCode, ApiError> {
    let left = app.logins_by_account.take(me.login.clone(), Instant::now()).map_err(too_many)?;
    let id = me.user();
    let user = app.blocking(move |app| Ok(app.database.user(id)?)).await?.ok_or(ApiError::SignedOut)?;
    if !password::verify(body.old, Some(user.password)).await? {
        return Err(ApiError::WrongPassword { tries_left: left });
    }
    app.logins_by_account.give_back(&me.login);
    let hash = password::hash(body.new).await?;
    let keep = me.token;
    let device = Some(me.device);
    app.blocking(move |app| {
        app.database.set_password(id, &hash, Some(keep))?;
        Ok(app.database.append_audit(&line(AuditEvent::PasswordSet, id, device, id.to_string()))?)
    })
    .await?;
    app.cut(Cut::User { user: id, but: Some(keep) });
    Ok(StatusCode::NO_CONTENT)
}
