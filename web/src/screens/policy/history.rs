//! Who changed the rules, and when.

use fieldnote_core::model::HistoryEntry;
use fieldnote_core::values::DocumentId;
use yew::prelude::*;

use crate::hooks::{use_context, use_projection};
use crate::i18n::t;
use crate::screens::customer::history::entry;

/// Entries drawn.
const ENTRIES: usize = 30;

/// Changes by people, the newest first; the server's own, such as members, are not among them.
#[component]
pub(super) fn History() -> Html {
    let context = use_context();
    let entries = use_projection((), |session, _| {
        let by_people = |entry: &HistoryEntry| entry.by.is_some() && !entry.changes.is_empty();
        let all = session.history(DocumentId::WORKSPACE).into_iter();
        all.filter(by_people).take(ENTRIES).collect::<Vec<_>>()
    });
    html! {
        <section class="section" aria-labelledby="rules-t">
            <div class="section-head"><h2 id="rules-t">{ t!("history-title") }</h2></div>
            if entries.is_empty() {
                <p class="dim pad">{ t!("policy-unchanged") }</p>
            } else {
                <ol class="list" role="list">
                    for (index, change) in entries.iter().enumerate() {
                        <li class="entry" key={index}>{ entry(change, &context) }</li>
                    }
                </ol>
            }
        </section>
    }
}
