//! The schema: every key of every document kind in one table. Genesis, writing, reading, access and history follow it.
//!
//! A path is written with dots; `*` stands for the key of one entry. Unknown keys of a newer version are kept.

use std::str::FromStr;

use crate::policy::PolicyNumber;
use crate::values::{Day, DocumentKind, Id};

mod table;

pub use table::{CARDS_BYTES_MAX, PHOTO_BYTES_MAX};

/// What stands under a key, and its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A map of keys or records.
    Map,
    /// Free text, by character.
    Text {
        /// Characters one person may leave in it.
        max: usize,
    },
    /// A short text, a code or an id.
    Str {
        /// Characters.
        max: usize,
    },
    /// A whole number.
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// True or false.
    Bool,
    /// A civil day, `YYYY-MM-DD`.
    Day,
    /// The id of a person or record, 16 characters.
    Id,
    /// A photo as JPEG.
    Photo {
        /// Bytes.
        max: usize,
    },
    /// An entry of a set: the key is the entry, the value is `true`. The only shape whose keys are deleted.
    Mark,
}

/// What the keys of a map that ends in `*` look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// 16 characters of base 32.
    Id,
    /// Up to 100 characters.
    Word,
    /// A civil day.
    Day,
}

/// Who may write a key, given write access to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writers {
    /// Everyone.
    Anyone,
    /// Managers and administrators.
    Leads,
    /// The server's own actor: a protected fact.
    Server,
}

/// One row of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The kind of document.
    pub kind: DocumentKind,
    /// The path, such as `visits.*.summary`.
    pub path: &'static str,
    /// CRDT type and limit.
    pub shape: Shape,
    /// The form of the last key when the path ends in `*`.
    pub keys: Keys,
    /// Who writes it.
    pub writers: Writers,
    /// Spec row.
    pub source: &'static str,
}

impl Shape {
    /// Returns what two concurrent writes become.
    ///
    /// # Merge
    /// The text itself is the `# Merge` section of every row of this shape.
    pub const fn merge(self) -> &'static str {
        match self {
            Self::Map => "entries of both stay; entries are never deleted",
            Self::Text { .. } => "the insertions of both stay, placed by character",
            Self::Str { .. } | Self::Int { .. } | Self::Bool | Self::Day | Self::Id | Self::Photo { .. } => {
                "one value stands on every side, by Automerge's order; the other is kept and shown with its author"
            }
            Self::Mark => "entries of both stay; adding wins over taking away",
        }
    }

    /// Tells whether it is a single value, not an object.
    pub const fn is_scalar(self) -> bool {
        !matches!(self, Self::Map | Self::Text { .. })
    }

    /// Returns what a value of this shape looks like, for defects.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Map => "a map",
            Self::Text { .. } => "a text",
            Self::Str { .. } => "a short text",
            Self::Int { .. } => "a whole number",
            Self::Bool => "true or false",
            Self::Day => "a day as YYYY-MM-DD",
            Self::Id => "an id",
            Self::Photo { .. } => "a photo as JPEG",
            Self::Mark => "true",
        }
    }
}

impl Field {
    /// Returns the limit of characters of a text, if it is one.
    pub const fn max_chars(&self) -> Option<usize> {
        match self.shape {
            Shape::Text { max } | Shape::Str { max } => Some(max),
            _ => None,
        }
    }

    /// Tells whether it is written along with another field: its time or its author, which every change has anyway.
    pub fn is_stamp(&self) -> bool {
        let key = self.path.rsplit('.').next().unwrap_or_default();
        matches!(
            key,
            "at" | "by"
                | "recorded_at"
                | "recorder"
                | "created_at"
                | "created_by"
                | "stage_entered_at"
                | "closed_at"
                | "done_at"
                | "need_changed"
                | "contact_changed"
                | "company_changed"
                | "service_noted"
                | "campaign_noted"
                | "answered_at"
                | "answered_by"
        )
    }

    /// Tells whether a concrete path is one of this row.
    pub fn matches(&self, path: &[impl AsRef<str>]) -> bool {
        let mut pattern = self.path.split('.');
        let mut concrete = path.iter();
        loop {
            match (pattern.next(), concrete.next()) {
                (None, None) => return true,
                (Some("*"), Some(got)) if self.takes_entry(got.as_ref()) => {}
                (Some(wanted), Some(got)) if wanted == got.as_ref() => {}
                _ => return false,
            }
        }
    }

    /// Between the fields of the profile only what is an id is an entry.
    fn takes_entry(&self, key: &str) -> bool {
        !self.path.starts_with("profile.*") || Id::from_str(key).is_ok()
    }

    /// Tells whether it is an entry of a set or of a list: what it says is its key.
    pub fn is_entry(&self) -> bool {
        self.shape == Shape::Mark || (matches!(self.shape, Shape::Int { .. }) && self.path.ends_with(".*"))
    }

    /// Tells whether the last key of a path has the form of this row.
    pub fn takes_key(&self, key: &str) -> bool {
        if !self.path.ends_with('*') {
            return true;
        }
        match self.keys {
            Keys::Id => Id::from_str(key).is_ok(),
            Keys::Day => Day::from_str(key).is_ok(),
            Keys::Word => !key.is_empty() && key.chars().count() <= 100,
        }
    }
}

/// Returns the rows of a kind.
pub const fn fields(kind: DocumentKind) -> &'static [Field] {
    match kind {
        DocumentKind::Account => table::ACCOUNT,
        DocumentKind::Private => table::PRIVATE,
        DocumentKind::Cards => table::CARDS,
        DocumentKind::Workspace => table::WORKSPACE,
        DocumentKind::Member => table::MEMBER,
        DocumentKind::Service => table::SERVICE,
        DocumentKind::Campaign => table::CAMPAIGN,
    }
}

/// Returns the row of a concrete path, or nothing for a key this version does not know.
pub fn field(kind: DocumentKind, path: &[impl AsRef<str>]) -> Option<&'static Field> {
    fields(kind).iter().find(|field| field.matches(path))
}

/// Returns the smallest and the largest value that a number of the policy may have.
pub fn limits(number: PolicyNumber) -> (i64, i64) {
    match field(DocumentKind::Workspace, &["policy", number.key()]).map(|field| field.shape) {
        Some(Shape::Int { min, max }) => (min, max),
        _ => (number.usual(), number.usual()),
    }
}

/// Returns the keys of the rows below a record's row that are objects of their own, created with the record.
pub(super) fn parts(record: &'static Field) -> impl Iterator<Item = (&'static str, Shape)> {
    fields(record.kind).iter().filter_map(|field| {
        let key = field.path.strip_prefix(record.path)?.strip_prefix('.')?;
        (key != "*" && !key.contains('.') && !field.shape.is_scalar()).then_some((key, field.shape))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Set;

    #[test]
    fn every_number_of_the_policy_has_a_key_of_its_own_and_limits() {
        let mut keys = Set::new();
        for number in PolicyNumber::ALL {
            assert_eq!(PolicyNumber::of_key(number.key()), Some(number));
            assert!(keys.insert(number.key()));
            let field = field(DocumentKind::Workspace, &["policy", number.key()]).unwrap();
            assert_eq!(field.writers, Writers::Leads);
            let (min, max) = limits(number);
            assert!(min < max && (min..=max).contains(&number.usual()), "{number:?}");
        }
    }
}
