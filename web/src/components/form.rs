//! The pieces of a form: one edit channel per form, fields with label, hint and error.
//!
//! A field that must be found from the save button has an id; the error stands beside it and is named by
//! `aria-describedby`.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::frame::icon;
use crate::i18n::t;

/// A change of a form's draft.
pub type Change<F> = Box<dyn FnOnce(&mut F)>;

/// The one way to change a form: every field sends its change here, and each change is saved as a draft.
pub struct Edit<F: 'static>(pub Callback<Change<F>>);

impl<F> Clone for Edit<F> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<F> PartialEq for Edit<F> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<F: 'static> Edit<F> {
    /// Changes the form now.
    pub fn now(&self, change: impl FnOnce(&mut F) + 'static) {
        self.0.emit(Box::new(change));
    }

    /// Makes a callback that puts a value into the form.
    pub fn on<T: 'static>(&self, set: impl Fn(&mut F, T) + 'static) -> Callback<T> {
        let (edit, set) = (self.clone(), Rc::new(set));
        Callback::from(move |value: T| {
            let set = set.clone();
            edit.now(move |form| set(form, value));
        })
    }

    /// Makes the channel of a part of the form; a change of a part that is gone is dropped.
    pub fn part<P: 'static>(&self, find: impl Fn(&mut F) -> Option<&mut P> + 'static) -> Edit<P> {
        let (edit, find) = (self.clone(), Rc::new(find));
        Edit(Callback::from(move |change: Change<P>| {
            let find = find.clone();
            edit.now(move |form| {
                if let Some(part) = find(form) {
                    change(part);
                }
            });
        }))
    }

    /// Makes a click handler that changes the form.
    pub fn click(&self, change: impl Fn(&mut F) + 'static) -> Callback<MouseEvent> {
        self.on(move |form, _: MouseEvent| change(form))
    }
}

/// Returns what a field holds after an input event.
pub fn typed(event: &InputEvent) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(other) => other.dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default(),
    }
}

/// Returns what is chosen after a change event of an input or select.
pub fn chosen(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_into::<HtmlSelectElement>() {
        Ok(select) => select.value(),
        Err(other) => other.dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default(),
    }
}

/// Properties of [`TextField`].
#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    /// Id of the input.
    pub id: AttrValue,
    /// Label.
    pub label: AttrValue,
    /// Text.
    pub value: AttrValue,
    /// Called with each keystroke.
    pub on_input: Callback<String>,
    /// Says that it must be filled.
    #[prop_or_default]
    pub required: bool,
    /// A text of several lines.
    #[prop_or_default]
    pub area: bool,
    /// A lower text area.
    #[prop_or_default]
    pub short: bool,
    /// Type of the input.
    #[prop_or("text")]
    pub kind: &'static str,
    /// Keyboard to offer.
    #[prop_or_default]
    pub keyboard: Option<&'static str>,
    /// Example in the empty field.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Advice below.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// The advice says that all is well.
    #[prop_or_default]
    pub hint_ok: bool,
    /// What is wrong.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Further class, such as `wide` in a to-do.
    #[prop_or_default]
    pub class: Classes,
    /// More below the input.
    #[prop_or_default]
    pub children: Html,
}

/// A labelled text input or text area.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let on_input = props.on_input.reform(|event: InputEvent| typed(&event));
    let note = note_id(&props.id);
    let described = (props.error.is_some() || props.hint.is_some()).then(|| note.clone());
    let invalid = props.error.is_some().then_some("true");
    let required = props.required.then_some("true");
    let input = if props.area {
        html! {
            <textarea class={classes!("input", props.short.then_some("is-short"))} id={props.id.clone()}
                value={props.value.clone()} oninput={on_input} aria-required={required} aria-invalid={invalid}
                aria-describedby={described} placeholder={props.placeholder.clone()} />
        }
    } else {
        html! {
            <input class="input" id={props.id.clone()} type={props.kind} value={props.value.clone()} oninput={on_input}
                inputmode={props.keyboard} aria-required={required} aria-invalid={invalid} aria-describedby={described}
                placeholder={props.placeholder.clone()} autocomplete="off" />
        }
    };
    html! {
        <div class={classes!("field", props.class.clone())}>
            <label for={props.id.clone()}>
                { &props.label }
                if props.required { { " " }<em>{ t!("required") }</em> }
            </label>
            { input }
            { field_note(&note, props.error.as_ref(), props.hint.as_ref(), props.hint_ok) }
            { props.children.clone() }
        </div>
    }
}

/// Returns the id of the hint or error of a field.
pub fn note_id(id: &str) -> String {
    format!("{id}-n")
}

/// The hint or error below a field; the error comes first.
pub fn field_note(id: &str, error: Option<&AttrValue>, hint: Option<&AttrValue>, ok: bool) -> Html {
    match (error, hint) {
        (Some(error), _) => html! { <p class="field-error" id={id.to_owned()}>{ icon("alert") }{ error }</p> },
        (None, Some(hint)) => {
            html! { <p class="field-hint" id={id.to_owned()}>{ icon(if ok { "check" } else { "info" }) }{ hint }</p> }
        }
        (None, None) => Html::default(),
    }
}

/// A choice of a list.
pub type Choice = (AttrValue, AttrValue);

/// Properties of [`SelectField`].
#[derive(Properties, PartialEq)]
pub struct SelectFieldProps {
    /// Id of the select.
    pub id: AttrValue,
    /// Label.
    pub label: AttrValue,
    /// Key of the chosen one.
    pub value: AttrValue,
    /// Keys and words.
    pub choices: Vec<Choice>,
    /// Called with the key.
    pub on_choose: Callback<String>,
    /// What is wrong.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Says that it must be filled.
    #[prop_or_default]
    pub required: bool,
}

/// A labelled select.
#[component]
pub fn SelectField(props: &SelectFieldProps) -> Html {
    let on_change = props.on_choose.reform(|event: Event| chosen(&event));
    let note = note_id(&props.id);
    html! {
        <div class="field">
            <label for={props.id.clone()}>
                { &props.label }
                if props.required { { " " }<em>{ t!("required") }</em> }
            </label>
            <select class="input" id={props.id.clone()} onchange={on_change}
                aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={props.error.is_some().then(|| note.clone())}>
                for (key, words) in props.choices.iter() {
                    <option key={key.to_string()} value={key.clone()} selected={*key == props.value}>{ words }</option>
                }
            </select>
            { field_note(&note, props.error.as_ref(), None, false) }
        </div>
    }
}

/// A labelled check box.
pub fn check(class: &'static str, label: impl Into<AttrValue>, on: bool, change: Callback<bool>) -> Html {
    let toggle = change.reform(move |_: Event| !on);
    html! {
        <label class={classes!("check", class)}>
            <input type="checkbox" checked={on} onchange={toggle} />{ label.into() }
        </label>
    }
}

/// A chip that is on or off.
pub fn toggle_chip(label: impl Into<AttrValue>, on: bool, click: Callback<MouseEvent>) -> Html {
    html! { <button class="chip" type="button" aria-pressed={on.to_string()} onclick={click}>{ label.into() }</button> }
}

/// A chip of an exclusive choice.
pub fn radio_chip(name: &str, on: bool, choose: Callback<()>, content: Html) -> Html {
    let change = choose.reform(|_: Event| ());
    html! {
        <label class="chip"><input type="radio" name={name.to_owned()} checked={on} onchange={change} />{ content }</label>
    }
}
