//! The decision chain (决策链): who decides, who evaluates, who influences.

use crate::values::Code;

/// Returns the place of a decision role in the chain, 0 for the person who decides.
///
/// # Source
/// S0-43, S0-111, S0-14; spec 2.2 "Decision role".
pub fn rank(role: &Code) -> u8 {
    match role.as_str() {
        "final" => 0,
        "evaluator" => 1,
        "influencer" => 2,
        _ => 3,
    }
}

/// Tells whether the role belongs to the chain; others are only contacts.
pub fn is_member(role: &Code) -> bool {
    rank(role) < 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_who_decides_stands_first() {
        let mut roles = ["other", "influencer", "", "final", "evaluator"].map(Code::new);
        roles.sort_by_key(rank);
        assert_eq!(roles.map(|role| role.to_string()), ["final", "evaluator", "influencer", "other", ""]);
        assert!(is_member(&Code::new("influencer")) && !is_member(&Code::new("other")));
    }
}
