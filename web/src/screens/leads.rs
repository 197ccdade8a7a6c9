//! Leads (线索): one's own, the pool of one's regions, and for managers the team's, the highest score first.

use fieldnote_core::command::Command;
use fieldnote_core::model::Role;
use fieldnote_core::projection::{Context, LeadLine, LeadsView, leads};
use fieldnote_core::values::{AccountId, RequestId};
use yew::prelude::*;

use crate::components::marks::{grade, tag};
use crate::components::state::{empty, more};
use crate::frame::{Go, Page, Tab, Tone, icon};
use crate::hooks::{use_app, use_context, use_standing};
use crate::i18n::{args, key, label_of_code, t, ta};
use crate::route::{Route, TabQuery, replace_with_query, use_query};
use crate::screens::words;
use crate::shell::App;

/// Lines drawn at first, and more with each tap.
const PAGE_LINES: usize = 40;

/// Which list is shown, by its key in the address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Own,
    Pool,
    Team,
}

impl Shown {
    const ALL: [(Self, &'static str); 3] = [(Self::Own, "own"), (Self::Pool, "pool"), (Self::Team, "team")];

    fn lines(self, view: &LeadsView) -> &[LeadLine] {
        match self {
            Self::Own => &view.own,
            Self::Pool => &view.pool,
            Self::Team => &view.team,
        }
    }
}

/// The screen.
#[component]
pub fn Leads() -> Html {
    let context = use_context();
    let role = use_app().read(|session| session.identity().role);
    let view = use_standing(|session, context| leads(&session.rows(), context));
    let pages = use_state_eq(|| PAGE_LINES);
    let TabQuery(named) = use_query();
    let chosen = Shown::ALL.into_iter().find(|(_, key)| *key == named).map(|(shown, _)| shown);
    // Who has none of their own comes for the pool.
    let first = if view.own.is_empty() && !view.pool.is_empty() { Shown::Pool } else { Shown::Own };
    let shown = chosen.unwrap_or(first);
    let lines = shown.lines(&view);
    let conversion = (view.captured > 0)
        .then(|| ta!("leads-conversion", args![captured = view.captured, converted = view.converted]));
    html! {
        <Page title={t!("leads")} sub={conversion} back={Route::Customers} tab={Tab::Customers}
            dock={html! { <Go class="btn btn-primary btn-wide" to={Route::NewLead}>{ icon("plus") }{ t!("new-lead") }</Go> }}>
            <div class="pad cluster chips-head" role="group" aria-label={t!("leads")}>
                for (which, key) in Shown::ALL {
                    if which != Shown::Team || role == Role::Manager || !view.team.is_empty() {
                        { choice(which, key, shown, &view, &pages) }
                    }
                }
            </div>
            if lines.is_empty() {
                { empty("search", None, none(shown), t!("leads-none-text"), Html::default()) }
            } else {
                <ul class="list" role="list">
                    for line in lines.iter().take(*pages) {
                        <LeadRow key={line.row.account.to_string()} line={line.clone()} team={shown == Shown::Team}
                            claims={shown == Shown::Pool && role == Role::Rep} today={context.today()} />
                    }
                </ul>
                { more(lines.len(), &pages, PAGE_LINES) }
            }
        </Page>
    }
}

fn none(shown: Shown) -> AttrValue {
    if shown == Shown::Pool { t!("leads-none-pool") } else { t!("leads-none") }
}

fn choice(which: Shown, key: &'static str, shown: Shown, view: &LeadsView, pages: &UseStateHandle<usize>) -> Html {
    let words = match which {
        Shown::Own => ta!("leads-own", args![n = view.own.len()]),
        Shown::Pool => ta!("leads-pool", args![n = view.pool.len()]),
        Shown::Team => ta!("leads-team", args![n = view.team.len()]),
    };
    let pages = pages.setter();
    let choose = Callback::from(move |_: MouseEvent| {
        pages.set(PAGE_LINES);
        replace_with_query(Route::Leads, &TabQuery(key.to_owned()));
    });
    crate::components::form::toggle_chip(words, which == shown, choose)
}

#[derive(PartialEq, Properties)]
struct LeadRowProps {
    line: LeadLine,
    team: bool,
    claims: bool,
    /// Ages change with it.
    today: fieldnote_core::values::Day,
}

#[component]
fn LeadRow(props: &LeadRowProps) -> Html {
    let app = use_app();
    let context = use_context();
    let LeadLine { row, score, is_key, grade: letter } = &props.line;
    let account = row.account;
    let tone = is_key.then_some("soon");
    let claim = Callback::from(move |_: MouseEvent| claim(&app, account));
    html! {
        <li class="row" data-tone={tone}>
            <div class="row-margin"><b class="num">{ score.total }</b>{ if *is_key { t!("lead-key-short") } else { t!("lead-points") } }</div>
            <Go class="row-main" to={Route::Customer { id: account }}>
                <span class="row-title">{ grade(*letter) }<span class="clip-2">{ &row.name }</span></span>
                { meta(&props.line, props.team, &context) }
            </Go>
            if props.claims {
                <button class="link row-link" type="button" onclick={claim}>{ t!("lead-claim") }<span class="sr">{ " " }{ &row.name }</span></button>
            }
        </li>
    }
}

fn meta(line: &LeadLine, team: bool, context: &Context) -> Html {
    let row = &line.row;
    let inputs = row.lead.as_ref();
    let source = inputs.map(|inputs| label_of_code("source", &inputs.source)).unwrap_or_default();
    let campaign = inputs.map(|inputs| inputs.campaign.clone()).unwrap_or_default();
    let place = words::region(&context.policy, &row.region);
    let known = [place.to_string(), row.industry.to_string(), source.to_string(), campaign];
    let known = known.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let owner = row.owner.filter(|owner| team && !owner.is_pool());
    html! {
        <span class="row-meta">
            if row.in_pool() && row.asked.is_some() { { tag(Some(Tone::Held), Some("clock"), t!("lead-claiming")) } }
            if !known.is_empty() { <span>{ known }</span> }
            if let Some(owner) = owner { <span>{ words::member(context, owner) }</span> }
        </span>
    }
}

/// Asks for a lead of the pool.
pub fn claim(app: &App, account: AccountId) {
    let request = app.random(|random| RequestId::random(random));
    let to = app.read(|session| session.identity().user);
    app.run(Command::RequestAssignment { account, request, to }, key!("toast-claimed"));
}
