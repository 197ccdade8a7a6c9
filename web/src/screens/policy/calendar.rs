//! Days off and weekend days that are worked: deadlines in working days count by them.

use fieldnote_core::command::{Command, PolicyEdit};
use fieldnote_core::values::Day;
use yew::prelude::*;

use crate::components::form::{TextField, toggle_chip};
use crate::components::state::more;
use crate::frame::icon_small;
use crate::hooks::{use_app, use_context};
use crate::i18n::{format, key, t};

/// Days drawn at first, and more with each tap.
const PAGE_DAYS: usize = 12;

/// Properties of [`Calendar`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct CalendarProps {
    /// Whether the person may change it.
    pub editable: bool,
}

/// The days to come, with a form for another one.
#[component]
pub(super) fn Calendar(props: &CalendarProps) -> Html {
    let context = use_context();
    let shown = use_state_eq(|| PAGE_DAYS);
    let calendar = &context.policy.calendar;
    let off = calendar.holidays.iter().map(|day| (*day, false));
    let worked = calendar.workdays.iter().map(|day| (*day, true));
    let today = context.today();
    let mut days: Vec<(Day, bool)> = off.chain(worked).filter(|(day, _)| *day >= today).collect();
    days.sort_unstable();
    html! {
        <section class="section" aria-labelledby="calendar-t">
            <div class="section-head"><h2 id="calendar-t">{ t!("policy-calendar") }</h2></div>
            if days.is_empty() {
                <p class="dim pad">{ t!("policy-calendar-empty") }</p>
            } else {
                <ul class="list plain" role="list">
                    for (day, works) in days.iter().take(*shown) {
                        <li class="row" key={day.to_string()}>
                            <div class="row-main">
                                <span class="row-title num">{ format::day_full(*day) }</span>
                                <span class="row-meta">{ kind_words(*works) }</span>
                            </div>
                            if props.editable { <Remove day={*day} works={*works} /> }
                        </li>
                    }
                </ul>
            }
            { more(days.len(), &shown, 5 * PAGE_DAYS) }
            if props.editable { <Add /> }
        </section>
    }
}

fn kind_words(works: bool) -> AttrValue {
    if works { t!("calendar-worked") } else { t!("calendar-off") }
}

fn edit(day: Day, works: bool, on: bool) -> Command {
    let edit = if works { PolicyEdit::Workday { day, on } } else { PolicyEdit::Holiday { day, on } };
    Command::EditPolicy { edits: vec![edit] }
}

#[derive(Debug, PartialEq, Properties)]
struct RemoveProps {
    day: Day,
    works: bool,
}

#[component]
fn Remove(props: &RemoveProps) -> Html {
    let app = use_app();
    let (day, works) = (props.day, props.works);
    let remove = Callback::from(move |_: MouseEvent| app.run(edit(day, works, false), key!("toast-policy")));
    html! {
        <button class="link row-link" type="button" onclick={remove}>{ icon_small("trash") }{ t!("calendar-remove") }
            <span class="sr">{ " " }{ format::day_full(day) }</span></button>
    }
}

/// One more day.
#[component]
fn Add() -> Html {
    let app = use_app();
    let day = use_state_eq(String::new);
    let works = use_state_eq(|| false);
    let wrong = use_state_eq(|| false);
    let put = {
        let (day, wrong) = (day.setter(), wrong.setter());
        Callback::from(move |text: String| {
            day.set(text);
            wrong.set(false);
        })
    };
    let choose = |value: bool| {
        let works = works.setter();
        Callback::from(move |_: MouseEvent| works.set(value))
    };
    let onsubmit = {
        let (day, works, wrong) = (day.clone(), *works, wrong.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match day.parse::<Day>() {
                Ok(chosen) => {
                    app.run(edit(chosen, works, true), key!("toast-policy"));
                    day.set(String::new());
                }
                Err(_) => wrong.set(true),
            }
        })
    };
    html! {
        <form class="stack narrow pad form" novalidate=true {onsubmit}>
            <TextField id="calendar-day" kind="date" label={t!("calendar-day")} value={(*day).clone()} on_input={put}
                error={wrong.then(|| t!("field-missing"))} />
            <div class="cluster" role="group" aria-label={t!("policy-calendar")}>
                { toggle_chip(kind_words(false), !*works, choose(false)) }
                { toggle_chip(kind_words(true), *works, choose(true)) }
            </div>
            <button class="btn btn-start" type="submit">{ t!("calendar-add") }</button>
        </form>
    }
}
