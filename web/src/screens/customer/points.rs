//! What to raise with the customer next, noted before the talk (S1-24, R-37). With the record of the talk it goes into that.

use fieldnote_core::cbor_map;
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::values::AccountId;
use yew::prelude::*;

use crate::components::form::TextField;
use crate::frame::icon;
use crate::hooks::{use_app, use_draft};
use crate::i18n::{key, t};
use crate::platform::task::spawn;
use crate::shell::Toast;

/// What is typed and not saved yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Typed {
    text: Option<String>,
}

cbor_map!(Typed { 0: text });

/// Properties of [`Points`].
#[derive(Properties, PartialEq)]
pub(super) struct PointsProps {
    /// The customer.
    pub(super) id: AccountId,
    /// What stands.
    pub(super) points: String,
}

/// The card with the text and its button, which is there while something is not saved.
#[component]
pub(super) fn Points(props: &PointsProps) -> Html {
    let app = use_app();
    let draft = use_draft::<Typed>(format!("points/{}", props.id));
    let typed = draft.value();
    let text = typed.text.clone().unwrap_or_else(|| props.points.clone());
    let changed = text.trim() != props.points;
    let input = {
        let draft = draft.clone();
        Callback::from(move |text| draft.update(|typed| typed.text = Some(text)))
    };
    let save = {
        let (draft, text, account) = (draft.clone(), text.trim().to_owned(), props.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (app, draft, edits) = (app.clone(), draft.clone(), vec![AccountEdit::PrepPoints(text.clone())]);
            spawn(async move {
                match app.dispatch(Command::EditAccount { account, edits }).await {
                    Ok(()) => {
                        draft.clear();
                        app.toast(Toast::undo(t(key!("points-saved"))));
                    }
                    Err(failure) => app.toast(Toast::failure(&failure)),
                }
            });
        })
    };
    html! {
        <section class="section"><form class="card stack" onsubmit={save}>
            <TextField id="points" area=true short=true label={t!("record-points")} value={text} on_input={input}
                placeholder={t!("points-example")} />
            if changed {
                <div class="cluster">
                    <button class="btn btn-primary" type="submit">{ t!("points-save") }</button>
                    <span class="field-draft" role="status">
                        if draft.saved_at().is_some() { { icon("saved") }<span>{ t!("draft-saved") }</span> }
                    </span>
                </div>
            }
        </form></section>
    }
}
