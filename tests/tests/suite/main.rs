//! Suites over the whole product that need no browser: the layers of the code, the server over real sockets,
//! who may see and change what, hostile bytes. What keeps the machine busy has programs of its own, as these measure.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "the helpers of tests may fail as the tests themselves do, and say what they measured"
)]

mod access;
mod departments;
mod hostile;
mod http;
mod layering;
mod review;
