//! "Me": the person, the look, this device, the others, leaving.

mod calendar;
mod devices;
mod leave;
mod password;
mod reminders;
mod storage;

use fieldnote_core::model::Role;
use yew::prelude::*;

use super::sign_in::LanguageChoice;
use crate::frame::{Go, Page, Tab, icon, icon_small, role};
use crate::hooks::{use_app, use_context, use_status};
use crate::i18n::{args, format, label, label_of_code, t, ta};
use crate::platform::prefs::Look;
use crate::route::Route;
use crate::shell::export;

/// The screen.
#[component]
pub fn Settings() -> Html {
    let app = use_app();
    let context = use_context();
    let (role, name) = app.read(|session| (role(session), session.identity().name.clone()));
    let member = context.directory.members.get(&context.me);
    let regions = member.map(|member| member.regions.as_slice()).unwrap_or_default().iter().map(|code| {
        let named = context.policy.regions.iter().find(|(key, _)| key == code);
        named.map_or_else(|| AttrValue::from(code.to_string()), |(_, name)| label(name)).to_string()
    });
    let sub: Vec<String> =
        [member.map_or(name, |member| member.name.clone()), label_of_code("member", &role.key().into()).to_string()]
            .into_iter()
            .chain(regions)
            .collect();
    html! {
        <Page title={t!("nav-me")} sub={AttrValue::from(sub.join(" · "))} tab={Tab::Me}>
            <div class="cols even">
                <div>
                    <Links {role} />
                    <section class="section">
                        <div class="section-head"><h2>{ t!("settings-look") }</h2></div>
                        <div class="card card-wide">
                            <LanguageChoice />
                            <LookChoice look={Look::Theme} />
                            <LookChoice look={Look::Contrast} />
                        </div>
                    </section>
                    if context.sells() { <reminders::Reminders /> }
                    if role != Role::Admin { <calendar::Calendar /> }
                    <storage::Install />
                </div>
                <div>
                    <storage::Storage />
                    <devices::Devices />
                    <password::Password />
                    <leave::Leave />
                    <p class="dim pad pad-block">{ ta!("settings-version", args![version = env!("CARGO_PKG_VERSION")]) }</p>
                </div>
            </div>
        </Page>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct LinksProps {
    role: Role,
}

#[component]
fn Links(props: &LinksProps) -> Html {
    let app = use_app();
    let status = use_status();
    let context = use_context();
    let last = status.last_sync_at.map_or_else(
        || t!("sync-never"),
        |at| ta!("sync-last", args![when = format::when(at, context.now, context.policy.zone_minutes)]),
    );
    let link = |to: Route, name: &str, title: AttrValue, meta: Option<AttrValue>| {
        html! {
            <li class="row icon-lead">
                { icon(name) }
                <Go {to} class="row-main">
                    <span class="row-title">{ title }</span>
                    if let Some(meta) = meta { <span class="row-meta">{ meta }</span> }
                </Go>
                <span class="row-end">{ icon_small("next") }</span>
            </li>
        }
    };
    let export_table = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| export::follow_up_table(&app))
    };
    let export_all = Callback::from(move |_: MouseEvent| export::everything(&app));
    let waiting = (status.pending > 0).then(|| ta!("badge-saved", args![n = status.pending]));
    html! {
        <section class="section">
            <ul class="list plain" role="list">
                { link(Route::SyncStatus, "saved", t!("sync-title"), Some(waiting.unwrap_or(last))) }
                if props.role != Role::Admin {
                    { link(Route::Held, "held", t!("held-title"), (status.held > 0).then(|| ta!("held-count", args![n = status.held]))) }
                }
                { link(Route::Policy, "filter", t!("policy"), Some(t!("policy-hint"))) }
                if props.role == Role::Manager { { link(Route::Pipeline, "deals", t!("nav-deals"), None) } }
                if props.role == Role::Admin { { link(Route::Users, "team", t!("nav-users"), None) } }
                if props.role != Role::Admin {
                    <li class="row icon-lead">
                        { icon("export") }
                        <button class="row-main" type="button" onclick={export_table}>
                            <span class="row-title">{ t!("export-table") }</span>
                            <span class="row-meta">{ t!("export-table-hint") }</span>
                        </button>
                    </li>
                }
                <li class="row icon-lead">
                    { icon("export") }
                    <button class="row-main" type="button" onclick={export_all}>
                        <span class="row-title">{ t!("export-mine") }</span>
                        <span class="row-meta">{ t!("export-hint") }</span>
                    </button>
                </li>
            </ul>
        </section>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct LookChoiceProps {
    look: Look,
}

#[component]
fn LookChoice(props: &LookChoiceProps) -> Html {
    let look = props.look;
    let chosen = use_state(|| look.chosen());
    let (name, legend, options): (&'static str, _, Vec<(Option<&'static str>, AttrValue)>) = match look {
        Look::Theme => (
            "theme",
            t!("theme"),
            vec![(None, t!("theme-auto")), (Some("light"), t!("theme-light")), (Some("dark"), t!("theme-dark"))],
        ),
        Look::Contrast => {
            ("contrast", t!("contrast"), vec![(None, t!("contrast-auto")), (Some("more"), t!("contrast-more"))])
        }
    };
    let option = |(value, words): (Option<&'static str>, AttrValue)| {
        let setter = chosen.setter();
        let onchange = Callback::from(move |_: web_sys::Event| {
            look.choose(value);
            setter.set(value.map(str::to_owned));
        });
        html! { <label><input type="radio" {name} checked={chosen.as_deref() == value} {onchange} />{ words }</label> }
    };
    html! {
        <fieldset class="field">
            <legend>{ legend }</legend>
            <div class="seg">{ for options.into_iter().map(option) }</div>
        </fieldset>
    }
}
