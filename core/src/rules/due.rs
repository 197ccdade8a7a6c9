//! The due list: where a deadline stands today.

use crate::values::Day;

/// Days ahead that count as upcoming.
pub const UPCOMING_DAYS: i64 = 7;

/// Where a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueState {
    /// Past.
    Overdue {
        /// Days past, from 1.
        days: i64,
    },
    /// Today.
    Today,
    /// Within the next seven days.
    Upcoming {
        /// Days ahead, 1 to 7.
        days: i64,
    },
    /// Further ahead, or without a day.
    Later,
}

/// Returns where a deadline stands.
///
/// # Source
/// R-38, S1-25, S1-30; S0-136 for planned contacts.
pub fn state(due: Option<Day>, today: Day) -> DueState {
    match due.map(|due| due.days_since(today)) {
        Some(days) if days < 0 => DueState::Overdue { days: -days },
        Some(0) => DueState::Today,
        Some(days) if days <= UPCOMING_DAYS => DueState::Upcoming { days },
        _ => DueState::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn a_deadline_is_overdue_from_the_next_day_on() {
        for case in cases(include_str!("golden/R-38.csv")) {
            let expected = match case.text("state") {
                "overdue" => DueState::Overdue { days: case.of("days") },
                "today" => DueState::Today,
                "upcoming" => DueState::Upcoming { days: case.of("days") },
                "later" => DueState::Later,
                other => panic!("{other}"),
            };
            assert_eq!(state(case.maybe("due"), case.of("today")), expected, "{case}");
        }
    }
}
