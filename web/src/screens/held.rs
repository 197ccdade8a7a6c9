//! Edits held for review: what was written, why it did not take effect. Nothing is lost.

mod review;

use fieldnote_core::model::Directory;
use fieldnote_core::session::{Event, PendingView, Session};
use fieldnote_core::sync::wire::Decision;
use yew::prelude::*;

use super::edits::edit_row;
use crate::frame::{Page, Tab, icon};
use crate::hooks::{use_app, use_context, use_projection};
use crate::i18n::{args, t, ta};
use crate::route::Route;
use crate::screens::words;
use crate::shell::{App, export};

/// The screen.
#[component]
pub fn Held() -> Html {
    let app = use_app();
    let held = use_projection((), |session: &Session, _| session.held());
    let context = use_context();
    let sub = (!held.is_empty()).then(|| ta!("held-count", args![n = held.len()]));
    let export_all = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| export::everything(&app))
    };
    html! {
        <Page title={t!("held-title")} {sub} tab={Tab::Me} back={Route::SyncStatus}>
            <review::Reviews />
            if held.is_empty() {
                <div class="list empty">
                    { icon("synced") }<h2>{ t!("held-none") }</h2><p>{ t!("held-none-text") }</p>
                </div>
            } else {
                <section class="section" aria-labelledby="hl">
                    <h2 class="sr" id="hl">{ t!("held-title") }</h2>
                    <ul class="list" role="list">{ for held.iter().map(|edit| edit_row(edit, &context, decision(edit, &app, &context.directory))) }</ul>
                    <div class="pad pad-block stack">
                        <p class="field-hint">{ icon("info") }{ t!("held-kept") }</p>
                        <button class="btn btn-start" type="button" onclick={export_all}>{ icon("export") }{ t!("export-all") }</button>
                    </div>
                </section>
            }
        </Page>
    }
}

/// What a reviewer decided, in words, and a button to take the edit off the list.
fn decision(edit: &PendingView, app: &App, directory: &Directory) -> Html {
    let Some(review) = &edit.review else { return Html::default() };
    let (app, doc, at) = (app.clone(), edit.doc, edit.at);
    let read = Callback::from(move |_: MouseEvent| app.event(Event::DismissReviewed(doc, at)));
    let name = words::name(directory, Some(review.by));
    let title = match review.decision {
        Decision::Declined => ta!("review-declined-by", args![name = name]),
        Decision::Accepted | Decision::Picked => ta!("review-picked-by", args![name = name]),
    };
    html! {
        <>
            <p class="note"><strong>{ title }</strong><span class="dim">{ &review.reason }</span></p>
            <button class="btn btn-start" type="button" onclick={read}>{ t!("review-read") }</button>
        </>
    }
}
