//! The phone's clock: a claim, never an order.

use fieldnote_core::values::Instant;

/// Returns the phone's time.
pub fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}
