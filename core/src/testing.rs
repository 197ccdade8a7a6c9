//! Builders, an in-memory store and its conformance checks, an in-memory network: for tests of this and other crates.

pub mod memory_store;
pub mod store_conformance;
