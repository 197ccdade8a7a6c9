//! A follow-up record (E-09): the union of the three source forms (C-23).

use crate::values::{Code, ContactId, Instant, OpportunityId, Percent, TaskId, UserId, VisitId};
use crate::{cbor_enum, cbor_record};

/// Someone who took part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Participant {
    /// A contact of the customer.
    Contact(ContactId),
    /// A colleague.
    Member(UserId),
    /// Anyone else, by name.
    Other(String),
}

cbor_enum!(Participant { 0: Contact(contact), 1: Member(member), 2: Other(name) });

/// A follow-up record (跟进记录).
///
/// # Source
/// E-09; S0-128 to S0-138, S1-25 to S1-30, S1-50 to S1-55, S2-42 to S2-48.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// When the talk ended (跟进时间): the start of the 2 h and 2 working days clocks.
    pub ended_at: Option<Instant>,
    /// When it was saved on the phone (录入时间), the phone's claim.
    pub recorded_at: Option<Instant>,
    /// First talk with this customer (首次沟通).
    pub is_first: bool,
    /// Channel (沟通方式).
    pub channel: Code,
    /// Depth (触达类型): deep, informal, light, active; empty when not said.
    pub depth: Code,
    /// Not about business (非业务互动).
    pub nonbusiness: bool,
    /// Who recorded it (跟进人).
    pub recorder: Option<UserId>,
    /// Who took part (参与人员).
    pub participants: Vec<Participant>,
    /// Topic (主题).
    pub topic: String,
    /// What was said (沟通内容摘要), merges by character.
    pub summary: String,
    /// Needs (需求), merges by character.
    pub needs: String,
    /// Problems (问题), merges by character.
    pub problems: String,
    /// Concerns (关注点), merges by character.
    pub concerns: String,
    /// Feedback (客户反馈), merges by character.
    pub feedback: String,
    /// Consensus (达成的共识), merges by character.
    pub consensus: String,
    /// Points prepared beforehand (沟通要点), merges by character.
    pub prep_points: String,
    /// The customer wants to end the cooperation (终止合作意向).
    pub termination_intent: bool,
    /// The customer did not answer (未响应).
    pub no_response: bool,
    /// How satisfied the customer said to be (满意度), 1 to 10 points (C-06).
    pub satisfaction: Option<u8>,
    /// The opportunity it was about.
    pub opportunity: Option<OpportunityId>,
    /// The planned contact that this record completes.
    pub task: Option<TaskId>,
    /// What was found out about the need (客户需求分析), as far as it was asked.
    pub analysis: Analysis,
    /// The opportunity whose solution this need went into.
    pub solution: Option<OpportunityId>,
}

/// What a talk found out about a need: the answers to the four questions of SPIN, or to the three of 3W, and how it is
/// weighed. The date of the analysis is that of the talk.
///
/// # Source
/// E-07; S0-53 to S0-60, S0-117 to S0-126, S2-09, C-08.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// How it was asked: `spin` or `3w`; empty for not at all.
    pub method: Code,
    /// 现状: how things are.
    pub situation: String,
    /// 难点, 痛点: what is wrong with it.
    pub problem: String,
    /// 暗示: what that leads to.
    pub implication: String,
    /// 需求-效益, 期望: what a solution would be worth.
    pub payoff: String,
    /// The customer said so in their own words (S0-126).
    pub payoff_own: bool,
    /// 紧急性, 1 to 5 points.
    pub urgency: Option<u8>,
    /// 重要性, 1 to 5 points.
    pub importance: Option<u8>,
    /// 匹配度 with what is sold, percent; one of five points is 20.
    pub matched: Option<Percent>,
}

cbor_record!(Analysis {
    0: method,
    1: situation,
    2: problem,
    3: implication,
    4: payoff,
    5: payoff_own,
    6: urgency,
    7: importance,
    8: matched,
});
