//! What speaks against a planned contact, each with the way out one tap away.

use fieldnote_core::rules::planning::Concern;
use fieldnote_core::values::{Code, Day};
use yew::prelude::*;

use super::words;
use crate::frame::icon;
use crate::i18n::{args, format, t, ta};

/// A way out.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// Another day, and minute where there was one.
    Day(Day, Option<u16>),
    /// Another channel.
    Channel(Code),
}

/// Draws the concerns; nothing when there are none.
pub fn concerns(found: &[Concern], fix: &Callback<Remedy>) -> Html {
    html! {
        <div class="stack is-tight" role="status">
            for concern in found.iter() { <>{ line(concern, fix) }</> }
        </div>
    }
}

fn line(concern: &Concern, fix: &Callback<Remedy>) -> Html {
    let (words, remedy) = said(concern);
    let class = if is_refused(concern) { "field-error" } else { "field-hint" };
    let name = match &remedy {
        Remedy::Day(day, minute) => {
            let clock = minute.map(|minute| format!(" {}", format::minute(minute))).unwrap_or_default();
            ta!("concern-move", args![when = format!("{}{clock}", format::day_long(*day))])
        }
        Remedy::Channel(code) => ta!("concern-use", args![channel = words::channel(code)]),
    };
    let take = fix.reform(move |_: MouseEvent| remedy.clone());
    html! {
        <p {class}>{ icon(if class == "field-error" { "alert" } else { "info" }) }
            <span>{ words }{ " " }<button class="link" type="button" onclick={take}>{ name }</button></span></p>
    }
}

/// Tells whether the plan is refused because of it.
pub fn is_refused(concern: &Concern) -> bool {
    matches!(concern, Concern::TooSoon { refused: true, .. })
}

fn said(concern: &Concern) -> (AttrValue, Remedy) {
    match concern {
        Concern::TooSoon { first, .. } => {
            (ta!("failure-too-soon", args![day = format::day_long(*first)]), Remedy::Day(*first, None))
        }
        Concern::TooManyCalls(calls) => {
            (ta!("concern-calls", args![nth = calls.nth, cap = calls.cap]), Remedy::Day(calls.next, None))
        }
        Concern::OutsideHours { day, minute } => (t!("concern-hours"), Remedy::Day(*day, *minute)),
        Concern::OtherChannel(code) => (t!("concern-channel"), Remedy::Channel(code.clone())),
    }
}
