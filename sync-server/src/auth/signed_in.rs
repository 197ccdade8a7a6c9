//! The person and device behind a request: looked up on every one, so that a right taken away is gone at once.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use fieldnote_core::model::{Member, Role};
use fieldnote_core::values::{DeviceId, UserId};

use super::token::{Token, TokenHash};
use crate::app::App;
use crate::clock;
use crate::error::ApiError;
use crate::limits;

/// A valid session of an enabled member on a device that was not revoked.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    /// Key of the session.
    pub(crate) token: TokenHash,
    /// The device.
    pub(crate) device: DeviceId,
    /// Sign-in name.
    pub(crate) login: String,
    /// What the directory says.
    pub(crate) member: Member,
}

impl SignedIn {
    /// Finds the session of a request.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`], [`ApiError::DeviceRevoked`] or [`ApiError::AccountDisabled`].
    pub(crate) async fn of(headers: &HeaderMap, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = Token::of_request(headers).ok_or(ApiError::SignedOut)?.hash();
        Self::of_token(token, app).await
    }

    /// Finds a session by its key, and prolongs it when it is in use.
    ///
    /// # Errors
    /// As for [`Self::of`].
    pub(crate) async fn of_token(token: TokenHash, app: &Arc<App>) -> Result<Self, ApiError> {
        app.blocking(move |app| {
            let now = clock::now();
            let session = app.database.session(token, now)?.ok_or(ApiError::SignedOut)?;
            if session.revoked {
                return Err(ApiError::DeviceRevoked);
            }
            let member = app.database.member(session.user)?.ok_or(ApiError::SignedOut)?;
            if member.disabled {
                return Err(ApiError::AccountDisabled);
            }
            if session.expires_at.ms_since(now) < limits::SESSION_LIFE_MS - limits::SESSION_SLIDE_MS {
                // A full disk must not sign anybody out: reading goes on, the session ends a little earlier.
                if let Err(error) = app.database.prolong_session(token, session.device, now) {
                    tracing::warn!(%error, "a session could not be prolonged");
                }
            }
            Ok(Self { token, device: session.device, login: session.login, member })
        })
        .await
    }

    /// The user.
    pub(crate) fn user(&self) -> UserId {
        self.member.id
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        Self::of(&parts.headers, app).await
    }
}

/// A session of an administrator.
#[derive(Debug, Clone)]
pub(crate) struct Admin(pub(crate) SignedIn);

impl FromRequestParts<Arc<App>> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let signed_in = SignedIn::of(&parts.headers, app).await?;
        if signed_in.member.role != Role::Admin {
            tracing::warn!(user = %signed_in.user(), path = parts.uri.path(), "refused: not an administrator");
            return Err(ApiError::NotAllowed);
        }
        Ok(Self(signed_in))
    }
}
