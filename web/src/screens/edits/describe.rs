//! Reads a command through its own JSON form, so a new command or field is shown without a line here.

use fieldnote_core::command::Command;
use fieldnote_core::projection::Context;
use fieldnote_core::values::{Code, Instant, Money};
use serde_json::{Map, Value};
use yew::AttrValue;

use crate::i18n::{format, label, label_of_code, label_of_field, t};

/// One field of an edit.
#[derive(Debug, Clone, PartialEq)]
pub struct EditLine {
    /// The field.
    pub label: AttrValue,
    /// What the person saw, where the command knows it.
    pub before: Option<String>,
    /// What they made of it.
    pub after: String,
}

/// Returns what a command does, in a few words.
pub fn title(command: &Command) -> AttrValue {
    t(&format!("do-{}", parts(command).0.replace('_', "-")))
}

/// Returns the fields of a command, without what only machines read.
pub fn describe(command: &Command, context: &Context) -> Vec<EditLine> {
    let mut lines = Vec::new();
    for (name, value) in &parts(command).1 {
        collect(name, value, context, &mut lines);
    }
    lines
}

/// Returns the kind of a command and its fields. They come through the text, which the device writes anyway: a
/// serializer straight into values is as large again.
fn parts(command: &Command) -> (String, Map<String, Value>) {
    let json = serde_json::to_string(command).unwrap_or_default();
    match serde_json::from_str::<Map<String, Value>>(&json).ok().and_then(|kinds| kinds.into_iter().next()) {
        Some((kind, Value::Object(fields))) => (kind, fields),
        _ => (String::new(), Map::new()),
    }
}

fn collect(name: &str, value: &Value, context: &Context, lines: &mut Vec<EditLine>) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Array(entries) => {
            for entry in entries {
                match entry {
                    // A new record with its id.
                    Value::Array(pair) => {
                        pair.iter()
                            .filter(|part| part.is_object())
                            .for_each(|part| collect(name, part, context, lines));
                    }
                    entry => collect(name, entry, context, lines),
                }
            }
        }
        Value::Object(fields) => match (fields.get("base"), fields.get("text")) {
            (Some(base), Some(text)) => lines.push(EditLine {
                label: label_of_field(name),
                before: base.as_str().filter(|base| !base.is_empty()).map(str::to_owned),
                after: text.as_str().unwrap_or_default().to_owned(),
            }),
            _ => fields.iter().for_each(|(name, value)| collect(name, value, context, lines)),
        },
        value => {
            if let Some(after) = words(name, value, context).filter(|after| !after.is_empty()) {
                lines.push(EditLine { label: label_of_field(name), before: None, after });
            }
        }
    }
}

/// Returns a value as the person wrote it; nothing for ids of records.
fn words(name: &str, value: &Value, context: &Context) -> Option<String> {
    let zone = context.policy.zone_minutes;
    match (name, value) {
        (_, Value::Bool(_)) => Some(t("yes").to_string()),
        ("amount" | "annual_amount", Value::Number(number)) => Some(format::money(Money(number.as_i64()?))),
        ("ended_at" | "at", Value::Number(number)) => Some(format::when(Instant(number.as_i64()?), context.now, zone)),
        ("due_minute", Value::Number(number)) => Some(format::minute(u16::try_from(number.as_u64()?).ok()?)),
        ("probability" | "close_probability", Value::Number(number)) => Some(format!("{number}%")),
        (_, Value::Number(number)) => Some(number.to_string()),
        ("account" | "contact" | "visit" | "task" | "opportunity" | "request", _) => None,
        ("to" | "responsible" | "member" | "Member", Value::String(id)) => {
            context.directory.name(id.parse().ok()?).map(str::to_owned)
        }
        ("Contact", Value::String(_)) => None,
        ("channel" | "preferred_channel", Value::String(code)) => Some(of_code("channel", code)),
        ("depth", Value::String(code)) => Some(of_code("depth", code)),
        ("state", Value::String(code)) => Some(of_code("state", code)),
        ("decision_role", Value::String(code)) => Some(of_code("decision", code)),
        ("stage", Value::String(code)) => {
            let stage = context.policy.stages.iter().find(|stage| stage.key.as_str() == code);
            Some(stage.map_or_else(|| code.clone(), |stage| label(&stage.name).to_string()))
        }
        ("region", Value::String(code)) => {
            let region = context.policy.regions.iter().find(|(key, _)| key.as_str() == code);
            Some(region.map_or_else(|| code.clone(), |(_, name)| label(name).to_string()))
        }
        (_, Value::String(text)) => Some(text.clone()),
        _ => None,
    }
}

fn of_code(kind: &str, code: &str) -> String {
    label_of_code(kind, &Code::new(code)).to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use fieldnote_core::command::{AccountEdit, NewTask, NewVisit, TextEdit};
    use fieldnote_core::policy::Policy;
    use fieldnote_core::values::{AccountId, TaskId, UserId, VisitId};

    use super::*;
    use crate::i18n::{Language, set_language};

    fn shown(command: &Command) -> Vec<(String, Option<String>, String)> {
        set_language(Language::Zh);
        let context = Context {
            me: UserId::default(),
            now: Instant(0),
            policy: Arc::new(Policy::default()),
            directory: Arc::default(),
            initial: |_| None,
        };
        let lines = describe(command, &context);
        lines.into_iter().map(|line| (line.label.to_string(), line.before, line.after)).collect()
    }

    #[test]
    fn an_edit_is_shown_with_labels_and_what_was_there_before() {
        let edits = vec![
            AccountEdit::BudgetRange("50–60万".into()),
            AccountEdit::AnnualAmount(Some(Money::yuan(520_000))),
            AccountEdit::CoreNeed(TextEdit { base: "两条线".into(), text: "三条线".into() }),
            AccountEdit::State(Code::new("high_intent")),
        ];
        let command = Command::EditAccount { account: AccountId::default(), edits };
        let expected = [
            ("预算范围", None, "50–60万"),
            ("年合作金额", None, "¥52.0万"),
            ("核心需求", Some("两条线"), "三条线"),
            ("当前状态", None, "高意向"),
        ];
        let expected =
            expected.map(|(label, before, after)| (label.to_owned(), before.map(str::to_owned), after.to_owned()));
        assert_eq!(shown(&command), expected);
        assert_eq!(title(&command), "改客户资料");
    }

    #[test]
    fn a_record_is_shown_with_its_to_dos_and_without_ids() {
        let todo = NewTask { title: "发方案".into(), ..NewTask::default() };
        let new = NewVisit {
            channel: Code::new("phone"),
            summary: "确认设备参数".into(),
            todos: vec![(TaskId::default(), todo)],
            ..NewVisit::default()
        };
        let command =
            Command::RecordVisit { account: AccountId::default(), visit: VisitId::default(), new: Box::new(new) };
        let lines = shown(&command);
        for expected in ["电话", "确认设备参数", "发方案"] {
            assert!(lines.iter().any(|(_, _, after)| after == expected), "{expected} in {lines:?}");
        }
        assert!(lines.iter().all(|(_, _, after)| !after.contains("0000")), "{lines:?}");
    }
}
