//! Makes a row from an account document.

use super::row::{AgendaItem, AgendaState, Care, ContactLine, LastContact, OpportunityLine, RowAudience, SummaryRow};
use crate::model::{Account, Contact, Opportunity, OpportunityResult, Profile, Task, TaskKind, TaskStatus, Visit};
use crate::policy::{Policy, PolicyNumber};
use crate::rules::cleaning::Reach;
use crate::rules::grade_proposal::GradeInputs;
use crate::rules::lead_score::LeadInputs;
use crate::rules::nonbusiness_share::Share;
use crate::rules::success_case::CaseLine;
use crate::rules::visit_due::Meetings;
use crate::rules::warning::Signals;
use crate::rules::{business_event, cadence, completeness, decision_chain, record_timeliness};
use crate::values::{CreditCode, Instant};

/// Characters of an excerpt.
const EXCERPT_CHARS: usize = 60;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Days for which a closed opportunity stays in the row, for the figures of the year.
const CLOSED_DAYS: i64 = 400;

/// Returns the row of a customer for an audience: the same on phone and server for the same document.
///
/// `clashes` is the number of fields with more than one concurrent value.
pub fn summarise(account: &Account, audience: RowAudience, clashes: u32, policy: &Policy) -> SummaryRow {
    if audience == RowAudience::Named {
        return named(account);
    }
    let profile = &account.profile;
    let complete = completeness::completeness(account, policy);
    let open = || account.tasks.values().filter(|task| task.status == TaskStatus::Open);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (last_deep, last_light) = cadence::last_touches(account);
    let share = Share::of(account);
    SummaryRow {
        account: account.id,
        audience,
        name: profile.name.clone(),
        number: profile.number.clone(),
        grade: profile.grade,
        state: profile.state.clone(),
        region: profile.region.clone(),
        industry: profile.industry.clone(),
        tags: profile.tags.iter().cloned().collect(),
        contacts: contacts(account),
        owner: account.effective_owner(),
        inactive: account.inactive.is_some(),
        last_contact: last_contact(account),
        next_contact: open().filter(|task| task.kind == TaskKind::Contact).filter_map(|task| task.due).min(),
        next_due: open().filter_map(|task| task.due).min(),
        opportunities: opportunities(account),
        agenda: match audience {
            RowAudience::Owner => agenda(account, policy),
            RowAudience::Manager | RowAudience::Named => Vec::new(),
        },
        open_promises: count(open().filter(|task| task.promise).count()),
        clashes,
        visits: count(account.visits.len()),
        visits_on_time: count(
            account
                .visits
                .values()
                .filter(|visit| record_timeliness::on_time(visit.ended_at, visit.recorded_at, policy) == Some(true))
                .count(),
        ),
        created_at: account.created.at,
        complete: (complete.required, complete.filled),
        grading: GradeInputs::of(account),
        last_deep,
        last_light,
        grade_reviewed: profile.grade_reviewed,
        last_verified: profile.last_verified,
        lead: profile.lead.then(|| LeadInputs::of(account)),
        converted_at: profile.converted_at,
        asked: account.asked(),
        care: Care { founded: profile.founded, share, event: business_event::calling(account, share.last, policy) },
        meetings: Meetings::of(account),
        signals: Signals::of(account),
        inactive_at: account.inactive.as_ref().map(|inactive| inactive.at),
        won: count(account.opportunities.values().filter(|deal| deal.result == OpportunityResult::Won).count()),
        reach: Reach::of(account),
        case: CaseLine::of(account),
        changes: profile.changes.clone(),
        code: CreditCode::parse(&profile.uscc).ok().map(|code| code.print()),
        merged_into: account.inactive.as_ref().and_then(|inactive| inactive.merged_into),
    }
}

/// Returns whom it is about, as if nothing else were known.
fn named(account: &Account) -> SummaryRow {
    let Account { id, profile: Profile { name, industry, tags, .. }, inactive, .. } = account;
    let profile = Profile { name: name.clone(), industry: industry.clone(), tags: tags.clone(), ..Profile::default() };
    let nameless = Account { id: *id, profile, ..Account::default() };
    let row = summarise(&nameless, RowAudience::Manager, 0, &Policy::default());
    // That nobody works with it any more, not why or since when.
    SummaryRow { audience: RowAudience::Named, inactive: inactive.is_some(), complete: (0, 0), ..row }
}

fn contacts(account: &Account) -> Vec<ContactLine> {
    let mut contacts: Vec<&Contact> =
        account.contacts.values().filter(|contact| !contact.left && !contact.name.is_empty()).collect();
    contacts.sort_by_key(|contact| (decision_chain::rank(&contact.decision_role), contact.id));
    contacts
        .into_iter()
        .map(|contact| ContactLine {
            name: contact.name.clone(),
            position: if contact.position.is_empty() { &contact.department } else { &contact.position }.clone(),
        })
        .collect()
}

/// Returns when a talk ended, or when it was recorded where that is not known.
fn talk_at(visit: &Visit) -> Option<Instant> {
    visit.ended_at.or(visit.recorded_at)
}

fn last_contact(account: &Account) -> Option<LastContact> {
    let (at, visit) = account.last_talk()?;
    let words = if visit.feedback.trim().is_empty() { &visit.summary } else { &visit.feedback };
    Some(LastContact { at, channel: visit.channel.clone(), excerpt: excerpt(words) })
}

/// Returns the first characters of a text on one line.
fn excerpt(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words.chars().take(EXCERPT_CHARS).collect()
}

fn opportunities(account: &Account) -> Vec<OpportunityLine> {
    let newest = newest(account);
    let recent = |opportunity: &Opportunity| {
        opportunity.result == OpportunityResult::Open
            || opportunity.closed_at.is_none_or(|at| newest.ms_since(at) <= CLOSED_DAYS * DAY_MS)
    };
    account
        .opportunities
        .values()
        .filter(|opportunity| recent(opportunity))
        .map(|opportunity| OpportunityLine {
            id: opportunity.id,
            title: opportunity.title.clone(),
            stage: opportunity.stage.clone(),
            amount: opportunity.amount.unwrap_or_default(),
            probability: opportunity.probability.unwrap_or_default(),
            close_day: opportunity.close_day,
            stage_entered_at: opportunity.stage_entered_at.or(opportunity.created_at),
            result: opportunity.result,
            closed_at: opportunity.closed_at,
        })
        .collect()
}

/// Returns the newest claimed time in the document; a row depends on no other clock.
fn newest(account: &Account) -> Instant {
    let visits = account.visits.values().flat_map(|visit| [visit.ended_at, visit.recorded_at]);
    let tasks = account.tasks.values().flat_map(|task| [task.created_at, task.done_at]);
    let deals =
        account.opportunities.values().flat_map(|deal| [deal.created_at, deal.stage_entered_at, deal.closed_at]);
    visits.chain(tasks).chain(deals).chain([account.created.at]).flatten().max().unwrap_or_default()
}

/// Returns open tasks and finished contacts without a record, in the order of their days.
fn agenda(account: &Account, policy: &Policy) -> Vec<AgendaItem> {
    let mut items: Vec<AgendaItem> = account
        .tasks
        .values()
        .filter_map(|task| {
            let state = match task.status {
                TaskStatus::Open => AgendaState::Open,
                TaskStatus::Done => AgendaState::ToRecord { ended_at: to_record(account, task, policy)? },
                TaskStatus::Cancelled => return None,
            };
            Some(agenda_item(account, task, state))
        })
        .collect();
    items.sort_by_key(|item| (item.due.is_none(), item.due, item.due_minute.is_none(), item.due_minute, item.task));
    items
}

/// Returns when a finished contact ended, if no record tells of it: neither one that names it, nor one without a
/// name whose talk ended within the target time of R-01 around it.
fn to_record(account: &Account, task: &Task, policy: &Policy) -> Option<Instant> {
    let ended_at = task.done_at.filter(|_| task.kind == TaskKind::Contact)?;
    let near_ms = policy.number(PolicyNumber::RecordTargetH).saturating_mul(3_600_000);
    let tells = |visit: &Visit| match visit.task {
        Some(named) => named == task.id,
        None => talk_at(visit).is_some_and(|at| at.ms_since(ended_at).abs() <= near_ms),
    };
    (!account.visits.values().any(tells)).then_some(ended_at)
}

fn agenda_item(account: &Account, task: &Task, state: AgendaState) -> AgendaItem {
    let contact = task.contact.and_then(|contact| account.contacts.get(&contact));
    AgendaItem {
        task: task.id,
        kind: task.kind,
        title: task.title.clone(),
        due: task.due,
        due_minute: task.due_minute,
        promise: task.promise,
        channel: task.channel.clone(),
        contact_name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
        responsible: task.responsible,
        state,
        standard: excerpt(&task.standard),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grade, Inactive};
    use crate::values::{AccountId, Code, ContactId, Day, Id, Money, OpportunityId, Percent, TaskId, UserId, VisitId};

    const HOUR_MS: i64 = 3_600_000;

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 10])
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn sample() -> Account {
        let mut account = Account { id: AccountId(id(1)), owner: Some(UserId(id(9))), ..Account::default() };
        account.profile.name = "科技有限公司".into();
        account.profile.grade = Some(Grade::A);
        account.profile.tags.insert("高意向".into());
        for (number, name, role, left) in
            [(1, "陈工", "influencer", false), (2, "张总", "final", false), (3, "前任", "final", true)]
        {
            let contact = Contact {
                id: ContactId(id(number)),
                name: name.into(),
                position: "总经理".into(),
                decision_role: Code::new(role),
                left,
                ..Contact::default()
            };
            account.contacts.insert(contact.id, contact);
        }
        let at = Instant::at(day("2026-11-20"), 900, 480);
        for (number, ended, recorded, feedback) in
            [(1, at, at.plus_ms(HOUR_MS), "报价超预算约10%，\n希望分期付款"), (2, at.plus_ms(-90 * HOUR_MS), at, "")]
        {
            let visit = Visit {
                id: VisitId(id(number)),
                ended_at: Some(ended),
                recorded_at: Some(recorded),
                channel: Code::new("visit"),
                summary: "确认设备参数".into(),
                feedback: feedback.into(),
                ..Visit::default()
            };
            account.visits.insert(visit.id, visit);
        }
        account
    }

    fn with_task(mut account: Account, task: Task) -> Account {
        account.tasks.insert(task.id, task);
        account
    }

    fn contact_task(number: u8) -> Task {
        Task {
            id: TaskId(id(number)),
            kind: TaskKind::Contact,
            title: "电话确认".into(),
            due: Some(day("2026-11-24")),
            promise: true,
            contact: Some(ContactId(id(2))),
            ..Task::default()
        }
    }

    #[test]
    fn a_row_says_what_lists_need() {
        let account = with_task(sample(), contact_task(1));
        let row = summarise(&account, RowAudience::Owner, 2, &Policy::preset());
        let last = row.last_contact.as_ref().unwrap();
        assert_eq!(last.excerpt, "报价超预算约10%， 希望分期付款");
        assert_eq!(last.at.day(480), day("2026-11-20"));
        assert_eq!(row.contacts.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["张总", "陈工"]);
        assert_eq!((row.visits, row.visits_on_time, row.clashes, row.open_promises), (2, 1, 2, 1));
        assert_eq!((row.next_contact, row.next_due), (Some(day("2026-11-24")), Some(day("2026-11-24"))));
        assert_eq!(row.agenda.first().map(|item| item.contact_name.as_str()), Some("张总"));
        assert!(!row.inactive && row.owner == Some(UserId(id(9))));
    }

    #[test]
    fn managers_get_no_agenda_and_the_rest() {
        let account = with_task(sample(), contact_task(1));
        let owner = summarise(&account, RowAudience::Owner, 0, &Policy::preset());
        let manager = summarise(&account, RowAudience::Manager, 0, &Policy::preset());
        assert!(manager.agenda.is_empty());
        assert_eq!(SummaryRow { audience: RowAudience::Owner, agenda: owner.agenda.clone(), ..manager }, owner);
    }

    #[test]
    fn a_finished_contact_waits_for_its_record() {
        let policy = Policy::preset();
        let done_at = Instant::at(day("2026-11-23"), 600, 480);
        let done = Task { status: TaskStatus::Done, done_at: Some(done_at), ..contact_task(1) };
        let waiting = |account: &Account| {
            let row = summarise(account, RowAudience::Owner, 0, &policy);
            row.agenda.first().map(|item| item.state)
        };
        let visit = |task: Option<TaskId>, after_ms: i64| Visit {
            id: VisitId(id(7)),
            ended_at: Some(done_at.plus_ms(after_ms)),
            task,
            ..Visit::default()
        };
        let account = with_task(sample(), done.clone());
        assert_eq!(waiting(&account), Some(AgendaState::ToRecord { ended_at: done_at }));
        for (visit, recorded) in [
            (visit(Some(done.id), 0), true),
            (visit(Some(done.id), -90 * HOUR_MS), true),
            (visit(Some(TaskId(id(8))), 0), false),
            (visit(None, -2 * HOUR_MS), true),
            (visit(None, -2 * HOUR_MS - 1), false),
        ] {
            let mut account = account.clone();
            account.visits.insert(visit.id, visit.clone());
            assert_eq!(waiting(&account).is_none(), recorded, "{visit:?}");
        }
        for task in
            [Task { kind: TaskKind::Todo, ..done.clone() }, Task { status: TaskStatus::Cancelled, ..done.clone() }]
        {
            assert_eq!(waiting(&with_task(sample(), task)), None);
        }
    }

    #[test]
    fn long_closed_opportunities_leave_the_row() {
        let mut account = sample();
        let newest = Instant::at(day("2026-11-20"), 960, 480);
        for (number, result, closed_days) in [
            (1, OpportunityResult::Open, None),
            (2, OpportunityResult::Won, Some(CLOSED_DAYS)),
            (3, OpportunityResult::Lost, Some(CLOSED_DAYS + 1)),
        ] {
            let deal = Opportunity {
                id: OpportunityId(id(number)),
                amount: Some(Money::yuan(520_000)),
                probability: Percent::new(70).ok(),
                result,
                closed_at: closed_days.map(|days| newest.plus_ms(-days * DAY_MS)),
                ..Opportunity::default()
            };
            account.opportunities.insert(deal.id, deal);
        }
        let row = summarise(&account, RowAudience::Manager, 0, &Policy::preset());
        assert_eq!(row.opportunities.iter().map(|line| line.id.0).collect::<Vec<_>>(), [id(1), id(2)]);
    }

    #[test]
    fn a_row_reads_back_from_its_bytes() {
        let mut account = with_task(sample(), contact_task(1));
        account.inactive = Some(Inactive { reason: "企业倒闭".into(), at: Instant(5), merged_into: None });
        for audience in [RowAudience::Owner, RowAudience::Manager] {
            let row = summarise(&account, audience, 0, &Policy::preset());
            let bytes = row.to_bytes();
            assert_eq!(SummaryRow::from_bytes(&bytes), Ok(row));
            assert!(SummaryRow::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        }
        let empty = summarise(&Account::default(), RowAudience::Owner, 0, &Policy::default());
        assert_eq!(SummaryRow::from_bytes(&empty.to_bytes()), Ok(empty));
    }
}
