//! Narrowing the board to an owner or a region.

use fieldnote_core::values::Set;

use fieldnote_core::projection::{Context, PipelineFilter};
use fieldnote_core::values::{Code, UserId};
use yew::prelude::*;

use crate::components::form::toggle_chip;
use crate::i18n::t;
use crate::screens::words;

/// Chips of regions, and of owners when there is more than one.
pub fn filters(
    filter: &PipelineFilter,
    owners: &Set<UserId>,
    context: &Context,
    set: &Callback<PipelineFilter>,
) -> Html {
    let chip = |name: AttrValue, on: bool, next: PipelineFilter| {
        toggle_chip(name, on, set.reform(move |_: MouseEvent| next.clone()))
    };
    html! {
        <div class="pad search-head"><div class="chips" role="group" aria-label={t!("filter")}>
            for (code, _) in context.policy.regions.iter() {
                <>{ chip(words::region(&context.policy, code), filter.region == *code, PipelineFilter {
                    region: if filter.region == *code { Code::default() } else { code.clone() }, ..filter.clone() }) }</>
            }
            if owners.len() > 1 {
                for owner in owners.iter() {
                    <>{ chip(words::member(context, *owner), filter.owner == Some(*owner), PipelineFilter {
                        owner: (filter.owner != Some(*owner)).then_some(*owner), ..filter.clone() }) }</>
                }
            }
        </div></div>
    }
}
