//! The pipeline (商机) by stage, with sums and weighted sums.

use crate::values::Set;
use std::cmp::Reverse;
use std::sync::Arc;

use super::Context;
use crate::model::OpportunityResult;
use crate::policy::{Label, Policy, Stage};
use crate::rules::silence::silent_days;
use crate::summary::{OpportunityLine, SummaryRow};
use crate::values::{Code, Money, Percent, UserId};

/// What the board is narrowed to; kept in the URL.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PipelineFilter {
    /// Owner.
    pub owner: Option<UserId>,
    /// Region.
    pub region: Code,
}

/// One open opportunity.
#[derive(Debug, Clone, PartialEq)]
pub struct DealLine {
    /// Its customer.
    pub row: Arc<SummaryRow>,
    /// The opportunity.
    pub line: OpportunityLine,
    /// Days in its stage.
    pub days_in_stage: i64,
    /// Longer than the stage allows.
    pub stalled: bool,
    /// The expected day of closing has passed.
    pub past_close: bool,
}

/// One stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageColumn {
    /// The stage; one of the policy, or a made-up one for a key the policy no longer has.
    pub stage: Stage,
    /// Open opportunities: stalled first, then the largest.
    pub deals: Vec<DealLine>,
    /// Sum.
    pub sum: Money,
    /// Sum of amount x probability.
    pub weighted: Money,
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PipelineView {
    /// Stages in order.
    pub columns: Vec<StageColumn>,
    /// Open opportunities.
    pub count: usize,
    /// Sum.
    pub sum: Money,
    /// Weighted sum.
    pub weighted: Money,
    /// Stalled.
    pub stalled: usize,
}

/// Returns the board from rows alone.
pub fn pipeline(rows: &[Arc<SummaryRow>], filter: &PipelineFilter, context: &Context) -> PipelineView {
    let mut columns: Vec<StageColumn> = stages(rows, &context.policy)
        .into_iter()
        .map(|stage| StageColumn { stage, deals: Vec::new(), sum: Money::default(), weighted: Money::default() })
        .collect();
    let mut view = PipelineView::default();
    let fits = |row: &SummaryRow| {
        (filter.region.is_empty() || row.region == filter.region)
            && (filter.owner.is_none() || row.owner == filter.owner)
    };
    for row in rows.iter().filter(|row| fits(row)) {
        for line in open_deals(row) {
            let Some(column) = columns.iter_mut().find(|column| column.stage.key == line.stage) else { continue };
            let deal = deal_line(row, line, &column.stage, context);
            let weighted = line.amount.weighted(line.probability);
            column.sum = column.sum.plus(line.amount);
            column.weighted = column.weighted.plus(weighted);
            view.sum = view.sum.plus(line.amount);
            view.weighted = view.weighted.plus(weighted);
            view.count += 1;
            view.stalled += usize::from(deal.stalled);
            column.deals.push(deal);
        }
    }
    for column in &mut columns {
        column.deals.sort_by_key(|deal| (!deal.stalled, Reverse(deal.line.amount), deal.line.id));
    }
    view.columns = columns;
    view
}

/// Returns the open opportunities of an active customer that somebody works on. Those of a duplicate count on: they are
/// the customer's, wherever they were written down.
pub(super) fn open_deals(row: &SummaryRow) -> impl Iterator<Item = &OpportunityLine> {
    let counts = row.is_active_or_merged() && !row.in_pool();
    row.opportunities.iter().filter(move |line| counts && line.result == OpportunityResult::Open)
}

/// Returns the policy's stages in order, then a made-up one for each key of an open opportunity that it lacks:
/// no amount is ever left out of a sum.
pub(super) fn stages(rows: &[Arc<SummaryRow>], policy: &Policy) -> Vec<Stage> {
    let mut stages = policy.stages.clone();
    stages.sort_by(|a, b| (a.order, &a.key).cmp(&(b.order, &b.key)));
    let unknown: Set<&Code> = rows
        .iter()
        .flat_map(|row| open_deals(row))
        .map(|line| &line.stage)
        .filter(|key| policy.stage(key).is_none())
        .collect();
    stages.extend(unknown.into_iter().map(|key| Stage {
        key: key.clone(),
        order: i64::MAX,
        name: Label { zh: key.to_string(), en: key.to_string() },
        customer_state: Label::default(),
        probability: Percent::default(),
        stalled_days: i64::MAX,
    }));
    stages
}

/// Returns an open opportunity with its age.
pub(super) fn deal_line(row: &Arc<SummaryRow>, line: &OpportunityLine, stage: &Stage, context: &Context) -> DealLine {
    let days_in_stage = silent_days(line.stage_entered_at, context.now, &context.policy).unwrap_or(0);
    DealLine {
        row: Arc::clone(row),
        line: line.clone(),
        days_in_stage,
        stalled: days_in_stage > stage.stalled_days,
        past_close: line.close_day.is_some_and(|day| day < context.today()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::fixtures::{context, deal, id, row};

    #[test]
    fn the_board_sums_stages_and_marks_what_stalls() {
        let mut first = SummaryRow { owner: Some(UserId(id(2))), region: Code::new("east"), ..row(1, "甲") };
        first.opportunities = vec![
            deal(1, "solution", 100, 15, "2026-12-31"),
            deal(2, "solution", 50, 16, "2026-11-22"),
            OpportunityLine { result: OpportunityResult::Won, ..deal(3, "contract", 900, 1, "2026-12-31") },
            deal(4, "retired_stage", 30, 400, "2026-11-23"),
        ];
        let mut second = SummaryRow { owner: Some(UserId(id(3))), region: Code::new("north"), ..row(2, "乙") };
        second.opportunities = vec![deal(5, "solution", 200, 1, "2026-12-31")];
        let inactive = SummaryRow { inactive: true, opportunities: second.opportunities.clone(), ..row(3, "丙") };
        let rows = [first, second, inactive].map(Arc::new);
        let view = pipeline(&rows, &PipelineFilter::default(), &context());

        let keys: Vec<_> = view.columns.iter().map(|column| column.stage.key.as_str()).collect();
        assert_eq!(keys, ["solution", "objection", "contract", "delivery", "retired_stage"]);
        let solution = &view.columns[0];
        assert_eq!(solution.deals.iter().map(|deal| deal.line.id.0).collect::<Vec<_>>(), [id(2), id(5), id(1)]);
        assert_eq!((solution.sum, solution.weighted), (Money::yuan(350), Money::yuan(175)));
        let marks: Vec<_> =
            solution.deals.iter().map(|deal| (deal.days_in_stage, deal.stalled, deal.past_close)).collect();
        assert_eq!(marks, [(16, true, true), (1, false, false), (15, false, false)]);
        assert!(!view.columns[4].deals[0].stalled && !view.columns[4].deals[0].past_close);
        assert_eq!((view.count, view.sum, view.weighted, view.stalled), (4, Money::yuan(380), Money::yuan(190), 1));

        for (filter, count) in [
            (PipelineFilter { owner: Some(UserId(id(3))), ..PipelineFilter::default() }, 1),
            (PipelineFilter { region: Code::new("east"), ..PipelineFilter::default() }, 3),
            (PipelineFilter { region: Code::new("south"), ..PipelineFilter::default() }, 0),
        ] {
            assert_eq!(pipeline(&rows, &filter, &context()).count, count, "{filter:?}");
        }
    }
}
