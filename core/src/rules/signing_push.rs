//! with a customer of high intent, what is open is brought to signing.

use crate::model::OpportunityResult;

/// The tag, and the state, of a customer who wants to buy.
const TAG: &str = "高意向";
const STATE: &str = "high_intent";

/// Tells whether an opportunity of a customer with this state and these tags is to be brought to signing.
///
/// # Source
/// R-55; S1-38 (对高意向客户推动合同签订).
pub fn wants_signing<'t>(state: &str, tags: impl IntoIterator<Item = &'t String>, result: OpportunityResult) -> bool {
    let high = state == STATE || tags.into_iter().any(|tag| tag == TAG);
    high && result == OpportunityResult::Open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_with_a_customer_of_high_intent_is_to_be_signed() {
        for (state, tag, result, expected) in [
            ("high_intent", "", OpportunityResult::Open, true),
            ("", "高意向", OpportunityResult::Open, true),
            ("first_inquiry", "竞品对比中", OpportunityResult::Open, false),
            ("high_intent", "高意向", OpportunityResult::Won, false),
            ("high_intent", "高意向", OpportunityResult::Lost, false),
        ] {
            assert_eq!(wants_signing(state, [&tag.to_owned()], result), expected, "{state} {tag} {result:?}");
        }
    }
}
