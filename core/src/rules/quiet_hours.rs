//! Spec 7.11: hours in which nothing rings.

use crate::model::QuietHours;
use crate::values::Instant;

/// Tells whether a minute of the day is quiet. Hours that end where they begin are none.
pub const fn is_quiet(hours: QuietHours, minute: u16) -> bool {
    let QuietHours { from, to } = hours;
    if from <= to { from <= minute && minute < to } else { minute >= from || minute < to }
}

/// Returns the first moment from `at` on that is not quiet.
pub fn after(hours: Option<QuietHours>, at: Instant, zone_minutes: i32) -> Instant {
    let minute = at.minute_of_day(zone_minutes);
    match hours {
        Some(hours) if is_quiet(hours, minute) => {
            let days = i64::from(hours.to <= minute);
            Instant::at(at.day(zone_minutes).plus_days(days), hours.to, zone_minutes)
        }
        _ => at,
    }
}

/// Returns when to ring for what begins at `start` and would ring at `wanted`: then, or when it is no longer quiet, or,
/// where that is too late, when it is about to become quiet.
pub fn ring(hours: Option<QuietHours>, wanted: Instant, start: Instant, zone_minutes: i32) -> Instant {
    let later = after(hours, wanted, zone_minutes);
    match hours {
        Some(hours) if later > start && later != wanted => {
            let day = wanted.day(zone_minutes);
            let began_today = wanted.minute_of_day(zone_minutes) >= hours.from;
            let day = if began_today { day } else { day.plus_days(-1) };
            Instant::at(day, hours.from, zone_minutes).plus_ms(-60_000)
        }
        _ => later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Day;

    const NIGHT: QuietHours = QuietHours { from: 21 * 60, to: 8 * 60 };
    const NOON: QuietHours = QuietHours { from: 12 * 60, to: 13 * 60 };

    fn at(day: i64, minute: u16) -> Instant {
        Instant::at(Day::new(2026, 11, 23).unwrap().plus_days(day), minute, 480)
    }

    #[test]
    fn hours_have_two_ends_and_may_go_over_midnight() {
        for (hours, minute, expected) in [
            (NIGHT, 21 * 60 - 1, false),
            (NIGHT, 21 * 60, true),
            (NIGHT, 0, true),
            (NIGHT, 8 * 60 - 1, true),
            (NIGHT, 8 * 60, false),
            (NOON, 12 * 60 - 1, false),
            (NOON, 12 * 60, true),
            (NOON, 13 * 60 - 1, true),
            (NOON, 13 * 60, false),
            (QuietHours { from: 60, to: 60 }, 60, false),
        ] {
            assert_eq!(is_quiet(hours, minute), expected, "{hours:?} {minute}");
        }
    }

    #[test]
    fn what_would_ring_then_rings_after_or_before_where_after_is_too_late() {
        for (hours, wanted, start, expected) in [
            (None, at(0, 120), at(0, 150), at(0, 120)),
            (Some(NIGHT), at(0, 600), at(0, 630), at(0, 600)),
            // In the morning, the evening, and exactly when it ends.
            (Some(NIGHT), at(0, 470), at(0, 500), at(0, 480)),
            (Some(NIGHT), at(0, 1300), at(1, 600), at(1, 480)),
            (Some(NIGHT), at(0, 450), at(0, 480), at(0, 480)),
            // It begins before it is loud again.
            (Some(NIGHT), at(0, 420), at(0, 450), at(-1, 21 * 60 - 1)),
            (Some(NIGHT), at(0, 1300), at(0, 1330), at(0, 21 * 60 - 1)),
            (Some(NOON), at(0, 735), at(0, 765), at(0, 719)),
        ] {
            assert_eq!(ring(hours, wanted, start, 480), expected, "{hours:?} {wanted:?}");
        }
    }
}
