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
    use crate::rules::golden::cases;

    fn minute(clock: &str) -> u16 {
        let (hour, minute) = clock.split_once(':').unwrap();
        60 * hour.parse::<u16>().unwrap() + minute.parse::<u16>().unwrap()
    }

    fn span(text: &str) -> Hours {
        let (from, to) = text.split_once('-').unwrap();
        (minute(from), minute(to))
    }

    #[test]
    fn outside_the_hours_the_next_slot_is_proposed() {
        for case in cases(include_str!("golden/R-29.csv")) {
            let policy = case.policy();
            let own = parse(case.text("noted"));
            let expected: Vec<Hours> = case.list::<String>("hours").iter().map(|text| span(text)).collect();
            assert_eq!(own, expected, "{case}");
            let hours = if own.is_empty() { usual(&policy) } else { own };
            let time = |column: &str| case.maybe::<String>(column).map(|clock| minute(&clock));
            let found = better_slot(case.of("day"), time("time"), &hours, &policy);
            let expected = case.maybe::<Day>("better_day").map(|day| (day, time("better_time")));
            assert_eq!(found, expected, "{case}");
        }
    }
}
