//! what is gone through with every customer each month.

use crate::model::Grade;
use crate::policy::{Policy, PolicyNumber};
use crate::rules::cadence::Rhythm;
use crate::values::Day;

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Review {
    /// Past its day.
    Overdue {
        /// The last day on which it was in time.
        by: Day,
    },
    /// To be done.
    Due {
        /// The last day on which it is in time.
        by: Day,
    },
    /// Done for this period.
    Done,
}

/// Returns the first day of the period of `today`: of its month, or of its quarter and so on. Periods are counted from
/// the year 0: one of months that divide a year begins with the year.
fn period_start(today: Day, months: i64) -> Day {
    let (year, month, _) = today.ymd();
    let month = i64::from(year) * 12 + i64::from(month) - 1;
    let first = month - month.rem_euclid(months.max(1));
    let (year, month) = (i32::try_from(first.div_euclid(12)).ok(), u32::try_from(first.rem_euclid(12) + 1).ok());
    year.zip(month).and_then(|(year, month)| Day::new(year, month, 1)).unwrap_or(today)
}

/// Returns how far the review of a customer's grade is. A customer of this period begins with the next one. Grade C is
/// evaluated again each month, also where the others are reviewed by the quarter.
///
/// # Source
/// R-06 (S0-114: 每月5日前完成更新; C-10: in time up to the end of the 4th), R-07 (S1-31, C-09: monthly, or by the
/// quarter), R-24 (S0-22).
pub fn grade(now: Option<Grade>, reviewed: Option<Day>, created: Option<Day>, today: Day, policy: &Policy) -> Review {
    let months = if now == Some(Grade::C) { 1 } else { policy.number(PolicyNumber::ReviewMonths) };
    let start = period_start(today, months);
    if reviewed.max(created).is_some_and(|day| day >= start) {
        return Review::Done;
    }
    let by = start.plus_days(policy.number(PolicyNumber::ReviewDay) - 1);
    if today > by { Review::Overdue { by } } else { Review::Due { by } }
}

/// Tells whether a customer's key information is to be confirmed with the customer this month: whether the contact still
/// has the position, what has changed in the business. Who is contacted once a quarter is asked then.
///
/// # Source
/// R-05; S0-50, C-28.
pub fn key_information_due(
    grade: Option<Grade>,
    rhythm: Rhythm,
    verified: Option<Day>,
    created: Option<Day>,
    today: Day,
    policy: &Policy,
) -> bool {
    let months = match (rhythm, grade) {
        (Rhythm::Monthly, Some(Grade::C) | None) => policy.number(PolicyNumber::KeyInfoMonthsC),
        _ => 1,
    };
    verified.max(created).is_none_or(|day| day < period_start(today, months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cadence::rhythm;
    use crate::rules::golden::{Case, cases};

    fn expected(case: &Case) -> Review {
        match case.text("review") {
            "done" => Review::Done,
            "due" => Review::Due { by: case.of("by") },
            "overdue" => Review::Overdue { by: case.of("by") },
            other => panic!("{other} of {case}"),
        }
    }

    fn grades_are_reviewed_as_in(csv: &str, now: Grade) {
        for case in cases(csv) {
            let (reviewed, created) = (case.maybe("reviewed"), case.maybe("created"));
            let found = grade(Some(now), reviewed, created, case.of("today"), &case.policy());
            assert_eq!(found, expected(&case), "{case}");
        }
    }

    #[test]
    fn key_information_is_confirmed_each_month() {
        for case in cases(include_str!("golden/R-05.csv")) {
            let grade = Grade::of_letter(case.text("grade"));
            let rhythm = rhythm(case.yes("contract"), false, &case.policy());
            let (verified, created) = (case.maybe("verified"), case.maybe("created"));
            let found = key_information_due(grade, rhythm, verified, created, case.of("today"), &case.policy());
            assert_eq!(found, case.yes("due"), "{case}");
        }
    }

    #[test]
    fn a_grade_is_reviewed_by_the_fourth() {
        grades_are_reviewed_as_in(include_str!("golden/R-06.csv"), Grade::A);
    }

    #[test]
    fn a_grade_is_reviewed_by_the_month_or_the_quarter() {
        grades_are_reviewed_as_in(include_str!("golden/R-07.csv"), Grade::B);
    }

    #[test]
    fn grade_c_is_evaluated_again_each_month() {
        grades_are_reviewed_as_in(include_str!("golden/R-24.csv"), Grade::C);
    }
}
