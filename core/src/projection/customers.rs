//! The customer list (客户列表) with filters and search.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Context;
use crate::model::Grade;
use crate::summary::SummaryRow;
use crate::values::{AccountId, Code, UserId};

/// How the list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// Longest without contact first.
    #[default]
    Silence,
    /// Next contact first.
    Next,
    /// By name.
    Name,
    /// Largest open amount first.
    Amount,
}

/// What the list is narrowed to; kept in the URL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerFilter {
    /// Search words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// State.
    #[serde(skip_serializing_if = "Code::is_empty")]
    pub state: Code,
    /// Tag.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tag: String,
    /// Region.
    #[serde(skip_serializing_if = "Code::is_empty")]
    pub region: Code,
    /// Stage of an open opportunity.
    #[serde(skip_serializing_if = "Code::is_empty")]
    pub stage: Code,
    /// Owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// Show inactive ones instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inactive: bool,
    /// Order.
    pub sort: SortBy,
}

/// Where the search words were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Text before.
    pub before: String,
    /// The words as written.
    pub hit: String,
    /// Text after.
    pub after: String,
}

/// One customer.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerLine {
    /// Its row.
    pub row: Arc<SummaryRow>,
    /// Found in its visit texts or contacts; nothing when found in the name or not searched.
    pub excerpt: Option<Excerpt>,
    /// Days since the last contact.
    pub silent_days: Option<i64>,
}

/// How many customers each choice of a filter would leave, the filter itself aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets {
    /// By grade.
    pub grades: BTreeMap<Grade, usize>,
    /// By state.
    pub states: BTreeMap<Code, usize>,
    /// By tag.
    pub tags: BTreeMap<String, usize>,
    /// By region.
    pub regions: BTreeMap<Code, usize>,
    /// By stage of open opportunities.
    pub stages: BTreeMap<Code, usize>,
    /// By owner.
    pub owners: BTreeMap<UserId, usize>,
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomersView {
    /// Customers that fit, in order.
    pub lines: Vec<CustomerLine>,
    /// Customers in all.
    pub total: usize,
    /// Choices.
    pub facets: Facets,
}

/// Returns the list. `texts` are the searchable texts of the documents on this device.
pub fn customers(
    _rows: &[Arc<SummaryRow>],
    _texts: &BTreeMap<AccountId, Arc<str>>,
    _filter: &CustomerFilter,
    _context: &Context,
) -> CustomersView {
    CustomersView::default()
}
