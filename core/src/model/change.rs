//! What a customer's team must hear of.

use minicbor::{Decode, Encode};

use crate::cbor_map;
use crate::values::{Instant, UserId};

/// A kind of change that the team must hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Important {
    /// What the customer needs is another thing now (客户需求调整).
    #[n(0)]
    Need,
    /// A contact has left.
    #[n(1)]
    Contact,
    /// The company has another name, code, industry or region.
    #[n(2)]
    Company,
    /// Customer service or customer success added something; written by the server.
    #[n(3)]
    Service,
    /// Marketing added something; written by the server.
    #[n(4)]
    Campaign,
}

impl Important {
    /// Tells whether the server writes it, for it stands in another document.
    pub const fn is_fact(self) -> bool {
        matches!(self, Self::Service | Self::Campaign)
    }

    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Need, Self::Contact, Self::Company, Self::Service, Self::Campaign];

    /// Returns the key in words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Contact => "contact",
            Self::Company => "company",
            Self::Service => "service",
            Self::Campaign => "campaign",
        }
    }

    /// Returns the field that says when it last changed, and by whom: of the profile, or of the facts for what the
    /// server writes.
    pub const fn stamp(self) -> &'static str {
        match self {
            Self::Need => "need_changed",
            Self::Contact => "contact_changed",
            Self::Company => "company_changed",
            Self::Service => "service_noted",
            Self::Campaign => "campaign_noted",
        }
    }
}

/// The last important change of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub kind: Important,
    /// When, as its author claims.
    pub at: Instant,
    /// Who wrote it; nothing where that is not known.
    pub by: Option<UserId>,
}

impl Change {
    /// Returns when and who as one value, such as `1790000000000 0123456789abcdef`: of two written at once one stands
    /// whole.
    pub fn stamped(at: Instant, by: UserId) -> String {
        format!("{} {by}", at.0)
    }

    /// Reads a stamp; nothing when it is none.
    pub fn of_stamp(kind: Important, stamp: &str) -> Option<Self> {
        let (at, by) = stamp.split_once(' ')?;
        Some(Self { kind, at: Instant(at.parse().ok()?), by: Some(by.parse().ok()?) })
    }
}

cbor_map!(Change { 0: kind = Important::Need, 1: at = Instant(0), 2: by });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Id;

    #[test]
    fn a_stamp_is_read_as_it_was_written_and_anything_else_is_none() {
        let by = UserId(Id::from_bytes([8; 10]));
        for at in [0, 1_790_000_000_000, -5] {
            let change = Change { kind: Important::Need, at: Instant(at), by: Some(by) };
            assert_eq!(Change::of_stamp(Important::Need, &Change::stamped(Instant(at), by)), Some(change));
        }
        for wrong in ["", " ", "5", "x 1040g2081040g208", "5 li", &format!("5  {by}"), &format!("5 {by} ")] {
            assert_eq!(Change::of_stamp(Important::Need, wrong), None, "{wrong:?}");
        }
    }
}
