//! A list row that can be swiped: right for done, left for later. The row's menu has the same actions.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::frame::icon;
use crate::i18n::t;

/// Pixels after which a movement is a swipe and not a tap.
const SWIPE_PX: i32 = 24;
/// Pixels after which letting go does the action at once.
const ACT_PX: i32 = 120;

/// Properties of [`Swipe`].
#[derive(Properties, PartialEq)]
pub struct SwipeProps {
    /// Right: done.
    pub on_done: Callback<()>,
    /// Left: later.
    pub on_later: Callback<()>,
    /// The row.
    pub children: Html,
}

/// A row with two actions beneath.
#[component]
pub fn Swipe(props: &SwipeProps) -> Html {
    let node = use_node_ref();
    let open = use_state_eq(|| None::<&'static str>);
    // Start of the gesture, and whether it became a swipe.
    let start = use_mut_ref(|| None::<(i32, i32)>);
    let swiped = use_mut_ref(|| false);

    let on_down = {
        let (start, swiped) = (start.clone(), swiped.clone());
        Callback::from(move |event: PointerEvent| {
            *start.borrow_mut() = Some((event.client_x(), event.client_y()));
            *swiped.borrow_mut() = false;
        })
    };
    let on_move = {
        let (node, start, swiped) = (node.clone(), start.clone(), swiped.clone());
        Callback::from(move |event: PointerEvent| {
            let Some((x, y)) = *start.borrow() else { return };
            let (dx, dy) = (event.client_x() - x, event.client_y() - y);
            if dx.abs() > SWIPE_PX && dx.abs() > dy.abs() {
                if !swiped.replace(true) {
                    // The click that ends a captured gesture goes to this element and not to the row's link.
                    capture(&node, event.pointer_id());
                }
                follow(&node, Some(dx));
            }
        })
    };
    let on_up = {
        let (node, start, swiped, open) = (node.clone(), start.clone(), swiped.clone(), open.clone());
        let (done, later) = (props.on_done.clone(), props.on_later.clone());
        Callback::from(move |event: PointerEvent| {
            let Some((x, _)) = start.borrow_mut().take() else { return };
            follow(&node, None);
            let dx = event.client_x() - x;
            match (*swiped.borrow(), dx) {
                (true, ACT_PX..) => done.emit(()),
                (true, ..=-120) => later.emit(()),
                (true, 1..) => open.set(if open.is_some() { None } else { Some("done") }),
                (true, _) => open.set(if open.is_some() { None } else { Some("later") }),
                (false, _) => {}
            }
        })
    };
    let on_cancel = {
        let (node, start) = (node.clone(), start.clone());
        Callback::from(move |_: PointerEvent| {
            start.borrow_mut().take();
            follow(&node, None);
        })
    };
    let act = |callback: &Callback<()>| {
        let (callback, open) = (callback.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            open.set(None);
            callback.emit(());
        })
    };
    html! {
        <div ref={node} class="swipe" data-open={*open} onpointerdown={on_down} onpointermove={on_move}
            onpointerup={on_up} onpointercancel={on_cancel}>
            <button class="swipe-act" data-act="done" data-tone="ok" type="button" tabindex="-1"
                onclick={act(&props.on_done)}>{ icon("check") }{ t!("done") }</button>
            <button class="swipe-act" data-act="later" data-tone="soon" type="button" tabindex="-1"
                onclick={act(&props.on_later)}>{ icon("later") }{ t!("postpone") }</button>
            { props.children.clone() }
        </div>
    }
}

fn capture(node: &NodeRef, pointer: i32) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // A pointer that is already gone cannot be captured, and needs not be.
        drop(element.set_pointer_capture(pointer));
    }
}

/// Lets the row follow the finger; nothing gives it back to the style sheet.
fn follow(node: &NodeRef, dx: Option<i32>) {
    let Some(element) = node.cast::<HtmlElement>() else { return };
    let style = element.style();
    // A style that cannot be set only means that the row does not follow the finger.
    match dx {
        Some(dx) => {
            drop(style.set_property("--swipe", &format!("{dx}px")));
            drop(element.set_attribute("data-drag", if dx > 0 { "done" } else { "later" }));
        }
        None => {
            drop(style.remove_property("--swipe"));
            drop(element.remove_attribute("data-drag"));
        }
    }
}
