//! how promising a lead is, with each dimension's part in it (S0-06); the weights are the team's (S0-07).

use crate::cbor_map;
use crate::model::{Account, BudgetState, NeedClarity};
use crate::policy::{Policy, PolicyNumber};
use crate::rules::decision_chain;
use crate::rules::grade_proposal::GradeInputs;
use crate::values::{Code, Money, Percent, fold};

/// What a lead is scored by, beside its industry, its region and what a grade is proposed from; part of a lead's row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadInputs {
    /// Employees: the lower end of the band that the form says.
    pub employees: Option<u32>,
    /// How well it fits the business.
    pub business_match: Option<Percent>,
    /// The place in the decision chain of who is known there, 0 for the person who decides.
    pub role: Option<u8>,
    /// Something is to be bought soon.
    pub plan: bool,
    /// Budget for equipment.
    pub equipment: Option<Money>,
    /// Where it came from.
    pub source: Code,
    /// The campaign it came from.
    pub campaign: String,
    /// Yearly revenue: the lower end of the band that the form says.
    pub revenue: Option<Money>,
}

cbor_map!(LeadInputs {
    0: employees,
    1: business_match,
    2: role,
    3: plan,
    4: equipment,
    5: source,
    6: campaign,
    7: revenue
});

/// What a score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// 所属行业 (S0-08).
    Industry,
    /// 企业规模 (S0-09).
    Size,
    /// 业务匹配度 (S2-06).
    Match,
    /// 需求紧急度 (S0-12).
    Urgency,
    /// 预算规模 (S0-13).
    Budget,
    /// 决策角色 (S0-14).
    Role,
    /// 重点覆盖区域 (S0-10).
    Region,
    /// 需求明确 (S0-11).
    Need,
    /// 近期采购计划 (S0-15).
    Plan,
    /// 设备采购预算 (S3-69).
    Equipment,
}

impl Dimension {
    /// Every one, in the order of the explanation.
    pub const ALL: [Self; 10] = [
        Self::Industry,
        Self::Size,
        Self::Match,
        Self::Urgency,
        Self::Budget,
        Self::Role,
        Self::Region,
        Self::Need,
        Self::Plan,
        Self::Equipment,
    ];

    /// Returns its weight in the policy; its key is that of its words.
    pub const fn weight(self) -> PolicyNumber {
        match self {
            Self::Industry => PolicyNumber::LeadWeightIndustry,
            Self::Size => PolicyNumber::LeadWeightSize,
            Self::Match => PolicyNumber::LeadWeightMatch,
            Self::Urgency => PolicyNumber::LeadWeightUrgency,
            Self::Budget => PolicyNumber::LeadWeightBudget,
            Self::Role => PolicyNumber::LeadWeightRole,
            Self::Region => PolicyNumber::LeadWeightRegion,
            Self::Need => PolicyNumber::LeadWeightNeed,
            Self::Plan => PolicyNumber::LeadWeightPlan,
            Self::Equipment => PolicyNumber::LeadWeightEquipment,
        }
    }
}

/// A dimension's part in a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub dimension: Dimension,
    /// Points it can give.
    pub weight: i64,
    /// How much of them it gives, percent; nothing while it is not known.
    pub share: Option<i64>,
}

impl Part {
    /// Returns the points given, in hundredths.
    fn hundredths(&self) -> i64 {
        self.weight.saturating_mul(self.share.unwrap_or_default())
    }

    /// Returns the points given, rounded.
    pub fn points(&self) -> i64 {
        (self.hundredths() + 50) / 100
    }
}

/// A score with its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100.
    pub total: i64,
    /// The parts that weigh something.
    pub parts: Vec<Part>,
}

/// A lead, as far as it is scored.
#[derive(Debug, Clone, Copy)]
pub struct Lead<'a> {
    /// Industry.
    pub industry: &'a str,
    /// Region.
    pub region: &'a Code,
    /// What a grade is proposed from.
    pub grading: &'a GradeInputs,
    /// The rest.
    pub inputs: &'a LeadInputs,
}

impl LeadInputs {
    /// Reads the inputs of a lead.
    pub fn of(account: &Account) -> Self {
        let profile = &account.profile;
        let known = account.contacts.values().filter(|contact| contact.is_reachable());
        Self {
            employees: employees(profile.employees_band.as_str()),
            business_match: profile.business_match,
            role: known.map(|contact| decision_chain::rank(&contact.decision_role)).min(),
            plan: !profile.purchase_plan.is_empty(),
            equipment: profile.equipment_budget,
            source: profile.source_channel.clone(),
            campaign: profile.campaign.clone(),
            revenue: revenue(profile.revenue_band.as_str()),
        }
    }
}

/// Returns the first number of a band, and what follows it; in half width and simplified.
fn first_number(band: &str) -> (String, String) {
    let folded: String = fold(band).chars().skip_while(|symbol| !symbol.is_ascii_digit()).collect();
    let end = folded.find(|symbol: char| !symbol.is_ascii_digit() && symbol != '.').unwrap_or(folded.len());
    let (number, rest) = folded.split_at(end);
    (number.to_owned(), rest.to_owned())
}

/// Returns the lower end of a band of people: 500 of "500-1000人".
fn employees(band: &str) -> Option<u32> {
    first_number(band).0.parse().ok()
}

/// Returns the lower end of a band of money: 100 million of "1-5亿", 50 million of "5000万-1亿". The first unit in it
/// counts.
fn revenue(band: &str) -> Option<Money> {
    let (number, rest) = first_number(band);
    // "3千万" is not three of the unit that ends it.
    let unit = rest.chars().find(|symbol| matches!(symbol, '十' | '百' | '千' | '万' | '亿' | 'k' | 'm'));
    Money::parse(&format!("{number}{}", unit.map(String::from).unwrap_or_default())).ok()
}

/// Scores a lead. Weights that do not add up to 100 count as their parts of what they add up to.
///
/// # Source
/// R-15; S0-08 to S0-15, S2-06, S3-44, S3-69; definition 10 (weights). What an answer gives between none and all of a
/// weight is a proposal: no source names it.
pub fn score(lead: Lead<'_>, policy: &Policy) -> Score {
    let parts: Vec<Part> = Dimension::ALL
        .into_iter()
        .map(|dimension| Part {
            dimension,
            weight: policy.number(dimension.weight()),
            share: share(dimension, lead, policy),
        })
        .filter(|part| part.weight > 0)
        .collect();
    let weights: i64 = parts.iter().map(|part| part.weight).sum();
    let earned: i64 = parts.iter().map(Part::hundredths).sum();
    let total = if weights == 0 { 0 } else { (earned + weights / 2) / weights };
    Score { total, parts }
}

fn share(dimension: Dimension, lead: Lead<'_>, policy: &Policy) -> Option<i64> {
    let Lead { industry, region, grading, inputs } = lead;
    let all = |holds: bool| if holds { 100 } else { 0 };
    let part_of = |value: i64, whole: PolicyNumber| {
        let whole = policy.number(whole).max(1);
        (value.clamp(0, whole).saturating_mul(100)) / whole
    };
    match dimension {
        Dimension::Industry => (!industry.is_empty()).then(|| all(is_target(industry, &policy.target_industries))),
        // Whichever says more: a trader has few people, a workshop little revenue.
        Dimension::Size => {
            let people = inputs.employees.map(|count| part_of(count.into(), PolicyNumber::LeadSizeFull));
            let revenue = inputs.revenue.map(|money| part_of(money.0, PolicyNumber::LeadRevenueFull));
            people.max(revenue)
        }
        Dimension::Match => inputs.business_match.map(|percent| percent.get().into()),
        Dimension::Urgency => grading.months.map(|months| {
            let urgent = policy.number(PolicyNumber::LeadUrgentMonths);
            match i64::from(months) {
                months if months <= urgent => 100,
                months if months <= urgent.saturating_mul(2) => 50,
                _ => 0,
            }
        }),
        Dimension::Budget => grading.budget.map(|budget| match budget {
            BudgetState::Sufficient => 100,
            BudgetState::Unconfirmed => 50,
            BudgetState::Short => 0,
        }),
        Dimension::Role => inputs.role.map(|rank| match rank {
            0 => 100,
            1 | 2 => 70,
            _ => 30,
        }),
        Dimension::Region => (!region.is_empty()).then(|| all(policy.key_regions.contains(region))),
        Dimension::Need => grading.need.map(|need| match need {
            NeedClarity::Clear => 100,
            NeedClarity::Vague => 50,
            NeedClarity::Mismatch => 0,
        }),
        Dimension::Plan => inputs.plan.then_some(100),
        Dimension::Equipment => inputs.equipment.map(|money| part_of(money.0, PolicyNumber::LeadEquipmentFull)),
    }
}

/// Tells whether an industry names one of those sold to. Where the workspace names none, every industry does.
fn is_target(industry: &str, targets: &str) -> bool {
    let mut targets = targets.split([',', '，', '、', ';', '；']).map(str::trim).filter(|target| !target.is_empty());
    let industry = industry.to_lowercase();
    let mut any = false;
    targets.any(|target| {
        any = true;
        industry.contains(&target.to_lowercase())
    }) || !any
}

/// Tells whether a lead is followed up before others (重点跟进).
///
/// # Source
/// R-16; S2-07.
pub fn is_key(score: &Score, policy: &Policy) -> bool {
    score.total >= policy.number(PolicyNumber::LeadKeyScore)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::{Case, cases};

    fn policy_of(case: &Case) -> Policy {
        let mut policy = case.policy();
        policy.key_regions = case.list::<String>("key_regions").into_iter().map(Code::new).collect();
        if let Some(targets) = case.maybe("targets") {
            policy.target_industries = targets;
        }
        policy
    }

    fn points(score: &Score) -> String {
        let points = |part: &Part| part.share.map_or_else(|| "-".to_owned(), |_| part.points().to_string());
        score.parts.iter().map(points).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_dimension_gives_its_part_on_both_sides_of_its_limits() {
        for case in cases(include_str!("golden/R-15.csv")) {
            let inputs = LeadInputs {
                employees: case.maybe("employees"),
                business_match: case.maybe::<i64>("match").map(|percent| Percent::new(percent).unwrap()),
                role: case.maybe::<String>("role").map(|role| decision_chain::rank(&Code::new(role))),
                plan: case.yes("plan"),
                equipment: case.maybe::<String>("equipment").map(|yuan| Money::parse(&yuan).unwrap()),
                revenue: case.maybe::<String>("revenue").map(|band| revenue(&band).unwrap()),
                ..LeadInputs::default()
            };
            let grading = GradeInputs {
                months: case.maybe("months"),
                budget: case.maybe::<String>("budget").map(|key| BudgetState::of_key(&key).unwrap()),
                need: case.maybe::<String>("need").map(|key| NeedClarity::of_key(&key).unwrap()),
                ..GradeInputs::default()
            };
            let region = Code::new(case.text("region"));
            let lead = Lead { industry: case.text("industry"), region: &region, grading: &grading, inputs: &inputs };
            let found = score(lead, &policy_of(&case));
            assert_eq!(points(&found), case.text("parts"), "{case}");
            assert_eq!(found.total, case.of::<i64>("total"), "{case}");
        }
    }

    #[test]
    fn the_weights_of_a_new_workspace_add_up_to_100() {
        let weights = Dimension::ALL.into_iter().map(|dimension| dimension.weight().usual());
        assert_eq!(weights.sum::<i64>(), 100);
    }

    #[test]
    fn a_lead_from_80_points_on_is_followed_up_first() {
        for case in cases(include_str!("golden/R-16.csv")) {
            let score = Score { total: case.of("score"), parts: vec![] };
            assert_eq!(is_key(&score, &case.policy()), case.yes("first"), "{case}");
        }
    }

    #[test]
    fn a_band_begins_with_its_number() {
        for (band, expected) in
            [("500-1000人", Some(500)), ("约 80 人", Some(80)), ("", None), ("人", None), ("99999999999", None)]
        {
            assert_eq!(employees(band), expected, "{band}");
        }
        for (band, yuan) in [
            ("1-5亿", Some(100_000_000)),
            ("5000万-1亿", Some(50_000_000)),
            ("约 1.5 亿元以上", Some(150_000_000)),
            ("2000-5000万", Some(20_000_000)),
            ("800000", Some(800_000)),
            ("5M", Some(5_000_000)),
            ("１－５億", Some(100_000_000)),
            ("5000萬以下", Some(50_000_000)),
            ("3千万", None),
            ("亿", None),
            ("", None),
        ] {
            assert_eq!(revenue(band), yuan.map(Money::yuan), "{band}");
        }
    }
}
