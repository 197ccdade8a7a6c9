//! Held changes of others that wait for the person's decision: taken over whole, in part, or not. It needs the network.

use fieldnote_core::model::FieldChange;
use fieldnote_core::projection::Context;
use fieldnote_core::session::Session;
use fieldnote_core::values::{DocumentId, Instant};
use yew::prelude::*;

use crate::frame::{icon, icon_small};
use crate::hooks::{use_app, use_context};
use crate::i18n::{self, args, format, label_of_code, label_of_field, t, ta};
use crate::platform::http::{self, HeldChoice, HeldFieldInfo, HeldInfo, HttpError};
use crate::platform::task::spawn;
use crate::screens::customer::shown::shown;
use crate::screens::words;
use crate::shell::Toast;

/// The section; nothing while there is nothing to decide.
#[component]
pub(super) fn Reviews() -> Html {
    let list = use_state(|| None::<Result<Vec<HeldInfo>, HttpError>>);
    let load = {
        let list = list.setter();
        Callback::from(move |()| {
            let list = list.clone();
            spawn(async move { list.set(Some(http::held().await)) });
        })
    };
    {
        let load = load.clone();
        use_effect_with((), move |()| load.emit(()));
    }
    let body = match &*list {
        None => return Html::default(),
        Some(Err(HttpError::Offline)) => html! { <p class="dim pad">{ t!("review-offline") }</p> },
        Some(Err(error)) => html! { <p class="dim pad" role="status">{ i18n::http(error) }</p> },
        Some(Ok(held)) if held.is_empty() => return Html::default(),
        Some(Ok(held)) => html! {
            <ul class="list" role="list">
                for held in held.iter() {
                    <ReviewRow key={held.key.clone()} held={held.clone()} on_done={load.clone()} />
                }
            </ul>
        },
    };
    html! {
        <section class="section" aria-labelledby="rv">
            <div class="section-head"><h2 id="rv">{ t!("review-title") }</h2></div>
            { body }
        </section>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ReviewRowProps {
    held: HeldInfo,
    on_done: Callback<()>,
}

#[component]
fn ReviewRow(props: &ReviewRowProps) -> Html {
    let app = use_app();
    let context = use_context();
    let held = &props.held;
    let chosen = use_state(Vec::<String>::new);
    let reason = use_state(String::new);
    let busy = use_state_eq(|| false);
    let account = held.doc.account_id();
    let row = account.and_then(|account| app.read(|session: &Session| session.row(account)));
    let name = match row {
        Some(row) => AttrValue::from(row.name.clone()),
        None if held.doc == DocumentId::WORKSPACE => t!("policy"),
        None => AttrValue::default(),
    };
    let zone = context.policy.zone_minutes;
    let author = words::name(&context.directory, held.author);
    let when = |ms: i64| format::when(Instant(ms), context.now, zone);
    let (at, came) = (when(held.claimed_at.unwrap_or(held.received_at)), when(held.received_at));
    let times = ta!("review-when", args![at = at.as_str(), came = came.as_str()]);
    let decide = {
        let (key, on_done, busy) = (held.key.clone(), props.on_done.clone(), busy.setter());
        Callback::from(move |choice: HeldChoice| {
            let (key, on_done, busy, app) = (key.clone(), on_done.clone(), busy.clone(), app.clone());
            busy.set(true);
            spawn(async move {
                let done = http::decide(&key, &choice).await;
                busy.set(false);
                app.toast(Toast::plain(match &done {
                    Ok(()) => t!("review-done"),
                    Err(error) => i18n::http(error),
                }));
                on_done.emit(());
            });
        })
    };
    let accept = decide.reform(|_: MouseEvent| HeldChoice::Accept);
    let pick = {
        let chosen = chosen.clone();
        decide.reform(move |_: MouseEvent| HeldChoice::Pick((*chosen).clone()))
    };
    let decline = {
        let reason = reason.clone();
        decide.reform(move |_: MouseEvent| HeldChoice::Decline((*reason).clone()))
    };
    let type_reason = {
        let reason = reason.setter();
        Callback::from(move |event: InputEvent| {
            reason.set(event.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value());
        })
    };
    let reason_id = format!("why-{}", held.key);
    html! {
        <li>
            <details class="fold">
                <summary class="row" data-tone="held">
                    <span class="row-margin"><b>{ when(held.received_at) }</b>{ icon_small("held") }</span>
                    <span class="row-main">
                        <span class="row-title"><span class="clip-2">{ name }</span></span>
                        <span class="row-text">{ ta!("history-changed", args![name = author, n = held.fields.len()]) }</span>
                        <span class="row-meta">{ label_of_code("held", &held.reason) }</span>
                    </span>
                    <span class="row-end">{ icon_small("down") }</span>
                </summary>
                <div class="fold-body stack">
                    <p class="dim">{ times }</p>
                    <fieldset>
                        <legend class="sr">{ t!("review-choose") }</legend>
                        <dl class="diff">{ for held.fields.iter().enumerate().map(|(index, field)| {
                            let is_first = held.fields.get(index.wrapping_sub(1)).is_none_or(|last| last.record != field.record);
                            line(field, field.record.is_none() || is_first, &held.key, &chosen, &context)
                        }) }</dl>
                    </fieldset>
                    <div class="cluster">
                        if held.acceptable {
                            <button class="btn btn-primary" type="button" disabled={*busy} onclick={accept}>{ t!("review-accept") }</button>
                        }
                        if held.fields.iter().any(|field| field.pickable) {
                            <button class="btn" type="button" disabled={*busy || chosen.is_empty()} onclick={pick}>
                                { ta!("review-pick", args![n = chosen.len()]) }
                            </button>
                        }
                    </div>
                    <div class="field">
                        <label for={reason_id.clone()}>{ t!("review-reason") }</label>
                        <textarea id={reason_id} class="input" rows="2" maxlength="500" value={(*reason).clone()} oninput={type_reason} />
                    </div>
                    <button class="btn btn-danger btn-start" type="button" disabled={*busy || reason.trim().is_empty()} onclick={decline}>
                        { t!("review-decline") }
                    </button>
                    <p class="field-hint">{ icon("info") }{ ta!("review-kept", args![name = words::name(&context.directory, held.author)]) }</p>
                </div>
            </details>
        </li>
    }
}

/// Draws a field; the fields of a new record have one box together, at the first of them.
fn line(
    field: &HeldFieldInfo,
    has_box: bool,
    key: &str,
    chosen: &UseStateHandle<Vec<String>>,
    context: &Context,
) -> Html {
    let FieldChange { path, field: name, subject, after, .. } = &field.change;
    let words = |value: &Option<String>| {
        value.as_deref().filter(|value| !value.is_empty()).map(|value| shown(name, value, context))
    };
    let label = html! {
        <>
            { label_of_field(name) }
            if !subject.is_empty() { { " · " }{ subject } }
        </>
    };
    let is_chosen = chosen.contains(path);
    let toggle = {
        let (path, chosen) = (path.clone(), chosen.clone());
        Callback::from(move |_: Event| {
            let mut paths = (*chosen).clone();
            match paths.iter().position(|known| *known == path) {
                Some(index) => drop(paths.remove(index)),
                None => paths.push(path.clone()),
            }
            chosen.set(paths);
        })
    };
    let id = format!("{key}-{path}");
    html! {
        <div key={path.clone()}>
            <dt>
                if field.pickable && has_box {
                    <label class="check" for={id.clone()}>
                        <input type="checkbox" {id} checked={is_chosen} onchange={toggle} />
                        <b>if field.record.is_some() { { t!("review-record") }{ " · " } }{ label }</b>
                    </label>
                } else {
                    { label }
                }
            </dt>
            <dd>
                if let Some(now) = words(&field.now) { <del><span class="sr">{ t!("review-now") }</span>{ now }</del> }
                if let Some(after) = words(after) { <ins><span class="sr">{ t!("after") }</span>{ after }</ins> }
            </dd>
        </div>
    }
}
