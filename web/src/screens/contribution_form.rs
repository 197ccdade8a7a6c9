//! What another department adds about a customer, and what was done about it.

use fieldnote_core::command::{Command, NewContribution, TextEdit};
use fieldnote_core::model::{Contribution, ContributionKind};
use fieldnote_core::rules::contribution::kinds_of;
use fieldnote_core::values::{AccountId, ContributionId, Day};
use yew::prelude::*;

use crate::components::state::skeleton;
use crate::frame::{Page, Tab};
use crate::hooks::{use_app, use_context, use_open, use_projection};
use crate::i18n::{format, key, label_of_code, label_of_field, t};
use crate::route::Route;
use crate::screens::customer::added::label;
use crate::screens::forms::{Filling, Kind, Values, use_filling};
use crate::screens::not_found::NotFound;
use crate::screens::words;
use crate::shell::App;

/// The draft of this phone that holds the event last added to: at a fair it is the same for every customer.
const LAST_EVENT: &str = "event";

/// Properties of [`ContributionForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct ContributionFormProps {
    /// About which customer.
    pub account: AccountId,
}

/// The screen of a new one.
#[component]
pub fn ContributionForm(props: &ContributionFormProps) -> Html {
    let context = use_context();
    let account = props.account;
    // The form begins with what the person's department adds: it waits until that is known.
    match context.role().map(kinds_of) {
        None => {
            let (title, back) = (label(&context), Route::Customer { id: account });
            html! { <Page {title} {back} tab={Tab::Customers}>{ skeleton(4) }</Page> }
        }
        Some([]) => html! { <NotFound /> },
        Some(kinds) => html! { <Fresh {account} {kinds} /> },
    }
}

#[derive(Properties, PartialEq)]
struct FreshProps {
    account: AccountId,
    kinds: &'static [ContributionKind],
}

#[component]
fn Fresh(props: &FreshProps) -> Html {
    let app = use_app();
    let context = use_context();
    let FreshProps { account, kinds } = *props;
    let _ = use_open(account);
    let name = use_projection(account, |session, _| session.row(account).map(|row| row.name.clone()));
    let today = context.today();
    let fresh = {
        let app = app.clone();
        let first = kinds.first().copied().unwrap_or_default();
        move || {
            let event = app.read(|session| {
                let draft = session.draft(LAST_EVENT);
                draft.and_then(|draft| minicbor::decode::<String>(&draft.form).ok()).unwrap_or_default()
            });
            Values::start([
                ("kind", first.key().to_owned()),
                ("text", String::new()),
                ("day", today.to_string()),
                ("campaign", event),
            ])
        }
    };
    let filling = use_filling(format!("added/{account}"), fresh);
    let kind = ContributionKind::of_key(&filling.values.text("kind")).unwrap_or_default();
    let submit = {
        let (app, filling) = (app.clone(), filling.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&app, &filling, account, kind);
        })
    };
    html! {
        <Page title={label(&context)} sub={(*name).clone().map(AttrValue::from)} back={Route::Customer { id: account }}
            tab={Tab::Customers} dock={filling.dock("added", t!("save"), &context)}>
            <form id="added" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                { filling.field("kind", label_of_field("entries.*.kind"), &chips(kinds), false) }
                if kind.is_of_campaign() {
                    { filling.field("campaign", label_of_field("entries.*.campaign"), &Kind::Text, true) }
                }
                { filling.field("text", text_label(kind), &Kind::Area, kind != ContributionKind::Participation) }
                { filling.field("day", label_of_field("entries.*.day"), &Kind::Day, false) }
            </form>
        </Page>
    }
}

fn chips(kinds: &[ContributionKind]) -> Kind {
    let words = |kind: &ContributionKind| (kind.key(), label_of_code("contribution", &kind.key().into()));
    Kind::Chips(kinds.iter().map(words).collect())
}

fn text_label(kind: ContributionKind) -> AttrValue {
    label_of_code("contribution-text", &kind.key().into())
}

fn submit(app: &App, filling: &Filling, account: AccountId, kind: ContributionKind) {
    let values = &filling.values;
    let required: &[&'static str] = match kind {
        ContributionKind::Participation => &["campaign"],
        ContributionKind::Interest => &["campaign", "text"],
        _ => &["text"],
    };
    if filling.stops(required, &[("day", Kind::Day)]) {
        return;
    }
    let campaign = if kind.is_of_campaign() { values.text("campaign") } else { String::new() };
    if let Some(form) = minicbor::to_vec(&campaign).ok().filter(|_| kind.is_of_campaign()) {
        app.save_draft(LAST_EVENT, form.into());
    }
    let new =
        NewContribution { kind, text: values.text("text"), day: values.text("day").parse::<Day>().ok(), campaign };
    let contribution = app.random(|random| ContributionId::random(random));
    filling.save(app, Command::Contribute { account, contribution, new }, key!("added-saved"), log_of(account));
}

fn log_of(account: AccountId) -> String {
    format!("{}?tab=log", Route::Customer { id: account }.path())
}

/// Properties of [`AnswerForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct AnswerFormProps {
    /// Of which customer.
    pub account: AccountId,
    /// What is answered.
    pub contribution: ContributionId,
}

/// The screen of an answer.
#[component]
pub fn AnswerForm(props: &AnswerFormProps) -> Html {
    let AnswerFormProps { account, contribution } = *props;
    let _ = use_open(account);
    let found = use_projection((account, contribution), |session, _| {
        session.contributions(account).into_iter().find(|added| added.id == contribution)
    });
    let back = Route::Customer { id: account };
    match found.as_ref() {
        Some(added) => html! { <Answer {account} added={added.clone()} /> },
        None => html! { <Page title={t!("added-do")} {back} tab={Tab::Customers}>{ skeleton(4) }</Page> },
    }
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    account: AccountId,
    added: Contribution,
}

#[component]
fn Answer(props: &AnswerProps) -> Html {
    let app = use_app();
    let context = use_context();
    let AnswerProps { account, added } = props;
    let account = *account;
    let filling = use_filling(format!("answer/{}", added.id), || Values::start([("answer", added.answer.clone())]));
    let name = use_projection(account, |session, _| session.row(account).map(|row| row.name.clone()));
    let kind = ContributionKind::of_key(added.kind.as_str()).unwrap_or_default();
    let submit = {
        let (app, filling, contribution) = (app.clone(), filling.clone(), added.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !filling.values.changed("answer") {
                return filling.leave(log_of(account));
            }
            let answer = TextEdit { base: filling.values.before("answer"), text: filling.values.text("answer") };
            let command = Command::AnswerContribution { account, contribution, kind, answer };
            filling.save(&app, command, key!("added-answered"), log_of(account));
        })
    };
    let said = [label_of_code("contribution", &added.kind), words::name(&context.directory, added.by)];
    let when = added.day.map(format::day_long).unwrap_or_default();
    html! {
        <Page title={t!("added-do")} sub={(*name).clone().map(AttrValue::from)} back={Route::Customer { id: account }}
            tab={Tab::Customers} dock={filling.dock("answer", t!("save"), &context)}>
            <form id="answer" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                <div class="card">
                    <p><b>{ said.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(" · ") }</b>{ " " }<span class="dim">{ when }</span></p>
                    if !added.campaign.is_empty() { <p>{ &added.campaign }</p> }
                    <p>{ &added.text }</p>
                </div>
                { filling.field("answer", label_of_field("entries.*.answer"), &Kind::Area, false) }
            </form>
        </Page>
    }
}
