//! not more than so many calls to one customer in a week.

use crate::policy::{Policy, PolicyNumber};
use crate::values::Day;

/// Weeks looked ahead for one with room.
const WEEKS_MAX: i64 = 52;

/// A call too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyCalls {
    /// Which call of the week it would be.
    pub nth: i64,
    /// Calls allowed in a week.
    pub cap: i64,
    /// The first working day of the next week with room.
    pub next: Day,
}

/// Tells whether one more call on `day` is too many beside the other `calls`, made or planned. A week is Monday to
/// Sunday.
///
/// # Source
/// R-28; S1-58 (同一周内对同一客户电话跟进超过2次), definition 5, C-22.
pub fn too_many(calls: &[Day], day: Day, policy: &Policy) -> Option<TooManyCalls> {
    let cap = policy.number(PolicyNumber::WeeklyCallCap);
    let monday = monday_of(day);
    let count = |monday: Day| {
        let week = 0..7;
        i64::try_from(calls.iter().filter(|call| week.contains(&call.days_since(monday))).count()).unwrap_or(i64::MAX)
    };
    let made = count(monday);
    if made < cap {
        return None;
    }
    let later = |week: i64| monday.plus_days(7 * week);
    let free = (1..WEEKS_MAX).map(later).find(|monday| count(*monday) < cap).unwrap_or_else(|| later(WEEKS_MAX));
    let next = if policy.calendar.is_working_day(free) { free } else { policy.calendar.plus_working_days(free, 1) };
    Some(TooManyCalls { nth: made.saturating_add(1), cap, next })
}

fn monday_of(day: Day) -> Day {
    day.plus_days(1 - i64::from(day.weekday()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Numbers;
    use crate::rules::golden::cases;

    #[test]
    fn the_third_call_of_a_week_is_too_many() {
        for case in cases(include_str!("golden/R-28.csv")) {
            let found = too_many(&case.list("calls"), case.of("day"), &case.policy());
            let expected = case.maybe("nth").zip(case.maybe("next"));
            assert_eq!(found.map(|found| (found.nth, found.next)), expected, "{case}");
        }
    }

    #[test]
    fn a_cap_of_none_always_answers() {
        let policy = Policy { numbers: Numbers::default().with(PolicyNumber::WeeklyCallCap, 0), ..Policy::preset() };
        let day = "2026-11-23".parse().unwrap();
        assert_eq!(too_many(&[], day, &policy).map(|found| found.nth), Some(1));
    }
}
