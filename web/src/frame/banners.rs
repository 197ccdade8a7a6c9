//! Lasting states that the person should know of, above the content.

use fieldnote_core::policy::PolicyNumber;
use fieldnote_core::rules::change_notice::is_late;
use fieldnote_core::session::LinkState;
use yew::prelude::*;

use super::{Go, Tone, icon};
use crate::hooks::{use_projection, use_status, use_surroundings};
use crate::i18n::{args, format, store_error, t, ta};
use crate::platform::page;
use crate::platform::quota::Room;
use crate::route::Route;
use crate::screens::edits;

/// Shows what lasts: sign-in needed, device revoked, app too old, server restored, store failing, room running out, important
/// changes that wait for too long.
#[component]
pub fn Banners() -> Html {
    let status = use_status();
    let room = use_surroundings().room;
    // Reading the edits is done only when one of them may be late.
    let late = *use_projection(status.oldest_pending_at, |session, context| {
        status.oldest_pending_at.filter(|at| is_late(*at, context.now, &context.policy))?;
        let waits = session.pending().into_iter().any(|edit| edits::is_late(&edit, context));
        waits.then(|| context.policy.number(PolicyNumber::ChangeSyncH))
    });
    let sign_in = || html! { <Go to={Route::SignIn} class="link">{ t!("banner-sign-in-link") }</Go> };
    let link = match status.link {
        LinkState::NeedsSignIn => {
            Some(banner(Tone::Soon, "key", t!("banner-expired"), t!("banner-expired-text"), sign_in()))
        }
        LinkState::Revoked => {
            Some(banner(Tone::Late, "device", t!("banner-revoked"), t!("banner-revoked-text"), sign_in()))
        }
        LinkState::TooOld => {
            let reload = Callback::from(|_: MouseEvent| page::reload());
            let button =
                html! { <button class="link" type="button" onclick={reload}>{ t!("banner-too-old-link") }</button> };
            Some(banner(Tone::Soon, "sync", t!("banner-too-old"), t!("banner-too-old-text"), button))
        }
        _ => None,
    };
    let store = status.store_error.as_ref().map(|error| {
        let link = html! { <Go to={Route::SyncStatus} class="link">{ t!("banner-store-link") }</Go> };
        banner(Tone::Late, "storage", t!("banner-store"), store_error(error), link)
    });
    let full = room.filter(|room| room.percent() >= Room::WARN_PERCENT).map(|room| {
        let left = format::bytes(room.quota - room.used);
        let link = html! { <Go to={Route::Settings} class="link">{ t!("banner-full-link") }</Go> };
        banner(Tone::Late, "storage", ta!("banner-full", args![left = left]), t!("banner-full-text"), link)
    });
    let restored = status
        .giving_back
        .then(|| banner(Tone::Soon, "sync", t!("banner-restored"), t!("banner-restored-text"), Html::default()));
    let late = late.map(|hours| {
        let link = html! { <Go to={Route::SyncStatus} class="link">{ t!("late-changes-link") }</Go> };
        banner(Tone::Late, "clock", ta!("late-changes", args![n = hours]), t!("late-changes-text"), link)
    });
    html! { <>{ link }{ restored }{ store }{ full }{ late }</> }
}

/// Draws one banner.
pub fn banner(tone: Tone, name: &str, strong: AttrValue, text: AttrValue, more: Html) -> Html {
    html! {
        <div class="banner" data-tone={tone.key()} role="status">
            { icon(name) }<div><strong>{ strong }</strong>{ text }{ more }</div>
        </div>
    }
}
