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
    use crate::model::Grade;
    use crate::rules::cadence::{limit_days, rhythm};
    use crate::rules::golden::cases;

    /// Reads a day and a time of China.
    fn instant(text: &str) -> Instant {
        let (day, clock) = text.split_once(' ').unwrap();
        let (hour, minute) = clock.split_once(':').unwrap();
        let minute = 60 * hour.parse::<u16>().unwrap() + minute.parse::<u16>().unwrap();
        Instant::at(day.parse().unwrap(), minute, 480)
    }

    fn agrees_with(csv: &str) {
        for case in cases(csv) {
            let preset = case.policy();
            let policy = Policy { zone_minutes: case.maybe("zone").unwrap_or(preset.zone_minutes), ..preset };
            let grade = case.maybe::<String>("grade").map(|letter| Grade::of_letter(&letter).unwrap());
            let rhythm = rhythm(case.yes("contract"), case.yes("open_deal"), &policy);
            let last = case.maybe::<String>("last").map(|text| instant(&text));
            let expected = match case.text("state") {
                "fresh" => Silence::Fresh,
                "due" => Silence::Due { days: case.of("days") },
                "late" => Silence::Late { days: case.of("days") },
                "never" => Silence::Never,
                other => panic!("{other}"),
            };
            let found = state(limit_days(grade, rhythm, &policy), last, instant(case.text("now")), &policy);
            assert_eq!(found, expected, "{case}");
        }
    }

    #[test]
    fn the_limit_day_is_due() {
        agrees_with(include_str!("golden/R-26.csv"));
    }

    #[test]
    fn the_day_after_the_limit_is_late() {
        agrees_with(include_str!("golden/R-27.csv"));
    }
}
