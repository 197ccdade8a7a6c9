//! what warns of losing a customer.

use crate::cbor_map;
use crate::model::Account;
use crate::policy::{Policy, PolicyNumber};

/// What the records say that may warn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals {
    /// The newest records in a row without an answer.
    pub unanswered: u8,
    /// In the newest talk that was answered the customer wanted to end the cooperation.
    pub ending: bool,
    /// The newest satisfaction score, 1 to 10.
    pub satisfaction: Option<u8>,
}

cbor_map!(Signals { 0: unanswered, 1: ending, 2: satisfaction });

/// A warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// 提出终止合作意向.
    Ending,
    /// 满意度下降: so many points of ten.
    Unsatisfied(u8),
    /// 连续沟通未响应: so many times.
    Unanswered(u8),
}

impl Warning {
    /// Returns its place among warnings, the gravest first.
    pub const fn rank(self) -> (u8, u8) {
        match self {
            Self::Ending => (0, 0),
            Self::Unsatisfied(points) => (1, points),
            Self::Unanswered(times) => (2, u8::MAX - times),
        }
    }
}

impl Signals {
    /// Reads them from the records of a customer; a lead was not won yet, and what is closed or merged cannot be lost.
    pub fn of(account: &Account) -> Self {
        if account.profile.lead || account.inactive.is_some() {
            return Self::default();
        }
        let mut talks: Vec<_> = account.visits.values().collect();
        talks.sort_by_key(|visit| std::cmp::Reverse((visit.ended_at.or(visit.recorded_at), visit.id)));
        let unanswered = talks.iter().take_while(|visit| visit.no_response).count();
        Self {
            unanswered: u8::try_from(unanswered).unwrap_or(u8::MAX),
            ending: talks.iter().find(|visit| !visit.no_response).is_some_and(|visit| visit.termination_intent),
            satisfaction: talks.iter().find_map(|visit| visit.satisfaction),
        }
    }

    /// Returns the gravest warning: to arrange a visit of somebody senior and to care more often (S1-37).
    ///
    /// # Source
    /// R-73 (S1-34: 连续2次沟通未响应), R-74 (S1-35), R-75 (S1-36: below 7 points; of ten, C-06), R-78 (S1-37).
    pub fn warning(self, policy: &Policy) -> Option<Warning> {
        let limit = |number| u8::try_from(policy.number(number)).unwrap_or(u8::MAX);
        let (times, floor) = (limit(PolicyNumber::UnansweredMax), limit(PolicyNumber::SatisfactionFloor));
        let unsatisfied = self.satisfaction.filter(|points| *points < floor).map(Warning::Unsatisfied);
        let unanswered = (times > 0 && self.unanswered >= times).then_some(Warning::Unanswered(self.unanswered));
        self.ending.then_some(Warning::Ending).or(unsatisfied).or(unanswered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Inactive, Visit};
    use crate::values::{Id, Instant, VisitId};

    /// One talk a minute: answered or not, wanting to end it or not, and the score.
    fn account(talks: &[(bool, bool, Option<u8>)]) -> Account {
        let visits = (1_u8..).zip(talks).map(|(number, (answered, ending, satisfaction))| Visit {
            id: VisitId(Id::from_bytes([number; 10])),
            ended_at: Some(Instant(i64::from(number) * 60_000)),
            no_response: !answered,
            termination_intent: *ending,
            satisfaction: *satisfaction,
            ..Visit::default()
        });
        Account { visits: visits.map(|visit| (visit.id, visit)).collect(), ..Account::default() }
    }

    fn signals(talks: &[(bool, bool, Option<u8>)]) -> Signals {
        Signals::of(&account(talks))
    }

    #[test]
    fn the_newest_records_count() {
        let (said, silent) = ((true, false, None), (false, false, None));
        for (talks, expected) in [
            (vec![], None),
            (vec![said, silent], None),
            (vec![silent, said, silent], None),
            (vec![silent, silent], Some(Warning::Unanswered(2))),
            (vec![said, silent, silent, silent], Some(Warning::Unanswered(3))),
            (vec![silent, silent, said], None),
            (vec![(true, true, None)], Some(Warning::Ending)),
            (vec![(true, true, None), said], None),
            (vec![(true, true, None), silent, silent], Some(Warning::Ending)),
            (vec![(true, false, Some(7))], None),
            (vec![(true, false, Some(6)), said], Some(Warning::Unsatisfied(6))),
            (vec![(true, false, Some(6)), (true, false, Some(8))], None),
            (vec![(true, false, Some(1)), silent, silent], Some(Warning::Unsatisfied(1))),
        ] {
            assert_eq!(signals(&talks).warning(&Policy::preset()), expected, "{talks:?}");
        }
    }

    #[test]
    fn only_a_customer_can_be_lost_no_lead_and_nothing_closed_or_merged() {
        let mut account = account(&[(true, true, Some(1))]);
        assert!(Signals::of(&account) != Signals::default());
        account.profile.lead = true;
        assert_eq!(Signals::of(&account), Signals::default());
        account.profile.lead = false;
        account.inactive = Some(Inactive { reason: String::new(), at: Instant(0), merged_into: None });
        assert_eq!(Signals::of(&account), Signals::default());
    }

    #[test]
    fn the_gravest_comes_first() {
        let mut warnings = [
            Warning::Unanswered(2),
            Warning::Unsatisfied(6),
            Warning::Unanswered(5),
            Warning::Ending,
            Warning::Unsatisfied(3),
        ];
        warnings.sort_by_key(|warning| warning.rank());
        let gravest = [
            Warning::Ending,
            Warning::Unsatisfied(3),
            Warning::Unsatisfied(6),
            Warning::Unanswered(5),
            Warning::Unanswered(2),
        ];
        assert_eq!(warnings, gravest);
    }

    #[test]
    fn the_team_sets_both_limits_and_zero_is_never() {
        let mut policy = Policy::preset();
        policy.numbers.put(PolicyNumber::UnansweredMax, 3);
        policy.numbers.put(PolicyNumber::SatisfactionFloor, 8);
        let silent = |count: usize| signals(&vec![(false, false, None); count]).warning(&policy);
        assert_eq!((silent(2), silent(3)), (None, Some(Warning::Unanswered(3))));
        let score = |points: u8, policy: &Policy| signals(&[(true, false, Some(points))]).warning(policy);
        assert_eq!((score(8, &policy), score(7, &policy)), (None, Some(Warning::Unsatisfied(7))));
        policy.numbers.put(PolicyNumber::UnansweredMax, 0);
        policy.numbers.put(PolicyNumber::SatisfactionFloor, 0);
        assert_eq!(signals(&[(false, false, None); 9]).warning(&policy), None);
        assert_eq!(score(1, &policy), None);
    }
}
