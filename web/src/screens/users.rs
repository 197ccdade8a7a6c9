//! The users of the workspace, for admins.

use yew::prelude::*;

use crate::frame::{Page, Tab};
use crate::i18n::t;

/// The screen.
#[component]
pub fn Users() -> Html {
    html! { <Page title={t("nav-users")} tab={Tab::Users}><></></Page> }
}
