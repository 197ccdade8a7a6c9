//! Values of the document's history in words: amounts, days, times, names and codes instead of what is stored.

use fieldnote_core::policy::{PolicyNumber, Unit};
use fieldnote_core::projection::Context;
use fieldnote_core::values::{Code, Instant, Money};
use yew::prelude::*;

use crate::i18n::{args, format, label_of_code, t, ta};
use crate::screens::words;

/// Returns a stored value in words.
pub fn shown(field: &str, value: &str, context: &Context) -> AttrValue {
    let last = field.rsplit('.').find(|part| *part != "*").unwrap_or(field);
    let code = Code::new(value);
    let of_code = |kind: &str| label_of_code(kind, &code);
    match last {
        "state" => of_code("state"),
        "channel" | "channels" | "preferred_channel" => of_code("channel"),
        "required_fields" => words::required_field(value),
        "depth" => of_code("depth"),
        "decision_role" => of_code("decision"),
        "source_channel" => of_code("source"),
        "cooperation_history" => of_code("cooperation"),
        "result" => of_code("result"),
        "need_clarity" => of_code("need"),
        "budget_state" => of_code("budget"),
        "grading" | "grade_basis" => of_code("grading"),
        "frequency" => of_code("frequency"),
        "journey" => of_code("journey"),
        "method" => of_code("method"),
        "need" => of_code("need"),
        "source" => of_code("source"),
        "level" => of_code("level"),
        "solution" if !value.is_empty() && value != "false" => t!("yes"),
        "zone_minutes" => value.parse().map_or_else(|_| value.to_owned(), format::zone).into(),
        "region" => words::region(&context.policy, &code),
        "stage" => words::stage(&context.policy, &code),
        "amount" | "annual_amount" | "equipment_budget" => {
            value.parse().map_or_else(|_| value.to_owned(), |minor| format::money_full(Money(minor))).into()
        }
        "probability" | "close_probability" | "business_match" | "match" => format!("{value}%").into(),
        "theme" => of_code("theme"),
        "kind" if field == "profile.*.kind" => of_code("event"),
        "due_minute" => value.parse().map_or_else(|_| value.to_owned(), format::minute).into(),
        "responsible" | "owner" | "recorder" | "created_by" | "by" | "to" => match value.parse() {
            Ok(user) => words::member(context, user),
            Err(_) => value.to_owned().into(),
        },
        _ if PolicyNumber::of_key(last).is_some() => policy_number(last, value),
        _ if last.ends_with("_at") => {
            value.parse().map_or_else(|_| value.to_owned(), |ms| at(Instant(ms), context)).into()
        }
        _ if value == "true" => t!("yes"),
        _ if value == "false" => t!("no"),
        _ => value.to_owned().into(),
    }
}

/// Returns a number of the policy in its unit.
fn policy_number(key: &str, value: &str) -> AttrValue {
    match (PolicyNumber::of_key(key), value.parse()) {
        (Some(number), Ok(value)) => in_unit(number, value),
        _ => value.to_owned().into(),
    }
}

/// Returns a number of the policy in words.
pub fn in_unit(number: PolicyNumber, value: i64) -> AttrValue {
    match number.unit() {
        Unit::Money => format::money_full(Money(value)).into(),
        Unit::Minute => format::minute(u16::try_from(value).unwrap_or_default()).into(),
        Unit::Switch => {
            if value == 0 {
                t!("no")
            } else {
                t!("yes")
            }
        }
        Unit::Percent => format!("{value}%").into(),
        Unit::Hours => ta!("unit-hours", args![n = value]),
        Unit::Days => ta!("days-n", args![n = value]),
        Unit::WorkingDays => ta!("working-days", args![n = value]),
        Unit::Months => ta!("unit-months", args![n = value]),
        Unit::Times | Unit::DayOfMonth | Unit::Points | Unit::People => value.to_string().into(),
    }
}

fn at(at: Instant, context: &Context) -> String {
    format::when(at, context.now, context.policy.zone_minutes)
}
