//! What stands between braces in `html!`: one node, maybe one, or several.

use std::marker::PhantomData;

use ::yew::html::ChildrenRenderer;
use ::yew::virtual_dom::VNode;

/// Nodes made of `In`, to be put among the children of an element.
#[derive(Debug)]
pub struct NodeSeq<In, Out>(Vec<Out>, PhantomData<In>);

impl<In: Into<VNode>> From<In> for NodeSeq<In, VNode> {
    fn from(node: In) -> Self {
        Self(one(node.into()), PhantomData)
    }
}

impl<In: Into<VNode>> From<Option<In>> for NodeSeq<In, VNode> {
    fn from(node: Option<In>) -> Self {
        Self(node.map(|node| one(node.into())).unwrap_or_default(), PhantomData)
    }
}

impl<In: Into<VNode>> From<Vec<In>> for NodeSeq<In, VNode> {
    fn from(nodes: Vec<In>) -> Self {
        Self(nodes.into_iter().map(Into::into).collect(), PhantomData)
    }
}

impl<In: Into<VNode> + Clone> From<&ChildrenRenderer<In>> for NodeSeq<In, VNode> {
    fn from(nodes: &ChildrenRenderer<In>) -> Self {
        Self(nodes.iter().map(Into::into).collect(), PhantomData)
    }
}

impl<In, Out> IntoIterator for NodeSeq<In, Out> {
    type Item = Out;
    type IntoIter = std::vec::IntoIter<Out>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[inline(never)]
fn one(node: VNode) -> Vec<VNode> {
    vec![node]
}
