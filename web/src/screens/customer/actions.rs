//! The menu of the customer page: new things, another owner, stop or take up again, keep on this device.

use std::sync::Arc;

use fieldnote_core::command::Command;
use fieldnote_core::model::{Account, Role};
use fieldnote_core::projection::Context;
use fieldnote_core::session::Event;
use fieldnote_core::values::{AccountId, DocumentId, RequestId, UserId};
use yew::prelude::*;

use crate::components::dialog::Sheet;
use crate::components::form::TextField;
use crate::components::menu::{Menu, MenuItem};
use crate::frame::icon;
use crate::hooks::{use_app, use_context};
use crate::i18n::{Key, args, key, t, ta};
use crate::route::Route;
use crate::screens::customer::merge::{Merge, take_apart};
use crate::screens::leads::claim;
use crate::screens::words;
use crate::shell::{App, Toast};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Assign,
    Deactivate,
    Merge,
}

/// Properties of [`Actions`].
#[derive(Properties)]
pub struct ActionsProps {
    /// The customer.
    pub account: Arc<Account>,
}

impl PartialEq for ActionsProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account)
    }
}

/// The menu and its sheets.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let app = use_app();
    let context = use_context();
    let open = use_state_eq(|| Open::Nothing);
    let account = &props.account;
    let show = |what: Open| {
        let open = open.clone();
        Callback::from(move |()| open.set(what))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(Open::Nothing))
    };
    let items = {
        let (app, account) = (app.clone(), account.clone());
        let manages = manages(account.effective_owner(), &context);
        let (pooled, me) = (account.in_pool() && account.asked() != Some(context.me), context.me);
        let leads = context.directory.members.get(&me).is_some_and(|member| member.role == Role::Manager);
        let sheets =
            Sheets { assign: show(Open::Assign), deactivate: show(Open::Deactivate), merge: show(Open::Merge) };
        Callback::from(move |()| {
            if pooled && !leads {
                let (app, id) = (app.clone(), account.id);
                return vec![MenuItem::new("check", t!("lead-claim"), move || claim(&app, id))];
            }
            entries(&app, &account, manages, &sheets)
        })
    };
    let name = account.profile.name.clone();
    html! {
        <>
            <Menu label={t!("more")} title={name} {items} />
            if *open == Open::Assign {
                <Sheet open=true title={t!("assign-title")} on_close={close.clone()}>
                    { assign(account, &context, &app, &close) }
                </Sheet>
            }
            if *open == Open::Deactivate {
                <Deactivate id={account.id} name={account.profile.name.clone()} on_close={close.clone()} />
            }
            if *open == Open::Merge { <Merge account={account.clone()} on_close={close} /> }
        </>
    }
}

/// Tells whether the person may ask for another owner: managers above, and admins.
fn manages(owner: Option<UserId>, context: &Context) -> bool {
    let role = context.directory.members.get(&context.me).map(|member| member.role);
    match role {
        Some(Role::Admin) => true,
        Some(Role::Manager) => owner.is_none_or(|owner| {
            owner.is_pool() || owner == context.me || context.directory.is_above(context.me, owner)
        }),
        _ => false,
    }
}

/// What opens the sheets of the menu.
struct Sheets {
    assign: Callback<()>,
    deactivate: Callback<()>,
    merge: Callback<()>,
}

fn entries(app: &App, account: &Arc<Account>, manages: bool, sheets: &Sheets) -> Vec<MenuItem> {
    let opens = |icon, key, sheet: &Callback<()>| {
        let sheet = sheet.clone();
        MenuItem::new(icon, t(key), move || sheet.emit(()))
    };
    let id = account.id;
    let to = |icon, key, route: Route| {
        let app = app.clone();
        MenuItem::new(icon, t(key), move || app.navigate(route))
    };
    let mut items = vec![
        to("todo", key!("new-task"), Route::NewTaskFor { account: id }),
        to("deals", key!("new-opportunity"), Route::NewOpportunityFor { account: id }),
        to("me", key!("contact-new"), Route::NewContact { account: id }),
        to("mail", key!("care-write"), Route::Care { account: id }),
        to("edit", key!("edit-customer"), Route::EditCustomer { id }),
    ];
    let merged = account.inactive.as_ref().is_some_and(|inactive| inactive.merged_into.is_some());
    if manages {
        // A duplicate goes with the customer that it stands under.
        items.extend((!merged).then(|| opens("team", key!("assign"), &sheets.assign)));
        let pin = |key: Key, done: Key, wanted: bool| {
            let app = app.clone();
            MenuItem::new("storage", t(key), move || {
                app.event(Event::Pin(DocumentId::account(id), wanted));
                app.toast(Toast::plain(t(done)));
            })
        };
        items.push(pin(key!("pin"), key!("toast-pinned"), true));
        items.push(pin(key!("unpin"), key!("toast-unpinned"), false));
    }
    if account.inactive.is_some() {
        let (app, merged) =
            (app.clone(), account.inactive.as_ref().is_some_and(|inactive| inactive.merged_into.is_some()));
        let words = if merged { t!("merge-undo") } else { t!("reactivate") };
        items.push(MenuItem::new("undo", words, move || take_apart(&app, id)));
    } else {
        items.push(opens("both", key!("merge-menu"), &sheets.merge));
        items.push(opens("stop", key!("deactivate"), &sheets.deactivate));
    }
    items
}

fn assign(account: &Account, context: &Context, app: &App, close: &Callback<()>) -> Html {
    let id = account.id;
    let can = |role: Role| matches!(role, Role::Rep | Role::Manager);
    let admin = context.directory.members.get(&context.me).is_some_and(|member| member.role == Role::Admin);
    let members = context.directory.members.values().filter(|member| {
        !member.disabled
            && can(member.role)
            && Some(member.id) != account.owner
            && (admin || member.id == context.me || context.directory.is_above(context.me, member.id))
    });
    html! {
        <>
            <p class="pad dim">{ t!("assign-text") }</p>
            <ul class="list plain" role="list">
                for member in members {
                    <li class="row" key={member.id.to_string()}>
                        <button class="row-main" type="button" onclick={
                            let (app, close, to) = (app.clone(), close.clone(), member.id);
                            Callback::from(move |_: MouseEvent| {
                                close.emit(());
                                let request = app.random(|random| RequestId::random(random));
                                app.run(Command::RequestAssignment { account: id, request, to }, key!("toast-requested"));
                            })
                        }>
                            <span class="row-title">{ words::member(context, member.id) }</span>
                            <span class="row-meta">{ regions(member, context) }</span>
                        </button>
                    </li>
                }
            </ul>
        </>
    }
}

fn regions(member: &fieldnote_core::model::Member, context: &Context) -> String {
    let names: Vec<String> =
        member.regions.iter().map(|region| words::region(&context.policy, region).to_string()).collect();
    names.join(&t!("list-comma"))
}

/// Properties of [`Deactivate`].
#[derive(Debug, PartialEq, Properties)]
pub struct DeactivateProps {
    /// The customer.
    pub id: AccountId,
    /// Its name.
    pub name: AttrValue,
    /// The sheet goes.
    pub on_close: Callback<()>,
}

/// Asks why, and for the customer to be no longer followed.
#[component]
pub fn Deactivate(props: &DeactivateProps) -> Html {
    let app = use_app();
    let reason = use_state_eq(String::new);
    let tried = use_state_eq(|| false);
    let on_input = {
        let reason = reason.clone();
        Callback::from(move |text: String| reason.set(text))
    };
    let submit = {
        let (reason, tried, close, account) = (reason.clone(), tried.clone(), props.on_close.clone(), props.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if reason.trim().is_empty() {
                tried.set(true);
                crate::components::tabs::focus("inactive-reason");
                return;
            }
            close.emit(());
            let request = app.random(|random| RequestId::random(random));
            let reason = reason.trim().to_owned();
            app.run(Command::RequestInactive { account, request, reason }, key!("toast-requested"));
        })
    };
    let error = (*tried && reason.trim().is_empty()).then(|| t!("field-missing"));
    html! {
        <Sheet open=true title={ta!("deactivate-title", args![name = props.name.to_string()])} on_close={props.on_close.clone()}>
            <form class="pad stack" novalidate=true onsubmit={submit}>
                <TextField id="inactive-reason" label={t!("deactivate-reason")} value={(*reason).clone()} required=true {error}
                    placeholder={t!("deactivate-example")} {on_input} />
                <p class="dim">{ t!("assign-text") }</p>
                <button class="btn btn-danger" type="submit">{ icon("stop") }{ t!("deactivate") }</button>
            </form>
        </Sheet>
    }
}
