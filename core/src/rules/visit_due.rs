//! a customer who values meeting in person is visited now and then.

use crate::cbor_map;
use crate::model::{Account, TaskKind, TaskStatus};
use crate::policy::{Policy, PolicyNumber};
use crate::values::{Day, Instant};

/// The channel of a meeting at the customer's.
const VISIT: &str = "visit";

/// How it stands with meeting a customer in person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Meetings {
    /// The customer values it.
    pub valued: bool,
    /// The last visit.
    pub last: Option<Instant>,
    /// One is planned.
    pub planned: bool,
}

cbor_map!(Meetings { 0: valued, 1: last, 2: planned });

impl Meetings {
    /// Reads it from a customer; nothing is kept of one who does not value it.
    pub fn of(account: &Account) -> Self {
        if !account.profile.values_offline {
            return Self::default();
        }
        let visits = account.visits.values().filter(|visit| visit.channel.as_str() == VISIT);
        let is_visit = |task: &&crate::model::Task| task.kind == TaskKind::Contact && task.channel.as_str() == VISIT;
        let open = account.tasks.values().filter(is_visit).any(|task| task.status == TaskStatus::Open);
        Self {
            valued: true,
            last: visits.filter_map(|visit| visit.ended_at.or(visit.recorded_at)).max(),
            planned: open,
        }
    }

    /// Tells whether a visit is to be proposed: none is planned, and none was for so many days.
    ///
    /// # Source
    /// R-32; S1-19 (重视线下关系的客户定期上门拜访). The interval is not in the sources.
    pub fn wants_visit(self, today: Day, policy: &Policy) -> bool {
        let every = policy.number(PolicyNumber::VisitEveryDays);
        let days = self.last.map(|at| today.days_since(at.day(policy.zone_minutes)));
        every > 0 && self.valued && !self.planned && days.is_none_or(|days| days >= every)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn a_visit_is_proposed_after_the_interval_where_it_is_valued_and_none_is_planned() {
        let today: Day = "2026-11-23".parse().unwrap();
        for case in cases(include_str!("golden/R-32.csv")) {
            let policy = case.policy();
            let days_ago = |days: i64| Instant::at(today.plus_days(-days), 600, policy.zone_minutes);
            let last = case.maybe::<i64>("days_ago").map(days_ago);
            let meetings = Meetings { valued: case.yes("valued"), last, planned: case.yes("planned") };
            assert_eq!(meetings.wants_visit(today, &policy), case.yes("wants_visit"), "{case}");
        }
    }

    #[test]
    fn what_counts_are_visits_and_open_plans_for_one() {
        use crate::model::{Task, Visit};
        use crate::values::{Code, Id, TaskId, VisitId};
        let at = |ms| Some(Instant(ms));
        let mut account = Account::default();
        account.profile.values_offline = true;
        for (number, channel, ended) in [(1, "visit", 5), (2, "phone", 9), (3, "visit", 7)] {
            let id = VisitId(Id::from_bytes([number; 10]));
            let visit = Visit { id, channel: Code::new(channel), ended_at: at(ended), ..Visit::default() };
            account.visits.insert(id, visit);
        }
        assert_eq!(Meetings::of(&account), Meetings { valued: true, last: at(7), planned: false });
        let id = TaskId(Id::from_bytes([4; 10]));
        let mut task = Task { id, kind: TaskKind::Contact, channel: Code::new("phone"), ..Task::default() };
        for (channel, status, planned) in
            [("phone", TaskStatus::Open, false), ("visit", TaskStatus::Done, false), ("visit", TaskStatus::Open, true)]
        {
            task = Task { channel: Code::new(channel), status, ..task };
            account.tasks.insert(id, task.clone());
            assert_eq!(Meetings::of(&account).planned, planned, "{channel} {status:?}");
        }
        account.profile.values_offline = false;
        assert_eq!(Meetings::of(&account), Meetings::default());
    }
}
