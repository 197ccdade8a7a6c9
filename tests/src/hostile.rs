//! What an attacker builds: change chunks byte by byte, mutated frames, sockets that misbehave below the frames.

pub mod chunk;
pub mod mutate;
pub mod raw;
