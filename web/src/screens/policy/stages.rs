//! The stages of an opportunity: what they are called, the probability they propose, when a deal in one is stalled.

use fieldnote_core::command::{Command, PolicyEdit};
use fieldnote_core::policy::Stage;
use yew::prelude::*;

use crate::components::form::TextField;
use crate::components::tabs::focus;
use crate::hooks::{use_app, use_context};
use crate::i18n::{args, key, label, label_of_field, t, ta};
use crate::screens::forms::percent;

/// Days in a stage that may be typed.
const DAYS_MAX: i64 = 3_660;

/// Properties of [`Stages`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct StagesProps {
    /// Whether the person may change them.
    pub editable: bool,
}

/// The stages in their order, one of them open to be changed.
#[component]
pub(super) fn Stages(props: &StagesProps) -> Html {
    let context = use_context();
    let open = use_state_eq(|| None::<Stage>);
    let change = |stage: &Stage| {
        let (open, stage) = (open.clone(), stage.clone());
        Callback::from(move |_: MouseEvent| open.set(Some(stage.clone())))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(None))
    };
    html! {
        <section class="section" aria-labelledby="stages-t">
            <div class="section-head"><h2 id="stages-t">{ label_of_field("stages") }</h2></div>
            <ol class="list plain" role="list">
                for stage in context.policy.stages.iter() {
                    <li class="row" key={stage.key.to_string()}>
                        <div class="row-main">
                            <span class="row-title">{ label(&stage.name) }</span>
                            <span class="row-text">{ label(&stage.customer_state) }</span>
                            <span class="row-meta"><span class="num">{ stage.probability.get() }{ "%" }</span>
                                <span>{ ta!("stages-stalled", args![n = stage.stalled_days]) }</span></span>
                        </div>
                        if props.editable {
                            <button class="link row-link" type="button" onclick={change(stage)}>{ t!("library-change") }
                                <span class="sr">{ " " }{ label(&stage.name) }</span></button>
                        }
                    </li>
                }
            </ol>
            if let Some(stage) = &*open {
                <Form key={stage.key.to_string()} stage={stage.clone()} on_close={close} />
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct FormProps {
    stage: Stage,
    on_close: Callback<()>,
}

/// What is typed, in the order of [`FIELDS`].
type Typed = [String; 6];

/// The fields: id, which is also the key of the label, and whether it takes a number.
const FIELDS: [(&str, bool); 6] = [
    ("stages.*.name_zh", false),
    ("stages.*.name_en", false),
    ("stages.*.customer_state_zh", false),
    ("stages.*.customer_state_en", false),
    ("stages.*.probability", true),
    ("stages.*.stalled_days", true),
];

#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let stage = &props.stage;
    let typed = use_state_eq(|| start(stage));
    let wrong = use_state_eq(|| None::<(usize, AttrValue)>);
    use_effect_with((), |()| focus(&id(0)));
    let put = |at: usize| {
        let (typed, wrong) = (typed.clone(), wrong.setter());
        Callback::from(move |text: String| {
            let mut next = (*typed).clone();
            if let Some(field) = next.get_mut(at) {
                *field = text;
            }
            typed.set(next);
            wrong.set(None);
        })
    };
    let onsubmit = {
        let (typed, wrong, close, stage) = (typed.clone(), wrong.setter(), props.on_close.clone(), stage.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match read(&stage, &typed) {
                Ok(stage) => {
                    app.run(Command::EditPolicy { edits: vec![PolicyEdit::Stage(stage)] }, key!("toast-policy"));
                    close.emit(());
                }
                Err((at, problem)) => {
                    wrong.set(Some((at, problem)));
                    focus(&id(at));
                }
            }
        })
    };
    let cancel = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <form class="stack narrow pad form" novalidate=true {onsubmit}>
            for (at, ((name, number), text)) in FIELDS.into_iter().zip(typed.iter()).enumerate() {
                <TextField key={name} id={id(at)} label={label_of_field(name)} value={text.clone()} on_input={put(at)}
                    keyboard={number.then_some("numeric")} required={required(at)}
                    error={wrong.as_ref().filter(|(of, _)| *of == at).map(|(_, words)| words.clone())} />
            }
            <div class="cluster">
                <button class="btn btn-primary" type="submit">{ t!("save") }</button>
                <button class="btn" type="button" onclick={cancel}>{ t!("cancel") }</button>
            </div>
        </form>
    }
}

fn id(at: usize) -> String {
    format!("stage-{at}")
}

/// Only the words for the customer's state may be left out.
fn required(at: usize) -> bool {
    !matches!(at, 2 | 3)
}

fn start(stage: &Stage) -> Typed {
    [
        stage.name.zh.clone(),
        stage.name.en.clone(),
        stage.customer_state.zh.clone(),
        stage.customer_state.en.clone(),
        stage.probability.get().to_string(),
        stage.stalled_days.to_string(),
    ]
}

/// Reads what was typed, or says which field keeps it from being saved, and why.
fn read(stage: &Stage, typed: &Typed) -> Result<Stage, (usize, AttrValue)> {
    if let Some(at) = typed.iter().enumerate().position(|(at, text)| required(at) && text.trim().is_empty()) {
        return Err((at, t!("field-missing")));
    }
    let [name_zh, name_en, state_zh, state_en, probability, days] = typed.each_ref().map(|text| text.trim().to_owned());
    let within = |max: i64| ta!("number-range", args![min = 0, max = max]);
    let probability = percent(&probability).ok_or_else(|| (4, within(100)))?;
    let stalled_days =
        days.parse().ok().filter(|days| (0..=DAYS_MAX).contains(days)).ok_or_else(|| (5, within(DAYS_MAX)))?;
    let mut edited = Stage { probability, stalled_days, ..stage.clone() };
    (edited.name.zh, edited.name.en) = (name_zh, name_en);
    (edited.customer_state.zh, edited.customer_state.en) = (state_zh, state_en);
    Ok(edited)
}
