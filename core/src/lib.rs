//! The domain of Fieldnote: customer documents, rules, commands, access and the exchange.
//!
//! The same code runs on the phone (WebAssembly) and on the server. It does no I/O, has no clock and no
//! randomness: time, ids and policy are arguments, bytes come in as events and go out as effects.
//!
//! Reading order: [`values`], [`model`], [`policy`], [`rules`], [`document`], [`command`], [`access`],
//! [`summary`], [`search`], [`projection`], [`export`], [`sync`], [`session`]. Each layer uses only those before it.

pub mod access;
pub mod command;
pub mod document;
pub mod export;
pub mod model;
pub mod policy;
pub mod projection;
pub mod rules;
pub mod search;
pub mod session;
pub mod summary;
pub mod sync;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod values;
