//! The next plan, and the usual patterns that fill it with one tap.

use std::rc::Rc;
use std::sync::Arc;

use fieldnote_core::model::{Account, Participant, TaskStatus};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::planning::{self, Concern, Plan};
use fieldnote_core::session::Session;
use fieldnote_core::values::{Day, TaskId};
use yew::prelude::*;

use super::form::RecordForm;
use super::pattern::{Pattern, patterns};
use crate::components::days::{DayPick, QuickDay};
use crate::components::form::{Choice, Edit, SelectField, TextField};
use crate::frame::icon;
use crate::hooks::{use_app, use_context};
use crate::i18n::{args, format, t, ta};
use crate::screens::concerns::{Remedy, concerns};
use crate::screens::words;

/// Quick choices of the next contact.
const NEXT_DAYS: [i64; 3] = [1, 3, 7];
/// Quick choices of a deadline.
const TODO_WORKING_DAYS: [i64; 3] = [1, 3, 5];

/// Properties of [`Patterns`].
#[derive(Properties)]
pub struct PatternsProps {
    /// Customer.
    pub account: Arc<Account>,
    /// Where changes go.
    pub edit: Edit<RecordForm>,
}

impl PartialEq for PatternsProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account)
    }
}

/// Chips of the usual patterns.
#[component]
pub fn Patterns(props: &PatternsProps) -> Html {
    let app = use_app();
    let context = use_context();
    let account = props.account.clone();
    let found = use_memo(account.id, move |_| patterns(&account, &app.read(Session::rows), &app.context()));
    let today = context.today();
    html! {
        <div class="field pad" role="group" aria-label={t!("pattern-group")}>
            <div class="chips">
                for pattern in found.iter() {
                    <>{ chip(pattern, &props.account, &context, &props.edit, today) }</>
                }
                <button class="chip" type="button" onclick={props.edit.click(move |form| no_answer(form, today))}>
                    { icon("undo") }{ t!("pattern-no-answer") }
                </button>
            </div>
        </div>
    }
}

fn chip(pattern: &Pattern, account: &Account, context: &Context, edit: &Edit<RecordForm>, today: Day) -> Html {
    let names: Vec<AttrValue> =
        pattern.participants.iter().map(|who| words::participant(account, &context.directory, who)).collect();
    let mut parts = vec![words::channel(&pattern.channel).to_string()];
    parts.extend(names.iter().map(AttrValue::to_string));
    parts.push(ta!("plus-days", args![n = pattern.interval_days]).to_string());
    let pattern = pattern.clone();
    let click = edit.click(move |form| pattern.apply(form, today));
    html! { <button class="chip" type="button" onclick={click}>{ icon("undo") }{ parts.join(" · ") }</button> }
}

/// The customer did not answer the phone: try again tomorrow.
fn no_answer(form: &mut RecordForm, today: Day) {
    form.channel = "phone".into();
    form.no_response = true;
    form.summary = t!("pattern-no-answer-summary").to_string();
    form.next_day = Some(today.plus_days(1));
    form.next_channel = "phone".into();
}

/// Properties of [`NextPlan`].
#[derive(Properties)]
pub struct NextPlanProps {
    /// Customer.
    pub account: Arc<Account>,
    /// The planned contact that the record completes.
    pub task: Option<TaskId>,
    /// The form.
    pub form: Rc<RecordForm>,
    /// Where changes go.
    pub edit: Edit<RecordForm>,
    /// It was to be saved without the reason that it needs.
    pub unreasoned: bool,
}

impl PartialEq for NextPlanProps {
    fn eq(&self, other: &Self) -> bool {
        let same = Rc::ptr_eq(&self.form, &other.form) && Arc::ptr_eq(&self.account, &other.account);
        same && self.task == other.task && self.unreasoned == other.unreasoned
    }
}

impl RecordForm {
    /// Returns what speaks against the next contact as it stands in the form.
    pub fn concerns_of_next(&self, account: &Account, task: Option<TaskId>, context: &Context) -> Vec<Concern> {
        let Some(day) = self.next_day else { return Vec::new() };
        let contact = self.participants.iter().find_map(|who| match who {
            Participant::Contact(contact) => Some(*contact),
            Participant::Member(_) | Participant::Other(_) => None,
        });
        let booked = self.agreed(context.now, &context.policy);
        // The call being recorded is one of its week, unless the planned one that it completes counts already.
        let planned = task.and_then(|task| account.tasks.get(&task));
        let counts = planned.is_some_and(|task| task.status == TaskStatus::Open && task.channel == self.channel);
        let recording = (self.channel.as_str() == "phone" && !counts).then_some(booked);
        let channel = self.channel_of_next();
        let plan = Plan { task: None, booked, recording, day, minute: self.next_minute, channel, contact };
        planning::concerns(account, &plan, &context.policy)
    }
}

/// Day, time, channel and purpose of the next contact.
#[component]
pub fn NextPlan(props: &NextPlanProps) -> Html {
    let context = use_context();
    let NextPlanProps { account, form, edit, .. } = props;
    let channel = form.channel_of_next();
    let found = form.concerns_of_next(account, props.task, &context);
    let fix = edit.on(|form: &mut RecordForm, remedy: Remedy| match remedy {
        Remedy::Day(day, minute) => {
            form.next_day = Some(day);
            form.next_minute = minute.or(form.next_minute);
        }
        Remedy::Channel(code) => form.next_channel = code,
    });
    let choices: Vec<Choice> = std::iter::once((AttrValue::default(), t!("choose")))
        .chain(context.policy.channels.iter().map(|code| (code.to_string().into(), words::channel(code))))
        .collect();
    html! {
        <>
            <DayPick id="rec-next" label={t!("record-next")} value={form.next_day} days={next_days(context.today())}
                on_pick={edit.on(|form: &mut RecordForm, day| form.next_day = day)}>
                if !found.is_empty() { { concerns(&found, &fix) } }
            </DayPick>
            if form.next_day.is_some() {
                <div class="stack">
                    <SelectField id="rec-next-channel" label={t!("record-next-channel")} value={channel.to_string()}
                        {choices} on_choose={edit.on(|form: &mut RecordForm, code: String| form.next_channel = code.as_str().into())} />
                    <TextField id="rec-next-time" kind="time" label={t!("record-next-time")}
                        value={form.next_minute.map(format::minute).unwrap_or_default()}
                        on_input={edit.on(|form: &mut RecordForm, text: String| form.next_minute = words::minute_of(&text))} />
                    <TextField id="rec-next-title" label={t!("record-next-title")} value={form.next_title.clone()}
                        on_input={edit.on(|form: &mut RecordForm, text| form.next_title = text)} />
                    if planning::needs_reason(&found) {
                        <TextField id="rec-next-reason" label={t!("call-reason")} value={form.next_reason.clone()} required=true
                            error={props.unreasoned.then(|| t!("field-missing"))}
                            on_input={edit.on(|form: &mut RecordForm, text| form.next_reason = text)} />
                    }
                </div>
            }
        </>
    }
}

/// Returns the quick choices of a next contact.
pub fn next_days(today: Day) -> Vec<QuickDay> {
    NEXT_DAYS
        .into_iter()
        .map(|days| {
            let day = today.plus_days(days);
            QuickDay { day, name: ta!("plus-days", args![n = days]), detail: words::weekday_day(day) }
        })
        .collect()
}

/// Returns the quick choices of a deadline.
pub fn working_days(context: &Context) -> Vec<(Day, AttrValue)> {
    let today = context.today();
    TODO_WORKING_DAYS
        .into_iter()
        .map(|days| (context.policy.calendar.plus_working_days(today, days), ta!("working-days", args![n = days])))
        .collect()
}
