//! The board: columns side by side on a desk, one at a time on a phone.
//!
//! A card moves by dragging, by its menu, or with Alt and the arrow keys.

use fieldnote_core::projection::{Context, DealLine, PipelineView, StageColumn};
use fieldnote_core::values::{AccountId, Code, OpportunityId};
use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

use super::moves::{DealMenu, move_to, neighbour};
use crate::components::marks::{grade, tag};
use crate::frame::{Go, Tone};
use crate::hooks::{Same, use_app, use_context};
use crate::i18n::{args, format, label, t, ta};
use crate::route::Route;
use crate::screens::words;
use crate::shell::App;

/// Properties of [`Board`].
#[derive(Properties, PartialEq)]
pub struct BoardProps {
    /// The pipeline.
    pub view: Same<PipelineView>,
}

/// What is being dragged, and the column below it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Drag {
    deal: Option<(AccountId, OpportunityId, Code)>,
    over: Option<Code>,
}

/// The board.
#[component]
pub fn Board(props: &BoardProps) -> Html {
    let app = use_app();
    let context = use_context();
    let node = use_node_ref();
    let shown = use_state_eq(|| 0usize);
    let drag = use_state_eq(Drag::default);
    {
        // A scroll does not bubble, so Yew's own listener at the root would not hear it.
        let (node, shown) = (node.clone(), shown.setter());
        use_effect_with((), move |()| {
            let listener = node.cast::<Element>().map(|board| {
                EventListener::new(&board.clone(), "scroll", move |_| {
                    let width = board.client_width().max(1);
                    let at = (board.scroll_left() + width / 2) / width;
                    shown.set(usize::try_from(at).unwrap_or(0));
                })
            });
            move || drop(listener)
        });
    }
    {
        let node = node.clone();
        let stages = props.view.columns.iter().map(|column| column.stage.key.clone()).collect::<Vec<_>>();
        use_effect_with(stages, move |_| {
            if let Some(board) = node.cast::<Element>() {
                // Columns that come later are put before those that are there, and the browser stays snapped to these.
                board.set_scroll_left(0);
            }
        });
    }
    html! {
        <>
            <nav class="tabs board-tabs" aria-label={t!("stage")}>
                for (index, column) in props.view.columns.iter().enumerate() {
                    <a key={column.stage.key.to_string()} href={format!("#{}", id(index))} aria-current={(index == *shown).then_some("true")}
                        onclick={Callback::from(move |event: MouseEvent| {
                            event.prevent_default();
                            show(&id(index));
                        })}>
                        { label(&column.stage.name) }{ " " }{ column.deals.len() }<small class="num">{ format::money(column.sum) }</small>
                    </a>
                }
            </nav>
            <div class="board" ref={node} tabindex="0" role="region" aria-label={t!("board")}>
                for (index, column) in props.view.columns.iter().enumerate() {
                    { stage(index, column, &drag, &app, &context) }
                }
            </div>
            <p class="dim pad note-below">{ t!("board-hint") }</p>
        </>
    }
}

fn id(index: usize) -> String {
    format!("s{index}")
}

fn show(id: &str) {
    if let Some(column) = crate::platform::page::element(id) {
        column.scroll_into_view();
    }
}

fn stage(index: usize, column: &StageColumn, drag: &UseStateHandle<Drag>, app: &App, context: &Context) -> Html {
    let key = column.stage.key.clone();
    let heading = format!("{}-t", id(index));
    let over = {
        let (drag, key) = (drag.clone(), key.clone());
        Callback::from(move |event: DragEvent| {
            if drag.deal.is_some() {
                event.prevent_default();
                drag.set(Drag { over: Some(key.clone()), ..(*drag).clone() });
            }
        })
    };
    let put = {
        let (drag, key, app) = (drag.clone(), key.clone(), app.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            if let Some((account, opportunity, from)) = &drag.deal
                && *from != key
            {
                move_to(&app, *account, *opportunity, &key);
            }
            drag.set(Drag::default());
        })
    };
    let is_over = drag.over.as_ref() == Some(&key) && drag.deal.as_ref().is_some_and(|(_, _, from)| *from != key);
    html! {
        <section class="col" key={key.to_string()} id={id(index)} aria-labelledby={heading.clone()}
            data-over={is_over.then_some("true")} ondragover={over} ondrop={put}>
            <div class="col-head">
                <h2 id={heading}>{ label(&column.stage.name) }{ " " }{ column.deals.len() }</h2>
                <span class="dim">{ ta!("column-sums", args![sum = format::money(column.sum), weighted = format::money(column.weighted)]) }</span>
            </div>
            <ul class="list" role="list">
                for deal in column.deals.iter() { { card(deal, drag, app, context) } }
            </ul>
        </section>
    }
}

fn card(deal: &DealLine, drag: &UseStateHandle<Drag>, app: &App, context: &Context) -> Html {
    let (account, opportunity, stage) = (deal.row.account, deal.line.id, deal.line.stage.clone());
    let start = {
        let (drag, stage) = (drag.clone(), stage.clone());
        Callback::from(move |event: DragEvent| {
            if let Some(data) = event.data_transfer() {
                // Firefox starts a drag only with data; what it is does not matter.
                let _ = data.set_data("text/plain", &opportunity.to_string());
            }
            drag.set(Drag { deal: Some((account, opportunity, stage.clone())), over: None });
        })
    };
    let end = {
        let drag = drag.clone();
        Callback::from(move |_: DragEvent| drag.set(Drag::default()))
    };
    let keys = {
        let (app, stages, stage) = (app.clone(), context.policy.stages.clone(), stage.clone());
        Callback::from(move |event: KeyboardEvent| {
            let steps = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => 1,
                "ArrowLeft" | "ArrowUp" => -1,
                _ => return,
            };
            if !event.alt_key() {
                return;
            }
            event.prevent_default();
            if let Some(next) = neighbour(&stages, &stage, steps) {
                move_to(&app, account, opportunity, &next.key);
            }
        })
    };
    let dragging = drag.deal.as_ref().is_some_and(|(_, id, _)| *id == opportunity);
    let tone = if deal.stalled { Some("late") } else { deal.past_close.then_some("soon") };
    html! {
        <li class="row deal" key={opportunity.to_string()} data-tone={tone} draggable="true" data-dragging={dragging.then_some("true")}
            ondragstart={start} ondragend={end} onkeydown={keys}>
            <div class="row-margin"><b>{ ta!("days-n", args![n = deal.days_in_stage]) }</b>
                { if deal.stalled { t!("stalled") } else { t!("in-stage") } }</div>
            <Go class="row-main" to={Route::Customer { id: account }}>
                <span class="row-title">{ grade(deal.row.grade) }<span class="clip-2">{ &deal.row.name }</span></span>
                <span class="row-text">{ &deal.line.title }</span>
                { meta(deal, context) }
            </Go>
            <DealMenu {account} {opportunity} stage={stage} title={deal.line.title.clone()} open=true />
        </li>
    }
}

fn meta(deal: &DealLine, context: &Context) -> Html {
    let owner = deal.row.owner.filter(|owner| *owner != context.me).map(|owner| words::member(context, owner));
    html! {
        <span class="row-meta">
            <span class="deal-sum"><b class="num">{ format::money(deal.line.amount) }</b>{ " " }
                <span class="tag" data-tone={Tone::Mute.key()}><span class="sr">{ t!("probability") }</span>{ deal.line.probability.get() }{ "%" }</span></span>
            if deal.past_close { { tag(Some(Tone::Soon), Some("clock"), t!("past-close")) } }
            if let Some(day) = deal.line.close_day { <span>{ ta!("deal-close", args![day = format::day(day)]) }</span> }
            if let Some(owner) = owner { <span>{ owner }</span> }
        </span>
    }
}
