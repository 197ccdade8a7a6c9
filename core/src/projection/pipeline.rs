//! The pipeline (商机) by stage, with sums and weighted sums.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Context;
use crate::model::OpportunityResult;
use crate::policy::{Label, Policy, Stage};
use crate::rules::silence::silent_days;
use crate::summary::{OpportunityLine, SummaryRow};
use crate::values::{Code, Money, Percent, UserId};

/// What the board is narrowed to; kept in the URL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PipelineFilter {
    /// Owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// Region.
    #[serde(skip_serializing_if = "Code::is_empty")]
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

/// Returns the open opportunities of an active customer.
pub(super) fn open_deals(row: &SummaryRow) -> impl Iterator<Item = &OpportunityLine> {
    row.opportunities.iter().filter(|line| !row.inactive && line.result == OpportunityResult::Open)
}

/// Returns the policy's stages in order, then a made-up one for each key of an open opportunity that it lacks:
/// no amount is ever left out of a sum.
pub(super) fn stages(rows: &[Arc<SummaryRow>], policy: &Policy) -> Vec<Stage> {
    let mut stages = policy.stages.clone();
    stages.sort_by(|a, b| (a.order, &a.key).cmp(&(b.order, &b.key)));
    let unknown: BTreeSet<&Code> = rows
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
