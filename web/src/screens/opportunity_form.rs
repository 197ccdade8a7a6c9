//! The screen `OpportunityForm`.

use fieldnote_core::values::{AccountId, OpportunityId};
use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct OpportunityFormProps {
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub account: Option<AccountId>,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub opportunity: Option<OpportunityId>,
}

/// The screen.
#[component]
pub fn OpportunityForm(_props: &OpportunityFormProps) -> Html {
    html! { <Page title={t("nav-deals")} tab={Tab::Deals}><></></Page> }
}
