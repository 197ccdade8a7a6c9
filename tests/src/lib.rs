//! The harness of the suites and benchmarks: a server as a process of its own, people who talk to it, phones.
//!
//! It holds no test. Suites are in `tests/tests`, measurements in `tests/benches`, expected files in `tests/golden`.

pub mod api;
pub mod client;
pub mod counted;
pub mod enrol;
pub mod hostile;
pub mod paths;
pub mod phone;
pub mod replica;
pub mod server;
pub mod soak;
pub mod workload;
