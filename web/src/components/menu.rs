//! The menu of a row or page: everything that swipe, drag or long press can do, by tap and by keyboard.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::dialog::Sheet;
use crate::frame::icon;

/// One entry.
#[derive(Clone, PartialEq)]
pub struct MenuItem {
    /// Icon.
    pub icon: &'static str,
    /// Words.
    pub label: AttrValue,
    /// What it does.
    pub act: Callback<()>,
}

impl MenuItem {
    /// Makes an entry.
    pub fn new(icon: &'static str, label: impl Into<AttrValue>, act: impl Fn() + 'static) -> Self {
        Self { icon, label: label.into(), act: Callback::from(move |()| act()) }
    }
}

/// Properties of [`Menu`].
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// Accessible name of the button.
    pub label: AttrValue,
    /// Heading of the open menu.
    pub title: AttrValue,
    /// Makes the entries when it opens: a long list builds no entries for closed menus.
    pub items: Callback<(), Vec<MenuItem>>,
    /// Icon of the button.
    #[prop_or("more")]
    pub icon: &'static str,
}

/// A button that opens a menu.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state_eq(|| false);
    let show = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            event.stop_propagation();
            open.set(true);
        })
    };
    let hide = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    html! {
        <>
            <button class="btn-icon" type="button" aria-haspopup="menu" aria-expanded={open.to_string()}
                aria-label={props.label.clone()} onclick={show}>{ icon(props.icon) }</button>
            if *open {
                <Sheet open=true title={props.title.clone()} on_close={hide.clone()}>
                    { entries(&props.title, props.items.emit(()), &hide) }
                </Sheet>
            }
        </>
    }
}

fn entries(title: &AttrValue, items: Vec<MenuItem>, hide: &Callback<()>) -> Html {
    html! {
        <div class="menu is-plain" role="menu" aria-label={title.clone()} onkeydown={Callback::from(move_focus)}>
            for (index, item) in items.into_iter().enumerate() {
                <button key={index} role="menuitem" type="button" autofocus={index == 0} onclick={
                    let hide = hide.clone();
                    Callback::from(move |_: MouseEvent| {
                        hide.emit(());
                        item.act.emit(());
                    })
                }>{ icon(item.icon) }{ item.label }</button>
            }
        </div>
    }
}

/// Moves the focus among the entries by the arrow keys, Home and End.
fn move_focus(event: KeyboardEvent) {
    let Some(menu) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Ok(entries) = menu.query_selector_all("[role=menuitem]") else { return };
    let entries: Vec<HtmlElement> =
        (0..entries.length()).filter_map(|at| entries.item(at)?.dyn_into::<HtmlElement>().ok()).collect();
    let active = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let at = entries.iter().position(|entry| Some(entry) == active.as_ref());
    let count = entries.len();
    if count == 0 {
        return;
    }
    let next = match event.key().as_str() {
        "ArrowDown" => at.map_or(0, |at| (at + 1) % count),
        "ArrowUp" => at.map_or(count - 1, |at| (at + count - 1) % count),
        "Home" => 0,
        "End" => count - 1,
        _ => return,
    };
    event.prevent_default();
    if let Some(entry) = entries.get(next) {
        // An entry that cannot take the focus is only skipped.
        drop(entry.focus());
    }
}
