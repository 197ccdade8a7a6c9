//! The team (团队): the merged pipeline by stage, rep and region, from summary rows alone.

pub mod charts;
pub mod matrix;
pub mod risks;

use fieldnote_core::policy::PolicyNumber;
use fieldnote_core::projection::{Ratio, TeamFilter, TeamView, team};
use fieldnote_core::values::Code;
use yew::prelude::*;

use crate::components::form::toggle_chip;
use crate::components::marks::figure;
use crate::components::state::empty;
use crate::frame::{Go, Page, Tab, icon};
use crate::hooks::{use_context, use_projection};
use crate::i18n::{args, format, label, t, ta};
use crate::route::{Route, replace_with_query, use_query};

/// The screen.
#[component]
pub fn Team() -> Html {
    let context = use_context();
    let filter = use_query::<TeamFilter>();
    let view =
        use_projection(filter.clone(), |session, context| team(&session.rows(), session.synced(), &filter, context));
    let set = Callback::from(|filter: TeamFilter| replace_with_query(Route::Team, &filter));
    let regions = view.region_choices.iter().map(|(_, name)| label(name).to_string()).collect::<Vec<_>>();
    html! {
        <Page title={t!("nav-team")} sub={regions.join(&t!("list-comma"))} tab={Tab::Team}>
            { stale(&view, context.policy.number(PolicyNumber::StaleSyncH)) }
            { stats(&view) }
            { filters(&filter, &view, &set) }
            if view.count == 0 {
                { empty("team", None, t!("team-empty"), t!("team-empty-text"), html! {
                    <Go class="btn btn-primary" to={Route::Customers}>{ t!("all-customers") }</Go>
                }) }
            }
            <div class="cols even">
                { charts::funnel(&view) }
                { risks::risks(&view, &context) }
            </div>
            { matrix::matrix(&view, &context) }
            <div class="cols even">
                { charts::by_rep(&view) }
                { outcomes(&view) }
                { discipline(&view) }
            </div>
        </Page>
    }
}

fn stale(view: &TeamView, hours: i64) -> Html {
    if view.stale.is_empty() {
        return Html::default();
    }
    let names = view.stale.iter().map(|rep| rep.name.clone()).collect::<Vec<_>>().join(&t!("list-comma"));
    html! {
        <div class="banner" data-tone="soon" role="status">{ icon("clock") }
            <div><strong>{ ta!("team-stale", args![names = names, n = hours]) }</strong>{ t!("team-stale-text") }</div></div>
    }
}

fn stats(view: &TeamView) -> Html {
    html! {
        <div class="stats">
            <div class="stat"><b>{ figure(&format::money(view.sum)) }</b><span>{ t!("team-open") }</span></div>
            <div class="stat"><b>{ figure(&format::money(view.weighted)) }</b><span>{ t!("weighted") }</span></div>
            <a class="stat" data-tone={(!view.risks.is_empty()).then_some("late")} href="#risk"><b>{ view.risks.len() }</b><span>{ t!("team-at-risk") }</span></a>
        </div>
    }
}

fn filters(filter: &TeamFilter, view: &TeamView, set: &Callback<TeamFilter>) -> Html {
    let chip = |name: AttrValue, on: bool, next: TeamFilter| {
        toggle_chip(name, on, set.reform(move |_: MouseEvent| next.clone()))
    };
    html! {
        <section class="section pad section-tight"><div class="chips" role="group" aria-label={t!("filter")}>
            { chip(t!("all-regions"), filter.region.is_empty(), TeamFilter { region: Code::default(), ..filter.clone() }) }
            for (code, name) in view.region_choices.iter() {
                <>{ chip(label(name), filter.region == *code, TeamFilter { region: code.clone(), ..filter.clone() }) }</>
            }
            { chip(t!("this-quarter"), filter.quarter, TeamFilter { quarter: !filter.quarter, ..filter.clone() }) }
        </div></section>
    }
}

/// How it came out in the last twelve months, each with what it counts (S0-03, S0-05).
fn outcomes(view: &TeamView) -> Html {
    let figures = view.outcomes;
    let line = |name: AttrValue, ratio: Ratio| {
        let share = ratio.percent().map_or_else(|| t!("none-yet"), |part| ta!("percent", args![n = part]));
        html! {
            <><dt>{ name }</dt><dd class="num"><b>{ share }</b>{ " " }
                <span class="dim">{ format!("{} / {}", ratio.part, ratio.whole) }</span></dd></>
        }
    };
    html! {
        <section class="section" aria-labelledby="oc">
            <div class="section-head"><h2 id="oc">{ t!("outcomes") }</h2><span class="dim">{ t!("outcomes-period") }</span></div>
            <div class="card"><dl class="facts facts-end">
                { line(t!("outcomes-deals"), figures.deals) }
                { line(t!("outcomes-leads"), figures.leads) }
                { line(t!("outcomes-repurchase"), figures.repurchase) }
                { line(t!("outcomes-retention"), figures.retention) }
            </dl></div>
        </section>
    }
}

fn discipline(view: &TeamView) -> Html {
    let kept = view.discipline;
    let on_time =
        (kept.on_time * 100).checked_div(kept.records).map_or_else(|| t!("none-yet"), |part| format!("{part}%").into());
    html! {
        <section class="section" aria-labelledby="fd">
            <div class="section-head"><h2 id="fd">{ t!("discipline") }</h2></div>
            <div class="card"><dl class="facts facts-end">
                <dt>{ t!("discipline-on-time") }</dt><dd class="num"><b>{ on_time }</b></dd>
                <dt>{ t!("discipline-records") }</dt><dd class="num"><b>{ kept.records }</b></dd>
                <dt>{ t!("discipline-promises") }</dt><dd class="num"><b>{ kept.open_promises }</b></dd>
                <dt>{ t!("discipline-unplanned") }</dt><dd class="num"><b>{ kept.without_plan }{ " / " }{ kept.customers }</b></dd>
            </dl></div>
        </section>
    }
}
