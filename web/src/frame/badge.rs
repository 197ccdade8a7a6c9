//! The sync badge: saved here, syncing, synced, held. Never a green tick before the acknowledgement.

use fieldnote_core::session::{LinkState, SyncStatus};
use yew::prelude::*;

use super::{Go, Tone, icon};
use crate::hooks::use_status;
use crate::i18n::{args, t, ta};
use crate::route::Route;

/// What the badge says.
#[derive(Debug, Clone, PartialEq)]
pub struct BadgeView {
    /// Value of `data-state`.
    pub state: &'static str,
    /// Icon.
    pub icon: &'static str,
    /// Tone.
    pub tone: Tone,
    /// Words.
    pub words: AttrValue,
}

impl BadgeView {
    /// Returns the badge of a state. What needs the person comes first, then what is under way, then the rest.
    pub fn of(status: &SyncStatus) -> Self {
        let view = |state, icon, tone, words| Self { state, icon, tone, words };
        let pending = status.pending;
        match status.link {
            LinkState::NeedsSignIn | LinkState::Revoked => view("signin", "key", Tone::Soon, t!("badge-signin")),
            _ if status.held > 0 => view("held", "held", Tone::Held, ta!("badge-held", args![n = status.held])),
            LinkState::Syncing => match status.progress {
                Some(progress) if progress.total > 0 => {
                    let words = ta!("badge-syncing-count", args![done = progress.done, total = progress.total]);
                    view("syncing", "sync", Tone::Info, words)
                }
                _ => view("syncing", "sync", Tone::Info, t!("badge-syncing")),
            },
            LinkState::Live | LinkState::Follower if pending == 0 => {
                view("synced", "synced", Tone::Ok, t!("badge-synced"))
            }
            LinkState::Live | LinkState::Follower | LinkState::Connecting if pending > 0 => {
                view("saved", "saved", Tone::Info, ta!("badge-saved", args![n = pending]))
            }
            LinkState::ServerUnable => view("unable", "info", Tone::Soon, t!("badge-unable")),
            LinkState::Connecting => view("syncing", "sync", Tone::Mute, t!("badge-connecting")),
            _ if pending > 0 => view("offline", "offline", Tone::Mute, ta!("badge-offline-saved", args![n = pending])),
            _ => view("offline", "offline", Tone::Mute, t!("badge-offline")),
        }
    }
}

/// The badge, a link to the status screen; its words are announced when they change.
#[component]
pub fn SyncBadge() -> Html {
    let view = BadgeView::of(&use_status());
    html! {
        <Go to={Route::SyncStatus} class="sync" state={view.state} tone={view.tone.key()}>
            { icon(view.icon) }<span aria-live="polite">{ view.words }</span>
        </Go>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tick_shows_only_when_nothing_waits_and_nothing_is_held() {
        let cases = [
            (LinkState::Live, 0, 0, "synced"),
            (LinkState::Live, 2, 0, "saved"),
            (LinkState::Live, 0, 1, "held"),
            (LinkState::Syncing, 0, 0, "syncing"),
            (LinkState::Offline, 0, 0, "offline"),
            (LinkState::Offline, 7, 0, "offline"),
            (LinkState::ServerUnable, 7, 0, "unable"),
            (LinkState::ServerUnable, 7, 1, "held"),
            (LinkState::Connecting, 3, 0, "saved"),
            (LinkState::NeedsSignIn, 3, 1, "signin"),
            (LinkState::Follower, 1, 0, "saved"),
        ];
        for (link, pending, held, expected) in cases {
            let status = SyncStatus { link, pending, held, ..SyncStatus::default() };
            assert_eq!(BadgeView::of(&status).state, expected, "{status:?}");
        }
    }
}
