//! a visit is booked some days ahead.

use crate::policy::{Policy, PolicyNumber};
use crate::values::{Code, Day};

/// The channel of a meeting at the customer's.
const VISIT: &str = "visit";

/// Returns the first day on which a visit booked today may be proposed: the notice ahead, on a working day.
///
/// # Units
/// Calendar days of notice.
/// # Source
/// R-30; S1-19 (需提前3天预约).
pub fn first_day(booked: Day, policy: &Policy) -> Day {
    let notice = policy.number(PolicyNumber::VisitNoticeD);
    let day = booked.plus_days(notice);
    if policy.calendar.is_working_day(day) { day } else { policy.calendar.plus_working_days(day, 1) }
}

/// Returns the first possible day when a visit is planned sooner than that; nothing for other channels. One that stood
/// for a day before may move to a later one: the customer knows of it.
///
/// # Source
/// R-30; S1-19.
pub fn too_soon(channel: &Code, booked: Day, due: Day, before: Option<Day>, policy: &Policy) -> Option<Day> {
    let early = due.days_since(booked) < policy.number(PolicyNumber::VisitNoticeD);
    let moved_on = before.is_some_and(|before| due >= before);
    (channel.as_str() == VISIT && early && !moved_on).then(|| first_day(booked, policy))
}

/// Tells whether the policy refuses an earlier visit, or only warns of it.
pub fn refuses(policy: &Policy) -> bool {
    policy.number(PolicyNumber::VisitNoticeRefuses) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Numbers;

    #[test]
    fn a_visit_is_three_days_ahead_and_other_channels_are_free() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let two = Policy { numbers: Numbers::default().with(PolicyNumber::VisitNoticeD, 2), ..Policy::preset() };
        for (policy, channel, due, before, expected) in [
            (Policy::preset(), "visit", "2026-11-25", None, Some("2026-11-26")),
            (Policy::preset(), "visit", "2026-11-26", None, None),
            (Policy::preset(), "visit", "2026-11-22", None, Some("2026-11-26")),
            (Policy::preset(), "phone", "2026-11-23", None, None),
            (Policy::preset(), "", "2026-11-23", None, None),
            // Put off by a day, and brought forward.
            (Policy::preset(), "visit", "2026-11-25", Some("2026-11-24"), None),
            (Policy::preset(), "visit", "2026-11-24", Some("2026-11-25"), Some("2026-11-26")),
            (two.clone(), "visit", "2026-11-25", None, None),
            (two, "visit", "2026-11-24", None, Some("2026-11-25")),
        ] {
            let found = too_soon(&Code::new(channel), day("2026-11-23"), day(due), before.map(day), &policy);
            assert_eq!(found, expected.map(day), "{channel} {due} {before:?}");
        }
        // Thursday: three days ahead is a Sunday, so Monday is proposed.
        assert_eq!(first_day(day("2026-11-26"), &Policy::preset()), day("2026-11-30"));
    }
}
