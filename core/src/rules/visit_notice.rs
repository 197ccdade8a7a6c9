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
    use crate::rules::golden::cases;

    #[test]
    fn a_visit_is_three_days_ahead_and_other_channels_are_free() {
        for case in cases(include_str!("golden/R-30.csv")) {
            let channel = Code::new(case.text("channel"));
            let found = too_soon(&channel, case.of("booked"), case.of("due"), case.maybe("before"), &case.policy());
            assert_eq!(found, case.maybe("first_day"), "{case}");
        }
    }
}
