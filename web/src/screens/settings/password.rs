//! Changing the own password.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::frame::icon;
use crate::hooks::use_app;
use crate::i18n::{self, t};
use crate::platform::task::spawn;
use crate::platform::{http, page};
use crate::shell::Toast;

const DIALOG: &str = "password";

/// The entry and its form.
#[component]
pub(super) fn Password() -> Html {
    let app = use_app();
    let (old, new) = (use_node_ref(), use_node_ref());
    let error = use_state(|| None::<AttrValue>);
    let open = Callback::from(|_: MouseEvent| page::open_dialog(DIALOG));
    let close = Callback::from(|_: MouseEvent| page::close_dialog(DIALOG));
    let onsubmit = {
        let (old, new, error) = (old.clone(), new.clone(), error.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (app, error) = (app.clone(), error.clone());
            let (was, becomes) = (input(&old), input(&new));
            let (Some(was), Some(becomes)) = (was, becomes) else { return };
            spawn(async move {
                match http::change_password(&was.value(), &becomes.value()).await {
                    Ok(()) => {
                        was.set_value("");
                        becomes.set_value("");
                        error.set(None);
                        page::close_dialog(DIALOG);
                        app.toast(Toast::plain(t!("password-done")));
                    }
                    Err(failed) => error.set(Some(i18n::http(&failed))),
                }
            });
        })
    };
    html! {
        <section class="section">
            <ul class="list plain" role="list">
                <li class="row icon-lead">
                    { icon("key") }
                    <button class="row-main" type="button" aria-haspopup="dialog" onclick={open}>
                        <span class="row-title">{ t!("password-change") }</span>
                    </button>
                </li>
            </ul>
            <dialog class="dialog" id={DIALOG} aria-labelledby="password-t">
                <form class="stack stack-wide" novalidate=true {onsubmit}>
                    <h2 id="password-t">{ t!("password-change") }</h2>
                    { field("password-old", t!("password-old"), &old, "current-password") }
                    { field("password-new", t!("password-new"), &new, "new-password") }
                    <p class="field-error" role="alert">{ (*error).clone() }</p>
                    <div class="cluster">
                        <button class="btn" type="button" onclick={close}>{ t!("cancel") }</button>
                        <button class="btn btn-primary" type="submit">{ t!("save") }</button>
                    </div>
                </form>
            </dialog>
        </section>
    }
}

fn field(id: &'static str, words: AttrValue, node: &NodeRef, autocomplete: &'static str) -> Html {
    html! {
        <div class="field">
            <label for={id}>{ words }</label>
            <input class="input" {id} type="password" ref={node.clone()} {autocomplete} />
        </div>
    }
}

fn input(node: &NodeRef) -> Option<HtmlInputElement> {
    node.get()?.dyn_into().ok()
}
