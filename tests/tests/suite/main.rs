//! Suites over the whole product that need no browser: the layers of the code, the server over real sockets,
//! who may see and change what, a server killed at work, hostile bytes, random days of a team.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "the helpers of tests may fail as the tests themselves do, and say what they measured"
)]

mod access;
mod crash;
mod herd;
mod hostile;
mod http;
mod layering;
mod review;
mod simulation;
mod slow_reader;
