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
    use crate::values::Id;

    fn candidate(number: u8, level: SellerLevel, in_region: bool, same_industry: u32, load: u32) -> Candidate {
        Candidate { user: UserId(Id::from_bytes([number; 10])), level: Some(level), in_region, same_industry, load }
    }

    #[test]
    fn region_comes_before_level_before_experience_before_load() {
        use SellerLevel::{Growing, Junior, Middle, Senior};
        let all = [
            candidate(1, Senior, true, 1, 30),
            candidate(2, Senior, true, 5, 90),
            candidate(3, Middle, true, 9, 10),
            candidate(4, Senior, false, 9, 0),
            candidate(5, Junior, true, 0, 40),
            candidate(6, Growing, true, 0, 5),
            Candidate { level: None, ..candidate(7, Junior, true, 9, 0) },
        ];
        for (grade, by_rule, expected) in [
            (Some(Grade::A), None, [2, 1, 7, 3, 6, 5, 4]),
            (Some(Grade::B), None, [6, 3, 7, 1, 5, 2, 4]),
            (Some(Grade::C), None, [5, 7, 6, 3, 1, 2, 4]),
            (None, None, [6, 3, 1, 5, 2, 7, 4]),
            (Some(Grade::C), Some(Senior), [1, 2, 7, 6, 3, 5, 4]),
        ] {
            let order: Vec<u8> = suggest(grade, by_rule, &all)
                .iter()
                .filter_map(|suggestion| suggestion.candidate.user.0.as_bytes().first().copied())
                .collect();
            assert_eq!(order, expected, "{grade:?} {by_rule:?}");
        }
    }
}
