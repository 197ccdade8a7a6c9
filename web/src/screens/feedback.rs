//! What other departments added and nobody has acted on (待处理的反馈), over all customers of the person.

use fieldnote_core::model::{ContributionKind, Role};
use fieldnote_core::projection::{Context, FeedbackLine, feedback};
use fieldnote_core::rules::contribution::may_contribute;
use yew::prelude::*;

use super::words;
use crate::components::form::toggle_chip;
use crate::components::marks::grade;
use crate::components::state::{empty, more};
use crate::frame::{Go, Page, Tab, Tone, icon_small};
use crate::hooks::{use_context, use_standing};
use crate::i18n::{args, format, label_of_code, t, ta};
use crate::route::Route;

/// Lines drawn at first, and more with each tap.
const PAGE_LINES: usize = 20;

/// Returns what is open, the most pressing first.
#[hook]
pub fn use_feedback() -> std::rc::Rc<Vec<FeedbackLine>> {
    use_standing(|session, context| feedback(&session.rows(), session.open_contributions(), context))
}

/// The screen.
#[component]
pub fn Feedback() -> Html {
    let context = use_context();
    let lines = use_feedback();
    let shown = use_state_eq(|| PAGE_LINES);
    let only = use_state_eq(|| None::<ContributionKind>);
    let departments = matches!(context.role(), Some(Role::Marketing | Role::Service | Role::Csm));
    let (back, tab) = if departments { (None, Tab::Feedback) } else { (Some(Route::Today), Tab::Today) };
    let there: Vec<_> = ContributionKind::ALL
        .into_iter()
        .map(|kind| (kind, lines.iter().filter(|line| line.open.kind == kind).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let chosen = only.filter(|only| there.iter().any(|(kind, _)| kind == only));
    let fits: Vec<_> = lines.iter().filter(|line| chosen.is_none_or(|only| line.open.kind == only)).collect();
    let chip = |(kind, count): &(ContributionKind, usize)| {
        let (kind, only) = (*kind, only.setter());
        let on = chosen == Some(kind);
        let words = format!("{} {count}", label_of_code("contribution", &kind.key().into()));
        toggle_chip(words, on, Callback::from(move |_: MouseEvent| only.set((!on).then_some(kind))))
    };
    html! {
        <Page title={t!("feedback")} sub={(!lines.is_empty()).then(|| AttrValue::from(lines.len().to_string()))} {back} {tab}>
            if lines.is_empty() {
                { empty("check", None, t!("feedback-none"), t!("feedback-none-text"), Html::default()) }
            } else {
                <section class="section" aria-label={t!("feedback")}>
                    if there.len() > 1 {
                        <div class="cluster pad pad-block" role="group" aria-label={t!("field-contribution-kind")}>{ for there.iter().map(chip) }</div>
                    }
                    <ul class="list" role="list">{ for fits.iter().take(*shown).map(|line| row(line, &context)) }</ul>
                    { more(fits.len(), &shown, 5 * PAGE_LINES) }
                </section>
            }
        </Page>
    }
}

fn row(line: &FeedbackLine, context: &Context) -> Html {
    let FeedbackLine { row, open, since, days } = line;
    let (id, kind) = (row.account, open.kind);
    let name = |user| words::name(&context.directory, user);
    let owner = row.owner.filter(|owner| *owner != context.me && !owner.is_pool());
    let may = context.role().is_some_and(|role| may_contribute(role, kind));
    let complains = kind == ContributionKind::Complaint;
    html! {
        <li class="row" data-tone={complains.then_some(Tone::Late.key())} key={open.id.to_string()}>
            <div class="row-margin">
                <b>{ if *days == 0 { t!("today") } else { ta!("days-n", args![n = *days]) } }</b>
                { label_of_code("contribution-short", &kind.key().into()) }
            </div>
            <Go class="row-main" to={Route::Customer { id }}>
                <span class="row-title">{ grade(row.grade) }<span class="clip-2">{ &row.name }</span></span>
                <span class="row-text">{ &open.text }</span>
                <span class="row-meta">
                    if let Some(since) = since { <span>{ format::day(*since) }</span> }
                    if open.by.is_some() { <span>{ name(open.by) }</span> }
                    if owner.is_some() { <span>{ ta!("feedback-owner", args![name = name(owner).as_str()]) }</span> }
                </span>
            </Go>
            if may {
                <Go class="link row-link" to={Route::AnswerContribution { account: id, contribution: open.id }}>{ t!("added-do") }
                    <span class="sr">{ " " }{ &row.name }</span></Go>
            }
        </li>
    }
}

/// The way to what is open, while something is.
pub fn to_feedback(lines: &[FeedbackLine]) -> Html {
    let Some(first) = lines.first() else { return Html::default() };
    let complaints = lines.iter().filter(|line| line.open.kind == ContributionKind::Complaint).count();
    html! {
        <section class="section">
            <ul class="list" role="list"><li class="row" data-tone={(if complaints > 0 { Tone::Late } else { Tone::Soon }).key()}>
                <div class="row-margin"><b>{ lines.len() }</b></div>
                <Go class="row-main" to={Route::Feedback}>
                    <span class="row-title">{ t!("feedback") }</span>
                    <span class="row-meta">
                        if complaints > 0 { <span>{ ta!("feedback-complaints", args![n = complaints]) }</span> }
                        <span class="clip-2">{ &first.row.name }</span>
                    </span>
                </Go>
                <span class="row-end">{ icon_small("next") }</span>
            </li></ul>
        </section>
    }
}
