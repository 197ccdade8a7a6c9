//! The parts of commands. Each `...Edit` names one field and its new value, each `New...` a record to be added.

use crate::model::{
    Analysis, BudgetState, Change, ContributionKind, EventKind, Grade, NeedClarity, Participant, QuietHours,
    ReminderKey, TaskKind,
};
use crate::policy::{Content, Label, LeadRule, Stage};
use crate::values::{AccountId, Code, ContactId, Day, Instant, Money, OpportunityId, Percent, TaskId, UserId};

/// A change of a free text: what the person saw, and what they made of it.
///
/// # Merge
/// Only the difference from `base` to `text` is written, placed into whatever the text has become meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextEdit {
    /// The text that the form showed.
    pub base: String,
    /// The text as left by the person.
    pub text: String,
}

/// What another department adds about a customer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewContribution {
    /// What it is.
    pub kind: ContributionKind,
    /// What the customer said or did; required except for having taken part.
    pub text: String,
    /// The day on which they did.
    pub day: Option<Day>,
    /// 营销活动, for what is about one.
    pub campaign: String,
}

/// One field of a customer.
#[derive(Debug, Clone, PartialEq)]
pub enum AccountEdit {
    /// 客户编号.
    Number(String),
    /// 客户名称.
    Name(String),
    /// 客户类型: a person.
    Individual(bool),
    /// 统一社会信用代码.
    Uscc(String),
    /// 成立时间.
    Founded(Option<Day>),
    /// 所属行业.
    Industry(Code),
    /// 员工人数.
    EmployeesBand(Code),
    /// 营收区间.
    RevenueBand(Code),
    /// 官网地址.
    Website(String),
    /// 区域.
    Region(Code),
    /// 客户预算范围.
    BudgetRange(String),
    /// 合作历史.
    CooperationHistory(Code),
    /// 年合作金额.
    AnnualAmount(Option<Money>),
    /// 行业头部企业.
    IndustryLeader(bool),
    /// 客户等级 with the reason.
    Grade {
        /// The new grade.
        grade: Option<Grade>,
        /// Why.
        reason: String,
    },
    /// By what an accepted grade was proposed.
    GradeBasis(Code),
    /// 成交概率.
    CloseProbability(Option<Percent>),
    /// 成交期限, months.
    CloseMonths(Option<u16>),
    /// 需求明确度.
    Need(Option<NeedClarity>),
    /// 预算情况.
    Budget(Option<BudgetState>),
    /// 当前状态.
    State(Code),
    /// 核心需求.
    CoreNeed(TextEdit),
    /// 备注.
    Note(TextEdit),
    /// 客户来源渠道.
    SourceChannel(Code),
    /// 偏好沟通渠道.
    PreferredChannel(Code),
    /// 重视线下关系.
    ValuesOffline(bool),
    /// 信息核查时间.
    LastVerified(Option<Day>),
    /// 线索: not yet a customer.
    Lead(bool),
    /// 业务匹配度.
    BusinessMatch(Option<Percent>),
    /// 近期采购计划: why; empty for none.
    PurchasePlan(String),
    /// 沟通要点: what to raise next; empty for nothing.
    PrepPoints(String),
    /// 设备采购预算.
    EquipmentBudget(Option<Money>),
    /// 营销活动.
    Campaign(String),
    /// 客户成功案例.
    CaseContent(String),
    /// 案例的效果数据.
    CaseEffect(String),
    /// 提前沟通, the day.
    CaseTalkedOver(Option<Day>),
    /// 授权, the day.
    CaseAuthorised(Option<Day>),
    /// Adds a tag (标签).
    AddTag(String),
    /// Takes a tag away.
    RemoveTag(String),
    /// Adds a need tag (需求标签).
    AddNeedTag(String),
    /// Takes a need tag away.
    RemoveNeedTag(String),
}

/// A business event to be recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewEvent {
    /// 业务发展.
    pub kind: EventKind,
    /// The day of it, required.
    pub day: Option<Day>,
    /// More about it; may be empty.
    pub note: String,
}

/// One field of a business event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventEdit {
    /// 业务发展.
    Kind(EventKind),
    /// The day of it.
    Day(Day),
    /// More about it.
    Note(String),
    /// Taken out.
    Removed(bool),
}

/// One field of a contact.
#[derive(Debug, Clone, PartialEq)]
pub enum ContactEdit {
    /// 联系人姓名.
    Name(String),
    /// 职位.
    Position(String),
    /// 部门.
    Department(String),
    /// 邮箱.
    Email(String),
    /// 性格特征.
    Personality(TextEdit),
    /// 偏好沟通渠道.
    PreferredChannel(Code),
    /// 方便时间.
    PreferredHours(String),
    /// 决策角色.
    DecisionRole(Code),
    /// 离职.
    Left(bool),
    /// 无效联系方式.
    Unreachable(bool),
}

/// One private field of a contact, written to the `private` document.
#[derive(Debug, Clone, PartialEq)]
pub enum PrivateEdit {
    /// 办公电话.
    OfficePhone(String),
    /// 其他联系方式.
    OtherChannel(String),
    /// 生日, with the day of consent.
    Birthday {
        /// The birthday; nothing deletes it.
        day: Option<Day>,
        /// Day of consent.
        consent: Option<Day>,
    },
}

/// One field of a follow-up record, for amending it.
#[derive(Debug, Clone, PartialEq)]
pub enum VisitEdit {
    /// 跟进时间.
    EndedAt(Instant),
    /// 沟通方式.
    Channel(Code),
    /// 触达类型.
    Depth(Code),
    /// 非业务互动.
    Nonbusiness(bool),
    /// Adds a participant.
    AddParticipant(Participant),
    /// Takes a participant away.
    RemoveParticipant(Participant),
    /// 主题.
    Topic(String),
    /// 沟通内容摘要.
    Summary(TextEdit),
    /// 需求.
    Needs(TextEdit),
    /// 问题.
    Problems(TextEdit),
    /// 关注点.
    Concerns(TextEdit),
    /// 客户反馈.
    Feedback(TextEdit),
    /// 达成的共识.
    Consensus(TextEdit),
    /// 沟通要点.
    PrepPoints(TextEdit),
    /// 终止合作意向.
    TerminationIntent(bool),
    /// 未响应.
    NoResponse(bool),
    /// 满意度, 1 to 10 points.
    Satisfaction(Option<u8>),
    /// 商机.
    Opportunity(Option<OpportunityId>),
    /// 提问方法.
    Method(Code),
    /// 现状.
    Situation(String),
    /// 难点.
    Problem(String),
    /// 暗示.
    Implication(String),
    /// 需求-效益.
    Payoff(String),
    /// 客户原话.
    PayoffOwn(bool),
    /// 紧急性.
    Urgency(Option<u8>),
    /// 重要性.
    Importance(Option<u8>),
    /// 匹配度.
    Matched(Option<Percent>),
    /// 纳入解决方案: of which opportunity.
    Solution(Option<OpportunityId>),
}

/// One field of a task.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskEdit {
    /// What to do.
    Title(TextEdit),
    /// 责任人: a member, or a name when not a member.
    Responsible {
        /// A member.
        member: Option<UserId>,
        /// A name, when no member.
        name: String,
    },
    /// 交付标准.
    Standard(TextEdit),
    /// 对客承诺.
    Promise(bool),
    /// 关键承诺.
    InContract(bool),
    /// Channel of a planned contact.
    Channel(Code),
    /// Whom to contact.
    Contact(Option<ContactId>),
    /// 完成时限: another day, with the minute of it.
    Due {
        /// The day.
        day: Day,
        /// Minute of the day.
        minute: Option<u16>,
    },
    /// Why it is a call more than the week allows.
    CallReason(String),
}

/// One field of an opportunity (its stage has a command of its own).
#[derive(Debug, Clone, PartialEq)]
pub enum OpportunityEdit {
    /// Title.
    Title(String),
    /// 金额.
    Amount(Option<Money>),
    /// 成交概率.
    Probability(Option<Percent>),
    /// Expected day of closing.
    CloseDay(Option<Day>),
    /// Note.
    Note(TextEdit),
    /// 产品/服务组合.
    Products(String),
    /// 实施周期.
    Period(String),
    /// 预期效果.
    Effect(String),
    /// 客户核心利益点.
    Benefit(String),
    /// 客户决策依据.
    Basis(String),
}

/// One part of what a person has set for themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingEdit {
    /// When nothing rings; nothing for never.
    Quiet(Option<QuietHours>),
    /// The minute of the day of the digest; nothing for none.
    Digest(Option<u16>),
    /// The language of what is sent to the person, as `zh-CN`.
    Language(String),
    /// Puts a reminder off, or takes that back.
    Snooze {
        /// What reminds.
        key: ReminderKey,
        /// Until when; nothing to be reminded now.
        until: Option<Instant>,
    },
    /// Notes what colleagues changed at a customer.
    Note {
        /// The customer.
        account: AccountId,
        /// What is noted.
        changes: Vec<Change>,
    },
}

/// One part of the workspace's policy.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyEdit {
    /// A number, by its key.
    Number {
        /// A key of [`PolicyNumber`](crate::policy::PolicyNumber).
        key: Code,
        /// The new value, in the unit of the number.
        value: i64,
    },
    /// 客户分级标准: a key of [`Grading`](crate::policy::Grading).
    Grading(Code),
    /// 跟进频率方案: a key of [`Frequency`](crate::policy::Frequency).
    Frequency(Code),
    /// Makes a day off, or takes that back.
    Holiday {
        /// The day.
        day: Day,
        /// Whether it is one.
        on: bool,
    },
    /// Makes a weekend day worked, or takes that back.
    Workday {
        /// The day.
        day: Day,
        /// Whether it is one.
        on: bool,
    },
    /// 重点覆盖区域: makes a region one, or takes that back.
    KeyRegion {
        /// The region.
        region: Code,
        /// Whether it is one.
        on: bool,
    },
    /// 目标行业: words separated by commas.
    TargetIndustries(String),
    /// Adds an if-then rule on leads, or changes the fields of one.
    LeadRule(LeadRule),
    /// Takes a rule on leads away.
    RemoveLeadRule(Code),
    /// Adds a text to the library, or changes the fields of one.
    Content(Content),
    /// Takes a text out of the library.
    RemoveContent(Code),
    /// Adds an entry to a list at its end, or takes it out.
    Entry {
        /// A key of [`PolicyList`](crate::policy::PolicyList).
        list: Code,
        /// The entry.
        word: String,
        /// Whether it is one.
        on: bool,
    },
    /// Changes the fields of a stage, but for its place among them.
    Stage(Stage),
    /// Whether mobile numbers of persons who are customers themselves may be noted (C-12).
    IndividualMobile(bool),
    /// 组织名称.
    Organisation(String),
    /// 时区: minutes east of Greenwich, by which days begin and deadlines end.
    Zone(i64),
    /// Adds a region, or changes what one is called.
    Region {
        /// The region.
        region: Code,
        /// Its name in both languages.
        name: Label,
    },
}

/// A contact to be added, with its private part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewContact {
    /// 联系人姓名, required.
    pub name: String,
    /// 职位.
    pub position: String,
    /// 部门.
    pub department: String,
    /// 邮箱.
    pub email: String,
    /// 性格特征.
    pub personality: String,
    /// 偏好沟通渠道.
    pub preferred_channel: Code,
    /// 方便时间.
    pub preferred_hours: String,
    /// 决策角色.
    pub decision_role: Code,
    /// 办公电话, to the private document.
    pub office_phone: String,
    /// 其他联系方式, to the private document.
    pub other_channel: String,
    /// 生日, to the private document.
    pub birthday: Option<Day>,
    /// Day of consent to it.
    pub birthday_consent: Option<Day>,
}

/// A to-do or planned contact to be added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewTask {
    /// Kind.
    pub kind: TaskKind,
    /// What to do, or the purpose of the contact.
    pub title: String,
    /// 责任人.
    pub responsible: Option<UserId>,
    /// 责任人 by name, when no member.
    pub responsible_name: String,
    /// 完成时限.
    pub due: Option<Day>,
    /// Minute of the due day.
    pub due_minute: Option<u16>,
    /// 交付标准.
    pub standard: String,
    /// Why it is a call more than the week allows.
    pub call_reason: String,
    /// 对客承诺.
    pub promise: bool,
    /// 关键承诺.
    pub in_contract: bool,
    /// Channel of a planned contact.
    pub channel: Code,
    /// Whom to contact.
    pub contact: Option<ContactId>,
    /// The opportunity it serves.
    pub opportunity: Option<OpportunityId>,
}

/// A follow-up record to be added, with its to-dos and the next plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewVisit {
    /// 跟进时间.
    pub ended_at: Option<Instant>,
    /// 首次沟通.
    pub is_first: bool,
    /// 沟通方式.
    pub channel: Code,
    /// 触达类型.
    pub depth: Code,
    /// 非业务互动.
    pub nonbusiness: bool,
    /// 参与人员.
    pub participants: Vec<Participant>,
    /// 主题.
    pub topic: String,
    /// 沟通内容摘要.
    pub summary: String,
    /// 需求.
    pub needs: String,
    /// 问题.
    pub problems: String,
    /// 关注点.
    pub concerns: String,
    /// 客户反馈.
    pub feedback: String,
    /// 达成的共识.
    pub consensus: String,
    /// 沟通要点.
    pub prep_points: String,
    /// 终止合作意向.
    pub termination_intent: bool,
    /// 未响应.
    pub no_response: bool,
    /// 满意度, 1 to 10 points.
    pub satisfaction: Option<u8>,
    /// 商机.
    pub opportunity: Option<OpportunityId>,
    /// The planned contact that this record completes; it is finished with it.
    pub task: Option<TaskId>,
    /// To-dos, each with its new id.
    pub todos: Vec<(TaskId, NewTask)>,
    /// The next plan, a task of kind contact, with its new id.
    pub next: Option<(TaskId, NewTask)>,
    /// Moves the opportunity to this stage with the record.
    pub stage: Option<Code>,
    /// 客户需求分析.
    pub analysis: Analysis,
}

/// An opportunity to be added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewOpportunity {
    /// Title, required.
    pub title: String,
    /// Stage; the first one when empty.
    pub stage: Code,
    /// 金额.
    pub amount: Option<Money>,
    /// 成交概率; the stage's proposal when empty.
    pub probability: Option<Percent>,
    /// Expected day of closing.
    pub close_day: Option<Day>,
    /// Note.
    pub note: String,
}
