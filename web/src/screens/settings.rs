//! The person, the device, the language.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn Settings() -> Html {
    html! { <Page title={t("nav-me")} tab={Tab::Me}><></></Page> }
}
