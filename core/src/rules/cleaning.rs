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
    use crate::rules::golden::{Case, cases};
    use crate::values::{ContactId, Id};

    fn contact(id: ContactId, word: &str) -> Contact {
        let (name, left, unreachable) = match word {
            "here" => ("王", false, false),
            "left" => ("李", true, false),
            "lost" => ("赵", false, true),
            "left_lost" => ("李", true, true),
            "unnamed" => (" ", false, false),
            "unnamed_left" => (" ", true, false),
            "unnamed_lost" => (" ", false, true),
            other => panic!("{other} is no contact"),
        };
        Contact { id, name: name.to_owned(), left, unreachable, ..Contact::default() }
    }

    fn reach(case: &Case) -> Reach {
        let contacts = (1_u8..).zip(case.list::<String>("contacts")).map(|(number, word)| {
            let id = ContactId(Id::from_bytes([number; 10]));
            (id, contact(id, &word))
        });
        Reach::of(&Account { contacts: contacts.collect(), ..Account::default() })
    }

    #[test]
    fn what_is_lost_or_not_confirmed_for_the_team_s_days_is_in_doubt() {
        for case in cases(include_str!("golden/R-12.csv")) {
            let (verified, created) = (case.maybe("verified"), case.maybe("created"));
            let found = doubt(reach(&case), verified, created, case.of("today"), &case.policy());
            let expected = match case.text("doubt") {
                "" => None,
                "nobody" => Some(Doubt::Nobody),
                "unreachable" => Some(Doubt::Unreachable(case.of("unreachable"))),
                "unconfirmed" => Some(Doubt::Unconfirmed(case.of("since"))),
                other => panic!("{other} of {case}"),
            };
            assert_eq!(found, expected, "{case}");
        }
    }
}
