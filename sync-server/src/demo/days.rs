//! Days that come round: when companies were founded, birthdays. Some are near, whenever the demo is made.

use fieldnote_core::command::NewContact;
use fieldnote_core::values::Day;

/// Returns a day so many years before the one that is `ahead` days after today.
pub(super) fn years_before(today: Day, ahead: i64, years: i32) -> Option<Day> {
    let (year, month, day) = today.plus_days(ahead).ymd();
    Day::new(year - years, month, day).or_else(|| Day::new(year - years, month, day - 1))
}

/// Returns when the company of a number was founded, where that is known: every fourth one, every sixteenth soon.
pub(super) fn founded(today: Day, number: usize) -> Option<Day> {
    let ahead = if number.is_multiple_of(16) { number / 16 % 4 } else { number * 37 % 365 };
    let years = i32::try_from(5 + number % 23).ok()?;
    years_before(today, i64::try_from(ahead).ok()?, years).filter(|_| number.is_multiple_of(4))
}

/// Notes a birthday of the first contact of every twentieth customer, with consent.
pub(super) fn birthday(today: Day, number: usize, contact: &mut NewContact) {
    if number % 20 == 7 {
        let ahead = i64::try_from(number / 20 % 3).unwrap_or_default();
        contact.birthday = years_before(today, ahead, 38 + i32::try_from(number % 17).unwrap_or_default());
        contact.birthday_consent = contact.birthday.map(|_| today.plus_days(-90));
    }
}
