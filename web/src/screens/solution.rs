//! The solution (解决方案) of an opportunity: the needs that it is for, what is proposed, and the text for the customer.

use std::sync::Arc;

use fieldnote_core::command::{Command, OpportunityEdit, VisitEdit};
use fieldnote_core::model::{Account, Opportunity, Solution, Visit};
use fieldnote_core::projection::{Context, cases};
use fieldnote_core::rules::need_priority::{self, may_enter_solution, ranked};
use fieldnote_core::rules::solution::{self, SolutionPart};
use fieldnote_core::session::Availability;
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::values::{AccountId, Money, OpportunityId};
use yew::prelude::*;

use crate::components::form::check;
use crate::components::state::skeleton;
use crate::components::tabs::focus;
use crate::frame::{Go, Page, Tab, icon};
use crate::hooks::{use_app, use_context, use_open, use_projection};
use crate::i18n::{Key, args, format, key, t, ta};
use crate::route::Route;
use crate::screens::care::hand_over;
use crate::screens::forms::{Filling, Kind, Values, field_id, money_text, use_filling};
use crate::screens::unavailable::unavailable;
use crate::shell::App;

/// Success cases offered to be cited.
const CASES_SHOWN: usize = 3;
/// The parts that are typed, in the order in which they are read.
const FIELDS: [(SolutionPart, Kind); 6] = [
    (SolutionPart::Products, Kind::Area),
    (SolutionPart::Period, Kind::Text),
    (SolutionPart::Effect, Kind::Area),
    (SolutionPart::Quote, Kind::Money),
    (SolutionPart::Benefit, Kind::Area),
    (SolutionPart::Basis, Kind::Area),
];

/// Returns the field of a part, and its name.
const fn named(part: SolutionPart) -> (&'static str, Key) {
    match part {
        SolutionPart::Needs => ("needs", key!("solution-needs")),
        SolutionPart::Products => ("products", key!("field-products")),
        SolutionPart::Period => ("period", key!("field-period")),
        SolutionPart::Effect => ("effect", key!("field-effect")),
        SolutionPart::Quote => ("amount", key!("solution-quote")),
        SolutionPart::Benefit => ("benefit", key!("field-benefit")),
        SolutionPart::Basis => ("basis", key!("field-basis")),
    }
}

/// Which opportunity.
#[derive(Debug, PartialEq, Properties)]
pub struct SolutionProps {
    /// Of which customer.
    pub account: AccountId,
    /// Which.
    pub opportunity: OpportunityId,
}

/// The screen.
#[component]
pub fn SolutionScreen(props: &SolutionProps) -> Html {
    let (title, back) = (t!("solution"), Route::Customer { id: props.account });
    let state = use_open(props.account);
    match &state {
        Availability::Ready(account) => match account.opportunities.get(&props.opportunity) {
            Some(deal) => html! { <Editor account={Arc::clone(account)} deal={deal.clone()} /> },
            None => {
                html! { <Page {title} {back} tab={Tab::Deals}><p class="dim pad">{ t!("solution-no-deal") }</p></Page> }
            }
        },
        Availability::Loading => html! { <Page {title} {back} tab={Tab::Deals}>{ skeleton(4) }</Page> },
        state => html! { <Page {title} {back} tab={Tab::Deals}>{ unavailable(state) }</Page> },
    }
}

#[derive(Properties)]
struct EditorProps {
    account: Arc<Account>,
    deal: Opportunity,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account) && self.deal.id == other.deal.id
    }
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let (app, context) = (use_app(), use_context());
    let (account, deal) = (&props.account, &props.deal);
    let filling = use_filling(format!("solution/{}", deal.id), || start(deal));
    let (id, industry) = (account.id, account.profile.industry.clone());
    let told_cases = use_projection((id, industry.clone()), move |session, _| cases(&session.rows(), id, &industry));
    // What is typed counts before it is saved: what is missing goes away under one's hands.
    let typed = typed(deal, &filling.values);
    let submit = {
        let (app, filling, account, deal) = (app.clone(), filling.clone(), account.id, deal.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&app, &filling, account, deal);
        })
    };
    html! {
        <Page title={t!("solution")} sub={deal.title.clone()} back={Route::Customer { id: account.id }} tab={Tab::Deals}
            dock={filling.dock("solution", t!("solution-save"), &context)}>
            <form id="solution" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                { standing(account, &typed, &context, &app) }
                { needs(account, deal, &context, &app) }
                { draft(account, &typed, &filling, &context) }
                { told(&told_cases, &filling) }
                { for FIELDS.iter().map(|(part, kind)| field(*part, kind, &filling, account, &context)) }
            </form>
        </Page>
    }
}

fn start(deal: &Opportunity) -> Values {
    let Solution { products, period, effect, benefit, basis } = deal.solution.clone();
    Values::start([
        ("products", products),
        ("period", period),
        ("effect", effect),
        ("amount", money_text(deal.amount)),
        ("benefit", benefit),
        ("basis", basis),
    ])
}

/// Returns the opportunity as it would be with what is typed.
fn typed(deal: &Opportunity, values: &Values) -> Opportunity {
    let text = |key| values.text(key);
    let (products, period, effect) = (text("products"), text("period"), text("effect"));
    let solution = Solution { products, period, effect, benefit: text("benefit"), basis: text("basis") };
    Opportunity { amount: Money::parse(&values.text("amount")).ok(), solution, ..deal.clone() }
}

fn field(part: SolutionPart, kind: &Kind, filling: &Filling, account: &Account, context: &Context) -> Html {
    let (name, label) = named(part);
    let quote = Money::parse(&filling.values.text("amount")).ok();
    let oversold = part == SolutionPart::Quote && solution::is_oversold(account.profile.grade, quote, &context.policy);
    html! {
        <>
            { filling.field(name, t(label), kind, false) }
            if oversold { <p class="field-hint" role="status">{ icon("alert") }<span>{ t!("solution-oversold") }</span></p> }
        </>
    }
}

/// Says what is missing, each part one tap away, or hands the text over.
fn standing(account: &Account, deal: &Opportunity, context: &Context, app: &App) -> Html {
    let missing = solution::missing(account, deal, &context.policy);
    if missing.is_empty() {
        let (app, text) = (app.clone(), text_for_customer(account, deal, context));
        let send = Callback::from(move |_: MouseEvent| hand_over(&app, text.clone()));
        return html! {
            <div class="spread" role="status"><b>{ t!("solution-whole") }</b>
                <button class="btn btn-s" type="button" onclick={send}>{ t!("care-send") }</button></div>
        };
    }
    html! {
        <fieldset class="field"><legend>{ t!("solution-missing") }</legend>
            <div class="cluster">{ for missing.into_iter().map(way_to) }</div></fieldset>
    }
}

/// The name of a part, which leads to its field.
fn way_to(part: SolutionPart) -> Html {
    let (field, name) = named(part);
    let go = Callback::from(move |_: MouseEvent| focus(&field_id(field)));
    html! { <button class="chip" type="button" onclick={go}>{ t(name) }</button> }
}

/// The needs that were analysed, each in or out; what matches too little cannot go in.
fn needs(account: &Account, deal: &Opportunity, context: &Context, app: &App) -> Html {
    let ranked = ranked(account, &context.policy);
    html! {
        <fieldset class="field" id={field_id(named(SolutionPart::Needs).0)} tabindex="-1"><legend>{ t!("solution-needs") }</legend>
            if ranked.is_empty() {
                <p class="dim">{ t!("solution-no-needs") }{ " " }
                    <Go class="link" to={Route::RecordFor { account: account.id }}>{ t!("record") }</Go></p>
            }
            <div class="stack is-tight">
                for need in ranked { <div key={need.id.to_string()}>{ choice(need, account.id, deal.id, context, app) }</div> }
            </div>
        </fieldset>
    }
}

fn choice(need: &Visit, account: AccountId, deal: OpportunityId, context: &Context, app: &App) -> Html {
    let words = need_priority::words(need).to_owned();
    let visit = need.id;
    let on = need.solution == Some(deal);
    let enough = may_enter_solution(&need.analysis, &context.policy);
    let matched = need.analysis.matched.map(|matched| ta!("need-match", args![n = i64::from(matched.get())]));
    if !on && enough != Some(true) {
        let why = if enough.is_some() { t!("need-no-match") } else { t!("solution-match-unknown") };
        return html! {
            <p class="dim">{ words }{ " · " }
                <Go class="link" to={Route::AmendVisit { account, visit }}>{ why }
                    if let Some(matched) = matched { { " · " }{ matched } }</Go></p>
        };
    }
    let app = app.clone();
    let put = Callback::from(move |on: bool| {
        let edits = vec![VisitEdit::Solution(on.then_some(deal))];
        let done = if on { key!("toast-need-in") } else { key!("toast-need-out") };
        app.run(Command::AmendVisit { account, visit, edits }, done);
    });
    // One that was lowered afterwards stands there until it is taken out, and says so.
    let low = on && enough != Some(true);
    let label = [Some(words), matched.map(|matched| matched.to_string()), low.then(|| t!("need-no-match").to_string())];
    let elsewhere = need.solution.filter(|other| *other != deal).map(|_| t!("solution-elsewhere").to_string());
    check("", label.into_iter().chain([elsewhere]).flatten().collect::<Vec<_>>().join(" · "), on, put)
}

/// Offers to fill what is empty with what the customer said.
fn draft(account: &Account, typed: &Opportunity, filling: &Filling, context: &Context) -> Html {
    let Solution { effect, benefit, basis, .. } =
        solution::draft(&solution::needs_of(account, typed.id, &context.policy));
    let empty = |now: &str, new: &str| now.trim().is_empty() && !new.is_empty();
    let now = &typed.solution;
    let fills = [("effect", &now.effect, effect), ("benefit", &now.benefit, benefit), ("basis", &now.basis, basis)];
    let fills: Vec<_> =
        fills.into_iter().filter(|(_, now, new)| empty(now, new)).map(|(key, _, new)| (key, new)).collect();
    if fills.is_empty() {
        return Html::default();
    }
    let fill = filling.edit.click(move |values: &mut Values| {
        fills.iter().for_each(|(key, text)| values.put(key, text.clone()));
    });
    html! { <button class="btn btn-s" type="button" onclick={fill}>{ icon("edit") }{ t!("solution-draft") }</button> }
}

/// Success cases that their customers have allowed to be told, each put into what the decision goes by with a tap.
fn told(cases: &[Arc<SummaryRow>], filling: &Filling) -> Html {
    if cases.is_empty() {
        return Html::default();
    }
    let line = |row: &Arc<SummaryRow>| {
        let about = [row.case.content.as_str(), row.case.effect.as_str()];
        let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let text = ta!("case-cited", args![name = row.name, about = about]).to_string();
        let there = filling.values.text("basis").contains(&text);
        let cite = filling.edit.click({
            let text = text.clone();
            move |values: &mut Values| {
                let before = values.text("basis");
                values.put("basis", [before.trim(), &text].join("\n").trim().to_owned());
            }
        });
        html! {
            <div class="spread" key={row.account.to_string()}><span>{ text }</span>
                if !there { <button class="link" type="button" onclick={cite}>{ t!("case-cite") }<span class="sr">{ " " }{ &row.name }</span></button> }
            </div>
        }
    };
    html! {
        <fieldset class="field"><legend>{ t!("case-told") }</legend>
            <div class="stack is-tight">{ for cases.iter().take(CASES_SHOWN).map(line) }</div>
            <p class="dim">{ t!("solution-note") }</p></fieldset>
    }
}

/// Returns the solution as a text, with the note that its effect depends on how it is used.
fn text_for_customer(account: &Account, deal: &Opportunity, context: &Context) -> String {
    let Solution { products, period, effect, benefit, basis } = &deal.solution;
    let needs = solution::needs_of(account, deal.id, &context.policy);
    let needs: Vec<&str> = needs.into_iter().map(need_priority::words).collect();
    let quote = deal.amount.map(format::money_full).unwrap_or_default();
    let part = |name: AttrValue, text: &str| format!("{name}\n{}", text.trim());
    [
        format!("{} · {}", account.profile.name, deal.title),
        part(t!("field-benefit"), benefit),
        part(t!("solution-needs"), &needs.join("\n")),
        part(t!("field-products"), products),
        part(t!("field-period"), period),
        part(t!("field-effect"), &format!("{}\n{}", effect.trim(), t!("solution-note"))),
        part(t!("field-basis"), basis),
        part(t!("solution-quote"), &quote),
    ]
    .join("\n\n")
}

fn submit(app: &App, filling: &Filling, account: AccountId, opportunity: OpportunityId) {
    if filling.stops(&[], &[("amount", Kind::Money)]) {
        return;
    }
    let values = &filling.values;
    let edit = |part: SolutionPart| {
        let (name, _) = named(part);
        let text = Some(values.text(name)).filter(|_| values.changed(name))?;
        Some(match part {
            SolutionPart::Needs => return None,
            SolutionPart::Products => OpportunityEdit::Products(text),
            SolutionPart::Period => OpportunityEdit::Period(text),
            SolutionPart::Effect => OpportunityEdit::Effect(text),
            SolutionPart::Quote => OpportunityEdit::Amount(Money::parse(&text).ok()),
            SolutionPart::Benefit => OpportunityEdit::Benefit(text),
            SolutionPart::Basis => OpportunityEdit::Basis(text),
        })
    };
    let edits: Vec<_> = FIELDS.iter().filter_map(|(part, _)| edit(*part)).collect();
    let path = Route::Customer { id: account }.path();
    if edits.is_empty() {
        filling.leave(path);
    } else {
        filling.save(app, Command::EditOpportunity { account, opportunity, edits }, key!("toast-solution"), path);
    }
}
