//! A link inside the app.

use yew::prelude::*;

use crate::route::{self, Route};

/// Where a link goes and how it looks.
#[derive(Debug, PartialEq, Properties)]
pub struct GoProps {
    /// Where.
    pub to: Route,
    /// Query behind it, such as `task=0123…`, without the question mark.
    #[prop_or_default]
    pub query: Option<AttrValue>,
    /// Classes.
    #[prop_or_default]
    pub class: Classes,
    /// Accessible name where the content has none.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Value of `aria-current`.
    #[prop_or_default]
    pub current: Option<&'static str>,
    /// Value of `data-state`.
    #[prop_or_default]
    pub state: Option<&'static str>,
    /// Value of `data-tone`.
    #[prop_or_default]
    pub tone: Option<&'static str>,
    /// Content.
    #[prop_or_default]
    pub children: Html,
}

/// A link inside the app; opened in a new tab it works like any other.
#[component]
pub fn Go(props: &GoProps) -> Html {
    let path = match &props.query {
        Some(query) => format!("{}?{query}", props.to.path()),
        None => props.to.path(),
    };
    let onclick = {
        let path = path.clone();
        Callback::from(move |event: MouseEvent| {
            if event.button() != 0 || event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() {
                return;
            }
            event.prevent_default();
            route::push(&path);
        })
    };
    html! {
        <a href={path} class={props.class.clone()} aria-label={props.label.clone()} aria-current={props.current}
            data-state={props.state} data-tone={props.tone} {onclick}>
            { props.children.clone() }
        </a>
    }
}
