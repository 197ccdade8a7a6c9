//! The users of the workspace, for admins: who there is, adding one, changing one. It needs the network.

mod form;

use fieldnote_core::values::UserId;
use yew::prelude::*;

use crate::frame::{Page, Tab, icon, icon_small};
use crate::i18n::{self, args, label_of_code, t, ta};
use crate::platform::http::{self, HttpError, UserInfo};
use crate::platform::page;
use crate::platform::task::spawn;

/// Whom the form is about.
#[derive(Debug, Clone, PartialEq)]
enum Chosen {
    Nobody,
    New,
    User(UserInfo),
}

/// The screen.
#[component]
pub fn Users() -> Html {
    let list = use_state(|| None::<Result<Vec<UserInfo>, HttpError>>);
    let chosen = use_state(|| Chosen::Nobody);
    let load = {
        let list = list.setter();
        use_memo((), move |()| {
            Callback::from(move |()| {
                let list = list.clone();
                spawn(async move { list.set(Some(http::users().await)) });
            })
        })
    };
    use_effect_with((*load).clone(), |load| load.emit(()));
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |whom: Chosen| {
            chosen.set(whom);
            page::open_dialog(form::DIALOG);
        })
    };
    let on_done = {
        let (chosen, load) = (chosen.setter(), load.clone());
        Callback::from(move |saved: bool| {
            page::close_dialog(form::DIALOG);
            chosen.set(Chosen::Nobody);
            if saved {
                load.emit(());
            }
        })
    };
    let users: &[UserInfo] = match &*list {
        Some(Ok(users)) => users,
        _ => &[],
    };
    let body = match &*list {
        None => html! { <p class="dim pad" role="status">{ t!("opening") }</p> },
        Some(Err(error)) => html! {
            <div class="list empty" data-tone="soon">
                { icon("offline") }<h2>{ t!("users-need-network") }</h2><p>{ i18n::http(error) }</p>
                <button class="btn" type="button" onclick={load.reform(|_: MouseEvent| ())}>{ t!("try-again") }</button>
            </div>
        },
        Some(Ok(users)) => html! {
            <ul class="list plain" role="list">{ for users.iter().map(|user| row(user, &choose)) }</ul>
        },
    };
    let user = match &*chosen {
        Chosen::User(user) => Some(user.clone()),
        _ => None,
    };
    let key = user.as_ref().map_or_else(|| "new".to_owned(), |user| user.id.to_string());
    let managers: Vec<(UserId, AttrValue)> =
        users.iter().filter(|user| !user.disabled).map(|user| (user.id, AttrValue::from(user.name.clone()))).collect();
    html! {
        <Page title={t!("nav-users")} sub={(!users.is_empty()).then(|| AttrValue::from(users.len().to_string()))} tab={Tab::Users}>
            <section class="section">
                <div class="pad pad-block">
                    <button class="btn btn-primary" type="button" onclick={choose.reform(|_: MouseEvent| Chosen::New)}>
                        { icon("plus") }{ t!("users-add") }
                    </button>
                </div>
                { body }
            </section>
            <dialog class="dialog" id={form::DIALOG} aria-labelledby="user-t">
                if *chosen != Chosen::Nobody {
                    <form::UserForm {key} {user} {managers} {on_done} />
                }
            </dialog>
        </Page>
    }
}

fn row(user: &UserInfo, choose: &Callback<Chosen>) -> Html {
    let onclick = {
        let user = user.clone();
        choose.reform(move |_: MouseEvent| Chosen::User(user.clone()))
    };
    let role = label_of_code("member", &user.role.key().into());
    html! {
        <li class="row icon-lead" key={user.id.to_string()}>
            { icon("me") }
            <button class="row-main" type="button" aria-haspopup="dialog" {onclick}>
                <span class="row-title">
                    { &user.name }
                    if user.disabled { <span class="tag" data-tone="mute">{ t!("users-disabled") }</span> }
                </span>
                <span class="row-meta">{ ta!("users-meta", args![login = user.login.as_str(), role = role.as_str()]) }</span>
            </button>
            <span class="row-end">{ icon_small("edit") }</span>
        </li>
    }
}
