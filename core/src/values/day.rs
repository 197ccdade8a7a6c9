//! Civil days and instants. A day belongs to the workspace's zone; an instant is milliseconds UTC.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use minicbor::{Decode, Encode};

/// The text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a day as YYYY-MM-DD between 1900 and 9999, got {0:?}")]
pub struct ParseDayError(pub String);

/// A civil day, such as a deadline or a birthday.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// Returns a day, or nothing when there is no such day or the year is outside 1900..=9999.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1900..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Returns the day `days` later (earlier when negative), held at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        chrono::TimeDelta::try_days(days).and_then(|delta| self.0.checked_add_signed(delta)).map_or(self, Self)
    }

    /// Returns the number of days from `earlier` to this day.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Returns year, month (1..=12) and day of month.
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// Returns the day of the week, 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().number_from_monday()
    }

    /// Returns the days since 1970-01-01.
    pub fn epoch_days(self) -> i64 {
        self.0.signed_duration_since(NaiveDate::default()).num_days()
    }

    /// Returns the day a number of days after 1970-01-01, or nothing outside 1900..=9999.
    pub fn from_epoch_days(days: i64) -> Option<Self> {
        let day = chrono::TimeDelta::try_days(days).and_then(|delta| NaiveDate::default().checked_add_signed(delta))?;
        Self::new(day.year(), day.month(), day.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = ParseDayError;

    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let wrong = || ParseDayError(text.chars().take(64).collect());
        let mut parts = text.split('-');
        let mut next = |width: usize| {
            parts.next().filter(|part| part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let (year, month, day) = (next(4), next(2), next(2));
        if parts.next().is_some() {
            return Err(wrong());
        }
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok()).ok_or_else(wrong);
        let year = i32::try_from(number(year)?).map_err(|_| wrong())?;
        Self::new(year, number(month)?, number(day)?).ok_or_else(wrong)
    }
}

impl<C> Encode<C> for Day {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.i64(self.epoch_days())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Day {
    fn decode(decoder: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_epoch_days(decoder.i64()?).ok_or_else(|| minicbor::decode::Error::message("day out of range"))
    }
}

/// A point in time: milliseconds since 1970-01-01 UTC. A phone's claim, or a server's receipt; never an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode, serde::Serialize)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Instant(#[n(0)] pub i64);

impl Instant {
    /// Returns the instant `ms` milliseconds later.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Returns the milliseconds from `earlier` to this instant.
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the civil day in a zone `zone_minutes` east of UTC, held at the ends of the calendar.
    pub fn day(self, zone_minutes: i32) -> Day {
        let local = self.0.saturating_add(i64::from(zone_minutes) * 60_000);
        Day::from_epoch_days(local.div_euclid(86_400_000)).unwrap_or(Day(NaiveDate::default()))
    }

    /// Returns the minute of the civil day, 0..=1439, in a zone `zone_minutes` east of UTC.
    pub fn minute_of_day(self, zone_minutes: i32) -> u16 {
        let local = self.0.saturating_add(i64::from(zone_minutes) * 60_000);
        (local.rem_euclid(86_400_000) / 60_000) as u16
    }

    /// Returns the instant at a minute of a civil day in a zone `zone_minutes` east of UTC.
    pub fn at(day: Day, minute: u16, zone_minutes: i32) -> Self {
        Self(day.epoch_days() * 86_400_000 + (i64::from(minute) - i64::from(zone_minutes)) * 60_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_parse_strictly() {
        assert_eq!("2024-02-29".parse::<Day>().map(Day::ymd), Ok((2024, 2, 29)));
        for text in ["2023-02-29", "2024-2-9", "24-02-09", "2024-02-29-1", "1899-12-31", "", "2024-13-01"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_instant_is_a_day_and_a_minute_in_a_zone() {
        let day: Day = "2026-10-26".parse().unwrap();
        let at = Instant::at(day, 10 * 60 + 40, 480);
        assert_eq!((at.day(480), at.minute_of_day(480)), (day, 640));
        assert_eq!((at.day(0), at.minute_of_day(0)), (day, 160));
        assert_eq!(Instant::at(day, 0, 480).day(0), day.plus_days(-1));
        assert_eq!(day.weekday(), 1);
        assert_eq!(Instant(i64::MAX).day(480).ymd().0, 1970);
    }
}
