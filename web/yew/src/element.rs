//! Elements: `html!` calls one of few functions for each, instead of filling Yew's record of twelve fields in place.
//!
//! What `html!` passes is mostly constant (no key, no reference, fixed attributes), so the forms below are inlined and
//! reduce to one call with a handful of constants.

use std::mem::forget;

use ::yew::virtual_dom::{Key, Listeners};

use crate::Html;
use crate::text::{AttrValue, Fixed};
use crate::value::IntoPropValue;

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

/// Attributes that stand in the source.
type FixedAttributes = &'static [(&'static str, ::yew::virtual_dom::AttributeOrProperty)];

/// The attributes of an element.
#[derive(Debug)]
pub enum Attributes {
    /// All stand in the source.
    Static(FixedAttributes),
    /// Some are computed.
    Dynamic {
        /// Their names.
        keys: &'static [&'static str],
        /// Their values, for those that are there.
        values: Box<[Option<AttrValue>]>,
    },
}

impl Attributes {
    fn whole(self) -> ::yew::virtual_dom::Attributes {
        match self {
            Self::Static(fixed) => ::yew::virtual_dom::Attributes::Static(fixed),
            Self::Dynamic { keys, values } => {
                let value = |value: AttrValue| ::yew::virtual_dom::AttributeOrProperty::Attribute(value.text());
                let values = values.into_iter().map(|text| text.map(value)).collect();
                ::yew::virtual_dom::Attributes::Dynamic { keys, values }
            }
        }
    }
}

/// Kinds of attributes, as `html!` names them.
#[expect(non_snake_case, reason = "stands where `html!` writes the name of an enum")]
pub mod AttributeOrProperty {
    pub use ::yew::virtual_dom::AttributeOrProperty::Static;

    use crate::text::AttrValue;

    /// A computed value, as it is.
    pub fn Attribute(value: AttrValue) -> AttrValue {
        value
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
        tag: Fixed,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
        children: Html,
    ) -> Html {
        // Looked at by reference and then forgotten: taking them apart would leave a call to drop each, though all of
        // them are constants without anything to drop.
        if let (None, None, Listeners::None) = (&node_ref.0, &key, &listeners)
            && let Attributes::Static(fixed) = &attributes
        {
            let fixed = *fixed;
            forget((node_ref, key, attributes, listeners));
            return plain(tag.0, fixed, children);
        }
        whole(tag.0, node_ref.0, key, attributes, listeners, children)
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
    ) -> Html {
        let (value, node_ref) = (value.map(AttrValue::text), node_ref.0.unwrap_or_default());
        let attributes = attributes.whole();
        let tag = ::yew::virtual_dom::VTag::__new_input(value, checked, node_ref, key, attributes, listeners);
        Html::new(tag.into())
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
    ) -> Html {
        let (value, fallback) = (value.map(AttrValue::text), defaultvalue.map(AttrValue::text));
        let (attributes, node_ref) = (attributes.whole(), node_ref.0.unwrap_or_default());
        let tag = ::yew::virtual_dom::VTag::__new_textarea(value, fallback, node_ref, key, attributes, listeners);
        Html::new(tag.into())
    }
}

#[inline(never)]
fn plain(tag: &'static str, attributes: FixedAttributes, children: Html) -> Html {
    whole(tag, None, None, Attributes::Static(attributes), Listeners::None, children)
}

#[inline(never)]
fn whole(
    tag: &'static str,
    node_ref: Option<::yew::NodeRef>,
    key: Option<Key>,
    attributes: Attributes,
    listeners: Listeners,
    children: Html,
) -> Html {
    let (tag, node_ref) = (::yew::AttrValue::Static(tag), node_ref.unwrap_or_default());
    let (attributes, children) = (attributes.whole(), children.node());
    Html::new(::yew::virtual_dom::VTag::__new_other(tag, node_ref, key, attributes, listeners, children).into())
}
