//! Who changed what, when; and the fields where two people wrote different values.

use std::sync::Arc;

use fieldnote_core::model::{Account, FieldChange, HistoryEntry};
use fieldnote_core::projection::Context;
use fieldnote_core::values::{DeviceId, DocumentId};
use yew::prelude::*;

use super::clashes::BothValues;
use super::shown::shown;
use crate::components::state::{empty, more};
use crate::hooks::{use_context, use_projection};
use crate::i18n::{args, format, label_of_field, t, ta};
use crate::screens::words;

/// Entries drawn at first, and more with each tap.
const PAGE_ENTRIES: usize = 30;

/// Properties of [`History`].
#[derive(Properties)]
pub struct HistoryProps {
    /// The customer.
    pub account: Arc<Account>,
}

impl PartialEq for HistoryProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account)
    }
}

/// The panel.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    let context = use_context();
    let id = props.account.id;
    let entries = use_projection(id, |session, _| session.history(DocumentId::account(id)));
    let clashes = use_projection(id, |session, _| session.clashes(DocumentId::account(id)));
    let count = use_state_eq(|| PAGE_ENTRIES);
    html! {
        <>
            for clash in clashes.iter() {
                <BothValues key={clash.path.clone()} account={props.account.clone()} clash={clash.clone()} />
            }
            <section class="section">
                <div class="section-head"><h2>{ t!("history-title") }</h2></div>
                if entries.is_empty() {
                    { empty("clock", None, t!("history-empty"), t!("history-empty-text"), Html::default()) }
                } else {
                    <ol class="list" role="list">
                        for (index, change) in entries.iter().take(*count).enumerate() {
                            <li class="entry" key={index} data-tone={is_server(change).then_some("ok")}>{ entry(change, &context) }</li>
                        }
                    </ol>
                    { more(entries.len(), &count, PAGE_ENTRIES) }
                }
            </section>
        </>
    }
}

fn is_server(entry: &HistoryEntry) -> bool {
    entry.device == Some(DeviceId::SERVER)
}

/// Draws one change.
pub fn entry(entry: &HistoryEntry, context: &Context) -> Html {
    let zone = context.policy.zone_minutes;
    let who = if is_server(entry) { t!("history-server") } else { words::name(&context.directory, entry.by) };
    html! {
        <>
            <div class="row-margin">
                if let Some(at) = entry.at { <b>{ format::day(at.day(zone)) }</b>{ format::time(at, zone) } }
            </div>
            <div class="entry-body">
                <h3>{ ta!("history-changed", args![name = who, n = entry.changes.len()]) }</h3>
                <dl class="diff">
                    for (index, change) in entry.changes.iter().enumerate() {
                        <div key={index}>{ difference(change, context) }</div>
                    }
                </dl>
            </div>
        </>
    }
}

fn difference(change: &FieldChange, context: &Context) -> Html {
    let words = |value: &Option<String>| {
        value.as_deref().filter(|value| !value.is_empty()).map(|value| shown(&change.field, value, context))
    };
    let (before, after) = (words(&change.before), words(&change.after));
    html! {
        <>
            <dt>{ label_of_field(&change.field) }
                if !change.subject.is_empty() { { " · " }{ &change.subject } }
            </dt>
            <dd>
                if let Some(before) = before { <del><span class="sr">{ t!("before") }</span>{ before }</del> }
                if let Some(after) = after { <ins><span class="sr">{ t!("after") }</span>{ after }</ins> }
            </dd>
        </>
    }
}
