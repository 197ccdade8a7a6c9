//! The session token: 256 random bits in a cookie, stored only as a hash.

use axum::http::{HeaderMap, HeaderValue, header};
use fieldnote_core::values::Random;
use sha2::{Digest as _, Sha256};

use crate::clock::OsRandom;

/// `__Host-` binds the cookie to this host and to HTTPS (browsers take loopback as such).
const COOKIE: &str = "__Host-fieldnote";

/// The SHA-256 of a token: the key of its session. A stolen database signs nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash(pub(crate) [u8; 32]);

/// A session token.
#[derive(Clone)]
pub(crate) struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// Draws a new token.
    pub(crate) fn random() -> Self {
        let mut bytes = [0; 32];
        OsRandom.fill(&mut bytes);
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Returns the key of the session.
    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_bytes()).into())
    }

    /// Reads the token of a request.
    pub(crate) fn of_request(headers: &HeaderMap) -> Option<Self> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, token) = pairs.find(|(name, _)| *name == COOKIE)?;
        Self::of_text(token)
    }

    /// Reads a token; nothing when it cannot be one.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        (text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| Self(text.to_owned()))
    }

    /// Returns the token itself, for the one who is to have it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the header that gives the token to the browser for as long as the session may live.
    pub(crate) fn to_cookie(&self) -> Option<HeaderValue> {
        let life_s = crate::limits::SESSION_LIFE_MS / 1000;
        let cookie = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={life_s}", self.0);
        HeaderValue::try_from(cookie).ok()
    }
}

/// Returns the header that takes the cookie away.
pub(crate) fn cleared_cookie() -> HeaderValue {
    HeaderValue::from_static("__Host-fieldnote=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_the_cookie_among_others() {
        let token = Token::random();
        let set = token.to_cookie().unwrap();
        let pair = set.to_str().unwrap().split(';').next().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("theme=dark; {pair}").parse().unwrap());
        assert_eq!(Token::of_request(&headers).map(|token| token.hash()), Some(token.hash()));
        headers.insert(header::COOKIE, "__Host-fieldnote=short".parse().unwrap());
        assert!(Token::of_request(&headers).is_none());
    }
}
