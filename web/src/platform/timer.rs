//! Timers.

use gloo::timers::callback::{Interval, Timeout};

/// A timer that runs out once; dropping it stops it.
#[derive(Debug)]
pub struct Timer {
    _timeout: Timeout,
}

impl Timer {
    /// Calls back after some milliseconds.
    pub fn after(ms: u32, then: impl FnOnce() + 'static) -> Self {
        Self { _timeout: Timeout::new(ms, then) }
    }
}

/// Calls back again and again, as long as the page lives.
pub fn every(ms: u32, call: impl FnMut() + 'static) {
    Interval::new(ms, call).forget();
}

/// Resolves after some milliseconds.
pub async fn sleep(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
