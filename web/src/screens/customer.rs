//! The screen `Customer`.

use fieldnote_core::values::AccountId;
use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct CustomerProps {
    /// Which.
    pub id: AccountId,
}

/// The screen.
#[component]
pub fn Customer(_props: &CustomerProps) -> Html {
    html! { <Page title={t("nav-customers")} tab={Tab::Customers}><></></Page> }
}
