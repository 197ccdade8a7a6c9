//! how a customer stands between contacts.

use crate::policy::Policy;
use crate::values::Instant;

/// How a customer stands between contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Within the limit.
    Fresh,
    /// The last day of the limit: a contact is due today.
    Due {
        /// Days since the last contact.
        days: i64,
    },
    /// Past the limit.
    Late {
        /// Days since the last contact.
        days: i64,
    },
    /// Nobody has ever been in contact.
    Never,
}

/// Returns the calendar days since the last contact in the workspace's zone, never negative.
pub fn silent_days(last: Option<Instant>, now: Instant, policy: &Policy) -> Option<i64> {
    last.map(|last| now.day(policy.zone_minutes).days_since(last.day(policy.zone_minutes)).max(0))
}

/// Returns how a customer stands who may go `limit_days` without a contact.
///
/// # Source
/// R-26 (S0-149: 距上次沟通已7天,需今日内完成跟进), R-27 (S0-148: more than 7 days).
pub fn state(limit_days: i64, last: Option<Instant>, now: Instant, policy: &Policy) -> Silence {
    match silent_days(last, now, policy) {
        None => Silence::Never,
        Some(days) if days > limit_days => Silence::Late { days },
        Some(days) if days == limit_days => Silence::Due { days },
        Some(_) => Silence::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Day;

    #[test]
    fn the_limit_day_is_due_and_the_next_is_late() {
        let policy = Policy::preset();
        let today = Day::new(2026, 11, 23).unwrap();
        let now = Instant::at(today, 1, 480);
        for (limit, days, expected) in [
            (7, 6, Silence::Fresh),
            (7, 7, Silence::Due { days: 7 }),
            (7, 8, Silence::Late { days: 8 }),
            (14, 14, Silence::Due { days: 14 }),
            (30, 31, Silence::Late { days: 31 }),
            (7, -1, Silence::Fresh),
        ] {
            // The last minute of the day: days are counted by the calendar, not by 24 hours.
            let last = Instant::at(today.plus_days(-days), 1439, 480);
            assert_eq!(state(limit, Some(last), now, &policy), expected, "{limit} {days}");
        }
        assert_eq!(state(7, None, now, &policy), Silence::Never);
    }
}
