//! Quick picks of a day, with the calendar as the last choice.

use fieldnote_core::values::Day;
use yew::prelude::*;

use super::form::{chosen, field_note, note_id, radio_chip};
use crate::frame::icon;
use crate::i18n::t;

/// A day to choose with one tap.
#[derive(Debug, Clone, PartialEq)]
pub struct QuickDay {
    /// The day.
    pub day: Day,
    /// Large words, such as +3天.
    pub name: AttrValue,
    /// Small words, such as the weekday and day.
    pub detail: AttrValue,
}

/// Properties of [`DayPick`].
#[derive(Properties, PartialEq)]
pub struct DayPickProps {
    /// Id of the group.
    pub id: AttrValue,
    /// Legend.
    pub label: AttrValue,
    /// The chosen day.
    pub value: Option<Day>,
    /// Quick choices.
    pub days: Vec<QuickDay>,
    /// Called with the day; nothing when it is taken back.
    pub on_pick: Callback<Option<Day>>,
    /// A note beside the legend.
    #[prop_or_default]
    pub note: Option<AttrValue>,
    /// What is wrong.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// More below.
    #[prop_or_default]
    pub children: Html,
}

/// A day by one tap.
#[component]
pub fn DayPick(props: &DayPickProps) -> Html {
    let DayPickProps { id, value, days, on_pick, .. } = props;
    let asked = use_state_eq(|| false);
    let other = value.is_some_and(|day| days.iter().all(|quick| quick.day != day));
    let picking = other || *asked;
    let pick = |day: Day| {
        let (asked, on_pick) = (asked.clone(), on_pick.clone());
        Callback::from(move |()| {
            asked.set(false);
            on_pick.emit(Some(day));
        })
    };
    let ask = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(true))
    };
    let change = on_pick.reform(|event: Event| chosen(&event).parse().ok());
    let note = note_id(id);
    html! {
        <fieldset class="field" aria-describedby={props.error.is_some().then(|| note.clone())}>
            <legend>{ &props.label } if let Some(words) = &props.note { { " " }<em>{ words }</em> }</legend>
            <div class="quick" id={id.clone()} tabindex="-1">
                for quick in days.iter() {
                    <>{ radio_chip(id, *value == Some(quick.day) && !*asked, pick(quick.day),
                        html! { <><b>{ &quick.name }</b><small>{ &quick.detail }</small></> }) }</>
                }
                { radio_chip(id, picking, ask, html! { <>{ icon("calendar") }<small>{ t!("pick-day") }</small></> }) }
            </div>
            if picking {
                <input class="input" type="date" aria-label={t!("pick-day")} onchange={change}
                    value={value.map(|day| day.to_string()).unwrap_or_default()} />
            }
            { field_note(&note, props.error.as_ref(), None, false) }
            { props.children.clone() }
        </fieldset>
    }
}
