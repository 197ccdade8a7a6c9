//! Every address leads to its screen and back.

use super::*;

const ID: &str = "0123456789abcdef";
const OTHER: &str = "zyxwvtsrqpnmkjhg";

/// Returns a route's path as it must stay: people keep links. A new variant belongs here and into [`all`].
fn kept(route: Route) -> &'static str {
    match route {
        Route::Home => "/",
        Route::Today => "/today",
        Route::Customers => "/customers",
        Route::Customer { .. } => "/customers/0123456789abcdef",
        Route::NewCustomer => "/new/customer",
        Route::Leads => "/leads",
        Route::NewLead => "/new/lead",
        Route::EditCustomer { .. } => "/customers/0123456789abcdef/edit",
        Route::NewContact { .. } => "/new/contact/0123456789abcdef",
        Route::EditContact { .. } => "/customers/0123456789abcdef/contacts/zyxwvtsrqpnmkjhg",
        Route::NewEvent { .. } => "/new/event/0123456789abcdef",
        Route::EditEvent { .. } => "/customers/0123456789abcdef/events/zyxwvtsrqpnmkjhg",
        Route::NewOpportunity => "/new/opportunity",
        Route::NewOpportunityFor { .. } => "/new/opportunity/0123456789abcdef",
        Route::EditOpportunity { .. } => "/customers/0123456789abcdef/opportunities/zyxwvtsrqpnmkjhg",
        Route::Solution { .. } => "/customers/0123456789abcdef/solutions/zyxwvtsrqpnmkjhg",
        Route::NewTask => "/new/task",
        Route::NewTaskFor { .. } => "/new/task/0123456789abcdef",
        Route::EditTask { .. } => "/customers/0123456789abcdef/tasks/zyxwvtsrqpnmkjhg",
        Route::NewContribution { .. } => "/new/added/0123456789abcdef",
        Route::AnswerContribution { .. } => "/customers/0123456789abcdef/added/zyxwvtsrqpnmkjhg",
        Route::Care { .. } => "/care/0123456789abcdef",
        Route::Record => "/record",
        Route::RecordFor { .. } => "/record/0123456789abcdef",
        Route::AmendVisit { .. } => "/customers/0123456789abcdef/visits/zyxwvtsrqpnmkjhg",
        Route::Pipeline => "/pipeline",
        Route::Team => "/team",
        Route::SyncStatus => "/sync-status",
        Route::Held => "/held",
        Route::Settings => "/settings",
        Route::Users => "/users",
        Route::Policy => "/rules",
        Route::Review => "/review",
        Route::Feedback => "/feedback",
        Route::Inbox => "/reminders",
        Route::SignIn => "/sign-in",
        Route::NotFound => "/404",
    }
}

fn all() -> [Route; 37] {
    let account = ID.parse().unwrap();
    [
        Route::Home,
        Route::Today,
        Route::Customers,
        Route::Customer { id: account },
        Route::NewCustomer,
        Route::Leads,
        Route::NewLead,
        Route::EditCustomer { id: account },
        Route::NewContact { account },
        Route::EditContact { account, contact: OTHER.parse().unwrap() },
        Route::NewEvent { account },
        Route::EditEvent { account, event: OTHER.parse().unwrap() },
        Route::NewOpportunity,
        Route::NewOpportunityFor { account },
        Route::EditOpportunity { account, opportunity: OTHER.parse().unwrap() },
        Route::Solution { account, opportunity: OTHER.parse().unwrap() },
        Route::NewTask,
        Route::NewTaskFor { account },
        Route::EditTask { account, task: OTHER.parse().unwrap() },
        Route::NewContribution { account },
        Route::AnswerContribution { account, contribution: OTHER.parse().unwrap() },
        Route::Care { account },
        Route::Record,
        Route::RecordFor { account },
        Route::AmendVisit { account, visit: OTHER.parse().unwrap() },
        Route::Pipeline,
        Route::Team,
        Route::SyncStatus,
        Route::Held,
        Route::Settings,
        Route::Users,
        Route::Policy,
        Route::Review,
        Route::Feedback,
        Route::Inbox,
        Route::SignIn,
        Route::NotFound,
    ]
}

#[test]
fn every_route_has_its_path_and_every_path_its_route() {
    for route in all() {
        assert_eq!(route.path(), kept(route));
        assert_eq!(Route::parse(&route.path()), route);
    }
}

#[test]
fn a_path_that_is_none_is_not_found_and_a_last_slash_is_nothing() {
    let not_found = [
        "/nowhere",
        "/customers/short",
        "/customers/0123456789abcdeu",
        "/customers/0123456789abcdef/edit/more",
        "/customers/0123456789abcdef/deals/zyxwvtsrqpnmkjhg",
        "/customers/0123456789abcdef/tasks/%00",
        "/new",
        "/new/nothing",
        "/new//task",
        "/today/0123456789abcdef",
        "/Today",
    ];
    for path in not_found {
        assert_eq!(Route::parse(path), Route::NotFound, "{path}");
    }
    assert_eq!(Route::parse(""), Route::Home);
    assert_eq!(Route::parse("/customers/"), Route::Customers);
}
