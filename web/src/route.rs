//! The app's addresses.

use fieldnote_core::values::{AccountId, ContactId, OpportunityId, TaskId, VisitId};
use yew_router::prelude::*;

/// Every screen. Filters and tabs stand in the query: `/customers?grade=A`, `/customers/<id>?tab=history`,
/// `/record/<account>?task=<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Routable)]
pub enum Route {
    /// Today, as the start page.
    #[at("/")]
    Home,
    /// Today.
    #[at("/today")]
    Today,
    /// The customer list.
    #[at("/customers")]
    Customers,
    /// One customer.
    #[at("/customers/:id")]
    Customer {
        /// Which.
        id: AccountId,
    },
    /// A new customer.
    #[at("/new/customer")]
    NewCustomer,
    /// A customer's fields.
    #[at("/customers/:id/edit")]
    EditCustomer {
        /// Which.
        id: AccountId,
    },
    /// A new contact.
    #[at("/new/contact/:account")]
    NewContact {
        /// Of which customer.
        account: AccountId,
    },
    /// A contact's fields.
    #[at("/customers/:account/contacts/:contact")]
    EditContact {
        /// Of which customer.
        account: AccountId,
        /// Which.
        contact: ContactId,
    },
    /// A new opportunity, choosing its customer first.
    #[at("/new/opportunity")]
    NewOpportunity,
    /// A new opportunity of a customer.
    #[at("/new/opportunity/:account")]
    NewOpportunityFor {
        /// Of which customer.
        account: AccountId,
    },
    /// An opportunity's fields.
    #[at("/customers/:account/opportunities/:opportunity")]
    EditOpportunity {
        /// Of which customer.
        account: AccountId,
        /// Which.
        opportunity: OpportunityId,
    },
    /// A new to-do, choosing its customer first.
    #[at("/new/task")]
    NewTask,
    /// A new to-do of a customer.
    #[at("/new/task/:account")]
    NewTaskFor {
        /// Of which customer.
        account: AccountId,
    },
    /// A to-do's fields.
    #[at("/customers/:account/tasks/:task")]
    EditTask {
        /// Of which customer.
        account: AccountId,
        /// Which.
        task: TaskId,
    },
    /// A new follow-up record, choosing its customer first.
    #[at("/record")]
    Record,
    /// A new follow-up record of a customer.
    #[at("/record/:account")]
    RecordFor {
        /// Of which customer.
        account: AccountId,
    },
    /// Amending a follow-up record.
    #[at("/customers/:account/visits/:visit")]
    AmendVisit {
        /// Of which customer.
        account: AccountId,
        /// Which.
        visit: VisitId,
    },
    /// The pipeline.
    #[at("/pipeline")]
    Pipeline,
    /// The team, for managers.
    #[at("/team")]
    Team,
    /// What is synced, waits, is held.
    #[at("/sync-status")]
    SyncStatus,
    /// Edits held for review.
    #[at("/held")]
    Held,
    /// The person, the device, the language.
    #[at("/settings")]
    Settings,
    /// The workspace's users, for admins.
    #[at("/users")]
    Users,
    /// Sign-in, first or again.
    #[at("/sign-in")]
    SignIn,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}
