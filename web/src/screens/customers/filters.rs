//! Filters: the usual ones as chips, all of them in a sheet.

use std::rc::Rc;

use fieldnote_core::model::Grade;
use fieldnote_core::projection::{CustomerFilter, CustomersView};
use fieldnote_core::values::Code;
use yew::prelude::*;

use crate::components::dialog::Sheet;
use crate::components::form::{Choice, SelectField, check, toggle_chip};
use crate::frame::icon;
use crate::hooks::{Same, use_context};
use crate::i18n::{args, label_of_code, t, ta};
use crate::screens::words;

/// Properties of [`Filters`].
#[derive(Properties, PartialEq)]
pub struct FiltersProps {
    /// The filter.
    pub filter: Rc<CustomerFilter>,
    /// Counts of each choice.
    pub view: Same<CustomersView>,
    /// Called with the new filter.
    pub on_change: Callback<CustomerFilter>,
}

/// Chips, and the sheet behind the first.
#[component]
pub fn Filters(props: &FiltersProps) -> Html {
    let context = use_context();
    let open = use_state_eq(|| false);
    let FiltersProps { filter, view, on_change } = props;
    let count = active(filter);
    let show = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(true))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    let set = |change: fn(&mut CustomerFilter, String)| {
        let (filter, on_change) = (filter.clone(), on_change.clone());
        Callback::from(move |value: String| {
            let mut next = (*filter).clone();
            change(&mut next, value);
            on_change.emit(next);
        })
    };
    let chip = |name: AttrValue, on: bool, next: CustomerFilter| {
        toggle_chip(name, on, on_change.reform(move |_: MouseEvent| next.clone()))
    };
    let grade = (filter.grade != Some(Grade::A)).then_some(Grade::A);
    html! {
        <>
            <div class="chips" role="group" aria-label={t!("filter")}>
                <button class="chip" type="button" aria-pressed={(count > 0).to_string()} aria-haspopup="dialog" onclick={show}>
                    { icon("filter") }{ if count > 0 { ta!("filter-n", args![n = count]) } else { t!("filter") } }
                </button>
                if filter.grade.is_some() || !view.facets.grades.is_empty() {
                    { chip(t!("grade-A-name"), filter.grade == Some(Grade::A), CustomerFilter { grade, ..(**filter).clone() }) }
                }
                for (code, _) in context.policy.regions.iter().filter(|(code, _)| view.facets.regions.contains_key(code) || *code == filter.region) {
                    <>{ chip(words::region(&context.policy, code), filter.region == *code, CustomerFilter {
                        region: if filter.region == *code { Code::default() } else { code.clone() }, ..(**filter).clone() }) }</>
                }
                for code in view.facets.states.keys().filter(|code| !code.is_empty()) {
                    <>{ chip(label_of_code("state", code), filter.state == *code, CustomerFilter {
                        state: if filter.state == *code { Code::default() } else { code.clone() }, ..(**filter).clone() }) }</>
                }
            </div>
            <Sheet open={*open} title={t!("filter")} on_close={close.clone()}>
                <div class="pad stack">
                    { fields(filter, view, &context, &set) }
                    { check("", t!("filter-inactive"), filter.inactive, {
                        let filter = filter.clone();
                        on_change.reform(move |inactive| CustomerFilter { inactive, ..(*filter).clone() })
                    }) }
                    <button class="btn btn-primary" type="button" onclick={close.reform(|_: MouseEvent| ())}>
                        { ta!("filter-show", args![n = view.lines.len()]) }
                    </button>
                </div>
            </Sheet>
        </>
    }
}

fn fields(
    filter: &CustomerFilter,
    view: &CustomersView,
    context: &fieldnote_core::projection::Context,
    set: &dyn Fn(fn(&mut CustomerFilter, String)) -> Callback<String>,
) -> Html {
    let facets = &view.facets;
    let policy = &context.policy;
    let with_all = |choices: Vec<(String, AttrValue, usize)>| -> Vec<Choice> {
        std::iter::once((AttrValue::default(), t!("filter-all")))
            .chain(
                choices
                    .into_iter()
                    .map(|(key, name, count)| (key.into(), ta!("filter-choice", args![name = name, n = count]))),
            )
            .collect()
    };
    let grades = facets.grades.iter().map(|(grade, n)| (grade.letter().to_owned(), grade.letter().into(), *n));
    let states = facets.states.iter().map(|(code, n)| (code.to_string(), label_of_code("state", code), *n));
    let tags = facets.tags.iter().map(|(tag, n)| (tag.clone(), tag.clone().into(), *n));
    let regions = facets.regions.iter().map(|(code, n)| (code.to_string(), words::region(policy, code), *n));
    let stages = facets.stages.iter().map(|(code, n)| (code.to_string(), words::stage(policy, code), *n));
    let owners = facets.owners.iter().map(|(user, n)| (user.to_string(), words::member(context, *user), *n));
    html! {
        <>
            <SelectField id="f-grade" label={t!("grade")} value={filter.grade.map_or("", Grade::letter)}
                choices={with_all(grades.collect())} on_choose={set(|filter, key| filter.grade = Grade::of_letter(&key))} />
            <SelectField id="f-state" label={t!("state")} value={filter.state.to_string()}
                choices={with_all(states.collect())} on_choose={set(|filter, key| filter.state = key.as_str().into())} />
            <SelectField id="f-tag" label={t!("tag")} value={filter.tag.clone()}
                choices={with_all(tags.collect())} on_choose={set(|filter, key| filter.tag = key)} />
            <SelectField id="f-region" label={t!("region")} value={filter.region.to_string()}
                choices={with_all(regions.collect())} on_choose={set(|filter, key| filter.region = key.as_str().into())} />
            <SelectField id="f-stage" label={t!("stage")} value={filter.stage.to_string()}
                choices={with_all(stages.collect())} on_choose={set(|filter, key| filter.stage = key.as_str().into())} />
            if facets.owners.len() > 1 || filter.owner.is_some() {
                <SelectField id="f-owner" label={t!("owner")} value={filter.owner.map(|user| user.to_string()).unwrap_or_default()}
                    choices={with_all(owners.collect())} on_choose={set(|filter, key| filter.owner = key.parse().ok())} />
            }
        </>
    }
}

/// Returns how many choices narrow the list, the search words aside.
fn active(filter: &CustomerFilter) -> usize {
    [
        filter.grade.is_some(),
        !filter.state.is_empty(),
        !filter.tag.is_empty(),
        !filter.region.is_empty(),
        !filter.stage.is_empty(),
        filter.owner.is_some(),
        filter.inactive,
    ]
    .into_iter()
    .filter(|on| *on)
    .count()
}
