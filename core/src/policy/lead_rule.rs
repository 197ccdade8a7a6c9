//! If-then rules on leads, kept as data: what a lead must be like, and what follows.

use crate::model::{Grade, NeedClarity, SellerLevel};
use crate::values::{Code, Percent};

/// A rule: each condition that is set must hold.
///
/// # Source
/// R-17; S3-45.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadRule {
    /// Its key.
    pub key: Code,
    /// If: the industry names this; empty for any.
    pub industry: String,
    /// If: the region; empty for any.
    pub region: Code,
    /// If: where it came from; empty for any.
    pub source: Code,
    /// If: how clear the need is.
    pub need: Option<NeedClarity>,
    /// If: the score is at least this.
    pub min_score: Option<Percent>,
    /// Then: the grade.
    pub grade: Option<Grade>,
    /// Then: first to people of this level.
    pub level: Option<SellerLevel>,
}

impl LeadRule {
    /// Tells whether it asks for nothing: such a rule holds for no lead.
    pub fn asks_nothing(&self) -> bool {
        let Self { key: _, industry, region, source, need, min_score, grade: _, level: _ } = self;
        industry.trim().is_empty() && region.is_empty() && source.is_empty() && need.is_none() && min_score.is_none()
    }
}
