//! The screen `ContactForm`.

use fieldnote_core::values::{AccountId, ContactId};
use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct ContactFormProps {
    /// Which.
    pub account: AccountId,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub contact: Option<ContactId>,
}

/// The screen.
#[component]
pub fn ContactForm(_props: &ContactFormProps) -> Html {
    html! { <Page title={t("nav-customers")} tab={Tab::Customers}><></></Page> }
}
