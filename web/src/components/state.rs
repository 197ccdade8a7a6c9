//! What stands in the place of content: empty, broken, loading.

use yew::prelude::*;

use crate::frame::{Tone, icon};
use crate::i18n::{args, t, ta};

/// A place with nothing to show, and what to do about it.
pub fn empty(
    name: &'static str,
    tone: Option<Tone>,
    title: impl Into<AttrValue>,
    text: impl Into<AttrValue>,
    actions: Html,
) -> Html {
    html! {
        <div class="list empty" data-tone={tone.map(Tone::key)}>
            { icon(name) }<h2>{ title.into() }</h2><p>{ text.into() }</p>
            { actions }
        </div>
    }
}

/// Grey rows in the place of a list; they appear after 300 ms only.
pub fn skeleton(rows: usize) -> Html {
    html! {
        <div class="list is-late" role="status" aria-label={t!("opening")}>
            for index in 0..rows {
                <div class="row" aria-hidden="true" key={index}>
                    <div class="row-margin"><div class="skeleton" /></div>
                    <div class="row-main stack-s"><div class="skeleton w-70" /><div class="skeleton w-45" /></div>
                </div>
            }
        </div>
    }
}

/// The button below the lines shown of so many; each tap shows `step` more.
pub fn more(lines: usize, shown: &UseStateHandle<usize>, step: usize) -> Html {
    let left = lines.saturating_sub(**shown);
    if left == 0 {
        return Html::default();
    }
    let shown = shown.clone();
    let more = Callback::from(move |_: MouseEvent| shown.set(*shown + step));
    html! {
        <div class="pad more-below"><button class="btn" type="button" onclick={more}>{ ta!("history-more", args![n = left]) }</button></div>
    }
}
