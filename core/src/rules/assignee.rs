//! who should work on a lead, and why.

use std::cmp::Reverse;

use crate::model::{Grade, SellerLevel};
use crate::values::UserId;

/// Somebody who sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub user: UserId,
    /// How experienced.
    pub level: Option<SellerLevel>,
    /// Works in the region of the lead.
    pub in_region: bool,
    /// Customers they have in the lead's industry.
    pub same_industry: u32,
    /// Customers and leads they have.
    pub load: u32,
}

/// A candidate with what speaks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// Who.
    pub candidate: Candidate,
    /// Of a level that the grade asks for.
    pub fits: bool,
}

/// Returns the levels that a grade asks for; every level where there is no grade.
///
/// # Source
/// S0-18, S0-20, S0-22, S0-24, S0-25.
pub fn levels(grade: Option<Grade>) -> &'static [SellerLevel] {
    match grade {
        Some(Grade::A) => &[SellerLevel::Senior],
        Some(Grade::B) => &[SellerLevel::Middle, SellerLevel::Growing],
        Some(Grade::C) => &[SellerLevel::Junior],
        None => &SellerLevel::ALL,
    }
}

/// Puts those who sell in the order in which they should get a lead: those of its region first, then those of
/// the level that its grade asks for, or that a rule names, for grade A those with most customers in its
/// industry, then those with least to do.
///
/// # Source
/// S0-23 to S0-25, S3-45.
pub fn suggest(grade: Option<Grade>, by_rule: Option<SellerLevel>, candidates: &[Candidate]) -> Vec<Suggestion> {
    let fits = |candidate: &Candidate| match (candidate.level, by_rule) {
        (Some(level), Some(wanted)) => level == wanted,
        (Some(level), None) => levels(grade).contains(&level),
        (None, _) => false,
    };
    let mut all: Vec<Suggestion> =
        candidates.iter().map(|candidate| Suggestion { candidate: *candidate, fits: fits(candidate) }).collect();
    all.sort_by_key(|Suggestion { candidate, fits }| {
        let experience = if grade == Some(Grade::A) { candidate.same_industry } else { 0 };
        (!candidate.in_region, !fits, Reverse(experience), candidate.load, candidate.user)
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;
    use crate::values::Id;

    /// Reads `number:level:region:same_industry:load`.
    fn candidate(words: &str) -> Candidate {
        let [number, level, region, same_industry, load] = words.split(':').collect::<Vec<_>>()[..] else {
            panic!("{words}")
        };
        Candidate {
            user: UserId(Id::from_bytes([number.parse().unwrap(); 10])),
            level: (level != "none").then(|| SellerLevel::of_key(level).unwrap()),
            in_region: match region {
                "in" => true,
                "out" => false,
                _ => panic!("{words}"),
            },
            same_industry: same_industry.parse().unwrap(),
            load: load.parse().unwrap(),
        }
    }

    fn number(suggestion: &Suggestion) -> u8 {
        suggestion.candidate.user.0.as_bytes()[0]
    }

    fn holds(csv: &str) {
        for case in cases(csv) {
            let grade = case.maybe::<String>("grade").map(|letter| Grade::of_letter(&letter).unwrap());
            let by_rule = case.maybe::<String>("rule_level").map(|key| SellerLevel::of_key(&key).unwrap());
            let people: Vec<_> = case.list::<String>("people").iter().map(|words| candidate(words)).collect();
            let found = suggest(grade, by_rule, &people);
            let order: Vec<u8> = found.iter().map(number).collect();
            assert_eq!(order, case.list::<u8>("order"), "{case}");
            let fits: Vec<u8> = found.iter().filter(|suggestion| suggestion.fits).map(number).collect();
            assert_eq!(fits, case.list::<u8>("fits"), "{case}");
        }
    }

    #[test]
    fn those_of_the_region_come_before_level_and_experience_and_load() {
        holds(include_str!("golden/R-18.csv"));
    }

    #[test]
    fn grade_a_goes_to_the_senior_one_with_most_experience_in_the_industry() {
        holds(include_str!("golden/R-19.csv"));
    }

    #[test]
    fn grade_b_goes_to_middle_or_growing_and_grade_c_to_junior() {
        holds(include_str!("golden/R-20.csv"));
    }
}
