//! The monthly review (分级复盘): grades to confirm with a proposal, key information to confirm with the customer, and
//! data in doubt.

use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::projection::{Context, ReviewLine, ReviewView, review};
use fieldnote_core::rules::cleaning::Doubt;
use fieldnote_core::rules::grade_review::Review as State;
use fieldnote_core::summary::RowAudience;
use fieldnote_core::values::{AccountId, Day};
use yew::prelude::*;

use super::customer::actions::Deactivate;
use super::grading::{GradeForm, proposal_words};
use super::words;
use crate::components::marks::{grade, tag};
use crate::components::state::{empty, more};
use crate::frame::{Go, Page, Tab, Tone, icon_small};
use crate::hooks::{use_app, use_context, use_projection};
use crate::i18n::{args, format, key, t, ta};
use crate::route::Route;
use crate::shell::App;

/// Lines drawn at first, and more with each tap.
const PAGE_LINES: usize = 20;

/// The screen.
#[component]
pub fn Review() -> Html {
    let context = use_context();
    let view = use_projection((), |session, context| review(&session.rows(), context));
    let shown = use_state_eq(|| PAGE_LINES);
    let in_doubt = view.doubtful.iter().filter(|line| line.grade == State::Done).count();
    let left = view.grades.len() + view.key_information.len() + in_doubt;
    let sub = (left > 0).then(|| ta!("customers-count", args![n = left]));
    html! {
        <Page title={t!("review-month")} {sub} back={Route::Today} tab={Tab::Today}>
            if left == 0 {
                { empty("check", None, t!("review-month-done"), ta!("review-month-done-text", args![n = view.done]), Html::default()) }
            }
            if !view.grades.is_empty() { { grades(&view, &shown, &context) } }
            if !view.doubtful.is_empty() { <Doubtful lines={view.doubtful.clone()} /> }
            if !view.key_information.is_empty() { <KeyInformation lines={view.key_information.clone()} /> }
        </Page>
    }
}

/// Returns until when a review is in time, and that it is or was due then; nothing when it is done.
pub fn deadline(state: State) -> Option<(Tone, Day, AttrValue)> {
    match state {
        State::Overdue { by } => Some((Tone::Late, by, t!("review-overdue"))),
        State::Due { by } => Some((Tone::Soon, by, t!("due-short"))),
        State::Done => None,
    }
}

fn grades(view: &ReviewView, shown: &UseStateHandle<usize>, context: &Context) -> Html {
    html! {
        <section class="section" aria-labelledby="grades-t">
            <div class="section-head"><h2 id="grades-t">{ ta!("review-grades-n", args![n = view.grades.len()]) }</h2>
                <span class="dim">{ t!("review-grades-note") }</span></div>
            <ul class="list" role="list">
                for line in view.grades.iter().take(**shown) {
                    <li key={line.row.account.to_string()}>{ grade_line(line, context) }</li>
                }
            </ul>
            { more(view.grades.len(), shown, 5 * PAGE_LINES) }
        </section>
    }
}

fn grade_line(line: &ReviewLine, context: &Context) -> Html {
    let row = &line.row;
    let Some((tone, by, words)) = deadline(line.grade) else { return Html::default() };
    let own = row.audience == RowAudience::Owner;
    let whose = row.owner.filter(|_| !own).map(|owner| words::member(context, owner));
    let change = line.proposal.as_ref().filter(|_| line.proposes_change());
    html! {
        <details class="fold">
            <summary class="row" data-tone={tone.key()}>
                <span class="row-margin"><b>{ format::day(by) }</b>{ words }</span>
                <span class="row-main">
                    <span class="row-title">{ grade(row.grade) }<span class="clip-2">{ &row.name }</span>
                        if let Some(change) = change {
                            { tag(Some(Tone::Soon), None, ta!("grade-to", args![grade = change.grade.letter()])) }
                        }
                    </span>
                    { whose.map(|name| html! { <span class="row-meta">{ name }</span> }) }
                </span>
                <span class="row-end">{ icon_small("down") }</span>
            </summary>
            <div class="fold-body">
                if own {
                    <GradeForm account={row.account} grade={row.grade} proposal={line.proposal.clone()} />
                } else {
                    <p>{ proposal_words(line.proposal.as_ref()) }</p>
                }
                <Go class="link" to={Route::Customer { id: row.account }} query="tab=file">{ t!("open-customer") }<span class="sr">{ " " }{ &row.name }</span></Go>
            </div>
        </details>
    }
}

#[derive(PartialEq, Properties)]
struct LinesProps {
    lines: Vec<ReviewLine>,
}

/// Whose data may no longer hold: to be confirmed, mended, or marked as invalid by stopping to follow the customer.
#[component]
fn Doubtful(props: &LinesProps) -> Html {
    let app = use_app();
    let context = use_context();
    let shown = use_state_eq(|| PAGE_LINES);
    let closing = use_state_eq(|| None::<(AccountId, String)>);
    let close = {
        let closing = closing.clone();
        Callback::from(move |()| closing.set(None))
    };
    let line = |line: &ReviewLine| {
        let row = &line.row;
        let (account, name) = (row.account, row.name.clone());
        let stop = {
            let closing = closing.clone();
            Callback::from(move |_: MouseEvent| closing.set(Some((account, name.clone()))))
        };
        let own = row.audience == RowAudience::Owner;
        let whose = row.owner.filter(|_| !own).map(|owner| words::member(&context, owner));
        let confirmed = matches!(line.doubt, Some(Doubt::Unconfirmed(_)));
        html! {
            <li key={account.to_string()}>
                <details class="fold">
                    <summary class="row" data-tone={Tone::Soon.key()}>
                        <span class="row-margin">{ line.doubt.map(doubt_short) }</span>
                        <span class="row-main">
                            <span class="row-title">{ grade(row.grade) }<span class="clip-2">{ &row.name }</span></span>
                            <span class="row-meta">{ line.doubt.map(doubt_words) }</span>
                            { whose.map(|name| html! { <span class="row-meta">{ name }</span> }) }
                        </span>
                        <span class="row-end">{ icon_small("down") }</span>
                    </summary>
                    <div class="fold-body cluster">
                        if own && confirmed {
                            <button class="btn btn-small" type="button" onclick={confirm(&app, account, context.today())}>{ t!("verified-now") }<span class="sr">{ " " }{ &row.name }</span></button>
                        }
                        <Go class="link" to={Route::Customer { id: account }} query="tab=file">{ t!("doubt-mend") }<span class="sr">{ " " }{ &row.name }</span></Go>
                        if own {
                            <button class="link" type="button" onclick={stop}>{ t!("deactivate") }<span class="sr">{ " " }{ &row.name }</span></button>
                        }
                    </div>
                </details>
            </li>
        }
    };
    html! {
        <section class="section" aria-labelledby="doubt-t">
            <div class="section-head"><h2 id="doubt-t">{ ta!("review-doubt-n", args![n = props.lines.len()]) }</h2>
                <span class="dim">{ t!("review-doubt-note") }</span></div>
            <ul class="list" role="list">{ for props.lines.iter().take(*shown).map(line) }</ul>
            { more(props.lines.len(), &shown, 5 * PAGE_LINES) }
            if let Some((id, name)) = &*closing { <Deactivate id={*id} name={name.clone()} on_close={close} /> }
        </section>
    }
}

fn doubt_short(doubt: Doubt) -> AttrValue {
    match doubt {
        Doubt::Nobody => t!("doubt-nobody-short"),
        Doubt::Unreachable(_) => t!("doubt-unreachable-short"),
        Doubt::Unconfirmed(since) => format::day_full(since).into(),
    }
}

fn doubt_words(doubt: Doubt) -> AttrValue {
    match doubt {
        Doubt::Nobody => t!("doubt-nobody"),
        Doubt::Unreachable(count) => ta!("doubt-unreachable", args![n = u32::from(count)]),
        Doubt::Unconfirmed(_) => t!("doubt-unconfirmed"),
    }
}

/// Returns what notes that the customer has confirmed the key information today.
fn confirm(app: &App, account: AccountId, today: Day) -> Callback<MouseEvent> {
    let app = app.clone();
    Callback::from(move |_: MouseEvent| {
        let edits = vec![AccountEdit::LastVerified(Some(today))];
        app.run(Command::EditAccount { account, edits }, key!("toast-verified"));
    })
}

/// Whose contacts and business are to be confirmed by a call or an e-mail.
#[component]
fn KeyInformation(props: &LinesProps) -> Html {
    let app = use_app();
    let context = use_context();
    let shown = use_state_eq(|| PAGE_LINES);
    let line = |line: &ReviewLine| {
        let row = &line.row;
        let account = row.account;
        let last = row.last_verified.map_or_else(|| t!("never"), |day| format::day_full(day).into());
        html! {
            <li class="row" key={account.to_string()}>
                <div class="row-margin">{ last }</div>
                <Go class="row-main" to={Route::Customer { id: account }} query="tab=file">
                    <span class="row-title">{ grade(row.grade) }<span class="clip-2">{ &row.name }</span></span>
                </Go>
                if row.audience == RowAudience::Owner {
                    <button class="link row-link" type="button" onclick={confirm(&app, account, context.today())}>{ t!("verified-now") }<span class="sr">{ " " }{ &row.name }</span></button>
                }
            </li>
        }
    };
    html! {
        <section class="section" aria-labelledby="key-t">
            <div class="section-head"><h2 id="key-t">{ ta!("review-key-n", args![n = props.lines.len()]) }</h2>
                <span class="dim">{ t!("review-key-note") }</span></div>
            <ul class="list" role="list">{ for props.lines.iter().take(*shown).map(line) }</ul>
            { more(props.lines.len(), &shown, 5 * PAGE_LINES) }
        </section>
    }
}
