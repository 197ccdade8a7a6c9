//! Who is asking: sessions, passwords, rate limits, origins.

pub(crate) mod limiter;
pub(crate) mod origin;
pub(crate) mod password;
pub(crate) mod signed_in;
pub(crate) mod token;

pub(crate) use signed_in::SignedIn;
