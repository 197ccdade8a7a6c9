//! days on which a customer is to be thought of.

use crate::policy::Calendar;
use crate::values::Day;

/// A festival that customers are greeted on. The Qingming days are for the dead: nobody is congratulated on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Festival {
    /// 元旦.
    NewYear,
    /// 春节.
    Spring,
    /// 劳动节.
    Labour,
    /// 端午节.
    DragonBoat,
    /// 中秋节.
    MidAutumn,
    /// 国庆节.
    National,
}

impl Festival {
    /// Returns the key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::Spring => "spring",
            Self::Labour => "labour",
            Self::DragonBoat => "dragon_boat",
            Self::MidAutumn => "mid_autumn",
            Self::National => "national",
        }
    }

    /// Returns the festival whose free days begin on a day. The lunar ones move within these bounds.
    fn of_first_day(day: Day) -> Option<Self> {
        Some(match day.ymd() {
            (_, 12, 30 | 31) | (_, 1, 1) => Self::NewYear,
            (_, 1, 17..=31) | (_, 2, _) => Self::Spring,
            (_, 4, 28..=30) | (_, 5, 1..=3) => Self::Labour,
            (_, 5, 24..=31) | (_, 6, _) => Self::DragonBoat,
            (_, 9, 5..=27) => Self::MidAutumn,
            (_, 9, 28..=30) | (_, 10, 1..=8) => Self::National,
            _ => return None,
        })
    }
}

/// Why a customer is to be thought of, the rarest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    /// The company was founded so many years ago.
    Anniversary {
        /// Years.
        years: i32,
    },
    /// A contact's birthday, recorded with consent.
    Birthday,
    /// A public holiday.
    Festival(Festival),
}

impl Occasion {
    /// Returns the key of its kind.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Anniversary { .. } => "anniversary",
            Self::Birthday => "birthday",
            Self::Festival(_) => "festival",
        }
    }
}

/// Returns the day within `lead_days` from today on which a date comes round, and the years since. A 29 February comes
/// round on the 28th in other years; the day itself does not.
///
/// # Source
/// S0-66, S0-67, S0-68, S1-39, S2-14 (司庆).
pub fn comes_round(date: Day, today: Day, lead_days: i64) -> Option<(Day, i32)> {
    let (born, month, day) = date.ymd();
    let (this, _, _) = today.ymd();
    let in_year = |year: i32| Day::new(year, month, day).or_else(|| Day::new(year, month, day.saturating_sub(1)));
    [this, this + 1].into_iter().find_map(|year| {
        let on = in_year(year)?;
        let near = (0..=lead_days).contains(&on.days_since(today));
        (near && year > born).then_some((on, year - born))
    })
}

/// Returns the festival whose free days begin within `lead_days` from today, and its first day.
///
/// # Source
/// R-42; S2-14, S0-65.
pub fn festival(calendar: &Calendar, today: Day, lead_days: i64) -> Option<(Day, Festival)> {
    (0..=lead_days).map(|ahead| today.plus_days(ahead)).find_map(|day| {
        let first = calendar.holidays.contains(&day) && !calendar.holidays.contains(&day.plus_days(-1));
        let festival = Festival::of_first_day(day).filter(|_| first)?;
        Some((day, festival))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_comes_round_within_the_days_before_it() {
        for (date, today, lead, expected) in [
            ("2016-11-25", "2026-11-25", 0, Some(("2026-11-25", 10))),
            ("2016-11-25", "2026-11-26", 3, None),
            ("2016-11-25", "2026-11-22", 3, Some(("2026-11-25", 10))),
            ("2016-11-25", "2026-11-21", 3, None),
            // Over the turn of the year.
            ("2016-01-02", "2026-12-31", 3, Some(("2027-01-02", 11))),
            // Not on the day itself, nor before it.
            ("2026-11-25", "2026-11-25", 3, None),
            ("2030-11-25", "2026-11-25", 3, None),
            ("2020-02-29", "2026-02-28", 0, Some(("2026-02-28", 6))),
            ("2020-02-29", "2028-02-28", 0, None),
            ("2020-02-29", "2028-02-29", 0, Some(("2028-02-29", 8))),
        ] {
            let expected = expected.map(|(on, years)| (day(on), years));
            assert_eq!(comes_round(day(date), day(today), lead), expected, "{date} {today} {lead}");
        }
    }

    #[test]
    fn festivals_begin_with_their_first_free_day() {
        let calendar = Calendar::china();
        for (today, lead, expected) in [
            ("2026-09-30", 3, Some(("2026-10-01", Festival::National))),
            ("2026-09-27", 3, None),
            ("2026-10-01", 0, Some(("2026-10-01", Festival::National))),
            ("2026-10-02", 3, None),
            ("2025-12-31", 1, Some(("2026-01-01", Festival::NewYear))),
            ("2026-02-14", 1, Some(("2026-02-15", Festival::Spring))),
            ("2025-01-27", 1, Some(("2025-01-28", Festival::Spring))),
            ("2026-05-01", 0, Some(("2026-05-01", Festival::Labour))),
            ("2025-05-31", 0, Some(("2025-05-31", Festival::DragonBoat))),
            ("2026-06-19", 0, Some(("2026-06-19", Festival::DragonBoat))),
            ("2026-09-25", 0, Some(("2026-09-25", Festival::MidAutumn))),
            // The days for the dead.
            ("2026-04-04", 0, None),
        ] {
            let expected = expected.map(|(on, festival)| (day(on), festival));
            assert_eq!(festival(&calendar, day(today), lead), expected, "{today} {lead}");
        }
    }
}
