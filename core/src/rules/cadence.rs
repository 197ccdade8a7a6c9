//! how often a customer is to be contacted, by grade and by where the customer stands. Computed from the
//! grade of now: a changed one holds at once (R-23, S1-32).

use crate::model::{Account, Grade, Visit};
use crate::policy::{Frequency, Policy, PolicyNumber};
use crate::values::{Day, Instant};

/// Days of a month, as the rhythm counts them.
const MONTH_DAYS: i64 = 30;
/// Days of a quarter.
const QUARTER_DAYS: i64 = 90;

/// Which rhythm holds for a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rhythm {
    /// So many days from one contact to the next (S0).
    Weekly,
    /// Deep and light touches by the month, for grade C by the quarter (S1).
    Monthly,
}

/// What kind of contact is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Touch {
    /// Any.
    Any,
    /// A talk: a call, a visit, a meeting (深度沟通).
    Deep,
    /// News, a greeting, a message (非正式触达, 轻量触达).
    Light,
}

/// A contact that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Its kind.
    pub touch: Touch,
    /// Days since the last of its kind; nothing when there was none.
    pub days: Option<i64>,
    /// Days from one to the next.
    pub every: i64,
}

/// When a customer was last contacted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Last {
    /// By any contact.
    pub any: Option<Day>,
    /// By a talk.
    pub deep: Option<Day>,
    /// By a light touch.
    pub light: Option<Day>,
}

/// Returns which rhythm holds: the weekly one before the first contract and while a deal is open, the monthly one after.
///
/// # Source
/// C-03, S1-14.
pub fn rhythm(contract: bool, open_deal: bool, policy: &Policy) -> Rhythm {
    match policy.frequency {
        Frequency::ByLifecycle if contract && !open_deal => Rhythm::Monthly,
        Frequency::ByLifecycle | Frequency::Weekly => Rhythm::Weekly,
        Frequency::Monthly => Rhythm::Monthly,
    }
}

/// Returns after how many days without any contact a customer is late; one without a grade as grade C.
///
/// # Units
/// Calendar days.
/// # Source
/// S0-63 to S0-65, S0-148; S1-15 to S1-17; C-27 (10 days for grade A in the monthly rhythm).
pub fn limit_days(grade: Option<Grade>, rhythm: Rhythm, policy: &Policy) -> i64 {
    use PolicyNumber as N;
    match (rhythm, grade) {
        (Rhythm::Weekly, Some(Grade::A)) => policy.number(N::ContactDaysA),
        (Rhythm::Weekly, Some(Grade::B)) => policy.number(N::ContactDaysB),
        (Rhythm::Weekly, Some(Grade::C) | None) => policy.number(N::ContactDaysC),
        (Rhythm::Monthly, Some(Grade::A)) => policy.number(N::MonthlyLateDaysA),
        (Rhythm::Monthly, Some(Grade::B)) => MONTH_DAYS,
        (Rhythm::Monthly, Some(Grade::C) | None) => QUARTER_DAYS,
    }
}

/// Returns the contact that is most due, or nothing. The touches of a month are spread over it: two deep ones are
/// fifteen days apart.
///
/// # Source
/// R-25; S0-18, S0-20, S0-22, S0-63 to S0-65; S1-15 (A: 2 deep and 1 informal a month), S1-16 (B: 1 deep and 1 light),
/// S1-17 (C: 1 active touch a quarter).
pub fn due(grade: Option<Grade>, rhythm: Rhythm, last: &Last, today: Day, policy: &Policy) -> Option<Due> {
    use PolicyNumber as N;
    // More than one a day is one a day.
    let every = |days: i64, number: N| days.checked_div(policy.number(number)).map_or(0, |every| every.max(1));
    let limit = (Touch::Any, last.any, limit_days(grade, rhythm, policy));
    let wanted = match (rhythm, grade) {
        (Rhythm::Weekly, _) => vec![limit],
        (Rhythm::Monthly, Some(Grade::A)) => vec![
            (Touch::Deep, last.deep, every(MONTH_DAYS, N::MonthlyDeepA)),
            (Touch::Light, last.light, every(MONTH_DAYS, N::MonthlyLightA)),
            limit,
        ],
        (Rhythm::Monthly, Some(Grade::B)) => vec![
            (Touch::Deep, last.deep, every(MONTH_DAYS, N::MonthlyDeepB)),
            (Touch::Light, last.light, every(MONTH_DAYS, N::MonthlyLightB)),
        ],
        (Rhythm::Monthly, Some(Grade::C) | None) => vec![(Touch::Any, last.any, every(QUARTER_DAYS, N::QuarterlyC))],
    };
    let since = |day: Option<Day>| day.map(|day| today.days_since(day).max(0));
    let due = wanted.into_iter().map(|(touch, day, every)| Due { touch, days: since(day), every });
    // None of a kind in a month is no duty.
    let due = due.filter(|due| due.every > 0 && due.days.is_none_or(|days| days >= due.every));
    // The longest overdue in its own measure; never is longest, and of equals the deeper one.
    due.min_by_key(|due| due.days.map_or(i64::MIN, |days| -(days * 1_000 / due.every)))
}

/// Returns when the customer was last reached by a talk, and by a light touch. A call that nobody answered is neither.
///
/// # Source
/// S1-15 (深度沟通: 电话/拜访; 非正式触达), S1-16.
pub fn last_touches(account: &Account) -> (Option<Instant>, Option<Instant>) {
    let reached = || account.visits.values().filter(|visit| !visit.no_response);
    let newest = |deep: bool| {
        let of_kind = reached().filter(|visit| is_deep(visit) == deep);
        of_kind.filter_map(|visit| visit.ended_at.or(visit.recorded_at)).max()
    };
    (newest(true), newest(false))
}

fn is_deep(visit: &Visit) -> bool {
    match visit.depth.as_str() {
        "" => matches!(visit.channel.as_str(), "phone" | "visit" | "online_meeting" | "online_demo"),
        depth => depth == "deep",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::{Case, cases};
    use crate::values::{Code, Id, VisitId};

    fn today() -> Day {
        "2026-11-23".parse().unwrap()
    }

    fn ago(case: &Case, column: &str) -> Option<Day> {
        case.maybe::<i64>(column).map(|days| today().plus_days(-days))
    }

    fn grade(case: &Case, column: &str) -> Option<Grade> {
        case.maybe::<String>(column).map(|letter| Grade::of_letter(&letter).unwrap())
    }

    #[test]
    fn another_grade_holds_at_once() {
        for case in cases(include_str!("golden/R-23.csv")) {
            let policy = case.policy();
            let rhythm = rhythm(case.yes("contract"), case.yes("open_deal"), &policy);
            let since = ago(&case, "since");
            let last = Last { any: since, deep: since, light: since };
            for (at, limit, is_due) in [("before", "limit_before", "due_before"), ("after", "limit_after", "due_after")]
            {
                let grade = grade(&case, at);
                assert_eq!(limit_days(grade, rhythm, &policy), case.of::<i64>(limit), "{at}: {case}");
                let found = due(grade, rhythm, &last, today(), &policy);
                assert_eq!(found.is_some(), case.yes(is_due), "{at}: {case}");
            }
        }
    }

    #[test]
    fn each_grade_has_its_rhythm_before_and_after_the_contract() {
        for case in cases(include_str!("golden/R-25.csv")) {
            let policy = case.policy();
            let rhythm = rhythm(case.yes("contract"), case.yes("open_deal"), &policy);
            let expected = match case.text("rhythm") {
                "weekly" => Rhythm::Weekly,
                "monthly" => Rhythm::Monthly,
                other => panic!("{other}"),
            };
            assert_eq!(rhythm, expected, "{case}");
            let last =
                Last { any: ago(&case, "since_any"), deep: ago(&case, "since_deep"), light: ago(&case, "since_light") };
            let touch = match case.text("touch") {
                "" => None,
                "any" => Some(Touch::Any),
                "deep" => Some(Touch::Deep),
                "light" => Some(Touch::Light),
                other => panic!("{other}"),
            };
            let expected = touch.map(|touch| Due { touch, days: case.maybe("days"), every: case.of("every") });
            assert_eq!(due(grade(&case, "grade"), rhythm, &last, today(), &policy), expected, "{case}");
        }
    }

    #[test]
    fn a_talk_is_deep_and_a_call_without_answer_is_nothing() {
        let mut account = Account::default();
        for (number, channel, depth, no_response) in [
            (1, "phone", "", false),
            (2, "email", "", false),
            (3, "email", "deep", false),
            (4, "visit", "light", false),
            (5, "phone", "", true),
        ] {
            let visit = Visit {
                id: VisitId(Id::from_bytes([number; 10])),
                ended_at: Some(Instant(i64::from(number))),
                channel: Code::new(channel),
                depth: Code::new(depth),
                no_response,
                ..Visit::default()
            };
            account.visits.insert(visit.id, visit);
        }
        assert_eq!(last_touches(&account), (Some(Instant(3)), Some(Instant(4))));
        assert_eq!(last_touches(&Account::default()), (None, None));
    }
}
