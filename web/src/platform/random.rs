//! Random bytes from Web Crypto.

use fieldnote_core::values::Random;

/// The browser's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct WebRandom;

impl Random for WebRandom {
    #[expect(clippy::expect_used, reason = "a browser without Web Crypto cannot sign in, and ids must never repeat")]
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the browser has crypto.getRandomValues");
    }
}
