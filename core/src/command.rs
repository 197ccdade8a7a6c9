//! Everything a person can do, as data. A command checks its rules, then writes its intent in one transaction:
//! `put`, `splice`, `delete`, never a whole struct (a struct read before a merge would overwrite newer values).
//!
//! Commands are serialisable: the device stores each beside its change, to show it, undo it, or issue it again.

mod edit;
mod error;

pub use edit::{
    AccountEdit, Command, ContactEdit, NewContact, NewOpportunity, NewTask, NewVisit, OpportunityEdit, PrivateEdit,
    TaskEdit, TextEdit, VisitEdit,
};
pub use error::CommandError;
