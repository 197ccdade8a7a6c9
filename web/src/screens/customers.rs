//! Customers (客户): instant search and filters, both kept in the address.

pub mod filters;
pub mod row;

use std::rc::Rc;

use fieldnote_core::model::Role;
use fieldnote_core::projection::{CustomerFilter, CustomersView, SortBy, customers, leads};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use self::filters::Filters;
use self::row::CustomerRow;
use crate::components::form::typed;
use crate::components::menu::{Menu, MenuItem};
use crate::components::state::empty;
use crate::frame::{Go, Page, Tab, icon};
use crate::hooks::{Same, use_app, use_context, use_projection, use_standing};
use crate::i18n::{Key, args, key, t, ta};
use crate::route::{Route, replace_with_query, use_query};

/// Customers drawn at first, and more with each tap; a list of 2,000 stays fast.
const PAGE_ROWS: usize = 60;
/// How long typing rests before the address follows: browsers limit how often it may change.
const ADDRESS_MS: u32 = 300;

/// The screen.
#[component]
pub fn Customers() -> Html {
    let stored = use_query::<CustomerFilter>();
    let words = use_state_eq(|| stored.q.clone());
    let shown = use_state_eq(|| PAGE_ROWS);
    let sells = use_context().sells();
    // Silence is the seller's concern; the others look a name up.
    let sort = if sells { stored.sort } else { SortBy::Name };
    let filter = CustomerFilter { q: (*words).clone(), sort, ..stored.clone() };
    let view = Same(use_projection(filter.clone(), |session, context| {
        customers(&session.rows(), session.texts(), &filter, context)
    }));
    let set = {
        let shown = shown.clone();
        Callback::from(move |filter: CustomerFilter| {
            shown.set(PAGE_ROWS);
            replace_with_query(Route::Customers, &filter);
        })
    };
    let pending = use_mut_ref(|| None::<Timeout>);
    let on_search = {
        let (words, shown, stored) = (words.clone(), shown.clone(), stored.clone());
        Callback::from(move |event: InputEvent| {
            let q = typed(&event);
            words.set(q.clone());
            shown.set(PAGE_ROWS);
            let filter = CustomerFilter { q, ..stored.clone() };
            let follow = move || replace_with_query(Route::Customers, &filter);
            *pending.borrow_mut() = Some(Timeout::new(ADDRESS_MS, follow));
        })
    };
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE_ROWS))
    };
    html! {
        <Page title={t!("customers")} sub={ta!("customers-count", args![n = view.total])} tab={Tab::Customers}
            actions={if sells { sort_menu(&filter, &set) } else { Html::default() }}>
            <search class="pad stack search-head">
                <div class="search">
                    { icon("search") }<label class="sr" for="q">{ t!("customers-search") }</label>
                    <input class="input" type="search" id="q" value={(*words).clone()} oninput={on_search}
                        placeholder={t!("customers-search-short")} enterkeyhint="search" autocomplete="off" />
                </div>
                <LeadsLink />
                <Filters filter={Rc::new(filter.clone())} view={view.clone()} on_change={set.clone()} />
            </search>
            <Results filter={Rc::new(filter)} {view} shown={*shown} on_more={more} />
        </Page>
    }
}

fn sort_menu(filter: &CustomerFilter, set: &Callback<CustomerFilter>) -> Html {
    let choices = [
        (SortBy::Silence, key!("sort-silence")),
        (SortBy::Next, key!("sort-next")),
        (SortBy::Name, key!("sort-name")),
        (SortBy::Amount, key!("sort-amount")),
    ];
    let current = choices.iter().find(|(sort, _)| *sort == filter.sort).map_or(key!("sort-silence"), |(_, key)| *key);
    let (filter, set) = (filter.clone(), set.clone());
    let items = Callback::from(move |()| {
        let item = |(sort, key): (SortBy, Key)| {
            let (filter, set) = (CustomerFilter { sort, ..filter.clone() }, set.clone());
            MenuItem::new(if key == current { "check" } else { "sort" }, t(key), move || set.emit(filter.clone()))
        };
        choices.into_iter().map(item).collect::<Vec<_>>()
    });
    html! { <Menu icon="sort" label={ta!("sort-by", args![name = t(current)])} title={t!("sort")} {items} /> }
}

/// The way to the leads, with how many wait; nothing where there are none and none can be made.
#[component]
fn LeadsLink() -> Html {
    let view = use_standing(|session, context| leads(&session.rows(), context));
    let context = use_context();
    if !context.sells() {
        let link = html! { <Go class="link lead-link" to={Route::NewLead}>{ icon("plus") }{ t!("new-lead") }</Go> };
        return if context.captures() { link } else { Html::default() };
    }
    html! {
        <Go class="link lead-link" to={Route::Leads}>
            { ta!("leads-link", args![own = view.own.len(), pool = view.pool.len()]) }{ icon("next") }
        </Go>
    }
}

#[derive(Properties, PartialEq)]
struct ResultsProps {
    filter: Rc<CustomerFilter>,
    view: Same<CustomersView>,
    shown: usize,
    on_more: Callback<MouseEvent>,
}

#[component]
fn Results(props: &ResultsProps) -> Html {
    let context = use_context();
    let me = use_app().read(|session| session.identity().role);
    let ResultsProps { filter, view, shown, .. } = props;
    let count = view.lines.len();
    let title = if filter.q.trim().is_empty() {
        ta!("customers-found", args![n = count])
    } else {
        ta!("customers-found-q", args![n = count, q = filter.q.trim()])
    };
    let narrowed = **filter != CustomerFilter { sort: filter.sort, ..CustomerFilter::default() };
    html! {
        <section aria-labelledby="res">
            <div class="section-head is-near"><div role="status"><h2 id="res">{ title }</h2></div>
                <span class="dim">{ t!("customers-local") }</span></div>
            if count == 0 {
                { empty("search", None, none_title(filter), ta!("customers-none-in", args![n = view.total]), html! {
                    if narrowed { <Go class="btn" to={Route::Customers}>{ t!("customers-clear") }</Go> }
                }) }
            } else {
                <ul class="list" role="list">
                    for line in view.lines.iter().take(*shown) {
                        <CustomerRow key={line.row.account.to_string()} line={Rc::new(line.clone())}
                            today={context.today()} owner={me != Role::Rep} />
                    }
                </ul>
                if count > *shown {
                    <div class="pad more-below">
                        <button class="btn" type="button" onclick={props.on_more.clone()}>
                            { ta!("show-more", args![n = count - shown]) }
                        </button>
                    </div>
                }
                if narrowed {
                    <p class="dim pad note-below"><Go class="link" to={Route::Customers}>{ ta!("customers-clear-n", args![n = view.total]) }</Go></p>
                }
            }
        </section>
    }
}

fn none_title(filter: &CustomerFilter) -> AttrValue {
    if filter.q.trim().is_empty() {
        t!("customers-none-filter")
    } else {
        ta!("customers-none", args![q = filter.q.trim()])
    }
}
