//! Working days in China: weekends, public holidays and make-up days.

use super::Calendar;
use crate::values::Day;

/// Public holidays beyond the weekend rule, as the first day of each and the number of days.
///
/// # Source
/// Notices of the State Council's General Office: 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026.
const HOLIDAYS: [(i32, u32, u32, i64); 13] = [
    (2025, 1, 1, 1),
    (2025, 1, 28, 8),
    (2025, 4, 4, 3),
    (2025, 5, 1, 5),
    (2025, 5, 31, 3),
    (2025, 10, 1, 8),
    (2026, 1, 1, 3),
    (2026, 2, 15, 9),
    (2026, 4, 4, 3),
    (2026, 5, 1, 5),
    (2026, 6, 19, 3),
    (2026, 9, 25, 3),
    (2026, 10, 1, 7),
];

/// Weekend days that are worked, from the same notices.
const WORKDAYS: [(i32, u32, u32); 11] = [
    (2025, 1, 26),
    (2025, 2, 8),
    (2025, 4, 27),
    (2025, 9, 28),
    (2025, 10, 11),
    (2026, 1, 4),
    (2026, 2, 14),
    (2026, 2, 28),
    (2026, 5, 9),
    (2026, 9, 20),
    (2026, 10, 10),
];

/// Working days looked ahead at most; a calendar without any working day ends here.
const SEARCH_DAYS_MAX: u32 = 3_660;

impl Calendar {
    /// Returns the calendar of mainland China for the years that are published; other years know weekends only.
    pub fn china() -> Self {
        let holidays = HOLIDAYS
            .into_iter()
            .filter_map(|(year, month, day, days)| Some((Day::new(year, month, day)?, days)))
            .flat_map(|(first, days)| (0..days).map(move |offset| first.plus_days(offset)))
            .collect();
        let workdays = WORKDAYS.into_iter().filter_map(|(year, month, day)| Day::new(year, month, day)).collect();
        Self { holidays, workdays }
    }

    /// Tells whether people work on this day.
    ///
    /// # Source
    /// Definition 5.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.workdays.contains(&day) || (day.weekday() <= 5 && !self.holidays.contains(&day))
    }

    /// Returns the last of `count` working days after `day`; `day` itself for 0 or less.
    ///
    /// # Source
    /// S0-49, S0-93 (工作日); definition 5.
    pub fn plus_working_days(&self, day: Day, count: i64) -> Day {
        let mut left = count;
        let mut at = day;
        for _ in 0..SEARCH_DAYS_MAX {
            if left <= 0 {
                break;
            }
            at = at.plus_days(1);
            if self.is_working_day(at) {
                left -= 1;
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_holidays_and_make_up_days_are_known() {
        let calendar = Calendar::china();
        for (text, expected) in [
            ("2026-11-20", true),
            ("2026-11-21", false),
            ("2026-11-22", false),
            ("2026-10-01", false),
            ("2026-10-07", false),
            ("2026-10-08", true),
            ("2026-10-10", true),
            ("2026-02-14", true),
            ("2026-02-23", false),
            ("2026-02-24", true),
            ("2025-09-28", true),
            ("2025-10-08", false),
            ("2030-10-01", true),
        ] {
            assert_eq!(calendar.is_working_day(day(text)), expected, "{text}");
        }
        assert!(WORKDAYS.into_iter().all(|(y, m, d)| Day::new(y, m, d).is_some_and(|day| day.weekday() >= 6)));
    }

    #[test]
    fn working_days_are_counted_from_the_next_day() {
        let calendar = Calendar::china();
        for (from, count, expected) in [
            ("2026-11-20", 0, "2026-11-20"),
            ("2026-11-20", -3, "2026-11-20"),
            ("2026-11-20", 1, "2026-11-23"),
            ("2026-11-21", 1, "2026-11-23"),
            ("2026-11-23", 3, "2026-11-26"),
            ("2026-09-30", 2, "2026-10-09"),
        ] {
            assert_eq!(calendar.plus_working_days(day(from), count), day(expected), "{from} {count}");
        }
    }
}
