//! Care (关怀): a greeting or something of use for one customer, written from a template, sent by the phone's own apps
//! and kept as a contact that is not about business.

pub mod occasions;

use std::rc::Rc;
use std::sync::Arc;

use fieldnote_core::cbor_map;
use fieldnote_core::command::{Command, NewVisit};
use fieldnote_core::model::{Account, Contact, Participant, PrivateFacts};
use fieldnote_core::policy::Content;
use fieldnote_core::projection::Context;
use fieldnote_core::rules::duplicate_name::short_name;
use fieldnote_core::rules::personal_text::{Draft, TextFault};
use fieldnote_core::rules::{addressee, mobile_number};
use fieldnote_core::session::Availability;
use fieldnote_core::values::{AccountId, Code, ContactId, VisitId};
use yew::prelude::*;

use self::occasions::{Theme, texts, themes};
use crate::components::form::{Choice, Edit, SelectField, TextField, radio_chip};
use crate::components::state::skeleton;
use crate::components::tabs::focus;
use crate::frame::{Page, Tab, icon};
use crate::hooks::{DraftHandle, use_app, use_context, use_draft, use_open, use_private};
use crate::i18n::{args, t, ta};
use crate::platform::share;
use crate::platform::task::spawn;
use crate::route::{self, Route};
use crate::screens::unavailable::unavailable;
use crate::screens::words;
use crate::shell::{App, Toast};

/// Channels by which a text goes.
const WRITTEN: [&str; 5] = ["wechat", "im", "email", "greeting", "news"];

/// Id of the field with the text.
const TEXT: &str = "care-text";

/// The form. What was not touched follows the customer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CareForm {
    theme: Code,
    contact: Option<ContactId>,
    channel: Code,
    text: Option<String>,
    /// The text of the library that it begins with; empty for the app's own.
    content: Code,
}

cbor_map!(CareForm { 0: theme, 1: contact, 2: channel, 3: text, 4: content });

/// Properties of [`Care`].
#[derive(Properties, PartialEq)]
pub struct CareProps {
    /// The customer.
    pub account: AccountId,
}

/// The screen.
#[component]
pub fn Care(props: &CareProps) -> Html {
    let back = Route::Customer { id: props.account };
    let private = use_private(props.account);
    match (use_open(props.account), private) {
        // Whose birthday it is stands in the other document.
        (Availability::Loading, _) | (_, Availability::Loading) => {
            html! { <Page title={t!("care")} {back} tab={Tab::Customers}>{ skeleton(4) }</Page> }
        }
        (Availability::Ready(account), private) => {
            let private = if let Availability::Ready(private) = private { Some(private) } else { None };
            html! { <Composer {account} {private} /> }
        }
        (state, _) => html! { <Page title={t!("care")} {back} tab={Tab::Customers}>{ unavailable(&state) }</Page> },
    }
}

#[derive(Properties)]
struct ComposerProps {
    account: Arc<Account>,
    private: Option<Arc<PrivateFacts>>,
}

impl PartialEq for ComposerProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account) && self.private == other.private
    }
}

/// What the form says now, with what follows from it.
struct Written<'a> {
    theme: Theme,
    contact: Option<&'a Contact>,
    channel: Code,
    /// What of the library fits.
    offered: Vec<&'a Content>,
    content: Option<&'a Content>,
    template: String,
    text: String,
}

impl<'a> Written<'a> {
    fn of(form: &CareForm, account: &'a Account, themes: &[Theme], context: &'a Context) -> Option<Self> {
        let theme = *themes.iter().find(|theme| form.theme.as_str() == theme.key()).or(themes.first())?;
        let there = |id: &ContactId| account.contacts.get(id).filter(|contact| contact.is_reachable());
        let first = || addressee::in_order(account).into_iter().find(|contact| contact.is_reachable());
        let contact = form.contact.as_ref().or(theme.contact().as_ref()).and_then(there).or_else(first);
        let preferred = &account.profile.preferred_channel;
        let offered = [preferred].into_iter().chain(&context.policy.channels);
        let written = |code: &&Code| WRITTEN.contains(&code.as_str());
        let usual = offered.clone().find(written).or_else(|| offered.clone().find(|code| !code.is_empty()));
        let channel = if form.channel.is_empty() { usual.cloned().unwrap_or_default() } else { form.channel.clone() };
        let name = contact.map_or(account.profile.name.as_str(), |contact| contact.name.as_str());
        let offered = texts(theme, account, context);
        let newest = offered.first().filter(|_| theme == Theme::Topic);
        let content = offered.iter().find(|content| content.key == form.content).or(newest).copied();
        let template = match content {
            Some(content) => theme.fill(&content.text, name, account),
            None => theme.template(name, account).to_string(),
        };
        let text = form.text.clone().unwrap_or_else(|| template.clone());
        Some(Self { theme, contact, channel, offered, content, template, text })
    }

    /// Returns the record of the message, but for its time.
    fn visit(&self, account: &Account) -> NewVisit {
        NewVisit {
            is_first: account.visits.is_empty(),
            channel: self.channel.clone(),
            depth: "light".into(),
            nonbusiness: true,
            participants: self.contact.map(|contact| Participant::Contact(contact.id)).into_iter().collect(),
            topic: [self.theme.words().to_string()]
                .into_iter()
                .chain(self.content.map(|content| content.title.clone()))
                .collect::<Vec<_>>()
                .join(" · "),
            summary: self.text.clone(),
            feedback: t!("care-feedback").to_string(),
            ..NewVisit::default()
        }
    }
}

#[component]
fn Composer(props: &ComposerProps) -> Html {
    let app = use_app();
    let context = use_context();
    let account = &props.account;
    let draft = use_draft::<CareForm>(format!("care/{}", account.id));
    let form = draft.value();
    let themes = themes(account, props.private.as_deref(), &context);
    let back = Route::Customer { id: account.id };
    let Some(written) = Written::of(&form, account, &themes, &context) else { return Html::default() };
    let edit = {
        let draft = draft.clone();
        Edit(Callback::from(move |change: crate::components::form::Change<CareForm>| draft.update(change)))
    };
    let short = short_name(&account.profile.name);
    let contact = written.contact.map(|contact| contact.name.as_str()).unwrap_or_default();
    let names = [contact, account.profile.name.as_str(), short.as_str()];
    let checked = Draft { text: &written.text, names: &names, template: &written.template };
    let own = checked.own_sentences();
    let others = if own.is_empty() { 0 } else { app.read(|session| session.others_with(account.id, &own)) };
    let fault = checked.fault(others, &context.policy);
    let (error, hint) = said(fault, checked.is_template());
    // What is sent stands in the customer's history, which takes no personal number: said before it is sent.
    let allowed = mobile_number::allowed(account.profile.individual, &context.policy);
    let number = !allowed && mobile_number::find_in_text(&written.text).is_some();
    let error = error.or_else(|| number.then(|| ta!("failure-mobile", args![field = t!("care-text")])));
    let refused = fault.is_some() || number;
    let save = save(&app, &draft, written.visit(account), account.id, refused);
    html! {
        <Page title={t!("care")} sub={account.profile.name.clone()} {back} tab={Tab::Customers}
            dock={dock(&written.text, refused, &app, form.text.is_some() && draft.saved_at().is_some())}>
            <form id="care" novalidate=true class="stack narrow pad form is-wide" onsubmit={save}>
                { theme_chips(&themes, written.theme, &edit) }
                { library(&written, &edit) }
                { contacts(account, written.contact, &edit) }
                <SelectField id="care-channel" label={t!("record-channel")} value={written.channel.to_string()}
                    choices={context.policy.channels.iter().map(|code| (code.to_string().into(), words::channel(code))).collect::<Vec<Choice>>()}
                    on_choose={edit.on(|form, code: String| form.channel = code.as_str().into())} />
                <TextField id={TEXT} area=true label={t!("care-text")} value={written.text.clone()} {error} {hint}
                    on_input={edit.on(|form, text| form.text = Some(text))} />
                if form.text.is_some() {
                    <button class="link" type="button" onclick={edit.click(|form| form.text = None)}>{ t!("care-template") }</button>
                }
            </form>
        </Page>
    }
}

/// What speaks against sending the text, or what would make it better.
fn said(fault: Option<TextFault>, is_template: bool) -> (Option<AttrValue>, Option<AttrValue>) {
    match fault {
        Some(TextFault::Empty) => (Some(t!("care-empty")), None),
        Some(TextFault::NoName) => (Some(t!("care-no-name")), None),
        Some(TextFault::Mass(others)) => (Some(ta!("care-mass", args![n = others])), None),
        None => (None, is_template.then(|| t!("care-add-own"))),
    }
}

fn theme_chips(themes: &[Theme], chosen: Theme, edit: &Edit<CareForm>) -> Html {
    let chip = |theme: Theme| {
        // Another theme has another template; what was written stays with the one that it was written for.
        let choose = edit.on(move |form: &mut CareForm, ()| {
            form.theme = theme.key().into();
            form.content = Code::default();
            form.text = None;
        });
        html! { <>{ radio_chip("care-theme", theme == chosen, choose, html! { { theme.words() } }) }</> }
    };
    html! {
        <fieldset class="field"><legend>{ t!("care-theme") }</legend>
            <div class="cluster">{ for themes.iter().copied().map(chip) }</div></fieldset>
    }
}

/// What of the library fits the customer, beside the app's own text.
fn library(written: &Written<'_>, edit: &Edit<CareForm>) -> Html {
    if written.offered.is_empty() {
        return Html::default();
    }
    let chosen = written.content.map(|content| &content.key);
    let chip = |key: Option<&Code>, title: AttrValue| {
        let content = key.cloned().unwrap_or_default();
        let choose = edit.on(move |form: &mut CareForm, ()| {
            form.content = content.clone();
            form.text = None;
        });
        html! { <>{ radio_chip("care-content", chosen == key, choose, html! { { title } }) }</> }
    };
    html! {
        <fieldset class="field"><legend>{ t!("library") }</legend>
            <div class="cluster">
                if written.theme != Theme::Topic { { chip(None, t!("care-own-text")) } }
                { for written.offered.iter().map(|content| chip(Some(&content.key), content.title.clone().into())) }
            </div></fieldset>
    }
}

fn contacts(account: &Account, chosen: Option<&Contact>, edit: &Edit<CareForm>) -> Html {
    let mut there = addressee::in_order(account);
    there.retain(|contact| contact.is_reachable());
    if there.len() < 2 {
        return Html::default();
    }
    let chip = |contact: &&Contact| {
        let id = contact.id;
        let on = chosen.is_some_and(|chosen| chosen.id == id);
        let choose = edit.on(move |form: &mut CareForm, ()| form.contact = Some(id));
        html! { <>{ radio_chip("care-contact", on, choose, html! { { &contact.name } }) }</> }
    };
    html! {
        <fieldset class="field"><legend>{ t!("care-contact") }</legend>
            <div class="cluster">{ for there.iter().map(chip) }</div></fieldset>
    }
}

/// Hands a text to the phone's own apps and says where it went.
pub fn hand_over(app: &App, text: String) {
    let app = app.clone();
    spawn(async move {
        match share::hand_over(&text).await {
            Some(true) => app.toast(Toast::plain(t!("care-copied"))),
            Some(false) => {}
            None => app.toast(Toast::plain(t!("care-copy-by-hand"))),
        }
    });
}

fn dock(text: &str, refused: bool, app: &App, kept: bool) -> Html {
    let send = {
        let (app, text) = (app.clone(), text.to_owned());
        Callback::from(move |_: MouseEvent| {
            if refused {
                return focus(TEXT);
            }
            hand_over(&app, text.clone());
        })
    };
    html! {
        <>
            <p class="field-draft" role="status">
                if kept { { icon("saved") }<span>{ t!("draft-saved") }</span> }
            </p>
            <button class="btn" type="button" onclick={send}>{ t!("care-send") }</button>
            <button class="btn btn-primary" type="submit" form="care">{ t!("care-log") }</button>
        </>
    }
}

fn save(
    app: &App,
    draft: &DraftHandle<CareForm>,
    new: NewVisit,
    account: AccountId,
    refused: bool,
) -> Callback<SubmitEvent> {
    let (app, draft, new) = (app.clone(), draft.clone(), Rc::new(new));
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if refused {
            return focus(TEXT);
        }
        let (app, draft) = (app.clone(), draft.clone());
        let new = Box::new(NewVisit { ended_at: Some(app.now()), ..NewVisit::clone(&new) });
        let visit = app.random(|random| VisitId::random(random));
        let command = Command::RecordVisit { account, visit, new };
        spawn(async move {
            match app.dispatch(command).await {
                Ok(()) => {
                    draft.clear();
                    route::replace(&format!("{}?tab=log", Route::Customer { id: account }.path()));
                    app.toast(Toast::undo(t!("record-saved")));
                }
                Err(failure) => app.toast(Toast::failure(&failure)),
            }
        });
    })
}
