//! Suites over the whole product that need no browser: the layers of the code, the server over real sockets,
//! who may see and change what, a server killed at work, hostile bytes, random days of a team.

mod access;
mod crash;
mod hostile;
mod http;
mod layering;
mod simulation;
