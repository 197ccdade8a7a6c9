//! Success cases that may be told of.

use std::sync::Arc;

use crate::summary::SummaryRow;
use crate::values::{AccountId, Code};

/// Returns the customers whose success cases may be told to another one: those of its industry first. Nothing of who has
/// not allowed it, nothing of itself, and nothing of who is no longer followed.
///
/// # Source
/// R-70; S1-42, S1-22.
pub fn cases(rows: &[Arc<SummaryRow>], of: AccountId, industry: &Code) -> Vec<Arc<SummaryRow>> {
    let usable = |row: &&Arc<SummaryRow>| row.case.is_usable() && !row.inactive && row.account != of;
    let mut found: Vec<_> = rows.iter().filter(usable).map(Arc::clone).collect();
    found.sort_by_key(|row| (row.industry.is_empty() || row.industry != *industry, row.account));
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::row;
    use super::*;
    use crate::rules::success_case::CaseLine;

    #[test]
    fn cases_of_the_same_industry_come_first_and_only_those_that_may_be_told() {
        let told = |number, industry: &str, inactive| {
            let case = CaseLine { begun: true, content: "换型快了".into(), effect: "+30%".into() };
            Arc::new(SummaryRow { case, industry: industry.into(), inactive, ..row(number, "客户") })
        };
        let begun = CaseLine { begun: true, ..CaseLine::default() };
        let rows = [
            told(1, "food", false),
            told(2, "metal", false),
            told(3, "metal", true),
            Arc::new(SummaryRow { case: begun, industry: "metal".into(), ..row(4, "客户") }),
            told(5, "metal", false),
        ];
        let found = |industry: &str| {
            let rows = cases(&rows, row(5, "").account, &industry.into());
            rows.iter().map(|row| row.account).collect::<Vec<_>>()
        };
        let id = |number| row(number, "").account;
        assert_eq!(found("metal"), [id(2), id(1)]);
        assert_eq!(found(""), [id(1), id(2)]);
    }
}
