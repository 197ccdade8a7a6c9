//! A person's calls of the HTTP API, with the cookie and the origin that a browser would send.

use anyhow::{Context, Result, ensure};
use fieldnote_core::session::Identity;
use fieldnote_core::values::{DeviceId, UserId};
use reqwest::header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::server::{PASSWORD, Server};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Header lines.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads the body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body)
            .with_context(|| format!("{}: {}", self.status, String::from_utf8_lossy(&self.body)))
    }

    /// Returns a header line as text, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A signed-in person on a device.
#[derive(Debug, Clone)]
pub struct Person {
    /// Whom the server says it is.
    pub identity: Identity,
    /// The session, as sent in a `Cookie` line.
    pub cookie: String,
    url: String,
}

/// Calls the API without a session.
///
/// # Errors
/// When no answer comes.
pub async fn call(
    url: &str,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Answer> {
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    let mut request = client.request(method, format!("{url}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request.json(body);
    }
    let response = request.send().await?;
    let (status, headers) = (response.status(), response.headers().clone());
    Ok(Answer { status, headers, body: response.bytes().await?.to_vec() })
}

/// Tries to sign in.
///
/// # Errors
/// When no answer comes.
pub async fn try_sign_in(server: &Server, login: &str, password: &str, device: Option<DeviceId>) -> Result<Answer> {
    let id = device.map(|device| device.to_string());
    let body = json!({"login": login, "password": password, "device": {"id": id, "name": "test"}});
    call(server.url(), Method::POST, "/api/session", &[("origin", server.url())], Some(&body)).await
}

impl Person {
    /// Signs in with the demo password on a new device.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn sign_in(server: &Server, login: &str) -> Result<Self> {
        let answer = try_sign_in(server, login, PASSWORD, None).await?;
        ensure!(answer.status == StatusCode::OK, "{login}: {} {:?}", answer.status, answer.json());
        let cookie = answer.headers.get(SET_COOKIE).context("no cookie")?.to_str()?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let identity = identity(&answer.json()?)?;
        Ok(Self { identity, cookie, url: server.url().to_owned() })
    }

    /// A person whose session began elsewhere: whom the server at `url` knows by this `Cookie` line.
    pub fn known(identity: Identity, cookie: String, url: &str) -> Self {
        Self { identity, cookie, url: url.to_owned() }
    }

    /// Calls the API as this person.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Answer> {
        let headers = [(COOKIE.as_str(), self.cookie.as_str()), (ORIGIN.as_str(), self.url.as_str())];
        call(&self.url, method, path, &headers, body).await
    }
}

fn identity(session: &Value) -> Result<Identity> {
    let text = |name: &str| session.get(name).and_then(Value::as_str).with_context(|| format!("no {name}: {session}"));
    let key = u128::from_str_radix(text("digest_key")?, 16)?;
    Ok(Identity {
        user: text("user")?.parse::<UserId>()?,
        device: text("device")?.parse::<DeviceId>()?,
        role: serde_json::from_value(session.get("role").cloned().unwrap_or_default())?,
        name: text("name")?.to_owned(),
        login: text("login")?.to_owned(),
        digest_key: key.to_be_bytes(),
    })
}
