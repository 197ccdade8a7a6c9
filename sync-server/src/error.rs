//! What a request may fail with: RFC 9457 problem details, and the one table of their statuses.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fieldnote_core::sync::store::StoreError;

/// A refused request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// The body or a parameter is not what the route takes.
    #[error("expected {0}")]
    Invalid(&'static str),
    /// No session, or it has ended.
    #[error("sign in first")]
    SignedOut,
    /// Login and password do not go together.
    #[error("wrong login or password")]
    WrongPassword {
        /// Tries left in this minute.
        tries_left: u32,
    },
    /// The device of this session was revoked.
    #[error("this device was revoked")]
    DeviceRevoked,
    /// The account was disabled by an administrator.
    #[error("this account is disabled")]
    AccountDisabled,
    /// The request came from another site.
    #[error("requests from this origin are not accepted")]
    ForeignOrigin,
    /// The role may not do this.
    #[error("only an administrator may do this")]
    NotAllowed,
    /// The person may see it and not decide on it.
    #[error("only who may change the document may review what was meant for it")]
    NotYours,
    /// Somebody decided before.
    #[error("it was reviewed already: {0}")]
    Decided(&'static str),
    /// The held change cannot be taken over like this.
    #[error("it cannot be taken over: {0}")]
    Unfit(&'static str),
    /// No such resource.
    #[error("nothing is here")]
    NotFound,
    /// The route exists, the method does not.
    #[error("this method is not supported here")]
    MethodNotAllowed,
    /// The login is another user's.
    #[error("this login is taken")]
    LoginTaken,
    /// The new password does not hold.
    #[error("expected a password of at least 8 characters and at most 256 bytes")]
    WeakPassword,
    /// An administrator may not lock themselves out.
    #[error("an administrator cannot disable or demote themselves")]
    OwnAccount,
    /// Too many tries.
    #[error("too many requests")]
    TooMany {
        /// Seconds until the next is allowed.
        retry_after_s: u64,
    },
    /// The body is too long.
    #[error("the request is too large")]
    TooLarge,
    /// The request did not arrive in time.
    #[error("the request did not arrive in time")]
    TooSlow,
    /// The frame could not be read.
    #[error("the frame could not be read")]
    BadFrame,
    /// What the device knows is of a history that has ended.
    #[error("the server was restored: compare everything")]
    Restored,
    /// The store cannot take it now (disk full, overloaded, going down).
    #[error("the server cannot store anything now")]
    Unavailable,
    /// A fault of the server; the cause is logged, never sent.
    #[error("something went wrong on the server")]
    Internal(#[source] anyhow::Error),
}

impl ApiError {
    /// Returns status and problem type: the one table.
    fn status(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "/problems/invalid"),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "/problems/signed-out"),
            Self::WrongPassword { .. } => (StatusCode::UNAUTHORIZED, "/problems/wrong-password"),
            Self::DeviceRevoked => (StatusCode::FORBIDDEN, "/problems/device-revoked"),
            Self::AccountDisabled => (StatusCode::FORBIDDEN, "/problems/account-disabled"),
            Self::ForeignOrigin => (StatusCode::FORBIDDEN, "/problems/foreign-origin"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "/problems/not-allowed"),
            Self::NotYours => (StatusCode::FORBIDDEN, "/problems/not-yours"),
            Self::Decided(_) => (StatusCode::CONFLICT, "/problems/decided"),
            Self::Unfit(_) => (StatusCode::CONFLICT, "/problems/unfit"),
            Self::NotFound => (StatusCode::NOT_FOUND, "/problems/not-found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "/problems/method-not-allowed"),
            Self::LoginTaken => (StatusCode::CONFLICT, "/problems/login-taken"),
            Self::WeakPassword => (StatusCode::UNPROCESSABLE_ENTITY, "/problems/weak-password"),
            Self::OwnAccount => (StatusCode::CONFLICT, "/problems/own-account"),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "/problems/too-many-requests"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "/problems/too-large"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "/problems/too-slow"),
            Self::BadFrame => (StatusCode::BAD_REQUEST, "/problems/bad-frame"),
            Self::Restored => (StatusCode::CONFLICT, "/problems/restored"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "/problems/unavailable"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "/problems/internal"),
        }
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DiskFull, ReadOnly, SystemIoFailure};
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DiskFull | ReadOnly | SystemIoFailure) => {
                tracing::error!(%error, "the database cannot write");
                Self::Unavailable
            }
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::error!(%error, "the store cannot answer");
                Self::Unavailable
            }
            StoreError::Corrupt(_) | StoreError::Moved { .. } => Self::Internal(error.into()),
        }
    }
}

/// The body of a refusal (RFC 9457).
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Problem {
    /// What kind of problem, a path of this server.
    pub r#type: &'static str,
    /// The kind in words.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// Sign-in tries left in this minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tries_left: Option<u32>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, kind) = self.status();
        if let Self::Internal(error) = &self {
            tracing::error!(error = format!("{error:#}"), "request failed");
        }
        let tries_left = match self {
            Self::WrongPassword { tries_left } => Some(tries_left),
            _ => None,
        };
        let problem = Problem { r#type: kind, title: self.to_string(), status: status.as_u16(), tries_left };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Self::TooMany { retry_after_s } = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
        response
    }
}
