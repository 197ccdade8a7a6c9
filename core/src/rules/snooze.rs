//! Spec 7.11: until when a reminder can be put off.

use super::quiet_hours::after;
use crate::model::QuietHours;
use crate::values::Instant;

/// The evening begins at.
const EVENING_MIN: u16 = 18 * 60;
/// A morning's work begins at.
const MORNING_MIN: u16 = 9 * 60;
const HOUR_MS: i64 = 3_600_000;

/// For how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snooze {
    /// An hour.
    Hour,
    /// Until it is no longer quiet.
    AfterQuiet,
    /// Until this evening.
    Evening,
    /// Until tomorrow morning.
    Tomorrow,
    /// Until next Monday morning.
    Monday,
}

impl Snooze {
    /// Returns the key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::AfterQuiet => "quiet",
            Self::Evening => "evening",
            Self::Tomorrow => "tomorrow",
            Self::Monday => "monday",
        }
    }
}

/// Returns what there is to choose now, with the moment that each ends: never in quiet hours, the evening only while it
/// is more than an hour away, and no moment twice.
pub fn choices(now: Instant, quiet: Option<QuietHours>, zone_minutes: i32) -> Vec<(Snooze, Instant)> {
    let today = now.day(zone_minutes);
    let monday = today.plus_days(8 - i64::from(today.weekday()));
    let hour = now.plus_ms(HOUR_MS);
    let all = [
        (Snooze::Hour, hour),
        (Snooze::Evening, Instant::at(today, EVENING_MIN, zone_minutes)),
        (Snooze::Tomorrow, Instant::at(today.plus_days(1), MORNING_MIN, zone_minutes)),
        (Snooze::Monday, Instant::at(monday, MORNING_MIN, zone_minutes)),
    ];
    let mut choices: Vec<(Snooze, Instant)> = Vec::with_capacity(all.len());
    for (snooze, until) in all.into_iter().filter(|(snooze, until)| *snooze != Snooze::Evening || *until > hour) {
        let wanted = until;
        let until = after(quiet, wanted, zone_minutes);
        let snooze = if snooze == Snooze::Hour && until != wanted { Snooze::AfterQuiet } else { snooze };
        if choices.iter().all(|(_, known)| *known != until) {
            choices.push((snooze, until));
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Day;

    fn shown(day: &str, minute: u16, quiet: Option<QuietHours>) -> Vec<String> {
        let day: Day = day.parse().unwrap();
        let choices = choices(Instant::at(day, minute, 480), quiet, 480).into_iter();
        let shown = choices.map(|(snooze, until)| {
            format!("{} {} {}", snooze.key(), until.day(480).days_since(day), until.minute_of_day(480))
        });
        shown.collect()
    }

    #[test]
    fn there_is_to_choose_what_is_still_ahead_and_not_quiet() {
        let night = Some(QuietHours { from: 21 * 60, to: 8 * 60 });
        // A Monday.
        let day = "2026-11-23";
        assert_eq!(shown(day, 600, night), ["hour 0 660", "evening 0 1080", "tomorrow 1 540", "monday 7 540"]);
        assert_eq!(shown(day, 1019, night), ["hour 0 1079", "evening 0 1080", "tomorrow 1 540", "monday 7 540"]);
        assert_eq!(shown(day, 1020, night), ["hour 0 1080", "tomorrow 1 540", "monday 7 540"]);
        assert_eq!(shown(day, 1230, night), ["quiet 1 480", "tomorrow 1 540", "monday 7 540"]);
        assert_eq!(shown(day, 1230, None), ["hour 0 1290", "tomorrow 1 540", "monday 7 540"]);
        // On a Sunday tomorrow is Monday.
        assert_eq!(shown("2026-11-29", 600, night), ["hour 0 660", "evening 0 1080", "tomorrow 1 540"]);
        // Quiet until late: morning is when it ends.
        let late = Some(QuietHours { from: 21 * 60, to: 10 * 60 });
        assert_eq!(shown(day, 1230, late), ["quiet 1 600", "monday 7 600"]);
    }
}
