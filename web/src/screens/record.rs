//! The screen `Record`.

use fieldnote_core::values::{AccountId, VisitId};
use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct RecordProps {
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub account: Option<AccountId>,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub visit: Option<VisitId>,
}

/// The screen.
#[component]
pub fn Record(_props: &RecordProps) -> Html {
    html! { <Page title={t("nav-today")} tab={Tab::Today}><></></Page> }
}
