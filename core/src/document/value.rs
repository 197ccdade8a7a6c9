//! A scalar as the schema stores it.

use automerge::ScalarValue;

use crate::values::{Code, Day, Id, Instant, Money, Percent};

/// A value to be written under a scalar key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// Nothing: the field was emptied.
    Nothing,
    /// A text, code, day or id.
    Text(String),
    /// A whole number.
    Int(i64),
    /// True or false.
    Flag(bool),
    /// A photo.
    Photo(Vec<u8>),
}

impl Scalar {
    /// Tells whether bytes begin as a JPEG file does, of a size of at most `max` bytes.
    pub fn is_photo(bytes: &[u8], max: usize) -> bool {
        bytes.starts_with(&[0xff, 0xd8, 0xff]) && bytes.len() <= max
    }

    /// Tells whether it says no more than an absent key does.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::Flag(flag) => !flag,
            Self::Int(_) | Self::Photo(_) => false,
        }
    }

    /// Reads a stored value; nothing for the types that the schema does not use.
    pub(super) fn of(value: &ScalarValue) -> Option<Self> {
        match value {
            ScalarValue::Null => Some(Self::Nothing),
            ScalarValue::Str(text) => Some(Self::Text(text.to_string())),
            ScalarValue::Int(number) => Some(Self::Int(*number)),
            ScalarValue::Boolean(flag) => Some(Self::Flag(*flag)),
            ScalarValue::Bytes(bytes) => Some(Self::Photo(bytes.clone())),
            _ => None,
        }
    }

    /// Returns the value as text to show; nothing when it was emptied.
    pub(super) fn shown(value: &ScalarValue) -> Option<String> {
        match value {
            ScalarValue::Null => None,
            ScalarValue::Str(text) => Some(text.to_string()),
            ScalarValue::Int(number) | ScalarValue::Timestamp(number) => Some(number.to_string()),
            ScalarValue::Uint(number) => Some(number.to_string()),
            ScalarValue::Boolean(flag) => Some(flag.to_string()),
            ScalarValue::Bytes(bytes) => Some(format!("{} kB", bytes.len().div_ceil(1_024))),
            // Types that the schema does not use.
            ScalarValue::F64(_) | ScalarValue::Counter(_) | ScalarValue::Unknown { .. } => Some("?".to_owned()),
        }
    }
}

impl From<Scalar> for ScalarValue {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Nothing => Self::Null,
            Scalar::Text(text) => Self::Str(text.into()),
            Scalar::Int(number) => Self::Int(number),
            Scalar::Flag(flag) => Self::Boolean(flag),
            Scalar::Photo(bytes) => Self::Bytes(bytes),
        }
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Text(text.trim().to_owned())
    }
}

impl From<&String> for Scalar {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Code> for Scalar {
    fn from(code: &Code) -> Self {
        code.as_str().into()
    }
}

impl From<bool> for Scalar {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Scalar {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u16> for Scalar {
    fn from(number: u16) -> Self {
        Self::Int(number.into())
    }
}

impl From<Instant> for Scalar {
    fn from(at: Instant) -> Self {
        Self::Int(at.0)
    }
}

impl From<Money> for Scalar {
    fn from(money: Money) -> Self {
        Self::Int(money.0)
    }
}

impl From<Percent> for Scalar {
    fn from(percent: Percent) -> Self {
        Self::Int(percent.get().into())
    }
}

impl From<Day> for Scalar {
    fn from(day: Day) -> Self {
        Self::Text(day.to_string())
    }
}

impl From<Id> for Scalar {
    fn from(id: Id) -> Self {
        Self::Text(id.to_string())
    }
}

impl<T: Into<Scalar>> From<Option<T>> for Scalar {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}
