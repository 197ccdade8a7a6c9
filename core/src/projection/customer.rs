//! The customer page (客户页): what to know before a talk, from the document (R-37; S1-20, S1-24).

use crate::model::{Account, Contact, Opportunity, OpportunityResult, Participant, Task, TaskKind, TaskStatus, Visit};
use crate::projection::Context;
use crate::rules::completeness::{Completeness, completeness};
use crate::rules::decision_chain;
use crate::rules::silence::silent_days;
use crate::values::{Code, Day, Instant, Money};

/// A contact and when it was last met.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactView {
    /// The contact.
    pub contact: Contact,
    /// Day of the last record in which it took part; nothing when never.
    pub last_met: Option<Day>,
}

/// What was last said.
#[derive(Debug, Clone, PartialEq)]
pub struct LastWords {
    /// When.
    pub at: Instant,
    /// Channel.
    pub channel: Code,
    /// Feedback, or the summary where there is none.
    pub text: String,
}

/// The page, without the timeline and the history.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerView {
    /// The last record that says something.
    pub last_words: Option<LastWords>,
    /// Days since the last contact.
    pub silent_days: Option<i64>,
    /// Earliest planned contact.
    pub next: Option<Task>,
    /// Open tasks, the earliest deadline first; planned contacts among them.
    pub tasks: Vec<Task>,
    /// Open opportunities, the largest first.
    pub open: Vec<Opportunity>,
    /// Closed opportunities, the newest first.
    pub closed: Vec<Opportunity>,
    /// Sum of the open opportunities.
    pub sum: Money,
    /// Weighted sum of the open opportunities.
    pub weighted: Money,
    /// The decision chain: who decides first.
    pub chain: Vec<ContactView>,
    /// All contacts: the decision chain first, those who left last.
    pub contacts: Vec<ContactView>,
    /// Required fields.
    pub completeness: Completeness,
}

/// Returns what the customer page shows.
pub fn customer(account: &Account, context: &Context) -> CustomerView {
    let mut visits: Vec<(Instant, &Visit)> =
        account.visits.values().filter_map(|visit| Some((visit.ended_at.or(visit.recorded_at)?, visit))).collect();
    visits.sort_by_key(|(at, visit)| std::cmp::Reverse((*at, visit.id)));
    let mut tasks: Vec<Task> = account.tasks.values().filter(|task| task.status == TaskStatus::Open).cloned().collect();
    tasks.sort_by_key(|task| (task.due.is_none(), task.due, task.due_minute.is_none(), task.due_minute, task.id));
    let (mut open, mut closed): (Vec<Opportunity>, Vec<Opportunity>) =
        account.opportunities.values().cloned().partition(|deal| deal.result == OpportunityResult::Open);
    open.sort_by_key(|deal| (std::cmp::Reverse(deal.amount), deal.id));
    closed.sort_by_key(|deal| (std::cmp::Reverse(deal.closed_at), deal.id));
    let contacts = contacts(account, &visits, context);
    CustomerView {
        last_words: last_words(&visits),
        silent_days: silent_days(visits.first().map(|(at, _)| *at), context.now, &context.policy),
        next: tasks.iter().find(|task| task.kind == TaskKind::Contact).cloned(),
        sum: open.iter().filter_map(|deal| deal.amount).sum(),
        weighted: open
            .iter()
            .map(|deal| deal.amount.unwrap_or_default().weighted(deal.probability.unwrap_or_default()))
            .sum(),
        tasks,
        open,
        closed,
        chain: contacts
            .iter()
            .filter(|view| !view.contact.left && decision_chain::is_member(&view.contact.decision_role))
            .cloned()
            .collect(),
        contacts,
        completeness: completeness(account, &context.policy),
    }
}

fn last_words(visits: &[(Instant, &Visit)]) -> Option<LastWords> {
    visits.iter().find_map(|(at, visit)| {
        let text = [&visit.feedback, &visit.summary].into_iter().find(|text| !text.trim().is_empty())?;
        Some(LastWords { at: *at, channel: visit.channel.clone(), text: text.clone() })
    })
}

/// `visits` are the newest first.
fn contacts(account: &Account, visits: &[(Instant, &Visit)], context: &Context) -> Vec<ContactView> {
    let met = |contact: &Contact| {
        let took_part = Participant::Contact(contact.id);
        let (at, _) = visits.iter().find(|(_, visit)| visit.participants.contains(&took_part))?;
        Some(at.day(context.policy.zone_minutes))
    };
    let mut contacts: Vec<ContactView> = account
        .contacts
        .values()
        .map(|contact| ContactView { contact: contact.clone(), last_met: met(contact) })
        .collect();
    contacts
        .sort_by_key(|view| (view.contact.left, decision_chain::rank(&view.contact.decision_role), view.contact.id));
    contacts
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Directory;
    use crate::policy::Policy;
    use crate::rules::golden::{Case, cases};
    use crate::values::{ContactId, Id, OpportunityId, Percent, TaskId, UserId, VisitId};

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 10])
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn day_or_none(text: &str) -> Option<Day> {
        (!text.is_empty()).then(|| day(text))
    }

    fn context(today: Day) -> Context {
        Context {
            me: UserId::default(),
            now: Instant::at(today, 0, 480),
            policy: Arc::new(Policy::preset()),
            directory: Arc::new(Directory::default()),
            settings: Arc::default(),
            initial: |_| None,
        }
    }

    /// A talk written as `ended/recorded/feedback/summary`.
    fn talk(number: u8, text: &str) -> Visit {
        let [ended, recorded, feedback, summary] = text.split('/').collect::<Vec<_>>()[..] else { panic!("{text}") };
        let at = |text: &str| day_or_none(text).map(|day| Instant::at(day, 600, 480));
        Visit {
            id: VisitId(id(number)),
            ended_at: at(ended),
            recorded_at: at(recorded),
            feedback: feedback.into(),
            summary: summary.into(),
            ..Visit::default()
        }
    }

    /// A task written as `kind/due/minute/status`.
    fn task(number: u8, text: &str) -> Task {
        let [kind, due, minute, status] = text.split('/').collect::<Vec<_>>()[..] else { panic!("{text}") };
        let kind = match kind {
            "contact" => TaskKind::Contact,
            "todo" => TaskKind::Todo,
            other => panic!("{other}"),
        };
        let status = match status {
            "open" => TaskStatus::Open,
            "done" => TaskStatus::Done,
            "cancelled" => TaskStatus::Cancelled,
            other => panic!("{other}"),
        };
        let due_minute = (!minute.is_empty()).then(|| minute.parse().unwrap());
        Task { id: TaskId(id(number)), kind, due: day_or_none(due), due_minute, status, ..Task::default() }
    }

    /// A customer with the talks and the tasks of a case, numbered from 1.
    fn account(case: &Case) -> Account {
        let mut account = Account::default();
        for (number, text) in (1..).zip(case.text("talks").split(';').filter(|text| !text.is_empty())) {
            let visit = talk(number, text);
            account.visits.insert(visit.id, visit);
        }
        for (number, text) in (1..).zip(case.list::<String>("tasks")) {
            let task = task(number, &text);
            account.tasks.insert(task.id, task);
        }
        account
    }

    #[test]
    fn the_card_says_what_was_said_and_what_is_to_be_done() {
        for case in cases(include_str!("../rules/golden/R-37.csv")) {
            let view = customer(&account(&case), &context(case.of("today")));
            let words = view.last_words.map(|words| words.text);
            assert_eq!(words.as_deref().unwrap_or_default(), case.text("last_words"), "{case}");
            assert_eq!(view.silent_days, case.maybe("silent_days"), "{case}");
            let next = case.maybe("next").map(|number| TaskId(id(number)));
            assert_eq!(view.next.map(|task| task.id), next, "{case}");
            let expected: Vec<_> = case.list("tasks_in_order").into_iter().map(|number| TaskId(id(number))).collect();
            assert_eq!(view.tasks.iter().map(|task| task.id).collect::<Vec<_>>(), expected, "{case}");
        }
    }

    #[test]
    fn the_page_says_who_decides_and_what_is_open() {
        let mut account = Account::default();
        for (number, role, left) in
            [(1, "other", false), (2, "evaluator", false), (3, "final", false), (4, "final", true)]
        {
            let contact =
                Contact { id: ContactId(id(number)), decision_role: Code::new(role), left, ..Contact::default() };
            account.contacts.insert(contact.id, contact);
        }
        for (number, on) in [(1, "2026-11-10"), (2, "2026-11-18")] {
            let visit = Visit {
                id: VisitId(id(number)),
                ended_at: Some(Instant::at(day(on), 600, 480)),
                participants: vec![Participant::Contact(ContactId(id(2)))],
                ..Visit::default()
            };
            account.visits.insert(visit.id, visit);
        }
        for (number, result) in [(1, OpportunityResult::Open), (2, OpportunityResult::Won)] {
            let deal = Opportunity {
                id: OpportunityId(id(number)),
                amount: Some(Money::yuan(520_000)),
                probability: Percent::new(70).ok(),
                result,
                ..Opportunity::default()
            };
            account.opportunities.insert(deal.id, deal);
        }
        let view = customer(&account, &context(day("2026-11-23")));
        let ids = |views: &[ContactView]| views.iter().map(|view| view.contact.id.0).collect::<Vec<_>>();
        assert_eq!(ids(&view.chain), [id(3), id(2)]);
        assert_eq!(ids(&view.contacts), [id(3), id(2), id(1), id(4)]);
        assert_eq!(view.contacts[1].last_met, Some(day("2026-11-18")));
        assert_eq!(view.contacts[0].last_met, None);
        assert_eq!((view.sum, view.weighted, view.closed.len()), (Money::yuan(520_000), Money::yuan(364_000), 1));
    }
}
