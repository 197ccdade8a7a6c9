//! What stands in for a part of Yew makes what that part makes.

use ::yew::virtual_dom::{Key, VList, VNode, VText};

use crate::node::{self, ArrayOfNodes, ChildrenRenderer, Html};
use crate::text::{AttrValue, Classes};
use crate::value::IntoPropValue;

fn said(words: &'static str) -> VNode {
    VNode::VText(VText::new(words))
}

#[test]
fn every_kind_of_value_becomes_the_same_text() {
    let text = AttrValue::from("7");
    let all: [Html; 6] = [
        (&text).into_prop_value(),
        text.into_prop_value(),
        "7".to_owned().into_prop_value(),
        "7".into_prop_value(),
        7_u16.into_prop_value(),
        Some('7').into_prop_value(),
    ];
    for html in all {
        assert_eq!(html.node(), said("7"));
    }
    assert_eq!(IntoPropValue::<Html>::into_prop_value(None::<AttrValue>), Html::default());
}

#[test]
fn children_are_a_list_in_their_order() {
    let children = || [Html::from("a"), Html::from("b")];
    let list = VNode::from(VList::with_children(vec![said("a"), said("b")], None));
    assert_eq!(ChildrenRenderer::new(children().to_vec()).node(), list);
    assert_eq!(ChildrenRenderer::new(Vec::from(children())).node(), list);
    assert_eq!(children().into_iter().collect::<Html>().node(), list);
}

#[test]
fn a_key_is_the_key_of_what_it_stands_on() {
    let keyed = node::VList::with_children(vec![Html::from("a")], Some(Key::from("k")));
    assert_eq!(keyed.node().key(), Some(&Key::from("k")));
}

#[test]
fn classes_keep_their_order_and_skip_what_is_not_there() {
    let classes = |second: &'static str, third: Option<&'static str>| {
        let mut classes = Classes::with_capacity(3);
        classes.unchecked_push("one");
        classes.push(second);
        classes.push(third);
        classes.value()
    };
    assert_eq!(classes("two", Some("three")), Some("one two three".into()));
    assert_eq!(classes("", None), Some("one".into()));
    assert_eq!(Classes::default().value(), None);
}

#[test]
fn an_attribute_is_there_when_its_value_is() {
    let value = |value: Option<&'static str>| -> Option<AttrValue> { value.into_prop_value() };
    assert_eq!(value(Some("x")).as_deref(), Some("x"));
    assert_eq!(value(None), None);
}
