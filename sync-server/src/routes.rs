//! The HTTP API, one file per resource. What each may answer is in `openapi.rs`.

pub(crate) mod assets;
pub(crate) mod audit;
pub(crate) mod calendar;
pub(crate) mod colleagues;
pub(crate) mod devices;
pub(crate) mod health;
pub(crate) mod openapi;
pub(crate) mod review;
pub(crate) mod session;
pub(crate) mod users;
