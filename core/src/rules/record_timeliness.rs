//! a talk is recorded within two hours, at the latest after two working days.

use crate::policy::{Policy, PolicyNumber};
use crate::values::Instant;

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// How far a record still to be entered is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// Within the target time.
    InTime {
        /// Milliseconds left of the target time, above 0.
        left_ms: i64,
    },
    /// Past the target, before the deadline.
    Late {
        /// Milliseconds past the target.
        late_ms: i64,
        /// Milliseconds left until the deadline, above 0.
        left_ms: i64,
    },
    /// Past the deadline.
    Overdue {
        /// Milliseconds past the deadline.
        late_ms: i64,
    },
}

/// Returns the state of a talk that has no record yet. Counted in the phone's time (definition 1).
///
/// # Source
/// R-01; S1-26 (target), S0-49 (deadline), C-04.
pub fn state(ended_at: Instant, now: Instant, policy: &Policy) -> RecordState {
    let target = target(ended_at, policy);
    let deadline = deadline(ended_at, policy);
    if now >= deadline {
        RecordState::Overdue { late_ms: now.ms_since(deadline) }
    } else if now >= target {
        RecordState::Late { late_ms: now.ms_since(target), left_ms: deadline.ms_since(now) }
    } else {
        RecordState::InTime { left_ms: target.ms_since(now) }
    }
}

/// Returns when the target time of a talk ends.
///
/// # Source
/// R-01; S1-26.
pub fn target(ended_at: Instant, policy: &Policy) -> Instant {
    ended_at.plus_ms(policy.number(PolicyNumber::RecordTargetH).saturating_mul(HOUR_MS))
}

/// Returns the first instant at which the record of a talk is overdue: the end of the last allowed working day,
/// never before the target.
///
/// # Source
/// R-01; S0-49, definition 5.
pub fn deadline(ended_at: Instant, policy: &Policy) -> Instant {
    let allowed = policy.number(PolicyNumber::RecordDeadlineWd);
    let last = policy.calendar.plus_working_days(ended_at.day(policy.zone_minutes), allowed);
    Instant::at(last.plus_days(1), 0, policy.zone_minutes).max(target(ended_at, policy))
}

/// Tells whether a record was saved within the target time; nothing when a time is unknown.
///
/// Both times are the phone's claims of one clock: what that clock was off by stands in both, and the time between them
/// is right without a correction.
///
/// # Source
/// R-01; S1-26, definition 1.
pub fn on_time(ended_at: Option<Instant>, recorded_at: Option<Instant>, policy: &Policy) -> Option<bool> {
    Some(recorded_at? <= target(ended_at?, policy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Numbers;

    fn at(text: &str, minute: u16) -> Instant {
        Instant::at(text.parse().unwrap(), minute, 480)
    }

    #[test]
    fn a_record_is_in_time_then_late_then_overdue() {
        use RecordState::{InTime, Late, Overdue};
        let policy = Policy::preset();
        // Friday, 2026-11-06 at 15:00; two working days later is the end of Tuesday.
        let ended = at("2026-11-06", 900);
        let midnight = at("2026-11-11", 0);
        for (now, expected) in [
            (ended, InTime { left_ms: 2 * HOUR_MS }),
            (ended.plus_ms(2 * HOUR_MS - 1), InTime { left_ms: 1 }),
            (ended.plus_ms(2 * HOUR_MS), Late { late_ms: 0, left_ms: midnight.ms_since(ended) - 2 * HOUR_MS }),
            (midnight.plus_ms(-1), Late { late_ms: midnight.ms_since(ended) - 2 * HOUR_MS - 1, left_ms: 1 }),
            (midnight, Overdue { late_ms: 0 }),
            (midnight.plus_ms(HOUR_MS), Overdue { late_ms: HOUR_MS }),
            (ended.plus_ms(-1), InTime { left_ms: 2 * HOUR_MS + 1 }),
        ] {
            assert_eq!(state(ended, now, &policy), expected, "{now:?}");
        }
    }

    #[test]
    fn holidays_and_make_up_days_move_the_deadline() {
        let policy = Policy::preset();
        for (ended, expected) in [
            // Wednesday before the week of the National Day: Thursday 1st to 7th are off, 8th and 9th are worked.
            ("2026-09-30", "2026-10-10"),
            // Friday before a worked Saturday.
            ("2026-10-09", "2026-10-13"),
            // A talk on a Saturday off counts from Monday.
            ("2026-11-07", "2026-11-11"),
        ] {
            assert_eq!(deadline(at(ended, 600), &policy), at(expected, 0), "{ended}");
        }
    }

    #[test]
    fn a_long_target_is_never_after_the_deadline() {
        let numbers = Numbers::default().with(PolicyNumber::RecordTargetH, 200).with(PolicyNumber::RecordDeadlineWd, 0);
        let policy = Policy { numbers, ..Policy::preset() };
        let ended = at("2026-11-06", 900);
        assert_eq!(deadline(ended, &policy), target(ended, &policy));
    }

    #[test]
    fn on_time_means_up_to_the_target() {
        let policy = Policy::preset();
        let ended = at("2026-11-06", 900);
        for (recorded, expected) in [
            (Some(ended.plus_ms(2 * HOUR_MS)), Some(true)),
            (Some(ended.plus_ms(2 * HOUR_MS + 1)), Some(false)),
            (Some(ended.plus_ms(-HOUR_MS)), Some(true)),
            (None, None),
        ] {
            assert_eq!(on_time(Some(ended), recorded, &policy), expected);
        }
        assert_eq!(on_time(None, Some(ended), &policy), None);
    }

    #[test]
    fn a_wrong_clock_makes_no_record_late_or_in_time() {
        let policy = Policy::preset();
        let ended = at("2026-11-06", 900);
        // From twenty years slow to three hundred years fast.
        for off in [-631_152_000_000, -172_800_000, -700, 4_000, 3 * HOUR_MS, 9_467_280_000_000] {
            for (took, expected) in [(2 * HOUR_MS, true), (2 * HOUR_MS + 1, false)] {
                let [ended, recorded] = [ended, ended.plus_ms(took)].map(|time| Some(time.plus_ms(off)));
                assert_eq!(on_time(ended, recorded, &policy), Some(expected), "off by {off} ms");
            }
        }
    }
}
