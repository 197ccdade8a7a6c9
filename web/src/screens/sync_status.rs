//! What is synced, what waits, what is held: the truth about the person's edits.

use fieldnote_core::session::{Event, LinkState, Session, SyncLogEntry, SyncStatus};
use yew::prelude::*;

use super::edits::edit_row;
use crate::frame::banners::banner;
use crate::frame::{Go, Page, Tab, Tone, icon, icon_small};
use crate::hooks::{use_app, use_context, use_projection, use_status};
use crate::i18n::{args, format, store_error, t, ta};
use crate::route::Route;
use crate::shell::export;

/// The screen.
#[component]
pub fn SyncStatusScreen() -> Html {
    let status = use_status();
    let pending = use_projection((), |session, _| session.pending());
    let context = use_context();
    html! {
        <Page title={t!("sync-title")} tab={Tab::Me} back={Route::Settings}>
            if status.link == LinkState::Follower {
                { banner(Tone::Mute, "info", t!("sync-follower"), t!("sync-follower-text"), Html::default()) }
            }
            <div class="cols main-first">
                <div>
                    <Headline status={status.clone()} />
                    if !pending.is_empty() {
                        <section class="section" aria-labelledby="wq">
                            <div class="section-head">
                                <h2 id="wq">{ ta!("sync-waiting", args![n = pending.len()]) }</h2>
                                <span class="dim">{ t!("sync-open-hint") }</span>
                            </div>
                            <ul class="list" role="list">
                                { for pending.iter().map(|edit| edit_row(edit, &context, Html::default())) }
                            </ul>
                        </section>
                    }
                </div>
                <div>
                    if status.held > 0 { { held_link(status.held) } }
                    <RecentExchanges />
                </div>
            </div>
        </Page>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct HeadlineProps {
    status: SyncStatus,
}

/// The state in one sentence, with "sync now" and the exports.
#[component]
fn Headline(props: &HeadlineProps) -> Html {
    let app = use_app();
    let context = use_context();
    let status = &props.status;
    let (name, title) = headline(status);
    let zone = context.policy.zone_minutes;
    let last = match status.last_sync_at {
        Some(at) => ta!("sync-last", args![when = format::when(at, context.now, zone)]),
        None => t!("sync-never"),
    };
    let waited = status.oldest_pending_at.map(|at| context.now.ms_since(at)).filter(|ms| *ms >= 60_000);
    let oldest = waited.map(|ms| ta!("sync-oldest", args![span = format::span(ms)]));
    let skew = status.skew_ms.filter(|skew| skew.abs() > 300_000).map(|skew| {
        html! { <p class="field-error">{ icon("clock") }{ ta!("sync-skew", args![span = format::span(skew.abs())]) }</p> }
    });
    let failing = status.store_error.as_ref().map(|error| {
        html! { <p class="field-error" role="alert">{ icon("storage") }{ store_error(error) }</p> }
    });
    let now = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| app.event(Event::SyncNow))
    };
    let export_all = Callback::from(move |_: MouseEvent| export::everything(&app));
    html! {
        <section class="section" aria-labelledby="st">
            <div class="card">
                <div class="lead" aria-live="polite"><span class="tint-info">{ icon(name) }</span><h2 id="st" class="title-3">{ title }</h2></div>
                <p class="soft">{ last }{ oldest }{ t!("sync-automatic") }</p>
                { failing }{ skew }
                <div class="cluster">
                    <button class="btn btn-primary fill" type="button" onclick={now}>{ icon("sync") }{ t!("sync-now") }</button>
                    <button class="btn" type="button" onclick={export_all}>{ icon("export") }{ t!("export-all") }</button>
                </div>
                <p class="field-hint">{ icon("info") }{ t!("export-hint") }</p>
            </div>
        </section>
    }
}

fn headline(status: &SyncStatus) -> (&'static str, AttrValue) {
    let n = status.pending;
    match status.link {
        LinkState::NeedsSignIn => ("key", ta!("sync-head-signin", args![n = n])),
        LinkState::Revoked => ("device", t!("sync-head-revoked")),
        LinkState::TooOld => ("info", t!("sync-head-old")),
        LinkState::Syncing => ("sync", ta!("sync-head-syncing", args![n = n])),
        LinkState::Live | LinkState::Follower if n == 0 => ("synced", t!("sync-head-synced")),
        LinkState::Live | LinkState::Follower | LinkState::Connecting => {
            ("saved", ta!("sync-head-saved", args![n = n]))
        }
        LinkState::ServerUnable if n == 0 => ("info", t!("sync-head-unable-idle")),
        LinkState::ServerUnable => ("info", ta!("sync-head-unable", args![n = n])),
        LinkState::Offline if n == 0 => ("offline", t!("sync-head-offline")),
        LinkState::Offline => ("saved", ta!("sync-head-waiting", args![n = n])),
    }
}

fn held_link(count: u32) -> Html {
    html! {
        <section class="section">
            <div class="section-head"><h2>{ t!("sync-needs-you") }</h2></div>
            <ul class="list plain" role="list">
                <li class="row icon-lead" data-tone="held">
                    { icon("held") }
                    <Go to={Route::Held} class="row-main">
                        <span class="row-title">{ ta!("badge-held", args![n = count]) }</span>
                        <span class="row-meta">{ t!("held-link-text") }</span>
                    </Go>
                    <span class="row-end">{ icon_small("next") }</span>
                </li>
            </ul>
        </section>
    }
}

/// The last exchanges, with what was taken away and why.
#[component]
fn RecentExchanges() -> Html {
    let log = use_projection((), |session: &Session, _| session.log());
    let context = use_context();
    // Reconnecting with nothing to say is no news.
    let news = |entry: &&SyncLogEntry| entry.sent > 0 || entry.received > 0 || !entry.gone.is_empty();
    if !log.iter().any(|entry| news(&entry)) {
        return Html::default();
    }
    let zone = context.policy.zone_minutes;
    let draw = |entry: &SyncLogEntry| {
        let gone = entry.gone.iter().map(|gone| {
            let why = crate::i18n::label_of_code("gone", &gone.reason.code().into());
            let what = ta!(
                "sync-gone",
                args![name = gone.name.as_str(), why = why.as_str(), sent = gone.sent, held = gone.held],
            );
            html! { <p class="dim">{ what }</p> }
        });
        html! {
            <li class="entry" data-tone="ok" key={entry.at.0.to_string()}>
                <div class="row-margin"><b>{ format::time(entry.at, zone) }</b>{ format::day(entry.at.day(zone)) }</div>
                <div class="entry-body">
                    <h3>{ ta!("sync-exchange", args![sent = entry.sent, received = entry.received]) }</h3>
                    <p class="dim">{ icon_small("synced") }{ t!("sync-confirmed") }</p>
                    { for gone }
                </div>
            </li>
        }
    };
    html! {
        <section class="section">
            <div class="section-head"><h2>{ t!("sync-recent") }</h2></div>
            <ol class="list" role="list">{ for log.iter().filter(news).map(draw) }</ol>
        </section>
    }
}
