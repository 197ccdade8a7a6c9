//! how promising a lead is, with each dimension's part in it (S0-06); the weights are the team's (S0-07).

use crate::cbor_map;
use crate::model::{Account, BudgetState, NeedClarity};
use crate::policy::{Policy, PolicyNumber};
use crate::rules::decision_chain;
use crate::rules::grade_proposal::GradeInputs;
use crate::values::{Code, Money, Percent};

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
}

cbor_map!(LeadInputs { 0: employees, 1: business_match, 2: role, 3: plan, 4: equipment, 5: source, 6: campaign });

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
        }
    }
}

/// Returns the first number of a band: 500 of "500-1000人".
fn employees(band: &str) -> Option<u32> {
    let digits = band.trim_start_matches(|symbol: char| !symbol.is_ascii_digit());
    let end = digits.find(|symbol: char| !symbol.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
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
        Dimension::Size => inputs.employees.map(|count| part_of(count.into(), PolicyNumber::LeadSizeFull)),
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
    use crate::policy::Numbers;

    fn known() -> (LeadInputs, GradeInputs) {
        let inputs = LeadInputs {
            employees: Some(500),
            business_match: Percent::new(90).ok(),
            role: Some(0),
            ..LeadInputs::default()
        };
        let grading = GradeInputs {
            months: Some(3),
            budget: Some(BudgetState::Sufficient),
            need: Some(NeedClarity::Clear),
            ..GradeInputs::default()
        };
        (inputs, grading)
    }

    fn total(industry: &str, inputs: &LeadInputs, grading: &GradeInputs, policy: &Policy) -> i64 {
        score(Lead { industry, region: &Code::new("east"), grading, inputs }, policy).total
    }

    #[test]
    fn each_dimension_gives_its_part_on_both_sides_of_its_limits() {
        let policy = Policy::preset();
        let (full, grading) = known();
        let industry = "制造业-专用设备制造";
        // 15 + 15 + 18 + 20 + 15 + 15.
        assert_eq!(total(industry, &full, &grading, &policy), 98);
        for (what, industry, change, expected) in [
            (
                "another industry",
                "教育",
                Box::new(|_: &mut LeadInputs, _: &mut GradeInputs| {})
                    as Box<dyn Fn(&mut LeadInputs, &mut GradeInputs)>,
                83,
            ),
            ("no industry", "", Box::new(|_, _| {}), 83),
            ("half the size", industry, Box::new(|inputs, _| inputs.employees = Some(250)), 91),
            ("more than the size", industry, Box::new(|inputs, _| inputs.employees = Some(9_000)), 98),
            ("no match", industry, Box::new(|inputs, _| inputs.business_match = Percent::new(0).ok()), 80),
            ("4 months", industry, Box::new(|_, grading| grading.months = Some(4)), 88),
            ("6 months", industry, Box::new(|_, grading| grading.months = Some(6)), 88),
            ("7 months", industry, Box::new(|_, grading| grading.months = Some(7)), 78),
            ("budget open", industry, Box::new(|_, grading| grading.budget = Some(BudgetState::Unconfirmed)), 91),
            ("budget short", industry, Box::new(|_, grading| grading.budget = Some(BudgetState::Short)), 83),
            ("evaluator", industry, Box::new(|inputs, _| inputs.role = Some(1)), 94),
            ("influencer", industry, Box::new(|inputs, _| inputs.role = Some(2)), 94),
            ("another contact", industry, Box::new(|inputs, _| inputs.role = Some(3)), 88),
            ("no contact", industry, Box::new(|inputs, _| inputs.role = None), 83),
        ] {
            let (mut inputs, mut grading) = (full.clone(), grading.clone());
            change(&mut inputs, &mut grading);
            assert_eq!(total(industry, &inputs, &grading, &policy), expected, "{what}");
        }
        assert_eq!(total("", &LeadInputs::default(), &GradeInputs::default(), &policy), 0);
    }

    #[test]
    fn weights_are_data_and_need_not_add_up_to_100() {
        let (inputs, grading) = known();
        let only = |number, value| {
            let none = Dimension::ALL.iter().fold(Numbers::default(), |all, part| all.with(part.weight(), 0));
            Policy { numbers: none.with(number, value), ..Policy::preset() }
        };
        assert_eq!(total("制造业", &inputs, &grading, &only(PolicyNumber::LeadWeightMatch, 7)), 90);
        assert_eq!(total("制造业", &inputs, &grading, &only(PolicyNumber::LeadWeightMatch, 0)), 0);
        let mut policy = only(PolicyNumber::LeadWeightRegion, 40);
        assert_eq!(total("制造业", &inputs, &grading, &policy), 0);
        policy.key_regions.insert("east".into());
        assert_eq!(total("制造业", &inputs, &grading, &policy), 100);
        for (number, with) in [
            (PolicyNumber::LeadWeightPlan, LeadInputs { plan: true, ..inputs.clone() }),
            (PolicyNumber::LeadWeightEquipment, LeadInputs { equipment: Some(Money::yuan(500_000)), ..inputs.clone() }),
            (PolicyNumber::LeadWeightNeed, inputs.clone()),
        ] {
            assert_eq!(total("", &with, &grading, &only(number, 10)), 100, "{number:?}");
            assert_eq!(total("", &LeadInputs::default(), &GradeInputs::default(), &only(number, 10)), 0);
        }
        let none = Policy { target_industries: " ，".to_owned(), ..only(PolicyNumber::LeadWeightIndustry, 5) };
        assert_eq!(total("教育", &inputs, &grading, &none), 100);
    }

    #[test]
    fn a_lead_from_80_points_on_is_followed_up_first() {
        let policy = Policy::preset();
        for (total, expected) in [(79, false), (80, true)] {
            assert_eq!(is_key(&Score { total, parts: vec![] }, &policy), expected);
        }
    }

    #[test]
    fn a_band_begins_with_its_number() {
        for (band, expected) in
            [("500-1000人", Some(500)), ("约 80 人", Some(80)), ("", None), ("人", None), ("99999999999", None)]
        {
            assert_eq!(employees(band), expected, "{band}");
        }
    }
}
