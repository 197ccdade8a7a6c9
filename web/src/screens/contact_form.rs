//! A new contact, or changing one. Numbers and birthdays go to the private document.

use std::sync::Arc;

use fieldnote_core::command::{Command, ContactEdit, NewContact, PrivateEdit, TextEdit};
use fieldnote_core::model::{Account, Contact, PrivateContact, PrivateFacts};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::mobile_number;
use fieldnote_core::session::Availability;
use fieldnote_core::values::{AccountId, ContactId, Day};
use yew::prelude::*;

use crate::components::state::skeleton;
use crate::frame::{Page, Tab};
use crate::hooks::{DraftHandle, use_app, use_context, use_draft, use_open, use_private};
use crate::i18n::{key, label_of_code, label_of_field, t};
use crate::route::Route;
use crate::screens::card_photo::{CardPhoto, Taken, use_card};
use crate::screens::customer::clashes::contact_edit;
use crate::screens::forms::{Filling, Kind, Values, choices, use_filling};
use crate::screens::unavailable::unavailable;
use crate::screens::words;
use crate::shell::App;

/// Fields of the account document.
const OPEN: [&str; 8] =
    ["name", "position", "department", "decision_role", "email", "preferred_channel", "preferred_hours", "personality"];
const ROLES: [&str; 4] = ["final", "evaluator", "influencer", "other"];

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct ContactFormProps {
    /// Which.
    pub account: AccountId,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub contact: Option<ContactId>,
}

/// The screen.
#[component]
pub fn ContactForm(props: &ContactFormProps) -> Html {
    let back = Route::Customer { id: props.account };
    let title = if props.contact.is_some() { t!("contact-edit") } else { t!("contact-new") };
    let private = use_private(props.account);
    match (use_open(props.account), private) {
        (Availability::Ready(_), Availability::Loading) | (Availability::Loading, _) => {
            html! { <Page {title} {back} tab={Tab::Customers}>{ skeleton(4) }</Page> }
        }
        (Availability::Ready(account), private) => {
            let private = match private {
                Availability::Ready(facts) => Some(facts),
                _ => None,
            };
            html! { <Editor {account} {private} contact={props.contact} {title} /> }
        }
        (state, _) => html! { <Page {title} {back} tab={Tab::Customers}>{ unavailable(&state) }</Page> },
    }
}

#[derive(Properties)]
struct EditorProps {
    account: Arc<Account>,
    private: Option<Arc<PrivateFacts>>,
    contact: Option<ContactId>,
    title: AttrValue,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.private, &other.private) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        same && Arc::ptr_eq(&self.account, &other.account) && self.contact == other.contact && self.title == other.title
    }
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let app = use_app();
    let context = use_context();
    let account = &props.account;
    let old = props.contact.and_then(|id| account.contacts.get(&id));
    let numbers = props.contact.and_then(|id| props.private.as_ref()?.contacts.get(&id)).cloned().unwrap_or_default();
    let key = match props.contact {
        Some(id) => format!("contact/{id}"),
        None => format!("new-contact/{}", account.id),
    };
    let filling = use_filling(key, || start(old, &numbers));
    let taken = use_draft::<Taken>(match props.contact {
        Some(id) => format!("contact/{id}/card"),
        None => format!("new-contact/{}/card", account.id),
    });
    let kept = use_card(account.id, props.contact);
    let submit = {
        let (app, filling, account, id, taken) = (app, filling.clone(), account.id, props.contact, taken.clone());
        let today = context.today();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&app, &filling, &taken, account, id, today);
        })
    };
    // A new customer's private document may not be here yet; its author is the owner to be.
    let owner = props.private.is_some() || account.effective_owner() == Some(context.me);
    html! {
        <Page title={props.title.clone()} sub={account.profile.name.clone()} back={Route::Customer { id: account.id }}
            tab={Tab::Customers} dock={filling.dock("contact", t!("contact-save"), &context)}>
            <form id="contact" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                for key in OPEN { <>{ open_field(&filling, key, &context) }</> }
                if owner {
                    { private_fields(&filling, account, &context) }
                    <CardPhoto {taken} {kept} />
                }
                if old.is_some() {
                    { filling.field("left", t!("contact-has-left"), &Kind::Tick, false) }
                    { filling.field("unreachable", t!("contact-is-unreachable"), &Kind::Tick, false) }
                }
            </form>
        </Page>
    }
}

fn start(contact: Option<&Contact>, numbers: &PrivateContact) -> Values {
    let contact = contact.cloned().unwrap_or_default();
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    Values::start([
        ("name", contact.name),
        ("position", contact.position),
        ("department", contact.department),
        ("decision_role", contact.decision_role.to_string()),
        ("email", contact.email),
        ("preferred_channel", contact.preferred_channel.to_string()),
        ("preferred_hours", contact.preferred_hours),
        ("personality", contact.personality),
        ("left", contact.left.to_string()),
        ("unreachable", contact.unreachable.to_string()),
        ("office_phone", numbers.office_phone.clone()),
        ("other_channel", numbers.other_channel.clone()),
        ("birthday", day(numbers.birthday)),
        ("birthday_consent", numbers.birthday_consent.is_some().to_string()),
    ])
}

fn open_field(filling: &Filling, key: &'static str, context: &Context) -> Html {
    let kind = match key {
        "email" => Kind::Email,
        "personality" => Kind::Area,
        "decision_role" => choices(ROLES.map(|role| (role.to_owned(), label_of_code("decision", &role.into())))),
        "preferred_channel" => {
            choices(context.policy.channels.iter().map(|code| (code.to_string(), words::channel(code))))
        }
        _ => Kind::Text,
    };
    filling.field(key, label_of_field(&format!("contacts.*.{key}")), &kind, key == "name")
}

fn private_fields(filling: &Filling, account: &Account, context: &Context) -> Html {
    let values = &filling.values;
    let allowed = mobile_number::allowed(account.profile.individual, &context.policy);
    let mobile = |key: &str| {
        let text = values.text(key);
        let found = mobile_number::is_mobile(&text) || mobile_number::find_in_text(&text).is_some();
        (!allowed && found).then(|| t!("contact-mobile"))
    };
    let hint = (!allowed).then(|| t!("contact-phone-hint"));
    html! {
        <>
            { filling.field_with("office_phone", label_of_field("office_phone"), &Kind::Phone, false, hint, mobile("office_phone")) }
            { filling.field_with("other_channel", label_of_field("other_channel"), &Kind::Text, false, None, mobile("other_channel")) }
            { filling.field("birthday", label_of_field("birthday"), &Kind::Day, false) }
            if !values.text("birthday").is_empty() {
                <div id="f-birthday-consent" tabindex="-1">
                    { filling.field("birthday_consent", t!("contact-consent"), &Kind::Tick, false) }
                </div>
            }
        </>
    }
}

fn submit(
    app: &App,
    filling: &Filling,
    taken: &DraftHandle<Taken>,
    account: AccountId,
    old: Option<ContactId>,
    today: Day,
) {
    let values = &filling.values;
    if filling.stops(&["name"], &[("birthday", Kind::Day)]) {
        return;
    }
    let birthday: Option<Day> = values.text("birthday").parse().ok();
    let consent = (birthday.is_some() && values.is_on("birthday_consent")).then_some(today);
    let path = format!("{}?tab=file", Route::Customer { id: account }.path());
    let Some(contact) = old else {
        let new = NewContact {
            name: values.text("name"),
            position: values.text("position"),
            department: values.text("department"),
            email: values.text("email"),
            personality: values.text("personality"),
            preferred_channel: values.text("preferred_channel").as_str().into(),
            preferred_hours: values.text("preferred_hours"),
            decision_role: values.text("decision_role").as_str().into(),
            office_phone: values.text("office_phone"),
            other_channel: values.text("other_channel"),
            birthday,
            birthday_consent: consent,
        };
        let contact = app.random(|random| ContactId::random(random));
        let card = taken.value().command(account, contact).map(|photo| (photo, taken.clone()));
        let add = Command::AddContact { account, contact, new };
        return filling.save_with(app, Some(add), card, key!("toast-contact-new"), path);
    };
    let mut edits = Vec::new();
    for key in OPEN.into_iter().chain(["left", "unreachable"]).filter(|key| values.changed(key)) {
        if key == "personality" {
            let edit = TextEdit { base: values.before(key), text: values.text(key) };
            edits.push(ContactEdit::Personality(edit));
        } else {
            edits.extend(contact_edit(key, &values.text(key)));
        }
    }
    let mut private = Vec::new();
    if values.changed("office_phone") {
        private.push(PrivateEdit::OfficePhone(values.text("office_phone")));
    }
    if values.changed("other_channel") {
        private.push(PrivateEdit::OtherChannel(values.text("other_channel")));
    }
    if values.changed("birthday") || values.changed("birthday_consent") {
        private.push(PrivateEdit::Birthday { day: birthday, consent });
    }
    let changed = !(edits.is_empty() && private.is_empty());
    let edit = changed.then_some(Command::EditContact { account, contact, edits, private });
    let card = taken.value().command(account, contact).map(|photo| (photo, taken.clone()));
    filling.save_with(app, edit, card, key!("toast-contact-changed"), path);
}
