//! The library of texts: what it has, and a form to add one or change it.

use fieldnote_core::command::{Command, PolicyEdit};
use fieldnote_core::policy::{Content, PolicyNumber};
use fieldnote_core::rules::content_library::{THEMES, TOPIC, VARIABLES, unknown_variable};
use fieldnote_core::rules::mobile_number;
use fieldnote_core::values::{Code, Day, RequestId};
use yew::prelude::*;

use crate::components::form::{SelectField, TextField};
use crate::components::tabs::focus;
use crate::frame::icon_small;
use crate::hooks::{use_app, use_context};
use crate::i18n::{Language, args, format, key, label_of_code, label_of_field, language, t, ta};

/// Id of the first field of the form.
const FIRST: &str = "library-title";

/// Id of the day of a hot topic.
const DAY: &str = "library-day";

/// Properties of [`Library`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct LibraryProps {
    /// Whether the person may change it.
    pub editable: bool,
}

/// The texts by theme, and the form.
#[component]
pub(super) fn Library(props: &LibraryProps) -> Html {
    let app = use_app();
    let context = use_context();
    let open = use_state_eq(|| None::<Content>);
    let mut texts: Vec<&Content> = context.policy.library.iter().collect();
    texts.sort_by_key(|content| (THEMES.iter().position(|theme| content.theme.as_str() == *theme), &content.title));
    let remove = |key: &Code| {
        let (app, key) = (app.clone(), key.clone());
        Callback::from(move |_: MouseEvent| {
            let edits = vec![PolicyEdit::RemoveContent(key.clone())];
            app.run(Command::EditPolicy { edits }, key!("toast-policy"));
        })
    };
    let change = |content: Content| {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(Some(content.clone())))
    };
    let add = {
        let (app, open) = (app.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            let key = app.random(|random| RequestId::random(random)).to_string().as_str().into();
            open.set(Some(Content { key, theme: "report".into(), ..Content::default() }));
        })
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(None))
    };
    html! {
        <section class="section" aria-labelledby="library-t">
            <div class="section-head"><h2 id="library-t">{ t!("library") }</h2></div>
            if texts.is_empty() {
                if open.is_none() { <p class="dim pad">{ t!("library-none") }</p> }
            } else {
                <ul class="list plain" role="list">
                    for content in texts {
                        <li class="row" key={content.key.to_string()}>
                            <div class="row-main">
                                <span class="row-title">{ &content.title }</span>
                                <span class="row-text clip-2">{ &content.text }</span>
                                <span class="row-meta">{ for for_whom(content).into_iter().map(|words| html! { <span>{ words }</span> }) }</span>
                            </div>
                            if props.editable {
                                <button class="link row-link" type="button" onclick={change(content.clone())}>{ t!("library-change") }
                                    <span class="sr">{ " " }{ &content.title }</span></button>
                                <button class="link row-link" type="button" onclick={remove(&content.key)}>{ t!("calendar-remove") }
                                    <span class="sr">{ " " }{ &content.title }</span></button>
                            }
                        </li>
                    }
                </ul>
            }
            if props.editable {
                if let Some(content) = &*open {
                    <Form key={content.key.to_string()} content={content.clone()} on_close={close} />
                } else {
                    <div class="pad"><button class="link" type="button" onclick={add}>{ icon_small("plus") }{ t!("library-add") }</button></div>
                }
            }
        </section>
    }
}

fn for_whom(content: &Content) -> Vec<AttrValue> {
    let theme = label_of_code("theme", &content.theme);
    let rest = [&content.industry, &content.need].into_iter().filter(|words| !words.is_empty());
    let day = content.day.map(|day| ta!("library-from", args![day = format::day(day)]));
    std::iter::once(theme).chain(rest.map(|words| words.clone().into())).chain(day).collect()
}

#[derive(PartialEq, Properties)]
struct FormProps {
    content: Content,
    on_close: Callback<()>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let context = use_context();
    let draft = use_state_eq(|| props.content.clone());
    let wrong = use_state_eq(|| None::<(&'static str, AttrValue)>);
    use_effect_with((), |()| focus(FIRST));
    let put = |set: fn(&mut Content, String)| {
        let (draft, wrong) = (draft.clone(), wrong.setter());
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            set(&mut next, text);
            draft.set(next);
            wrong.set(None);
        })
    };
    let onsubmit = {
        let (draft, wrong, close) = (draft.clone(), wrong.setter(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some((id, problem)) = problem(&draft) {
                wrong.set(Some((id, problem)));
                return focus(id);
            }
            let mut content = (*draft).clone();
            if content.theme.as_str() == TOPIC {
                content.need = String::new();
            } else {
                content.day = None;
            }
            let edits = vec![PolicyEdit::Content(content)];
            app.run(Command::EditPolicy { edits }, key!("toast-policy"));
            close.emit(());
        })
    };
    let error = |id: &str| wrong.as_ref().filter(|(of, _)| *of == id).map(|(_, words)| words.clone());
    let themes: Vec<_> =
        THEMES.iter().map(|theme| (AttrValue::from(*theme), label_of_code("theme", &(*theme).into()))).collect();
    let topic = draft.theme.as_str() == TOPIC;
    let days = context.policy.number(PolicyNumber::TopicDays);
    // A hot topic begins today unless told otherwise. What another theme has no place for goes when it is saved.
    let choose = {
        let (draft, wrong, today) = (draft.clone(), wrong.setter(), context.today());
        Callback::from(move |theme: String| {
            let day = draft.day.or((theme == TOPIC).then_some(today));
            draft.set(Content { theme: theme.as_str().into(), day, ..(*draft).clone() });
            wrong.set(None);
        })
    };
    let cancel = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <form class="stack narrow pad form" novalidate=true {onsubmit}>
            <TextField id={FIRST} label={label_of_field("library.*.title")} value={draft.title.clone()} required=true
                error={error(FIRST)} on_input={put(|content, text| content.title = text)} />
            <SelectField id="library-theme" label={label_of_field("library.*.theme")} value={draft.theme.to_string()}
                choices={themes} on_choose={choose} />
            if topic {
                <TextField id={DAY} kind="date" label={label_of_field("library.*.day")} required=true
                    value={draft.day.map(|day| day.to_string()).unwrap_or_default()} hint={(days > 0).then(|| ta!("library-day-hint", args![n = days]))}
                    error={error(DAY)} on_input={put(|content, text| {
                        // A year that is not typed to its end is no day yet, and does not empty the field.
                        if text.is_empty() || text.parse::<Day>().is_ok() { content.day = text.parse().ok() }
                    })} />
            }
            <TextField id="library-industry" label={label_of_field("library.*.industry")} value={draft.industry.clone()}
                hint={t!("library-any")} on_input={put(|content, text| content.industry = text)} />
            if !topic {
                <TextField id="library-need" label={label_of_field("library.*.need")} value={draft.need.clone()}
                    hint={t!("library-any")} on_input={put(|content, text| content.need = text)} />
            }
            <TextField id="library-text" area=true label={label_of_field("library.*.text")} value={draft.text.clone()}
                required=true hint={ta!("library-variables", args![names = variables()])} error={error("library-text")}
                on_input={put(|content, text| content.text = text)} />
            <div class="cluster">
                <button class="btn btn-primary" type="submit">{ t!("save") }</button>
                <button class="btn" type="button" onclick={cancel}>{ t!("cancel") }</button>
            </div>
        </form>
    }
}

/// Returns the variables in the language shown, as they are typed.
fn variables() -> String {
    let named = VARIABLES.map(|(chinese, english)| match language() {
        Language::Zh => format!("{{{chinese}}}"),
        Language::En => format!("{{{english}}}"),
    });
    named.join(" ")
}

/// Returns the field that keeps a text from being saved, and why.
fn problem(content: &Content) -> Option<(&'static str, AttrValue)> {
    if content.title.trim().is_empty() {
        return Some((FIRST, t!("field-missing")));
    }
    if content.theme.as_str() == TOPIC && content.day.is_none() {
        return Some((DAY, t!("field-missing")));
    }
    if content.text.trim().is_empty() {
        return Some(("library-text", t!("field-missing")));
    }
    // Every greeting made of it would be refused.
    let number = [("title", FIRST, &content.title), ("text", "library-text", &content.text)];
    let number = number.into_iter().find(|(.., text)| mobile_number::find_in_text(text).is_some());
    if let Some((field, id, _)) = number {
        return Some((id, ta!("failure-mobile", args![field = label_of_field(&format!("library.*.{field}"))])));
    }
    let unknown = unknown_variable(&content.text)?;
    Some(("library-text", ta!("library-unknown", args![name = unknown])))
}
