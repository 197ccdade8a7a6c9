//! how long a customer may hear nothing, by grade.

use crate::model::Grade;
use crate::policy::{Policy, PolicyNumber};
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

/// Returns how many days a customer of this grade may go without a contact; one without a grade as grade C.
///
/// # Units
/// Calendar days.
/// # Source
/// in their simple form; S0-63 to S0-65, S0-148.
pub fn limit_days(grade: Option<Grade>, policy: &Policy) -> i64 {
    policy.number(match grade {
        Some(Grade::A) => PolicyNumber::ContactDaysA,
        Some(Grade::B) => PolicyNumber::ContactDaysB,
        Some(Grade::C) | None => PolicyNumber::ContactDaysC,
    })
}

/// Returns the calendar days since the last contact in the workspace's zone, never negative.
pub fn silent_days(last: Option<Instant>, now: Instant, policy: &Policy) -> Option<i64> {
    last.map(|last| now.day(policy.zone_minutes).days_since(last.day(policy.zone_minutes)).max(0))
}

/// Returns how a customer stands.
///
/// # Source
/// R-26 (S0-149: 距上次沟通已7天,需今日内完成跟进), R-27 (S0-148: more than 7 days).
pub fn state(grade: Option<Grade>, last: Option<Instant>, now: Instant, policy: &Policy) -> Silence {
    let limit = limit_days(grade, policy);
    match silent_days(last, now, policy) {
        None => Silence::Never,
        Some(days) if days > limit => Silence::Late { days },
        Some(days) if days == limit => Silence::Due { days },
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
        for (grade, days, expected) in [
            (Some(Grade::A), 6, Silence::Fresh),
            (Some(Grade::A), 7, Silence::Due { days: 7 }),
            (Some(Grade::A), 8, Silence::Late { days: 8 }),
            (Some(Grade::B), 14, Silence::Due { days: 14 }),
            (Some(Grade::B), 15, Silence::Late { days: 15 }),
            (Some(Grade::C), 30, Silence::Due { days: 30 }),
            (None, 31, Silence::Late { days: 31 }),
            (Some(Grade::A), -1, Silence::Fresh),
        ] {
            // The last minute of the day: days are counted by the calendar, not by 24 hours.
            let last = Instant::at(today.plus_days(-days), 1439, 480);
            assert_eq!(state(grade, Some(last), now, &policy), expected, "{grade:?} {days}");
        }
        assert_eq!(state(None, None, now, &policy), Silence::Never);
    }
}
