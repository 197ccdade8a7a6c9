//! what a business event of a customer asks for, as soon as it is recorded.

use crate::cbor_array;
use crate::model::{Account, BusinessEvent, EventKind};
use crate::policy::{Policy, PolicyNumber};
use crate::values::{Day, Instant};

/// A business event in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventLine {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub day: Day,
    /// When it was recorded.
    pub at: Instant,
}

cbor_array!(EventLine { 0: kind, 1: day, 2: at });

impl EventLine {
    /// Returns an event that is known, with its day and when it was recorded.
    fn of(event: &BusinessEvent) -> Option<Self> {
        Some(Self { kind: event.kind?, day: event.day?, at: event.at? })
    }

    /// Returns the day from which on it counts: its own, or the one on which somebody here heard of it.
    fn counts_from(&self, policy: &Policy) -> Day {
        self.day.max(self.at.day(policy.zone_minutes))
    }

    /// Tells whether something should still be done about it; so it should about what is still to come.
    pub fn is_current(&self, today: Day, policy: &Policy) -> bool {
        let days = policy.number(PolicyNumber::EventDays);
        days > 0 && today.days_since(self.counts_from(policy)) < days
    }

    /// Tells whether nobody was of use since it was recorded; `shared` is when somebody last was.
    pub fn is_open(&self, shared: Option<Instant>) -> bool {
        // Nobody could do anything about it before it was known.
        shared.is_none_or(|shared| shared < self.at)
    }
}

/// Returns the events that are current, the newest first.
///
/// # Source
/// R-43 (S0-71), S0-100, S1-41.
pub fn current<'a>(account: &'a Account, today: Day, policy: &Policy) -> Vec<&'a BusinessEvent> {
    let events = account.events.values().filter_map(|event| Some((EventLine::of(event)?, event)));
    let mut events: Vec<_> = events.filter(|(line, _)| line.is_current(today, policy)).collect();
    events.sort_by_key(|(line, _)| std::cmp::Reverse((line.counts_from(policy), line.at)));
    events.into_iter().map(|(_, event)| event).collect()
}

/// Returns the last event that is still a moment to introduce somebody of use, whether or not it is current;
/// `shared` is when somebody last was.
///
/// # Source
/// R-43; S0-71.
pub fn calling(account: &Account, shared: Option<Instant>, policy: &Policy) -> Option<EventLine> {
    let events = account.events.values().filter_map(EventLine::of);
    let open = events.filter(|event| event.kind.asks_for_resources() && event.is_open(shared));
    open.max_by_key(|event| (event.counts_from(policy), event.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::{Case, cases};
    use crate::rules::tag_advice::{Advice, advice};
    use crate::values::{EventId, Id, Set};

    /// Midday of a day.
    fn noon(day: Day) -> Instant {
        Instant::at(day, 720, 480)
    }

    /// A customer with the events of a case, each as `kind/day/recorded`.
    fn account(case: &Case) -> Account {
        let mut account = Account::default();
        for (number, text) in (1..).zip(case.list::<String>("events")) {
            let [kind, day, recorded] = text.split('/').collect::<Vec<_>>()[..] else { panic!("{text}") };
            let id = EventId(Id::from_bytes([number; 10]));
            let event = BusinessEvent {
                id,
                kind: EventKind::of_key(kind),
                day: Some(day.parse().unwrap()),
                at: Some(noon(recorded.parse().unwrap())),
                ..BusinessEvent::default()
            };
            account.events.insert(id, event);
        }
        account
    }

    #[test]
    fn an_event_asks_for_resources_at_once_and_until_somebody_was_of_use() {
        for case in cases(include_str!("golden/R-43.csv")) {
            let (account, policy, today) = (account(&case), case.policy(), case.of("today"));
            let tags: Set<String> = case.list("tags").into_iter().collect();
            let kinds: Vec<_> = current(&account, today, &policy).iter().filter_map(|event| event.kind).collect();
            let advised = advice(&tags, &kinds, "");
            let advised: Vec<_> = advised.into_iter().map(Advice::key).collect();
            assert_eq!(advised, case.list::<String>("advice"), "{case}");
            let shared = case.maybe("shared").map(|day| noon(day).plus_ms(case.of("shared_ms")));
            let calls = calling(&account, shared, &policy).filter(|event| event.is_current(today, &policy));
            let open = calls.map(|event| event.kind.key()).unwrap_or_default();
            assert_eq!(open, case.text("occasion"), "{case}");
        }
    }
}
