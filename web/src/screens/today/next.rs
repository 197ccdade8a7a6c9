//! The next stop: who, when, and what was said last.

use fieldnote_core::projection::{Context, NextStop};
use yew::prelude::*;

use crate::components::marks::{grade, tag};
use crate::frame::{Go, Tone, icon_small};
use crate::i18n::{args, format, t, ta};
use crate::route::Route;
use crate::screens::words;

/// The card.
pub fn next_stop(next: &NextStop, context: &Context) -> Html {
    let NextStop { line, row, .. } = next;
    let account = line.account;
    let contact = row.contacts.iter().find(|contact| contact.name == line.item.contact_name);
    let person = match contact {
        Some(contact) if !contact.position.is_empty() => {
            ta!("person-position", args![name = contact.name, position = contact.position]).to_string()
        }
        _ => line.item.contact_name.clone(),
    };
    let about = [person, words::channel(&line.item.channel).to_string(), line.item.title.clone()];
    let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let todos = row.agenda.iter().filter(|item| item.kind == fieldnote_core::model::TaskKind::Todo).count();
    html! {
        <section class="section" aria-labelledby="next-t">
            <div class="card">
                <p class="kicker">{ icon_small("route") }<span id="next-t">{ t!("next-stop") }</span>{ time(next) }</p>
                <div>
                    <h2 class="title-line">{ grade(row.grade) }<Go to={Route::Customer { id: account }}>{ &row.name }</Go></h2>
                    <p class="dim">{ about }</p>
                </div>
                { last_words(next, context) }
                <div class="cluster">
                    for word in row.tags.iter() { { tag(None, None, word.clone()) } }
                    if todos > 0 { { tag(None, Some("todo"), ta!("todos-n", args![n = todos])) } }
                </div>
                <div class="cluster">
                    <Go class="btn btn-primary grow" to={Route::RecordFor { account }} query={format!("task={}", line.item.task)}>{ t!("record") }</Go>
                    <Go class="btn" to={Route::Customer { id: account }}>{ t!("see-preparation") }</Go>
                </div>
            </div>
        </section>
    }
}

fn time(next: &NextStop) -> Html {
    let Some(minute) = next.line.item.due_minute else {
        return html! { <span class="dim">{ t!("today") }</span> };
    };
    let left = match next.starts_in_min {
        Some(left) if left >= 0 => ta!("starts-in", args![span = format::span(left * 60_000)]),
        Some(_) => t!("started"),
        None => AttrValue::default(),
    };
    html! { <><span class="num ink">{ format::minute(minute) }</span><span class="dim">{ left }</span></> }
}

fn last_words(next: &NextStop, context: &Context) -> Html {
    let Some(last) = next.row.last_contact.as_ref().filter(|last| !last.excerpt.is_empty()) else {
        return Html::default();
    };
    let day = format::day(last.at.day(context.policy.zone_minutes));
    html! {
        <p class="note" data-tone={Tone::Soon.key()}>
            <span class="dim">{ ta!("last-said", args![day = day, channel = words::channel(&last.channel)]) }</span>
            { &last.excerpt }
        </p>
    }
}
