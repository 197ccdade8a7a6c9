//! Sign-in: the only thing that needs the network, once for each device.

use fieldnote_core::session::Event;
use fieldnote_core::values::DeviceId;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::frame::icon;
use crate::hooks::{use_app, use_surroundings};
use crate::i18n::{self, Language, args, t, ta};
use crate::platform::http::{self, HttpError, SessionInfo};
use crate::platform::store::DeviceStore;
use crate::platform::task::spawn;
use crate::platform::{page, prefs};
use crate::route::Route;
use crate::shell::boot;

/// Where a first sign-in is kept.
#[derive(Debug, Clone, Properties)]
pub struct SignInProps {
    /// The store.
    pub store: DeviceStore,
    /// Sign-in name of the person whose data the browser threw away.
    #[prop_or_default]
    pub evicted: Option<AttrValue>,
}

impl PartialEq for SignInProps {
    fn eq(&self, other: &Self) -> bool {
        // There is one store in a page.
        self.evicted == other.evicted
    }
}

/// The first sign-in on this device.
#[component]
pub fn SignIn(props: &SignInProps) -> Html {
    let surroundings = use_surroundings();
    let store = props.store.clone();
    let on_signed_in = Callback::from(move |info: SessionInfo| {
        let (store, on_start) = (store.clone(), surroundings.on_start.clone());
        spawn(async move {
            let Some(identity) = info.identity() else { return };
            let started = match store.put_identity(&identity).await {
                Ok(()) => boot::open(store, identity).await,
                Err(error) => boot::Start::Failed(error),
            };
            on_start.emit(started);
        });
    });
    html! { <SignInForm evicted={props.evicted.clone()} {on_signed_in} /> }
}

/// A sign-in after the session ended or the device was revoked; what waits stays and is sent afterwards.
#[component]
pub fn SignInAgain() -> Html {
    let app = use_app();
    let identity = app.read(|session| session.identity().clone());
    let wrong_person = use_state(|| false);
    let on_signed_in = {
        let (wrong_person, identity) = (wrong_person.clone(), identity.clone());
        Callback::from(move |info: SessionInfo| {
            if info.user != identity.user {
                wrong_person.set(true);
                return;
            }
            let (app, old) = (app.clone(), identity.device);
            spawn(async move {
                let Some(identity) = info.identity() else { return };
                if identity.device == old {
                    app.event(Event::SignedIn);
                    app.navigate(Route::Today);
                } else if app.disk().put_identity(&identity).await.is_ok() {
                    // A new device writes under a new actor, so this tab starts again.
                    page::restart_at("/");
                }
            });
        })
    };
    let name = wrong_person.then(|| AttrValue::from(identity.name.clone()));
    html! { <SignInForm device={identity.device} wrong_person={name} {on_signed_in} /> }
}

#[derive(Debug, PartialEq, Properties)]
struct SignInFormProps {
    #[prop_or_default]
    device: Option<DeviceId>,
    #[prop_or_default]
    evicted: Option<AttrValue>,
    /// Whose data is on this device, when somebody else signed in.
    #[prop_or_default]
    wrong_person: Option<AttrValue>,
    on_signed_in: Callback<SessionInfo>,
}

#[component]
fn SignInForm(props: &SignInFormProps) -> Html {
    let login = use_node_ref();
    let password = use_node_ref();
    let busy = use_state(|| false);
    let error = use_state(|| None::<HttpError>);
    let onsubmit = {
        let (login, password, busy, error) = (login.clone(), password.clone(), busy.clone(), error.clone());
        let (device, done) = (props.device, props.on_signed_in.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (name, secret) = (value(&login), value(&password));
            if *busy || name.trim().is_empty() || secret.is_empty() {
                page::focus(if name.trim().is_empty() { "acc" } else { "pw" });
                return;
            }
            prefs::remember_login(name.trim());
            busy.set(true);
            let (busy, error, done) = (busy.clone(), error.clone(), done.clone());
            spawn(async move {
                match http::sign_in(name.trim(), &secret, device).await {
                    Ok(info) => {
                        error.set(None);
                        done.emit(info);
                    }
                    Err(failed) => {
                        error.set(Some(failed));
                        page::focus("pw");
                    }
                }
                busy.set(false);
            });
        })
    };
    let words = match (&*error, &props.wrong_person) {
        (Some(failed), _) => Some(i18n::http(failed)),
        (None, Some(name)) => Some(ta!("sign-in-wrong-person", args![name = name.as_str()])),
        (None, None) => None,
    };
    html! {
        <div class="bare">
            <main class="main pad stack bare-main" id="main">
                <div class="stack stack-tight">
                    <span class="mark">{ icon("mark") }</span>
                    <h1 class="title-1">{ "Fieldnote" }</h1>
                    <p class="soft">{ t!("sign-in-claim") }</p>
                </div>
                if let Some(whose) = &props.evicted {
                    <p class="note" data-tone="late" role="alert">
                        <strong>{ t!("evicted-title") }</strong>
                        <span class="dim">{ ta!("evicted-text", args![login = whose.as_str()]) }</span>
                    </p>
                }
                <form class="stack stack-wide" novalidate=true {onsubmit}>
                    <div class="field">
                        <label for="acc">{ t!("sign-in-login") }</label>
                        <input class="input" id="acc" ref={login} autocomplete="username" autocapitalize="none"
                            spellcheck="false" inputmode="email" value={prefs::last_login()} aria-describedby="acc-h" />
                        <p class="field-hint" id="acc-h">{ icon("info") }{ t!("sign-in-login-hint") }</p>
                    </div>
                    <div class="field">
                        <label for="pw">{ t!("sign-in-password") }</label>
                        <input class="input" id="pw" ref={password} type="password" autocomplete="current-password"
                            aria-invalid={words.is_some().then_some("true")}
                            aria-describedby={words.is_some().then_some("pw-e")} />
                        if let Some(words) = words {
                            <p class="field-error" id="pw-e" role="alert">{ icon("alert") }{ words }</p>
                        }
                    </div>
                    <button class="btn btn-primary" type="submit" aria-busy={busy.to_string()}>
                        { if *busy { t!("sign-in-busy") } else { t!("sign-in-button") } }
                    </button>
                </form>
                <p class="field-hint">{ icon("saved") }{ t!("sign-in-once") }</p>
                <p class="dim">{ t!("sign-in-help") }</p>
                <LanguageChoice />
            </main>
        </div>
    }
}

/// The choice of language, as it also stands in the settings.
#[component]
pub fn LanguageChoice() -> Html {
    let switch = use_surroundings().switch_language;
    let current = i18n::language();
    let option = |language: Language| {
        let switch = switch.clone();
        let onchange = Callback::from(move |_: web_sys::Event| switch.emit(language));
        html! {
            <label lang={language.tag()}>
                <input type="radio" name="language" checked={language == current} {onchange} />{ language.name() }
            </label>
        }
    };
    html! {
        <fieldset class="field">
            <legend>{ t!("language") }</legend>
            <div class="seg">{ for Language::ALL.into_iter().map(option) }</div>
        </fieldset>
    }
}

fn value(input: &NodeRef) -> String {
    input.get().and_then(|node| node.dyn_into::<HtmlInputElement>().ok()).map(|input| input.value()).unwrap_or_default()
}
