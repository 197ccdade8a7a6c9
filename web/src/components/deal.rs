//! Stages of one opportunity as steps.

use fieldnote_core::policy::Stage;
use fieldnote_core::values::Code;
use yew::prelude::*;

use crate::i18n::label;

/// The steps; `days` stands below the current one.
pub fn stepper(stages: &[Stage], current: &Code, days: impl Into<AttrValue>) -> Html {
    let at = stages.iter().position(|stage| stage.key == *current);
    let days = days.into();
    html! {
        <ol class="stepper" role="list">
            for (index, stage) in stages.iter().enumerate() {
                <li key={stage.key.to_string()} class={(at.is_some_and(|at| index < at)).then_some("is-done")}
                    aria-current={(at == Some(index)).then_some("step")}>
                    { label(&stage.name) }
                    if at == Some(index) { <small>{ &days }</small> }
                </li>
            }
        </ol>
    }
}
