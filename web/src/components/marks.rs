//! Small marks: tag and grade.

use fieldnote_core::model::Grade;
use yew::prelude::*;

use crate::frame::{Tone, icon_small};
use crate::i18n::t;

/// A state word.
pub fn tag(tone: Option<Tone>, icon: Option<&'static str>, text: impl Into<AttrValue>) -> Html {
    let text = text.into();
    html! {
        <span class="tag" data-tone={tone.map(Tone::key)}>
            if let Some(icon) = icon { { icon_small(icon) } }
            { text }
        </span>
    }
}

/// The grade of a customer; shown by ink weight, not by hue.
pub fn grade(grade: Option<Grade>) -> Html {
    match grade {
        Some(grade) => html! {
            <span class="grade" data-grade={grade.letter()}><span class="sr">{ t!("grade") }{ " " }</span>{ grade.letter() }</span>
        },
        None => Html::default(),
    }
}

/// An amount with its unit in small, as the large figures have it: `¥52.0万`.
pub fn figure(amount: &str) -> Html {
    let digits = amount.trim_end_matches(|sign: char| sign.is_alphabetic());
    let unit = amount.get(digits.len()..).unwrap_or_default();
    html! { <span class="num">{ digits.to_owned() }<small>{ unit.to_owned() }</small></span> }
}
