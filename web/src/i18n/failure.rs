//! Errors in words: what happened, where the text is, what to do.

use fieldnote_core::command::CommandError;
use fieldnote_core::session::StoreError;
use yew::AttrValue;

use super::{args, format, label_of_field, t, ta};
use crate::platform::http::HttpError;
use crate::shell::Failure;

/// Returns why a command was not saved.
pub fn failure(failure: &Failure) -> AttrValue {
    match failure {
        Failure::Command(error) => command(error),
        Failure::NotHere => t!("failure-not-here"),
        Failure::Store(error) => store_error(error),
    }
}

fn command(error: &CommandError) -> AttrValue {
    let field = |name: &str| label_of_field(name).to_string();
    match error {
        CommandError::Unknown(what) => ta!("failure-unknown", args![what = field(what)]),
        CommandError::Missing(what) => ta!("failure-missing", args![field = field(what)]),
        CommandError::TooLong { field: what, max } => ta!("failure-too-long", args![field = field(what), max = *max]),
        CommandError::Vague(phrase) => ta!("failure-vague", args![phrase = phrase.as_str()]),
        CommandError::Todo { index, field: what } => {
            ta!("failure-todo", args![index = index + 1, field = field(&format!("tasks.*.{what}"))])
        }
        CommandError::MobileNumber(what) => ta!("failure-mobile", args![field = field(what)]),
        CommandError::BirthdayConsent => t!("failure-birthday"),
        CommandError::BadValue { field: what, expected } => {
            ta!("failure-value", args![field = field(what), expected = *expected])
        }
        CommandError::TooSoon { first } => ta!("failure-too-soon", args![day = format::day_long(*first)]),
        CommandError::LowMatch { least } => ta!("failure-low-match", args![n = *least]),
        CommandError::InPool => t!("failure-in-pool"),
        CommandError::NotAllowed => t!("failure-not-allowed"),
        CommandError::NothingToUndo => t!("toast-not-undone"),
        CommandError::Document(_) => t!("failure-document"),
    }
}

/// Returns why the store failed.
pub fn store_error(error: &StoreError) -> AttrValue {
    match error {
        StoreError::Quota => t!("failure-quota"),
        StoreError::Evicted => t!("failure-evicted"),
        StoreError::Corrupt(_) => t!("failure-corrupt"),
        StoreError::Unavailable(_) => t!("failure-store"),
    }
}

/// Returns why the server did not do something.
pub fn http(error: &HttpError) -> AttrValue {
    match error {
        HttpError::Offline => t!("http-offline"),
        HttpError::WrongPassword(Some(left)) => ta!("http-wrong-password-left", args![n = *left]),
        HttpError::WrongPassword(None) => t!("http-wrong-password"),
        HttpError::TooMany(seconds) => ta!("http-too-many", args![n = seconds.div_ceil(60)]),
        HttpError::SignedOut => t!("http-signed-out"),
        HttpError::Revoked => t!("http-revoked"),
        HttpError::Other(words) => ta!("http-other", args![words = words.as_str()]),
    }
}
