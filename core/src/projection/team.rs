//! The manager's merged team pipeline by stage, rep and region.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Context;
use crate::policy::{Label, Stage};
use crate::summary::SummaryRow;
use crate::values::{Code, Instant, Money, UserId};

/// What the screen is narrowed to; kept in the URL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamFilter {
    /// Region.
    #[serde(skip_serializing_if = "Code::is_empty")]
    pub region: Code,
    /// Only opportunities expected to close in the current quarter.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub quarter: bool,
}

/// Sums of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageSum {
    /// The stage.
    pub stage: Stage,
    /// Open opportunities in it.
    pub count: usize,
    /// Sum.
    pub sum: Money,
    /// Weighted sum.
    pub weighted: Money,
}

/// A cell of the matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatrixCell {
    /// Sum.
    pub sum: Money,
    /// Weighted sum.
    pub weighted: Money,
}

/// A rep in the matrix; a rep stands under each region where they have customers with open opportunities.
#[derive(Debug, Clone, PartialEq)]
pub struct RepRow {
    /// The rep; nothing for customers without an owner.
    pub rep: Option<UserId>,
    /// Name.
    pub name: String,
    /// Cells, one per stage in order.
    pub cells: Vec<MatrixCell>,
    /// Sum of the row.
    pub total: MatrixCell,
    /// Last sync of the rep; nothing when never.
    pub synced_at: Option<Instant>,
    /// Older than the policy allows.
    pub stale: bool,
}

/// A region in the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionRows {
    /// Key.
    pub region: Code,
    /// Name.
    pub label: Label,
    /// Cells, one per stage in order.
    pub cells: Vec<MatrixCell>,
    /// Sum of the region.
    pub total: MatrixCell,
    /// Reps, largest first.
    pub reps: Vec<RepRow>,
}

/// A rep whose figures may be old.
#[derive(Debug, Clone, PartialEq)]
pub struct StaleRep {
    /// The rep.
    pub rep: UserId,
    /// Name.
    pub name: String,
    /// Last sync; nothing when never.
    pub synced_at: Option<Instant>,
}

/// Why an opportunity or customer needs a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskKind {
    /// Too long in its stage.
    Stalled {
        /// Days in the stage.
        days: i64,
        /// Days allowed.
        limit: i64,
    },
    /// Grade A without contact for too long.
    Silent {
        /// Days without contact.
        days: i64,
        /// Days allowed.
        limit: i64,
    },
    /// The expected day of closing has passed.
    PastClose {
        /// Days past.
        days: i64,
    },
}

/// A customer at risk.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// Why.
    pub kind: RiskKind,
    /// Open amount concerned.
    pub amount: Money,
}

/// How the team keeps its own rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Discipline {
    /// Records in all.
    pub records: u32,
    /// Recorded within the target time.
    pub on_time: u32,
    /// Open promises to customers.
    pub open_promises: u32,
    /// Customers with nothing planned.
    pub without_plan: u32,
    /// Customers in all.
    pub customers: u32,
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TeamView {
    /// Open sum.
    pub sum: Money,
    /// Weighted sum.
    pub weighted: Money,
    /// Open opportunities.
    pub count: usize,
    /// Stages with sums.
    pub stages: Vec<StageSum>,
    /// The matrix.
    pub regions: Vec<RegionRows>,
    /// Sums per stage over all regions.
    pub totals: Vec<MatrixCell>,
    /// Reps, largest first, over all regions.
    pub by_rep: Vec<RepRow>,
    /// Reps whose figures may be old.
    pub stale: Vec<StaleRep>,
    /// Customers at risk: the largest amount first.
    pub risks: Vec<RiskLine>,
    /// Discipline.
    pub discipline: Discipline,
    /// Regions to choose from.
    pub region_choices: Vec<(Code, Label)>,
}

/// Returns the merged pipeline from rows alone. `synced` is the last sync of each member as the server told.
pub fn team(
    _rows: &[Arc<SummaryRow>],
    _synced: &BTreeMap<UserId, Instant>,
    _filter: &TeamFilter,
    _context: &Context,
) -> TeamView {
    TeamView::default()
}
