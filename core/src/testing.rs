//! Builders, an in-memory store and its conformance checks, an in-memory network: for tests of this and other crates.

pub mod builders;
pub mod device_store;
pub mod hostile;
pub mod memory_store;
pub mod network;
pub mod simulation;
pub mod store_conformance;
