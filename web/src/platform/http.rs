//! The server's HTTP API: sign-in, devices, users. Everything else goes over the socket.

use fieldnote_core::model::Role;
use fieldnote_core::session::Identity;
use fieldnote_core::values::{Code, DeviceId, UserId};
use gloo::net::http::{Request, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// No answer: no network, or no server.
    #[error("no answer")]
    Offline,
    /// The password or the name is wrong; tries left, when the server says so.
    #[error("wrong password")]
    WrongPassword(Option<u32>),
    /// Too many tries; seconds to wait.
    #[error("too many tries")]
    TooMany(u32),
    /// The session ended.
    #[error("signed out")]
    SignedOut,
    /// The device was revoked.
    #[error("device revoked")]
    Revoked,
    /// Anything else; the server's words.
    #[error("{0}")]
    Other(String),
}

/// A problem as the server writes it (RFC 9457).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    detail: String,
    tries_left: Option<u32>,
}

#[derive(Serialize)]
struct SignIn<'a> {
    login: &'a str,
    password: &'a str,
    device: DeviceClaim<'a>,
}

#[derive(Serialize)]
struct DeviceClaim<'a> {
    id: Option<DeviceId>,
    name: &'a str,
}

/// The answer to a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SessionInfo {
    /// The user.
    pub user: UserId,
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The device, old or new.
    pub device: DeviceId,
    /// Key of the view digest, 32 hexadecimal characters.
    pub digest_key: String,
}

impl SessionInfo {
    /// Returns what the device keeps of it; nothing when the key does not read.
    pub fn identity(self) -> Option<Identity> {
        let number = u128::from_str_radix(&self.digest_key, 16).ok().filter(|_| self.digest_key.len() == 32)?;
        Some(Identity {
            user: self.user,
            device: self.device,
            role: self.role,
            name: self.name,
            login: self.login,
            digest_key: number.to_be_bytes(),
        })
    }
}

/// A device of the signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DeviceInfo {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Milliseconds since 1970.
    #[serde(default)]
    pub last_seen_at: Option<i64>,
    /// The one this app runs on.
    #[serde(default)]
    pub current: bool,
}

/// A user as the admin sees them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UserInfo {
    /// Id.
    pub id: UserId,
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The manager above.
    #[serde(default)]
    pub manager: Option<UserId>,
    /// Regions.
    #[serde(default)]
    pub regions: Vec<Code>,
    /// May not sign in.
    #[serde(default)]
    pub disabled: bool,
}

/// What the admin writes of a user; what is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserEdit {
    /// Sign-in name, for a new user only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The manager above; `Some(None)` takes them away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<Option<UserId>>,
    /// Regions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<Code>>,
    /// May not sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    /// A new password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// Signs in; `device` is this browser's device, if it has one.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn sign_in(login: &str, password: &str, device: Option<DeviceId>) -> Result<SessionInfo, HttpError> {
    let name = super::page::device_name();
    let body = SignIn { login, password, device: DeviceClaim { id: device, name: &name } };
    read(send(Request::post("/api/session"), Some(&body)).await?).await
}

/// Ends the session.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn sign_out() -> Result<(), HttpError> {
    send(Request::delete("/api/session"), NOTHING).await.map(drop)
}

/// Tells whether the session still holds.
///
/// # Errors
/// When it does not, or the server does not answer.
pub async fn session() -> Result<SessionInfo, HttpError> {
    read(send(Request::get("/api/session"), NOTHING).await?).await
}

/// Changes the own password.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn change_password(old: &str, new: &str) -> Result<(), HttpError> {
    #[derive(Serialize)]
    struct Change<'a> {
        old: &'a str,
        new: &'a str,
    }
    send(Request::post("/api/session/password"), Some(&Change { old, new })).await.map(drop)
}

/// Lists the person's devices.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn devices() -> Result<Vec<DeviceInfo>, HttpError> {
    read(send(Request::get("/api/devices"), NOTHING).await?).await
}

/// Revokes a device.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn revoke_device(device: DeviceId) -> Result<(), HttpError> {
    send(Request::delete(&format!("/api/devices/{device}")), NOTHING).await.map(drop)
}

/// Lists the workspace's users; admins only.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn users() -> Result<Vec<UserInfo>, HttpError> {
    read(send(Request::get("/api/users"), NOTHING).await?).await
}

/// Adds a user, or changes the one given; admins only.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn save_user(user: Option<UserId>, edit: &UserEdit) -> Result<(), HttpError> {
    let request = match user {
        Some(user) => Request::patch(&format!("/api/users/{user}")),
        None => Request::post("/api/users"),
    };
    send(request, Some(edit)).await.map(drop)
}

const NOTHING: Option<&()> = None;

async fn send(request: RequestBuilder, body: Option<&impl Serialize>) -> Result<Response, HttpError> {
    let other = |error: gloo::net::Error| HttpError::Other(error.to_string());
    let request = match body {
        Some(body) => request.json(body).map_err(other)?,
        None => request.build().map_err(other)?,
    };
    let response = request.send().await.map_err(|_| HttpError::Offline)?;
    if response.ok() { Ok(response) } else { Err(refused(response).await) }
}

async fn refused(response: Response) -> HttpError {
    let status = response.status();
    let retry_after = response.headers().get("Retry-After").and_then(|text| text.parse().ok());
    let problem = response.json::<Problem>().await.unwrap_or_default();
    match status {
        401 if problem.kind.ends_with("wrong-password") => HttpError::WrongPassword(problem.tries_left),
        401 => HttpError::SignedOut,
        403 if problem.kind.ends_with("device-revoked") => HttpError::Revoked,
        429 => HttpError::TooMany(retry_after.unwrap_or(60)),
        502..=504 => HttpError::Offline,
        _ if problem.detail.is_empty() && problem.title.is_empty() => HttpError::Other(status.to_string()),
        _ if problem.detail.is_empty() => HttpError::Other(problem.title),
        _ => HttpError::Other(problem.detail),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, HttpError> {
    response.json().await.map_err(|error| HttpError::Other(error.to_string()))
}
