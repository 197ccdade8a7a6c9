//! Yew, except that all function components share one lifecycle.
//!
//! Yew compiles mounting, updating and destroying anew for every component, about 5 kB each; the app has eighty. The
//! web app depends on this crate under the name `yew`, so what `html!` makes of `<Screen a={b} />` arrives at the
//! [`virtual_dom::VChild`] below, which hands function and properties to the one component [`Piece`]. Everything else
//! is Yew's own.

use std::any::Any;
use std::rc::Rc;

pub use ::yew::*;
use virtual_dom::{Key, VComp, VNode};

mod element;
mod nodes;

/// Yew's components, with a reference to an element that costs nothing where there is none.
pub mod html {
    pub use ::yew::html::*;

    pub use crate::element::NodeRef;
}

/// Yew's utilities, with one list of nodes for everything that stands between braces.
pub mod utils {
    pub use ::yew::utils::*;

    pub use crate::nodes::NodeSeq;
}

/// Yew's virtual DOM, with children that are pieces.
pub mod virtual_dom {
    use std::fmt;
    use std::rc::Rc;

    use ::yew::functional::FunctionProvider;
    use ::yew::html::IntoPropValue;
    pub use ::yew::virtual_dom::*;

    use super::{Piece, PieceProps};
    pub use crate::element::VTag;

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
            node(PieceProps::new::<C>(child.props), child.key)
        }
    }

    impl<C: FunctionProvider + 'static> IntoPropValue<VNode> for VChild<C> {
        fn into_prop_value(self) -> VNode {
            self.into()
        }
    }

    /// The piece is keyed by its function inside a list of its own, so that another function in its place never gets
    /// its state, and siblings of one function are not mistaken for each other.
    fn node(props: PieceProps, key: Option<Key>) -> VNode {
        let function = Key::from(props.function);
        let piece = VComp::new::<Piece>(Rc::new(props), Some(function));
        VNode::from(VList::with_children(vec![VNode::from(piece)], key))
    }
}

/// Draws a component that is no function; it keeps the lifecycle that it has from Yew.
pub fn whole<C: html::BaseComponent>(props: C::Properties, key: Option<Key>) -> Html {
    VNode::from(VComp::new::<C>(Rc::new(props), key))
}

/// Gives a value to all that is drawn below.
pub fn provide<T: Clone + PartialEq + 'static>(context: T, key: Option<Key>, children: Html) -> Html {
    whole::<ContextProvider<T>>(context::ContextProviderProps { context, children }, key)
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
    props.downcast_ref::<C::Properties>().map_or_else(|| Ok(Html::default()), |props| C::run(context, props))
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
