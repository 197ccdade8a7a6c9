//! The screen `Customers`.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn Customers() -> Html {
    html! { <Page title={t("nav-customers")} tab={Tab::Customers}><></></Page> }
}
