//! One customer of the list.

use std::rc::Rc;

use fieldnote_core::model::OpportunityResult;
use fieldnote_core::projection::CustomerLine;
use fieldnote_core::summary::{RowAudience, SummaryRow};
use fieldnote_core::values::{Day, Money};
use yew::prelude::*;

use crate::components::marks::{grade, tag};
use crate::components::menu::{Menu, MenuItem};
use crate::frame::{Go, Tone};
use crate::hooks::{use_app, use_context};
use crate::i18n::{args, format, key, label_of_code, t, ta};
use crate::route::Route;
use crate::screens::words;

/// Properties of [`CustomerRow`].
#[derive(Properties)]
pub struct CustomerRowProps {
    /// The customer.
    pub line: Rc<CustomerLine>,
    /// Today: ages change with it.
    pub today: Day,
    /// Shows whose customer it is.
    pub owner: bool,
}

impl PartialEq for CustomerRowProps {
    fn eq(&self, other: &Self) -> bool {
        // Rows are shared: the same row behind the pointer is the same content.
        std::sync::Arc::ptr_eq(&self.line.row, &other.line.row)
            && self.line.excerpt == other.line.excerpt
            && self.today == other.today
            && self.owner == other.owner
    }
}

/// The row.
#[component]
pub fn CustomerRow(props: &CustomerRowProps) -> Html {
    let app = use_app();
    let context = use_context();
    let row = &props.line.row;
    let id = row.account;
    let limit = row.limit_days(&context.policy);
    let late = props.line.silent_days.is_some_and(|days| days > limit) && !row.inactive;
    let ago = match props.line.silent_days {
        Some(days) => words::days_ago(days),
        // Of a name nothing more is known.
        None if row.audience == RowAudience::Named => AttrValue::default(),
        None => t!("never"),
    };
    let sells = context.sells();
    let items = Callback::from(move |()| {
        let to = |icon, key, route: Route| {
            let app = app.clone();
            MenuItem::new(icon, t(key), move || app.navigate(route))
        };
        let open = to("customers", key!("open-customer"), Route::Customer { id });
        if !sells {
            return vec![open];
        }
        vec![
            to("edit", key!("record"), Route::RecordFor { account: id }),
            to("todo", key!("new-task"), Route::NewTaskFor { account: id }),
            to("deals", key!("new-opportunity"), Route::NewOpportunityFor { account: id }),
            open,
        ]
    });
    html! {
        <li class="row" data-tone={late.then_some("late")}>
            <div class="row-margin"><b>{ ago }</b>{ if late { t!("overdue-silent") } else { AttrValue::default() } }</div>
            <Go class="row-main" to={Route::Customer { id }}>
                <span class="row-title">{ grade(row.grade) }<span class="clip-2">{ &row.name }</span></span>
                { text(&props.line) }
                { meta(props, &context) }
            </Go>
            <Menu label={ta!("more-of", args![name = row.name])} title={row.name.clone()} {items} />
        </li>
    }
}

fn text(line: &CustomerLine) -> Html {
    match &line.excerpt {
        Some(excerpt) => html! {
            <span class="row-text">{ "“" }{ &excerpt.before }<mark>{ &excerpt.hit }</mark>{ &excerpt.after }{ "”" }</span>
        },
        None => match line.row.last_contact.as_ref().filter(|last| !last.excerpt.is_empty()) {
            Some(last) => html! { <span class="row-text clip-2">{ &last.excerpt }</span> },
            None => Html::default(),
        },
    }
}

/// What is known of a customer beside the name where that is all (spec 4.2).
fn of_name(row: &SummaryRow) -> Html {
    html! {
        <>
            if !row.industry.is_empty() { <span>{ label_of_code("industry", &row.industry) }</span> }
            for word in row.tags.iter() { { tag(None, None, word.clone()) } }
        </>
    }
}

fn meta(props: &CustomerRowProps, context: &fieldnote_core::projection::Context) -> Html {
    let row = &props.line.row;
    let open = row.opportunities.iter().filter(|deal| deal.result == OpportunityResult::Open);
    let sum: Money = open.clone().map(|deal| deal.amount).sum();
    let mut place = Vec::new();
    if !row.region.is_empty() {
        place.push(words::region(&context.policy, &row.region).to_string());
    }
    if sum.0 > 0 {
        place.push(format::money(sum));
    }
    let stage = open.clone().next().map(|deal| words::stage(&context.policy, &deal.stage));
    let tone = match row.state.as_str() {
        "high_intent" => Tone::Ok,
        "at_risk" => Tone::Late,
        _ => Tone::Mute,
    };
    html! {
        <span class="row-meta">
            if row.audience == RowAudience::Named { { of_name(row) } }
            if row.in_pool() { { tag(Some(Tone::Soon), None, t!("lead-pool")) } } else if row.lead.is_some() { { tag(Some(Tone::Soon), None, t!("lead")) } }
            if row.inactive { { tag(Some(Tone::Mute), None, t!("inactive")) } }
            if !row.state.is_empty() { { tag(Some(tone), None, label_of_code("state", &row.state)) } }
            if row.clashes > 0 { { tag(Some(Tone::Held), Some("both"), ta!("clashes-n", args![n = row.clashes])) } }
            if !place.is_empty() { <span>{ place.join(" · ") }</span> }
            if let Some(stage) = stage { <span>{ stage }</span> }
            if let Some(day) = row.next_contact { <span>{ ta!("next-on", args![day = format::day(day)]) }</span> }
            if let Some(owner) = row.owner.filter(|_| props.owner && !row.in_pool()) { <span>{ words::member(context, owner) }</span> }
        </span>
    }
}
