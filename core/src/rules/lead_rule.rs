//! which of the workspace's if-then rules holds for a lead.

use crate::policy::{LeadRule, Policy};
use crate::rules::lead_score::{Lead, score};

/// Returns the first rule that holds for a lead, in the order of their keys.
///
/// # Source
/// R-17; S3-45.
pub fn rule_for<'p>(lead: Lead<'_>, policy: &'p Policy) -> Option<&'p LeadRule> {
    let total = score(lead, policy).total;
    policy.lead_rules.iter().filter(|rule| !rule.asks_nothing()).find(|rule| {
        (rule.industry.is_empty() || lead.industry.to_lowercase().contains(&rule.industry.to_lowercase()))
            && (rule.region.is_empty() || *lead.region == rule.region)
            && (rule.source.is_empty() || lead.inputs.source == rule.source)
            && (rule.need.is_none() || lead.grading.need == rule.need)
            && rule.min_score.is_none_or(|least| total >= i64::from(least.get()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grade, NeedClarity, SellerLevel};
    use crate::rules::grade_proposal::GradeInputs;
    use crate::rules::lead_score::LeadInputs;
    use crate::values::{Code, Percent};

    #[test]
    fn a_rule_holds_when_each_of_its_conditions_does() {
        let preset = LeadRule::preset();
        let of = |rule: LeadRule| Policy { lead_rules: vec![rule], ..Policy::preset() };
        let score = |points| LeadRule { min_score: Percent::new(points).ok(), ..LeadRule::default() };
        let manufacturing = preset.first().cloned().unwrap();
        for (rule, industry, need, expected) in [
            (manufacturing.clone(), "制造业-专用设备制造", Some(NeedClarity::Clear), true),
            (manufacturing.clone(), "制造业", Some(NeedClarity::Vague), false),
            (manufacturing.clone(), "制造业", None, false),
            (manufacturing.clone(), "金融业", Some(NeedClarity::Clear), false),
            (LeadRule { region: "east".into(), ..manufacturing.clone() }, "制造业", Some(NeedClarity::Clear), true),
            (LeadRule { region: "north".into(), ..manufacturing }, "制造业", Some(NeedClarity::Clear), false),
            (LeadRule { source: "expo".into(), ..LeadRule::default() }, "", None, true),
            (LeadRule { source: "website".into(), ..LeadRule::default() }, "", None, false),
            // An industry sold to, and nothing else known: 15 points.
            (score(15), "制造业", None, true),
            (score(16), "制造业", None, false),
            (LeadRule::default(), "制造业", Some(NeedClarity::Clear), false),
        ] {
            let policy = of(rule.clone());
            let grading = GradeInputs { need, ..GradeInputs::default() };
            let inputs = LeadInputs { source: "expo".into(), ..LeadInputs::default() };
            let lead = Lead { industry, region: &Code::new("east"), grading: &grading, inputs: &inputs };
            assert_eq!(rule_for(lead, &policy).is_some(), expected, "{rule:?} {industry} {need:?}");
        }
        let rule = preset.first().unwrap();
        assert_eq!((rule.grade, rule.level), (Some(Grade::A), Some(SellerLevel::Senior)));
    }
}
