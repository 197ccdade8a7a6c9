//! A key of an open list: channel, region, stage, industry, tag.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A short key of a list that a workspace can extend (channel, region, stage, industry, source).
///
/// Known keys (`phone`, `visit`, `email` ...) have a translated label; any other is shown as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Encode, Decode)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Code(#[n(0)] String);

impl Code {
    /// Wraps a key; outer white space is dropped.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(text.as_ref().trim().to_owned())
    }

    /// Returns the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
