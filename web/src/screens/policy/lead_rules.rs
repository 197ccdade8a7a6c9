//! If-then rules on leads as data, and the regions covered first (R-17, S0-10).

use fieldnote_core::command::{Command, PolicyEdit};
use fieldnote_core::model::{Grade, NeedClarity, SellerLevel};
use fieldnote_core::policy::{LeadRule, Policy};
use fieldnote_core::values::{Code, Percent, RequestId};
use yew::prelude::*;

use crate::components::form::{SelectField, TextField, toggle_chip};
use crate::frame::icon_small;
use crate::hooks::{use_app, use_context};
use crate::i18n::{key, label, label_of_code, label_of_field, put_together, t};
use crate::screens::customer::lead::rule_words;
use crate::screens::customer_form::SOURCES;
use crate::screens::words;

/// Properties of [`LeadRules`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct LeadRulesProps {
    /// Whether the person may change them.
    pub editable: bool,
}

/// The rules, the key regions, and a form for another rule.
#[component]
pub(super) fn LeadRules(props: &LeadRulesProps) -> Html {
    let app = use_app();
    let context = use_context();
    let policy = &context.policy;
    let remove = |key: &Code| {
        let (app, key) = (app.clone(), key.clone());
        Callback::from(move |_: MouseEvent| {
            let edits = vec![PolicyEdit::RemoveLeadRule(key.clone())];
            app.run(Command::EditPolicy { edits }, key!("toast-policy"));
        })
    };
    html! {
        <section class="section" aria-labelledby="lead-rules-t">
            <div class="section-head"><h2 id="lead-rules-t">{ t!("lead-rules") }</h2></div>
            if policy.lead_rules.is_empty() {
                <p class="dim pad">{ t!("lead-rules-none") }</p>
            } else {
                <ul class="list plain" role="list">
                    for rule in policy.lead_rules.iter() {
                        <li class="row" key={rule.key.to_string()}>
                            <div class="row-main"><span class="row-text">{ rule_words(rule, &context) }</span></div>
                            if props.editable {
                                <button class="link row-link" type="button" onclick={remove(&rule.key)}>{ icon_small("trash") }{ t!("calendar-remove") }
                                    <span class="sr">{ " " }{ rule_words(rule, &context) }</span></button>
                            }
                        </li>
                    }
                </ul>
            }
            if props.editable { <Add /> }
            <KeyRegions editable={props.editable} />
        </section>
    }
}

/// A rule while it is put together: keys of the choices, as in the document.
#[derive(Debug, Clone, Default, PartialEq)]
struct Draft {
    industry: String,
    region: String,
    source: String,
    need: String,
    min_score: String,
    grade: String,
    level: String,
}

impl Draft {
    fn rule(&self, key: Code) -> LeadRule {
        LeadRule {
            key,
            industry: self.industry.trim().to_owned(),
            region: self.region.as_str().into(),
            source: self.source.as_str().into(),
            need: NeedClarity::of_key(&self.need),
            min_score: self.min_score.trim().parse().ok().and_then(|score| Percent::new(score).ok()),
            grade: Grade::of_letter(&self.grade),
            level: SellerLevel::of_key(&self.level),
        }
    }

    /// Returns what is wrong with it, if anything is.
    fn problem(&self) -> Option<AttrValue> {
        let rule = self.rule(Code::default());
        if !self.min_score.trim().is_empty() && rule.min_score.is_none() {
            return Some(t!("field-percent"));
        }
        if rule.asks_nothing() {
            return Some(t!("rule-needs-condition"));
        }
        (rule.grade.is_none() && rule.level.is_none()).then(|| t!("rule-needs-effect"))
    }
}

/// Keys and words of a choice, with an empty one in front.
fn choices(codes: impl IntoIterator<Item = (String, AttrValue)>) -> Vec<(AttrValue, AttrValue)> {
    let any = std::iter::once((AttrValue::default(), t!("rule-any")));
    any.chain(codes.into_iter().map(|(key, words)| (key.into(), words))).collect()
}

fn grades() -> Vec<(AttrValue, AttrValue)> {
    choices(
        Grade::ALL.map(|grade| (grade.letter().to_owned(), put_together(&format!("grade-choice-{}", grade.letter())))),
    )
}

#[component]
fn Add() -> Html {
    let app = use_app();
    let policy = use_context().policy;
    let draft = use_state_eq(Draft::default);
    let wrong = use_state_eq(|| None::<AttrValue>);
    let put = |set: fn(&mut Draft, String)| {
        let (draft, wrong) = (draft.clone(), wrong.setter());
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            set(&mut next, text);
            draft.set(next);
            wrong.set(None);
        })
    };
    let onsubmit = {
        let (app, draft, wrong) = (app, draft.clone(), wrong.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(problem) = draft.problem() {
                return wrong.set(Some(problem));
            }
            let key = app.random(|random| RequestId::random(random)).to_string();
            let edits = vec![PolicyEdit::LeadRule(draft.rule(key.as_str().into()))];
            app.run(Command::EditPolicy { edits }, key!("toast-policy"));
            draft.set(Draft::default());
        })
    };
    let select =
        |id: &'static str, words: AttrValue, value: &str, all: Vec<(AttrValue, AttrValue)>, put: Callback<String>| {
            html! { <SelectField {id} label={words} value={value.to_owned()} choices={all} on_choose={put} /> }
        };
    let of = |kind: &'static str, keys: &[&str]| {
        choices(keys.iter().map(|key| ((*key).to_owned(), label_of_code(kind, &(*key).into()))).collect::<Vec<_>>())
    };
    let regions =
        choices(policy.regions.iter().map(|(code, name)| (code.to_string(), label(name))).collect::<Vec<_>>());
    html! {
        <details class="pad">
            <summary class="link">{ icon_small("plus") }{ t!("lead-rule-add") }</summary>
            <form class="stack narrow form" novalidate=true {onsubmit}>
                <h3 class="title-3">{ t!("rule-if") }</h3>
                <TextField id="rule-industry" label={label_of_field("lead_rules.*.industry")} value={draft.industry.clone()}
                    on_input={put(|draft, text| draft.industry = text)} />
                { select("rule-region", label_of_field("profile.region"), &draft.region, regions, put(|draft, text| draft.region = text)) }
                { select("rule-source", label_of_field("profile.source_channel"), &draft.source, of("source", &SOURCES), put(|draft, text| draft.source = text)) }
                { select("rule-need", label_of_field("profile.need_clarity"), &draft.need, of("need", &NeedClarity::ALL.map(NeedClarity::key)), put(|draft, text| draft.need = text)) }
                <TextField id="rule-score" label={label_of_field("lead_rules.*.min_score")} value={draft.min_score.clone()}
                    keyboard={Some("numeric")} on_input={put(|draft, text| draft.min_score = text)} />
                <h3 class="title-3">{ t!("rule-then") }</h3>
                { select("rule-grade", label_of_field("profile.grade"), &draft.grade, grades(), put(|draft, text| draft.grade = text)) }
                { select("rule-level", label_of_field("lead_rules.*.level"), &draft.level, of("level", &SellerLevel::ALL.map(SellerLevel::key)), put(|draft, text| draft.level = text)) }
                if let Some(words) = &*wrong { <p class="field-error" role="alert">{ words }</p> }
                <button class="btn btn-start" type="submit">{ t!("calendar-add") }</button>
            </form>
        </details>
    }
}

#[derive(PartialEq, Properties)]
struct KeyRegionsProps {
    editable: bool,
}

/// Regions covered first: tapping one changes it at once.
#[component]
fn KeyRegions(props: &KeyRegionsProps) -> Html {
    let app = use_app();
    let policy = use_context().policy;
    let chip = |(code, name): &(Code, fieldnote_core::policy::Label)| {
        let on = policy.key_regions.contains(code);
        let (app, region) = (app.clone(), code.clone());
        toggle_chip(
            label(name),
            on,
            Callback::from(move |_: MouseEvent| {
                let edits = vec![PolicyEdit::KeyRegion { region: region.clone(), on: !on }];
                app.run(Command::EditPolicy { edits }, key!("toast-policy"));
            }),
        )
    };
    html! {
        <fieldset class="field pad">
            <legend>{ label_of_field("key_regions") }</legend>
            if props.editable {
                <div class="cluster">{ for policy.regions.iter().map(chip) }</div>
            } else {
                <p>{ named(&policy) }</p>
            }
        </fieldset>
    }
}

fn named(policy: &Policy) -> AttrValue {
    if policy.key_regions.is_empty() {
        return t!("none-yet");
    }
    let names = policy.key_regions.iter().map(|code| words::region(policy, code).to_string());
    names.collect::<Vec<_>>().join(&t!("list-comma")).into()
}
