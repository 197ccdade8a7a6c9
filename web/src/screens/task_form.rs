//! The screen `TaskForm`.

use fieldnote_core::values::{AccountId, TaskId};
use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct TaskFormProps {
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub account: Option<AccountId>,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub task: Option<TaskId>,
}

/// The screen.
#[component]
pub fn TaskForm(_props: &TaskFormProps) -> Html {
    html! { <Page title={t("nav-today")} tab={Tab::Today}><></></Page> }
}
