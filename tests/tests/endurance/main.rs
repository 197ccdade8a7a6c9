//! Suites that keep the machine busy: a server killed at work or without a disk, rights that end, readers that do not read.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "the helpers of tests may fail as the tests themselves do, and say what they measured"
)]

mod crash;
mod damaged;
mod disk;
mod herd;
mod revocation;
mod revocation_steps;
mod slow_reader;
