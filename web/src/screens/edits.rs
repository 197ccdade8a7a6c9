//! A typed command in domain words: what the status and the held screen show of an edit.

mod describe;

use fieldnote_core::policy::PolicyNumber;
use fieldnote_core::projection::{Context, is_late_change};
use fieldnote_core::session::PendingView;
use fieldnote_core::values::DocumentId;
use yew::prelude::*;

pub use describe::{EditLine, describe, title};

use crate::frame::{Tone, icon_small};
use crate::i18n::{args, format, label_of_code, t, ta};

/// Draws one edit as an entry that opens in place; `more` stands below the differences.
pub fn edit_row(edit: &PendingView, context: &Context, more: Html) -> Html {
    let (heading, lines) = match &edit.command {
        Some(command) => (title(command), describe(command, context)),
        None => (t!("edit-earlier"), Vec::new()),
    };
    let name = if edit.doc == DocumentId::WORKSPACE { t!("policy") } else { edit.name.clone().into() };
    let unknown = edit.command.is_none().then(|| html! { <p class="dim">{ t!("edit-earlier-text") }</p> });
    let zone = context.policy.zone_minutes;
    let late = edit.held.is_none() && is_late(edit, context);
    let tone = if late { Some(Tone::Late) } else { edit.held.map(|_| Tone::Held) }.map(Tone::key);
    let reason = edit.held.map(|reason| {
        let words = label_of_code("held", &reason.code().into());
        html! { <p class="note" data-tone="held"><strong>{ t!("held-why") }</strong><span class="dim">{ words }</span></p> }
    });
    html! {
        <li key={format!("{}-{}", edit.doc, edit.at.0)}>
            <details class="fold">
                <summary class="row" data-tone={tone}>
                    <span class="row-margin">
                        <b>{ format::time(edit.at, zone) }</b>
                        { icon_small(if edit.held.is_some() { "held" } else { "saved" }) }
                    </span>
                    <span class="row-main">
                        <span class="row-title"><span class="clip-2">{ name }</span></span>
                        <span class="row-meta"><span>{ heading }</span>{ for late.then(|| overdue(context)) }</span>
                    </span>
                    <span class="row-end">{ icon_small("down") }</span>
                </summary>
                <div class="fold-body">
                    { reason }{ unknown }
                    <dl class="diff">{ for lines.iter().map(diff_line) }</dl>
                    { more }
                </div>
            </details>
        </li>
    }
}

/// Tells whether an edit that waits should have reached the team by now.
pub fn is_late(edit: &PendingView, context: &Context) -> bool {
    edit.command.as_ref().is_some_and(|command| is_late_change(command, edit.at, context))
}

fn overdue(context: &Context) -> Html {
    let hours = context.policy.number(PolicyNumber::ChangeSyncH);
    html! { <span class="tint-late">{ ta!("edit-late", args![n = hours]) }</span> }
}

fn diff_line(line: &EditLine) -> Html {
    html! {
        <div>
            <dt>{ &line.label }</dt>
            <dd>
                if let Some(before) = &line.before {
                    <del><span class="sr">{ t!("diff-before") }</span>{ before }</del>
                }
                if !line.after.is_empty() {
                    <ins><span class="sr">{ t!("diff-after") }</span>{ &line.after }</ins>
                }
            </dd>
        </div>
    }
}
