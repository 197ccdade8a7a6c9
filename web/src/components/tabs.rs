//! Tabs with the keyboard way of the ARIA pattern: arrows, Home, End.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// One tab.
#[derive(Clone, PartialEq)]
pub struct Tab {
    /// Key, also of the panel: the ids are `t-<key>` and `p-<key>`.
    pub key: &'static str,
    /// Words.
    pub label: Html,
    /// Further class.
    pub class: &'static str,
}

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// Accessible name.
    pub label: AttrValue,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// Key of the chosen one.
    pub chosen: &'static str,
    /// Called with the key.
    pub on_choose: Callback<&'static str>,
}

/// A tab list; the panels are the caller's.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let keys: Vec<&'static str> = props.tabs.iter().map(|tab| tab.key).collect();
    let on_key = {
        let (choose, chosen) = (props.on_choose.clone(), props.chosen);
        Callback::from(move |event: KeyboardEvent| {
            let at = keys.iter().position(|key| *key == chosen).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1) % keys.len(),
                "ArrowLeft" => (at + keys.len() - 1) % keys.len(),
                "Home" => 0,
                "End" => keys.len() - 1,
                _ => return,
            };
            event.prevent_default();
            if let Some(key) = keys.get(next) {
                choose.emit(key);
                focus(&format!("t-{key}"));
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label.clone()} onkeydown={on_key}>
            for tab in props.tabs.iter() {
                <button key={tab.key} role="tab" type="button" id={format!("t-{}", tab.key)} class={tab.class}
                    aria-selected={(tab.key == props.chosen).to_string()} aria-controls={format!("p-{}", tab.key)}
                    tabindex={if tab.key == props.chosen { "0" } else { "-1" }}
                    onclick={let key = tab.key; props.on_choose.reform(move |_: MouseEvent| key)}>
                    { tab.label.clone() }
                </button>
            }
        </div>
    }
}

/// Puts the focus on an element by id and brings it into view.
pub fn focus(id: &str) {
    let element = gloo::utils::document().get_element_by_id(id).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // An element that cannot take the focus is at least in view.
        drop(element.focus());
        element.scroll_into_view();
    }
}
