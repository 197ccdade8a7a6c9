//! One thing to do: swipe or menu to finish it, give it another day, or open its customer.

use std::rc::Rc;

use fieldnote_core::command::Command;
use fieldnote_core::model::{ReminderKey, TaskKind};
use fieldnote_core::projection::{AgendaLine, Context};
use fieldnote_core::summary::AgendaState;
use fieldnote_core::values::Day;
use yew::prelude::*;

use crate::components::days::{DayPick, QuickDay};
use crate::components::dialog::Sheet;
use crate::components::marks::{grade, tag};
use crate::components::menu::{Menu, MenuItem};
use crate::components::swipe::Swipe;
use crate::frame::{Go, Tone};
use crate::hooks::{use_app, use_context};
use crate::i18n::{args, format, key, t, ta};
use crate::route::Route;
use crate::screens::inbox::snooze::SnoozeSheet;
use crate::screens::words;

/// Where the row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Past its day.
    Overdue,
    /// Today.
    Due,
    /// In the next days.
    Upcoming,
}

/// Properties of [`AgendaRow`].
#[derive(Properties, PartialEq)]
pub struct AgendaRowProps {
    /// The thing to do.
    pub line: Rc<AgendaLine>,
    /// Where it stands.
    pub kind: RowKind,
}

/// The row.
#[component]
pub fn AgendaRow(props: &AgendaRowProps) -> Html {
    let app = use_app();
    let context = use_context();
    let picking = use_state_eq(|| false);
    let snoozing = use_state_eq(|| false);
    let line = &props.line;
    let (account, task) = (line.account, line.item.task);
    let done = {
        let app = app.clone();
        let words =
            if line.item.kind == TaskKind::Contact { key!("toast-contact-done") } else { key!("toast-task-done") };
        Callback::from(move |()| app.run(Command::FinishTask { account, task }, words))
    };
    let postpone = {
        let (app, picking, due_minute) = (app.clone(), picking.clone(), line.item.due_minute);
        Callback::from(move |day: Option<Day>| {
            picking.set(false);
            if let Some(due) = day {
                app.run(Command::PostponeTask { account, task, due, due_minute }, key!("toast-postponed"));
            }
        })
    };
    let later = {
        let picking = picking.clone();
        Callback::from(move |()| picking.set(true))
    };
    let today = context.today();
    let snooze = {
        let snoozing = snoozing.clone();
        // What is still ahead reminds nobody.
        (props.kind != RowKind::Upcoming).then(|| Callback::from(move |()| snoozing.set(true)))
    };
    let items = menu_items(line, today, &app, &done, &postpone, &later, snooze);
    let close = {
        let picking = picking.clone();
        Callback::from(move |()| picking.set(false))
    };
    let stop_snoozing = {
        let snoozing = snoozing.clone();
        Callback::from(move |()| snoozing.set(false))
    };
    html! {
        <>
            <Swipe on_done={done} on_later={later}>
                <div class="row" data-tone={(props.kind == RowKind::Overdue).then_some("late")}>
                    <div class="row-margin">{ margin(line, props.kind) }</div>
                    { main(line, props.kind, &context) }
                    <Menu label={ta!("more-of", args![name = line.name])} title={line.name.clone()} {items} />
                </div>
            </Swipe>
            if *picking {
                <Sheet open=true title={ta!("postpone-title", args![title = title(line)])} on_close={close}>
                    <div class="pad stack"><DayPick id={format!("later-{task}")} label={t!("postpone-to")} value={None}
                        days={postpone_days(today)} on_pick={postpone} /></div>
                </Sheet>
            }
            if *snoozing { <SnoozeSheet reminder={ReminderKey::Task(task)} name={title(line)} on_close={stop_snoozing} /> }
        </>
    }
}

fn menu_items(
    line: &Rc<AgendaLine>,
    today: Day,
    app: &crate::shell::App,
    done: &Callback<()>,
    postpone: &Callback<Option<Day>>,
    later: &Callback<()>,
    snooze: Option<Callback<()>>,
) -> Callback<(), Vec<MenuItem>> {
    let (line, app, done, postpone, later) = (line.clone(), app.clone(), done.clone(), postpone.clone(), later.clone());
    Callback::from(move |()| {
        let to = |route: Route| {
            let app = app.clone();
            move || app.navigate(route)
        };
        let days = postpone_days(today);
        let mut items = vec![MenuItem { icon: "check", label: t!("done"), act: done.clone() }];
        items.extend(days.into_iter().map(|quick| {
            let postpone = postpone.clone();
            MenuItem::new("later", ta!("postpone-by", args![name = quick.name]), move || postpone.emit(Some(quick.day)))
        }));
        items.push(MenuItem { icon: "calendar", label: t!("postpone-pick"), act: later.clone() });
        items.extend(snooze.clone().map(|act| MenuItem { icon: "bell", label: t!("snooze-menu"), act }));
        items.push(MenuItem::new("edit", t!("record"), to(Route::RecordFor { account: line.account })));
        items.push(MenuItem::new("customers", t!("open-customer"), to(Route::Customer { id: line.account })));
        items
    })
}

fn postpone_days(today: Day) -> Vec<QuickDay> {
    let monday = today.plus_days(8 - i64::from(today.weekday()));
    [
        (t!("tomorrow"), today.plus_days(1)),
        (ta!("plus-days", args![n = 3]), today.plus_days(3)),
        (t!("next-week"), monday),
    ]
    .into_iter()
    .map(|(name, day)| QuickDay { day, name, detail: words::weekday_day(day) })
    .collect()
}

/// Returns what is to be done, or how.
pub fn title(line: &AgendaLine) -> AttrValue {
    if line.item.title.trim().is_empty() {
        return words::channel(&line.item.channel);
    }
    line.item.title.clone().into()
}

fn margin(line: &AgendaLine, kind: RowKind) -> Html {
    let what = match line.item.kind {
        TaskKind::Todo => t!("todo-word"),
        TaskKind::Contact => words::channel(&line.item.channel),
    };
    match kind {
        RowKind::Overdue => {
            html! { <><b>{ ta!("days-n", args![n = line.overdue_days]) }</b>{ t!("today-overdue") }</> }
        }
        RowKind::Due => {
            let time = line.item.due_minute.map_or_else(|| t!("today").to_string(), format::minute);
            html! { <><b>{ time }</b>{ what }</> }
        }
        RowKind::Upcoming => {
            html! { <><b>{ line.item.due.map(format::day).unwrap_or_default() }</b>{ what }</> }
        }
    }
}

fn main(line: &AgendaLine, kind: RowKind, context: &Context) -> Html {
    let promise = line
        .item
        .promise
        .then(|| tag((kind == RowKind::Overdue).then_some(Tone::Late), Some("promise"), t!("todo-promise-tag")));
    let who = line.item.responsible.filter(|user| *user != context.me).map(|user| words::member(context, user));
    let due = line.item.due.filter(|_| kind == RowKind::Overdue);
    html! {
        <Go class="row-main" to={Route::Customer { id: line.account }}>
            <span class="row-title">{ grade(line.grade) }<span class="clip-2">{ &line.name }</span></span>
            <span class="row-text">{ title(line) }</span>
            <span class="row-meta">
                { promise }
                if !line.item.contact_name.is_empty() { <span>{ &line.item.contact_name }</span> }
                if let Some(who) = who { <span>{ who }</span> }
                if let Some(due) = due { <span>{ ta!("due-day", args![day = format::day(due)]) }</span> }
                if !line.item.standard.is_empty() { <span>{ ta!("standard-is", args![text = line.item.standard]) }</span> }
            </span>
        </Go>
    }
}

/// A contact that took place and has no record yet, with the time left to record it.
pub fn record_row(line: &AgendaLine, context: &Context) -> Html {
    let left = line.record_left_ms;
    let tone = if line.record_overdue { Tone::Late } else { Tone::Soon };
    let ended = match line.item.state {
        AgendaState::ToRecord { ended_at } => Some(ended_at),
        AgendaState::Open => None,
    };
    let (account, query) = (line.account, format!("task={}", line.item.task));
    let minutes = left.unsigned_abs() / 60_000;
    html! {
        <div class="row" data-tone={tone.key()}>
            <div class="row-margin">
                if left >= 0 {
                    <b>{ format!("{}:{:02}", minutes / 60, minutes % 60) }</b>{ t!("record-left-short") }
                } else {
                    <b>{ format::span(left.saturating_neg()) }</b>{ t!("record-late-short") }
                }
            </div>
            <Go class="row-main" to={Route::RecordFor { account }} query={query.clone()}>
                <span class="row-title">{ grade(line.grade) }<span class="clip-2">{ &line.name }</span></span>
                <span class="row-text">{ title(line) }</span>
                if let Some(at) = ended {
                    <span class="row-meta">{ ta!("ended-at", args![time = format::when(at, context.now, context.policy.zone_minutes)]) }</span>
                }
            </Go>
            <Go class="link row-link" to={Route::RecordFor { account }} {query}>{ t!("record-late") }<span class="sr">{ " " }{ &line.name }</span></Go>
        </div>
    }
}
