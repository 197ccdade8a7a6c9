//! The screen `CustomerForm`.

use fieldnote_core::values::AccountId;
use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct CustomerFormProps {
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub id: Option<AccountId>,
}

/// The screen.
#[component]
pub fn CustomerForm(_props: &CustomerFormProps) -> Html {
    html! { <Page title={t("nav-customers")} tab={Tab::Customers}><></></Page> }
}
