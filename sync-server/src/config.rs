//! Flags and environment, parsed once. A bad value refuses to start and says what was expected.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use fieldnote_core::sync::hub::Retention;
use fieldnote_core::sync::limits::LOG_MS_MAX;

const DAY_MS: i64 = 86_400_000;
const KEEP_CHANGES_DAYS: u32 = (LOG_MS_MAX / DAY_MS) as u32;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// A web origin, such as `https://crm.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

/// The text is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an origin such as https://crm.example.com, without a path")]
pub struct ParseOriginError;

impl Origin {
    /// Returns the origin as browsers send it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = ParseOriginError;

    fn from_str(text: &str) -> Result<Self, ParseOriginError> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(ParseOriginError)?;
        if host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte)) {
            return Err(ParseOriginError);
        }
        Ok(Self(text))
    }
}

/// What `serve` runs with.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Address and port to listen on; port 0 picks a free one.
    #[arg(long, env = "FIELDNOTE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Folder of the database; made when absent.
    #[arg(long, env = "FIELDNOTE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Folder of the built web app; without it the one inside the binary is served.
    #[arg(long, env = "FIELDNOTE_WEB")]
    pub web: Option<PathBuf>,
    /// Fill an empty database with the demo workspace.
    #[arg(long, env = "FIELDNOTE_DEMO")]
    pub demo: bool,
    /// Origins that may call the API instead of the server's own; needed behind a proxy that changes the host.
    #[arg(long = "origin", env = "FIELDNOTE_ORIGIN", value_delimiter = ',')]
    pub origins: Vec<Origin>,
    /// Certificate chain as PEM; serves HTTPS.
    #[arg(long, env = "FIELDNOTE_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key as PEM.
    #[arg(long, env = "FIELDNOTE_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Days for which a change may be kept for devices that lack it, when its document's snapshot holds it already.
    #[arg(long, env = "FIELDNOTE_KEEP_CHANGES_DAYS", default_value_t = KEEP_CHANGES_DAYS)]
    pub keep_changes_days: u32,
    /// Form of the log.
    #[arg(long, env = "FIELDNOTE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// What is logged, such as `info` or `fieldnote_server=debug`.
    #[arg(long, env = "FIELDNOTE_LOG", default_value = "info")]
    pub log: String,
}

impl Config {
    /// Returns what a test runs with: a free port of the loopback and a data folder of its own.
    pub fn local(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: data.into(),
            web: None,
            demo: false,
            origins: Vec::new(),
            tls_cert: None,
            tls_key: None,
            keep_changes_days: KEEP_CHANGES_DAYS,
            log_format: LogFormat::Text,
            log: "warn".to_owned(),
        }
    }

    /// Returns how much of what snapshots hold stays in the log of changes.
    pub fn retention(&self) -> Retention {
        Retention { age_ms: i64::from(self.keep_changes_days) * DAY_MS, ..Retention::default() }
    }

    /// Returns certificate and key when the server speaks TLS itself.
    pub fn tls(&self) -> Option<(&PathBuf, &PathBuf)> {
        self.tls_cert.as_ref().zip(self.tls_key.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_scheme_and_host_and_nothing_else() {
        for (text, expected) in [
            ("https://crm.example.com", Some("https://crm.example.com")),
            ("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080")),
            ("https://CRM.example.com", Some("https://crm.example.com")),
            ("crm.example.com", None),
            ("https://", None),
            ("https://a/b", None),
            ("ftp://a", None),
        ] {
            assert_eq!(text.parse::<Origin>().ok().as_ref().map(Origin::as_str), expected, "{text}");
        }
    }
}
