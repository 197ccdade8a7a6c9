//! Customers that need a look, the reason beside each.

use fieldnote_core::projection::{Context, RiskKind, RiskLine, TeamView};
use yew::prelude::*;

use crate::components::marks::grade;
use crate::frame::{Go, icon_small};
use crate::hooks::use_app;
use crate::i18n::{args, format, label_of_code, t, ta};
use crate::route::Route;
use crate::screens::words;

/// Rows shown before "all".
const SHOWN: usize = 6;

/// The section.
pub fn risks(view: &TeamView, context: &Context) -> Html {
    html! { <Risks lines={view.risks.clone()} today={context.today()} /> }
}

#[derive(Properties, PartialEq)]
struct RisksProps {
    lines: Vec<RiskLine>,
    today: fieldnote_core::values::Day,
}

#[component]
fn Risks(props: &RisksProps) -> Html {
    let context = use_app().context();
    let all = use_state_eq(|| false);
    let toggle = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let count = if *all { props.lines.len() } else { SHOWN };
    html! {
        <section class="section" id="risk" aria-labelledby="ri">
            <div class="section-head"><h2 id="ri">{ ta!("risks-n", args![n = props.lines.len()]) }</h2>
                if props.lines.len() > SHOWN {
                    <button class="link" type="button" aria-expanded={all.to_string()} onclick={toggle}>
                        { if *all { t!("fewer") } else { t!("all") } }{ icon_small("next") }</button>
                }
            </div>
            if props.lines.is_empty() {
                <p class="dim pad">{ t!("risks-none") }</p>
            } else {
                <ul class="list" role="list">
                    for (index, line) in props.lines.iter().take(count).enumerate() {
                        <li class="row" data-tone="late" key={format!("{index}-{}", line.row.account)}>{ row(line, &context) }</li>
                    }
                </ul>
            }
        </section>
    }
}

fn row(line: &RiskLine, context: &Context) -> Html {
    let (days, word, why) = match line.kind {
        RiskKind::Stalled { days, limit } => {
            (days, t!("stalled"), ta!("risk-stalled", args![days = days, limit = limit]))
        }
        RiskKind::Silent { days, limit } => {
            (days, label_of_code("touch-short", &"any".into()), ta!("risk-silent", args![days = days, limit = limit]))
        }
        RiskKind::Warned { warning, days } => (
            days,
            label_of_code("touch-short", &"any".into()),
            format!("{} · {}", words::warning(warning), t!("warning-advice")).into(),
        ),
        RiskKind::PastClose { days } => (days, t!("past-close-short"), ta!("risk-past-close", args![days = days])),
    };
    let owner = words::name(&context.directory, line.row.owner);
    html! {
        <>
            <div class="row-margin"><b>{ ta!("days-n", args![n = days]) }</b>{ word }</div>
            <Go class="row-main" to={Route::Customer { id: line.row.account }}>
                <span class="row-title">{ grade(line.row.grade) }<span class="clip-2">{ &line.row.name }</span></span>
                <span class="row-text">{ why }</span>
                <span class="row-meta"><span>{ owner }{ " · " }<span class="num">{ format::money(line.amount) }</span></span></span>
            </Go>
        </>
    }
}
