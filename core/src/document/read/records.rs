//! The records of a customer: contacts, visits, tasks, opportunities; and the private facts of contacts.

use crate::values::Map;
use std::str::FromStr;

use super::part::Part;
use crate::document::codes;
use crate::model::{
    Analysis, BusinessEvent, Contact, Contribution, EventKind, Opportunity, PrivateContact, PrivateFacts, Solution,
    Task, Visit,
};
use crate::values::{ContactId, ContributionId, EventId, OpportunityId, TaskId, VisitId};

pub(super) fn all<I: FromStr + Copy + Ord, T>(part: &Part<'_>, read: fn(I, &Part<'_>) -> T) -> Map<I, T> {
    part.records().into_iter().map(|(id, record)| (id, read(id, &record))).collect()
}

pub(super) fn contact(id: ContactId, part: &Part<'_>) -> Contact {
    Contact {
        id,
        name: part.string("name"),
        position: part.string("position"),
        department: part.string("department"),
        email: part.string("email"),
        personality: part.string("personality"),
        preferred_channel: part.code("preferred_channel"),
        preferred_hours: part.string("preferred_hours"),
        decision_role: part.code("decision_role"),
        left: part.flag("left"),
        unreachable: part.flag("unreachable"),
    }
}

pub(super) fn visit(id: VisitId, part: &Part<'_>) -> Visit {
    let participants = part.marks("participants");
    Visit {
        id,
        ended_at: part.instant("ended_at"),
        recorded_at: part.instant("recorded_at"),
        is_first: part.flag("is_first"),
        channel: part.code("channel"),
        depth: part.code("depth"),
        nonbusiness: part.flag("nonbusiness"),
        recorder: part.id("recorder"),
        participants: participants
            .iter()
            .filter_map(|key| codes::participant(key).or_else(|| part.defect("participants", "a participant")))
            .collect(),
        topic: part.string("topic"),
        summary: part.string("summary"),
        needs: part.string("needs"),
        problems: part.string("problems"),
        concerns: part.string("concerns"),
        feedback: part.string("feedback"),
        consensus: part.string("consensus"),
        prep_points: part.string("prep_points"),
        termination_intent: part.flag("termination_intent"),
        no_response: part.flag("no_response"),
        satisfaction: points(part, "satisfaction"),
        opportunity: part.id("opportunity"),
        task: part.id("task"),
        analysis: analysis(part),
        solution: part.id("solution"),
    }
}

fn points(part: &Part<'_>, key: &str) -> Option<u8> {
    part.int(key).and_then(|points| u8::try_from(points).ok())
}

fn analysis(part: &Part<'_>) -> Analysis {
    Analysis {
        method: part.code("method"),
        situation: part.string("situation"),
        problem: part.string("problem"),
        implication: part.string("implication"),
        payoff: part.string("payoff"),
        payoff_own: part.flag("payoff_own"),
        urgency: points(part, "urgency"),
        importance: points(part, "importance"),
        matched: part.percent("match"),
    }
}

pub(super) fn task(id: TaskId, part: &Part<'_>) -> Task {
    let minute = |number: i64| u16::try_from(number).ok().filter(|minute| *minute < 1_440);
    Task {
        id,
        kind: codes::task_kind(&part.string("kind")),
        title: part.string("title"),
        responsible: part.id("responsible"),
        responsible_name: part.string("responsible_name"),
        due: part.day("due"),
        due_minute: part.int("due_minute").and_then(minute),
        standard: part.string("standard"),
        call_reason: part.string("call_reason"),
        promise: part.flag("promise"),
        in_contract: part.flag("in_contract"),
        channel: part.code("channel"),
        contact: part.id("contact"),
        status: codes::task_status(&part.string("status")),
        done_at: part.instant("done_at"),
        visit: part.id("visit"),
        opportunity: part.id("opportunity"),
        created_by: part.id("created_by"),
        created_at: part.instant("created_at"),
    }
}

pub(super) fn event(id: EventId, part: &Part<'_>) -> BusinessEvent {
    BusinessEvent {
        id,
        kind: EventKind::of_key(&part.string("kind")),
        day: part.day("day"),
        note: part.string("note"),
        by: part.id("by"),
        at: part.instant("at"),
    }
}

pub(super) fn opportunity(id: OpportunityId, part: &Part<'_>) -> Opportunity {
    Opportunity {
        id,
        title: part.string("title"),
        stage: part.code("stage"),
        stage_entered_at: part.instant("stage_entered_at"),
        amount: part.money("amount"),
        probability: part.percent("probability"),
        close_day: part.day("close_day"),
        result: codes::result(&part.string("result")),
        closed_at: part.instant("closed_at"),
        note: part.string("note"),
        solution: Solution {
            products: part.string("products"),
            period: part.string("period"),
            effect: part.string("effect"),
            benefit: part.string("benefit"),
            basis: part.string("basis"),
        },
        created_by: part.id("created_by"),
        created_at: part.instant("created_at"),
    }
}

/// What another department added: all of its document.
pub(super) fn contributions(root: &Part<'_>) -> Map<ContributionId, Contribution> {
    all(&root.map("entries"), |id, part| Contribution {
        id,
        kind: part.code("kind"),
        text: part.string("text"),
        day: part.day("day"),
        campaign: part.string("campaign"),
        by: part.id("by"),
        at: part.instant("at"),
        answer: part.string("answer"),
        answered_by: part.id("answered_by"),
        answered_at: part.instant("answered_at"),
    })
}

pub(super) fn private(root: &Part<'_>) -> PrivateFacts {
    let mut facts = PrivateFacts::default();
    let mut each = |field: &str, set: &dyn Fn(&mut PrivateContact, &Part<'_>, &str)| {
        let part = root.map(field);
        for key in part.keys() {
            match key.parse::<ContactId>() {
                Ok(contact) => set(facts.contacts.entry(contact).or_default(), &part, key),
                Err(_) => part.defect(key, "an id as key").unwrap_or_default(),
            }
        }
    };
    each("office_phone", &|contact, part, key| contact.office_phone = part.string(key));
    each("other_channel", &|contact, part, key| contact.other_channel = part.string(key));
    each("birthday", &|contact, part, key| contact.birthday = part.day(key));
    each("birthday_consent", &|contact, part, key| contact.birthday_consent = part.day(key));
    facts
}
