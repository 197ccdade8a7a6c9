//! Edits held for review.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn Held() -> Html {
    html! { <Page title={t("held-title")} tab={Tab::Me}><></></Page> }
}
