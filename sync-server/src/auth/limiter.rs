//! How often something may happen: a bucket of tokens for each key, refilled with time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::limits;

/// One bucket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket {
    burst: u32,
    refill: Duration,
    tokens: f64,
    at: Instant,
}

impl Bucket {
    /// Returns a full bucket of `burst` tokens that gains one each `refill`.
    pub(crate) fn new(burst: u32, refill: Duration, now: Instant) -> Self {
        Self { burst, refill, tokens: f64::from(burst), at: now }
    }

    /// Takes a token: how many are left, or how long to wait for one.
    pub(crate) fn take(&mut self, now: Instant) -> Result<u32, Duration> {
        self.refill(now);
        if self.tokens < 1.0 {
            return Err(self.refill.mul_f64(1.0 - self.tokens));
        }
        self.tokens -= 1.0;
        Ok(self.tokens as u32)
    }

    fn refill(&mut self, now: Instant) {
        let gained = now.saturating_duration_since(self.at).as_secs_f64() / self.refill.as_secs_f64();
        self.tokens = (self.tokens + gained).min(f64::from(self.burst));
        self.at = now;
    }
}

/// A bucket for each key.
#[derive(Debug)]
pub(crate) struct Limiter<K> {
    burst: u32,
    refill: Duration,
    buckets: Mutex<HashMap<K, Bucket>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// Allows `burst` in `window`, for each key.
    pub(crate) fn new(burst: u32, window: Duration) -> Self {
        Self { burst, refill: window / burst, buckets: Mutex::default() }
    }

    /// Takes a token of `key`: how many are left, or how long to wait for one.
    pub(crate) fn take(&self, key: K, now: Instant) -> Result<u32, Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= limits::LIMITER_KEYS_MAX {
            // Full buckets say nothing; if none is full, the attack is wide and forgetting is the lesser evil.
            buckets.retain(|_, bucket| {
                bucket.refill(now);
                bucket.tokens < f64::from(bucket.burst)
            });
            if buckets.len() >= limits::LIMITER_KEYS_MAX {
                buckets.clear();
            }
        }
        buckets.entry(key).or_insert_with(|| Bucket::new(self.burst, self.refill, now)).take(now)
    }

    /// Gives a token back: what was taken ahead turned out to be harmless.
    pub(crate) fn give_back(&self, key: &K) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(key) {
            bucket.tokens = (bucket.tokens + 1.0).min(f64::from(bucket.burst));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_try_in_a_minute_waits_and_others_do_not() {
        let limiter = Limiter::new(5, Duration::from_secs(60));
        let start = Instant::now();
        let taken: Vec<_> = (0..5).map(|_| limiter.take("li", start)).collect();
        assert_eq!(taken, [Ok(4), Ok(3), Ok(2), Ok(1), Ok(0)]);
        let wait = limiter.take("li", start).unwrap_err();
        assert!(wait > Duration::from_secs(11) && wait <= Duration::from_secs(12), "{wait:?}");
        assert_eq!(limiter.take("zhou", start), Ok(4));
        assert_eq!(limiter.take("li", start + Duration::from_secs(12)), Ok(0));
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let limiter = Limiter::new(1, Duration::from_secs(60));
        let now = Instant::now();
        assert_eq!(limiter.take("li", now), Ok(0));
        limiter.give_back(&"li");
        limiter.give_back(&"li");
        assert_eq!(limiter.take("li", now), Ok(0));
        assert!(limiter.take("li", now).is_err());
    }
}
