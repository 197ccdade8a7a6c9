//! The matrix: stages across, regions and their reps down; amount above, weighted below.

use fieldnote_core::projection::{Context, CustomerFilter, MatrixCell, RegionRows, RepRow, TeamView};
use fieldnote_core::values::{Instant, Money};
use yew::prelude::*;

use crate::components::marks::tag;
use crate::frame::{Go, Tone};
use crate::i18n::{format, label, t};
use crate::route::Route;

/// The section.
pub fn matrix(view: &TeamView, context: &Context) -> Html {
    let total = view.totals.iter().fold(MatrixCell::default(), |sum, cell| MatrixCell {
        sum: sum.sum.plus(cell.sum),
        weighted: sum.weighted.plus(cell.weighted),
    });
    html! {
        <section class="section" aria-labelledby="mx">
            <div class="section-head"><h2 id="mx">{ t!("matrix") }</h2><span class="dim">{ t!("matrix-unit") }</span></div>
            <div class="table-wrap scroll-x" tabindex="0" role="region" aria-label={t!("matrix-region")}>
                <table class="table">
                    <caption class="sr">{ t!("matrix-caption") }</caption>
                    <thead><tr>
                        <th scope="col">{ t!("matrix-corner") }</th>
                        for stage in view.stages.iter() { <th scope="col" key={stage.stage.key.to_string()}>{ label(&stage.stage.name) }</th> }
                        <th scope="col">{ t!("sum-total") }</th><th scope="col">{ t!("data-as-of") }</th>
                    </tr></thead>
                    for region in view.regions.iter() { { rows(region, context) } }
                    <tfoot><tr><th scope="row">{ t!("sum-total") }</th>{ cells(&view.totals) }{ cell(total) }<td></td></tr></tfoot>
                </table>
            </div>
        </section>
    }
}

fn rows(region: &RegionRows, context: &Context) -> Html {
    let name = if region.region.is_empty() { t!("region-none") } else { label(&region.label) };
    html! {
        <tbody key={region.region.to_string()}>
            <tr class="grp"><th scope="rowgroup">{ name }</th>{ cells(&region.cells) }{ cell(region.total) }<td></td></tr>
            for rep in region.reps.iter() { { rep_row(rep, region, context) } }
        </tbody>
    }
}

fn rep_row(rep: &RepRow, region: &RegionRows, context: &Context) -> Html {
    let name = if rep.name.is_empty() { t!("nobody") } else { rep.name.clone().into() };
    let filter = CustomerFilter { owner: rep.rep, region: region.region.clone(), ..CustomerFilter::default() };
    html! {
        <tr key={rep.rep.map(|rep| rep.to_string()).unwrap_or_default()}>
            <th scope="row"><Go to={Route::Customers} query={query(&filter)}>{ name }</Go></th>
            { cells(&rep.cells) }
            <td><b>{ amount(rep.total.sum) }</b><small>{ amount(rep.total.weighted) }</small></td>
            <td>{ as_of(rep, context) }</td>
        </tr>
    }
}

fn query(filter: &CustomerFilter) -> String {
    let mut parts = Vec::new();
    if let Some(owner) = filter.owner {
        parts.push(format!("owner={owner}"));
    }
    if !filter.region.is_empty() {
        parts.push(format!("region={}", filter.region));
    }
    parts.join("&")
}

fn as_of(rep: &RepRow, context: &Context) -> Html {
    let Some(at) = rep.synced_at else {
        return if rep.rep.is_some() {
            tag(Some(Tone::Late), Some("clock"), t!("never-synced"))
        } else {
            Html::default()
        };
    };
    let words = ago(at, context);
    if rep.stale {
        tag(Some(Tone::Soon), Some("clock"), words)
    } else {
        html! { <span class="dim">{ words }</span> }
    }
}

fn ago(at: Instant, context: &Context) -> String {
    format::when(at, context.now, context.policy.zone_minutes)
}

fn cells(cells: &[MatrixCell]) -> Html {
    html! { for each in cells.iter() { { cell(*each) } } }
}

fn cell(cell: MatrixCell) -> Html {
    if cell == MatrixCell::default() {
        return html! { <td><span class="dim">{ "0" }</span></td> };
    }
    html! { <td>{ amount(cell.sum) }<small>{ amount(cell.weighted) }</small></td> }
}

fn amount(amount: Money) -> String {
    format::money(amount)
}
