//! enough of the contacts with a customer are about something else than selling.

use crate::model::Account;
use crate::policy::{Policy, PolicyNumber};
use crate::values::{Day, Instant};
use crate::{cbor_map, model::Visit};

/// The newest contacts that are counted: a window of days would need a clock, and be empty for quiet customers.
const COUNTED: usize = 10;

/// Contacts below which a share says nothing.
const COUNTED_MIN: u8 = 3;

/// How much of the newest contacts was not about business.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Contacts counted, ten at most.
    pub counted: u8,
    /// Of these, not about business.
    pub nonbusiness: u8,
    /// The newest contact that was not about business, of all.
    pub last: Option<Instant>,
}

cbor_map!(Share { 0: counted, 1: nonbusiness, 2: last });

impl Share {
    /// Counts the newest contacts of a customer.
    pub fn of(account: &Account) -> Self {
        let at = |visit: &Visit| visit.ended_at.or(visit.recorded_at);
        let mut newest: Vec<_> = account.visits.values().collect();
        newest.sort_by_key(|visit| (std::cmp::Reverse(at(visit)), visit.id));
        let last = newest.iter().find(|visit| visit.nonbusiness).and_then(|visit| at(visit));
        newest.truncate(COUNTED);
        let count = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        let nonbusiness = newest.iter().filter(|visit| visit.nonbusiness).count();
        Self { counted: count(newest.len()), nonbusiness: count(nonbusiness), last }
    }

    /// Returns the share in percent, where there are contacts enough to tell.
    pub fn percent(self) -> Option<i64> {
        (self.counted >= COUNTED_MIN).then(|| i64::from(self.nonbusiness) * 100 / i64::from(self.counted))
    }

    /// Tells whether there is too little of it.
    ///
    /// # Source
    /// R-36; S2-15 (非业务场景的互动占比不低于30%), S0-71.
    pub fn is_low(self, policy: &Policy) -> bool {
        self.percent().is_some_and(|percent| percent < policy.number(PolicyNumber::NonbusinessPercent))
    }

    /// Tells whether it is time to share something of use: nothing was for so many days.
    ///
    /// # Source
    /// R-44; S0-69, S0-70, S1-40, S2-13. The interval is not in the sources.
    pub fn wants_content(self, today: Day, policy: &Policy) -> bool {
        let every = policy.number(PolicyNumber::ContentEveryDays);
        let since = self.last.map(|at| today.days_since(at.day(policy.zone_minutes)));
        every > 0 && self.counted > 0 && since.is_none_or(|days| days >= every)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Id, VisitId};

    /// Contacts, the oldest first, a day apart.
    fn share(nonbusiness: &[bool]) -> Share {
        let mut account = Account::default();
        for (number, nonbusiness) in (1..).zip(nonbusiness) {
            let id = VisitId(Id::from_bytes([number; 10]));
            let ended_at = Some(Instant(i64::from(number) * 86_400_000));
            account.visits.insert(id, Visit { id, ended_at, nonbusiness: *nonbusiness, ..Visit::default() });
        }
        Share::of(&account)
    }

    #[test]
    fn a_share_below_the_number_is_low() {
        let policy = Policy::preset();
        for (visits, percent, low) in [
            (vec![], None, false),
            (vec![false, false], None, false),
            (vec![false, false, false], Some(0), true),
            (vec![true, false, false], Some(33), false),
            ([vec![true; 3], vec![false; 7]].concat(), Some(30), false),
            ([vec![true; 2], vec![false; 8]].concat(), Some(20), true),
            // Only the newest ten count.
            ([vec![true; 5], vec![false; 10]].concat(), Some(0), true),
        ] {
            let share = share(&visits);
            assert_eq!((share.percent(), share.is_low(&policy)), (percent, low), "{visits:?}");
        }
    }

    #[test]
    fn something_of_use_is_due_after_the_days_of_the_policy() {
        let policy = Policy::preset();
        let first: Day = "1970-01-01".parse().unwrap();
        for (visits, days, due) in [
            (vec![], 500, false),
            (vec![false], 1, true),
            // The contact was on the second day of the epoch.
            (vec![true], 60, false),
            (vec![true], 61, true),
        ] {
            assert_eq!(share(&visits).wants_content(first.plus_days(days), &policy), due, "{visits:?} {days}");
        }
        let mut never = policy.clone();
        never.numbers.put(PolicyNumber::ContentEveryDays, 0);
        assert!(!share(&[false]).wants_content(first.plus_days(500), &never));
    }
}
