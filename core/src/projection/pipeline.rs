//! The pipeline (商机) by stage, with sums and weighted sums.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Context;
use crate::policy::Stage;
use crate::summary::{OpportunityLine, SummaryRow};
use crate::values::{Code, Money, UserId};

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
pub fn pipeline(_rows: &[Arc<SummaryRow>], _filter: &PipelineFilter, _context: &Context) -> PipelineView {
    PipelineView::default()
}
