//! The app's addresses: which screen a path stands for, where the tab is, and how it goes elsewhere.

mod place;
mod query;

use fieldnote_core::values::{AccountId, ContactId, ContributionId, EventId, OpportunityId, TaskId, VisitId};

pub use place::{Place, back, push, replace, replace_with_query, use_address, use_query, use_route};
pub use query::{Query, TabQuery, TaskQuery};

/// Every screen. Filters and tabs stand in the query: `/customers?grade=A`, `/customers/<id>?tab=history`,
/// `/record/<account>?task=<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Today, as the start page.
    Home,
    /// Today.
    Today,
    /// The customer list.
    Customers,
    /// One customer.
    Customer {
        /// Which.
        id: AccountId,
    },
    /// A new customer.
    NewCustomer,
    /// Leads: one's own, the pool, the team's.
    Leads,
    /// A new lead.
    NewLead,
    /// A customer's fields.
    EditCustomer {
        /// Which.
        id: AccountId,
    },
    /// A new contact.
    NewContact {
        /// Of which customer.
        account: AccountId,
    },
    /// A contact's fields.
    EditContact {
        /// Of which customer.
        account: AccountId,
        /// Which.
        contact: ContactId,
    },
    /// A new business event.
    NewEvent {
        /// Of which customer.
        account: AccountId,
    },
    /// A business event's fields.
    EditEvent {
        /// Of which customer.
        account: AccountId,
        /// Which.
        event: EventId,
    },
    /// A new opportunity, choosing its customer first.
    NewOpportunity,
    /// A new opportunity of a customer.
    NewOpportunityFor {
        /// Of which customer.
        account: AccountId,
    },
    /// An opportunity's fields.
    EditOpportunity {
        /// Of which customer.
        account: AccountId,
        /// Which.
        opportunity: OpportunityId,
    },
    /// The solution of an opportunity.
    Solution {
        /// Of which customer.
        account: AccountId,
        /// Which opportunity.
        opportunity: OpportunityId,
    },
    /// A new to-do, choosing its customer first.
    NewTask,
    /// A new to-do of a customer.
    NewTaskFor {
        /// Of which customer.
        account: AccountId,
    },
    /// A to-do's fields.
    EditTask {
        /// Of which customer.
        account: AccountId,
        /// Which.
        task: TaskId,
    },
    /// A new follow-up record, choosing its customer first.
    Record,
    /// A new follow-up record of a customer.
    RecordFor {
        /// Of which customer.
        account: AccountId,
    },
    /// A greeting or something of use for a customer.
    Care {
        /// Which customer.
        account: AccountId,
    },
    /// What another department adds about a customer.
    NewContribution {
        /// Which customer.
        account: AccountId,
    },
    /// What was done about it.
    AnswerContribution {
        /// Of which customer.
        account: AccountId,
        /// Which.
        contribution: ContributionId,
    },
    /// Amending a follow-up record.
    AmendVisit {
        /// Of which customer.
        account: AccountId,
        /// Which.
        visit: VisitId,
    },
    /// The pipeline.
    Pipeline,
    /// The team, for managers.
    Team,
    /// What is synced, waits, is held.
    SyncStatus,
    /// Edits held for review.
    Held,
    /// The person, the device, the language.
    Settings,
    /// The workspace's users, for admins.
    Users,
    /// Everything that reminds the person.
    Inbox,
    /// What other departments added and nobody has acted on.
    Feedback,
    /// The team's rules.
    Policy,
    /// The monthly review of grades.
    Review,
    /// Sign-in, first or again.
    SignIn,
    /// Anything else.
    NotFound,
}

impl Route {
    /// Returns the screen of a path; [`Route::NotFound`] for one that is none.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        Self::of(&parts).unwrap_or(Self::NotFound)
    }

    fn of(parts: &[&str]) -> Option<Self> {
        Some(match *parts {
            [""] => Self::Home,
            ["today"] => Self::Today,
            ["customers"] => Self::Customers,
            ["customers", id] => Self::Customer { id: id.parse().ok()? },
            ["customers", id, "edit"] => Self::EditCustomer { id: id.parse().ok()? },
            ["customers", account, kind, id] => {
                let account = account.parse().ok()?;
                match kind {
                    "contacts" => Self::EditContact { account, contact: id.parse().ok()? },
                    "events" => Self::EditEvent { account, event: id.parse().ok()? },
                    "opportunities" => Self::EditOpportunity { account, opportunity: id.parse().ok()? },
                    "solutions" => Self::Solution { account, opportunity: id.parse().ok()? },
                    "tasks" => Self::EditTask { account, task: id.parse().ok()? },
                    "added" => Self::AnswerContribution { account, contribution: id.parse().ok()? },
                    "visits" => Self::AmendVisit { account, visit: id.parse().ok()? },
                    _ => return None,
                }
            }
            ["leads"] => Self::Leads,
            ["new", "lead"] => Self::NewLead,
            ["new", "customer"] => Self::NewCustomer,
            ["new", "contact", account] => Self::NewContact { account: account.parse().ok()? },
            ["new", "event", account] => Self::NewEvent { account: account.parse().ok()? },
            ["new", "opportunity"] => Self::NewOpportunity,
            ["new", "opportunity", account] => Self::NewOpportunityFor { account: account.parse().ok()? },
            ["new", "task"] => Self::NewTask,
            ["new", "task", account] => Self::NewTaskFor { account: account.parse().ok()? },
            ["new", "added", account] => Self::NewContribution { account: account.parse().ok()? },
            ["care", account] => Self::Care { account: account.parse().ok()? },
            ["record"] => Self::Record,
            ["record", account] => Self::RecordFor { account: account.parse().ok()? },
            ["pipeline"] => Self::Pipeline,
            ["team"] => Self::Team,
            ["sync-status"] => Self::SyncStatus,
            ["held"] => Self::Held,
            ["settings"] => Self::Settings,
            ["users"] => Self::Users,
            ["rules"] => Self::Policy,
            ["review"] => Self::Review,
            ["reminders"] => Self::Inbox,
            ["feedback"] => Self::Feedback,
            ["sign-in"] => Self::SignIn,
            _ => return None,
        })
    }

    /// Returns the screen's path.
    pub fn path(self) -> String {
        let fixed = match self {
            Self::Home => "/",
            Self::Today => "/today",
            Self::Customers => "/customers",
            Self::Customer { id } => return format!("/customers/{id}"),
            Self::NewCustomer => "/new/customer",
            Self::Leads => "/leads",
            Self::NewLead => "/new/lead",
            Self::EditCustomer { id } => return format!("/customers/{id}/edit"),
            Self::NewContact { account } => return format!("/new/contact/{account}"),
            Self::EditContact { account, contact } => return format!("/customers/{account}/contacts/{contact}"),
            Self::NewEvent { account } => return format!("/new/event/{account}"),
            Self::EditEvent { account, event } => return format!("/customers/{account}/events/{event}"),
            Self::NewOpportunity => "/new/opportunity",
            Self::NewOpportunityFor { account } => return format!("/new/opportunity/{account}"),
            Self::EditOpportunity { account, opportunity } => {
                return format!("/customers/{account}/opportunities/{opportunity}");
            }
            Self::Solution { account, opportunity } => return format!("/customers/{account}/solutions/{opportunity}"),
            Self::NewTask => "/new/task",
            Self::NewTaskFor { account } => return format!("/new/task/{account}"),
            Self::EditTask { account, task } => return format!("/customers/{account}/tasks/{task}"),
            Self::NewContribution { account } => return format!("/new/added/{account}"),
            Self::AnswerContribution { account, contribution } => {
                return format!("/customers/{account}/added/{contribution}");
            }
            Self::Care { account } => return format!("/care/{account}"),
            Self::Record => "/record",
            Self::RecordFor { account } => return format!("/record/{account}"),
            Self::AmendVisit { account, visit } => return format!("/customers/{account}/visits/{visit}"),
            Self::Pipeline => "/pipeline",
            Self::Team => "/team",
            Self::SyncStatus => "/sync-status",
            Self::Held => "/held",
            Self::Settings => "/settings",
            Self::Users => "/users",
            Self::Policy => "/rules",
            Self::Review => "/review",
            Self::Inbox => "/reminders",
            Self::Feedback => "/feedback",
            Self::SignIn => "/sign-in",
            Self::NotFound => "/404",
        };
        fixed.to_owned()
    }
}

#[cfg(test)]
mod tests;
