//! The timeline of a customer (跟进): what happened, newest first.

use crate::model::{Account, Opportunity, OpportunityResult, Request, Task, TaskStatus, Visit};
use crate::values::{Instant, UserId};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum TimelineKind {
    /// A follow-up was recorded.
    Visit {
        /// The record.
        visit: Box<Visit>,
        /// To-dos and plans that came from it.
        tasks: Vec<Task>,
    },
    /// A task was finished.
    TaskDone(Task),
    /// An opportunity was created.
    OpportunityCreated(Opportunity),
    /// An opportunity was won or lost.
    OpportunityClosed(Opportunity),
    /// Something was asked of the server.
    Request(Request),
    /// The customer was created.
    Created,
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// When, by the phone's claim.
    pub at: Instant,
    /// Who, where it is known.
    pub by: Option<UserId>,
    /// What.
    pub kind: TimelineKind,
}

/// Returns everything that happened with a customer, newest first. What has no time is left out.
///
/// A planned contact that a record completes stands with the record only.
pub fn timeline(account: &Account) -> Vec<TimelineEntry> {
    let mut entries = Vec::new();
    let mut add = |at: Option<Instant>, by, kind| {
        if let Some(at) = at {
            entries.push(TimelineEntry { at, by, kind });
        }
    };
    for visit in account.visits.values() {
        let tasks = account.tasks.values().filter(|task| task.visit == Some(visit.id)).cloned().collect();
        let kind = TimelineKind::Visit { visit: Box::new(visit.clone()), tasks };
        add(visit.ended_at.or(visit.recorded_at), visit.recorder, kind);
    }
    let recorded = |task: &Task| account.visits.values().any(|visit| visit.task == Some(task.id));
    for task in account.tasks.values().filter(|task| task.status == TaskStatus::Done && !recorded(task)) {
        add(task.done_at, task.responsible.or(task.created_by), TimelineKind::TaskDone(task.clone()));
    }
    for deal in account.opportunities.values() {
        add(deal.created_at, deal.created_by, TimelineKind::OpportunityCreated(deal.clone()));
        if deal.result != OpportunityResult::Open {
            add(deal.closed_at, None, TimelineKind::OpportunityClosed(deal.clone()));
        }
    }
    for request in account.requests.values() {
        add(Some(request.at), Some(request.by), TimelineKind::Request(request.clone()));
    }
    add(account.created.at, account.created.by, TimelineKind::Created);
    // Stable: of one instant, the creation comes last, as it was added last.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Creation, TaskKind};
    use crate::values::{Id, OpportunityId, TaskId, VisitId};

    #[test]
    fn the_newest_stands_first_and_a_recorded_contact_stands_once() {
        let id = |number| Id::from_bytes([number; 10]);
        let created = Creation { by: None, at: Some(Instant(1)) };
        let mut account = Account { created, ..Account::default() };
        let visit =
            Visit { id: VisitId(id(1)), ended_at: Some(Instant(50)), task: Some(TaskId(id(1))), ..Visit::default() };
        account.visits.insert(visit.id, visit);
        for (number, kind, status, done_at, visit) in [
            (1, TaskKind::Contact, TaskStatus::Done, Some(49), None),
            (2, TaskKind::Todo, TaskStatus::Done, Some(60), Some(1)),
            (3, TaskKind::Todo, TaskStatus::Open, None, Some(1)),
            (4, TaskKind::Contact, TaskStatus::Done, Some(40), None),
        ] {
            let task = Task {
                id: TaskId(id(number)),
                kind,
                status,
                done_at: done_at.map(Instant),
                visit: visit.map(|number| VisitId(id(number))),
                ..Task::default()
            };
            account.tasks.insert(task.id, task);
        }
        let deal = Opportunity {
            id: OpportunityId(id(1)),
            created_at: Some(Instant(20)),
            closed_at: Some(Instant(70)),
            result: OpportunityResult::Won,
            ..Opportunity::default()
        };
        account.opportunities.insert(deal.id, deal);
        let lines: Vec<String> = timeline(&account)
            .into_iter()
            .map(|entry| match entry.kind {
                TimelineKind::Visit { tasks, .. } => format!("{} visit with {}", entry.at.0, tasks.len()),
                TimelineKind::TaskDone(_) => format!("{} done", entry.at.0),
                TimelineKind::OpportunityCreated(_) => format!("{} deal", entry.at.0),
                TimelineKind::OpportunityClosed(_) => format!("{} won", entry.at.0),
                TimelineKind::Request(_) => format!("{} request", entry.at.0),
                TimelineKind::Created => format!("{} created", entry.at.0),
            })
            .collect();
        assert_eq!(lines, ["70 won", "60 done", "50 visit with 2", "40 done", "20 deal", "1 created"]);
    }
}
