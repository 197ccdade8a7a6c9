//! Whom to turn to at a customer, when nothing else is said.

use std::cmp::Reverse;

use crate::model::{Account, Contact, Participant};
use crate::rules::decision_chain;
use crate::values::{ContactId, Instant};

/// Returns the contacts who are still there: who was talked with most often stands first, of equals who was last; the
/// others follow in the order of the decision chain, those whom nobody reaches at the end.
///
/// # Source
/// S0-68 greets the manager whom spec 2.6 talks with most, and S2-12 one person; neither says why. S0-43 has the chain.
pub fn in_order(account: &Account) -> Vec<&Contact> {
    let talks = |id: ContactId| -> (usize, Option<Instant>) {
        let with = Participant::Contact(id);
        let times =
            account.visits.values().filter(|visit| visit.participants.contains(&with)).map(|visit| visit.ended_at);
        (times.clone().count(), times.max().flatten())
    };
    let mut there: Vec<_> = account.contacts.values().filter(|contact| !contact.left).collect();
    there.sort_by_cached_key(|contact| {
        let rank = decision_chain::rank(&contact.decision_role);
        (!contact.is_reachable(), Reverse(talks(contact.id)), rank, contact.id)
    });
    there
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Visit;
    use crate::values::{Code, Id, VisitId};

    #[test]
    fn the_one_talked_with_most_stands_before_the_one_who_decides() {
        let id = |number| ContactId(Id::from_bytes([number; 10]));
        let mut account = Account::default();
        let people = [
            (1, "Assistant", "", false),
            (2, "Buyer", "evaluator", false),
            (3, "Owner", "final", false),
            (4, "Old buyer", "final", true),
        ];
        for (number, name, role, left) in people {
            let (id, name, decision_role) = (id(number), name.to_owned(), Code::new(role));
            account.contacts.insert(id, Contact { id, name, decision_role, left, ..Contact::default() });
        }
        let order =
            |account: &Account| in_order(account).iter().map(|contact| contact.name.clone()).collect::<Vec<_>>();
        assert_eq!(order(&account), ["Owner", "Buyer", "Assistant"]);
        for (number, at, with) in [(1, 300, 1), (2, 200, 2), (3, 50, 2), (4, 400, 4), (5, 500, 4)] {
            let visit = Visit {
                ended_at: Some(Instant(at)),
                participants: vec![Participant::Other("Guest".into()), Participant::Contact(id(with))],
                ..Visit::default()
            };
            account.visits.insert(VisitId(Id::from_bytes([number; 10])), visit);
        }
        assert_eq!(order(&account), ["Buyer", "Assistant", "Owner"], "more often, though not last");
        account.visits.remove(&VisitId(Id::from_bytes([3; 10])));
        assert_eq!(order(&account), ["Assistant", "Buyer", "Owner"], "as often, and later");
        account.contacts.get_mut(&id(1)).unwrap().unreachable = true;
        assert_eq!(order(&account), ["Buyer", "Owner", "Assistant"]);
    }
}
