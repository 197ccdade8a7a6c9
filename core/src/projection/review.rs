//! The monthly review (分级复盘): whose grade is to be confirmed, with a proposal, whose key information, and whose data
//! is in doubt.

use std::sync::Arc;

use super::Context;
use super::today::grade_rank;
use crate::rules::cleaning::{self, Doubt};
use crate::rules::grade_proposal::{Proposal, propose};
use crate::rules::grade_review::{self, Review};
use crate::summary::SummaryRow;

/// One customer to go through.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// How far the review of the grade is.
    pub grade: Review,
    /// What the rule proposes; nothing while it knows too little.
    pub proposal: Option<Proposal>,
    /// The key information is to be confirmed with the customer this month.
    pub key_information: bool,
    /// Why its data is in doubt.
    pub doubt: Option<Doubt>,
}

impl ReviewLine {
    /// Tells whether the rule proposes another grade than the customer has.
    pub fn proposes_change(&self) -> bool {
        self.proposal.as_ref().is_some_and(|proposal| Some(proposal.grade) != self.row.grade)
    }
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReviewView {
    /// Whose grade is to be confirmed: overdue first, then where another grade is proposed, then the important ones.
    pub grades: Vec<ReviewLine>,
    /// Whose grade is confirmed and whose key information is not, the important ones first; without those in doubt.
    pub key_information: Vec<ReviewLine>,
    /// Whose data is to be confirmed, mended or marked as invalid, whatever their grade's review says: the gravest doubt
    /// first, then the important ones.
    pub doubtful: Vec<ReviewLine>,
    /// Customers with nothing left to do.
    pub done: usize,
}

/// Returns what is left of this period's review.
///
/// # Source
/// S0-114, S0-26, S1-31, S0-50, S0-139.
pub fn review(rows: &[Arc<SummaryRow>], context: &Context) -> ReviewView {
    let (today, policy) = (context.today(), &context.policy);
    let mut view = ReviewView::default();
    for row in rows.iter().filter(|row| !row.inactive && row.lead.is_none()) {
        let created = row.created_at.map(|at| at.day(policy.zone_minutes));
        let line = ReviewLine {
            row: Arc::clone(row),
            grade: grade_review::grade(row.grade, row.grade_reviewed, created, today, policy),
            proposal: propose(&row.grading, today, policy),
            key_information: grade_review::key_information_due(
                row.grade,
                row.rhythm(policy),
                row.last_verified,
                created,
                today,
                policy,
            ),
            doubt: cleaning::doubt(row.reach, row.last_verified, created, today, policy),
        };
        if line.doubt.is_some() {
            view.doubtful.push(line.clone());
        }
        match (line.grade, line.key_information, line.doubt) {
            (Review::Done, false, None) => view.done += 1,
            (Review::Done, true, None) => view.key_information.push(line),
            (Review::Done, ..) => {}
            _ => view.grades.push(line),
        }
    }
    view.grades.sort_by_key(|line| {
        let overdue = matches!(line.grade, Review::Overdue { .. });
        (!overdue, !line.proposes_change(), grade_rank(line.row.grade), line.row.account)
    });
    view.key_information.sort_by_key(|line| (grade_rank(line.row.grade), line.row.account));
    view.doubtful.sort_by_key(|line| (line.doubt, grade_rank(line.row.grade), line.row.account));
    view
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Grade;
    use crate::projection::fixtures::{context, row};
    use crate::rules::cleaning::Reach;
    use crate::values::{Day, Money};

    #[test]
    fn whose_data_is_in_doubt_is_listed_the_gravest_first_and_once_beside_the_grades() {
        let context = context();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let base = |number, grade| SummaryRow {
            grade: Some(grade),
            grade_reviewed: Some(day("2026-11-03")),
            last_verified: Some(day("2026-11-02")),
            ..row(number, "客户")
        };
        let nobody = Reach { left: 1, ..Reach::default() };
        let lost = Reach { reachable: 1, unreachable: 1, ..Reach::default() };
        let rows = [
            base(1, Grade::A),
            SummaryRow { last_verified: Some(day("2026-01-05")), ..base(2, Grade::A) },
            SummaryRow { reach: lost, ..base(3, Grade::B) },
            SummaryRow { reach: nobody, ..base(4, Grade::C) },
            SummaryRow { reach: nobody, grade_reviewed: Some(day("2026-10-03")), ..base(5, Grade::B) },
            SummaryRow { reach: nobody, inactive: true, ..base(6, Grade::A) },
        ];
        let view = review(&rows.map(Arc::new), &context);
        let id = |number| row(number, "").account;
        let found: Vec<_> = view.doubtful.iter().map(|line| (line.row.account, line.doubt)).collect();
        let expected = [
            (id(5), Some(Doubt::Nobody)),
            (id(4), Some(Doubt::Nobody)),
            (id(3), Some(Doubt::Unreachable(1))),
            (id(2), Some(Doubt::Unconfirmed(day("2026-01-05")))),
        ];
        assert_eq!(found, expected);
        assert_eq!((view.grades.len(), view.key_information.len(), view.done), (1, 0, 1));
    }

    #[test]
    fn what_is_left_of_a_month_is_listed_the_most_pressing_first() {
        let mut context = context();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let base = |number, grade, reviewed: &str| SummaryRow {
            grade: Some(grade),
            grade_reviewed: Some(day(reviewed)),
            last_verified: Some(day("2026-11-02")),
            ..row(number, "客户")
        };
        let mut rises = base(2, Grade::B, "2026-10-03");
        rises.grading.contract = true;
        rises.grading.amount = Some(Money::yuan(600_000));
        let mut agrees = base(3, Grade::C, "2026-10-03");
        agrees.grading.inquiry = true;
        agrees.grading.contract = true;
        let unknown = base(4, Grade::A, "2026-10-03");
        let silent = SummaryRow { last_verified: Some(day("2026-10-31")), ..base(5, Grade::A, "2026-11-01") };
        let rows = [
            base(1, Grade::A, "2026-11-03"),
            agrees,
            unknown,
            silent,
            rises,
            SummaryRow { inactive: true, ..base(6, Grade::A, "2026-01-01") },
        ];
        let rows = rows.map(Arc::new);
        let view = review(&rows, &context);
        let names = |lines: &[ReviewLine]| lines.iter().map(|line| line.row.account).collect::<Vec<_>>();
        let id = |number| row(number, "").account;
        assert_eq!(names(&view.grades), [id(2), id(4), id(3)]);
        let overdue = Review::Overdue { by: day("2026-11-04") };
        assert!(view.grades.iter().all(|line| line.grade == overdue));
        let proposed: Vec<_> = view.grades.iter().map(|line| line.proposal.as_ref().map(|found| found.grade)).collect();
        assert_eq!(proposed, [Some(Grade::A), None, Some(Grade::C)]);
        assert!(view.grades[0].proposes_change() && !view.grades[2].proposes_change());
        assert_eq!((names(&view.key_information), view.done), (vec![id(5)], 1));
        // A new month: all of them, and nobody is late before the fifth.
        context.now = context.now.plus_ms(9 * 86_400_000);
        let view = review(&rows, &context);
        assert_eq!((view.grades.len(), view.key_information.len(), view.done), (5, 0, 0));
        assert!(view.grades.iter().all(|line| line.grade == Review::Due { by: day("2026-12-04") }));
        // The signed customer of grade C was asked in this quarter.
        let asked: Vec<_> =
            view.grades.iter().filter(|line| !line.key_information).map(|line| line.row.account).collect();
        assert_eq!(asked, [id(3)]);
    }
}
