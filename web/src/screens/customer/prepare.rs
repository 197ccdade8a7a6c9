//! Preparation: what to know before meeting the customer.

use std::sync::Arc;

use fieldnote_core::command::Command;
use fieldnote_core::model::{Account, BusinessEvent, Opportunity, PrivateFacts, Solution, Task, TaskKind};
use fieldnote_core::policy::PolicyNumber;
use fieldnote_core::projection::{Context, Member, Preparation, preparation};
use fieldnote_core::rules::business_event;
use fieldnote_core::rules::need_priority::{self, ranked};
use fieldnote_core::rules::nonbusiness_share::Share;
use fieldnote_core::rules::solution;
use fieldnote_core::rules::tag_advice::{Advice, advice};
use fieldnote_core::rules::warning::Signals;
use yew::prelude::*;

use crate::components::deal::stepper;
use crate::components::marks::tag;
use crate::frame::{Go, Tone, icon, icon_small};
use crate::hooks::{use_app, use_context};
use crate::i18n::{args, format, key, label_of_code, label_of_field, t, ta};
use crate::route::Route;
use crate::screens::customer::points::Points;
use crate::screens::pipeline::moves::DealMenu;
use crate::screens::record::analysis::{verdict, weighed};
use crate::screens::words;
use crate::shell::App;

/// Properties of [`Prepare`].
#[derive(Properties)]
pub struct PrepareProps {
    /// The customer.
    pub account: Arc<Account>,
    /// Numbers, for the owner.
    pub private: Option<Arc<PrivateFacts>>,
}

impl PartialEq for PrepareProps {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.private, &other.private) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        same && Arc::ptr_eq(&self.account, &other.account)
    }
}

/// The panel.
#[component]
pub fn Prepare(props: &PrepareProps) -> Html {
    let app = use_app();
    let context = use_context();
    let account = &props.account;
    let ready = preparation(account, &context);
    html! {
        <>
            { words_card(account, &ready, &context) }
            if context.sells() { <Points id={account.id} points={account.profile.prep_points.clone()} /> }
            { needs(account, &context) }
            { todos(account, &ready.tasks, &context, &app) }
            { deals(account, &ready.open, &context) }
            { chain(&ready.chain, props.private.as_deref()) }
        </>
    }
}

fn words_card(account: &Account, ready: &Preparation<'_>, context: &Context) -> Html {
    let zone = context.policy.zone_minutes;
    let note = |label: AttrValue, text: &str| {
        let text = text.to_owned();
        html! { <p class="note"><span class="dim">{ label }</span>{ text }</p> }
    };
    let events = business_event::current(account, context.today(), &context.policy);
    let nothing = events.is_empty()
        && ready.last_words.is_none()
        && account.profile.core_need.is_empty()
        && account.profile.note.is_empty();
    html! {
        <section class="section"><div class="card"><h2>{ t!("prepare-title") }</h2>
            if nothing { <p class="dim">{ t!("prepare-nothing") }</p> }
            { advised(account, events, context) }
            { warned(account, context) }
            { share(account, context) }
            if let Some((visit, said)) = ready.last_words {
                <p class="note" data-tone={Tone::Soon.key()}>
                    <span class="dim">{ ta!("last-said", args![
                        day = visit.ended_at.map(|at| format::day(at.day(zone))).unwrap_or_default(),
                        channel = words::channel(&visit.channel)]) }</span>
                    { said }
                </p>
            }
            if !account.profile.core_need.is_empty() { { note(label_of_field("profile.core_need"), &account.profile.core_need) } }
            if let Some(visit) = ready.needs { { note(t!("record-needs"), &visit.needs) } }
            if let Some(visit) = ready.problems { { note(t!("record-problems"), &visit.problems) } }
            if let Some(visit) = ready.consensus { { note(t!("record-consensus"), &visit.consensus) } }
            if !account.profile.note.is_empty() { { note(label_of_field("profile.note"), &account.profile.note) } }
        </div></section>
    }
}

/// What to bring up, by tags, business events and state.
fn advised(account: &Account, events: Vec<&BusinessEvent>, context: &Context) -> Html {
    let profile = &account.profile;
    let kinds: Vec<_> = events.iter().filter_map(|event| event.kind).collect();
    let said = |event: &BusinessEvent| {
        let kind = event.kind.map(|kind| label_of_code("event", &kind.key().into())).unwrap_or_default();
        let day = event.day.map(format::day_long).unwrap_or_default();
        html! { <p class="note"><span class="dim">{ kind }{ " · " }{ day }</span>{ event.note.clone() }</p> }
    };
    let line = |advice: Advice| {
        html! {
            <p class="line-icon">{ icon_small("tag") }<span>{ label_of_code("advice", &advice.key().into()) }
                if advice == Advice::Resources && context.sells() {
                    { " " }<Go class="link" to={Route::Care { account: account.id }}>{ t!("care-write") }</Go>
                }</span></p>
        }
    };
    html! {
        <>
            { for advice(&profile.tags, &kinds, profile.state.as_str()).into_iter().map(line) }
            { for events.into_iter().map(said) }
        </>
    }
}

/// What warns of losing the customer, and what to do about it.
fn warned(account: &Account, context: &Context) -> Html {
    let Some(warning) = Signals::of(account).warning(&context.policy) else { return Html::default() };
    html! {
        <p class="line-icon">{ icon_small("alert") }<span><b>{ words::warning(warning) }</b>{ " · " }{ t!("warning-advice") }{ " " }
            <Go class="link" to={Route::NewTaskFor { account: account.id }}>{ t!("idea-plan") }</Go></span></p>
    }
}

/// Too little that is not about business, or nothing of use for long, with the way to change that.
fn share(account: &Account, context: &Context) -> Html {
    let share = Share::of(account);
    let words = if share.is_low(&context.policy) {
        let least = context.policy.number(PolicyNumber::NonbusinessPercent);
        ta!("care-share-low", args![n = u32::from(share.nonbusiness), all = u32::from(share.counted), least = least])
    } else if share.wants_content(context.today(), &context.policy) {
        t!("care-share-old")
    } else {
        return Html::default();
    };
    html! {
        <p class="line-icon">{ icon_small("promise") }<span>{ words }{ " " }
            <Go class="link" to={Route::Care { account: account.id }}>{ t!("care-write") }</Go></span></p>
    }
}

/// The needs that were analysed, those that come first at the top; which may go into a solution.
fn needs(account: &Account, context: &Context) -> Html {
    let ranked = ranked(account, &context.policy);
    if ranked.is_empty() {
        return Html::default();
    }
    let zone = context.policy.zone_minutes;
    html! {
        <section class="section">
            <div class="section-head"><h2>{ ta!("needs-count", args![n = ranked.len()]) }</h2></div>
            <ul class="list plain" role="list">
                for visit in ranked {
                    <li class="row" key={visit.id.to_string()}>
                        <Go class="row-main" to={Route::AmendVisit { account: account.id, visit: visit.id }}>
                            <span class="row-text">{ need_priority::words(visit) }</span>
                            <span class="row-meta">{ verdict(&visit.analysis, &context.policy) }
                                <span>{ weighed(&visit.analysis) }</span>
                                <span>{ visit.ended_at.map(|at| format::day(at.day(zone))).unwrap_or_default() }</span></span>
                        </Go>
                    </li>
                }
            </ul>
        </section>
    }
}

fn todos(account: &Account, open: &[&Task], context: &Context, app: &App) -> Html {
    html! {
        <section class="section">
            <div class="section-head"><h2>{ ta!("todos-count", args![n = open.len()]) }</h2>
                <Go class="link" to={Route::NewTaskFor { account: account.id }}>{ icon_small("plus") }{ t!("todo-new") }</Go></div>
            if open.is_empty() {
                <p class="dim pad">{ t!("todos-none") }</p>
            } else {
                <ul class="list" role="list">
                    for task in open.iter().copied() {
                        <li class="row" key={task.id.to_string()} data-tone={is_late(task, context).then_some("late")}>
                            { todo_row(account, task, context, app) }
                        </li>
                    }
                </ul>
            }
        </section>
    }
}

fn is_late(task: &Task, context: &Context) -> bool {
    task.due.is_some_and(|due| due < context.today())
}

fn todo_row(account: &Account, task: &Task, context: &Context, app: &App) -> Html {
    let late = task.due.map(|due| context.today().days_since(due)).filter(|days| *days > 0);
    let title = match (task.title.trim(), task.kind) {
        ("", TaskKind::Contact) => words::channel(&task.channel),
        (title, _) => title.to_owned().into(),
    };
    let who = match task.responsible {
        Some(user) => words::member(context, user).to_string(),
        None => task.responsible_name.clone(),
    };
    let finish = {
        let (app, command) = (app.clone(), Command::FinishTask { account: account.id, task: task.id });
        let done = if task.kind == TaskKind::Contact { key!("toast-contact-done") } else { key!("toast-task-done") };
        Callback::from(move |_: MouseEvent| app.run(command.clone(), done))
    };
    html! {
        <>
            <div class="row-margin">
                if let Some(days) = late {
                    <b>{ ta!("days-n", args![n = days]) }</b>{ t!("today-overdue") }
                } else {
                    <b>{ task.due.map(|due| if due == context.today() { t!("today").to_string() } else { format::day(due) }).unwrap_or_default() }</b>
                    { if task.kind == TaskKind::Contact { words::channel(&task.channel) } else { t!("due-short") } }
                }
            </div>
            <Go class="row-main" to={Route::EditTask { account: account.id, task: task.id }}>
                <span class="row-title"><span class="clip-2">{ title.clone() }</span></span>
                <span class="row-meta">
                    if task.promise { { tag(late.map(|_| Tone::Late), Some("promise"), t!("todo-promise-tag")) } }
                    if !who.is_empty() { <span>{ who }</span> }
                    if !task.call_reason.is_empty() { <span>{ ta!("call-reason-is", args![text = task.call_reason]) }</span> }
                    if !task.standard.is_empty() { <span>{ ta!("standard-is", args![text = task.standard]) }</span> }
                </span>
            </Go>
            <button class="btn-icon" type="button" aria-label={ta!("done-of", args![title = title])} onclick={finish}>{ icon("check") }</button>
        </>
    }
}

fn deals(account: &Account, open: &[&Opportunity], context: &Context) -> Html {
    html! {
        <section class="section">
            <div class="section-head"><h2>{ ta!("deals-count", args![n = open.len()]) }</h2>
                <Go class="link" to={Route::NewOpportunityFor { account: account.id }}>{ icon_small("plus") }{ t!("new-opportunity") }</Go></div>
            if open.is_empty() { <p class="dim pad">{ t!("deals-none") }</p> }
            <div class="stack is-tight">
                for deal in open.iter().copied() { <div class="card" key={deal.id.to_string()}>{ deal_card(account, deal, context) }</div> }
            </div>
        </section>
    }
}

fn deal_card(account: &Account, deal: &Opportunity, context: &Context) -> Html {
    let days = deal
        .stage_entered_at
        .map(|at| context.today().days_since(at.day(context.policy.zone_minutes)).max(0) + 1)
        .map(|days| ta!("stage-day", args![n = days]))
        .unwrap_or_default();
    let amount = deal.amount.unwrap_or_default();
    let probability = deal.probability.unwrap_or_default();
    let facts = ta!(
        "deal-weighted",
        args![n = i64::from(probability.get()), sum = format::money(amount.weighted(probability))]
    );
    let missing = solution::missing(account, deal, &context.policy).len();
    let solution = match missing {
        0 => t!("solution-whole"),
        _ if deal.solution == Solution::default() => t!("solution-write"),
        n => ta!("solution-parts-missing", args![n = n]),
    };
    html! {
        <>
            <div class="spread">
                <h3><Go to={Route::EditOpportunity { account: account.id, opportunity: deal.id }}>{ &deal.title }</Go></h3>
                <b class="title-3 num">{ format::money(amount) }</b>
                <DealMenu account={account.id} opportunity={deal.id} stage={deal.stage.clone()} title={deal.title.clone()} />
            </div>
            { stepper(&context.policy.stages, &deal.stage, days) }
            <p class="dim">{ facts }
                if let Some(day) = deal.close_day { { " · " }{ ta!("deal-close", args![day = format::day(day)]) } }
            </p>
            <p><Go class="link" to={Route::Solution { account: account.id, opportunity: deal.id }}>{ solution }</Go></p>
        </>
    }
}

fn chain(people: &[Member<'_>], private: Option<&PrivateFacts>) -> Html {
    if people.is_empty() {
        return Html::default();
    }
    let number = |id| private.and_then(|facts| facts.contacts.get(&id)).map(|facts| facts.office_phone.clone());
    html! {
        <section class="section">
            <div class="section-head"><h2>{ t!("chain") }</h2></div>
            <div class="card"><ul class="chain" role="list">
                for Member { contact, last_met } in people.iter().copied() {
                    <li key={contact.id.to_string()} data-role={contact.decision_role.to_string()}>
                        <span class="dim">{ label_of_code("decision", &contact.decision_role) }</span>
                        <b>{ &contact.name }<span class="dim">{ " " }{ &contact.position }</span></b>
                        if let Some(number) = number(contact.id).filter(|number| !number.is_empty()) {
                            <a class="btn-icon" href={format!("tel:{number}")} aria-label={ta!("call", args![name = contact.name])}>{ icon("phone") }</a>
                        } else if last_met.is_none() {
                            { tag(Some(Tone::Mute), None, t!("never-met")) }
                        }
                    </li>
                }
            </ul></div>
        </section>
    }
}
