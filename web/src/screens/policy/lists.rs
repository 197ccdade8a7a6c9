//! The lists of the rules: channels and tags that are offered, words that say nothing, fields that a customer needs.

use fieldnote_core::command::{Command, PolicyEdit};
use fieldnote_core::policy::PolicyList;
use fieldnote_core::values::Code;
use yew::prelude::*;

use crate::components::form::TextField;
use crate::frame::icon_small;
use crate::hooks::{use_app, use_context};
use crate::i18n::{Key, args, key, label_of_field, t, ta};
use crate::screens::words;
use crate::shell::App;

/// Properties of [`Lists`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ListsProps {
    /// Whether the person may change them.
    pub editable: bool,
}

/// Every list with what it has.
#[component]
pub(super) fn Lists(props: &ListsProps) -> Html {
    html! { <>for list in PolicyList::ALL { <List key={list.key()} {list} editable={props.editable} /> }</> }
}

#[derive(Debug, PartialEq, Properties)]
struct ListProps {
    list: PolicyList,
    editable: bool,
}

#[component]
fn List(props: &ListProps) -> Html {
    let app = use_app();
    let context = use_context();
    let list = props.list;
    let entries = list.entries(&context.policy);
    let title = format!("list-{}", list.key());
    let content = match list.choice() {
        _ if !props.editable => {
            let words: Vec<_> = entries.iter().map(|entry| shown(list, entry).to_string()).collect();
            html! { <p>{ words.join(&t!("list-comma")) }</p> }
        }
        Some(choice) => {
            html! { <div class="cluster">{ for choice.iter().map(|entry| toggle(&app, list, entry, &entries)) }</div> }
        }
        None => html! {
            <>
                <ul class="cluster plain" role="list">{ for entries.iter().map(|entry| own(&app, list, entry)) }</ul>
                <Add {list} />
            </>
        },
    };
    html! {
        <section class="section" aria-labelledby={title.clone()}>
            <div class="section-head"><h2 id={title}>{ label_of_field(list.key()) }</h2></div>
            <div class="stack pad"><p class="field-hint">{ crate::i18n::t(hint(list)) }</p>{ content }</div>
        </section>
    }
}

fn hint(list: PolicyList) -> Key {
    match list {
        PolicyList::Channels => key!("policy-channels-hint"),
        PolicyList::Tags => key!("policy-tags-hint"),
        PolicyList::VaguePhrases => key!("policy-phrases-hint"),
        PolicyList::RequiredFields => key!("policy-required-hint"),
    }
}

fn shown(list: PolicyList, entry: &str) -> AttrValue {
    match list {
        PolicyList::Channels => words::channel(&Code::new(entry)),
        PolicyList::RequiredFields => words::required_field(entry),
        PolicyList::Tags | PolicyList::VaguePhrases => entry.to_owned().into(),
    }
}

fn put(app: &App, list: PolicyList, word: &str, on: bool) {
    let edits = vec![PolicyEdit::Entry { list: list.key().into(), word: word.to_owned(), on }];
    app.run(Command::EditPolicy { edits }, key!("toast-policy"));
}

/// One of what the product knows, in the list or not. The last channel stays: without one nothing could be recorded.
fn toggle(app: &App, list: PolicyList, entry: &'static str, entries: &[&str]) -> Html {
    let on = entries.contains(&entry);
    let last = on && list == PolicyList::Channels && entries.len() == 1;
    let app = app.clone();
    let click = Callback::from(move |_: MouseEvent| put(&app, list, entry, !on));
    html! {
        <button class="chip" type="button" aria-pressed={on.to_string()} disabled={last} onclick={click}>{ shown(list, entry) }</button>
    }
}

/// Words of the team's own; a tap takes them out.
fn own(app: &App, list: PolicyList, entry: &str) -> Html {
    let (app, word) = (app.clone(), entry.to_owned());
    let name = ta!("policy-take-out", args![word = entry]);
    let click = Callback::from(move |_: MouseEvent| put(&app, list, &word, false));
    html! {
        <li key={entry.to_owned()}><button class="chip" type="button" aria-label={name} onclick={click}>{ entry.to_owned() }{ icon_small("close") }</button></li>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct AddProps {
    list: PolicyList,
}

/// Words to be added.
#[component]
fn Add(props: &AddProps) -> Html {
    let app = use_app();
    let context = use_context();
    let list = props.list;
    let word = use_state_eq(String::new);
    let wrong = use_state_eq(|| None::<AttrValue>);
    let on_input = {
        let (word, wrong) = (word.setter(), wrong.setter());
        Callback::from(move |text: String| {
            word.set(text);
            wrong.set(None);
        })
    };
    let there = list.entries(&context.policy).contains(&word.trim());
    let onsubmit = {
        let (word, wrong) = (word.clone(), wrong.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if word.trim().is_empty() {
                return wrong.set(Some(t!("field-missing")));
            }
            if there {
                return wrong.set(Some(t!("policy-there")));
            }
            put(&app, list, word.trim(), true);
            word.set(String::new());
        })
    };
    let label = ta!("policy-add-to", args![list = label_of_field(list.key())]);
    html! {
        <form class="stack narrow form" novalidate=true {onsubmit}>
            <TextField id={format!("add-{}", list.key())} {label} value={(*word).clone()} {on_input} error={(*wrong).clone()} />
            <button class="btn btn-start" type="submit">{ t!("calendar-add") }
                <span class="sr">{ " " }{ label_of_field(list.key()) }</span></button>
        </form>
    }
}
