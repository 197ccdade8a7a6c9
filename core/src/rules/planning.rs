//! What there is to say of a planned contact: together, from the customer's document.

use super::call_cap::{self, TooManyCalls};
use super::{contact_hours, preferred_channel, visit_notice};
use crate::model::{Account, Task, TaskKind, TaskStatus};
use crate::policy::Policy;
use crate::values::{Code, ContactId, Day, TaskId};

/// A contact as it is being planned.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The task itself, where one is changed.
    pub task: Option<TaskId>,
    /// The day of the booking: today, or that of the talk in which it was agreed on.
    pub booked: Day,
    /// The day of a call that is being recorded along with the plan.
    pub recording: Option<Day>,
    /// The day planned.
    pub day: Day,
    /// The minute of the day, if there is one.
    pub minute: Option<u16>,
    /// The channel.
    pub channel: &'a Code,
    /// Whom to meet.
    pub contact: Option<ContactId>,
}

/// Something that speaks against a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// A visit sooner than its notice.
    TooSoon {
        /// The first possible day.
        first: Day,
        /// The plan is refused, not only warned of.
        refused: bool,
    },
    /// A call too many in its week.
    TooManyCalls(TooManyCalls),
    /// Outside working days or the hours that the customer prefers.
    OutsideHours {
        /// The next better day.
        day: Day,
        /// And minute, where a minute is planned.
        minute: Option<u16>,
    },
    /// The customer prefers another channel.
    OtherChannel(Code),
}

/// Returns what speaks against a plan, the gravest first.
///
/// # Source
///
pub fn concerns(account: &Account, plan: &Plan<'_>, policy: &Policy) -> Vec<Concern> {
    let old = plan.task.and_then(|task| account.tasks.get(&task)).filter(|old| old.channel == *plan.channel);
    let too_soon = visit_notice::too_soon(plan.channel, plan.booked, plan.day, old.and_then(|old| old.due), policy);
    let too_soon = too_soon.map(|first| Concern::TooSoon { first, refused: visit_notice::refuses(policy) });
    let too_many = (plan.channel.as_str() == CALL).then(|| {
        let mut calls = call_days(account, plan.task, policy);
        calls.extend(plan.recording);
        call_cap::too_many(&calls, plan.day, policy)
    });
    let too_many = too_many.flatten();
    let noted = plan.contact.and_then(|contact| account.contacts.get(&contact));
    let own = noted.map(|contact| contact_hours::parse(&contact.preferred_hours)).filter(|hours| !hours.is_empty());
    let hours = own.unwrap_or_else(|| contact_hours::usual(policy));
    let better = contact_hours::better_slot(plan.day, plan.minute, &hours, policy);
    let other = preferred_channel::other(account, plan.contact, plan.channel);
    [
        too_soon,
        too_many.map(Concern::TooManyCalls),
        better.map(|(day, minute)| Concern::OutsideHours { day, minute }),
        other.map(|code| Concern::OtherChannel(code.clone())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Tells whether a plan needs a reason: a call more than its week allows is made only with one.
///
/// # Source
/// R-28 (override needs a reason).
pub fn needs_reason(found: &[Concern]) -> bool {
    found.iter().any(|concern| matches!(concern, Concern::TooManyCalls(_)))
}

/// The channel of a call.
const CALL: &str = "phone";

/// Returns the days of the calls to a customer, made and planned, without one task. A planned call that has its record
/// counts once.
///
/// # Source
/// R-28; C-22 (the cap counts phone follow-ups).
pub fn call_days(account: &Account, without: Option<TaskId>, policy: &Policy) -> Vec<Day> {
    let made = account.visits.values().filter(|visit| visit.channel.as_str() == CALL);
    let made = made.filter_map(|visit| visit.ended_at.or(visit.recorded_at)).map(|at| at.day(policy.zone_minutes));
    let is_open = |task: &&Task| task.kind == TaskKind::Contact && task.status == TaskStatus::Open;
    let planned = account.tasks.values().filter(is_open);
    let planned = planned.filter(|task| task.channel.as_str() == CALL && Some(task.id) != without);
    made.chain(planned.filter_map(|task| task.due)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contact, Visit};
    use crate::values::{Id, Instant, VisitId};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 10])
    }

    /// A call on Monday, one planned for Thursday (task 2), a visit planned for Friday (task 3).
    fn account() -> Account {
        let mut account = Account::default();
        account.profile.preferred_channel = Code::new("phone");
        let contact = Contact { id: ContactId(id(1)), preferred_hours: "19-20".into(), ..Contact::default() };
        account.contacts.insert(contact.id, contact);
        let ended_at = Some(Instant::at(day("2026-11-23"), 600, 480));
        let visit = Visit { id: VisitId(id(1)), ended_at, channel: Code::new("phone"), ..Visit::default() };
        account.visits.insert(visit.id, visit);
        for (number, channel, due, status) in [
            (2, "phone", "2026-11-26", TaskStatus::Open),
            (3, "visit", "2026-11-27", TaskStatus::Open),
            (4, "phone", "2026-11-23", TaskStatus::Done),
        ] {
            let (kind, channel) = (TaskKind::Contact, Code::new(channel));
            let task = Task { id: TaskId(id(number)), kind, channel, due: Some(day(due)), status, ..Task::default() };
            account.tasks.insert(task.id, task);
        }
        account
    }

    #[test]
    fn a_plan_hears_every_concern_once() {
        let policy = Policy::preset();
        let (visit, phone, none) = (Code::new("visit"), Code::new("phone"), Code::default());
        let plan = |channel, on, minute, task: Option<u8>, contact: Option<u8>| Plan {
            task: task.map(|number| TaskId(id(number))),
            booked: day("2026-11-24"),
            recording: None,
            day: day(on),
            minute,
            channel,
            contact: contact.map(|number| ContactId(id(number))),
        };
        let soon = |first| Concern::TooSoon { first: day(first), refused: true };
        let prefers = Concern::OtherChannel(phone.clone());
        let calls = Concern::TooManyCalls(TooManyCalls { nth: 3, cap: 2, next: day("2026-11-30") });
        let outside = |on, minute| Concern::OutsideHours { day: day(on), minute };
        for (plan, expected) in [
            (plan(&visit, "2026-11-25", None, None, None), vec![soon("2026-11-27"), prefers.clone()]),
            (plan(&visit, "2026-11-27", Some(600), None, None), vec![prefers.clone()]),
            (plan(&phone, "2026-11-27", Some(600), None, None), vec![calls.clone()]),
            // The planned call itself may move within its week.
            (plan(&phone, "2026-11-27", Some(600), Some(2), None), vec![]),
            (plan(&phone, "2026-12-01", Some(1_200), None, None), vec![outside("2026-12-02", Some(540))]),
            // The person's own hours.
            (plan(&phone, "2026-12-01", Some(1_150), None, Some(1)), vec![]),
            (plan(&phone, "2026-12-01", Some(600), None, Some(1)), vec![outside("2026-12-01", Some(1_140))]),
            (plan(&none, "2026-11-29", None, None, None), vec![outside("2026-11-30", None)]),
            // A visit brought forward; and a call that is made a visit.
            (plan(&visit, "2026-11-26", None, Some(3), None), vec![soon("2026-11-27"), prefers.clone()]),
            (plan(&visit, "2026-11-26", None, Some(2), None), vec![soon("2026-11-27"), prefers.clone()]),
        ] {
            assert_eq!(concerns(&account(), &plan, &policy), expected, "{plan:?}");
        }
        // The call being recorded makes the moved one the third.
        let with = Plan { recording: Some(day("2026-11-24")), ..plan(&phone, "2026-11-27", Some(600), Some(2), None) };
        assert_eq!(concerns(&account(), &with, &policy), [calls]);
    }
}
