//! Creating and editing a customer.

use super::desk::{Desk, required};
use super::{AccountEdit, CommandError, NewContact, TextEdit, contact, important};
use crate::document::Scalar;
use crate::model::{BudgetState, Grade, NeedClarity};
use crate::values::{ContactId, CreditCode, Day};

/// Creates a customer: the fields, then its contacts.
///
/// # Source
/// E-05; a name is required (R-14's least).
pub(super) fn create(
    desk: &mut Desk<'_, '_>,
    edits: &[AccountEdit],
    contacts: &[(ContactId, NewContact)],
) -> Result<(), CommandError> {
    if desk.writing.scalar(&["created", "by"]).is_some() {
        return Err(CommandError::BadValue { field: "account", expected: "a new id" });
    }
    if !edits.iter().any(|edit| matches!(edit, AccountEdit::Name(_))) {
        return Err(CommandError::Missing("name"));
    }
    desk.writing.set(&["created", "by"], desk.ctx.me.0)?;
    desk.writing.set(&["created", "at"], desk.ctx.now)?;
    in_order(edits).try_for_each(|edit| field(desk, edit))?;
    contacts.iter().try_for_each(|(id, new)| contact::add(desk, *id, new))
}

/// Changes fields of a customer. What the team must hear of is stamped.
///
/// # Source
/// E-05; R-04.
pub(super) fn edit(desk: &mut Desk<'_, '_>, edits: &[AccountEdit]) -> Result<(), CommandError> {
    for edit in in_order(edits) {
        let Some(kind) = important::of_account(edit) else {
            field(desk, edit)?;
            continue;
        };
        let before = standing(desk, edit);
        field(desk, edit)?;
        // What is filled in for the first time is no change.
        if !before.is_empty() && before != standing(desk, edit) {
            important::stamp(desk, kind)?;
        }
    }
    Ok(())
}

/// Whether it is a person comes first: what may be written of one depends on it.
fn in_order(edits: &[AccountEdit]) -> impl Iterator<Item = &AccountEdit> {
    let first = |edit: &&AccountEdit| matches!(edit, AccountEdit::Individual(_));
    edits.iter().filter(first).chain(edits.iter().filter(move |edit| !first(edit)))
}

/// Returns what stands in the field of an important edit, as one text.
fn standing(desk: &Desk<'_, '_>, edit: &AccountEdit) -> String {
    let scalar = |key| match desk.writing.scalar(&["profile", key]) {
        Some(Scalar::Text(text)) => text,
        _ => String::new(),
    };
    match edit {
        AccountEdit::Name(_) => scalar("name"),
        AccountEdit::Uscc(_) => scalar("uscc"),
        AccountEdit::Industry(_) => scalar("industry"),
        AccountEdit::Region(_) => scalar("region"),
        AccountEdit::CoreNeed(_) => desk.writing.read_text(&["profile", "core_need"]),
        AccountEdit::AddNeedTag(_) | AccountEdit::RemoveNeedTag(_) => {
            desk.writing.keys(&["profile", "need_tags"]).join("\n")
        }
        _ => String::new(),
    }
}

fn field(desk: &mut Desk<'_, '_>, edit: &AccountEdit) -> Result<(), CommandError> {
    match edit {
        AccountEdit::Number(text) => set(desk, "number", text),
        AccountEdit::Name(text) => words(desk, "name", required(text, "name")?),
        AccountEdit::Individual(flag) => set(desk, "individual", *flag),
        AccountEdit::Uscc(text) => set(desk, "uscc", &credit_code(text)?),
        AccountEdit::Founded(day) => set(desk, "founded", *day),
        AccountEdit::Industry(code) => set(desk, "industry", code),
        AccountEdit::EmployeesBand(code) => set(desk, "employees_band", code),
        AccountEdit::RevenueBand(code) => set(desk, "revenue_band", code),
        AccountEdit::Website(text) => words(desk, "website", text),
        AccountEdit::Region(code) => set(desk, "region", code),
        AccountEdit::BudgetRange(text) => words(desk, "budget_range", text),
        AccountEdit::CooperationHistory(code) => set(desk, "cooperation_history", code),
        AccountEdit::AnnualAmount(money) => set(desk, "annual_amount", *money),
        AccountEdit::IndustryLeader(flag) => set(desk, "industry_leader", *flag),
        AccountEdit::Grade { grade, reason } => {
            set(desk, "grade", grade.map_or("", Grade::letter))?;
            words(desk, "grade_reason", reason)?;
            // Chosen by a person, unless the command goes on to say otherwise.
            set(desk, "grade_basis", "")?;
            let today = desk.ctx.now.day(desk.ctx.policy.zone_minutes);
            set(desk, "grade_reviewed", today)
        }
        AccountEdit::GradeBasis(code) => set(desk, "grade_basis", code),
        AccountEdit::CloseProbability(percent) => set(desk, "close_probability", *percent),
        AccountEdit::CloseMonths(months) => set(desk, "close_months", *months),
        AccountEdit::Need(need) => set(desk, "need_clarity", need.map_or("", NeedClarity::key)),
        AccountEdit::Budget(budget) => set(desk, "budget_state", budget.map_or("", BudgetState::key)),
        AccountEdit::State(code) => set(desk, "state", code),
        AccountEdit::CoreNeed(edit) => text(desk, "core_need", edit),
        AccountEdit::Note(edit) => text(desk, "note", edit),
        AccountEdit::SourceChannel(code) => set(desk, "source_channel", code),
        AccountEdit::PreferredChannel(code) => set(desk, "preferred_channel", code),
        AccountEdit::ValuesOffline(flag) => set(desk, "values_offline", *flag),
        AccountEdit::LastVerified(day) => set(desk, "last_verified", *day),
        AccountEdit::Lead(on) => set(desk, "journey", if *on { "lead" } else { "customer" }),
        AccountEdit::BusinessMatch(percent) => set(desk, "business_match", *percent),
        AccountEdit::PurchasePlan(text) => words(desk, "purchase_plan", text),
        AccountEdit::PrepPoints(text) => words(desk, "prep_points", text),
        AccountEdit::EquipmentBudget(money) => set(desk, "equipment_budget", *money),
        AccountEdit::Campaign(text) => words(desk, "campaign", text),
        AccountEdit::CaseContent(text) => case(desk, "case_content", text),
        AccountEdit::CaseEffect(text) => case(desk, "case_effect", text),
        AccountEdit::CaseTalkedOver(day) => set(desk, "case_talked_over", *day),
        AccountEdit::CaseAuthorised(day) => set(desk, "case_authorised", *day),
        AccountEdit::AddTag(tag) => add_tag(desk, "tags", tag),
        AccountEdit::RemoveTag(tag) => mark(desk, "tags", tag, false),
        AccountEdit::AddNeedTag(tag) => add_tag(desk, "need_tags", tag),
        AccountEdit::RemoveNeedTag(tag) => mark(desk, "need_tags", tag, false),
    }
}

/// An optional credit code: empty, or valid and in its standard form.
fn credit_code(text: &str) -> Result<String, CommandError> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let wrong = |_| CommandError::BadValue { field: "uscc", expected: "18 characters with a valid check character" };
    CreditCode::parse(text).map(|code| code.as_str().to_owned()).map_err(wrong)
}

/// Sets the words of the success case: what the customer allowed to be told were others.
fn case(desk: &mut Desk<'_, '_>, key: &'static str, text: &str) -> Result<(), CommandError> {
    words(desk, key, text)?;
    match desk.writing.scalar(&["profile", "case_authorised"]) {
        None | Some(Scalar::Nothing) => Ok(()),
        Some(_) => set(desk, "case_authorised", None::<Day>),
    }
}

fn set(desk: &mut Desk<'_, '_>, key: &str, value: impl Into<Scalar>) -> Result<(), CommandError> {
    Ok(desk.writing.set(&["profile", key], value)?)
}

/// Sets a short text in somebody's words, which is no place for a mobile number.
fn words(desk: &mut Desk<'_, '_>, key: &'static str, text: &str) -> Result<(), CommandError> {
    let before = match desk.writing.scalar(&["profile", key]) {
        Some(Scalar::Text(text)) => text,
        _ => String::new(),
    };
    desk.no_mobile(key, &before, text)?;
    set(desk, key, text)
}

fn text(desk: &mut Desk<'_, '_>, key: &'static str, edit: &TextEdit) -> Result<(), CommandError> {
    desk.no_mobile(key, &edit.base, &edit.text)?;
    Ok(desk.writing.text(&["profile", key], &edit.base, &edit.text)?)
}

fn add_tag(desk: &mut Desk<'_, '_>, set: &'static str, tag: &str) -> Result<(), CommandError> {
    desk.no_mobile(set, "", tag)?;
    mark(desk, set, required(tag, "tag")?, true)
}

fn mark(desk: &mut Desk<'_, '_>, set: &str, entry: &str, present: bool) -> Result<(), CommandError> {
    Ok(desk.writing.mark(&["profile", set, entry], present)?)
}
