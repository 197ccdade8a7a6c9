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

    #[test]
    fn a_deadline_is_overdue_from_the_next_day_on() {
        let today = Day::new(2026, 11, 23).unwrap();
        for (ahead, expected) in [
            (-1, DueState::Overdue { days: 1 }),
            (0, DueState::Today),
            (1, DueState::Upcoming { days: 1 }),
            (7, DueState::Upcoming { days: 7 }),
            (8, DueState::Later),
        ] {
            assert_eq!(state(Some(today.plus_days(ahead)), today), expected);
        }
        assert_eq!(state(None, today), DueState::Later);
    }
}
