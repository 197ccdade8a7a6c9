//! An address that no screen has.

use yew::prelude::*;

use crate::frame::{Go, Page, Tab, icon};
use crate::i18n::t;
use crate::route::Route;

/// The screen.
#[component]
pub fn NotFound() -> Html {
    html! {
        <Page title={t!("not-found-title")} tab={Tab::Today}>
            <div class="list empty">
                { icon("search") }
                <h2>{ t!("not-found-title") }</h2>
                <p>{ t!("not-found-text") }</p>
                <Go to={Route::Today} class="btn btn-primary">{ t!("not-found-link") }</Go>
            </div>
        </Page>
    }
}
