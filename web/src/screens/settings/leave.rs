//! Signing out: says first what would be lost on this device.

use yew::prelude::*;

use crate::frame::icon;
use crate::hooks::{use_app, use_status};
use crate::i18n::{self, args, t, ta};
use crate::platform::task::spawn;
use crate::platform::{canary, http, page};
use crate::shell::{Toast, export};

const DIALOG: &str = "leave";

/// The button and its question.
#[component]
pub(super) fn Leave() -> Html {
    let app = use_app();
    let status = use_status();
    let waiting = status.pending + status.held;
    let open = Callback::from(|_: MouseEvent| page::open_dialog(DIALOG));
    let close = Callback::from(|_: MouseEvent| page::close_dialog(DIALOG));
    let export_all = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| export::everything(&app))
    };
    let leave = Callback::from(move |_: MouseEvent| {
        let app = app.clone();
        spawn(async move {
            // Offline the session on the server lives on until it ends or the device is switched off.
            let _ = http::sign_out().await;
            match app.disk().clear().await {
                Ok(()) => {
                    canary::clear();
                    page::restart_at("/");
                }
                Err(error) => app.toast(Toast::plain(i18n::store_error(&error))),
            }
        });
    });
    html! {
        <section class="section">
            <ul class="list plain" role="list">
                <li class="row icon-lead">
                    { icon("key") }
                    <button class="row-main" type="button" aria-haspopup="dialog" onclick={open}>
                        <span class="row-title">{ t!("leave") }</span>
                    </button>
                </li>
            </ul>
            <dialog class="dialog" id={DIALOG} aria-labelledby="leave-t">
                <h2 id="leave-t">{ t!("leave-title") }</h2>
                if waiting > 0 {
                    <p class="note" data-tone="late"><strong>{ ta!("leave-waiting", args![n = waiting]) }</strong></p>
                }
                <p>{ t!("leave-text") }</p>
                <div class="cluster">
                    if waiting > 0 {
                        <button class="btn" type="button" onclick={export_all}>{ icon("export") }{ t!("export-all") }</button>
                    }
                    <button class="btn" type="button" onclick={close}>{ t!("cancel") }</button>
                    <button class="btn btn-danger" type="button" onclick={leave}>
                        { if waiting > 0 { t!("leave-anyway") } else { t!("leave") } }
                    </button>
                </div>
            </dialog>
        </section>
    }
}
