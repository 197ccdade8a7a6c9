//! Room in the browser, and installing, which protects it.

use yew::prelude::*;

use crate::frame::icon;
use crate::i18n::{args, format, t, ta};
use crate::platform::quota::{self, Room};
use crate::platform::task::spawn;
use crate::platform::{install, page};

/// How much is used, and whether the browser may throw it away.
#[component]
pub(super) fn Storage() -> Html {
    let room = use_state(|| None::<Room>);
    {
        let room = room.setter();
        use_effect_with((), move |()| spawn(async move { room.set(quota::room().await) }));
    }
    let Some(now) = *room else { return Html::default() };
    let ask = {
        let room = room.setter();
        Callback::from(move |_: MouseEvent| {
            let room = room.clone();
            spawn(async move {
                quota::persist().await;
                room.set(quota::room().await);
            });
        })
    };
    let words = ta!(
        "storage-used",
        args![used = format::bytes(now.used), free = format::bytes((now.quota - now.used).max(0.0))],
    );
    let tone = (now.percent() >= Room::WARN_PERCENT).then_some("late");
    html! {
        <section class="section" aria-labelledby="sto">
            <div class="section-head"><h2 id="sto">{ t!("storage") }</h2></div>
            <div class="card">
                <div class="progress" data-tone={tone}>
                    <div class="spread"><label for="stg">{ words }</label><span class="num">{ format!("{}%", now.percent()) }</span></div>
                    <progress id="stg" max="100" value={now.percent().to_string()}></progress>
                </div>
                <p class="field-hint">
                    { icon(if now.persisted { "check" } else { "info" }) }
                    { if now.persisted { t!("storage-kept") } else { t!("storage-not-kept") } }
                </p>
                if !now.persisted {
                    <button class="btn btn-s btn-start" type="button" onclick={ask}>{ t!("storage-ask") }</button>
                }
            </div>
        </section>
    }
}

/// Why and how to put the app on the home screen; nothing when it is there.
#[component]
pub(super) fn Install() -> Html {
    let how = use_state(|| false);
    if install::installed() {
        return Html::default();
    }
    let onclick = {
        let how = how.clone();
        Callback::from(move |_: MouseEvent| {
            if install::offered() {
                install::ask();
            } else {
                how.set(true);
            }
        })
    };
    html! {
        <section class="section">
            <div class="card card-lead">
                <span class="tint-brand">{ icon("install") }</span>
                <div class="stack">
                    <div><h2>{ t!("install-title") }</h2><p class="dim">{ t!("install-text") }</p></div>
                    if *how {
                        <p role="status">{ if page::is_ios() { t!("install-ios") } else { t!("install-other") } }</p>
                    } else {
                        <button class="btn btn-s btn-start" type="button" {onclick}>
                            { if install::offered() { t!("install-now") } else { t!("install-how") } }
                        </button>
                    }
                </div>
            </div>
        </section>
    }
}
