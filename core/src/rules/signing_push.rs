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
    use crate::rules::golden::cases;

    #[test]
    fn what_is_open_with_a_customer_of_high_intent_is_to_be_signed() {
        for case in cases(include_str!("golden/R-55.csv")) {
            let result = match case.text("result") {
                "open" => OpportunityResult::Open,
                "won" => OpportunityResult::Won,
                "lost" => OpportunityResult::Lost,
                other => panic!("{other}"),
            };
            let tags: Vec<String> = case.list("tags");
            assert_eq!(wants_signing(case.text("state"), &tags, result), case.yes("wants_signing"), "{case}");
        }
    }
}
