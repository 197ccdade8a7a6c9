//! The very first sync: counts, and the button to start at once.

use yew::prelude::*;

use crate::frame::icon;
use crate::hooks::{use_app, use_status};
use crate::i18n::{args, format, t, ta};

/// Who is told that the person starts.
#[derive(Debug, PartialEq, Properties)]
pub struct FirstSyncProps {
    /// The person starts.
    pub on_start: Callback<()>,
}

/// The progress of the first sync; the app is usable from the first page of customers on.
#[component]
pub fn FirstSync(props: &FirstSyncProps) -> Html {
    let status = use_status();
    let customers = use_app().read(|session| session.rows().len());
    let progress = status.progress.unwrap_or_default();
    let count = |number: u32| format::grouped(u64::from(number));
    let onclick = props.on_start.reform(|_: MouseEvent| ());
    html! {
        <div class="bare">
            <main class="main pad stack bare-main" id="main">
                <div class="stack stack-tight"><h1 class="title-2">{ t!("first-sync-title") }</h1><p class="soft">{ t!("first-sync-text") }</p></div>
                if progress.total > 0 {
                    <div class="progress" role="group" aria-label={t!("first-sync-progress")}>
                        <div class="spread">
                            <label for="first-sync">{ t!("first-sync-records") }</label>
                            <span class="num">{ format!("{} / {}", count(progress.done), count(progress.total)) }</span>
                        </div>
                        <progress id="first-sync" max={progress.total.to_string()} value={progress.done.to_string()}></progress>
                    </div>
                } else {
                    <p class="note" role="status">{ t!("first-sync-waiting") }</p>
                }
                if customers > 0 {
                    <p class="note" data-tone="ok" role="status">
                        <strong>{ ta!("first-sync-usable", args![n = customers]) }</strong>
                        <span class="dim">{ t!("first-sync-usable-text") }</span>
                    </p>
                }
                <button class="btn btn-primary" type="button" {onclick}>{ t!("first-sync-start") }</button>
                <p class="field-hint">{ icon("install") }{ t!("first-sync-install") }</p>
            </main>
        </div>
    }
}
