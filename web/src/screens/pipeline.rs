//! The pipeline (商机): stages as a board, tabs on a phone.

pub mod board;
pub mod filters;
pub mod moves;

use fieldnote_core::projection::{PipelineFilter, PipelineView, pipeline};
use yew::prelude::*;

use self::board::Board;
use self::filters::filters;
use crate::components::marks::figure;
use crate::components::state::empty;
use crate::frame::{Go, Page, Tab};
use crate::hooks::{Same, use_context, use_projection};
use crate::i18n::{args, format, t, ta};
use crate::route::{Route, replace_with_query, use_query};

/// The screen.
#[component]
pub fn Pipeline() -> Html {
    let context = use_context();
    let filter = use_query::<PipelineFilter>();
    let view = Same(use_projection(filter.clone(), |session, context| pipeline(&session.rows(), &filter, context)));
    let owners = use_projection((), |session, _| {
        session.rows().iter().filter_map(|row| row.owner).collect::<fieldnote_core::values::Set<_>>()
    });
    let set = Callback::from(|filter: PipelineFilter| replace_with_query(Route::Pipeline, &filter));
    html! {
        <Page title={t!("nav-deals")} sub={ta!("deals-open", args![n = view.count])} tab={Tab::Deals}>
            { stats(&view) }
            { filters(&filter, &owners, &context, &set) }
            if view.count == 0 {
                { empty("deals", None, t!("deals-empty"), t!("deals-empty-text"), html! {
                    <Go class="btn btn-primary" to={Route::NewOpportunity}>{ t!("new-opportunity") }</Go>
                }) }
            } else {
                <Board {view} />
            }
        </Page>
    }
}

fn stats(view: &PipelineView) -> Html {
    html! {
        <div class="stats">
            <div class="stat"><b>{ figure(&format::money(view.sum)) }</b><span>{ t!("sum") }</span></div>
            <div class="stat"><b>{ figure(&format::money(view.weighted)) }</b><span>{ t!("weighted") }</span></div>
            <div class="stat" data-tone={(view.stalled > 0).then_some("late")}><b>{ view.stalled }</b><span>{ t!("stalled") }</span></div>
        </div>
    }
}
