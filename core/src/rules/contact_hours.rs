//! contacts at the hours that customers prefer.

use crate::policy::{Policy, PolicyNumber};
use crate::values::Day;

/// Minutes of a day within which a contact is welcome: from the first up to, not including, the second.
pub type Hours = (u16, u16);

/// Returns the workspace's hours.
///
/// # Source
/// S1-59 (工作日上午9-11点、下午2-4点).
pub fn usual(policy: &Policy) -> Vec<Hours> {
    let minute = |number| u16::try_from(policy.number(number)).unwrap_or_default();
    use PolicyNumber as N;
    vec![(minute(N::MorningFrom), minute(N::MorningTo)), (minute(N::AfternoonFrom), minute(N::AfternoonTo))]
}

/// Reads the hours that a person noted for a contact, such as `9:00-11:00`, `下午2-4点` or `14:00～16:00、19-20`;
/// empty when nothing in the text is a span of hours.
///
/// # Source
/// S1-18, S1-59 (方便时间).
pub fn parse(text: &str) -> Vec<Hours> {
    let mut found = Vec::new();
    for part in text.split(['、', ',', '，', ';', '；', '/']) {
        let afternoon = part.contains("下午") || part.contains("晚") || part.to_ascii_lowercase().contains("pm");
        let mut times = times(part).into_iter();
        while let (Some(from), Some(to)) = (times.next(), times.next()) {
            let late = |minute: u16| if afternoon && minute < 720 { minute + 720 } else { minute };
            let (from, to) = (late(from), late(to));
            if from < to && to <= 1_440 {
                found.push((from, to));
            }
        }
    }
    found
}

/// Returns the clock times in a text as minutes: `9`, `9点半`, `14:30`.
fn times(text: &str) -> Vec<u16> {
    let mut times = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let (hour, after) = number(rest.get(start..).unwrap_or_default());
        let colon = after.strip_prefix([':', '：']);
        let (minute, after) = match colon {
            Some(after) if after.starts_with(|sign: char| sign.is_ascii_digit()) => number(after),
            _ if after.starts_with("点半") => (30, after),
            _ => (0, after),
        };
        rest = after;
        if hour <= 24 && minute < 60 {
            times.push(hour * 60 + minute);
        }
    }
    times
}

/// Reads the digits at the start of a text; more than four are no time.
fn number(text: &str) -> (u16, &str) {
    let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    let (digits, after) = text.split_at(end);
    let value = if digits.len() > 4 { None } else { digits.parse().ok() };
    // Beyond the hours of a day.
    (value.unwrap_or(100), after)
}

/// Returns the next welcome slot when a contact is planned outside working days or the hours; the minute only when one
/// was planned.
///
/// # Source
/// R-29; S1-59.
pub fn better_slot(day: Day, minute: Option<u16>, hours: &[Hours], policy: &Policy) -> Option<(Day, Option<u16>)> {
    let works = policy.calendar.is_working_day(day);
    let Some(minute) = minute else {
        return (!works).then(|| (policy.calendar.plus_working_days(day, 1), None));
    };
    let hours = hours.iter().filter(|(from, to)| from < to);
    if works && hours.clone().any(|(from, to)| (*from..*to).contains(&minute)) {
        return None;
    }
    let later = hours.clone().map(|(from, _)| *from).filter(|from| works && *from > minute).min();
    if let Some(later) = later {
        return Some((day, Some(later)));
    }
    let first = hours.map(|(from, _)| *from).min()?;
    Some((policy.calendar.plus_working_days(day, 1), Some(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, expected) in [
            ("9:00-11:00", vec![(540, 660)]),
            ("上午9-11点、下午2-4点", vec![(540, 660), (840, 960)]),
            ("14:00～16:30", vec![(840, 990)]),
            ("9点半到11点", vec![(570, 660)]),
            ("下午2点至4点, 19：00-20：00", vec![(840, 960), (1_140, 1_200)]),
            ("2-4 pm", vec![(840, 960)]),
            ("随时", vec![]),
            ("", vec![]),
            ("11-9", vec![]),
            ("25-26", vec![]),
            ("13800138000", vec![]),
            ("9", vec![]),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn outside_the_hours_the_next_slot_is_proposed() {
        let policy = Policy::preset();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let usual = usual(&policy);
        let own = vec![(600, 630)];
        for (on, minute, hours, expected) in [
            ("2026-11-23", Some(540), &usual, None),
            ("2026-11-23", Some(659), &usual, None),
            ("2026-11-23", Some(660), &usual, Some(("2026-11-23", Some(840)))),
            ("2026-11-23", Some(539), &usual, Some(("2026-11-23", Some(540)))),
            ("2026-11-23", Some(959), &usual, None),
            ("2026-11-23", Some(960), &usual, Some(("2026-11-24", Some(540)))),
            // A Friday evening, a Saturday, and a Saturday that is worked.
            ("2026-11-27", Some(1_100), &usual, Some(("2026-11-30", Some(540)))),
            ("2026-11-28", Some(600), &usual, Some(("2026-11-30", Some(540)))),
            ("2026-10-10", Some(600), &usual, None),
            ("2026-11-28", None, &usual, Some(("2026-11-30", None))),
            ("2026-11-23", None, &usual, None),
            ("2026-11-23", Some(540), &own, Some(("2026-11-23", Some(600)))),
            ("2026-11-23", Some(600), &own, None),
        ] {
            let expected = expected.map(|(on, minute)| (day(on), minute));
            assert_eq!(better_slot(day(on), minute, hours, &policy), expected, "{on} {minute:?}");
        }
        assert_eq!(better_slot(day("2026-11-23"), Some(1), &[(5, 5)], &policy), None);
    }
}
