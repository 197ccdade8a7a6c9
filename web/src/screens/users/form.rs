//! One user's fields. What is not touched is not sent.

use fieldnote_core::model::{Role, SellerLevel};
use fieldnote_core::values::{Code, UserId};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::frame::icon;
use crate::hooks::use_context;
use crate::i18n::{self, label, label_of_code, t};
use crate::platform::http::{self, UserEdit, UserInfo};
use crate::platform::task::spawn;

/// Id of the dialog around the form.
pub(super) const DIALOG: &str = "user";

#[derive(Debug, PartialEq, Properties)]
pub(super) struct UserFormProps {
    /// The user; nobody for a new one.
    pub user: Option<UserInfo>,
    /// Who may stand above.
    pub managers: Vec<(UserId, AttrValue)>,
    /// Told whether something was saved.
    pub on_done: Callback<bool>,
}

/// A field that the person touched.
enum FieldEdit {
    Login(String),
    Name(String),
    Role(Option<Role>),
    Manager(Option<UserId>),
    Region(Code, bool),
    Disabled(bool),
    Level(Option<SellerLevel>),
    Password(String),
}

fn apply(edit: &mut UserEdit, user: Option<&UserInfo>, change: FieldEdit) {
    match change {
        FieldEdit::Login(text) => edit.login = Some(text),
        FieldEdit::Name(text) => edit.name = Some(text),
        FieldEdit::Role(role) => edit.role = role,
        FieldEdit::Manager(manager) => edit.manager = Some(manager),
        FieldEdit::Region(region, on) => {
            let start = || user.map(|user| user.regions.clone()).unwrap_or_default();
            let regions = edit.regions.get_or_insert_with(start);
            regions.retain(|known| *known != region);
            if on {
                regions.push(region);
            }
        }
        FieldEdit::Disabled(disabled) => edit.disabled = Some(disabled),
        FieldEdit::Level(level) => edit.level = Some(level),
        FieldEdit::Password(text) => edit.password = Some(text).filter(|text| !text.is_empty()),
    }
}

#[component]
pub(super) fn UserForm(props: &UserFormProps) -> Html {
    let user = props.user.clone();
    let new = user.is_none();
    let edit = use_state(|| UserEdit { role: new.then_some(Role::Rep), ..UserEdit::default() });
    let error = use_state(|| None::<AttrValue>);
    let change = {
        let (edit, user) = (edit.clone(), user.clone());
        Callback::from(move |field: FieldEdit| {
            let mut next = (*edit).clone();
            apply(&mut next, user.as_ref(), field);
            edit.set(next);
        })
    };
    let onsubmit = {
        let (edit, error, done) = (edit.clone(), error.setter(), props.on_done.clone());
        let id = user.as_ref().map(|user| user.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (edit, error, done) = ((*edit).clone(), error.clone(), done.clone());
            spawn(async move {
                match http::save_user(id, &edit).await {
                    Ok(()) => done.emit(true),
                    Err(failed) => error.set(Some(i18n::http(&failed))),
                }
            });
        })
    };
    let cancel = props.on_done.reform(|_: MouseEvent| false);
    let name = edit.name.clone().or_else(|| user.as_ref().map(|user| user.name.clone())).unwrap_or_default();
    html! {
        <form class="stack stack-wide" novalidate=true {onsubmit}>
            <h2 id="user-t">{ if new { t!("users-add") } else { t!("users-edit") } }</h2>
            if new {
                { text("user-login", t!("field-login"), "text", edit.login.clone().unwrap_or_default(), change.reform(FieldEdit::Login)) }
            }
            { text("user-name", t!("users-name"), "text", name, change.reform(FieldEdit::Name)) }
            <Choices user={user.clone()} edit={(*edit).clone()} managers={props.managers.clone()} change={change.clone()} />
            { text("user-password", if new { t!("field-password") } else { t!("users-new-password") }, "password",
                edit.password.clone().unwrap_or_default(), change.reform(FieldEdit::Password)) }
            if let Some(words) = &*error {
                <p class="field-error" role="alert">{ icon("alert") }{ words }</p>
            }
            <div class="cluster">
                <button class="btn" type="button" onclick={cancel}>{ t!("cancel") }</button>
                <button class="btn btn-primary" type="submit">{ t!("save") }</button>
            </div>
        </form>
    }
}

#[derive(PartialEq, Properties)]
struct ChoicesProps {
    user: Option<UserInfo>,
    edit: UserEdit,
    managers: Vec<(UserId, AttrValue)>,
    change: Callback<FieldEdit>,
}

/// Role, manager, regions, and whether the person may sign in.
#[component]
fn Choices(props: &ChoicesProps) -> Html {
    let policy = use_context().policy;
    let (user, edit) = (props.user.as_ref(), &props.edit);
    let role = edit.role.or(user.map(|user| user.role));
    let manager = edit.manager.unwrap_or_else(|| user.and_then(|user| user.manager));
    let regions =
        edit.regions.as_deref().unwrap_or_else(|| user.map(|user| user.regions.as_slice()).unwrap_or_default());
    let disabled = edit.disabled.unwrap_or_else(|| user.is_some_and(|user| user.disabled));
    let on_role = props.change.reform(|event: web_sys::Event| FieldEdit::Role(Role::of_key(&picked(&event))));
    let on_manager = props.change.reform(|event: web_sys::Event| FieldEdit::Manager(picked(&event).parse().ok()));
    let on_disabled = props.change.reform(|event: web_sys::Event| FieldEdit::Disabled(ticked(&event)));
    let level = edit.level.unwrap_or_else(|| user.and_then(|user| user.level));
    let on_level = props.change.reform(|event: web_sys::Event| FieldEdit::Level(SellerLevel::of_key(&picked(&event))));
    let above = props.managers.iter().filter(|(id, _)| user.is_none_or(|user| user.id != *id));
    html! {
        <>
            <div class="field">
                <label for="user-role">{ t!("users-role") }</label>
                <select class="input" id="user-role" onchange={on_role}>
                    for known in Role::ALL {
                        <option value={known.key()} selected={role == Some(known)}>{ label_of_code("member", &known.key().into()) }</option>
                    }
                </select>
            </div>
            <div class="field">
                <label for="user-manager">{ t!("users-manager") }</label>
                <select class="input" id="user-manager" onchange={on_manager}>
                    <option value="" selected={manager.is_none()}>{ t!("users-no-manager") }</option>
                    for (id, name) in above {
                        <option value={id.to_string()} selected={manager == Some(*id)}>{ name }</option>
                    }
                </select>
            </div>
            <div class="field">
                <label for="user-level">{ t!("users-level") }</label>
                <select class="input" id="user-level" onchange={on_level}>
                    <option value="" selected={level.is_none()}>{ t!("choose-none") }</option>
                    for known in SellerLevel::ALL {
                        <option value={known.key()} selected={level == Some(known)}>{ label_of_code("level", &known.key().into()) }</option>
                    }
                </select>
            </div>
            if !policy.regions.is_empty() {
                <fieldset class="field">
                    <legend>{ t!("users-regions") }</legend>
                    <div class="cluster">
                        { for policy.regions.iter().map(|(code, name)| region(code, label(name), regions.contains(code), &props.change)) }
                    </div>
                </fieldset>
            }
            if user.is_some() {
                <label class="check">
                    <input type="checkbox" checked={disabled} onchange={on_disabled} />{ t!("users-disable") }
                </label>
            }
        </>
    }
}

fn region(code: &Code, name: AttrValue, on: bool, change: &Callback<FieldEdit>) -> Html {
    let code = code.clone();
    let onchange = change.reform(move |event: web_sys::Event| FieldEdit::Region(code.clone(), ticked(&event)));
    html! { <label class="chip"><input type="checkbox" checked={on} {onchange} />{ name }</label> }
}

fn text(id: &'static str, words: AttrValue, kind: &'static str, value: String, change: Callback<String>) -> Html {
    let oninput = change.reform(|event: InputEvent| {
        event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()).map(|it| it.value()).unwrap_or_default()
    });
    let autocomplete = if kind == "password" { "new-password" } else { "off" };
    html! {
        <div class="field">
            <label for={id}>{ words }</label>
            <input class="input" {id} type={kind} {autocomplete} {value} {oninput} />
        </div>
    }
}

fn picked(event: &web_sys::Event) -> String {
    event.target().and_then(|it| it.dyn_into::<HtmlSelectElement>().ok()).map(|it| it.value()).unwrap_or_default()
}

fn ticked(event: &web_sys::Event) -> bool {
    event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()).is_some_and(|it| it.checked())
}
