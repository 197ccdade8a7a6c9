//! What is synced, waits, is held.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn SyncStatusScreen() -> Html {
    html! { <Page title={t("sync-title")} tab={Tab::Me}><></></Page> }
}
