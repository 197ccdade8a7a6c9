//! The web app's files: from a folder, or from inside the binary. Brotli as built, cached by name.
//!
//! A path of the app answers with its page; any other unknown path is a 404, never the page, so that a missing
//! script is an error and not a page taken for a script.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::error::ApiError;

/// First segments of the app's own paths; what follows names a record.
const APP_ROUTES: [&str; 11] =
    ["today", "customers", "record", "pipeline", "team", "sync-status", "settings", "sign-in", "new", "held", "users"];

const PAGE: &str = "index.html";

#[cfg(feature = "embed-web")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../target/web"]
struct Embedded;

/// Where the files are.
#[derive(Debug)]
pub(crate) struct Assets {
    folder: Option<PathBuf>,
}

impl Assets {
    /// Takes a folder, or what is inside the binary.
    ///
    /// # Errors
    /// When the folder has no page.
    pub(crate) fn open(folder: Option<PathBuf>) -> anyhow::Result<Self> {
        if let Some(folder) = &folder {
            let page = folder.join(PAGE);
            anyhow::ensure!(page.is_file(), "--web: expected the built web app, with a file {}", page.display());
        }
        Ok(Self { folder })
    }

    fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match &self.folder {
            Some(folder) => std::fs::read(folder.join(Path::new(name))).ok().map(Cow::Owned),
            None => embedded(name),
        }
    }
}

#[cfg(feature = "embed-web")]
fn embedded(name: &str) -> Option<Cow<'static, [u8]>> {
    Embedded::get(name).map(|file| file.data)
}

#[cfg(not(feature = "embed-web"))]
fn embedded(_name: &str) -> Option<Cow<'static, [u8]>> {
    None
}

/// Answers every path that no route has.
pub(crate) async fn serve(State(app): State<Arc<App>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if uri.path().starts_with("/api/") {
        return ApiError::NotFound.into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return ApiError::MethodNotAllowed.into_response();
    }
    let Some(name) = file_name(uri.path()) else { return nothing_here() };
    let brotli = accepts_brotli(&headers);
    let found = tokio::task::spawn_blocking(move || {
        let packed = brotli.then(|| app.assets.read(&format!("{name}.br"))).flatten().map(|bytes| (bytes, true));
        let found = packed.or_else(|| app.assets.read(&name).map(|bytes| (bytes, false)));
        found.map(|(bytes, packed)| (name, bytes, packed))
    });
    match found.await.ok().flatten() {
        Some((name, bytes, packed)) => respond(&name, bytes, packed, &headers),
        None => nothing_here(),
    }
}

fn nothing_here() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (StatusCode::NOT_FOUND, headers, "404: nothing is here\n").into_response()
}

/// Returns the file of a path; nothing for a path that can name none.
fn file_name(path: &str) -> Option<String> {
    let path = path.strip_prefix('/')?;
    if path.is_empty() {
        return Some(PAGE.to_owned());
    }
    let plain = |segment: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !segment.is_empty() && !segment.starts_with('.') && segment.bytes().all(known)
    };
    if !path.split('/').all(plain) {
        return None;
    }
    let first = path.split('/').next().unwrap_or_default();
    let is_app = APP_ROUTES.contains(&first) && !path.contains('.') && path.split('/').count() <= 4;
    Some(if is_app { PAGE.to_owned() } else { path.to_owned() })
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("br") && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn respond(name: &str, bytes: Cow<'static, [u8]>, packed: bool, request: &HeaderMap) -> Response {
    let etag = format!("\"{}\"", hex(Sha256::digest(&bytes).get(..12).unwrap_or_default()));
    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    if let Ok(etag) = HeaderValue::try_from(&etag) {
        headers.insert(header::ETAG, etag);
    }
    let known = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    if known.flat_map(|value| value.split(',')).any(|value| value.trim().trim_start_matches("W/") == etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    (StatusCode::OK, headers, bytes.into_owned()).into_response()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Tells whether the name holds the hash of its content: `app-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    name.split('-').skip(1).any(|part| {
        let hash = part.split(['.', '_']).next().unwrap_or_default();
        hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest") => "application/manifest+json",
        Some("json") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_app_are_its_page_and_files_are_themselves() {
        for (path, expected) in [
            ("/", Some(PAGE)),
            ("/today", Some(PAGE)),
            ("/customers/0123456789abcdef", Some(PAGE)),
            ("/new/customer", Some(PAGE)),
            ("/app-0123456789abcdef.js", Some("app-0123456789abcdef.js")),
            ("/icons/192.png", Some("icons/192.png")),
            ("/today.js", Some("today.js")),
            ("/../secret", None),
            ("/.env", None),
            ("/icons//x", None),
            ("/%2e%2e/secret", None),
            ("/a\\b", None),
        ] {
            assert_eq!(file_name(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (name, expected) in [
            ("app-0123456789abcdef.js", true),
            ("app-0123456789abcdef_bg.wasm", true),
            ("styles-01234567.css", true),
            ("index.html", false),
            ("sw.js", false),
            ("manifest.webmanifest", false),
            ("icon-192.png", false),
        ] {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
    }

    #[test]
    fn brotli_is_sent_to_who_takes_it() {
        for (accept, expected) in
            [("gzip, deflate, br", true), ("br;q=0.9", true), ("br;q=0", false), ("gzip", false), ("", false)]
        {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accept))]);
            assert_eq!(accepts_brotli(&headers), expected, "{accept}");
        }
    }
}
