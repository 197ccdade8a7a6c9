//! What is asked about the need in a talk: the four steps of SPIN or the three of 3W, with an example question each, and
//! how the need is weighed. Everything can be tapped or dictated with one hand.

use fieldnote_core::model::Analysis;
use fieldnote_core::policy::Policy;
use fieldnote_core::rules::need_priority::{is_first, may_enter_solution};
use fieldnote_core::values::Percent;
use yew::prelude::*;

use super::form::RecordForm;
use crate::components::form::{Edit, TextField, check, radio_chip};
use crate::components::marks::tag;
use crate::frame::{Tone, icon_small};
use crate::i18n::{Key, args, key, label_of_code, label_of_field, t, ta};

/// Ways of asking, by their keys.
const METHODS: [&str; 2] = ["spin", "3w"];
/// Percent of a point of the match (C-08).
const MATCH_POINT: u8 = 20;

/// One question: where the answer goes, its name and an example in each way of asking.
struct Step {
    id: &'static str,
    spin: (Key, Key),
    /// Nothing where 3W does not ask.
    w: Option<(Key, Key)>,
    read: fn(&Analysis) -> &String,
    write: fn(&mut Analysis, String),
}

/// # Source
/// S0-54 to S0-57 (with their examples), S2-09.
const STEPS: [Step; 4] = [
    Step {
        id: "rec-situation",
        spin: (key!("spin-situation"), key!("spin-situation-ask")),
        w: Some((key!("w-what"), key!("w-what-ask"))),
        read: |analysis| &analysis.situation,
        write: |analysis, text| analysis.situation = text,
    },
    Step {
        id: "rec-problem",
        spin: (key!("spin-problem"), key!("spin-problem-ask")),
        w: Some((key!("w-why"), key!("w-why-ask"))),
        read: |analysis| &analysis.problem,
        write: |analysis, text| analysis.problem = text,
    },
    Step {
        id: "rec-implication",
        spin: (key!("spin-implication"), key!("spin-implication-ask")),
        w: None,
        read: |analysis| &analysis.implication,
        write: |analysis, text| analysis.implication = text,
    },
    Step {
        id: "rec-payoff",
        spin: (key!("spin-payoff"), key!("spin-payoff-ask")),
        w: Some((key!("w-expect"), key!("w-expect-ask"))),
        read: |analysis| &analysis.payoff,
        write: |analysis, text| analysis.payoff = text,
    },
];

/// The part of the form.
pub fn analysis(form: &RecordForm, edit: &Edit<RecordForm>, policy: &Policy) -> Html {
    let now = &form.analysis;
    let open = *now != Analysis::default();
    let short = now.method.as_str() == "3w";
    let chosen = if short { "3w" } else { "spin" };
    html! {
        <details {open}>
            <summary class="link">{ icon_small("down") }{ t!("analysis-title") }</summary>
            <div class="stack more">
                <div class="cluster" role="group" aria-label={label_of_field("visits.*.method")}>
                    for method in METHODS {
                        <>{ radio_chip("analysis-method", chosen == method, edit.on(move |form: &mut RecordForm, ()| {
                            form.analysis.method = method.into();
                        }), html! { { label_of_code("method", &method.into()) } }) }</>
                    }
                </div>
                for step in STEPS { <>{ question(&step, now, short, edit) }</> }
                { check("", t!("payoff-own"), now.payoff_own, edit.on(|form: &mut RecordForm, on| form.analysis.payoff_own = on)) }
                { points("urgency", now.urgency, edit.on(|form: &mut RecordForm, points| form.analysis.urgency = Some(points))) }
                { points("importance", now.importance, edit.on(|form: &mut RecordForm, points| form.analysis.importance = Some(points))) }
                { points("match", now.matched.map(|percent| percent.get() / MATCH_POINT), edit.on(|form: &mut RecordForm, points: u8| {
                    form.analysis.matched = Percent::new(i64::from(points * MATCH_POINT)).ok();
                })) }
                <p class="cluster" role="status">{ verdict(now, policy) }</p>
            </div>
        </details>
    }
}

fn question(step: &Step, now: &Analysis, short: bool, edit: &Edit<RecordForm>) -> Html {
    let words = if short { step.w } else { Some(step.spin) };
    let Some((name, ask)) = words else { return Html::default() };
    let write = step.write;
    let put = edit.on(move |form: &mut RecordForm, text: String| {
        if form.analysis.method.is_empty() {
            form.analysis.method = "spin".into();
        }
        write(&mut form.analysis, text);
    });
    html! {
        <TextField id={step.id} area=true short=true label={t(name)} value={(step.read)(now).clone()}
            placeholder={t(ask)} on_input={put} />
    }
}

/// One to five points.
fn points(field: &'static str, now: Option<u8>, put: Callback<u8>) -> Html {
    let label = label_of_field(&format!("visits.*.{field}"));
    html! {
        <fieldset class="field">
            <legend>{ label.clone() }</legend>
            <div class="cluster">
                for point in 1..=5u8 {
                    <>{ radio_chip(&format!("analysis-{field}"), now == Some(point), put.reform(move |()| point),
                        html! { <><span class="sr">{ label.clone() }{ " " }</span>{ point }</> }) }</>
                }
            </div>
        </fieldset>
    }
}

/// Says what follows from the points.
pub fn verdict(analysis: &Analysis, policy: &Policy) -> Html {
    let enters = may_enter_solution(analysis, policy);
    html! {
        <>
            if is_first(analysis, policy) { { tag(Some(Tone::Soon), None, t!("need-first")) } }
            if enters == Some(true) { { tag(Some(Tone::Ok), None, t!("need-enters")) } }
            if enters == Some(false) { { tag(Some(Tone::Late), Some("alert"), t!("need-no-match")) } }
        </>
    }
}

/// Returns the points in a sentence.
pub fn weighed(analysis: &Analysis) -> AttrValue {
    let part = |field: &str, points: Option<u8>| {
        let points = points?;
        let name = label_of_field(&format!("visits.*.{field}"));
        Some(ta!("need-points", args![name = name, n = i64::from(points)]).to_string())
    };
    let matched = analysis.matched.map(|percent| ta!("need-match", args![n = i64::from(percent.get())]).to_string());
    let parts = [part("urgency", analysis.urgency), part("importance", analysis.importance), matched];
    parts.into_iter().flatten().collect::<Vec<_>>().join(&t!("list-comma")).into()
}

/// Returns what was answered, each with the name of its question, as it was asked.
pub fn answers(analysis: &Analysis) -> Vec<(Key, &str)> {
    let short = analysis.method.as_str() == "3w";
    let of = |step: &Step| {
        let (name, _) = step.w.filter(|_| short).unwrap_or(step.spin);
        let text = (step.read)(analysis).trim();
        (!text.is_empty()).then_some((name, text))
    };
    STEPS.iter().filter_map(of).collect()
}
