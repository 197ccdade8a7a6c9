//! Where the tab is, given to the screens, and going elsewhere.

use std::rc::Rc;

use yew::prelude::*;

use super::Route;
use super::query::{self, Query};
use crate::platform::history;

/// Where the tab is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The screen.
    pub route: Route,
    /// The query behind it, without the question mark.
    pub query: Rc<str>,
}

impl Place {
    fn now() -> Self {
        Self { route: Route::parse(&history::path()), query: history::query().into() }
    }
}

/// Follows the address: draws again with each new one. For the component that gives it to all others.
#[hook]
pub fn use_address() -> Place {
    let place = use_state_eq(Place::now);
    let set = place.setter();
    use_effect_with((), move |()| {
        // It may have changed before anyone listened.
        set.set(Place::now());
        history::listen(move || set.set(Place::now()));
    });
    (*place).clone()
}

/// Returns where the tab is; drawn again when it goes elsewhere.
#[hook]
fn use_place() -> Place {
    yew::use_context::<Place>().unwrap_or_else(Place::now)
}

/// Returns the screen of the address.
#[hook]
pub fn use_route() -> Route {
    use_place().route
}

/// Returns what the query of a screen's address says; what is missing or does not read is the default. On the way to
/// another screen it says what it said: its query is not for this one, which would compute everything anew to go.
#[hook]
pub fn use_query<T: Query>() -> T {
    let place = use_place();
    let own = use_mut_ref(|| place.clone());
    if own.borrow().route == place.route {
        own.replace(place);
    }
    let query = Rc::clone(&own.borrow().query);
    query::read(&query)
}

/// Goes to an address of the app.
pub fn push(address: &str) {
    history::push(address);
}

/// Goes to an address of the app in place of the present one: "back" does not lead here again.
pub fn replace(address: &str) {
    history::replace(address);
}

/// Goes to a screen with a query in place of the present address.
pub fn replace_with_query(route: Route, query: &impl Query) {
    let query = query::write(query);
    let mark = if query.is_empty() { "" } else { "?" };
    replace(&format!("{}{mark}{query}", route.path()));
}

/// Goes back, or to `fallback` when the app was opened right here.
pub fn back(fallback: Route) {
    if !history::back() {
        replace(&fallback.path());
    }
}
