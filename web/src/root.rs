//! The root component: starts the shell, then draws the screen of the address, and again with every revision.

use fieldnote_core::model::Role;
use fieldnote_core::session::Event;
use yew::prelude::*;

use crate::frame::{self, Toasts};
use crate::hooks::{Pulse, Surroundings, use_app, use_status};
use crate::i18n::{self, Language, t};
use crate::platform::task::spawn;
use crate::platform::{clock, install, page, prefs, quota, timer, worker};
use crate::route::{Route, use_address, use_route};
use crate::screens;
use crate::shell::boot::{self, Start};
use crate::shell::{App, Stay, Toast};

/// How often the minute and the room are looked at.
const TICK_MS: u32 = 15_000;

/// The whole app.
#[component]
pub fn Root() -> Html {
    let start = use_state(|| None::<Start>);
    let language = use_state(i18n::language);
    let room = use_state(|| None::<quota::Room>);
    let redraw = use_force_update();
    {
        let (start, room, redraw) = (start.setter(), room.setter(), redraw.clone());
        use_effect_with((), move |()| {
            look(i18n::language());
            install::watch();
            timer::every(TICK_MS, move || redraw.force_update());
            spawn(async move {
                start.set(Some(boot::start().await));
                room.set(quota::room().await);
            });
        });
    }
    let switch_language = {
        let language = language.clone();
        Callback::from(move |chosen: Language| {
            prefs::choose_language(chosen);
            i18n::set_language(chosen);
            look(chosen);
            language.set(chosen);
        })
    };
    let on_start = {
        let start = start.clone();
        Callback::from(move |next: Start| start.set(Some(next)))
    };
    let surroundings = Surroundings { room: *room, switch_language, on_start };
    let body = match &*start {
        None => frame::booting(),
        Some(Start::Failed(error)) => frame::store_failed(error),
        Some(Start::SignIn { store, evicted }) => html! {
            <screens::sign_in::SignIn store={store.clone()} evicted={evicted.clone().map(AttrValue::from)} />
        },
        Some(Start::Ready(app)) => html! { <Running app={app.clone()} /> },
    };
    yew::provide(surroundings, Some(language.tag().into()), body)
}

/// Shows the chosen language and look on `<html>`.
fn look(language: Language) {
    page::set_root("lang", Some(language.tag()));
    prefs::Look::Theme.restore();
    prefs::Look::Contrast.restore();
}

#[derive(Debug, PartialEq, Properties)]
struct RunningProps {
    app: App,
}

/// The app of a signed-in person.
#[component]
fn Running(props: &RunningProps) -> Html {
    let app = &props.app;
    let redraw = use_force_update();
    let place = use_address();
    use_effect_with(app.clone(), move |app| {
        let drawn = redraw.clone();
        app.listen(Callback::from(move |()| drawn.force_update()));
        let minutes = redraw.clone();
        timer::every(TICK_MS, move || minutes.force_update());
        let updated = app.clone();
        worker::register(move || {
            let update = Callback::from(|()| worker::update());
            updated.toast(Toast {
                stay: Stay::UntilAnswered,
                ..Toast::action(t!("toast-update"), t!("toast-update-now"), update)
            });
        });
        spawn(async {
            // Refused by most browsers until the app is installed; the settings screen says which it is.
            quota::persist().await;
        });
        app.event(Event::SyncNow);
        redraw.force_update();
    });
    let pulse = Pulse { revision: app.revision(), minute: clock::now().0 / 60_000, redraws: app.redraws() };
    let drawn = html! {
        <>
            { yew::provide(place, None, html! { <Gate /> }) }
            <Toasts toasts={app.toasts()} />
        </>
    };
    yew::provide(app.clone(), None, yew::provide(pulse, None, drawn))
}

/// Shows the progress of the very first sync in the place of the start page, until it is done or the person starts.
#[component]
fn Gate() -> Html {
    let app = use_app();
    let status = use_status();
    // A device that holds customers already was usable before; it does not wait again.
    let started = use_state(|| status.first_sync_done || app.read(|session| !session.rows().is_empty()));
    let route = use_route();
    let at_start = matches!(route, Route::Home | Route::Today);
    // Who does not sell has no day to plan: their list of customers is the start.
    let role = app.read(frame::role);
    let route =
        if at_start && !matches!(role, Role::Rep | Role::Manager | Role::Admin) { Route::Customers } else { route };
    if status.first_sync_done || *started || !at_start {
        return screen(route);
    }
    let on_start = Callback::from(move |()| started.set(true));
    html! { <screens::first_sync::FirstSync {on_start} /> }
}

fn screen(route: Route) -> Html {
    match route {
        Route::Home | Route::Today => html! { <screens::today::Today /> },
        Route::Customers => html! { <screens::customers::Customers /> },
        Route::Customer { id } => html! { <screens::customer::Customer key={id.to_string()} {id} /> },
        Route::NewCustomer => html! { <screens::customer_form::CustomerForm key="new" /> },
        Route::NewLead => html! { <screens::customer_form::CustomerForm key="new-lead" lead=true /> },
        Route::Leads => html! { <screens::leads::Leads /> },
        Route::EditCustomer { id } => html! { <screens::customer_form::CustomerForm key={id.to_string()} {id} /> },
        Route::NewContact { account } => html! { <screens::contact_form::ContactForm key="new" {account} /> },
        Route::EditContact { account, contact } => {
            html! { <screens::contact_form::ContactForm key={contact.to_string()} {account} {contact} /> }
        }
        Route::NewEvent { account } => html! { <screens::event_form::EventForm key={account.to_string()} {account} /> },
        Route::EditEvent { account, event } => {
            html! { <screens::event_form::EventForm key={event.to_string()} {account} {event} /> }
        }
        Route::NewOpportunity => html! { <screens::opportunity_form::OpportunityForm key="new" /> },
        Route::NewOpportunityFor { account } => {
            html! { <screens::opportunity_form::OpportunityForm key={account.to_string()} {account} /> }
        }
        Route::EditOpportunity { account, opportunity } => {
            html! { <screens::opportunity_form::OpportunityForm key={opportunity.to_string()} {account} {opportunity} /> }
        }
        Route::Solution { account, opportunity } => {
            html! { <screens::solution::SolutionScreen key={opportunity.to_string()} {account} {opportunity} /> }
        }
        Route::NewTask => html! { <screens::task_form::TaskForm key="new" /> },
        Route::NewTaskFor { account } => html! { <screens::task_form::TaskForm key={account.to_string()} {account} /> },
        Route::EditTask { account, task } => {
            html! { <screens::task_form::TaskForm key={task.to_string()} {account} {task} /> }
        }
        Route::NewContribution { account } => {
            html! { <screens::contribution_form::ContributionForm key={account.to_string()} {account} /> }
        }
        Route::AnswerContribution { account, contribution } => {
            html! { <screens::contribution_form::AnswerForm key={contribution.to_string()} {account} {contribution} /> }
        }
        Route::Care { account } => html! { <screens::care::Care key={account.to_string()} {account} /> },
        Route::Record => html! { <screens::record::Record key="new" /> },
        Route::RecordFor { account } => html! { <screens::record::Record key={account.to_string()} {account} /> },
        Route::AmendVisit { account, visit } => {
            html! { <screens::record::Record key={visit.to_string()} {account} {visit} /> }
        }
        Route::Pipeline => html! { <screens::pipeline::Pipeline /> },
        Route::Team => html! { <screens::team::Team /> },
        Route::SyncStatus => html! { <screens::sync_status::SyncStatusScreen /> },
        Route::Held => html! { <screens::held::Held /> },
        Route::Settings => html! { <screens::settings::Settings /> },
        Route::Users => html! { <screens::users::Users /> },
        Route::Policy => html! { <screens::policy::Policy /> },
        Route::Review => html! { <screens::review::Review /> },
        Route::Feedback => html! { <screens::feedback::Feedback /> },
        Route::Inbox => html! { <screens::inbox::Inbox /> },
        Route::SignIn => html! { <screens::sign_in::SignInAgain /> },
        Route::NotFound => html! { <screens::not_found::NotFound /> },
    }
}
