//! How what stands behind `=` in `html!` becomes an attribute or a property.

use ::yew::Callback;
use ::yew::html::ImplicitClone;

use crate::text::{AttrValue, Classes, Fixed};

/// Yew's trait of this name, for the types of this crate.
pub trait IntoPropValue<T> {
    /// Converts it.
    fn into_prop_value(self) -> T;
}

impl<T> IntoPropValue<T> for T {
    fn into_prop_value(self) -> T {
        self
    }
}

impl<T: ImplicitClone> IntoPropValue<T> for &T {
    fn into_prop_value(self) -> T {
        self.clone()
    }
}

impl<T> IntoPropValue<Option<T>> for T {
    fn into_prop_value(self) -> Option<T> {
        Some(self)
    }
}

impl<T: ImplicitClone> IntoPropValue<Option<T>> for &T {
    fn into_prop_value(self) -> Option<T> {
        Some(self.clone())
    }
}

impl<I, O, F: Fn(I) -> O + 'static> IntoPropValue<Callback<I, O>> for F {
    fn into_prop_value(self) -> Callback<I, O> {
        Callback::from(self)
    }
}

/// What becomes a text, surely or maybe.
macro_rules! becomes_text {
    ($($from:ty)+) => {$(
        impl IntoPropValue<AttrValue> for $from {
            fn into_prop_value(self) -> AttrValue {
                self.into()
            }
        }

        impl IntoPropValue<Option<AttrValue>> for $from {
            fn into_prop_value(self) -> Option<AttrValue> {
                Some(self.into())
            }
        }

        impl IntoPropValue<Option<AttrValue>> for Option<$from> {
            #[inline(never)]
            fn into_prop_value(self) -> Option<AttrValue> {
                self.map(Into::into)
            }
        }
    )+};
}
becomes_text!(&'static str String Fixed);

impl IntoPropValue<Classes> for &'static str {
    fn into_prop_value(self) -> Classes {
        self.into()
    }
}

impl IntoPropValue<Option<AttrValue>> for Classes {
    fn into_prop_value(self) -> Option<AttrValue> {
        self.value()
    }
}
