//! A customer (E-05) and what hangs on it.

use crate::model::{BusinessEvent, Change, Contact, Grade, Opportunity, Task, Visit};
use crate::values::{
    AccountId, Code, ContactId, Day, EventId, Instant, Map, Money, OpportunityId, Percent, RequestId, Set, TaskId,
    UserId, VisitId,
};

/// The fields of a customer that a person edits.
///
/// # Source
/// E-05; S0-28 to S0-33, S0-103 to S0-113, S2-35 to S2-41.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// Customer number (客户编号), unique by proposal only.
    pub number: String,
    /// Full name (客户名称).
    pub name: String,
    /// Whether it is a person (个人) and not a company (企业).
    pub individual: bool,
    /// Unified social credit code (统一社会信用代码).
    pub uscc: String,
    /// Date of establishment (成立时间).
    pub founded: Option<Day>,
    /// Industry (所属行业).
    pub industry: Code,
    /// Employees (员工人数), a band.
    pub employees_band: Code,
    /// Revenue a year (营收区间), a band.
    pub revenue_band: Code,
    /// Web site (官网地址).
    pub website: String,
    /// Region (区域).
    pub region: Code,
    /// Budget range (客户预算范围).
    pub budget_range: String,
    /// First cooperation or renewal (合作历史).
    pub cooperation_history: Code,
    /// Amount a year (年合作金额).
    pub annual_amount: Option<Money>,
    /// Leader of its industry (行业头部企业).
    pub industry_leader: bool,
    /// Grade (客户等级), with the reason for it.
    pub grade: Option<Grade>,
    /// Why the grade was set.
    pub grade_reason: String,
    /// By what the grade was proposed: a key of `rules::grade_proposal::Basis`; empty when a person chose it.
    pub grade_basis: Code,
    /// Day on which somebody last set or confirmed the grade.
    pub grade_reviewed: Option<Day>,
    /// Probability to close (成交概率).
    pub close_probability: Option<Percent>,
    /// Months within which it is expected to close (成交期限).
    pub close_months: Option<u16>,
    /// How clear the need is (需求明确度).
    pub need_clarity: Option<NeedClarity>,
    /// How far the budget is (预算情况).
    pub budget_state: Option<BudgetState>,
    /// State (当前状态): 初次咨询, 高意向, 低活跃, 风险客户.
    pub state: Code,
    /// Core need (核心需求), free text that merges by character.
    pub core_need: String,
    /// Working notes (备注), free text that merges by character.
    pub note: String,
    /// Where the customer came from (客户来源渠道).
    pub source_channel: Code,
    /// Preferred channel (偏好沟通渠道).
    pub preferred_channel: Code,
    /// Values meeting in person (重视线下关系).
    pub values_offline: bool,
    /// Key information last confirmed (信息核查时间).
    pub last_verified: Option<Day>,
    /// Not yet a customer, but a lead (线索).
    pub lead: bool,
    /// When the lead became a customer, the author's claim (转化).
    pub converted_at: Option<Instant>,
    /// How well it fits the business (业务匹配度).
    pub business_match: Option<Percent>,
    /// Why something is to be bought soon (近期采购计划); empty when nothing is planned.
    pub purchase_plan: String,
    /// Budget for equipment (设备采购预算).
    pub equipment_budget: Option<Money>,
    /// The campaign it came from (营销活动).
    pub campaign: String,
    /// What to raise with the customer next (沟通要点); empty when nothing is noted.
    pub prep_points: String,
    /// What may be told of the cooperation.
    pub case: SuccessCase,
    /// The last change of each kind that the team must hear of, in the order of the kinds.
    pub changes: Vec<Change>,
    /// Tags (标签).
    pub tags: Set<String>,
    /// Need tags (需求标签).
    pub need_tags: Set<String>,
}

/// A success case (客户成功案例).
///
/// # Source
/// E-30; S1-42, S0-146.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuccessCase {
    /// What was achieved together.
    pub content: String,
    /// The effect as a figure (效果数据).
    pub effect: String,
    /// Day on which the customer was asked (提前沟通).
    pub talked_over: Option<Day>,
    /// Day on which the customer allowed it to be told (授权).
    pub authorised: Option<Day>,
}

/// How clear a customer's need is.
///
/// # Source
/// S0-17 (需求明确), S0-19 (需求模糊但潜力大), S0-21 (需求不匹配).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum NeedClarity {
    /// 需求明确.
    #[n(0)]
    Clear,
    /// 需求模糊但潜力大.
    #[n(1)]
    Vague,
    /// 需求不匹配.
    #[n(2)]
    Mismatch,
}

impl NeedClarity {
    /// Every one, the best first.
    pub const ALL: [Self; 3] = [Self::Clear, Self::Vague, Self::Mismatch];

    /// Returns the key as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Vague => "vague",
            Self::Mismatch => "mismatch",
        }
    }

    /// Returns the one of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.key() == key)
    }
}

/// How far a customer's budget is.
///
/// # Source
/// S0-17 (预算充足), S0-19 (预算待确认), S0-21 (预算不足).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum BudgetState {
    /// 预算充足.
    #[n(0)]
    Sufficient,
    /// 预算待确认.
    #[n(1)]
    Unconfirmed,
    /// 预算不足.
    #[n(2)]
    Short,
}

impl BudgetState {
    /// Every one, the best first.
    pub const ALL: [Self; 3] = [Self::Sufficient, Self::Unconfirmed, Self::Short];

    /// Returns the key as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sufficient => "sufficient",
            Self::Unconfirmed => "unconfirmed",
            Self::Short => "short",
        }
    }

    /// Returns the one of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|budget| budget.key() == key)
    }
}

/// Who created the document, and when by their phone's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Creation {
    /// The author.
    pub by: Option<UserId>,
    /// Claimed time.
    pub at: Option<Instant>,
}

/// A protected fact: the customer is no longer worked on (E-05 invalid_reason).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inactive {
    /// Why: 企业倒闭 or other words.
    pub reason: String,
    /// When the server decided.
    pub at: Instant,
    /// The customer that it is a duplicate of, and stands under now (S3-46, R-11).
    pub merged_into: Option<AccountId>,
}

/// What is asked of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestKind {
    /// Another owner.
    Assign {
        /// The owner to be.
        to: UserId,
    },
    /// Mark the customer inactive.
    Deactivate {
        /// Why.
        reason: String,
    },
    /// Take the customer up again.
    Reactivate,
    /// Give a lead back to the pool of its region.
    Release,
    /// Let the customer stand under another one, which it is a duplicate of.
    Merge {
        /// The customer that is kept.
        into: AccountId,
    },
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestState {
    /// The server has not seen it yet.
    Pending,
    /// Done; the fact stands in the document.
    Granted {
        /// When the server decided.
        at: Instant,
    },
    /// Refused, with a reason code.
    Refused {
        /// When the server decided.
        at: Instant,
        /// A code of `core::access::RefusalReason`, translated by the screen.
        reason: String,
    },
}

/// A request for a protected fact, and the server's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// What is asked.
    pub kind: RequestKind,
    /// Who asks; checked against the author of the change by the server.
    pub by: UserId,
    /// Claimed time.
    pub at: Instant,
    /// The answer.
    pub state: RequestState,
}

/// Everything the account document of a customer says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The fields a person edits.
    pub profile: Profile,
    /// The responsible person (负责人): written by the server only; nobody until it has seen the document.
    pub owner: Option<UserId>,
    /// People who may do what the owner may: written by the server only.
    pub deputies: Set<UserId>,
    /// Set when the customer is inactive: written by the server only.
    pub inactive: Option<Inactive>,
    /// Author and time of creation.
    pub created: Creation,
    /// Business events.
    pub events: Map<EventId, BusinessEvent>,
    /// Contacts, without numbers and birthdays.
    pub contacts: Map<ContactId, Contact>,
    /// Follow-up records.
    pub visits: Map<VisitId, Visit>,
    /// To-dos and planned contacts.
    pub tasks: Map<TaskId, Task>,
    /// Opportunities.
    pub opportunities: Map<OpportunityId, Opportunity>,
    /// Requests and their answers.
    pub requests: Map<RequestId, Request>,
}

impl Account {
    /// Returns the talk that ended last, with its time: when it was recorded, where its end is not known.
    pub fn last_talk(&self) -> Option<(Instant, &Visit)> {
        let talks = self.visits.values().filter_map(|visit| Some((visit.ended_at.or(visit.recorded_at)?, visit)));
        talks.max_by_key(|(at, visit)| (*at, visit.id))
    }

    /// Returns the owner, or the author while the server has not yet named one.
    pub fn effective_owner(&self) -> Option<UserId> {
        self.owner.or(self.created.by)
    }

    /// Tells whether nobody has claimed it: it is in the pool of a region.
    pub fn in_pool(&self) -> bool {
        self.owner.is_some_and(|owner| owner.is_pool())
    }

    /// Returns who was asked for as the owner by the newest request that the server has not yet answered.
    pub fn asked(&self) -> Option<UserId> {
        let pending = self.requests.values().filter(|request| request.state == RequestState::Pending);
        let asked = pending.filter_map(|request| match request.kind {
            RequestKind::Assign { to } => Some((request.at, request.id, to)),
            _ => None,
        });
        asked.max().map(|(.., to)| to)
    }
}
