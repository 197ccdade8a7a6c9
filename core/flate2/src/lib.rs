//! Raw deflate streams under the interface of the crate flate2, as far as `automerge` and `core` use it.
//!
//! Released flate2 has one backend for the whole build, and `automerge` asks for `zlib-rs`: fast, and with the code
//! and tables of zlib and gzip 16 kB more of the browser module, brotli, than raw deflate alone. Here the target
//! decides: `zlib-rs` on a server, where speed counts, and `miniz_oxide` in the browser, where size does.

pub mod bufread;

#[cfg(not(target_os = "unknown"))]
#[path = "fast.rs"]
mod backend;
#[cfg(target_os = "unknown")]
#[path = "small.rs"]
mod backend;

/// How hard to try, from 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compression(u8);

impl Compression {
    /// A level from 1, the fastest, to 9.
    pub const fn new(level: u32) -> Self {
        Self(if level > 9 { 9 } else { level as u8 })
    }

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

#[cfg(all(test, not(target_os = "unknown")))]
#[path = "small.rs"]
mod small;

#[cfg(all(test, not(target_os = "unknown")))]
mod tests {
    use super::*;

    fn run(stream: &mut dyn Stream, input: &[u8], output_bytes: usize) -> Vec<u8> {
        let (mut rest, mut all) = (input, Vec::new());
        let mut output = vec![0; output_bytes];
        loop {
            let Some(step) = stream.step(rest, &mut output, rest.is_empty()) else { return Vec::new() };
            rest = rest.get(step.consumed..).unwrap_or_default();
            all.extend(output.iter().take(step.written));
            if step.ended {
                return all;
            }
        }
    }

    #[test]
    fn what_a_server_deflates_with_a_dictionary_a_browser_inflates() {
        let word = |at: u32| at.wrapping_mul(2_654_435_761).to_be_bytes();
        let plain: Vec<u8> = (0..9_000).flat_map(word).collect();
        for dictionary in [&plain[..1_000], &plain[..32_000], &plain[..1_024], b"", &plain] {
            for output_bytes in [100, 100_000] {
                let mut server = backend::Deflate::new(Compression(6));
                server.prime(dictionary);
                let deflated = run(&mut server, &plain, output_bytes);
                // Further back than the window nothing can be referred to.
                let referred = if dictionary.len() > 32_000 { 0 } else { dictionary.len() };
                assert!(deflated.len() < plain.len() + 200 - referred * 9 / 10);
                let (mut server, mut browser) = (backend::Inflate::new(), small::Inflate::new());
                server.prime(dictionary);
                browser.prime(dictionary);
                assert!(run(&mut server, &deflated, output_bytes) == plain);
                assert!(run(&mut browser, &deflated, output_bytes) == plain);
            }
        }
    }

    #[test]
    fn what_a_browser_deflates_a_server_inflates() {
        let plain: Vec<u8> = (0..=u8::MAX).cycle().take(70_000).collect();
        let deflated = run(&mut small::Deflate::new(Compression(6)), &plain, 1_000);
        assert!(run(&mut backend::Inflate::new(), &deflated, 1_000) == plain);
    }
}
