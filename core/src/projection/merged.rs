//! Duplicates that stand under a customer (S3-46, R-11).

use std::sync::Arc;

use crate::summary::SummaryRow;
use crate::values::{AccountId, Set};

/// Returns the duplicates under a customer, also those of a duplicate, in the order of their names.
pub fn merged(rows: &[Arc<SummaryRow>], account: AccountId) -> Vec<Arc<SummaryRow>> {
    let mut found: Vec<Arc<SummaryRow>> = Vec::new();
    let mut under: Set<AccountId> = [account].into_iter().collect();
    // A duplicate of a duplicate is seldom: another pass only where the last one found something.
    loop {
        let is_next = |row: &&Arc<SummaryRow>| {
            row.merged_into.is_some_and(|into| under.contains(&into)) && !under.contains(&row.account)
        };
        let next: Vec<_> = rows.iter().filter(is_next).cloned().collect();
        if next.is_empty() {
            break;
        }
        under.extend(next.iter().map(|row| row.account));
        found.extend(next);
    }
    found.sort_by(|a, b| (&a.name, a.account).cmp(&(&b.name, b.account)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::fixtures::{id, row};

    fn account(number: u8) -> AccountId {
        AccountId(id(number))
    }

    #[test]
    fn duplicates_of_duplicates_are_found_and_a_circle_ends() {
        let under = |number: u8, into: Option<u8>| {
            Arc::new(SummaryRow {
                merged_into: into.map(account),
                inactive: into.is_some(),
                ..row(number, &number.to_string())
            })
        };
        let rows = [
            under(1, None),
            under(4, Some(3)),
            under(3, Some(1)),
            under(2, Some(1)),
            under(5, None),
            under(6, Some(5)),
        ];
        let names = |rows: &[Arc<SummaryRow>], of| {
            merged(rows, account(of)).iter().map(|row| row.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&rows, 1), ["2", "3", "4"]);
        assert_eq!(names(&rows, 5), ["6"]);
        assert_eq!(names(&rows, 9), [""; 0]);
        // No server writes one.
        assert_eq!(names(&[under(1, Some(2)), under(2, Some(1))], 1), ["2"]);
    }
}
