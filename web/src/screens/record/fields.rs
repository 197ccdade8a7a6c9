//! The fields of the form, from top to bottom.

use std::rc::Rc;
use std::sync::Arc;

use fieldnote_core::model::{Account, OpportunityResult};
use fieldnote_core::policy::Policy;
use fieldnote_core::projection::Context;
use fieldnote_core::rules::call_cap;
use fieldnote_core::rules::planning;
use fieldnote_core::rules::record_completeness::{RecordGap, is_vague, refuses};
use fieldnote_core::values::{Code, Instant, TaskId};
use yew::prelude::*;

use super::form::{Gap, RecordForm};
use super::{analysis, next, who};
use crate::components::form::{
    Edit, SelectField, TextField, check, chosen, field_note, note_id, radio_chip, toggle_chip,
};
use crate::components::marks::grade;
use crate::components::todo::{TodoEditor, TodoForm, TodoGap};
use crate::frame::{icon, icon_small};
use crate::hooks::use_context;
use crate::i18n::{Key, args, format, key, label, label_of_field, t, ta};
use crate::screens::words;

/// Words that customers often answer with; a tap puts one into the feedback.
const FEEDBACK: [Key; 4] =
    [key!("feedback-price"), key!("feedback-delivery"), key!("feedback-rivals"), key!("feedback-stalling")];

/// Properties of [`Fields`].
#[derive(Properties)]
pub struct FieldsProps {
    /// Customer.
    pub account: Arc<Account>,
    /// The form.
    pub form: Rc<RecordForm>,
    /// Where changes go.
    pub edit: Edit<RecordForm>,
    /// What is missing, once the person tried to save.
    pub gaps: Vec<Gap>,
    /// Whether it is a new record, with to-dos, next plan and stage.
    pub new: bool,
    /// The planned contact that it completes.
    pub task: Option<TaskId>,
}

impl PartialEq for FieldsProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account)
            && Rc::ptr_eq(&self.form, &other.form)
            && self.gaps == other.gaps
            && self.new == other.new
            && self.task == other.task
    }
}

impl FieldsProps {
    /// Returns what is wrong with a field.
    fn error(&self, field: &'static str, policy: &Policy) -> Option<AttrValue> {
        self.said(field, |gap| gap.refuses(policy))
    }

    /// Returns what would be better in a field, where the team is only warned of it.
    fn advice(&self, field: &'static str, policy: &Policy) -> Option<AttrValue> {
        self.said(field, |gap| !gap.refuses(policy))
    }

    fn said(&self, field: &'static str, wanted: impl Fn(&Gap) -> bool) -> Option<AttrValue> {
        self.gaps.iter().filter(|gap| wanted(gap)).find_map(|gap| match gap {
            Gap::Record(RecordGap::Missing(missing)) if *missing == field => Some(t!("field-missing")),
            Gap::Record(RecordGap::Vague(vague)) if *vague == field => Some(t!("record-vague")),
            _ => None,
        })
    }
}

/// All fields.
#[component]
pub fn Fields(props: &FieldsProps) -> Html {
    let context = use_context();
    html! {
        <>
            { head(props, &context) }
            if props.new { <next::Patterns account={props.account.clone()} edit={props.edit.clone()} /> }
            { channel(props, &context) }
            <div class="pad stack is-wide">
                if props.new && !props.account.profile.prep_points.is_empty() {
                    <p class="note"><span class="dim">{ t!("record-points") }</span>{ &props.account.profile.prep_points }</p>
                }
                { who::participants(&props.account, &props.form, &props.edit, &context) }
                { texts(props, &context.policy) }
                if props.new {
                    <next::NextPlan account={props.account.clone()} task={props.task} form={props.form.clone()} edit={props.edit.clone()}
                        unreasoned={props.gaps.contains(&Gap::CallReason)} />
                    { todos(props, &context) }
                }
                { deal(props, &context) }
                { analysis::analysis(&props.form, &props.edit, &context.policy) }
                { more(props) }
            </div>
        </>
    }
}

fn head(props: &FieldsProps, context: &Context) -> Html {
    let FieldsProps { account, form, edit, .. } = props;
    let zone = context.policy.zone_minutes;
    let at = form.ended_at.unwrap_or(context.now);
    let local = format!("{}T{}", at.day(zone), format::time(at, zone));
    let change = edit.on(move |form, event: Event| {
        if let Some(at) = local_instant(&chosen(&event), zone) {
            form.ended_at = Some(at);
        }
    });
    html! {
        <>
            <div class="list"><div class="row">
                <div class="row-margin"><b>{ format::time(at, zone) }</b>{ t!("record-ended-short") }</div>
                <div class="row-main">
                    <span class="row-title">{ grade(account.profile.grade) }<span class="clip-2">{ &account.profile.name }</span></span>
                    <span class="row-meta">{ format::day_long(at.day(zone)) }</span>
                </div>
            </div></div>
            <div class="field pad">
                <label for="rec-ended_at">{ t!("record-ended") }</label>
                <input class="input" id="rec-ended_at" type="datetime-local" value={local} onchange={change} />
                { field_note(&note_id("rec-ended_at"), props.error("ended_at", &context.policy).as_ref(), None, false) }
            </div>
        </>
    }
}

/// Reads what a `datetime-local` input holds.
fn local_instant(text: &str, zone_minutes: i32) -> Option<Instant> {
    let (day, clock) = text.split_once('T')?;
    let mut parts = clock.split(':').map(|part| part.parse::<u16>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    Some(Instant::at(day.parse().ok()?, hour * 60 + minute, zone_minutes))
}

fn channel(props: &FieldsProps, context: &Context) -> Html {
    let FieldsProps { form, edit, .. } = props;
    let policy = &context.policy;
    let error = props.error("channel", &context.policy);
    let note = note_id("rec-channel");
    html! {
        <fieldset class="field pad" aria-describedby={error.is_some().then(|| note.clone())}>
            <legend class="sr">{ t!("record-channel") }</legend>
            <div class="chips" id="rec-channel" tabindex="-1">
                for code in policy.channels.iter() {
                    <>{ radio_chip("channel", form.channel == *code, {
                        let code = code.clone();
                        edit.on(move |form, ()| form.channel = code.clone())
                    }, html! { <>{ words::channel_icon(code).map(icon) }{ words::channel(code) }</> }) }</>
                }
            </div>
            { field_note(&note, error.as_ref(), too_many_calls(props, policy).as_ref(), false) }
        </fieldset>
    }
}

/// Says that the call being recorded is one too many in its week.
fn too_many_calls(props: &FieldsProps, policy: &Policy) -> Option<AttrValue> {
    let day = props.form.ended_at?.day(policy.zone_minutes);
    if !props.new || props.form.channel.as_str() != "phone" {
        return None;
    }
    let calls = planning::call_days(&props.account, props.task, policy);
    let found = call_cap::too_many(&calls, day, policy)?;
    Some(ta!("concern-calls", args![nth = found.nth, cap = found.cap]))
}

fn texts(props: &FieldsProps, policy: &Policy) -> Html {
    let FieldsProps { form, edit, .. } = props;
    let typed = !form.summary.trim().is_empty();
    let vague = typed && is_vague(&form.summary, policy);
    let hint = match (typed, vague) {
        (false, _) => None,
        (true, true) => Some(t!("record-vague")),
        (true, false) => Some(t!("record-specific")),
    };
    let feedback = !form.no_response && refuses(RecordGap::Missing("feedback"), policy);
    // An empty one that may stay empty is not called missing.
    let empty = form.feedback.trim().is_empty();
    let advice = props.advice("feedback", policy);
    let advice = advice.map(|words| if empty { t!("record-feedback-advised") } else { words });
    html! {
        <>
            <TextField id="rec-summary" area=true required=true label={t!("record-summary")} value={form.summary.clone()}
                hint={hint} hint_ok={!vague} error={props.error("summary", policy)}
                on_input={edit.on(|form, text| form.summary = text)} />
            <TextField id="rec-feedback" area=true short=true required={feedback} label={t!("record-feedback")}
                value={form.feedback.clone()} error={props.error("feedback", policy)} hint={advice} hint_ok=false
                on_input={edit.on(|form, text| form.feedback = text)}>
                <div class="chips" role="group" aria-label={t!("feedback-quick")}>
                    for key in FEEDBACK {
                        <>{ feedback_chip(form, edit, key) }</>
                    }
                </div>
            </TextField>
            { check("", t!("record-no-response"), form.no_response, edit.on(|form, on| form.no_response = on)) }
        </>
    }
}

fn feedback_chip(form: &RecordForm, edit: &Edit<RecordForm>, key: Key) -> Html {
    let word = t(key);
    let on = form.feedback.contains(word.as_str());
    let click = edit.click(move |form| {
        let word = t(key);
        if form.feedback.contains(word.as_str()) {
            return;
        }
        let gap = if form.feedback.trim().is_empty() { AttrValue::default() } else { t!("list-comma") };
        form.feedback = format!("{}{gap}{word}", form.feedback.trim_end());
    });
    toggle_chip(word, on, click)
}

fn todos(props: &FieldsProps, context: &Context) -> Html {
    let FieldsProps { form, edit, .. } = props;
    let members = words::member_choices(context);
    let days = next::working_days(context);
    let me = context.me.to_string();
    let add = edit.click(move |form| form.todos.push(TodoForm { who: me.clone(), ..TodoForm::default() }));
    html! {
        <fieldset class="field">
            <legend>{ t!("todos") }{ " " }<em>{ t!("todos-note") }</em></legend>
            <div class="stack is-tight">
                for (index, todo) in form.todos.iter().enumerate() {
                    <TodoEditor key={index} id={format!("todo{index}")} form={todo.clone()}
                        edit={edit.part(move |form| form.todos.get_mut(index))}
                        members={members.clone()} days={days.clone()} gaps={todo_gaps_of(&props.gaps, index, &context.policy)}
                        on_remove={Some(edit.on(move |form: &mut RecordForm, ()| {
                            if index < form.todos.len() {
                                drop(form.todos.remove(index));
                            }
                        }))} />
                }
                <button class="btn" type="button" onclick={add}>{ icon("plus") }{ t!("todo-add") }</button>
            </div>
        </fieldset>
    }
}

fn todo_gaps_of(gaps: &[Gap], index: usize, policy: &Policy) -> Vec<TodoGap> {
    let of_this = gaps.iter().filter(|gap| gap.refuses(policy)).filter_map(|gap| match gap {
        Gap::Todo(at, gap) if *at == index => Some(*gap),
        _ => None,
    });
    of_this.collect()
}

fn deal(props: &FieldsProps, context: &Context) -> Html {
    let FieldsProps { account, form, edit, .. } = props;
    let open: Vec<_> = account.opportunities.values().filter(|deal| deal.result == OpportunityResult::Open).collect();
    if open.is_empty() {
        return Html::default();
    }
    let choices = std::iter::once((AttrValue::default(), t!("record-no-deal")))
        .chain(open.iter().map(|deal| (deal.id.to_string().into(), deal.title.clone().into())))
        .collect::<Vec<_>>();
    let value = form.opportunity.map(|id| id.to_string()).unwrap_or_default();
    let choose = edit.on(|form, key: String| {
        form.opportunity = key.parse().ok();
        form.stage = Code::default();
    });
    html! {
        <>
            <SelectField id="rec-opportunity" label={t!("record-deal")} {value} {choices} on_choose={choose} />
            if props.new { { stage(props, context) } }
        </>
    }
}

fn stage(props: &FieldsProps, context: &Context) -> Html {
    let FieldsProps { account, form, edit, .. } = props;
    let stages = &context.policy.stages;
    let Some(deal) = form.opportunity.and_then(|id| account.opportunities.get(&id)) else { return Html::default() };
    let at = stages.iter().position(|stage| stage.key == deal.stage);
    let Some(next) = stages.get(at.map_or(0, |at| at + 1)) else { return Html::default() };
    let moved = form.stage == next.key;
    let key = next.key.clone();
    html! {
        <fieldset class="field">
            <legend>{ t!("stage") }</legend>
            <div class="seg">
                <label><input type="radio" name="stage" checked={!moved}
                    onchange={edit.on(|form, _: Event| form.stage = Code::default())} />
                    { ta!("record-stay", args![stage = words::stage(&context.policy, &deal.stage)]) }</label>
                <label><input type="radio" name="stage" checked={moved}
                    onchange={edit.on(move |form, _: Event| form.stage = key.clone())} />
                    { ta!("record-move", args![stage = label(&next.name)]) }</label>
            </div>
        </fieldset>
    }
}

fn more(props: &FieldsProps) -> Html {
    let FieldsProps { form, edit, .. } = props;
    let open = !props.new
        || form.termination_intent
        || form.satisfaction.is_some()
        || [&form.topic, &form.needs, &form.problems, &form.concerns, &form.consensus]
            .iter()
            .any(|text| !text.is_empty());
    html! {
        <details open={open}>
            <summary class="link">{ icon_small("down") }{ t!("record-more") }</summary>
            <div class="stack more">
                <TextField id="rec-topic" label={t!("record-topic")} value={form.topic.clone()}
                    on_input={edit.on(|form, text| form.topic = text)} />
                <TextField id="rec-needs" area=true short=true label={t!("record-needs")} value={form.needs.clone()}
                    on_input={edit.on(|form, text| form.needs = text)} />
                <TextField id="rec-problems" area=true short=true label={t!("record-problems")} value={form.problems.clone()}
                    on_input={edit.on(|form, text| form.problems = text)} />
                <TextField id="rec-concerns" area=true short=true label={t!("record-concerns")} value={form.concerns.clone()}
                    on_input={edit.on(|form, text| form.concerns = text)} />
                <TextField id="rec-consensus" area=true short=true label={t!("record-consensus")} value={form.consensus.clone()}
                    on_input={edit.on(|form, text| form.consensus = text)} />
                { satisfaction(form, edit) }
                { check("", t!("record-nonbusiness"), form.nonbusiness, edit.on(|form, on| form.nonbusiness = on)) }
                { check("", t!("record-termination"), form.termination_intent, edit.on(|form, on| form.termination_intent = on)) }
            </div>
        </details>
    }
}

/// What the customer says of product and service, of ten points (S1-36); a second tap takes it back.
fn satisfaction(form: &RecordForm, edit: &Edit<RecordForm>) -> Html {
    let chip = |points: u8| {
        let click = edit.click(move |form: &mut RecordForm| {
            form.satisfaction = Some(points).filter(|points| form.satisfaction != Some(*points));
        });
        toggle_chip(points.to_string(), form.satisfaction == Some(points), click)
    };
    html! {
        <fieldset class="field"><legend>{ label_of_field("visits.*.satisfaction") }</legend>
            <div class="cluster">{ for (1..=10).map(chip) }</div></fieldset>
    }
}
