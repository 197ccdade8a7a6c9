//! A field with two values: both are shown with who wrote them; the person picks the one that stands.

use std::sync::Arc;

use fieldnote_core::command::{
    AccountEdit, Command, ContactEdit, EventEdit, OpportunityEdit, PrivateEdit, TaskEdit, VisitEdit,
};
use fieldnote_core::model::{
    Account, BudgetState, Clash, ClashValue, EventKind, Grade, NeedClarity, OpportunityResult,
};
use fieldnote_core::projection::Context;
use fieldnote_core::values::{Instant, Money, Percent};
use yew::prelude::*;

use super::shown::shown;
use crate::hooks::{use_app, use_context};
use crate::i18n::{args, format, key, label_of_field, t, ta};
use crate::screens::words;

/// Properties of [`BothValues`].
#[derive(Properties)]
pub struct BothValuesProps {
    /// The customer.
    pub account: Arc<Account>,
    /// The field.
    pub clash: Clash,
}

impl PartialEq for BothValuesProps {
    fn eq(&self, other: &Self) -> bool {
        self.clash == other.clash && Arc::ptr_eq(&self.account, &other.account)
    }
}

/// The choice.
#[component]
pub fn BothValues(props: &BothValuesProps) -> Html {
    let app = use_app();
    let context = use_context();
    let chosen = use_state_eq(|| 0usize);
    let BothValuesProps { account, clash } = props;
    let field = label_of_field(&clash.field);
    let value = clash.values.get(*chosen).map(|value| value.value.clone()).unwrap_or_default();
    let command = choose_command(account, clash, &value);
    let choose = {
        let command = command.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(command) = command.clone() {
                app.run(command, key!("toast-chosen"));
            }
        })
    };
    html! {
        <section class="section pad"><fieldset class="both">
            <legend>{ ta!("clash-title", args![field = field]) }
                if !clash.subject.is_empty() { { " · " }{ &clash.subject } }
            </legend>
            <p class="dim">{ t!("clash-text") }</p>
            for (index, value) in clash.values.iter().enumerate() {
                { option(clash, index, value, index == *chosen, &context, {
                    let chosen = chosen.clone();
                    Callback::from(move |_: Event| chosen.set(index))
                }) }
            }
            if command.is_some() {
                <div class="cluster"><button class="btn btn-primary grow" type="button" onclick={choose}>
                    { ta!("clash-use", args![value = shown(&clash.field, &value, &context)]) }</button></div>
            }
        </fieldset></section>
    }
}

fn option(
    clash: &Clash,
    index: usize,
    value: &ClashValue,
    on: bool,
    context: &Context,
    choose: Callback<Event>,
) -> Html {
    let zone = context.policy.zone_minutes;
    let who = words::name(&context.directory, value.by).to_string();
    let when = value.at.map(|at| format::when(at, context.now, zone)).unwrap_or_default();
    let stands = if index == 0 { t!("clash-stands") } else { AttrValue::default() };
    html! {
        <label class="both-opt" key={index}>
            <input type="radio" name={clash.path.clone()} checked={on} onchange={choose} />
            <b>{ shown(&clash.field, &value.value, context) }</b>
            <small>{ ta!("clash-who", args![name = who, when = when]) }{ " " }{ stands }</small>
        </label>
    }
}

/// Returns the ordinary edit that writes a value; nothing for fields that only the server writes.
fn choose_command(account: &Account, clash: &Clash, value: &str) -> Option<Command> {
    let id = account.id;
    let mut path = clash.path.split('/');
    match (path.next()?, path.next()?, path.next()) {
        ("profile", key, None) => Some(Command::EditAccount { account: id, edits: vec![account_edit(key, value)?] }),
        ("profile", event, Some(key)) => {
            let edits = vec![event_edit(key, value)?];
            Some(Command::EditEvent { account: id, event: event.parse().ok()?, edits })
        }
        ("contacts", contact, Some(key)) => {
            let edits = vec![contact_edit(key, value)?];
            Some(Command::EditContact { account: id, contact: contact.parse().ok()?, edits, private: Vec::new() })
        }
        ("visits", visit, Some(key)) => {
            Some(Command::AmendVisit { account: id, visit: visit.parse().ok()?, edits: vec![visit_edit(key, value)?] })
        }
        ("tasks", task, Some(key)) => task_command(account, task.parse().ok()?, key, value),
        ("opportunities", deal, Some(key)) => deal_command(account, deal.parse().ok()?, key, value),
        (key @ ("office_phone" | "other_channel"), contact, None) => {
            let text = value.to_owned();
            let edit =
                if key == "office_phone" { PrivateEdit::OfficePhone(text) } else { PrivateEdit::OtherChannel(text) };
            let (edits, private) = (Vec::new(), vec![edit]);
            Some(Command::EditContact { account: id, contact: contact.parse().ok()?, edits, private })
        }
        _ => None,
    }
}

/// Returns the edit that puts a stored value into a field of the customer; nothing for texts that merge.
pub fn account_edit(key: &str, value: &str) -> Option<AccountEdit> {
    let text = || value.to_owned();
    Some(match key {
        "number" => AccountEdit::Number(text()),
        "name" => AccountEdit::Name(text()),
        "individual" => AccountEdit::Individual(value == "true"),
        "uscc" => AccountEdit::Uscc(text()),
        "founded" => AccountEdit::Founded(value.parse().ok()),
        "industry" => AccountEdit::Industry(value.into()),
        "employees_band" => AccountEdit::EmployeesBand(value.into()),
        "revenue_band" => AccountEdit::RevenueBand(value.into()),
        "website" => AccountEdit::Website(text()),
        "region" => AccountEdit::Region(value.into()),
        "budget_range" => AccountEdit::BudgetRange(text()),
        "cooperation_history" => AccountEdit::CooperationHistory(value.into()),
        "annual_amount" => AccountEdit::AnnualAmount(value.parse().ok().map(Money)),
        "industry_leader" => AccountEdit::IndustryLeader(value == "true"),
        "grade" => AccountEdit::Grade { grade: Grade::of_letter(value), reason: t!("clash-reason").to_string() },
        "close_probability" => AccountEdit::CloseProbability(percent(value)),
        "close_months" => AccountEdit::CloseMonths(value.parse().ok()),
        "need_clarity" => AccountEdit::Need(NeedClarity::of_key(value)),
        "budget_state" => AccountEdit::Budget(BudgetState::of_key(value)),
        "business_match" => AccountEdit::BusinessMatch(percent(value)),
        "purchase_plan" => AccountEdit::PurchasePlan(text()),
        "prep_points" => AccountEdit::PrepPoints(text()),
        "equipment_budget" => AccountEdit::EquipmentBudget(value.parse().ok().map(Money)),
        "campaign" => AccountEdit::Campaign(text()),
        "case_content" => AccountEdit::CaseContent(text()),
        "case_effect" => AccountEdit::CaseEffect(text()),
        "case_talked_over" => AccountEdit::CaseTalkedOver(value.parse().ok()),
        "case_authorised" => AccountEdit::CaseAuthorised(value.parse().ok()),
        "journey" => AccountEdit::Lead(value == "lead"),
        "state" => AccountEdit::State(value.into()),
        "source_channel" => AccountEdit::SourceChannel(value.into()),
        "preferred_channel" => AccountEdit::PreferredChannel(value.into()),
        "values_offline" => AccountEdit::ValuesOffline(value == "true"),
        "last_verified" => AccountEdit::LastVerified(value.parse().ok()),
        _ => return None,
    })
}

/// Returns the edit that puts a stored value into a field of a business event.
pub fn event_edit(key: &str, value: &str) -> Option<EventEdit> {
    Some(match key {
        "kind" => EventEdit::Kind(EventKind::of_key(value)?),
        "day" => EventEdit::Day(value.parse().ok()?),
        "note" => EventEdit::Note(value.to_owned()),
        _ => return None,
    })
}

/// Returns the edit that puts a stored value into a field of a contact; nothing for texts that merge.
pub fn contact_edit(key: &str, value: &str) -> Option<ContactEdit> {
    let text = value.to_owned();
    Some(match key {
        "name" => ContactEdit::Name(text),
        "position" => ContactEdit::Position(text),
        "department" => ContactEdit::Department(text),
        "email" => ContactEdit::Email(text),
        "preferred_channel" => ContactEdit::PreferredChannel(value.into()),
        "preferred_hours" => ContactEdit::PreferredHours(text),
        "decision_role" => ContactEdit::DecisionRole(value.into()),
        "left" => ContactEdit::Left(value == "true"),
        "unreachable" => ContactEdit::Unreachable(value == "true"),
        _ => return None,
    })
}

fn visit_edit(key: &str, value: &str) -> Option<VisitEdit> {
    Some(match key {
        "ended_at" => VisitEdit::EndedAt(Instant(value.parse().ok()?)),
        "channel" => VisitEdit::Channel(value.into()),
        "depth" => VisitEdit::Depth(value.into()),
        "nonbusiness" => VisitEdit::Nonbusiness(value == "true"),
        "topic" => VisitEdit::Topic(value.to_owned()),
        "termination_intent" => VisitEdit::TerminationIntent(value == "true"),
        "no_response" => VisitEdit::NoResponse(value == "true"),
        "satisfaction" => VisitEdit::Satisfaction(value.parse().ok()),
        "opportunity" => VisitEdit::Opportunity(value.parse().ok()),
        "method" => VisitEdit::Method(value.into()),
        "situation" => VisitEdit::Situation(value.to_owned()),
        "problem" => VisitEdit::Problem(value.to_owned()),
        "implication" => VisitEdit::Implication(value.to_owned()),
        "payoff" => VisitEdit::Payoff(value.to_owned()),
        "payoff_own" => VisitEdit::PayoffOwn(value == "true"),
        "urgency" => VisitEdit::Urgency(value.parse().ok()),
        "importance" => VisitEdit::Importance(value.parse().ok()),
        "match" => VisitEdit::Matched(percent(value)),
        "solution" => VisitEdit::Solution(value.parse().ok()),
        _ => return None,
    })
}

fn task_command(account: &Account, task: fieldnote_core::values::TaskId, key: &str, value: &str) -> Option<Command> {
    let id = account.id;
    let now = account.tasks.get(&task)?;
    let edit = |edit| Some(Command::EditTask { account: id, task, edits: vec![edit] });
    match key {
        "due" => {
            Some(Command::PostponeTask { account: id, task, due: value.parse().ok()?, due_minute: now.due_minute })
        }
        "due_minute" => {
            Some(Command::PostponeTask { account: id, task, due: now.due?, due_minute: value.parse().ok() })
        }
        "status" if value == "done" => Some(Command::FinishTask { account: id, task }),
        "status" => Some(Command::ReopenTask { account: id, task }),
        "responsible" => edit(TaskEdit::Responsible { member: value.parse().ok(), name: String::new() }),
        "responsible_name" => edit(TaskEdit::Responsible { member: None, name: value.to_owned() }),
        "promise" => edit(TaskEdit::Promise(value == "true")),
        "in_contract" => edit(TaskEdit::InContract(value == "true")),
        "channel" => edit(TaskEdit::Channel(value.into())),
        "contact" => edit(TaskEdit::Contact(value.parse().ok())),
        _ => None,
    }
}

fn deal_command(
    account: &Account,
    opportunity: fieldnote_core::values::OpportunityId,
    key: &str,
    value: &str,
) -> Option<Command> {
    let id = account.id;
    let edit = |edit| Some(Command::EditOpportunity { account: id, opportunity, edits: vec![edit] });
    match key {
        "stage" => Some(Command::MoveOpportunity { account: id, opportunity, stage: value.into() }),
        "result" => {
            let result = match value {
                "won" => OpportunityResult::Won,
                "lost" => OpportunityResult::Lost,
                _ => OpportunityResult::Open,
            };
            Some(Command::CloseOpportunity { account: id, opportunity, result })
        }
        "title" => edit(OpportunityEdit::Title(value.to_owned())),
        "amount" => edit(OpportunityEdit::Amount(value.parse().ok().map(Money))),
        "probability" => edit(OpportunityEdit::Probability(percent(value))),
        "close_day" => edit(OpportunityEdit::CloseDay(value.parse().ok())),
        "products" => edit(OpportunityEdit::Products(value.to_owned())),
        "period" => edit(OpportunityEdit::Period(value.to_owned())),
        "effect" => edit(OpportunityEdit::Effect(value.to_owned())),
        "benefit" => edit(OpportunityEdit::Benefit(value.to_owned())),
        "basis" => edit(OpportunityEdit::Basis(value.to_owned())),
        _ => None,
    }
}

fn percent(value: &str) -> Option<Percent> {
    Percent::new(value.parse().ok()?).ok()
}
