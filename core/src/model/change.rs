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
}

impl Important {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Need, Self::Contact, Self::Company];

    /// Returns the key in words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Contact => "contact",
            Self::Company => "company",
        }
    }

    /// Returns the fields of the profile that say when it last changed, and by whom.
    pub const fn stamps(self) -> (&'static str, &'static str) {
        match self {
            Self::Need => ("need_changed_at", "need_changed_by"),
            Self::Contact => ("contact_changed_at", "contact_changed_by"),
            Self::Company => ("company_changed_at", "company_changed_by"),
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

cbor_map!(Change { 0: kind = Important::Need, 1: at = Instant(0), 2: by });
