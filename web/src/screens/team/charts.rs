//! The funnel by stage and the bars by rep; every bar prints its numbers.

use fieldnote_core::projection::TeamView;
use yew::prelude::*;

use crate::components::chart::{Bar, bars, share};
use crate::frame::{Go, icon_small};
use crate::i18n::{args, format, label, t, ta};
use crate::route::Route;

/// Open opportunities by stage.
pub fn funnel(view: &TeamView) -> Html {
    let largest = view.stages.iter().map(|stage| stage.sum.0).max().unwrap_or(0);
    let stages: Vec<Bar> = view
        .stages
        .iter()
        .map(|stage| Bar {
            name: label(&stage.stage.name),
            figure: ta!(
                "funnel-figure",
                args![n = stage.count, sum = format::money(stage.sum), weighted = format::money(stage.weighted)],
            ),
            whole: share(stage.sum.0, largest),
            part: share(stage.weighted.0, largest),
        })
        .collect();
    html! {
        <section class="section" aria-labelledby="fu">
            <div class="section-head"><h2 id="fu">{ t!("funnel") }</h2><Go class="link" to={Route::Pipeline}>{ t!("see-board") }{ icon_small("next") }</Go></div>
            { bars(reading(t!("funnel"), &stages), &stages) }
        </section>
    }
}

/// Open opportunities by rep.
pub fn by_rep(view: &TeamView) -> Html {
    let largest = view.by_rep.iter().map(|rep| rep.total.sum.0).max().unwrap_or(0);
    let reps: Vec<Bar> = view
        .by_rep
        .iter()
        .map(|rep| Bar {
            name: if rep.name.is_empty() { t!("nobody") } else { rep.name.clone().into() },
            figure: ta!(
                "rep-figure",
                args![sum = format::money(rep.total.sum), weighted = format::money(rep.total.weighted)],
            ),
            whole: share(rep.total.sum.0, largest),
            part: share(rep.total.weighted.0, largest),
        })
        .collect();
    html! {
        <section class="section" aria-labelledby="rb">
            <div class="section-head"><h2 id="rb">{ t!("by-rep") }</h2><span class="dim">{ t!("dark-is-weighted") }</span></div>
            { bars(reading(t!("by-rep"), &reps), &reps) }
        </section>
    }
}

/// The whole chart in words.
fn reading(title: AttrValue, bars: &[Bar]) -> String {
    let parts = bars.iter().map(|bar| format!("{} {}", bar.name, bar.figure)).collect::<Vec<_>>();
    format!("{title}: {}", parts.join("; "))
}
