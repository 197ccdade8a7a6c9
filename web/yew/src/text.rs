//! Texts behind one pointer, for attributes and properties, and the classes of an element.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use ::yew::html::ImplicitClone;
use ::yew::virtual_dom::Key;

/// A text that is cheap to hand on, under Yew's name for it.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttrValue(Rc<::yew::AttrValue>);

impl AttrValue {
    #[inline(never)]
    fn new(text: ::yew::AttrValue) -> Self {
        Self(Rc::new(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self
    }

    /// The text, for Yew.
    #[inline(never)]
    pub(crate) fn text(self) -> ::yew::AttrValue {
        Rc::unwrap_or_clone(self.0)
    }

    /// A text that `html!` has from its own source.
    #[doc(hidden)]
    #[expect(non_snake_case, reason = "stands where `html!` writes a variant of Yew's `AttrValue`")]
    pub fn Static(text: &'static str) -> Fixed {
        Fixed(text)
    }
}

/// A text of the source: the name of an element or of an attribute, or a text between elements.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Fixed(pub(crate) &'static str);

impl Clone for AttrValue {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl ImplicitClone for AttrValue {}

impl Default for AttrValue {
    fn default() -> Self {
        "".into()
    }
}

impl Deref for AttrValue {
    type Target = str;

    #[inline(never)]
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for AttrValue {
    fn as_ref(&self) -> &str {
        self
    }
}

impl fmt::Display for AttrValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for AttrValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        str::fmt(self, f)
    }
}

impl From<&'static str> for AttrValue {
    #[inline(never)]
    fn from(text: &'static str) -> Self {
        Self::new(::yew::AttrValue::Static(text))
    }
}

impl From<String> for AttrValue {
    #[inline(never)]
    fn from(text: String) -> Self {
        Self::new(text.into())
    }
}

impl From<&AttrValue> for AttrValue {
    fn from(text: &AttrValue) -> Self {
        text.clone()
    }
}

impl From<Fixed> for AttrValue {
    fn from(text: Fixed) -> Self {
        text.0.into()
    }
}

impl From<AttrValue> for Key {
    #[inline(never)]
    fn from(text: AttrValue) -> Self {
        Self::from(&*text)
    }
}

impl PartialEq<str> for AttrValue {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for AttrValue {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<String> for AttrValue {
    fn eq(&self, other: &String) -> bool {
        **self == **other
    }
}

/// The classes of an element, in the order in which they were named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes(String);

impl Classes {
    /// None yet.
    pub fn with_capacity(_: usize) -> Self {
        Self::default()
    }

    /// Adds classes.
    pub fn push(&mut self, classes: impl Into<Self>) {
        self.add(&classes.into().0);
    }

    /// Adds a class of the source.
    #[doc(hidden)]
    pub fn unchecked_push(&mut self, class: &'static str) {
        self.add(class);
    }

    #[inline(never)]
    fn add(&mut self, classes: &str) {
        if !self.0.is_empty() && !classes.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(classes);
    }

    /// The value of the attribute, when there is any class.
    pub(crate) fn value(self) -> Option<AttrValue> {
        (!self.0.is_empty()).then(|| self.0.into())
    }
}

impl From<&str> for Classes {
    fn from(classes: &str) -> Self {
        Self(classes.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Classes {
    fn from(classes: Option<T>) -> Self {
        classes.map(Into::into).unwrap_or_default()
    }
}
