//! One file or folder for each screen: it reads projections and dispatches commands.

pub mod choose;
pub mod concerns;
pub mod contact_form;
pub mod customer;
pub mod customer_form;
pub mod customers;
pub mod edits;
pub mod first_sync;
pub mod forms;
pub mod grading;
pub mod held;
pub mod not_found;
pub mod opportunity_form;
pub mod pipeline;
pub mod policy;
pub mod record;
pub mod review;
pub mod settings;
pub mod sign_in;
pub mod sync_status;
pub mod task_form;
pub mod team;
pub mod today;
pub mod unavailable;
pub mod users;
pub mod words;
