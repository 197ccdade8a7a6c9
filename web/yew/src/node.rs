//! What `html!` makes: a node behind one pointer, so that to hand one on costs a word and not four.

use std::fmt::{self, Display};
use std::rc::Rc;

use ::yew::functional::FunctionProvider;
use ::yew::html::{HtmlResult, ImplicitClone};
use ::yew::virtual_dom::{Key, VNode};

use crate::text::{AttrValue, Fixed};
use crate::value::IntoPropValue;
use crate::virtual_dom::VChild;

/// What is drawn: an element, a text, a component, or several of them.
#[derive(PartialEq)]
#[must_use = "html does nothing unless a component returns it"]
pub struct Html(Rc<VNode>);

impl Html {
    /// A node of Yew.
    #[inline(never)]
    pub(crate) fn new(node: VNode) -> Self {
        Self(Rc::new(node))
    }

    /// The node, for Yew.
    #[inline(never)]
    pub(crate) fn node(self) -> VNode {
        Rc::unwrap_or_clone(self.0)
    }

    /// A list that `html!` made and wrapped.
    #[doc(hidden)]
    #[expect(non_snake_case, reason = "stands where `html!` writes a variant of Yew's `VNode`")]
    #[inline(never)]
    pub fn VList(list: Rc<Self>) -> Self {
        Rc::unwrap_or_clone(list)
    }
}

impl Clone for Html {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl ImplicitClone for Html {}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Default for Html {
    #[inline(never)]
    fn default() -> Self {
        Self::new(VNode::default())
    }
}

/// What a function component returns.
pub trait IntoHtmlResult {
    /// Gives it to Yew.
    fn into_html_result(self) -> HtmlResult;
}

impl IntoHtmlResult for Html {
    fn into_html_result(self) -> HtmlResult {
        Ok(self.node())
    }
}

#[inline(never)]
fn text(text: AttrValue) -> Html {
    Html::new(VNode::VText(::yew::virtual_dom::VText::new(text.text())))
}

#[inline(never)]
fn same_text(shared: &AttrValue) -> Html {
    text(shared.clone())
}

#[inline(never)]
fn copied(part: &str) -> Html {
    text(part.to_owned().into())
}

#[inline(never)]
fn shown(value: &dyn Display) -> Html {
    text(value.to_string().into())
}

/// What becomes a node, alone between braces or among others.
macro_rules! becomes_node {
    ($($from:ty: |$value:ident| $node:expr;)+) => {$(
        impl From<$from> for Html {
            fn from($value: $from) -> Self {
                $node
            }
        }

        impl IntoPropValue<Html> for $from {
            fn into_prop_value(self) -> Html {
                self.into()
            }
        }
    )+};
}

becomes_node! {
    AttrValue: |value| text(value);
    &AttrValue: |value| same_text(value);
    String: |value| text(value.into());
    &String: |value| copied(value);
    &str: |value| copied(value);
    &&str: |value| copied(value);
    char: |value| shown(&value);
    u8: |value| shown(&value);
    u16: |value| shown(&value);
    u32: |value| shown(&value);
    u64: |value| shown(&value);
    usize: |value| shown(&value);
    i32: |value| shown(&value);
    i64: |value| shown(&value);
}

impl<C: FunctionProvider + 'static> IntoPropValue<Html> for VChild<C> {
    fn into_prop_value(self) -> Html {
        self.into()
    }
}

impl<T: IntoPropValue<Html>> IntoPropValue<Html> for Option<T> {
    fn into_prop_value(self) -> Html {
        self.map(IntoPropValue::into_prop_value).unwrap_or_default()
    }
}

impl IntoPropValue<Html> for Vec<Html> {
    fn into_prop_value(self) -> Html {
        list(self)
    }
}

impl<T: Into<Html>> FromIterator<T> for Html {
    fn from_iter<I: IntoIterator<Item = T>>(nodes: I) -> Self {
        list(nodes.into_iter().map(Into::into).collect())
    }
}

#[inline(never)]
pub(crate) fn list(nodes: Vec<Html>) -> Html {
    keyed(nodes, None)
}

#[inline(never)]
fn keyed(nodes: Vec<Html>, key: Option<Key>) -> Html {
    let nodes = nodes.into_iter().map(Html::node).collect();
    Html::new(::yew::virtual_dom::VList::with_children(nodes, key).into())
}

/// Text that stands in `html!` itself.
#[derive(Debug)]
pub struct VText;

impl VText {
    /// Makes it.
    #[expect(clippy::new_ret_no_self, reason = "stands where `html!` makes a text of Yew")]
    pub fn new(fixed: Fixed) -> Html {
        text(fixed.into())
    }
}

/// Nodes in a row: what `html!` calls for an array and for a vector of them.
pub trait Row {
    /// Makes one node of them.
    fn row(self) -> Html;
}

impl Row for Html {
    fn row(self) -> Html {
        self
    }
}

impl Row for Vec<Html> {
    fn row(self) -> Html {
        list(self)
    }
}

/// An array of nodes, which `html!` turns into a vector by this name.
pub trait ArrayOfNodes {
    /// Makes one node of them.
    fn to_vec(self) -> Html;
}

impl<const N: usize> ArrayOfNodes for [Html; N] {
    #[inline(never)]
    fn to_vec(self) -> Html {
        list(self.into())
    }
}

/// Children of an element or of a component.
#[derive(Debug)]
pub struct ChildrenRenderer;

impl ChildrenRenderer {
    /// Makes one node of them.
    #[expect(clippy::new_ret_no_self, reason = "stands where `html!` makes Yew's type")]
    pub fn new(children: impl Row) -> Html {
        children.row()
    }
}

/// Nodes without an element around them.
#[derive(Debug)]
pub struct VList;

impl VList {
    /// Makes one node of them.
    pub fn with_children(children: impl Row, key: Option<Key>) -> Html {
        match key {
            None => children.row(),
            Some(key) => keyed(vec![children.row()], Some(key)),
        }
    }

    /// The same; whether all have keys is seen when they are drawn.
    #[doc(hidden)]
    pub fn __macro_new(children: impl Row, key: Option<Key>, _: ::yew::virtual_dom::FullyKeyedState) -> Html {
        Self::with_children(children, key)
    }
}

/// What stands between braces among other children: one node, maybe one, or several.
#[derive(Debug)]
pub struct NodeSeq<In, Out>(Option<Out>, std::marker::PhantomData<In>);

impl<In: Into<Html>> From<In> for NodeSeq<In, Html> {
    fn from(node: In) -> Self {
        Self(Some(node.into()), std::marker::PhantomData)
    }
}

impl<In: Into<Html>> From<Option<In>> for NodeSeq<In, Html> {
    fn from(node: Option<In>) -> Self {
        Self(node.map(Into::into), std::marker::PhantomData)
    }
}

impl<In: Into<Html>> From<Vec<In>> for NodeSeq<In, Html> {
    fn from(nodes: Vec<In>) -> Self {
        Self(Some(nodes.into_iter().collect()), std::marker::PhantomData)
    }
}

impl<In, Out> IntoIterator for NodeSeq<In, Out> {
    type Item = Out;
    type IntoIter = std::option::IntoIter<Out>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
