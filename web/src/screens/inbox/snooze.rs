//! For how long a reminder is put off.

use fieldnote_core::command::{Command, SettingEdit};
use fieldnote_core::model::ReminderKey;
use fieldnote_core::rules::snooze::choices;
use fieldnote_core::values::Instant;
use yew::prelude::*;

use crate::components::dialog::Sheet;
use crate::frame::icon;
use crate::hooks::{use_app, use_context};
use crate::i18n::{args, format, key, label_of_code, ta};

/// Properties of [`SnoozeSheet`].
#[derive(Properties, PartialEq)]
pub struct SnoozeSheetProps {
    /// What is put off.
    pub reminder: ReminderKey,
    /// How it is called.
    pub name: AttrValue,
    /// Called when it is chosen, or not.
    pub on_close: Callback<()>,
}

/// The choices, each with its moment; none is within the person's quiet hours.
#[component]
pub fn SnoozeSheet(props: &SnoozeSheetProps) -> Html {
    let app = use_app();
    let context = use_context();
    let put_off = |until: Instant| {
        let (app, key, member, close) = (app.clone(), props.reminder, context.me, props.on_close.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            let edits = vec![SettingEdit::Snooze { key, until: Some(until) }];
            app.run(Command::EditSettings { member, edits }, key!("toast-snoozed"));
        })
    };
    let zone = context.policy.zone_minutes;
    html! {
        <Sheet open=true title={ta!("snooze-title", args![name = props.name])} on_close={props.on_close.clone()}>
            <ul class="list plain" role="list">
                for (snooze, until) in choices(context.now, context.settings.quiet, zone) {
                    <li class="row icon-lead" key={snooze.key()}>
                        { icon("later") }
                        <button class="row-main" type="button" onclick={put_off(until)}>
                            <span class="row-title">{ label_of_code("snooze", &snooze.key().into()) }</span>
                            <span class="row-meta">{ format::when(until, context.now, zone) }</span>
                        </button>
                    </li>
                }
            </ul>
        </Sheet>
    }
}
