//! The screen `Pipeline`.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn Pipeline() -> Html {
    html! { <Page title={t("nav-deals")} tab={Tab::Deals}><></></Page> }
}
