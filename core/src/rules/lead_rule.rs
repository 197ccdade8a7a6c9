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
    use crate::rules::golden::cases;
    use crate::rules::grade_proposal::GradeInputs;
    use crate::rules::lead_score::LeadInputs;
    use crate::values::{Code, Percent};

    fn rule_of(words: &str) -> LeadRule {
        let mut rule = LeadRule::default();
        for word in words.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap();
            match name {
                "key" => rule.key = Code::new(value),
                "industry" => rule.industry = value.to_owned(),
                "region" => rule.region = Code::new(value),
                "source" => rule.source = Code::new(value),
                "need" => rule.need = Some(NeedClarity::of_key(value).unwrap()),
                "min_score" => rule.min_score = Some(Percent::new(value.parse().unwrap()).unwrap()),
                "grade" => rule.grade = Some(Grade::of_letter(value).unwrap()),
                "level" => rule.level = Some(SellerLevel::of_key(value).unwrap()),
                _ => panic!("{words}"),
            }
        }
        rule
    }

    #[test]
    fn the_first_rule_holds_of_which_each_condition_does() {
        for case in cases(include_str!("golden/R-17.csv")) {
            let mut policy = case.policy();
            if let Some(rules) = case.maybe::<String>("rules") {
                policy.lead_rules = rules.split('|').map(rule_of).collect();
            }
            let need = case.maybe::<String>("need").map(|key| NeedClarity::of_key(&key).unwrap());
            let grading = GradeInputs { need, ..GradeInputs::default() };
            let inputs = LeadInputs { source: Code::new(case.text("source")), ..LeadInputs::default() };
            let region = Code::new(case.text("region"));
            let lead = Lead { industry: case.text("industry"), region: &region, grading: &grading, inputs: &inputs };
            let found = rule_for(lead, &policy);
            assert_eq!(found.map_or("", |rule| rule.key.as_str()), case.text("rule"), "{case}");
            let grade = found.and_then(|rule| rule.grade).map_or("", Grade::letter);
            assert_eq!(grade, case.text("grade"), "{case}");
            let level = found.and_then(|rule| rule.level).map_or("", SellerLevel::key);
            assert_eq!(level, case.text("level"), "{case}");
        }
    }
}
