//! Where a request comes from: another site must not act with a person's cookie.
//!
//! Browsers send `Origin` with every unsafe request and every socket; who sends none is no browser and carries no
//! ambient cookie. The cookie is `SameSite=Strict` besides.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};

use crate::config::Origin;
use crate::error::ApiError;

/// Refuses an unsafe request or an upgrade from another site.
pub(crate) fn check(parts: &Parts, allowed: &[Origin]) -> Result<(), ApiError> {
    let safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    // A handshake over HTTP/2 is a CONNECT, which is not safe by the line above.
    if safe && !parts.headers.contains_key(header::UPGRADE) {
        return Ok(());
    }
    if is_own(&parts.headers, &parts.uri, allowed) { Ok(()) } else { Err(ApiError::ForeignOrigin) }
}

fn is_own(headers: &HeaderMap, uri: &Uri, allowed: &[Origin]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
        return matches!(site, None | Some(b"same-origin" | b"none"));
    };
    let Ok(origin) = origin.to_str() else { return false };
    if !allowed.is_empty() {
        return allowed.iter().any(|allowed| allowed.as_str() == origin);
    }
    let sent = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    sent.is_some_and(|sent| host(headers, uri) == Some(sent))
}

/// Returns host and port that the request was sent to.
pub(crate) fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let host = host.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str))?;
    host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte)).then_some(host)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn allows(method: &str, headers: &[(&str, &str)], allowed: &[&str]) -> bool {
        let mut request = Request::builder().method(method).uri("/sync").header("host", "crm.example.com");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let allowed: Vec<Origin> = allowed.iter().map(|text| text.parse().unwrap()).collect();
        check(&request.body(()).unwrap().into_parts().0, &allowed).is_ok()
    }

    #[test]
    fn only_the_own_site_may_change_anything_or_open_a_socket() {
        let own = ("origin", "https://crm.example.com");
        let foreign = ("origin", "https://evil.example.com");
        let listed = ["https://other.example.com"];
        for (method, headers, allowed, expected) in [
            ("POST", &[own][..], &[][..], true),
            ("POST", &[foreign], &[], false),
            ("DELETE", &[("origin", "null")], &[], false),
            ("POST", &[("origin", "https://crm.example.com.evil.com")], &[], false),
            ("GET", &[foreign], &[], true),
            ("GET", &[foreign, ("upgrade", "websocket")], &[], false),
            ("GET", &[own, ("upgrade", "websocket")], &[], true),
            ("CONNECT", &[foreign], &[], false),
            ("POST", &[], &[], true),
            ("POST", &[("sec-fetch-site", "cross-site")], &[], false),
            ("POST", &[("sec-fetch-site", "same-site")], &[], false),
            ("POST", &[("origin", "https://other.example.com")], &listed, true),
            ("POST", &[own], &listed, false),
        ] {
            assert_eq!(allows(method, headers, allowed), expected, "{method} {headers:?} {allowed:?}");
        }
    }
}
