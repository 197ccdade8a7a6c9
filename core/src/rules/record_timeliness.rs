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
    use crate::rules::golden::cases;

    /// Reads `2026-11-06 15:00`, with seconds and milliseconds if need be, of the zone of the preset.
    fn at(text: &str) -> Instant {
        let (day, time) = text.split_once(' ').unwrap();
        let units = [HOUR_MS, 60_000, 1_000, 1];
        let ms = time.split([':', '.']).zip(units).map(|(part, unit)| part.parse::<i64>().unwrap() * unit).sum();
        Instant::at(day.parse().unwrap(), 0, 480).plus_ms(ms)
    }

    #[test]
    fn a_record_is_in_time_then_late_then_overdue() {
        for case in cases(include_str!("golden/R-01.csv")) {
            let (ended, now, policy) = (at(case.text("ended")), at(case.text("now")), case.policy());
            assert_eq!(target(ended, &policy), at(case.text("target")), "{case}");
            assert_eq!(deadline(ended, &policy), at(case.text("deadline")), "{case}");
            assert_eq!(on_time(Some(ended), Some(now), &policy), Some(case.yes("on_time")), "{case}");
            let found = match state(ended, now, &policy) {
                RecordState::InTime { left_ms } => ("in_time", None, Some(left_ms)),
                RecordState::Late { late_ms, left_ms } => ("late", Some(late_ms), Some(left_ms)),
                RecordState::Overdue { late_ms } => ("overdue", Some(late_ms), None),
            };
            let expected = (case.text("state"), case.maybe::<i64>("late_ms"), case.maybe::<i64>("left_ms"));
            assert_eq!(found, expected, "{case}");
        }
    }

    #[test]
    fn a_time_that_is_unknown_is_neither_on_time_nor_late() {
        let policy = Policy::preset();
        let ended = at("2026-11-06 15:00");
        for (ended, recorded) in [(Some(ended), None), (None, Some(ended)), (None, None)] {
            assert_eq!(on_time(ended, recorded, &policy), None);
        }
    }

    #[test]
    fn a_wrong_clock_makes_no_record_late_or_in_time() {
        let policy = Policy::preset();
        let ended = at("2026-11-06 15:00");
        // From twenty years slow to three hundred years fast.
        for off in [-631_152_000_000, -172_800_000, -700, 4_000, 3 * HOUR_MS, 9_467_280_000_000] {
            for (took, expected) in [(2 * HOUR_MS, true), (2 * HOUR_MS + 1, false)] {
                let [ended, recorded] = [ended, ended.plus_ms(took)].map(|time| Some(time.plus_ms(off)));
                assert_eq!(on_time(ended, recorded, &policy), Some(expected), "off by {off} ms");
            }
        }
    }
}
