//! The main navigation, and the sheet behind its `+`.

use fieldnote_core::model::Role;
use fieldnote_core::session::Session;
use yew::prelude::*;

use super::{Go, icon};
use crate::hooks::{use_app, use_pulse};
use crate::i18n::t;
use crate::platform::page;
use crate::route::Route;

const SHEET: &str = "new";

/// A place in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 今日.
    Today,
    /// 客户.
    Customers,
    /// 商机.
    Deals,
    /// 待处理, for the departments.
    Feedback,
    /// 团队, for managers.
    Team,
    /// 用户, for admins.
    Users,
    /// 我.
    Me,
}

impl Tab {
    fn parts(self) -> (Route, &'static str, AttrValue) {
        match self {
            Self::Today => (Route::Today, "today", t!("nav-today")),
            Self::Customers => (Route::Customers, "customers", t!("nav-customers")),
            Self::Deals => (Route::Pipeline, "deals", t!("nav-deals")),
            Self::Feedback => (Route::Feedback, "todo", t!("nav-feedback")),
            Self::Team => (Route::Team, "team", t!("nav-team")),
            Self::Users => (Route::Users, "team", t!("nav-users")),
            Self::Me => (Route::Settings, "me", t!("nav-me")),
        }
    }

    /// Returns the places left and right of the `+`, by role.
    const fn of_role(role: Role) -> (&'static [Self], &'static [Self]) {
        match role {
            Role::Admin => (&[], &[Self::Users, Self::Me]),
            Role::Manager => (&[Self::Today, Self::Customers], &[Self::Team, Self::Me]),
            Role::Marketing | Role::Service | Role::Csm => (&[Self::Customers, Self::Feedback], &[Self::Me]),
            Role::Technical | Role::Legal => (&[], &[Self::Customers, Self::Me]),
            Role::Rep => (&[Self::Today, Self::Customers], &[Self::Deals, Self::Me]),
        }
    }
}

/// Returns the person's role now: the directory's, else the one of the sign-in.
pub fn role(session: &Session) -> Role {
    let identity = session.identity();
    session.directory().members.get(&identity.user).map_or(identity.role, |member| member.role)
}

/// Which place is lit.
#[derive(Debug, PartialEq, Properties)]
pub struct NavProps {
    /// The lit place.
    pub tab: Tab,
}

/// The bar at the bottom of a phone, the rail of a wide screen.
#[component]
pub fn Nav(props: &NavProps) -> Html {
    let _ = use_pulse();
    let role = use_app().read(role);
    let (left, right) = Tab::of_role(role);
    let place = |tab: &Tab| {
        let (to, name, words) = tab.parts();
        let current = (*tab == props.tab).then_some("page");
        html! { <Go {to} {current}>{ icon(name) }<span>{ words }</span></Go> }
    };
    let open = Callback::from(|_: MouseEvent| page::open_dialog(SHEET));
    html! {
        <nav class="nav" aria-label={t!("nav")}>
            { for left.iter().map(place) }
            if matches!(role, Role::Rep | Role::Manager) {
                <button class="nav-add" type="button" aria-haspopup="dialog" onclick={open}>
                    { icon("plus") }<span>{ t!("nav-new") }</span>
                </button>
            }
            { for right.iter().map(place) }
        </nav>
    }
}

/// What can be made new; the most used entry is lowest, nearest the thumb.
#[component]
pub fn AddSheet() -> Html {
    let close = Callback::from(|_: MouseEvent| page::close_dialog(SHEET));
    let entries = [
        (Route::NewOpportunity, "deals", t!("new-opportunity")),
        (Route::NewCustomer, "customers", t!("new-customer")),
        (Route::NewLead, "me", t!("new-lead")),
        (Route::NewTask, "todo", t!("new-task")),
    ];
    html! {
        <dialog class="sheet" id={SHEET} aria-labelledby="new-t">
            <div class="sheet-head">
                <h2 id="new-t">{ t!("nav-new") }</h2>
                <button class="btn-icon" type="button" aria-label={t!("close")} onclick={close.clone()}>{ icon("close") }</button>
            </div>
            <ul class="list plain" role="list" onclick={close.clone()}>
                for (to, name, words) in entries {
                    <li class="row icon-lead">
                        { icon(name) }<Go {to} class="row-main"><span class="row-title">{ words }</span></Go>
                    </li>
                }
            </ul>
            <div class="pad" onclick={close}>
                <Go to={Route::Record} class="btn btn-primary btn-wide">{ icon("edit") }{ t!("new-record") }</Go>
            </div>
        </dialog>
    }
}
