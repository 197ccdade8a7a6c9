//! Raw deflate streams under the interface of the crate flate2, as far as `automerge` and `core` use it.
//!
//! Released flate2 has one backend for the whole build, and `automerge` asks for `zlib-rs`: fast, and with the code
//! and tables of zlib and gzip 16 kB more of the browser module, brotli, than raw deflate alone. Here the target
//! decides: `zlib-rs` on a server, where speed counts, and `miniz_oxide` in the browser, where size does.

pub mod bufread;

#[cfg(not(target_arch = "wasm32"))]
#[path = "fast.rs"]
mod backend;
#[cfg(target_arch = "wasm32")]
#[path = "small.rs"]
mod backend;

/// How hard to try, from 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compression(u8);

impl Compression {
    /// The smallest stream.
    pub const fn best() -> Self {
        Self(9)
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self(6)
    }
}

/// What a backend did with a piece of input.
#[derive(Debug, Clone, Copy)]
struct Step {
    consumed: usize,
    written: usize,
    /// The stream has ended; what follows in the input is not of it.
    ended: bool,
}

/// One direction of a backend.
trait Stream {
    /// Works on a piece of input; `last` tells that no more follows. Nothing for a damaged stream.
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> Option<Step>;
}
