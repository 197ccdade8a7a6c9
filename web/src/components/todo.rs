//! The editor of one to-do: what, who, by when, to what standard.

use fieldnote_core::cbor_record;
use fieldnote_core::values::{Day, UserId};
use yew::prelude::*;

use super::form::{Choice, Edit, TextField, check, chosen, field_note, note_id, toggle_chip, typed};
use crate::i18n::{Key, key, t};

/// A to-do as typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TodoForm {
    /// What to do.
    pub title: String,
    /// Key of a member; empty for a name.
    pub who: String,
    /// Name, when no member.
    pub who_name: String,
    /// By when.
    pub due: Option<Day>,
    /// What counts as done.
    pub standard: String,
    /// Promised to the customer.
    pub promise: bool,
}

cbor_record!(TodoForm { 0: title, 1: who, 2: who_name, 3: due, 4: standard, 5: promise });

impl TodoForm {
    /// Returns the responsible member, if it is one.
    pub fn member(&self) -> Option<UserId> {
        self.who.parse().ok()
    }

    /// Tells whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.title.trim().is_empty() && self.standard.trim().is_empty()
    }
}

/// What is missing in a to-do, in the order of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodoGap {
    /// What to do.
    Title,
    /// Who.
    Who,
    /// By when.
    Due,
    /// To what standard.
    Standard,
}

impl TodoGap {
    /// All, in the order of the fields.
    pub const ALL: [Self; 4] = [Self::Title, Self::Who, Self::Due, Self::Standard];

    /// Returns the part of the to-do as the rule names it.
    pub const fn part(self) -> &'static str {
        if matches!(self, Self::Who) { "responsible" } else { self.key() }
    }

    /// Returns the end of the field's id.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Who => "who",
            Self::Due => "due",
            Self::Standard => "standard",
        }
    }
}

/// Properties of [`TodoEditor`].
#[derive(Properties, PartialEq)]
pub struct TodoEditorProps {
    /// Start of the ids of its fields.
    pub id: AttrValue,
    /// The to-do.
    pub form: TodoForm,
    /// Where changes go.
    pub edit: Edit<TodoForm>,
    /// Members to choose from: key and name.
    pub members: Vec<Choice>,
    /// Days to choose from.
    pub days: Vec<(Day, AttrValue)>,
    /// What is missing, once the person tried to save.
    #[prop_or_default]
    pub gaps: Vec<TodoGap>,
    /// Takes it away.
    #[prop_or_default]
    pub on_remove: Option<Callback<()>>,
}

/// The editor.
#[component]
pub fn TodoEditor(props: &TodoEditorProps) -> Html {
    let TodoEditorProps { id, form, edit, .. } = props;
    let error = |gap: TodoGap, key: Key| props.gaps.contains(&gap).then(|| t(key));
    html! {
        <div class="todo">
            <TextField class="wide" id={format!("{id}-title")} label={t!("todo-title")} value={form.title.clone()}
                error={error(TodoGap::Title, key!("todo-title-missing"))}
                on_input={edit.on(|form, text| form.title = text)} />
            { who_field(props, error(TodoGap::Who, key!("todo-who-missing"))) }
            { due_field(props, error(TodoGap::Due, key!("todo-due-missing"))) }
            <TextField class="wide" id={format!("{id}-standard")} label={t!("todo-standard")}
                value={form.standard.clone()} placeholder={t!("todo-standard-example")}
                error={error(TodoGap::Standard, key!("todo-standard-missing"))}
                on_input={edit.on(|form, text| form.standard = text)} />
            { check("wide", t!("todo-promise"), form.promise, edit.on(|form, on| form.promise = on)) }
            if let Some(remove) = props.on_remove.clone() {
                <button class="link" type="button" onclick={remove.reform(|_: MouseEvent| ())}>
                    { crate::frame::icon_small("trash") }{ t!("todo-remove") }
                </button>
            }
        </div>
    }
}

fn who_field(props: &TodoEditorProps, error: Option<AttrValue>) -> Html {
    let TodoEditorProps { id, form, edit, members, .. } = props;
    let (key, note) = (format!("{id}-who"), note_id(&format!("{id}-who")));
    let by_name = form.who == "name";
    let choose = edit.on(|form, event: Event| form.who = chosen(&event));
    html! {
        <div class="field">
            <label for={key.clone()}>{ t!("todo-who") }</label>
            <select class="input" id={key} onchange={choose} aria-invalid={error.is_some().then_some("true")}
                aria-describedby={error.is_some().then(|| note.clone())}>
                for (member, name) in members.iter() {
                    <option key={member.to_string()} value={member.clone()} selected={*member == form.who}>{ name }</option>
                }
                <option value="name" selected={by_name}>{ t!("todo-who-other") }</option>
            </select>
            if by_name {
                <input class="input" aria-label={t!("todo-who-name")} placeholder={t!("todo-who-name")}
                    value={form.who_name.clone()} oninput={edit.on(|form, event: InputEvent| form.who_name = typed(&event))} />
            }
            { field_note(&note, error.as_ref(), None, false) }
        </div>
    }
}

fn due_field(props: &TodoEditorProps, error: Option<AttrValue>) -> Html {
    let TodoEditorProps { id, form, edit, days, .. } = props;
    let (key, note) = (format!("{id}-due"), note_id(&format!("{id}-due")));
    let value = form.due.map(|due| due.to_string()).unwrap_or_default();
    let change = edit.on(|form, event: Event| form.due = chosen(&event).parse().ok());
    html! {
        <>
            <div class="field">
                <label for={key.clone()}>{ t!("todo-due") }</label>
                <input class="input" id={key} type="date" {value} onchange={change}
                    aria-invalid={error.is_some().then_some("true")}
                    aria-describedby={error.is_some().then(|| note.clone())} />
                { field_note(&note, error.as_ref(), None, false) }
            </div>
            <div class="cluster wide" role="group" aria-label={t!("todo-due-quick")}>
                for (day, name) in days.iter() {
                    { toggle_chip(name.clone(), form.due == Some(*day), {
                        let day = *day;
                        edit.click(move |form| form.due = Some(day))
                    }) }
                }
            </div>
        </>
    }
}
