//! What a screen of one customer shows when the customer cannot be shown.

use fieldnote_core::model::Account;
use fieldnote_core::session::Availability;
use yew::prelude::*;

use crate::components::state::{empty, skeleton};
use crate::frame::{Go, Tone};
use crate::i18n::t;
use crate::route::Route;

/// Loading, not on this device, or broken.
pub fn unavailable(state: &Availability<Account>) -> Html {
    let all = html! { <Go class="btn btn-primary" to={Route::Customers}>{ t!("all-customers") }</Go> };
    match state {
        Availability::Loading | Availability::Ready(_) => skeleton(4),
        Availability::NotHere => {
            empty("offline", Some(Tone::Mute), t!("customer-not-here"), t!("customer-not-here-text"), all)
        }
        Availability::Broken => {
            empty("alert", Some(Tone::Late), t!("customer-broken"), t!("customer-broken-text"), all)
        }
    }
}
