//! Choosing a customer before a form that needs one.

use std::sync::Arc;

use fieldnote_core::projection::{CustomerFilter, customers};
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::values::AccountId;
use yew::prelude::*;

use crate::components::form::typed;
use crate::components::marks::grade;
use crate::components::state::empty;
use crate::frame::{Go, Page, Tab, icon};
use crate::hooks::use_projection;
use crate::i18n::{args, t, ta};
use crate::route::Route;

/// Customers shown at once; more are found by typing.
const SHOWN_MAX: usize = 40;

/// Properties of [`ChooseCustomer`].
#[derive(Properties, PartialEq)]
pub struct ChooseProps {
    /// Title of the screen.
    pub title: AttrValue,
    /// Where a chosen customer leads.
    pub to: Callback<AccountId, Route>,
}

/// Instant search over all customers of this device.
#[component]
pub fn ChooseCustomer(props: &ChooseProps) -> Html {
    let words = use_state_eq(String::new);
    let view = use_projection((*words).clone(), |session, context| {
        let filter = CustomerFilter { q: (*words).clone(), leads: true, ..CustomerFilter::default() };
        let rows: Vec<_> = session.rows().iter().filter(|row| !row.in_pool() || row.asked.is_some()).cloned().collect();
        customers(&rows, session.texts(), &filter, context)
    });
    let on_input = {
        let words = words.clone();
        Callback::from(move |event: InputEvent| words.set(typed(&event)))
    };
    html! {
        <Page title={props.title.clone()} back={Route::Today} tab={Tab::Customers}>
            <search class="pad stack">
                <div class="search">
                    { icon("search") }<label class="sr" for="choose-q">{ t!("customers-search") }</label>
                    <input class="input" type="search" id="choose-q" value={(*words).clone()} oninput={on_input}
                        placeholder={t!("customers-search-short")} autocomplete="off" />
                </div>
            </search>
            <section class="section" aria-labelledby="choose-t">
                <div class="section-head"><h2 id="choose-t">{ t!("choose-customer") }</h2></div>
                if view.lines.is_empty() {
                    { empty("search", None, ta!("customers-none", args![q = (*words)]), t!("customers-none-text"), Html::default()) }
                } else {
                    <ul class="list plain" role="list">
                        for line in view.lines.iter().take(SHOWN_MAX) {
                            <li class="row" key={line.row.account.to_string()}>{ choice(&line.row, &props.to) }</li>
                        }
                    </ul>
                }
            </section>
        </Page>
    }
}

fn choice(row: &Arc<SummaryRow>, to: &Callback<AccountId, Route>) -> Html {
    let contacts = row.contacts.iter().map(|contact| contact.name.as_str()).collect::<Vec<_>>().join(" · ");
    html! {
        <Go class="row-main" to={to.emit(row.account)}>
            <span class="row-title">{ grade(row.grade) }<span class="clip-2">{ &row.name }</span></span>
            <span class="row-meta">{ contacts }</span>
        </Go>
    }
}
