//! Elements: `html!` calls one of few functions for each, instead of filling Yew's record of twelve fields in place.
//!
//! What `html!` passes is mostly constant (no key, no reference, fixed attributes), so the forms below are inlined and
//! reduce to one call with a handful of constants.

use std::mem::forget;

use ::yew::html::IntoPropValue;
use ::yew::virtual_dom::{AttrValue, Attributes, Key, Listeners, VNode};

/// A reference to an element, or none.
#[derive(Debug, Default)]
pub struct NodeRef(Option<::yew::NodeRef>);

impl IntoPropValue<NodeRef> for ::yew::NodeRef {
    fn into_prop_value(self) -> NodeRef {
        NodeRef(Some(self))
    }
}

impl IntoPropValue<NodeRef> for &::yew::NodeRef {
    fn into_prop_value(self) -> NodeRef {
        NodeRef(Some(self.clone()))
    }
}

/// What `html!` calls for an element.
#[derive(Debug)]
pub struct VTag;

#[expect(clippy::inline_always, reason = "the arguments are constants that decide which call remains")]
impl VTag {
    /// Any element but the two below.
    #[doc(hidden)]
    #[inline(always)]
    pub fn __new_other(
        tag: AttrValue,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
        children: VNode,
    ) -> VNode {
        // Looked at by reference and then forgotten: taking them apart would leave a call to drop each, though all of
        // them are constants without anything to drop.
        if let (AttrValue::Static(name), None, None, Listeners::None) = (&tag, &node_ref.0, &key, &listeners)
            && let Attributes::Static(fixed) = &attributes
        {
            let (name, fixed) = (*name, *fixed);
            forget((tag, node_ref, key, attributes, listeners));
            return plain(name, fixed, children);
        }
        whole(tag, node_ref.0, key, attributes, listeners, children)
    }

    /// An input.
    #[doc(hidden)]
    #[inline(never)]
    pub fn __new_input(
        value: Option<AttrValue>,
        checked: Option<bool>,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        let node_ref = node_ref.0.unwrap_or_default();
        ::yew::virtual_dom::VTag::__new_input(value, checked, node_ref, key, attributes, listeners).into()
    }

    /// A text area.
    #[doc(hidden)]
    #[inline(never)]
    pub fn __new_textarea(
        value: Option<AttrValue>,
        defaultvalue: Option<AttrValue>,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        let node_ref = node_ref.0.unwrap_or_default();
        ::yew::virtual_dom::VTag::__new_textarea(value, defaultvalue, node_ref, key, attributes, listeners).into()
    }
}

#[inline(never)]
fn plain(
    tag: &'static str,
    attributes: &'static [(&'static str, ::yew::virtual_dom::AttributeOrProperty)],
    children: VNode,
) -> VNode {
    whole(AttrValue::Static(tag), None, None, Attributes::Static(attributes), Listeners::None, children)
}

#[inline(never)]
fn whole(
    tag: AttrValue,
    node_ref: Option<::yew::NodeRef>,
    key: Option<Key>,
    attributes: Attributes,
    listeners: Listeners,
    children: VNode,
) -> VNode {
    let node_ref = node_ref.unwrap_or_default();
    ::yew::virtual_dom::VTag::__new_other(tag, node_ref, key, attributes, listeners, children).into()
}
