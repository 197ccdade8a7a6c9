//! Ideas (建议): what a customer calls for although nothing is due.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Context;
use crate::rules::signing_push::wants_signing;
use crate::rules::success_case;
use crate::rules::warning::Warning;
use crate::summary::{OpportunityLine, SummaryRow};

/// What is proposed.
#[derive(Debug, Clone, PartialEq)]
pub enum Idea {
    /// To have somebody senior visit a customer who may be lost, for whom nothing is planned.
    Save(Warning),
    /// To visit the customer, who was not visited for so many days, or never.
    Visit {
        /// Days since the last visit.
        days: Option<i64>,
    },
    /// To bring an opportunity to signing, for which nothing is planned.
    Sign(OpportunityLine),
    /// To invite a satisfied customer to share how the cooperation goes.
    Case,
}

/// A proposal for a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct IdeaLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// What is proposed.
    pub idea: Idea,
}

/// Returns what is proposed for a person's own customers: who may be lost first, then what is nearest to signing, then
/// visits to and success cases of important customers.
///
/// # Source
/// S1-19, S1-37, S1-38, S1-42.
pub fn ideas(rows: &[Arc<SummaryRow>], context: &Context) -> Vec<IdeaLine> {
    let own = rows.iter().filter(|row| row.is_own() && row.lead.is_none());
    let mut lines: Vec<_> =
        own.filter_map(|row| Some(IdeaLine { row: Arc::clone(row), idea: idea(row, context)? })).collect();
    lines.sort_by_key(|line| {
        let (warns, signs) = match &line.idea {
            Idea::Save(warning) => (Reverse(Some(Reverse(warning.rank()))), Reverse(None)),
            Idea::Sign(deal) => (Reverse(None), Reverse(Some((deal.probability, deal.amount)))),
            Idea::Visit { .. } | Idea::Case => (Reverse(None), Reverse(None)),
        };
        (warns, signs, super::today::grade_rank(line.row.grade), line.row.account)
    });
    lines
}

fn idea(row: &SummaryRow, context: &Context) -> Option<Idea> {
    if let Some(warning) = row.signals.warning(&context.policy).filter(|_| row.next_contact.is_none()) {
        return Some(Idea::Save(warning));
    }
    let open = row.opportunities.iter().filter(|deal| wants_signing(row.state.as_str(), &row.tags, deal.result));
    let nearest = open.max_by_key(|deal| (deal.probability, deal.amount, deal.id));
    if let Some(deal) = nearest.filter(|_| row.next_contact.is_none()) {
        return Some(Idea::Sign(deal.clone()));
    }
    let today = context.today();
    let days = row.meetings.last.map(|at| today.days_since(at.day(context.policy.zone_minutes)));
    if row.meetings.wants_visit(today, &context.policy) {
        return Some(Idea::Visit { days });
    }
    success_case::is_to_invite(row.signals, row.won, &row.case, &context.policy).then_some(Idea::Case)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{context, day, deal, row};
    use super::*;
    use crate::model::Grade;
    use crate::rules::visit_due::Meetings;
    use crate::rules::warning::Signals;
    use crate::values::Code;

    #[test]
    fn who_may_be_lost_comes_first_then_deals_near_signing_and_what_is_planned_needs_no_idea() {
        let meetings = Meetings { valued: true, last: None, planned: false };
        let deals = vec![deal(1, "quote", 100, 3, "2026-12-01")];
        let wants = |number, grade| SummaryRow { grade, meetings, ..row(number, &number.to_string()) };
        let signs = SummaryRow { state: Code::new("high_intent"), opportunities: deals.clone(), ..row(3, "3") };
        let planned = SummaryRow {
            next_contact: Some(day("2026-11-30")),
            ..SummaryRow { account: row(4, "").account, name: "4".into(), ..signs.clone() }
        };
        let closed = SummaryRow { inactive: true, ..wants(5, None) };
        let warned = |number, signals| SummaryRow { signals, ..row(number, &number.to_string()) };
        let silent = warned(6, Signals { unanswered: 2, ..Signals::default() });
        let leaving = warned(7, Signals { ending: true, ..Signals::default() });
        let cared_for = SummaryRow { next_contact: Some(day("2026-11-30")), ..warned(8, leaving.signals) };
        let happy = Signals { satisfaction: Some(9), ..Signals::default() };
        let bought = SummaryRow { won: 1, ..warned(9, happy) };
        let rows =
            [wants(1, None), wants(2, Some(Grade::A)), signs, planned, closed, silent, leaving, cared_for, bought];
        let rows: Vec<_> = rows.into_iter().map(Arc::new).collect();
        let found = ideas(&rows, &context());
        let names: Vec<_> = found.iter().map(|line| line.row.name.as_str()).collect();
        assert_eq!(names, ["7", "6", "3", "2", "1", "9"]);
        assert_eq!(found[0].idea, Idea::Save(Warning::Ending));
        assert_eq!(found[1].idea, Idea::Save(Warning::Unanswered(2)));
        assert_eq!(found[2].idea, Idea::Sign(deals[0].clone()));
        assert_eq!(found[3].idea, Idea::Visit { days: None });
        assert_eq!(found[5].idea, Idea::Case);
    }
}
