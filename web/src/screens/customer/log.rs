//! The timeline of follow-up records, newest first.

use fieldnote_core::model::{Account, Analysis, Contribution, OpportunityResult, Task, TaskKind, Visit};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::record_timeliness;
use yew::prelude::*;

use crate::components::marks::tag;
use crate::components::state::empty;
use crate::frame::{Go, Tone, icon_small};
use crate::i18n::{Key, args, format, key, t, ta};
use crate::route::Route;
use crate::screens::customer::added;
use crate::screens::record::analysis::{answers, verdict, weighed};
use crate::screens::words;

/// The panel.
pub fn timeline(account: &Account, added: &[Contribution], context: &Context) -> Html {
    html! {
        <section class="section">
            <div class="section-head"><h2>{ t!("log-title") }</h2>{ added::link(account.id, context) }</div>
            { records(account, added, context) }
        </section>
    }
}

/// The records and what other departments added, and the opportunities that were closed.
pub(super) fn records(account: &Account, added: &[Contribution], context: &Context) -> Html {
    if account.visits.is_empty() && added.is_empty() {
        return empty("edit", None, t!("log-empty"), t!("log-empty-text"), Html::default());
    }
    let visit = |visit: &Visit| {
        let drawn = html! { <li class="entry" key={visit.id.to_string()}>{ entry(account, visit, context) }</li> };
        (visit.ended_at.or(visit.recorded_at), drawn)
    };
    let mut lines: Vec<_> = account.visits.values().map(visit).collect();
    lines.extend(added.iter().map(|added| (added::at(added, context), added::entry(account.id, added, context))));
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    html! {
        <ol class="list" role="list">
            { for lines.into_iter().map(|(_, drawn)| drawn) }
            { closed(account, context) }
        </ol>
    }
}

fn entry(account: &Account, visit: &Visit, context: &Context) -> Html {
    let zone = context.policy.zone_minutes;
    let first = if visit.is_first { t!("log-first") } else { AttrValue::default() };
    let mut head = vec![words::channel(&visit.channel).to_string()];
    head.push(words::name(&context.directory, visit.recorder).to_string());
    let people: Vec<String> =
        visit.participants.iter().map(|who| words::participant(account, &context.directory, who).to_string()).collect();
    html! {
        <>
            <div class="row-margin">
                if let Some(at) = visit.ended_at { <b>{ format::day(at.day(zone)) }</b>{ format::time(at, zone) } }
            </div>
            <div class="entry-body">
                <h3>{ head.join(" · ") }{ " " }{ first }</h3>
                if !people.is_empty() { <p class="dim">{ people.join(&t!("list-comma")) }</p> }
                if !visit.topic.is_empty() { <p><b>{ &visit.topic }</b></p> }
                <p>{ &visit.summary }</p>
                { note(key!("record-points"), &visit.prep_points, None) }
                { note(key!("record-feedback"), &visit.feedback, Some(Tone::Soon)) }
                { note(key!("record-needs"), &visit.needs, None) }
                { note(key!("record-problems"), &visit.problems, None) }
                { note(key!("record-concerns"), &visit.concerns, None) }
                for (name, text) in answers(&visit.analysis) { <>{ note(name, text, None) }</> }
                if visit.analysis != Analysis::default() {
                    <p class="cluster">{ verdict(&visit.analysis, &context.policy) }<span class="dim">{ weighed(&visit.analysis) }</span></p>
                }
                { note(key!("record-consensus"), &visit.consensus, Some(Tone::Ok)) }
                { marks(account, visit, context) }
                if context.sells() { <p class="cluster">
                    <Go class="link" to={Route::AmendVisit { account: account.id, visit: visit.id }}>
                        { icon_small("edit") }{ t!("log-amend") }<span class="sr">{ " " }{ visit.ended_at.map(|at| format::day(at.day(zone))).unwrap_or_default() }</span>
                    </Go>
                </p> }
            </div>
        </>
    }
}

pub(super) fn note(key: Key, text: &str, tone: Option<Tone>) -> Html {
    if text.trim().is_empty() {
        return Html::default();
    }
    let text = text.to_owned();
    html! { <p class="note" data-tone={tone.map(Tone::key)}><span class="dim">{ t(key) }</span>{ text }</p> }
}

fn marks(account: &Account, visit: &Visit, context: &Context) -> Html {
    let of_visit =
        |kind| account.tasks.values().filter(move |task: &&Task| task.visit == Some(visit.id) && task.kind == kind);
    let todos = of_visit(TaskKind::Todo).count();
    let next = of_visit(TaskKind::Contact).find_map(|task| task.due);
    let on_time = record_timeliness::on_time(visit.ended_at, visit.recorded_at, &context.policy);
    html! {
        <p class="cluster">
            if visit.no_response { { tag(Some(Tone::Soon), Some("alert"), t!("record-no-response")) } }
            if let Some(points) = visit.satisfaction { { tag(None, None, ta!("satisfaction-points", args![n = u32::from(points)])) } }
            if visit.termination_intent { { tag(Some(Tone::Late), Some("alert"), t!("record-termination")) } }
            if visit.nonbusiness { { tag(None, None, t!("record-nonbusiness")) } }
            if todos > 0 { { tag(None, Some("todo"), ta!("todos-n", args![n = todos])) } }
            if let Some(day) = next { { tag(None, Some("calendar"), ta!("next-on", args![day = format::day(day)])) } }
            if on_time == Some(true) { <span class="dim">{ t!("log-on-time") }</span> }
            if on_time == Some(false) { { tag(Some(Tone::Soon), Some("clock"), t!("log-late")) } }
        </p>
    }
}

/// Opportunities that were won or lost, at the end.
fn closed(account: &Account, context: &Context) -> Html {
    let zone = context.policy.zone_minutes;
    let deals = account.opportunities.values().filter(|deal| deal.result != OpportunityResult::Open);
    html! {
        for deal in deals {
            <li class="entry" data-tone={if deal.result == OpportunityResult::Won { "ok" } else { "mute" }} key={deal.id.to_string()}>
                <div class="row-margin"><b>{ deal.closed_at.map(|at| format::day(at.day(zone))).unwrap_or_default() }</b></div>
                <div class="entry-body">
                    <h3>
                        if context.sells() {
                            <Go to={Route::EditOpportunity { account: account.id, opportunity: deal.id }}>{ &deal.title }</Go>
                        } else {
                            { &deal.title }
                        }
                    </h3>
                    <p class="dim">{ if deal.result == OpportunityResult::Won { t!("deal-won") } else { t!("deal-lost") } }{ " · " }
                        { format::money(deal.amount.unwrap_or_default()) }</p>
                </div>
            </li>
        }
    }
}
