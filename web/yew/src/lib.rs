//! Yew, except that all function components share one lifecycle.
//!
//! Yew compiles mounting, updating and destroying anew for every component, about 5 kB each; the app has eighty. The
//! web app depends on this crate under the name `yew`, so what `html!` makes of `<Screen a={b} />` arrives at the
//! [`virtual_dom::VChild`] below, which hands function and properties to the one component [`Piece`]. Everything else
//! is Yew's own.

use std::any::Any;
use std::rc::Rc;

pub use ::yew::*;
use ::yew::virtual_dom::{Key, VComp, VList, VNode};

mod element;
mod hooks;
mod node;
mod text;
mod value;

pub use hooks::{UseStateHandle, UseStateSetter, use_effect_with, use_memo, use_state, use_state_eq};
pub use node::Html;
pub use text::{AttrValue, Classes};

/// Yew's prelude, with what this crate has of its own.
pub mod prelude {
    pub use ::yew::prelude::*;

    pub use crate::hooks::{UseStateHandle, UseStateSetter, use_effect_with, use_memo, use_state, use_state_eq};
    pub use crate::node::{ArrayOfNodes as _, Html};
    pub use crate::text::{AttrValue, Classes};
}

/// Yew's components, with nodes behind a pointer and a reference to an element that costs nothing where there is none.
pub mod html {
    pub use ::yew::html::*;

    pub use crate::element::NodeRef;
    pub use crate::node::{ChildrenRenderer, Html, IntoHtmlResult};
    pub use crate::text::Classes;
    pub use crate::value::IntoPropValue;
}

/// Yew's utilities, with one form of everything that stands between braces.
pub mod utils {
    pub use ::yew::utils::*;

    pub use crate::node::NodeSeq;
}

/// Yew's virtual DOM, with children that are pieces.
pub mod virtual_dom {
    use std::fmt;
    use std::rc::Rc;

    use ::yew::functional::FunctionProvider;
    pub use ::yew::virtual_dom::*;

    use super::PieceProps;
    pub use crate::element::{AttributeOrProperty, Attributes, VTag};
    pub use crate::node::{Html as VNode, VList, VText};
    pub use crate::text::AttrValue;

    /// A function component with its properties, as `html!` makes it.
    pub struct VChild<C: FunctionProvider> {
        props: Rc<C::Properties>,
        key: Option<Key>,
    }

    impl<C: FunctionProvider> VChild<C> {
        /// Creates it.
        pub fn new(props: C::Properties, key: Option<Key>) -> Self {
            Self { props: Rc::new(props), key }
        }
    }

    impl<C: FunctionProvider> Clone for VChild<C> {
        fn clone(&self) -> Self {
            Self { props: Rc::clone(&self.props), key: self.key.clone() }
        }
    }

    impl<C: FunctionProvider> fmt::Debug for VChild<C> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("VChild<_>")
        }
    }

    impl<C: FunctionProvider + 'static> From<VChild<C>> for VNode {
        fn from(child: VChild<C>) -> Self {
            super::piece(PieceProps::new::<C>(child.props), child.key)
        }
    }
}

/// The piece is keyed by its function inside a list of its own, so that another function in its place never gets its
/// state, and siblings of one function are not mistaken for each other.
fn piece(props: PieceProps, key: Option<Key>) -> Html {
    let function = Key::from(props.function);
    let piece = VComp::new::<Piece>(Rc::new(props), Some(function));
    Html::new(VNode::from(VList::with_children(vec![VNode::from(piece)], key)))
}

/// Draws a component that is no function; it keeps the lifecycle that it has from Yew.
pub fn whole<C: html::BaseComponent>(props: C::Properties, key: Option<Key>) -> Html {
    Html::new(VNode::from(VComp::new::<C>(Rc::new(props), key)))
}

/// Gives a value to all that is drawn below.
pub fn provide<T: Clone + PartialEq + 'static>(context: T, key: Option<Key>, children: Html) -> Html {
    whole::<ContextProvider<T>>(context::ContextProviderProps { context, children: children.node() }, key)
}

/// A function component and its properties, their types forgotten.
#[derive(Debug, Clone, Properties)]
pub struct PieceProps {
    function: &'static str,
    props: Rc<dyn Any>,
    run: fn(&mut HookContext, &dyn Any) -> HtmlResult,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PieceProps {
    fn new<C: FunctionProvider + 'static>(props: Rc<C::Properties>) -> Self {
        Self { function: std::any::type_name::<C>(), props, run: run::<C>, same: same::<C> }
    }
}

impl PartialEq for PieceProps {
    fn eq(&self, other: &Self) -> bool {
        self.function == other.function && (self.same)(&*self.props, &*other.props)
    }
}

fn run<C: FunctionProvider + 'static>(context: &mut HookContext, props: &dyn Any) -> HtmlResult {
    // Always found: `PieceProps::new` puts both in.
    props.downcast_ref::<C::Properties>().map_or_else(|| Ok(VNode::default()), |props| C::run(context, props))
}

fn same<C: FunctionProvider + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<C::Properties>() == other.downcast_ref()
}

/// The component that all function components are.
#[component]
pub fn Piece(props: &PieceProps) -> HtmlResult {
    use_function(props)
}

fn use_function(props: &PieceProps) -> impl Hook<Output = HtmlResult> + '_ {
    BoxedHook::new(Box::new(|context: &mut HookContext| (props.run)(context, &*props.props)))
}
