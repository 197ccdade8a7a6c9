//! A new customer, or changing one: every field of the profile, from one table.

mod alike;
mod card;

use std::sync::Arc;

use fieldnote_core::command::{AccountEdit, Command, NewContact, TextEdit};
use fieldnote_core::model::{Account, BudgetState, Grade, NeedClarity, Profile};
use fieldnote_core::policy::{Policy, STATES};
use fieldnote_core::projection::Context;
use fieldnote_core::session::Availability;
use fieldnote_core::values::{AccountId, ContactId, Money, Set};
use yew::prelude::*;

use crate::components::form::toggle_chip;
use crate::components::state::skeleton;
use crate::frame::{Page, Tab, icon, icon_small};
use crate::hooks::{DraftHandle, use_app, use_context, use_draft, use_open};
use crate::i18n::{args, key, label_of_code, label_of_field, put_together, t, ta};
use crate::route::Route;
use crate::screens::card_photo::{CardPhoto, Taken};
use crate::screens::customer::clashes::account_edit;
use crate::screens::forms::{Filling, Kind, Values, choices, money_text, percent, use_filling};
use crate::screens::unavailable::unavailable;
use crate::screens::words;
use crate::shell::App;

/// Fields in the order of the form; those before the fold, then the others.
const FIRST: [&str; 9] =
    ["name", "number", "grade", "grade_reason", "state", "region", "industry", "source_channel", "core_need"];
const MORE: [&str; 26] = [
    "individual",
    "employees_band",
    "revenue_band",
    "budget_range",
    "uscc",
    "founded",
    "website",
    "cooperation_history",
    "annual_amount",
    "industry_leader",
    "need_clarity",
    "budget_state",
    "close_probability",
    "close_months",
    "preferred_channel",
    "values_offline",
    "last_verified",
    "note",
    "business_match",
    "purchase_plan",
    "equipment_budget",
    "campaign",
    "case_content",
    "case_effect",
    "case_talked_over",
    "case_authorised",
];
/// Fields of a lead in the order of the form; the others stand behind the fold.
const LEAD: [&str; 14] = [
    "name",
    "region",
    "industry",
    "employees_band",
    "source_channel",
    "campaign",
    "core_need",
    "need_clarity",
    "close_months",
    "budget_state",
    "business_match",
    "purchase_plan",
    "equipment_budget",
    "note",
];
/// Months within which a customer may be expected to close, as the schema has them.
const MONTHS: Kind = Kind::Number(1, 120);
/// Where customers come from (C-21: an open list).
pub const SOURCES: [&str; 9] =
    ["expo", "referral", "partner", "website", "offline_event", "platform", "cold_call", "campaign", "other"];
const ROLES: [&str; 4] = ["final", "evaluator", "influencer", "other"];
/// Fields of the first contact.
const CONTACT: [&str; 5] = ["contact_name", "contact_position", "contact_role", "contact_email", "contact_phone"];
const COOPERATION: [&str; 3] = ["first", "renewal", "none"];

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct CustomerFormProps {
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub id: Option<AccountId>,
    /// A new lead, not a new customer.
    #[prop_or_default]
    pub lead: bool,
}

/// The screen.
#[component]
pub fn CustomerForm(props: &CustomerFormProps) -> Html {
    let (app, _newest) = (use_app(), use_context());
    // A lead begins with its author's region, which the workspace knows.
    if props.lead && !app.read(|session| session.knows_workspace()) {
        return html! { <Page title={t!("new-lead")} back={Route::Customers} tab={Tab::Customers}>{ skeleton(4) }</Page> };
    }
    match props.id {
        Some(id) => html! { <EditOf {id} /> },
        None => html! { <Editor account={None::<Arc<Account>>} lead={props.lead} /> },
    }
}

#[derive(PartialEq, Properties)]
struct EditOfProps {
    id: AccountId,
}

#[component]
fn EditOf(props: &EditOfProps) -> Html {
    let back = Route::Customer { id: props.id };
    match use_open(props.id) {
        Availability::Ready(account) => html! { <Editor lead={account.profile.lead} account={Some(account)} /> },
        Availability::Loading => {
            html! { <Page title={t!("edit-customer")} {back} tab={Tab::Customers}>{ skeleton(4) }</Page> }
        }
        state => html! { <Page title={t!("edit-customer")} {back} tab={Tab::Customers}>{ unavailable(&state) }</Page> },
    }
}

#[derive(Properties)]
struct EditorProps {
    account: Option<Arc<Account>>,
    lead: bool,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        self.lead == other.lead
            && match (&self.account, &other.account) {
                (Some(one), Some(two)) => Arc::ptr_eq(one, two),
                (None, None) => true,
                _ => false,
            }
    }
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let app = use_app();
    let context = use_context();
    let old = props.account.as_deref();
    let id = old.map(|account| account.id);
    let lead = props.lead;
    let new = if lead { "new-lead" } else { "new-customer" };
    let key = id.map_or_else(|| new.to_owned(), |id| format!("customer/{id}"));
    let filling =
        use_filling(key, || start(&old.map_or_else(|| fresh(lead, &context), |account| account.profile.clone())));
    let taken = use_draft::<Taken>(format!("{new}/card"));
    let submit = {
        let (app, filling, taken) = (app, filling.clone(), taken.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&app, &filling, &taken, id, lead);
        })
    };
    let (title, save) = match id {
        Some(_) => (t!("edit-customer"), t!("customer-save")),
        None if lead => (t!("new-lead"), t!("lead-create")),
        None => (t!("new-customer"), t!("customer-create")),
    };
    let list = if lead && context.sells() { Route::Leads } else { Route::Customers };
    let back = id.map_or(list, |id| Route::Customer { id });
    let first: &[&'static str] = if lead { &LEAD } else { &FIRST };
    // Nothing was achieved together with a lead yet.
    let later = |key: &str| key == "grade_reason" || lead && key.starts_with("case_");
    let rest = FIRST.into_iter().chain(MORE).filter(|key| !first.contains(key) && !later(key));
    let reason_shown = filling.values.changed("grade");
    let more_open = id.is_some();
    html! {
        <Page {title} {back} tab={Tab::Customers} dock={filling.dock("customer", save, &context)}>
            <form id="customer" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                if lead && id.is_none() {
                    <CardPhoto {taken} />
                    <card::FromCard edit={filling.edit.clone()} />
                }
                for key in first.iter().copied().filter(|key| *key != "grade_reason" || reason_shown) {
                    <>
                        { profile_field(&filling, key, &context) }
                        if key == "name" && id.is_none() { <alike::Alike name={filling.values.text("name")} /> }
                    </>
                }
                if id.is_none() { { first_contact(&filling, lead) } }
                { tags(&filling, "tags", t!("tags"), &context.policy.tags) }
                <details open={more_open}>
                    <summary class="link">{ icon_small("down") }{ t!("customer-more") }</summary>
                    <div class="stack is-wide more">
                        for key in rest {
                            <>
                                if key == "uscc" && id.is_none() {
                                    <div>{ profile_field(&filling, key, &context) }<alike::SameCode code={filling.values.text("uscc")} /></div>
                                } else {
                                    { profile_field(&filling, key, &context) }
                                }
                                if lead && key == "grade" && reason_shown { { profile_field(&filling, "grade_reason", &context) } }
                            </>
                        }
                        { tags(&filling, "need_tags", label_of_field("profile.need_tags"), &[]) }
                    </div>
                </details>
            </form>
        </Page>
    }
}

/// What a new form begins with: a lead of one's own region.
fn fresh(lead: bool, context: &Context) -> Profile {
    let me = context.directory.members.get(&context.me).filter(|_| lead);
    let region = me.and_then(|me| me.regions.first().cloned()).unwrap_or_default();
    Profile { region, ..Profile::default() }
}

fn start(profile: &Profile) -> Values {
    let fields = FIRST.into_iter().chain(MORE).map(|key| (key, text_of(profile, key)));
    let contact = CONTACT.map(|key| (key, String::new()));
    Values::start(fields.chain(contact))
        .with_words("tags", profile.tags.clone())
        .with_words("need_tags", profile.need_tags.clone())
}

fn text_of(profile: &Profile, key: &str) -> String {
    let day = |day: Option<fieldnote_core::values::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    match key {
        "number" => profile.number.clone(),
        "name" => profile.name.clone(),
        "individual" => profile.individual.to_string(),
        "uscc" => profile.uscc.clone(),
        "founded" => day(profile.founded),
        "industry" => profile.industry.to_string(),
        "employees_band" => profile.employees_band.to_string(),
        "revenue_band" => profile.revenue_band.to_string(),
        "website" => profile.website.clone(),
        "region" => profile.region.to_string(),
        "budget_range" => profile.budget_range.clone(),
        "cooperation_history" => profile.cooperation_history.to_string(),
        "annual_amount" => money_text(profile.annual_amount),
        "equipment_budget" => money_text(profile.equipment_budget),
        "business_match" => profile.business_match.map(|part| part.get().to_string()).unwrap_or_default(),
        "purchase_plan" => profile.purchase_plan.clone(),
        "campaign" => profile.campaign.clone(),
        "case_content" => profile.case.content.clone(),
        "case_effect" => profile.case.effect.clone(),
        "case_talked_over" => day(profile.case.talked_over),
        "case_authorised" => day(profile.case.authorised),
        "industry_leader" => profile.industry_leader.to_string(),
        "grade" => profile.grade.map_or("", Grade::letter).to_owned(),
        "need_clarity" => profile.need_clarity.map_or("", NeedClarity::key).to_owned(),
        "budget_state" => profile.budget_state.map_or("", BudgetState::key).to_owned(),
        "close_months" => profile.close_months.map(|months| months.to_string()).unwrap_or_default(),
        "close_probability" => profile.close_probability.map(|part| part.get().to_string()).unwrap_or_default(),
        "state" => profile.state.to_string(),
        "core_need" => profile.core_need.clone(),
        "note" => profile.note.clone(),
        "source_channel" => profile.source_channel.to_string(),
        "preferred_channel" => profile.preferred_channel.to_string(),
        "values_offline" => profile.values_offline.to_string(),
        "last_verified" => day(profile.last_verified),
        _ => String::new(),
    }
}

fn kind_of(key: &str, policy: &Policy) -> Kind {
    let codes = |kind: &'static str, codes: &[&str]| {
        choices(codes.iter().map(|code| ((*code).to_owned(), label_of_code(kind, &(*code).into()))).collect::<Vec<_>>())
    };
    match key {
        "grade" => choices(
            Grade::ALL
                .map(|grade| (grade.letter().to_owned(), put_together(&format!("grade-choice-{}", grade.letter())))),
        ),
        "state" => codes("state", &STATES),
        "region" => choices(policy.regions.iter().map(|(code, _)| (code.to_string(), words::region(policy, code)))),
        "source_channel" => codes("source", &SOURCES),
        "cooperation_history" => codes("cooperation", &COOPERATION),
        "preferred_channel" => choices(policy.channels.iter().map(|code| (code.to_string(), words::channel(code)))),
        "core_need" | "note" | "case_content" => Kind::Area,
        "founded" | "last_verified" | "case_talked_over" | "case_authorised" => Kind::Day,
        "annual_amount" | "equipment_budget" => Kind::Money,
        "close_probability" | "business_match" => Kind::Percent,
        "close_months" => MONTHS,
        "need_clarity" => codes("need", &NeedClarity::ALL.map(NeedClarity::key)),
        "budget_state" => codes("budget", &BudgetState::ALL.map(BudgetState::key)),
        "individual" | "industry_leader" | "values_offline" => Kind::Tick,
        _ => Kind::Text,
    }
}

fn profile_field(filling: &Filling, key: &'static str, context: &Context) -> Html {
    let label = match key {
        "name" => t!("customer-name"),
        "individual" => t!("customer-individual"),
        _ => label_of_field(&format!("profile.{key}")),
    };
    filling.field(key, label, &kind_of(key, &context.policy), key == "name")
}

fn first_contact(filling: &Filling, lead: bool) -> Html {
    html! {
        <>
            { filling.field("contact_name", t!("customer-contact"), &Kind::Text, false) }
            if !filling.values.text("contact_name").is_empty() {
                { filling.field("contact_position", label_of_field("contacts.*.position"), &Kind::Text, false) }
                if lead {
                    { filling.field("contact_role", label_of_field("contacts.*.decision_role"), &roles(), false) }
                    { filling.field("contact_email", label_of_field("contacts.*.email"), &Kind::Email, false) }
                    { filling.field("contact_phone", label_of_field("office_phone.*"), &Kind::Phone, false) }
                }
            }
        </>
    }
}

fn roles() -> Kind {
    choices(ROLES.map(|code| (code.to_owned(), label_of_code("decision", &code.into()))))
}

fn tags(filling: &Filling, key: &'static str, label: AttrValue, offered: &[String]) -> Html {
    let chosen = filling.values.words_of(key);
    let all: Set<String> = offered.iter().cloned().chain(chosen.iter().cloned()).collect();
    let typed = format!("{key}_typed");
    let put = {
        let typed = typed.clone();
        filling.edit.on(move |values: &mut Values, event: InputEvent| {
            values.put(&typed, crate::components::form::typed(&event))
        })
    };
    let add = {
        let typed = typed.clone();
        filling.edit.click(move |values| {
            let word = values.text(&typed);
            values.put(&typed, String::new());
            if !word.is_empty() && !values.words_of(key).contains(&word) {
                values.toggle_word(key, &word);
            }
        })
    };
    html! {
        <fieldset class="field">
            <legend>{ label.clone() }</legend>
            <div class="cluster">
                for word in all {
                    <>{ toggle_chip(word.clone(), chosen.contains(&word), filling.edit.click(move |values| values.toggle_word(key, &word))) }</>
                }
            </div>
            <div class="cluster is-nowrap">
                <input class="input" aria-label={ta!("tag-new", args![name = label])} value={filling.values.text(&typed)} oninput={put} />
                <button class="btn btn-s" type="button" onclick={add}>{ icon("plus") }{ t!("tag-add") }</button>
            </div>
        </fieldset>
    }
}

fn submit(app: &App, filling: &Filling, taken: &DraftHandle<Taken>, id: Option<AccountId>, lead: bool) {
    let values = &filling.values;
    let kinds = [
        ("annual_amount", Kind::Money),
        ("equipment_budget", Kind::Money),
        ("business_match", Kind::Percent),
        ("close_probability", Kind::Percent),
        ("close_months", MONTHS),
        ("founded", Kind::Day),
        ("last_verified", Kind::Day),
        ("case_talked_over", Kind::Day),
        ("case_authorised", Kind::Day),
    ];
    if filling.stops(&["name"], &kinds) {
        return;
    }
    let mut edits = edits(values);
    if id.is_none() && lead {
        // The region that stood there from the beginning counts, too.
        edits.retain(|edit| !matches!(edit, AccountEdit::Region(_)));
        edits.extend([AccountEdit::Lead(true), AccountEdit::Region(values.text("region").as_str().into())]);
    }
    let path = |id: AccountId| Route::Customer { id }.path();
    match id {
        Some(id) if edits.is_empty() => filling.leave(path(id)),
        Some(id) => {
            filling.save(app, Command::EditAccount { account: id, edits }, key!("toast-customer-changed"), path(id))
        }
        None => {
            let account = app.random(|random| AccountId::random(random));
            let name = values.text("contact_name");
            let card = taken.value();
            if lead && name.is_empty() && !card.jpeg.is_empty() {
                return filling.refuse("contact_name", t!("card-photo-whose"));
            }
            let contact = (!name.is_empty()).then(|| {
                let new = NewContact {
                    name,
                    position: values.text("contact_position"),
                    decision_role: values.text("contact_role").as_str().into(),
                    email: values.text("contact_email"),
                    office_phone: values.text("contact_phone"),
                    ..NewContact::default()
                };
                (app.random(|random| ContactId::random(random)), new)
            });
            let whose = contact.as_ref().map(|(contact, _)| *contact).filter(|_| lead);
            let card = whose.and_then(|contact| Some((card.command(account, contact)?, taken.clone())));
            let command = Command::CreateAccount { account, edits, contacts: contact.into_iter().collect() };
            let done = if lead { key!("toast-lead-new") } else { key!("toast-customer-new") };
            filling.save_with(app, Some(command), card, done, path(account));
        }
    }
}

/// Adds a word or takes one away.
type WordEdit = fn(String) -> AccountEdit;

fn edits(values: &Values) -> Vec<AccountEdit> {
    let mut edits = Vec::new();
    for key in FIRST.into_iter().chain(MORE).filter(|key| values.changed(key)) {
        let text = values.text(key);
        let merged = || TextEdit { base: values.before(key), text: values.text(key) };
        match key {
            "core_need" => edits.push(AccountEdit::CoreNeed(merged())),
            "note" => edits.push(AccountEdit::Note(merged())),
            "grade" => {
                let reason = values.text("grade_reason");
                edits.push(AccountEdit::Grade { grade: Grade::of_letter(&text), reason });
            }
            "equipment_budget" => edits.push(AccountEdit::EquipmentBudget(Money::parse(&text).ok())),
            "business_match" => edits.push(AccountEdit::BusinessMatch(percent(&text))),
            "annual_amount" => edits.push(AccountEdit::AnnualAmount(Money::parse(&text).ok())),
            "close_probability" => edits.push(AccountEdit::CloseProbability(percent(&text))),
            "close_months" => edits.push(AccountEdit::CloseMonths(text.parse().ok())),
            "need_clarity" => edits.push(AccountEdit::Need(NeedClarity::of_key(&text))),
            "budget_state" => edits.push(AccountEdit::Budget(BudgetState::of_key(&text))),
            _ => edits.extend(account_edit(key, &text)),
        }
    }
    let sets: [(&str, WordEdit, WordEdit); 2] = [
        ("tags", AccountEdit::AddTag, AccountEdit::RemoveTag),
        ("need_tags", AccountEdit::AddNeedTag, AccountEdit::RemoveNeedTag),
    ];
    for (key, add, remove) in sets {
        let (now, before) = (values.words_of(key), values.base_words.get(key).cloned().unwrap_or_default());
        edits.extend(now.difference(&before).cloned().map(add));
        edits.extend(before.difference(&now).cloned().map(remove));
    }
    edits
}
