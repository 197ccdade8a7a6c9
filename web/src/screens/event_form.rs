//! A new business event of a customer, or changing one.

use std::sync::Arc;

use fieldnote_core::command::{Command, EventEdit, NewEvent};
use fieldnote_core::model::{Account, BusinessEvent, EventKind};
use fieldnote_core::session::Availability;
use fieldnote_core::values::{AccountId, EventId};
use yew::prelude::*;

use crate::components::state::{empty, skeleton};
use crate::frame::{Page, Tab, icon};
use crate::hooks::{use_app, use_context, use_open};
use crate::i18n::{key, label_of_code, label_of_field, t};
use crate::route::Route;
use crate::screens::customer::clashes::event_edit;
use crate::screens::forms::{Filling, Kind, Values, use_filling};
use crate::screens::unavailable::unavailable;
use crate::shell::App;

const FIELDS: [&str; 3] = ["kind", "day", "note"];

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct EventFormProps {
    /// Of which customer.
    pub account: AccountId,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub event: Option<EventId>,
}

/// The screen.
#[component]
pub fn EventForm(props: &EventFormProps) -> Html {
    let back = Route::Customer { id: props.account };
    let title = if props.event.is_some() { t!("event-edit") } else { t!("event-new") };
    match use_open(props.account) {
        Availability::Ready(account) => {
            let old = props.event.and_then(|id| account.events.get(&id)).cloned();
            // Somebody else took it out meanwhile.
            if props.event.is_some() && old.is_none() {
                return html! {
                    <Page {title} {back} tab={Tab::Customers}>{ empty("calendar", None, t!("event-gone"), "", Html::default()) }</Page>
                };
            }
            html! { <Editor {account} {old} {title} /> }
        }
        Availability::Loading => html! { <Page {title} {back} tab={Tab::Customers}>{ skeleton(3) }</Page> },
        state => html! { <Page {title} {back} tab={Tab::Customers}>{ unavailable(&state) }</Page> },
    }
}

#[derive(Properties)]
struct EditorProps {
    account: Arc<Account>,
    old: Option<BusinessEvent>,
    title: AttrValue,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account) && self.old == other.old && self.title == other.title
    }
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let app = use_app();
    let context = use_context();
    let EditorProps { account, old, title } = props;
    let account_id = account.id;
    let id = old.as_ref().map(|event| event.id);
    let key = match id {
        Some(id) => format!("event/{id}"),
        None => format!("new-event/{account_id}"),
    };
    let today = context.today();
    let filling = use_filling(key, || {
        let new = BusinessEvent::default();
        let event = old.as_ref().unwrap_or(&new);
        let mut values = Values::start([
            ("kind", event.kind.map(EventKind::key).unwrap_or_default().to_owned()),
            ("day", event.day.map(|day| day.to_string()).unwrap_or_default()),
            ("note", event.note.clone()),
        ]);
        if old.is_none() {
            values.put("day", today.to_string());
        }
        values
    });
    let submit = {
        let (app, filling) = (app.clone(), filling.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&app, &filling, account_id, id);
        })
    };
    html! {
        <Page title={title.clone()} sub={account.profile.name.clone()} back={Route::Customer { id: account_id }}
            tab={Tab::Customers} dock={filling.dock("event", t!("save"), &context)}>
            <form id="event" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                { filling.field("kind", label_of_field("profile.*.kind"), &kinds(), true) }
                { filling.field("day", label_of_field("profile.*.day"), &Kind::Day, true) }
                { filling.field("note", label_of_field("profile.*.note"), &Kind::Area, false) }
                if let Some(event) = id { { remove(&app, &filling, account_id, event) } }
            </form>
        </Page>
    }
}

fn kinds() -> Kind {
    let words = |kind: EventKind| (kind.key(), label_of_code("event", &kind.key().into()));
    Kind::Chips(EventKind::ALL.map(words).into())
}

fn remove(app: &App, filling: &Filling, account: AccountId, event: EventId) -> Html {
    let (app, filling) = (app.clone(), filling.clone());
    let remove = Callback::from(move |_: MouseEvent| {
        let command = Command::EditEvent { account, event, edits: vec![EventEdit::Removed(true)] };
        filling.save(&app, command, key!("event-removed"), file_of(account));
    });
    html! { <button class="btn" type="button" onclick={remove}>{ icon("close") }{ t!("event-remove") }</button> }
}

fn file_of(account: AccountId) -> String {
    format!("{}?tab=file", Route::Customer { id: account }.path())
}

fn submit(app: &App, filling: &Filling, account: AccountId, old: Option<EventId>) {
    let values = &filling.values;
    // A kind of a later version stays as it is.
    let required: &[&str] = if old.is_none() { &["kind", "day"] } else { &["day"] };
    if filling.stops(required, &[("day", Kind::Day)]) {
        return;
    }
    let Some(event) = old else {
        let kind = EventKind::of_key(&values.text("kind")).unwrap_or_default();
        let new = NewEvent { kind, day: values.text("day").parse().ok(), note: values.text("note") };
        let event = app.random(|random| EventId::random(random));
        // The preparation says what to do about it.
        let path = Route::Customer { id: account }.path();
        return filling.save(app, Command::AddEvent { account, event, new }, key!("event-saved"), path);
    };
    let changed = FIELDS.into_iter().filter(|key| values.changed(key));
    let edits: Vec<_> = changed.filter_map(|key| event_edit(key, &values.text(key))).collect();
    if edits.is_empty() {
        return filling.leave(file_of(account));
    }
    filling.save(app, Command::EditEvent { account, event, edits }, key!("event-saved"), file_of(account));
}
