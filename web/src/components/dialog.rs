//! Sheets and dialogs on the browser's own `<dialog>`: focus trap, Escape and the top layer come with it.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::frame::icon;
use crate::i18n::t;

/// Properties of [`Sheet`].
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// Whether it is shown.
    pub open: bool,
    /// Its heading and accessible name.
    pub title: AttrValue,
    /// Called when the person closes it.
    pub on_close: Callback<()>,
    /// A centred dialog instead of a sheet from below.
    #[prop_or_default]
    pub dialog: bool,
    /// What it holds.
    #[prop_or_default]
    pub children: Html,
}

/// A sheet from below on phones, a centred one on a desk.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.open, move |open| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                match (*open, dialog.open()) {
                    // A dialog that is no longer in the page refuses; then there is nothing to show either.
                    (true, false) => drop(dialog.show_modal()),
                    (false, true) => dialog.close(),
                    _ => {}
                }
            }
        });
    }
    let close = props.on_close.reform(|_: MouseEvent| ());
    let on_cancel = props.on_close.reform(|event: Event| {
        // The state decides; the browser must not close it behind the state's back.
        event.prevent_default();
    });
    let on_backdrop = {
        let (node, close) = (node.clone(), props.on_close.clone());
        Callback::from(move |event: MouseEvent| {
            if event.target().is_some() && event.target() == node.get().map(Into::into) {
                close.emit(());
            }
        })
    };
    if !props.open {
        return html! { <dialog ref={node} class={if props.dialog { "dialog" } else { "sheet" }} /> };
    }
    html! {
        <dialog ref={node} class={if props.dialog { "dialog" } else { "sheet" }} aria-label={props.title.clone()}
            oncancel={on_cancel} onclick={on_backdrop}>
            <div class="sheet-head">
                <h2>{ &props.title }</h2>
                <button class="btn-icon" type="button" aria-label={t!("close")} onclick={close}>{ icon("close") }</button>
            </div>
            { props.children.clone() }
        </dialog>
    }
}
