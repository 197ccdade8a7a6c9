//! A customer: profile, facts, requests; its records are read in `records`.

use super::part::Part;
use super::records;
use crate::model::{
    Account, BudgetState, BusinessEvent, Change, Creation, Grade, Important, Inactive, NeedClarity, Profile, Request,
    RequestKind, RequestState, SuccessCase,
};
use crate::values::{AccountId, EventId, Instant, Map, RequestId, UserId};

pub(super) fn account(id: AccountId, root: &Part<'_>) -> Account {
    let (facts, created) = (root.map("facts"), root.map("created"));
    let part = root.map("profile");
    Account {
        id,
        profile: Profile { changes: changes(&part, &facts), ..profile(&part) },
        owner: facts.id("owner"),
        deputies: facts.marks("deputies").iter().filter_map(|user| user.parse::<UserId>().ok()).collect(),
        inactive: facts.instant("inactive_at").map(|at| Inactive {
            reason: facts.string("inactive_reason"),
            at,
            merged_into: facts.id("merged_into"),
        }),
        created: Creation { by: created.id("by"), at: created.instant("at") },
        events: events(&part),
        contacts: records::all(&root.map("contacts"), records::contact),
        visits: records::all(&root.map("visits"), records::visit),
        tasks: records::all(&root.map("tasks"), records::task),
        opportunities: records::all(&root.map("opportunities"), records::opportunity),
        requests: requests(&root.map("requests"), &root.map("decisions")),
    }
}

fn profile(part: &Part<'_>) -> Profile {
    let grade = part.string("grade");
    Profile {
        number: part.string("number"),
        name: part.string("name"),
        individual: part.flag("individual"),
        uscc: part.string("uscc"),
        founded: part.day("founded"),
        industry: part.code("industry"),
        employees_band: part.code("employees_band"),
        revenue_band: part.code("revenue_band"),
        website: part.string("website"),
        region: part.code("region"),
        budget_range: part.string("budget_range"),
        cooperation_history: part.code("cooperation_history"),
        annual_amount: part.money("annual_amount"),
        industry_leader: part.flag("industry_leader"),
        grade: Grade::of_letter(&grade)
            .or_else(|| if grade.is_empty() { None } else { part.defect("grade", "A, B or C") }),
        grade_reason: part.string("grade_reason"),
        grade_basis: part.code("grade_basis"),
        grade_reviewed: part.day("grade_reviewed"),
        close_probability: part.percent("close_probability"),
        close_months: part.int("close_months").and_then(|months| u16::try_from(months).ok()),
        need_clarity: NeedClarity::of_key(&part.string("need_clarity")),
        budget_state: BudgetState::of_key(&part.string("budget_state")),
        state: part.code("state"),
        core_need: part.string("core_need"),
        note: part.string("note"),
        source_channel: part.code("source_channel"),
        preferred_channel: part.code("preferred_channel"),
        values_offline: part.flag("values_offline"),
        last_verified: part.day("last_verified"),
        lead: part.string("journey") == "lead",
        converted_at: part.instant("converted_at"),
        business_match: part.percent("business_match"),
        purchase_plan: part.string("purchase_plan"),
        prep_points: part.string("prep_points"),
        equipment_budget: part.money("equipment_budget"),
        campaign: part.string("campaign"),
        case: SuccessCase {
            content: part.string("case_content"),
            effect: part.string("case_effect"),
            talked_over: part.day("case_talked_over"),
            authorised: part.day("case_authorised"),
        },
        changes: Vec::new(),
        tags: part.marks("tags"),
        need_tags: part.marks("need_tags"),
    }
}

fn changes(profile: &Part<'_>, facts: &Part<'_>) -> Vec<Change> {
    let change = |kind: Important| {
        let part = if kind.is_fact() { facts } else { profile };
        let stamp = part.string(kind.stamp());
        if stamp.is_empty() {
            return None;
        }
        Change::of_stamp(kind, &stamp).or_else(|| part.defect(kind.stamp(), "a time and a user"))
    };
    Important::ALL.into_iter().filter_map(change).collect()
}

/// They stand between the fields of the profile: its collection is one of the genesis, which no later one can join.
fn events(profile: &Part<'_>) -> Map<EventId, BusinessEvent> {
    let ids = profile.keys().into_iter().filter_map(|key| Some((key.parse::<EventId>().ok()?, profile.map(key))));
    let standing = ids.filter(|(_, part)| !part.flag("removed"));
    standing.map(|(id, part)| (id, records::event(id, &part))).collect()
}

fn requests(requests: &Part<'_>, decisions: &Part<'_>) -> Map<RequestId, Request> {
    let request = |(id, part): (RequestId, Part<'_>)| {
        let kind = match part.string("kind").as_str() {
            "assign" => RequestKind::Assign { to: part.id("to")? },
            "deactivate" => RequestKind::Deactivate { reason: part.string("reason") },
            "reactivate" => RequestKind::Reactivate,
            "release" => RequestKind::Release,
            "merge" => RequestKind::Merge { into: part.id("to")? },
            _ => return part.defect("kind", "a kind of request"),
        };
        let decision = decisions.map(&id.to_string());
        let state = match decision.instant("at") {
            None => RequestState::Pending,
            Some(at) if decision.flag("granted") => RequestState::Granted { at },
            Some(at) => RequestState::Refused { at, reason: decision.string("reason") },
        };
        let by = part.id("by")?;
        Some((id, Request { id, kind, by, at: part.instant("at").unwrap_or(Instant(0)), state }))
    };
    requests.records().into_iter().filter_map(request).collect()
}
