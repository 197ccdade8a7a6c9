//! The screen `Team`.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn Team() -> Html {
    html! { <Page title={t("nav-team")} tab={Tab::Team}><></></Page> }
}
