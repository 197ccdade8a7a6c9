//! What other departments added about a customer: entries of the timeline.

use fieldnote_core::model::{Contribution, ContributionKind, Role};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::contribution::kinds_of;
use fieldnote_core::values::{AccountId, Instant};
use yew::prelude::*;

use super::log::note;
use crate::components::marks::tag;
use crate::components::state::empty;
use crate::frame::{Go, Tone, icon, icon_small};
use crate::i18n::{format, key, label_of_code, t};
use crate::route::Route;
use crate::screens::words;

/// Returns when something happened: at the time of its entry, or around noon of another day that it names.
pub(super) fn at(added: &Contribution, context: &Context) -> Option<Instant> {
    let zone = context.policy.zone_minutes;
    match added.day {
        Some(day) if added.at.is_none_or(|at| at.day(zone) != day) => Some(Instant::at(day, 720, zone)),
        _ => added.at,
    }
}

/// An entry of the timeline.
pub(super) fn entry(account: AccountId, added: &Contribution, context: &Context) -> Html {
    let zone = context.policy.zone_minutes;
    let kind = ContributionKind::of_key(added.kind.as_str());
    let may = kind.filter(|kind| context.role().is_some_and(|role| kinds_of(role).contains(kind)));
    let head = [label_of_code("contribution", &added.kind), words::name(&context.directory, added.by)];
    let answered = added.answered_by.map(|by| words::name(&context.directory, Some(by)));
    html! {
        <li class="entry" data-tone={added.is_open().then_some(Tone::Soon.key())} key={added.id.to_string()}>
            <div class="row-margin">
                if let Some(at) = at(added, context) { <b>{ format::day(at.day(zone)) }</b> }
            </div>
            <div class="entry-body">
                <h3>{ head.iter().filter(|part| !part.is_empty()).map(AttrValue::as_str).collect::<Vec<_>>().join(" · ") }</h3>
                if !added.campaign.is_empty() { <p><b>{ &added.campaign }</b></p> }
                if !added.text.is_empty() { <p>{ &added.text }</p> }
                { note(key!("added-answer"), &added.answer, Some(Tone::Ok)) }
                <p class="cluster">
                    if added.is_open() { { tag(Some(Tone::Soon), None, t!("added-open")) } }
                    if let Some(name) = answered.filter(|_| !added.answer.is_empty()) { <span class="dim">{ name }</span> }
                    if may.is_some_and(ContributionKind::wants_answer) {
                        <Go class="link" to={Route::AnswerContribution { account, contribution: added.id }}>
                            { icon_small("edit") }{ if added.answer.is_empty() { t!("added-do") } else { t!("added-amend") } }
                            <span class="sr">{ " " }{ &added.text }</span>
                        </Go>
                    }
                </p>
            </div>
        </li>
    }
}

/// All that is known of a customer by name alone.
pub(super) fn list(account: AccountId, added: &[Contribution], context: &Context) -> Html {
    let mut sorted: Vec<_> = added.iter().collect();
    sorted.sort_by_key(|added| std::cmp::Reverse(at(added, context)));
    html! {
        <section class="section" aria-labelledby="added-t">
            <div class="section-head"><h2 id="added-t">{ t!("added-title") }</h2></div>
            if sorted.is_empty() {
                { empty("edit", None, t!("added-none"), t!("added-none-text"), Html::default()) }
            } else {
                <ol class="list" role="list">{ for sorted.into_iter().map(|added| entry(account, added, context)) }</ol>
            }
        </section>
    }
}

/// The way to add something, for whom it is.
pub(super) fn link(account: AccountId, context: &Context) -> Html {
    if !adds(context) {
        return Html::default();
    }
    html! { <Go class="link" to={Route::NewContribution { account }}>{ icon_small("plus") }{ label(context) }</Go> }
}

/// The same as the main thing to do.
pub(super) fn dock(account: AccountId, context: &Context) -> Html {
    if !adds(context) {
        return Html::default();
    }
    html! { <Go class="btn btn-primary" to={Route::NewContribution { account }}>{ icon("plus") }{ label(context) }</Go> }
}

/// What adding is called for a person: marketing speaks of events.
pub fn label(context: &Context) -> AttrValue {
    if context.role() == Some(Role::Marketing) { t!("added-new-campaign") } else { t!("added-new") }
}

fn adds(context: &Context) -> bool {
    context.role().is_some_and(|role| !kinds_of(role).is_empty())
}
