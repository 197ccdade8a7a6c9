//! what is gone through with every customer each month.

use crate::policy::{Policy, PolicyNumber};
use crate::values::Day;

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Review {
    /// Past its day.
    Overdue {
        /// The last day on which it was in time.
        by: Day,
    },
    /// To be done.
    Due {
        /// The last day on which it is in time.
        by: Day,
    },
    /// Done for this period.
    Done,
}

/// Returns the first day of the period of `today`: of its month, or of its quarter and so on.
fn period_start(today: Day, months: i64) -> Day {
    let (year, month, _) = today.ymd();
    let months = u32::try_from(months).unwrap_or(1).clamp(1, 12);
    Day::new(year, month - (month - 1) % months, 1).unwrap_or(today)
}

/// Returns how far the review of a customer's grade is. A customer of this period begins with the next one.
///
/// # Source
/// R-06 (S0-114: 每月5日前完成更新; C-10: in time up to the end of the 4th), R-07 (S1-31, C-09: monthly, or by the
/// quarter), R-24 (S0-22).
pub fn grade(reviewed: Option<Day>, created: Option<Day>, today: Day, policy: &Policy) -> Review {
    let start = period_start(today, policy.number(PolicyNumber::ReviewMonths));
    if reviewed.max(created).is_some_and(|day| day >= start) {
        return Review::Done;
    }
    let by = start.plus_days(policy.number(PolicyNumber::ReviewDay) - 1);
    if today > by { Review::Overdue { by } } else { Review::Due { by } }
}

/// Tells whether a customer's key information is to be confirmed with the customer this month: whether the contact still
/// has the position, what has changed in the business.
///
/// # Source
/// R-05; S0-50.
pub fn key_information_due(verified: Option<Day>, created: Option<Day>, today: Day) -> bool {
    verified.max(created).is_none_or(|day| day < period_start(today, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Numbers;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_grade_is_reviewed_by_the_fourth() {
        let quarter = Policy { numbers: Numbers::default().with(PolicyNumber::ReviewMonths, 3), ..Policy::preset() };
        let tenth = Policy { numbers: Numbers::default().with(PolicyNumber::ReviewDay, 10), ..Policy::preset() };
        let month = Policy::preset();
        let due = |text| Review::Due { by: day(text) };
        let overdue = |text| Review::Overdue { by: day(text) };
        for (policy, today, reviewed, created, expected) in [
            (&month, "2026-11-01", Some("2026-10-31"), None, due("2026-11-04")),
            (&month, "2026-11-04", Some("2026-10-31"), None, due("2026-11-04")),
            (&month, "2026-11-05", Some("2026-10-31"), None, overdue("2026-11-04")),
            (&month, "2026-11-05", Some("2026-11-01"), None, Review::Done),
            (&month, "2026-11-30", None, Some("2026-11-20"), Review::Done),
            (&month, "2026-12-01", None, Some("2026-11-20"), due("2026-12-04")),
            (&month, "2026-12-05", None, None, overdue("2026-12-04")),
            // Written by a clock that runs ahead.
            (&month, "2026-12-05", Some("2027-01-01"), None, Review::Done),
            (&quarter, "2026-11-30", Some("2026-10-01"), None, Review::Done),
            (&quarter, "2026-12-31", Some("2026-09-30"), None, overdue("2026-10-04")),
            (&quarter, "2027-01-02", Some("2026-10-01"), None, due("2027-01-04")),
            (&tenth, "2026-11-10", None, None, due("2026-11-10")),
            (&tenth, "2026-11-11", None, None, overdue("2026-11-10")),
        ] {
            let found = grade(reviewed.map(day), created.map(day), day(today), policy);
            assert_eq!(found, expected, "{today} {reviewed:?} {created:?}");
        }
    }

    #[test]
    fn key_information_is_confirmed_each_month() {
        for (today, verified, created, expected) in [
            ("2026-11-30", Some("2026-11-01"), None, false),
            ("2026-12-01", Some("2026-11-30"), None, true),
            ("2026-12-01", None, Some("2026-12-01"), false),
            ("2026-12-01", None, Some("2026-11-30"), true),
            ("2026-12-01", None, None, true),
        ] {
            assert_eq!(key_information_due(verified.map(day), created.map(day), day(today)), expected, "{today}");
        }
    }
}
