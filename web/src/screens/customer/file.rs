//! The file: contacts with their numbers, and the facts of the customer.

use std::cmp::Reverse;
use std::sync::Arc;

use fieldnote_core::model::{Account, BusinessEvent, Contact, PrivateFacts, Profile};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::addressee;
use fieldnote_core::rules::completeness::completeness;
use fieldnote_core::rules::grade_proposal::{GradeInputs, propose};
use fieldnote_core::rules::success_case::{self, Stage};
use fieldnote_core::values::DocumentId;
use yew::prelude::*;

use crate::components::marks::tag;
use crate::frame::{Go, Tone, icon, icon_small};
use crate::hooks::{use_context, use_projection};
use crate::i18n::{args, format, label_of_code, label_of_field, t, ta};
use crate::route::Route;
use crate::screens::card_photo::CardLink;
use crate::screens::grading::GradeForm;
use crate::screens::words;

/// Properties of [`File`].
#[derive(Properties)]
pub struct FileProps {
    /// The customer.
    pub account: Arc<Account>,
    /// Numbers, for the owner.
    pub private: Option<Arc<PrivateFacts>>,
}

impl PartialEq for FileProps {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.private, &other.private) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        same && Arc::ptr_eq(&self.account, &other.account)
    }
}

/// The panel.
#[component]
pub fn File(props: &FileProps) -> Html {
    let context = use_context();
    let account = &props.account;
    let (id, sells) = (account.id, context.sells());
    let gone = account.contacts.values().filter(|contact| contact.left);
    let clashes = use_projection(id, |session, _| {
        session.clashes(DocumentId::account(id)).into_iter().map(|clash| clash.path).collect::<Vec<_>>()
    });
    html! {
        <>
            <section class="section">
                <div class="section-head"><h2>{ ta!("contacts-count", args![n = account.contacts.len()]) }</h2>
                    if sells { <Go class="link" to={Route::NewContact { account: id }}>{ icon_small("plus") }{ t!("contact-new") }</Go> }</div>
                if account.contacts.is_empty() {
                    <p class="dim pad">{ t!("contacts-none") }</p>
                } else {
                    <ul class="list plain" role="list">
                        for contact in addressee::in_order(account).into_iter().chain(gone) {
                            <ContactRow key={contact.id.to_string()} account={account.clone()} contact={contact.clone()} private={props.private.clone()} />
                        }
                    </ul>
                }
            </section>
            if sells { { grading(account, &context) } }
            { events(account, sells, &clashes) }
            <section class="section">
                <div class="section-head"><h2>{ t!("facts-title") }</h2>
                    if sells { <Go class="link" to={Route::EditCustomer { id }}>{ icon_small("edit") }{ t!("edit") }</Go> }</div>
                <div class="card">
                    { filled(account, &context) }
                    <dl class="facts">
                        for (field, value) in facts(&account.profile, &context) {
                            <dt>{ label_of_field(&format!("profile.{field}")) }</dt>
                            <dd>
                                if value.is_empty() { <span class="dim">{ t!("not-filled") }</span> } else { { value } }
                                if sells && clashes.contains(&format!("profile/{field}")) {
                                    { " " }<Go class="link" to={Route::Customer { id }} query="tab=history">{ icon_small("both") }{ t!("clash-two") }</Go>
                                }
                            </dd>
                        }
                    </dl>
                </div>
            </section>
        </>
    }
}

/// What happens at the customer that is a reason to be of use, the newest first.
fn events(account: &Account, sells: bool, clashes: &[String]) -> Html {
    let id = account.id;
    let mut events: Vec<&BusinessEvent> = account.events.values().collect();
    events.sort_by_key(|event| Reverse((event.day, event.at, event.id)));
    let words = |event: &BusinessEvent| {
        let kind = event.kind.map(|kind| label_of_code("event", &kind.key().into()));
        html! {
            <>
                <span class="row-title"><span class="clip-2">{ kind.unwrap_or_else(|| t!("event-other")) }</span></span>
                <span class="row-meta"><span>{ event.day.map(format::day_full).unwrap_or_default() }</span>
                    if !event.note.is_empty() { <span>{ &event.note }</span> }</span>
            </>
        }
    };
    html! {
        <section class="section" id="events">
            <div class="section-head"><h2>{ ta!("events-count", args![n = events.len()]) }</h2>
                if sells { <Go class="link" to={Route::NewEvent { account: id }}>{ icon_small("plus") }{ t!("event-new") }</Go> }</div>
            if events.is_empty() {
                <p class="dim pad">{ t!("events-none") }</p>
            } else {
                <ul class="list plain" role="list">
                    for event in events {
                        <li class="row" key={event.id.to_string()}>
                            if sells {
                                <Go class="row-main" to={Route::EditEvent { account: id, event: event.id }}>{ words(event) }</Go>
                            } else {
                                <div class="row-main">{ words(event) }</div>
                            }
                            if sells && clashes.iter().any(|path| path.starts_with(&format!("profile/{}/", event.id))) {
                                <Go class="link row-link" to={Route::Customer { id }} query="tab=history">{ icon_small("both") }{ t!("clash-two") }</Go>
                            }
                        </li>
                    }
                </ul>
            }
        </section>
    }
}

/// The grade: what the rule proposes, and confirming it.
fn grading(account: &Account, context: &Context) -> Html {
    let (profile, policy) = (&account.profile, &context.policy);
    let proposal = propose(&GradeInputs::of(account), context.today(), policy);
    let reviewed = profile.grade_reviewed.map_or_else(|| t!("never"), |day| format::day_full(day).into());
    html! {
        <section class="section">
            <div class="section-head"><h2>{ label_of_field("profile.grade") }</h2>
                <span class="dim">{ ta!("grade-reviewed-on", args![day = reviewed]) }</span></div>
            <div class="card"><GradeForm account={account.id} grade={profile.grade} {proposal} /></div>
        </section>
    }
}

fn filled(account: &Account, context: &Context) -> Html {
    let complete = completeness(account, &context.policy);
    let missing: Vec<_> = complete.missing.iter().map(|key| words::required_field(key).to_string()).collect();
    html! {
        <div class="progress">
            <div class="spread"><span>{ t!("complete-title") }</span><span class="num">{ complete.filled }{ "/" }{ complete.required }</span></div>
            <progress aria-label={t!("complete-title")} value={complete.filled.to_string()} max={complete.required.max(1).to_string()} />
            if !missing.is_empty() {
                <p class="field-hint">{ ta!("complete-missing", args![fields = missing.join(&t!("list-comma"))]) }</p>
            }
        </div>
    }
}

fn facts(profile: &Profile, context: &Context) -> Vec<(&'static str, AttrValue)> {
    let text = |text: &str| AttrValue::from(text.to_owned());
    let yes = |on: bool| if on { t!("yes") } else { t!("no") };
    let day = |day: Option<fieldnote_core::values::Day>| day.map(format::day_full).unwrap_or_default().into();
    let join = |words: &fieldnote_core::values::Set<String>| {
        words.iter().cloned().collect::<Vec<_>>().join(&t!("list-comma")).into()
    };
    vec![
        ("number", text(&profile.number)),
        ("individual", if profile.individual { t!("individual") } else { t!("company") }),
        ("industry", label_of_code("industry", &profile.industry)),
        ("employees_band", label_of_code("band", &profile.employees_band)),
        ("revenue_band", label_of_code("band", &profile.revenue_band)),
        ("uscc", text(&profile.uscc)),
        ("founded", day(profile.founded)),
        ("website", text(&profile.website)),
        ("region", words::region(&context.policy, &profile.region)),
        ("source_channel", label_of_code("source", &profile.source_channel)),
        ("campaign", text(&profile.campaign)),
        ("business_match", profile.business_match.map(|part| format!("{}%", part.get())).unwrap_or_default().into()),
        ("purchase_plan", text(&profile.purchase_plan)),
        ("equipment_budget", profile.equipment_budget.map(format::money_full).unwrap_or_default().into()),
        ("budget_range", text(&profile.budget_range)),
        ("cooperation_history", label_of_code("cooperation", &profile.cooperation_history)),
        ("annual_amount", profile.annual_amount.map(format::money_full).unwrap_or_default().into()),
        ("industry_leader", yes(profile.industry_leader)),
        ("grade", profile.grade.map_or("", |grade| grade.letter()).into()),
        ("grade_reason", text(&profile.grade_reason)),
        ("grade_reviewed", day(profile.grade_reviewed)),
        (
            "need_clarity",
            profile.need_clarity.map(|need| label_of_code("need", &need.key().into())).unwrap_or_default(),
        ),
        (
            "budget_state",
            profile.budget_state.map(|budget| label_of_code("budget", &budget.key().into())).unwrap_or_default(),
        ),
        ("close_months", profile.close_months.map(|months| ta!("unit-months", args![n = months])).unwrap_or_default()),
        (
            "close_probability",
            profile.close_probability.map(|part| format!("{}%", part.get())).unwrap_or_default().into(),
        ),
        ("state", label_of_code("state", &profile.state)),
        ("core_need", text(&profile.core_need)),
        ("note", text(&profile.note)),
        ("preferred_channel", label_of_code("channel", &profile.preferred_channel)),
        ("values_offline", yes(profile.values_offline)),
        ("last_verified", day(profile.last_verified)),
        ("case_content", text(&profile.case.content)),
        ("case_effect", text(&profile.case.effect)),
        ("case_talked_over", day(profile.case.talked_over)),
        ("case_authorised", day(profile.case.authorised)),
        ("case_state", case_words(success_case::stage(&profile.case))),
        ("tags", join(&profile.tags)),
        ("need_tags", join(&profile.need_tags)),
    ]
}

/// Says whether the success case may be told.
fn case_words(stage: Stage) -> AttrValue {
    match stage {
        Stage::Nothing => AttrValue::default(),
        Stage::Written => t!("case-written"),
        Stage::TalkedOver => t!("case-talked-over"),
        Stage::Usable => t!("case-usable"),
    }
}

#[derive(Properties)]
struct ContactRowProps {
    account: Arc<Account>,
    contact: Contact,
    private: Option<Arc<PrivateFacts>>,
}

impl PartialEq for ContactRowProps {
    fn eq(&self, other: &Self) -> bool {
        self.contact == other.contact && self.number() == other.number() && self.account.id == other.account.id
    }
}

impl ContactRowProps {
    fn number(&self) -> Option<&str> {
        let facts = self.private.as_ref()?.contacts.get(&self.contact.id)?;
        Some(facts.office_phone.as_str()).filter(|number| !number.is_empty())
    }
}

/// A contact; the number shows only when asked for, and only to the owner.
#[component]
fn ContactRow(props: &ContactRowProps) -> Html {
    let open = use_state_eq(|| false);
    let context = use_context();
    let contact = &props.contact;
    let about = [
        contact.position.clone(),
        contact.department.clone(),
        label_of_code("decision", &contact.decision_role).to_string(),
        contact.preferred_hours.clone(),
        contact.email.clone(),
    ];
    let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let words = html! {
        <>
            <span class="row-title"><span class="clip-2">{ &contact.name }</span>
                if contact.left { { tag(Some(Tone::Mute), None, t!("contact-left")) } }
                if contact.unreachable && !contact.left { { tag(Some(Tone::Soon), None, t!("contact-unreachable")) } }</span>
            <span class="row-meta">{ about }</span>
            if let Some(number) = props.number() { <span class="num">{ if *open { number.to_owned() } else { masked(number) } }</span> }
        </>
    };
    html! {
        <li class="row">
            if context.sells() {
                <Go class="row-main" to={Route::EditContact { account: props.account.id, contact: contact.id }}>{ words }</Go>
            } else {
                <div class="row-main">{ words }</div>
            }
            <CardLink account={props.account.id} contact={contact.id} name={contact.name.clone()} />
            if let Some(number) = props.number() {
                <button class="link" type="button" aria-pressed={open.to_string()} onclick={toggle}>
                    { if *open { t!("hide") } else { t!("reveal") } }<span class="sr">{ " " }{ &contact.name }</span>
                </button>
                <a class="btn-icon" href={format!("tel:{number}")} aria-label={ta!("call", args![name = contact.name])}>{ icon("phone") }</a>
            }
        </li>
    }
}

/// Returns a number with all but its first three and last two digits hidden.
fn masked(number: &str) -> String {
    let count = number.chars().count();
    number
        .chars()
        .enumerate()
        .map(|(at, sign)| if at < 3 || at + 2 >= count || !sign.is_ascii_digit() { sign } else { '*' })
        .collect()
}
