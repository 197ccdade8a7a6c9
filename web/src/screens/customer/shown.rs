//! Values of the document's history in words: amounts, days, times, names and codes instead of what is stored.

use fieldnote_core::projection::Context;
use fieldnote_core::values::{Code, Instant, Money};
use yew::prelude::*;

use crate::i18n::{format, label_of_code, t};
use crate::screens::words;

/// Returns a stored value in words.
pub fn shown(field: &str, value: &str, context: &Context) -> AttrValue {
    let last = field.rsplit('.').find(|part| *part != "*").unwrap_or(field);
    let code = Code::new(value);
    let of_code = |kind: &str| label_of_code(kind, &code);
    match last {
        "state" => of_code("state"),
        "channel" | "preferred_channel" => of_code("channel"),
        "depth" => of_code("depth"),
        "decision_role" => of_code("decision"),
        "source_channel" => of_code("source"),
        "cooperation_history" => of_code("cooperation"),
        "result" => of_code("result"),
        "region" => words::region(&context.policy, &code),
        "stage" => words::stage(&context.policy, &code),
        "amount" | "annual_amount" => {
            value.parse().map_or_else(|_| value.to_owned(), |minor| format::money_full(Money(minor))).into()
        }
        "probability" | "close_probability" => format!("{value}%").into(),
        "due_minute" => value.parse().map_or_else(|_| value.to_owned(), format::minute).into(),
        "responsible" | "owner" | "recorder" | "created_by" | "by" | "to" => match value.parse() {
            Ok(user) => words::member(context, user),
            Err(_) => value.to_owned().into(),
        },
        _ if last.ends_with("_at") => {
            value.parse().map_or_else(|_| value.to_owned(), |ms| at(Instant(ms), context)).into()
        }
        _ if value == "true" => t!("yes"),
        _ if value == "false" => t!("no"),
        _ => value.to_owned().into(),
    }
}

fn at(at: Instant, context: &Context) -> String {
    format::when(at, context.now, context.policy.zone_minutes)
}
