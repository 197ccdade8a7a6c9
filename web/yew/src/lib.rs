//! Yew, except that all function components share one lifecycle, and nodes, texts and states are one word each.
//!
//! The web app depends on this crate under the name `yew`, so what `html!`, `#[component]` and the prelude name is
//! found here first. Yew compiles mounting, updating and destroying anew for every component, about 5 kB each, and the
//! app has eighty; here `<Screen a={b} />` arrives at [`virtual_dom::VChild`], which hands function and properties to
//! the one component [`Piece`]. Elements, texts and lists arrive at functions that are called instead of being compiled
//! into every screen. Everything else is Yew's own.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use ::yew::virtual_dom::{Key, VComp, VList, VNode};
pub use ::yew::*;

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

    use super::Call;
    pub use crate::element::{AttributeOrProperty, Attributes, VTag};
    pub use crate::node::{Html as VNode, VList, VText};
    pub use crate::text::AttrValue;

    /// A function component with its properties, as `html!` makes it.
    pub struct VChild<C: FunctionProvider> {
        call: Rc<Call<C>>,
        key: Option<Key>,
    }

    impl<C: FunctionProvider> VChild<C> {
        /// Creates it.
        pub fn new(props: C::Properties, key: Option<Key>) -> Self {
            Self { call: Rc::new(Call(props)), key }
        }
    }

    impl<C: FunctionProvider> Clone for VChild<C> {
        fn clone(&self) -> Self {
            Self { call: Rc::clone(&self.call), key: self.key.clone() }
        }
    }

    impl<C: FunctionProvider> fmt::Debug for VChild<C> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("VChild<_>")
        }
    }

    impl<C: FunctionProvider + 'static> From<VChild<C>> for VNode {
        fn from(child: VChild<C>) -> Self {
            super::piece(child.call, child.key)
        }
    }
}

/// The piece is keyed by its function inside a list of its own, so that another function in its place never gets its
/// state, and siblings of one function are not mistaken for each other.
#[inline(never)]
fn piece(function: Rc<dyn Function>, key: Option<Key>) -> Html {
    let name = Key::from(function.name());
    let piece = VComp::new::<Piece>(Rc::new(PieceProps { function }), Some(name));
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

/// A function component with its properties.
trait Function {
    fn name(&self) -> &'static str;
    fn run(&self, context: &mut HookContext) -> ::yew::HtmlResult;
    fn props(&self) -> &dyn Any;
    fn same_props(&self, other: &dyn Any) -> bool;
}

struct Call<C: FunctionProvider>(C::Properties);

impl<C: FunctionProvider<Properties: 'static> + 'static> Function for Call<C> {
    fn name(&self) -> &'static str {
        std::any::type_name::<C>()
    }

    fn run(&self, context: &mut HookContext) -> ::yew::HtmlResult {
        C::run(context, &self.0)
    }

    fn props(&self) -> &dyn Any {
        &self.0
    }

    fn same_props(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(&self.0)
    }
}

/// A function component and its properties, their types forgotten.
#[derive(Clone, Properties)]
pub struct PieceProps {
    function: Rc<dyn Function>,
}

impl PartialEq for PieceProps {
    fn eq(&self, other: &Self) -> bool {
        self.function.name() == other.function.name() && self.function.same_props(other.function.props())
    }
}

impl fmt::Debug for PieceProps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.function.name())
    }
}

/// The component that all function components are.
#[component]
pub fn Piece(props: &PieceProps) -> HtmlResult {
    use_function(props)
}

fn use_function(props: &PieceProps) -> impl Hook<Output = HtmlResult> + '_ {
    BoxedHook::new(Box::new(|context: &mut HookContext| props.function.run(context)))
}

#[cfg(test)]
mod tests;
