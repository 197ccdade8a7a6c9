//! The toasts at the bottom.

use yew::prelude::*;

use crate::hooks::use_app;
use crate::i18n::t;
use crate::shell::{Toast, ToastAction};

/// What is shown.
#[derive(Debug, PartialEq, Properties)]
pub struct ToastsProps {
    /// The toasts, each with its number.
    pub toasts: Vec<(u32, Toast)>,
}

/// Shows the toasts; they are announced politely.
#[component]
pub fn Toasts(props: &ToastsProps) -> Html {
    let app = use_app();
    let draw = |number: u32, toast: &Toast| {
        let (app, action) = (app.clone(), toast.action.clone());
        let label = match &action {
            Some(ToastAction::Undo) => t!("undo"),
            Some(ToastAction::Run(label, _)) => label.clone(),
            None => t!("got-it"),
        };
        let onclick = Callback::from(move |_: MouseEvent| {
            app.close_toast(number);
            match &action {
                Some(ToastAction::Undo) => app.undo(),
                Some(ToastAction::Run(_, run)) => run.emit(()),
                None => {}
            }
        });
        html! {
            <div class="toast" key={number}><span>{ &toast.text }</span><button type="button" {onclick}>{ label }</button></div>
        }
    };
    html! {
        <div class="toasts" role="status" aria-live="polite">
            { for props.toasts.iter().map(|(number, toast)| draw(*number, toast)) }
        </div>
    }
}
