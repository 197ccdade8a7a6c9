//! The numbers and lists a workspace starts with.

use super::{CHANNELS, Calendar, Label, LeadRule, Policy, Stage};
use crate::model::{Grade, NeedClarity, SellerLevel};
use crate::values::{Code, Percent};

impl Label {
    /// Makes a label of its words in both languages.
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// Keys of the customer states (当前状态) in the order of the form.
///
/// # Source
/// Spec 2.2 CustomerState; S1-48, S2-28.
pub const STATES: [&str; 4] = ["first_inquiry", "high_intent", "low_activity", "at_risk"];

impl Policy {
    /// Returns the full defaults: what `fieldnote-server` writes into a new workspace.
    ///
    /// # Source
    /// E-01 and the defaults of spec 3 and 5; stages C-18.
    pub fn preset() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Self {
            stages: stages(),
            regions: vec![
                (Code::new("east"), Label::new("华东", "East")),
                (Code::new("north"), Label::new("华北", "North")),
                (Code::new("south"), Label::new("华南", "South")),
            ],
            target_industries: "制造业, 金融业".to_owned(),
            lead_rules: LeadRule::preset(),
            library: Vec::new(),
            channels: CHANNELS.map(Code::new).into(),
            tags: texts(&[
                "高意向",
                "需技术支持",
                "竞品对比中",
                "续约预警",
                "低活跃",
                "拓展新业务",
                "政策变化",
                "大项目落地",
            ]),
            vague_phrases: texts(&[
                "已沟通",
                "沟通",
                "沟通合作事宜",
                "合作事宜",
                "已联系",
                "联系",
                "跟进",
                "已跟进",
                "正在跟进",
                "了解情况",
                "了解需求",
                "拜访客户",
                "拜访",
                "打电话",
                "回访",
                "无",
                "没有",
                "正常",
                "talked",
                "called",
                "contacted",
                "discussed",
                "spoke",
                "met",
                "visited",
                "follow up",
                "followed up",
                "following up",
                "discussed cooperation",
                "ok",
                "none",
                "n/a",
            ]),
            required_fields: texts(&[
                "name",
                "industry",
                "region",
                "employees_band",
                "revenue_band",
                "grade",
                "state",
                "core_need",
                "source_channel",
                "contact",
                "contact_position",
                "decision_maker",
            ]),
            calendar: Calendar::china(),
            ..Self::default()
        }
    }

    /// Returns a stage by its key.
    pub fn stage(&self, key: &Code) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.key == *key)
    }

    /// Returns the name of a region; the key itself in both languages when the workspace does not list it.
    pub fn region_label(&self, region: &Code) -> Label {
        self.regions
            .iter()
            .find(|(key, _)| key == region)
            .map_or_else(|| Label::new(region.as_str(), region.as_str()), |(_, label)| label.clone())
    }
}

impl LeadRule {
    /// Returns the rules of a new workspace.
    ///
    /// # Source
    /// R-17; S3-45: 制造业 and a clear need make grade A, first to senior sales.
    pub fn preset() -> Vec<Self> {
        vec![Self {
            key: Code::new("manufacturing"),
            industry: "制造业".to_owned(),
            need: Some(NeedClarity::Clear),
            grade: Some(Grade::A),
            level: Some(SellerLevel::Senior),
            ..Self::default()
        }]
    }
}

/// The four stages of a deal.
///
/// # Source
/// C-18; S0-72, S0-73, S0-76, S0-79, S0-82. Probabilities and stalled days are proposals: no source names them.
fn stages() -> Vec<Stage> {
    [
        (
            "solution",
            ("方案确认", "Solution"),
            ("对解决方案认可，价格待议", "Accepts the solution, price open"),
            40,
            15,
        ),
        (
            "objection",
            ("异议处理", "Objections"),
            ("提出价格、交付时间等顾虑", "Concerns about price or delivery"),
            60,
            15,
        ),
        ("contract", ("合同签订", "Contract"), ("无重大异议，内部流程审批中", "Internal approval in progress"), 80, 20),
        (
            "delivery",
            ("交付验收", "Delivery"),
            ("合同生效，进入实施阶段", "Contract in force, being delivered"),
            95,
            30,
        ),
    ]
    .into_iter()
    .zip(1..)
    .map(|((key, name, state, probability, stalled_days), order)| Stage {
        key: Code::new(key),
        order,
        name: Label::new(name.0, name.1),
        customer_state: Label::new(state.0, state.1),
        probability: Percent::new(probability).unwrap_or_default(),
        stalled_days,
    })
    .collect()
}
