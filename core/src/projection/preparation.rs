//! Preparation (准备): what to know before a talk, from the document (R-37; S1-20, S1-24).

use std::cmp::Reverse;

use crate::model::{Account, Contact, Opportunity, OpportunityResult, Participant, Task, TaskKind, TaskStatus, Visit};
use crate::projection::Context;
use crate::rules::decision_chain;
use crate::rules::silence::silent_days;
use crate::values::{Day, Instant};

/// Somebody of the decision chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member<'a> {
    /// The contact.
    pub contact: &'a Contact,
    /// Day of the last record in which they took part; nothing when never.
    pub last_met: Option<Day>,
}

/// What to know before a talk.
#[derive(Debug, Clone, PartialEq)]
pub struct Preparation<'a> {
    /// The last record that says something, and what it says: the feedback, or the summary where there is none.
    pub last_words: Option<(&'a Visit, &'a str)>,
    /// The last record that says what the customer needs.
    pub needs: Option<&'a Visit>,
    /// The last record that says what problems they have.
    pub problems: Option<&'a Visit>,
    /// The last record that says what was agreed on.
    pub consensus: Option<&'a Visit>,
    /// Days since the last contact; nothing when there was none.
    pub silent_days: Option<i64>,
    /// Earliest planned contact.
    pub next: Option<&'a Task>,
    /// Open tasks, the earliest deadline first; planned contacts among them.
    pub tasks: Vec<&'a Task>,
    /// Open opportunities, the largest first.
    pub open: Vec<&'a Opportunity>,
    /// The decision chain: who decides first.
    pub chain: Vec<Member<'a>>,
}

/// Returns what to know before a talk with a customer.
///
/// # Source
/// R-37; S1-20, S1-24.
pub fn preparation<'a>(account: &'a Account, context: &Context) -> Preparation<'a> {
    let at = |visit: &Visit| visit.ended_at.or(visit.recorded_at);
    let mut visits: Vec<(Instant, &Visit)> =
        account.visits.values().filter_map(|visit| Some((at(visit)?, visit))).collect();
    visits.sort_by_key(|(at, visit)| Reverse((*at, visit.id)));
    let newest = |text: fn(&Visit) -> &String| {
        visits.iter().map(|(_, visit)| *visit).find(|visit| !text(visit).trim().is_empty())
    };
    let mut tasks: Vec<&Task> = account.tasks.values().filter(|task| task.status == TaskStatus::Open).collect();
    tasks.sort_by_key(|task| (task.due.is_none(), task.due, task.due_minute.is_none(), task.due_minute, task.id));
    let mut open: Vec<&Opportunity> =
        account.opportunities.values().filter(|deal| deal.result == OpportunityResult::Open).collect();
    open.sort_by_key(|deal| (Reverse(deal.amount), deal.id));
    Preparation {
        last_words: visits.iter().find_map(|(_, visit)| {
            let text = [&visit.feedback, &visit.summary].into_iter().find(|text| !text.trim().is_empty())?;
            Some((*visit, text.as_str()))
        }),
        needs: newest(|visit| &visit.needs),
        problems: newest(|visit| &visit.problems),
        consensus: newest(|visit| &visit.consensus),
        silent_days: silent_days(visits.first().map(|(at, _)| *at), context.now, &context.policy),
        next: tasks.iter().copied().find(|task| task.kind == TaskKind::Contact),
        tasks,
        open,
        chain: chain(account, &visits, context),
    }
}

/// `visits` are the newest first.
fn chain<'a>(account: &'a Account, visits: &[(Instant, &Visit)], context: &Context) -> Vec<Member<'a>> {
    let last_met = |contact: &Contact| {
        let took_part = Participant::Contact(contact.id);
        let (at, _) = visits.iter().find(|(_, visit)| visit.participants.contains(&took_part))?;
        Some(at.day(context.policy.zone_minutes))
    };
    let there = |contact: &&Contact| !contact.left && decision_chain::is_member(&contact.decision_role);
    let there = account.contacts.values().filter(there);
    let mut chain: Vec<_> = there.map(|contact| Member { contact, last_met: last_met(contact) }).collect();
    chain.sort_by_key(|member| (decision_chain::rank(&member.contact.decision_role), member.contact.id));
    chain
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Directory;
    use crate::policy::Policy;
    use crate::rules::golden::{Case, cases};
    use crate::values::{Code, ContactId, Id, Money, OpportunityId, TaskId, UserId, VisitId};

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
            let account = account(&case);
            let view = preparation(&account, &context(case.of("today")));
            let words = view.last_words.map(|(_, words)| words);
            assert_eq!(words.unwrap_or_default(), case.text("last_words"), "{case}");
            assert_eq!(view.silent_days, case.maybe("silent_days"), "{case}");
            let next = case.maybe("next").map(|number| TaskId(id(number)));
            assert_eq!(view.next.map(|task| task.id), next, "{case}");
            let expected: Vec<_> = case.list("tasks_in_order").into_iter().map(|number| TaskId(id(number))).collect();
            assert_eq!(view.tasks.iter().map(|task| task.id).collect::<Vec<_>>(), expected, "{case}");
        }
    }

    #[test]
    fn the_card_says_who_decides_what_is_open_and_the_newest_of_each_text() {
        let mut account = Account::default();
        for (number, role, left) in
            [(1, "other", false), (2, "evaluator", false), (3, "final", false), (4, "final", true)]
        {
            let contact =
                Contact { id: ContactId(id(number)), decision_role: Code::new(role), left, ..Contact::default() };
            account.contacts.insert(contact.id, contact);
        }
        for (number, on, needs, problems) in
            [(1, "2026-11-10", "节能", "次品率高"), (2, "2026-11-18", "提速", " "), (3, "2026-11-01", "降本", "交期")]
        {
            let visit = Visit {
                needs: needs.into(),
                problems: problems.into(),
                id: VisitId(id(number)),
                ended_at: Some(Instant::at(day(on), 600, 480)),
                participants: vec![Participant::Contact(ContactId(id(2)))],
                ..Visit::default()
            };
            account.visits.insert(visit.id, visit);
        }
        for (number, amount, result) in [
            (1, 300_000, OpportunityResult::Open),
            (2, 900_000, OpportunityResult::Won),
            (3, 520_000, OpportunityResult::Open),
        ] {
            let amount = Some(Money::yuan(amount));
            let deal = Opportunity { id: OpportunityId(id(number)), amount, result, ..Opportunity::default() };
            account.opportunities.insert(deal.id, deal);
        }
        let view = preparation(&account, &context(day("2026-11-23")));
        let chain: Vec<_> = view.chain.iter().map(|member| (member.contact.id.0, member.last_met)).collect();
        assert_eq!(chain, [(id(3), None), (id(2), Some(day("2026-11-18")))]);
        assert_eq!(view.open.iter().map(|deal| deal.id.0).collect::<Vec<_>>(), [id(3), id(1)]);
        let texts = [view.needs.map(|visit| &*visit.needs), view.problems.map(|visit| &*visit.problems)];
        assert_eq!((texts, view.consensus), ([Some("提速"), Some("次品率高")], None));
    }
}
