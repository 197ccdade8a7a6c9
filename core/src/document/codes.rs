//! The closed lists as stored: a text each, so that an older version shows a newer value as its plainest case.

use crate::model::{OpportunityResult, Participant, TaskKind, TaskStatus};

pub(crate) const fn task_kind_key(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Todo => "todo",
        TaskKind::Contact => "contact",
    }
}

pub(crate) fn task_kind(key: &str) -> TaskKind {
    if key == "contact" { TaskKind::Contact } else { TaskKind::Todo }
}

pub(crate) const fn task_status_key(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Open => "open",
        TaskStatus::Done => "done",
        TaskStatus::Cancelled => "cancelled",
    }
}

pub(crate) fn task_status(key: &str) -> TaskStatus {
    match key {
        "done" => TaskStatus::Done,
        "cancelled" => TaskStatus::Cancelled,
        _ => TaskStatus::Open,
    }
}

pub(crate) const fn result_key(result: OpportunityResult) -> &'static str {
    match result {
        OpportunityResult::Open => "open",
        OpportunityResult::Won => "won",
        OpportunityResult::Lost => "lost",
    }
}

pub(crate) fn result(key: &str) -> OpportunityResult {
    match key {
        "won" => OpportunityResult::Won,
        "lost" => OpportunityResult::Lost,
        _ => OpportunityResult::Open,
    }
}

/// A participant is the key of a set, so that two people may be added at once: `c:` contact, `m:` member, `o:` other.
pub(crate) fn participant_key(participant: &Participant) -> String {
    match participant {
        Participant::Contact(contact) => format!("c:{contact}"),
        Participant::Member(user) => format!("m:{user}"),
        Participant::Other(name) => format!("o:{}", name.trim()),
    }
}

pub(crate) fn participant(key: &str) -> Option<Participant> {
    match key.split_once(':')? {
        ("c", id) => id.parse().ok().map(Participant::Contact),
        ("m", id) => id.parse().ok().map(Participant::Member),
        ("o", name) => Some(Participant::Other(name.to_owned())),
        _ => None,
    }
}
