//! Puts what a command says into words.

use fieldnote_core::command::{Command, Shown};
use fieldnote_core::projection::Context;
use fieldnote_core::values::Code;
use yew::AttrValue;

use crate::i18n::{format, label_of_code, label_of_field, put_together, t};
use crate::screens::words;

/// One field of an edit.
#[derive(Debug, Clone, PartialEq)]
pub struct EditLine {
    /// The field.
    pub label: AttrValue,
    /// What the person saw, where the command knows it.
    pub before: Option<String>,
    /// What they made of it; empty when they took it away.
    pub after: String,
}

/// Returns what a command does, in a few words.
pub fn title(command: &Command) -> AttrValue {
    put_together(&format!("do-{}", command.name()))
}

/// Returns the fields of a command, without what only machines read.
pub fn describe(command: &Command, context: &Context) -> Vec<EditLine> {
    let lines = command.lines().into_iter().filter_map(|line| {
        Some(EditLine {
            label: label_of_field(line.field),
            before: line.before.map(str::to_owned),
            after: shown(line.value, context)?,
        })
    });
    lines.collect()
}

/// Returns a value as the person wrote it; nothing for a member who is not known.
fn shown(value: Shown<'_>, context: &Context) -> Option<String> {
    let words = match value {
        Shown::Nothing => String::new(),
        Shown::Yes => t!("yes").to_string(),
        Shown::Text(text) => text.to_owned(),
        Shown::Money(amount) => format::money(amount),
        Shown::Instant(at) => format::when(at, context.now, context.policy.zone_minutes),
        Shown::Minute(minute) => format::minute(minute),
        Shown::Number(number) => number.to_string(),
        Shown::Percent(percent) => format!("{}%", percent.get()),
        Shown::Day(day) => day.to_string(),
        Shown::Code("stage", key) => words::stage(&context.policy, &Code::new(key)).to_string(),
        Shown::Code("required", key) => words::required_field(key).to_string(),
        Shown::Code("region", key) => words::region(&context.policy, &Code::new(key)).to_string(),
        Shown::Code(kind, key) => label_of_code(kind, &Code::new(key)).to_string(),
        Shown::User(user) => context.directory.name(user)?.to_owned(),
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use fieldnote_core::command::{AccountEdit, NewTask, NewVisit, TextEdit};
    use fieldnote_core::policy::Policy;
    use fieldnote_core::values::{AccountId, Instant, Money, TaskId, UserId, VisitId};

    use super::*;
    use crate::i18n::{Language, set_language};

    fn shown(command: &Command) -> Vec<(String, Option<String>, String)> {
        set_language(Language::Zh);
        let context = Context {
            me: UserId::default(),
            now: Instant(0),
            policy: Arc::new(Policy::default()),
            directory: Arc::default(),
            settings: Arc::default(),
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
