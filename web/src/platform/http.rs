//! The server's HTTP API: sign-in, devices, users, reviews. Everything else goes over the socket.

use fieldnote_core::model::{FieldChange, Role, SellerLevel};
use fieldnote_core::session::Identity;
use fieldnote_core::values::{Code, DeviceId, DocumentId, Instant, UserId};
use gloo::utils::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use super::json::{Json, list, object, quoted};

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

/// The answer to a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            user: json.parsed("user")?,
            login: json.text("login")?,
            name: json.text("name")?,
            role: Role::of_key(&json.text("role")?)?,
            device: json.parsed("device")?,
            digest_key: json.text("digest_key")?,
        })
    }

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Milliseconds since 1970.
    pub last_seen_at: Option<i64>,
    /// The one this app runs on.
    pub current: bool,
}

impl DeviceInfo {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: json.parsed("id")?,
            name: json.text("name")?,
            last_seen_at: json.number("last_seen_at"),
            current: json.is_true("current"),
        })
    }
}

/// A user as the admin sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub manager: Option<UserId>,
    /// Regions.
    pub regions: Vec<Code>,
    /// May not sign in.
    pub disabled: bool,
    /// How experienced.
    pub level: Option<SellerLevel>,
}

impl UserInfo {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: json.parsed("id")?,
            login: json.text("login")?,
            name: json.text("name")?,
            role: Role::of_key(&json.text("role")?)?,
            manager: json.parsed("manager"),
            regions: json.entries("regions").iter().filter_map(Json::as_text).map(Code::new).collect(),
            disabled: json.is_true("disabled"),
            level: json.text("level").and_then(|key| SellerLevel::of_key(&key)),
        })
    }
}

/// What the admin writes of a user; what is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserEdit {
    /// Sign-in name, for a new user only.
    pub login: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Role.
    pub role: Option<Role>,
    /// The manager above; `Some(None)` takes them away.
    pub manager: Option<Option<UserId>>,
    /// Regions.
    pub regions: Option<Vec<Code>>,
    /// May not sign in.
    pub disabled: Option<bool>,
    /// How experienced; `Some(None)` for not said.
    pub level: Option<Option<SellerLevel>>,
    /// A new password.
    pub password: Option<String>,
}

impl UserEdit {
    fn write(&self) -> String {
        let text = |text: &String| quoted(text);
        let manager = |user: Option<UserId>| user.map_or_else(|| "null".to_owned(), |user| quoted(&user.to_string()));
        let regions = |regions: &Vec<Code>| list(regions.iter().map(|region| quoted(region.as_str())));
        let members = [
            ("login", self.login.as_ref().map(text)),
            ("name", self.name.as_ref().map(text)),
            ("role", self.role.map(|role| quoted(role.key()))),
            ("manager", self.manager.map(manager)),
            ("regions", self.regions.as_ref().map(regions)),
            ("disabled", self.disabled.map(|disabled| disabled.to_string())),
            ("level", self.level.map(|level| level.map_or_else(|| "null".to_owned(), |level| quoted(level.key())))),
            ("password", self.password.as_ref().map(text)),
        ];
        object(members.into_iter().filter_map(|(key, value)| Some((key, value?))))
    }
}

/// Signs in; `device` is this browser's device, if it has one.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn sign_in(login: &str, password: &str, device: Option<DeviceId>) -> Result<SessionInfo, HttpError> {
    let id = device.map(|device| ("id", quoted(&device.to_string())));
    let device = object(id.into_iter().chain([("name", quoted(&super::page::device_name()))]));
    let body = object([("login", quoted(login)), ("password", quoted(password)), ("device", device)]);
    SessionInfo::read(&send("POST", "/api/session", Some(body)).await?).ok_or_else(strange)
}

/// Ends the session.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn sign_out() -> Result<(), HttpError> {
    send("DELETE", "/api/session", None).await.map(drop)
}

/// Changes the own password.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn change_password(old: &str, new: &str) -> Result<(), HttpError> {
    let body = object([("old", quoted(old)), ("new", quoted(new))]);
    send("POST", "/api/session/password", Some(body)).await.map(drop)
}

/// Lists the person's devices.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn devices() -> Result<Vec<DeviceInfo>, HttpError> {
    let devices = send("GET", "/api/devices", None).await?.list();
    devices.iter().map(DeviceInfo::read).collect::<Option<_>>().ok_or_else(strange)
}

/// Revokes a device.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn revoke_device(device: DeviceId) -> Result<(), HttpError> {
    send("DELETE", &format!("/api/devices/{device}"), None).await.map(drop)
}

/// Lists the workspace's users; admins only.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn users() -> Result<Vec<UserInfo>, HttpError> {
    let users = send("GET", "/api/users", None).await?.list();
    users.iter().map(UserInfo::read).collect::<Option<_>>().ok_or_else(strange)
}

/// Adds a user, or changes the one given; admins only.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn save_user(user: Option<UserId>, edit: &UserEdit) -> Result<(), HttpError> {
    let (method, path) = match user {
        Some(user) => ("PATCH", format!("/api/users/{user}")),
        None => ("POST", "/api/users".to_owned()),
    };
    send(method, &path, Some(edit.write())).await.map(drop)
}

/// A held change that waits for the person's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldInfo {
    /// Where its decision is sent to.
    pub key: String,
    /// The document it was meant for.
    pub doc: DocumentId,
    /// Who wrote it.
    pub author: Option<UserId>,
    /// When, by the author's clock; milliseconds since 1970.
    pub claimed_at: Option<i64>,
    /// When it reached the server.
    pub received_at: i64,
    /// Code of the reason.
    pub reason: Code,
    /// It can be taken over as it was written.
    pub acceptable: bool,
    /// What it wrote.
    pub fields: Vec<HeldFieldInfo>,
}

/// A field of a held change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFieldInfo {
    /// What the author saw and left.
    pub change: FieldChange,
    /// What stands there now.
    pub now: Option<String>,
    /// It can be taken over, on its own or with its record.
    pub pickable: bool,
    /// The record that is new with it; it is taken over as a whole.
    pub record: Option<String>,
}

impl HeldInfo {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            key: format!("/api/held/{}/{}", json.text("device")?, json.text("hash")?),
            doc: json.parsed("doc")?,
            author: json.parsed("author"),
            claimed_at: json.number("claimed_at"),
            received_at: json.number("received_at")?,
            reason: Code::new(&json.text("reason")?),
            acceptable: json.is_true("acceptable"),
            fields: json.entries("fields").iter().map(HeldFieldInfo::read).collect(),
        })
    }
}

impl HeldFieldInfo {
    fn read(json: &Json) -> Self {
        let [path, field, subject] = ["path", "field", "subject"].map(|key| json.text(key).unwrap_or_default());
        let [before, after, now] = ["before", "after", "now"].map(|key| json.text(key));
        let change = FieldChange { path, field, subject, before, after };
        Self { change, now, pickable: json.is_true("pickable"), record: json.text("record") }
    }
}

/// What is to be done with a held change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldChoice {
    /// Take it over as it was written.
    Accept,
    /// Take over the fields of these paths.
    Pick(Vec<String>),
    /// Take over nothing, for this reason.
    Decline(String),
}

/// Returns since when there is a calendar feed.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn calendar() -> Result<Option<Instant>, HttpError> {
    let answer = send("GET", "/api/calendar", None).await?;
    Ok(answer.number("created_at").map(Instant))
}

/// Makes a new address for the feed, in place of the one before; returns its path.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn make_calendar() -> Result<String, HttpError> {
    send("POST", "/api/calendar", None).await?.text("path").ok_or_else(strange)
}

/// Takes the address of the feed back.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn end_calendar() -> Result<(), HttpError> {
    send("DELETE", "/api/calendar", None).await.map(drop)
}

/// A colleague who works on a customer with the name asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The colleague; nothing for a lead that nobody has claimed.
    pub owner: Option<String>,
    /// The region.
    pub region: Code,
}

/// Asks whether colleagues work on a customer with this name.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn colleagues(name: &str) -> Result<Vec<Colleague>, HttpError> {
    let body = object([("name", quoted(name))]);
    let all = send("POST", "/api/colleagues", Some(body)).await?.list();
    let read = |json: &Json| Some(Colleague { owner: json.text("owner"), region: Code::new(json.text("region")?) });
    all.iter().map(read).collect::<Option<_>>().ok_or_else(strange)
}

/// Lists the held changes that the person may decide on and nobody has.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn held() -> Result<Vec<HeldInfo>, HttpError> {
    let all = send("GET", "/api/held", None).await?.list();
    let waits = |json: &&Json| json.is_true("yours") && !json.is_true("review");
    all.iter().filter(waits).map(HeldInfo::read).collect::<Option<_>>().ok_or_else(strange)
}

/// Decides on a held change.
///
/// # Errors
/// When the server refuses or does not answer.
pub async fn decide(key: &str, choice: &HeldChoice) -> Result<(), HttpError> {
    let (decision, more) = match choice {
        HeldChoice::Accept => ("accept", None),
        HeldChoice::Pick(paths) => ("pick", Some(("paths", list(paths.iter().map(|path| quoted(path)))))),
        HeldChoice::Decline(reason) => ("decline", Some(("reason", quoted(reason)))),
    };
    let body = object([("decision", quoted(decision))].into_iter().chain(more));
    send("POST", key, Some(body)).await.map(drop)
}

/// An answer without what it should have, such as a proxy's page.
fn strange() -> HttpError {
    HttpError::Other("the server's answer cannot be read".to_owned())
}

async fn send(method: &str, path: &str, body: Option<String>) -> Result<Json, HttpError> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        let headers = js_sys::Map::new();
        headers.set(&"Content-Type".into(), &"application/json".into());
        init.set_headers(&headers);
        init.set_body(&body.into());
    }
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await.map_err(|_| HttpError::Offline)?;
    let response = answer.dyn_into::<Response>().map_err(|_| HttpError::Offline)?;
    // Nothing to read is an answer too: "done".
    let json = match response.json() {
        Ok(text) => Json(JsFuture::from(text).await.unwrap_or_default()),
        Err(_) => Json::default(),
    };
    if response.ok() { Ok(json) } else { Err(refused(&response, &json)) }
}

/// Reads a problem as the server writes it (RFC 9457).
fn refused(response: &Response, problem: &Json) -> HttpError {
    let status = response.status();
    let text = |key: &str| problem.text(key).unwrap_or_default();
    let kind = text("type");
    match status {
        401 if kind.ends_with("wrong-password") => {
            HttpError::WrongPassword(problem.number("tries_left").and_then(|tries| tries.try_into().ok()))
        }
        401 => HttpError::SignedOut,
        403 if kind.ends_with("device-revoked") => HttpError::Revoked,
        429 => {
            let seconds = response.headers().get("Retry-After").ok().flatten();
            HttpError::TooMany(seconds.and_then(|text| text.parse().ok()).unwrap_or(60))
        }
        502..=504 => HttpError::Offline,
        _ => {
            let words = [text("detail"), text("title"), status.to_string()];
            HttpError::Other(words.into_iter().find(|words| !words.is_empty()).unwrap_or_default())
        }
    }
}
