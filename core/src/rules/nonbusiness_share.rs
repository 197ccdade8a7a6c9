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
    use crate::rules::golden::cases;
    use crate::values::{Id, VisitId};

    /// Contacts, the oldest first, a day apart: `b` about business, `n` not.
    fn share(contacts: &str) -> Share {
        let mut account = Account::default();
        for (number, letter) in (1..).zip(contacts.chars()) {
            assert!("bn".contains(letter), "{contacts}");
            let id = VisitId(Id::from_bytes([number; 10]));
            let ended_at = Some(Instant(i64::from(number) * 86_400_000));
            account.visits.insert(id, Visit { id, ended_at, nonbusiness: letter == 'n', ..Visit::default() });
        }
        Share::of(&account)
    }

    #[test]
    fn a_share_below_the_number_is_low() {
        for case in cases(include_str!("golden/R-36.csv")) {
            let share = share(case.text("contacts"));
            let found = (share.percent(), share.is_low(&case.policy()));
            assert_eq!(found, (case.maybe("percent"), case.yes("low")), "{case}");
        }
    }

    #[test]
    fn the_newest_contact_that_was_not_about_business_is_known_of_all() {
        assert_eq!(share("nbbbbbbbbbbb").last, Some(Instant(86_400_000)));
        assert_eq!(share("nbnb").last, Some(Instant(3 * 86_400_000)));
        assert_eq!(share("bbb").last, None);
    }

    #[test]
    fn something_of_use_is_due_after_the_days_of_the_policy() {
        for case in cases(include_str!("golden/R-44.csv")) {
            let policy = case.policy();
            // The last minute of the day: days are counted by the calendar.
            let last = case.maybe("last_useful").map(|day| Instant::at(day, 1439, policy.zone_minutes));
            let share = Share { counted: case.of("contacts"), last, ..Share::default() };
            assert_eq!(share.wants_content(case.of("today"), &policy), case.yes("due"), "{case}");
        }
    }
}
