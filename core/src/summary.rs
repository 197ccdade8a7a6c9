//! The summary row of a customer: what lists, pipeline, search and reports need without opening a document.
//!
//! Derived from the documents by this code on both sides, never edited. A row never holds a phone number, a
//! birthday, or anything of the `private` document.

mod row;
mod summarise;

pub use row::{
    AgendaItem, AgendaState, Care, ContactLine, LastContact, OpportunityLine, RowAudience, RowError, SummaryRow,
};
pub use summarise::summarise;
