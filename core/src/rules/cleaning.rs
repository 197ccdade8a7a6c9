//! data that may no longer hold.

use crate::cbor_map;
use crate::model::Account;
use crate::policy::{Policy, PolicyNumber};
use crate::values::Day;

/// How many of a customer's named contacts can still be talked to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Here, with details that work.
    pub reachable: u8,
    /// Have left the company.
    pub left: u8,
    /// Here, but nobody gets through with the details known.
    pub unreachable: u8,
}

cbor_map!(Reach { 0: reachable, 1: left, 2: unreachable });

impl Reach {
    /// Counts the contacts of a customer.
    pub fn of(account: &Account) -> Self {
        let mut reach = Self::default();
        for contact in account.contacts.values().filter(|contact| !contact.name.trim().is_empty()) {
            let count = match (contact.left, contact.unreachable) {
                (true, _) => &mut reach.left,
                (false, true) => &mut reach.unreachable,
                (false, false) => &mut reach.reachable,
            };
            *count = count.saturating_add(1);
        }
        reach
    }
}

/// Why a customer is on the list, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Nobody is left to talk to: is the company still there?
    Nobody,
    /// The details of so many contacts do not work.
    Unreachable(u8),
    /// Nobody has confirmed the key information since this day.
    Unconfirmed(Day),
}

/// Tells what is to be confirmed, mended or marked as invalid. A customer that never had a contact has none to lose.
///
/// # Source
/// R-12 (S0-139: 定期清理无效数据, 联系人离职, 企业倒闭). The interval is not in the sources.
pub fn doubt(reach: Reach, verified: Option<Day>, created: Option<Day>, today: Day, policy: &Policy) -> Option<Doubt> {
    if reach.reachable == 0 && (reach.left > 0 || reach.unreachable > 0) {
        return Some(Doubt::Nobody);
    }
    if reach.unreachable > 0 {
        return Some(Doubt::Unreachable(reach.unreachable));
    }
    let days = policy.number(PolicyNumber::CleaningDays);
    let since = verified.max(created).filter(|day| days > 0 && today.days_since(*day) > days);
    since.map(Doubt::Unconfirmed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Contact;
    use crate::values::{ContactId, Id};

    fn reach(contacts: &[(&str, bool, bool)]) -> Reach {
        let contacts = (1_u8..).zip(contacts).map(|(number, (name, left, unreachable))| {
            let id = ContactId(Id::from_bytes([number; 10]));
            let (name, left, unreachable) = ((*name).to_owned(), *left, *unreachable);
            (id, Contact { id, name, left, unreachable, ..Contact::default() })
        });
        Reach::of(&Account { contacts: contacts.collect(), ..Account::default() })
    }

    #[test]
    fn contacts_who_left_or_cannot_be_reached_are_in_doubt() {
        let today: Day = "2026-11-30".parse().unwrap();
        let (here, left, lost) = (("王", false, false), ("李", true, false), ("赵", false, true));
        for (contacts, expected) in [
            (vec![], None),
            (vec![here], None),
            (vec![here, left], None),
            (vec![left], Some(Doubt::Nobody)),
            (vec![lost], Some(Doubt::Nobody)),
            (vec![left, lost], Some(Doubt::Nobody)),
            (vec![here, lost], Some(Doubt::Unreachable(1))),
            (vec![here, lost, lost, left], Some(Doubt::Unreachable(2))),
            // Who left is not looked for, whatever the details.
            (vec![here, ("李", true, true)], None),
            // An empty entry is nobody.
            (vec![(" ", true, false)], None),
        ] {
            assert_eq!(doubt(reach(&contacts), Some(today), None, today, &Policy::preset()), expected, "{contacts:?}");
        }
    }

    #[test]
    fn what_nobody_confirmed_for_the_team_s_days_is_in_doubt() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-11-30");
        let mut never = Policy::preset();
        never.numbers.put(PolicyNumber::CleaningDays, 0);
        let preset = Policy::preset();
        for (policy, verified, created, expected) in [
            (&preset, Some("2026-06-03"), None, None),
            (&preset, Some("2026-06-02"), None, Some("2026-06-02")),
            (&preset, None, Some("2026-06-02"), Some("2026-06-02")),
            (&preset, Some("2026-01-01"), Some("2026-06-03"), None),
            // Of a clock that runs ahead, and of no day at all.
            (&preset, Some("2027-06-03"), None, None),
            (&preset, None, None, None),
            (&never, Some("2020-01-01"), None, None),
        ] {
            let found = doubt(Reach::default(), verified.map(day), created.map(day), today, policy);
            assert_eq!(found, expected.map(|text| Doubt::Unconfirmed(day(text))), "{verified:?} {created:?}");
        }
    }
}
