//! The customer page: preparation, records, file and history of one customer.

pub mod actions;
pub mod added;
pub mod clashes;
pub mod file;
pub mod head;
pub mod history;
pub mod lead;
pub mod log;
mod merge;
mod points;
pub mod prepare;
pub mod shown;

use std::sync::Arc;

use fieldnote_core::model::{Account, Contribution, PrivateFacts, Role};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::addressee;
use fieldnote_core::session::Availability;
use fieldnote_core::summary::{RowAudience, SummaryRow};
use fieldnote_core::values::{AccountId, DocumentId};
use yew::prelude::*;

use self::actions::Actions;
use crate::components::marks::tag;
use crate::components::tabs::{Tab as TabOf, Tabs};
use crate::frame::{Go, Page, Tab, Tone, icon};
use crate::hooks::{use_context, use_open, use_private, use_projection};
use crate::i18n::{args, t, ta};
use crate::route::{Route, TabQuery, replace_with_query, use_query};
use crate::screens::unavailable::unavailable;

/// The tabs, by the beginning of their name in the address; on wide screens the first stays open at the left.
const TABS: [&str; 4] = ["over", "log", "file", "hist"];
/// Those of who does not sell.
const READ: [&str; 2] = ["log", "file"];

/// Properties of [`Customer`].
#[derive(Debug, PartialEq, Properties)]
pub struct CustomerProps {
    /// Which.
    pub id: AccountId,
}

/// The screen.
#[component]
pub fn Customer(props: &CustomerProps) -> Html {
    let id = props.id;
    let context = use_context();
    let account = use_open(id);
    let private = use_private(id);
    let row = use_projection(id, |session, _| session.row(id));
    let clashes = use_projection(id, |session, _| session.clashes(DocumentId::account(id)).len());
    let added = use_projection(id, |session, _| session.contributions(id));
    let TabQuery(named) = use_query();
    let tabs_here = if context.sells() { &TABS[..] } else { &READ[..] };
    let first = tabs_here.first().copied().unwrap_or_default();
    let tab = tabs_here.iter().copied().find(|tab| named.starts_with(tab)).unwrap_or(first);
    let choose = Callback::from(move |tab: &'static str| {
        let named = if tab == "hist" { "history" } else { tab };
        replace_with_query(Route::Customer { id }, &TabQuery(named.to_owned()));
    });
    let name = row.as_ref().as_ref().map(|row| row.name.clone());
    match &account {
        Availability::Ready(account) => {
            // Who has not claimed a lead of the pool can do nothing else with it (S3-46).
            let role = context.directory.members.get(&context.me).map(|member| member.role);
            let claims = account.in_pool() && account.asked().is_none() && role == Some(Role::Rep);
            let dock = if claims {
                html! { <lead::Claim {id} /> }
            } else if !context.sells() {
                added::dock(id, &context)
            } else {
                dock(account, &private)
            };
            let back = if account.profile.lead && context.sells() { Route::Leads } else { Route::Customers };
            html! {
                <Page title={account.profile.name.clone()} {back} tab={Tab::Customers} {dock}
                    actions={if context.sells() { html! { <Actions account={account.clone()} /> } } else { Html::default() }}>
                    <merge::MergedInto {id} />
                    { head::head(account, &context) }
                    <merge::SameName account={account.clone()} />
                    { lead_card(row.as_ref().as_ref(), true) }
                    <Tabs label={t!("customer-tabs")} tabs={tabs(account, *clashes, tabs_here)} chosen={tab} on_choose={choose} />
                    <div class="cols panels">{ panels(account, &private, &added, tab, &context) }</div>
                </Page>
            }
        }
        state => html! {
            <Page title={name.map_or_else(|| t!("customer"), AttrValue::from)} back={Route::Customers} tab={Tab::Customers}
                dock={row.as_ref().as_ref().filter(|row| is_named(row)).map(|_| added::dock(id, &context))}>
                if let Some(row) = row.as_ref() { { head::of_row(row, &context) } }
                { lead_card(row.as_ref().as_ref(), false) }
                if row.as_ref().as_ref().is_some_and(is_named) {
                    { added::list(id, &added, &context) }
                } else {
                    { unavailable(state) }
                }
                if let (Some(row), Availability::NotHere) = (row.as_ref().as_ref().filter(|row| !is_named(row)), state) { { deals_of_row(row, &context) } }
            </Page>
        },
    }
}

/// Tells whether a row has a name and what the customer is: that is all there is of it, and no document behind it.
fn is_named(row: &Arc<SummaryRow>) -> bool {
    row.audience == RowAudience::Named
}

/// What a lead has more than a customer. The place stays while the page loads: Yew loses its way among siblings when a
/// component that draws nothing moves between them.
fn lead_card(row: Option<&Arc<SummaryRow>>, here: bool) -> Html {
    let lead = row.filter(|row| row.lead.is_some());
    html! { <div>if let Some(row) = lead { <lead::LeadCard row={row.clone()} {here} /> }</div> }
}

fn tabs(account: &Account, clashes: usize, shown: &[&str]) -> Vec<TabOf> {
    let log = ta!("tab-log", args![n = account.visits.len()]);
    let hist = html! {
        <>{ t!("tab-history") }
            if clashes > 0 { { " " }{ tag(Some(Tone::Held), None, ta!("clashes-n", args![n = clashes])) } }
        </>
    };
    let mut tabs = vec![
        TabOf { key: "over", label: t!("tab-prepare").into(), class: "tab-over" },
        TabOf { key: "log", label: log.into(), class: "" },
        TabOf { key: "file", label: t!("tab-file").into(), class: "" },
        TabOf { key: "hist", label: hist, class: "" },
    ];
    tabs.retain(|tab| shown.contains(&tab.key));
    tabs
}

fn panels(
    account: &Arc<Account>,
    private: &Availability<PrivateFacts>,
    added: &[Contribution],
    tab: &'static str,
    context: &Context,
) -> Html {
    let facts = match private {
        Availability::Ready(facts) => Some(facts.clone()),
        _ => None,
    };
    let panel = |key: &'static str, class: &'static str, content: Html| {
        html! {
            <div class={classes!("panel", class, (key == tab).then_some("is-on"))} role="tabpanel"
                id={format!("p-{key}")} aria-labelledby={format!("t-{key}")}>{ content }</div>
        }
    };
    // The hidden panels cost their drawing; only the first is always there, for wide screens, and with it the records.
    let is = |key: &'static str, content: &dyn Fn() -> Html| {
        if key == tab || (key == "log" && tab == "over") { content() } else { Html::default() }
    };
    html! {
        <>
            if context.sells() { { panel("over", "panel-over", html! { <prepare::Prepare account={account.clone()} private={facts.clone()} /> }) } }
            { panel("log", "panel-log", is("log", &|| html! { <>{ log::timeline(account, added, context) }<merge::Merged id={account.id} /></> })) }
            { panel("file", "panel-file", is("file", &|| html! { <file::File account={account.clone()} private={facts.clone()} /> })) }
            { panel("hist", "panel-hist", is("hist", &|| html! { <history::History account={account.clone()} /> })) }
        </>
    }
}

fn dock(account: &Account, private: &Availability<PrivateFacts>) -> Html {
    let phone = match private {
        Availability::Ready(facts) => {
            addressee::in_order(account).into_iter().filter(|contact| contact.is_reachable()).find_map(|contact| {
                let number = facts.contacts.get(&contact.id).map(|facts| facts.office_phone.clone())?;
                (!number.is_empty()).then(|| (contact.name.clone(), number))
            })
        }
        _ => None,
    };
    html! {
        <>
            if let Some((name, number)) = phone {
                <a class="btn-icon" href={format!("tel:{number}")} aria-label={ta!("call", args![name = name])}>{ icon("phone") }</a>
            }
            <Go class="btn btn-primary" to={Route::RecordFor { account: account.id }}>{ icon("edit") }{ t!("record") }</Go>
        </>
    }
}

/// The open opportunities of a customer whose document is not here.
fn deals_of_row(row: &SummaryRow, context: &Context) -> Html {
    let open = row.opportunities.iter().filter(|deal| deal.result == Default::default());
    html! {
        <section class="section">
            <div class="section-head"><h2>{ t!("deals") }</h2></div>
            <ul class="list plain" role="list">
                for deal in open {
                    <li class="row" key={deal.id.to_string()}><div class="row-main">
                        <span class="row-title">{ &deal.title }</span>
                        <span class="row-meta"><span>{ crate::screens::words::stage(&context.policy, &deal.stage) }</span>
                            <span class="num">{ crate::i18n::format::money(deal.amount) }</span></span>
                    </div></li>
                }
            </ul>
        </section>
    }
}
