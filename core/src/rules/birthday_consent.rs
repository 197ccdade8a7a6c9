//! a birthday is recorded only with the contact's consent.

use crate::values::Day;

/// Tells whether a birthday may be saved: none is given, or there is a day of consent.
///
/// # Source
/// R-10; S0-67, C-17.
pub fn allowed(birthday: Option<Day>, consent: Option<Day>) -> bool {
    birthday.is_none() || consent.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn a_birthday_needs_consent() {
        for case in cases(include_str!("golden/R-10.csv")) {
            let found = allowed(case.maybe("birthday"), case.maybe("consent"));
            assert_eq!(found, case.yes("allowed"), "{case}");
        }
    }
}
