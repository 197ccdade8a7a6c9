//! Duplicates: letting one stand under the customer that is kept, what stands under one, and taking them apart again.

use std::sync::Arc;

use fieldnote_core::command::Command;
use fieldnote_core::model::Account;
use fieldnote_core::projection::{CustomerFilter, customers, merged};
use fieldnote_core::rules::duplicate_name::{Likeness, Names};
use fieldnote_core::session::{Availability, Session};
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::values::{AccountId, RequestId};
use yew::prelude::*;

use crate::components::dialog::Sheet;
use crate::components::form::typed;
use crate::components::marks::grade;
use crate::frame::{Go, icon};
use crate::hooks::{use_app, use_context, use_open, use_projection};
use crate::i18n::{args, key, t, ta};
use crate::route::Route;
use crate::screens::customer::log;
use crate::screens::unavailable::unavailable;
use crate::screens::words;
use crate::shell::App;

/// Customers that are shown to choose from.
const SHOWN_MAX: usize = 8;

/// Asks the server to take a duplicate up again.
pub(super) fn take_apart(app: &App, account: AccountId) {
    let request = app.random(|random| RequestId::random(random));
    app.run(Command::RequestActive { account, request }, key!("toast-requested"));
}

/// Returns the customers that this one could stand under: those of the same owner, of the same name first.
fn keepers(
    session: &Session,
    id: AccountId,
    words: &str,
    context: &fieldnote_core::projection::Context,
) -> Vec<Arc<SummaryRow>> {
    let rows = session.rows();
    let Some(own) = rows.iter().find(|row| row.account == id) else { return Vec::new() };
    let fits = |row: &&Arc<SummaryRow>| row.account != id && !row.inactive && row.owner == own.owner;
    let others: Vec<_> = rows.iter().filter(fits).cloned().collect();
    if words.trim().is_empty() {
        let names = Names::of(others.iter().map(|row| (row.account, row.name.as_str(), row.code)));
        let alike = names.alike(&own.name, own.code, SHOWN_MAX);
        return alike.iter().filter_map(|alike| session.row(alike.account)).collect();
    }
    let filter = CustomerFilter { q: words.to_owned(), leads: true, ..CustomerFilter::default() };
    let view = customers(&others, session.texts(), &filter, context);
    view.lines.into_iter().take(SHOWN_MAX).map(|line| line.row).collect()
}

/// Properties of [`Merge`].
#[derive(Properties)]
pub(super) struct MergeProps {
    /// The duplicate.
    pub account: Arc<Account>,
    /// Called when it is closed.
    pub on_close: Callback<()>,
}

impl PartialEq for MergeProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account)
    }
}

/// Chooses the customer that is kept.
#[component]
pub(super) fn Merge(props: &MergeProps) -> Html {
    let app = use_app();
    let id = props.account.id;
    let words = use_state_eq(String::new);
    let chosen = use_state_eq(|| None::<AccountId>);
    let found = use_projection((id, (*words).clone()), |session, context| keepers(session, id, &words, context));
    let on_input = {
        let (words, chosen) = (words.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            chosen.set(None);
            words.set(typed(&event));
        })
    };
    let kept = chosen.and_then(|into| found.iter().find(|row| row.account == into).cloned());
    let submit = {
        let (app, close, into) = (app.clone(), props.on_close.clone(), kept.as_ref().map(|row| row.account));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(into) = into else { return };
            close.emit(());
            let request = app.random(|random| RequestId::random(random));
            app.run(Command::RequestMerge { account: id, request, into }, key!("toast-requested"));
        })
    };
    html! {
        <Sheet open=true title={ta!("merge-title", args![name = props.account.profile.name])} on_close={props.on_close.clone()}>
            <form class="pad stack" novalidate=true onsubmit={submit}>
                <p class="dim">{ t!("merge-text") }</p>
                <div class="search">
                    { icon("search") }<label class="sr" for="merge-q">{ t!("merge-search") }</label>
                    <input class="input" type="search" id="merge-q" value={(*words).clone()} oninput={on_input}
                        placeholder={t!("merge-search")} autocomplete="off" />
                </div>
                if found.is_empty() { <p class="dim" role="status">{ t!("merge-none") }</p> }
                <div class="stack is-tight" role="radiogroup" aria-label={t!("merge-search")}>
                    for row in found.iter() {
                        <label class="both-opt" key={row.account.to_string()}>
                            <input type="radio" name="merge-into" checked={*chosen == Some(row.account)} onchange={
                                let (chosen, into) = (chosen.clone(), row.account);
                                Callback::from(move |_: Event| chosen.set(Some(into)))
                            } />
                            <b>{ grade(row.grade) }{ " " }{ &row.name }</b>
                            <small>{ ta!("tab-log", args![n = row.visits]) }</small>
                        </label>
                    }
                </div>
                if let Some(kept) = &kept {
                    <p role="status">{ ta!("merge-confirm", args![name = props.account.profile.name, kept = kept.name]) }</p>
                }
                <button class="btn btn-primary btn-block" type="submit" disabled={kept.is_none()}>{ icon("check") }{ t!("merge") }</button>
            </form>
        </Sheet>
    }
}

/// Properties of [`SameName`].
#[derive(Properties)]
pub(super) struct SameNameProps {
    /// The customer.
    pub account: Arc<Account>,
}

impl PartialEq for SameNameProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account)
    }
}

/// Properties of what is about one customer.
#[derive(Debug, PartialEq, Properties)]
pub(super) struct OfProps {
    /// The customer.
    pub id: AccountId,
}

/// Says under which customer a duplicate stands.
#[component]
pub(super) fn MergedInto(props: &OfProps) -> Html {
    let app = use_app();
    let id = props.id;
    let kept = use_projection(id, |session, _| {
        let into = session.row(id)?.merged_into?;
        Some((into, session.row(into).map(|row| row.name.clone())))
    });
    let Some((into, name)) = &*kept else { return html! { <div /> } };
    let name = name.clone().map_or_else(|| t!("merged-elsewhere"), AttrValue::from);
    let apart = Callback::from(move |_: MouseEvent| take_apart(&app, id));
    html! {
        <div class="banner" data-tone="info">{ icon("info") }
            <div><strong>{ t!("merged") }</strong>{ " " }{ t!("merged-into") }{ " " }
                <Go class="link" to={Route::Customer { id: *into }}>{ name }</Go></div>
            <button class="btn btn-quiet" type="button" onclick={apart}>{ icon("undo") }{ t!("merge-undo") }</button>
        </div>
    }
}

/// Says that another customer of the same owner has the same name or credit code, with the way to merge them.
#[component]
pub(super) fn SameName(props: &SameNameProps) -> Html {
    let id = props.account.id;
    let open = use_state_eq(|| false);
    let same = use_projection(id, |session, context| {
        let row = session.row(id).filter(|row| !row.inactive)?;
        let found = keepers(session, id, "", context);
        let names = Names::of(found.iter().map(|row| (row.account, row.name.as_str(), row.code)));
        let alike = names.alike(&row.name, row.code, 1);
        let first = alike.first().filter(|alike| alike.likeness != Likeness::Close)?;
        Some((session.row(first.account)?, first.likeness))
    });
    let Some((row, likeness)) = &*same else { return html! { <div /> } };
    let show = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(true))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    html! {
        <div>
            <p class="pad field-hint">{ icon("info") }<span>{ words::alike(*likeness) }{ " " }
            <Go class="link" to={Route::Customer { id: row.account }}>{ row.name.clone() }</Go></span>
            <button class="link" type="button" onclick={show}>{ t!("merge-open") }</button></p>
            if *open { <Merge account={props.account.clone()} on_close={close} /> }
        </div>
    }
}

/// The records of the duplicates under a customer, each with its name.
#[component]
pub(super) fn Merged(props: &OfProps) -> Html {
    let id = props.id;
    let rows = use_projection(id, |session, _| merged(&session.rows(), id));
    html! { <div>for row in rows.iter() { <OfMerged key={row.account.to_string()} row={row.clone()} /> }</div> }
}

#[derive(Debug, PartialEq, Properties)]
struct OfMergedProps {
    row: Arc<SummaryRow>,
}

#[component]
fn OfMerged(props: &OfMergedProps) -> Html {
    let app = use_app();
    let context = use_context();
    let row = &props.row;
    let id = row.account;
    let content = match use_open(id) {
        Availability::Ready(account) if account.visits.is_empty() => {
            html! { <p class="pad dim">{ t!("log-empty") }</p> }
        }
        Availability::Ready(account) => log::records(&account, &[], &context),
        state => unavailable(&state),
    };
    let apart = Callback::from(move |_: MouseEvent| take_apart(&app, id));
    html! {
        <section class="section" aria-label={row.name.clone()}>
            <div class="section-head"><h2>{ ta!("merged-of", args![name = row.name]) }</h2>
                <Go class="link" to={Route::Customer { id }}>{ t!("open-customer") }</Go></div>
            { content }
            <p class="pad below"><button class="btn btn-quiet" type="button" onclick={apart}>{ icon("undo") }{ t!("merge-undo") }</button></p>
        </section>
    }
}
