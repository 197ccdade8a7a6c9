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

    #[test]
    fn a_birthday_needs_consent() {
        let day = Day::new(1980, 5, 1);
        for (birthday, consent, expected) in
            [(None, None, true), (None, day, true), (day, None, false), (day, day, true)]
        {
            assert_eq!(allowed(birthday, consent), expected, "{birthday:?} {consent:?}");
        }
    }
}
