//! Passwords: argon2id, checked away from the async threads, a few at a time.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use fieldnote_core::values::Random;
use tokio::sync::Semaphore;

use crate::clock::OsRandom;
use crate::error::ApiError;
use crate::limits;

/// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// The hash that is checked when the login is unknown, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

static CHECKS: Semaphore = Semaphore::const_new(limits::PASSWORD_CHECKS_AT_ONCE);

/// Hashes a new password; takes tens of milliseconds.
///
/// # Errors
/// When it is too short or too long.
pub(crate) fn hash_now(password: &str) -> Result<String, ApiError> {
    if password.chars().count() < limits::PASSWORD_CHARS_MIN || password.len() > limits::PASSWORD_BYTES_MAX {
        return Err(ApiError::WeakPassword);
    }
    let mut salt = [0; 16];
    OsRandom.fill(&mut salt);
    let hash = SaltString::encode_b64(&salt)
        .and_then(|salt| hasher().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string()));
    hash.map_err(|error| ApiError::Internal(anyhow::anyhow!("hashing failed: {error}")))
}

/// Hashes a new password away from the async threads.
///
/// # Errors
/// When it is too short or too long.
pub(crate) async fn hash(password: String) -> Result<String, ApiError> {
    let _permit = CHECKS.acquire().await;
    blocking(move || hash_now(&password)).await?
}

/// Tells whether the password is the one hashed; `None` for an unknown login takes as long and is always wrong.
///
/// # Errors
/// When the check itself fails.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool, ApiError> {
    if password.len() > limits::PASSWORD_BYTES_MAX {
        return Ok(false);
    }
    let _permit = CHECKS.acquire().await;
    blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        PasswordHash::new(&hash).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok()) && known
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_login_is_right() {
        let hash = hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!verify("correct hors".to_owned(), Some(hash)).await.unwrap());
        assert!(!verify("nobody has this password".to_owned(), None).await.unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        for password in ["seven c".to_owned(), "x".repeat(257)] {
            assert!(matches!(hash_now(&password), Err(ApiError::WeakPassword)));
        }
        assert!(hash_now("八个字符的密码好").is_ok());
    }
}
