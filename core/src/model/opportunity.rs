//! An opportunity (E-12).

use crate::values::{Code, Day, Instant, Money, OpportunityId, Percent, UserId};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum OpportunityResult {
    /// Still worked on (在谈).
    #[default]
    #[n(0)]
    Open,
    /// Won (成交).
    #[n(1)]
    Won,
    /// Lost (失单).
    #[n(2)]
    Lost,
}

/// A possible sale (商机).
///
/// # Source
/// E-12; S0-17, S0-72, S1-10, S3-36, S3-39.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opportunity {
    /// Its id.
    pub id: OpportunityId,
    /// Title.
    pub title: String,
    /// Stage (成交阶段): a key of the workspace's stages.
    pub stage: Code,
    /// When it entered the stage, the phone's claim.
    pub stage_entered_at: Option<Instant>,
    /// Amount (金额).
    pub amount: Option<Money>,
    /// Probability (成交概率).
    pub probability: Option<Percent>,
    /// Expected day of closing.
    pub close_day: Option<Day>,
    /// Result.
    pub result: OpportunityResult,
    /// When it was closed, the phone's claim.
    pub closed_at: Option<Instant>,
    /// Why it was lost or won, merges by character.
    pub note: String,
    /// What is proposed for the needs.
    pub solution: Solution,
    /// Who created it.
    pub created_by: Option<UserId>,
    /// When, the phone's claim.
    pub created_at: Option<Instant>,
}

/// A solution (解决方案) for the core needs, as far as it is written. Its quote is the amount of its opportunity; which
/// needs it is for stands with the talks in which they were analysed ([`Visit::solution`](super::Visit::solution)).
///
/// # Source
/// E-08; S0-61, S0-62, C-20.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Solution {
    /// 产品/服务组合.
    pub products: String,
    /// 实施周期.
    pub period: String,
    /// 预期效果.
    pub effect: String,
    /// 客户核心利益点.
    pub benefit: String,
    /// 客户决策依据.
    pub basis: String,
}
