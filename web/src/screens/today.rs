//! The screen `Today`.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn Today() -> Html {
    html! { <Page title={t("nav-today")} tab={Tab::Today}><></></Page> }
}
