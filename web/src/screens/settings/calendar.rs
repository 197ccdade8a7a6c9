//! The agenda in other calendars: a private address, made and taken back here.

use fieldnote_core::command::{Command, SettingEdit};
use fieldnote_core::values::Instant;
use yew::prelude::*;

use crate::hooks::{use_app, use_context};
use crate::i18n::{self, args, format, key, t, ta};
use crate::platform::http::{self, HttpError};
use crate::platform::page;
use crate::platform::task::spawn;
use crate::shell::{App, Toast};

/// The section; it needs the network, the rest of the screen does not.
#[component]
pub(super) fn Calendar() -> Html {
    let app = use_app();
    let context = use_context();
    let since = use_state(|| None::<Result<Option<Instant>, HttpError>>);
    // Told once: the server keeps no address.
    let address = use_state_eq(|| None::<String>);
    {
        let since = since.setter();
        use_effect_with((), move |()| spawn(async move { since.set(Some(http::calendar().await)) }));
    }
    let make = {
        let (app, since, address) = (app.clone(), since.setter(), address.setter());
        Callback::from(move |_: MouseEvent| {
            let (app, since, address) = (app.clone(), since.clone(), address.clone());
            spawn(async move {
                match http::make_calendar().await {
                    Ok(path) => {
                        address.set(Some(page::origin() + &path));
                        speak(&app);
                        since.set(Some(Ok(Some(app.now()))));
                    }
                    Err(error) => app.toast(Toast::plain(i18n::http(&error))),
                }
            });
        })
    };
    let end = {
        let (since, address) = (since.setter(), address.setter());
        Callback::from(move |_: MouseEvent| {
            let (app, since, address) = (app.clone(), since.clone(), address.clone());
            spawn(async move {
                match http::end_calendar().await {
                    Ok(()) => {
                        address.set(None);
                        since.set(Some(Ok(None)));
                    }
                    Err(error) => app.toast(Toast::plain(i18n::http(&error))),
                }
            });
        })
    };
    let body = match &*since {
        None => html! { <p class="dim" role="status">{ t!("opening") }</p> },
        Some(Err(error)) => html! { <p class="dim" role="status">{ i18n::http(error) }</p> },
        Some(Ok(None)) => html! {
            <button class="btn btn-start" type="button" onclick={make}>{ t!("calendar-feed-make") }</button>
        },
        Some(Ok(Some(at))) => html! {
            <>
                if let Some(address) = &*address {
                    <div class="field">
                        <label for="feed">{ t!("calendar-feed-address") }</label>
                        <input class="input" id="feed" readonly=true value={address.clone()} />
                        <p class="field-hint">{ t!("calendar-feed-once") }</p>
                    </div>
                    <a class="btn btn-start" href={webcal(address)}>{ t!("calendar-feed-open") }</a>
                } else {
                    <p class="dim">{ ta!("calendar-feed-since", args![day = format::day_full(at.day(context.policy.zone_minutes))]) }</p>
                    <button class="btn btn-start" type="button" onclick={make}>{ t!("calendar-feed-again") }</button>
                }
                <button class="link tint-late" type="button" onclick={end}>{ t!("calendar-feed-end") }</button>
            </>
        },
    };
    html! {
        <section class="section" aria-labelledby="feed-t">
            <div class="section-head"><h2 id="feed-t">{ t!("calendar-feed") }</h2></div>
            <div class="card"><p>{ t!("calendar-feed-text") }</p>{ body }</div>
        </section>
    }
}

/// What the feed says in words, such as its digest, is in the language that the person reads here.
fn speak(app: &App) {
    let (context, tag) = (app.context(), i18n::language().tag());
    if context.settings.language != tag {
        let edits = vec![SettingEdit::Language(tag.to_owned())];
        app.run(Command::EditSettings { member: context.me, edits }, key!("toast-settings"));
    }
}

/// Returns the address as calendars take it for subscribing.
fn webcal(address: &str) -> String {
    match address.split_once("://") {
        Some((_, rest)) => format!("webcal://{rest}"),
        None => address.to_owned(),
    }
}
