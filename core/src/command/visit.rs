//! Follow-up records: recording one with its to-dos and next plan, and amending it.

use super::desk::{Desk, Record};
use super::task::Origin;
use super::{CommandError, NewVisit, TextEdit, VisitEdit, opportunity, task};
use crate::document::{Scalar, codes};
use crate::model::{Analysis, Participant, TaskKind};
use crate::policy::PolicyNumber;
use crate::rules::need_priority::is_enough;
use crate::rules::record_completeness::{RecordGap, RecordParts, gaps, refuses};
use crate::values::{Code, Instant, Percent, VisitId};

/// Records a follow-up, with everything that goes with it, as one change.
///
/// # Source
/// E-09.
pub(super) fn record(desk: &mut Desk<'_, '_>, id: VisitId, new: &NewVisit) -> Result<(), CommandError> {
    let parts = RecordParts {
        ended_at: new.ended_at,
        channel: &new.channel,
        summary: &new.summary,
        feedback: &new.feedback,
        no_response: new.no_response,
    };
    let stops = |gap: &RecordGap| refuses(*gap, desk.ctx.policy);
    if let Some(gap) = gaps(&parts, desk.ctx.policy).into_iter().find(stops) {
        return Err(refused(gap, &new.summary, &new.feedback));
    }
    if let Some(opportunity) = new.opportunity {
        desk.find("opportunities", opportunity, "opportunity")?;
    }
    let (me, now) = (desk.ctx.me, desk.ctx.now);
    let noted = noted(desk);
    let mut visit = desk.create("visits", id)?;
    visit.set("ended_at", new.ended_at)?;
    visit.set("recorded_at", now)?;
    visit.set("recorder", me.0)?;
    visit.set("is_first", new.is_first)?;
    visit.set("channel", &new.channel)?;
    visit.set("depth", &new.depth)?;
    visit.set("nonbusiness", new.nonbusiness)?;
    visit.words("topic", &new.topic)?;
    visit.set("termination_intent", new.termination_intent)?;
    visit.set("no_response", new.no_response)?;
    visit.set("satisfaction", new.satisfaction.map(i64::from))?;
    visit.set("opportunity", new.opportunity.map(|opportunity| opportunity.0))?;
    visit.set("task", new.task.map(|task| task.0))?;
    let texts = [
        ("summary", &new.summary),
        ("needs", &new.needs),
        ("problems", &new.problems),
        ("concerns", &new.concerns),
        ("feedback", &new.feedback),
        ("consensus", &new.consensus),
    ];
    for (key, text) in texts {
        visit.fill(key, text)?;
    }
    visit.take_over("prep_points", &noted, &new.prep_points)?;
    for edit in of_analysis(&new.analysis) {
        analysis(&mut visit, &edit)?;
    }
    raised(desk, &new.prep_points)?;
    let mut visit = desk.find("visits", id, "visit")?;
    for participant in &new.participants {
        takes_part(&mut visit, participant)?;
    }
    if let Some(planned) = new.task {
        task::finish(desk, planned)?;
    }
    let origin = Origin { visit: Some(id), opportunity: new.opportunity, agreed: new.ended_at };
    for (index, (todo, new)) in new.todos.iter().enumerate() {
        task::create(desk, *todo, new, origin, index)?;
    }
    if let Some((next, new)) = &new.next {
        let new = super::NewTask { kind: TaskKind::Contact, ..new.clone() };
        task::create(desk, *next, &new, origin, 0)?;
    }
    match (&new.stage, new.opportunity) {
        (Some(stage), Some(deal)) => opportunity::move_to(desk, deal, stage),
        (Some(_), None) => Err(CommandError::Missing("opportunity")),
        (None, _) => Ok(()),
    }
}

/// Returns what is to be raised with the customer.
fn noted(desk: &Desk<'_, '_>) -> String {
    match desk.writing.scalar(&["profile", "prep_points"]) {
        Some(Scalar::Text(text)) => text,
        _ => String::new(),
    }
}

/// What was to be raised has been, and stands in the record; what was noted since, on another phone, is still to come.
///
/// # Source
/// S1-24, R-37.
fn raised(desk: &mut Desk<'_, '_>, points: &str) -> Result<(), CommandError> {
    if !points.is_empty() && noted(desk) == points {
        desk.writing.set(&["profile", "prep_points"], "")?;
    }
    Ok(())
}

/// Amends a follow-up record; what the rule requires must stand in the parts amended.
///
/// # Source
/// E-09.
pub(super) fn amend(desk: &mut Desk<'_, '_>, id: VisitId, edits: &[VisitEdit]) -> Result<(), CommandError> {
    // One that is taken back need not be there.
    for deal in edits.iter().filter_map(|edit| if let VisitEdit::Solution(deal) = edit { *deal } else { None }) {
        desk.find("opportunities", deal, "opportunity")?;
    }
    let (mut visit, mut touched) = (desk.find("visits", id, "visit")?, Vec::new());
    for edit in edits {
        let mut text = |key: &'static str, edit: &TextEdit| {
            touched.push(key);
            visit.text(key, edit)
        };
        match edit {
            VisitEdit::Summary(edit) => text("summary", edit)?,
            VisitEdit::Needs(edit) => text("needs", edit)?,
            VisitEdit::Problems(edit) => text("problems", edit)?,
            VisitEdit::Concerns(edit) => text("concerns", edit)?,
            VisitEdit::Feedback(edit) => text("feedback", edit)?,
            VisitEdit::Consensus(edit) => text("consensus", edit)?,
            VisitEdit::PrepPoints(edit) => text("prep_points", edit)?,
            VisitEdit::EndedAt(at) => visit.set("ended_at", *at)?,
            VisitEdit::Channel(code) => {
                touched.push("channel");
                visit.set("channel", code)?;
            }
            VisitEdit::Depth(code) => visit.set("depth", code)?,
            VisitEdit::Nonbusiness(flag) => visit.set("nonbusiness", *flag)?,
            VisitEdit::AddParticipant(who) => takes_part(&mut visit, who)?,
            VisitEdit::RemoveParticipant(who) => visit.mark("participants", &participant_key(who)?, false)?,
            VisitEdit::Topic(text) => visit.words("topic", text)?,
            VisitEdit::TerminationIntent(flag) => visit.set("termination_intent", *flag)?,
            VisitEdit::NoResponse(flag) => {
                touched.push("feedback");
                visit.set("no_response", *flag)?;
            }
            VisitEdit::Satisfaction(points) => visit.set("satisfaction", points.map(i64::from))?,
            VisitEdit::Opportunity(id) => visit.set("opportunity", id.map(|id| id.0))?,
            VisitEdit::Solution(deal) => {
                let matched = match visit.scalar("match") {
                    Some(Scalar::Int(percent)) => Percent::new(percent).ok(),
                    _ => None,
                };
                let policy = visit.ctx().policy;
                if deal.is_some() && !is_enough(matched, policy).unwrap_or(false) {
                    return Err(CommandError::LowMatch { least: policy.number(PolicyNumber::SolutionMatchPercent) });
                }
                visit.set("solution", deal.map(|deal| deal.0))?;
            }
            VisitEdit::Method(_)
            | VisitEdit::Situation(_)
            | VisitEdit::Problem(_)
            | VisitEdit::Implication(_)
            | VisitEdit::Payoff(_)
            | VisitEdit::PayoffOwn(_)
            | VisitEdit::Urgency(_)
            | VisitEdit::Importance(_)
            | VisitEdit::Matched(_) => analysis(&mut visit, edit)?,
        }
    }
    let (summary, feedback) = (visit.read("summary"), visit.read("feedback"));
    let ended_at = match visit.scalar("ended_at") {
        Some(Scalar::Int(at)) => Some(Instant(at)),
        _ => None,
    };
    let parts = RecordParts {
        ended_at,
        channel: &Code::new(visit.read("channel")),
        summary: &summary,
        feedback: &feedback,
        no_response: visit.scalar("no_response") == Some(Scalar::Flag(true)),
    };
    let policy = visit.ctx().policy;
    let gap = gaps(&parts, policy).into_iter().find(|gap| match gap {
        RecordGap::Missing(field) | RecordGap::Vague(field) => touched.contains(field) && refuses(*gap, policy),
    });
    gap.map_or(Ok(()), |gap| Err(refused(gap, &summary, &feedback)))
}

/// Returns the fields of an analysis as edits.
fn of_analysis(analysis: &Analysis) -> [VisitEdit; 9] {
    let Analysis { method, situation, problem, implication, payoff, payoff_own, urgency, importance, matched } =
        analysis.clone();
    [
        VisitEdit::Method(method),
        VisitEdit::Situation(situation),
        VisitEdit::Problem(problem),
        VisitEdit::Implication(implication),
        VisitEdit::Payoff(payoff),
        VisitEdit::PayoffOwn(payoff_own),
        VisitEdit::Urgency(urgency),
        VisitEdit::Importance(importance),
        VisitEdit::Matched(matched),
    ]
}

/// Writes one field of an analysis; the others are written where they are listed.
fn analysis(visit: &mut Record<'_, '_, '_>, edit: &VisitEdit) -> Result<(), CommandError> {
    match edit {
        VisitEdit::Method(code) => visit.set("method", code),
        VisitEdit::Situation(text) => visit.words("situation", text),
        VisitEdit::Problem(text) => visit.words("problem", text),
        VisitEdit::Implication(text) => visit.words("implication", text),
        VisitEdit::Payoff(text) => visit.words("payoff", text),
        VisitEdit::PayoffOwn(flag) => visit.set("payoff_own", *flag),
        VisitEdit::Urgency(points) => visit.set("urgency", points.map(i64::from)),
        VisitEdit::Importance(points) => visit.set("importance", points.map(i64::from)),
        VisitEdit::Matched(percent) => visit.set("match", *percent),
        _ => Ok(()),
    }
}

fn refused(gap: RecordGap, summary: &str, feedback: &str) -> CommandError {
    match gap {
        RecordGap::Missing(field) => CommandError::Missing(field),
        RecordGap::Vague("feedback") => CommandError::Vague(feedback.to_owned()),
        RecordGap::Vague(_) => CommandError::Vague(summary.to_owned()),
    }
}

fn takes_part(visit: &mut Record<'_, '_, '_>, participant: &Participant) -> Result<(), CommandError> {
    if let Participant::Other(name) = participant {
        visit.no_mobile("participants", name)?;
    }
    visit.mark("participants", &participant_key(participant)?, true)
}

fn participant_key(participant: &Participant) -> Result<String, CommandError> {
    match participant {
        Participant::Other(name) if name.trim().is_empty() => Err(CommandError::Missing("participant")),
        participant => Ok(codes::participant_key(participant)),
    }
}
