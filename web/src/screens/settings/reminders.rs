//! When nothing rings, and whether one digest a day stands for many reminders. It holds on all devices of the person.

use fieldnote_core::command::{Command, SettingEdit};
use fieldnote_core::model::{QuietHours, Settings};
use yew::prelude::*;

use crate::components::form::{TextField, check};
use crate::frame::{Go, icon};
use crate::hooks::{use_app, use_context};
use crate::i18n::{self, format, key, t};
use crate::route::Route;
use crate::screens::words;

/// The section; each choice holds at once.
#[component]
pub(super) fn Reminders() -> Html {
    let app = use_app();
    let context = use_context();
    let (me, settings) = (context.me, context.settings);
    let usual = Settings::default();
    let set = Callback::from(move |edit: SettingEdit| {
        // What is sent to the person is in the language that they read here.
        let edits = vec![edit, SettingEdit::Language(i18n::language().tag().to_owned())];
        app.run(Command::EditSettings { member: me, edits }, key!("toast-settings"));
    });
    let hours = settings.quiet.or(usual.quiet).unwrap_or(QuietHours { from: 0, to: 0 });
    let digest = settings.digest.or(usual.digest).unwrap_or_default();
    // A time that is not whole yet is no time.
    let time = |id: &'static str, label: AttrValue, value: u16, edit: fn(QuietHours, u16) -> SettingEdit| {
        let set = set.clone();
        let on_input = Callback::from(move |text: String| {
            if let Some(minute) = words::minute_of(&text).filter(|minute| *minute != value) {
                set.emit(edit(hours, minute));
            }
        });
        html! { <TextField {id} {label} value={format::minute(value)} {on_input} kind="time" short=true /> }
    };
    let quiet_on = set.reform(move |on: bool| SettingEdit::Quiet(on.then_some(hours)));
    let digest_on = set.reform(move |on: bool| SettingEdit::Digest(on.then_some(digest)));
    html! {
        <section class="section" aria-labelledby="reminders-t">
            <div class="section-head"><h2 id="reminders-t">{ t!("reminders") }</h2>
                <Go class="link" to={Route::Inbox}>{ icon("bell") }{ t!("inbox") }</Go></div>
            <div class="card stack">
                { check("", t!("quiet-hours"), settings.quiet.is_some(), quiet_on) }
                if settings.quiet.is_some() {
                    <div class="pair">
                        { time("quiet-from", t!("quiet-from"), hours.from, |hours, from| SettingEdit::Quiet(Some(QuietHours { from, ..hours }))) }
                        { time("quiet-to", t!("quiet-to"), hours.to, |hours, to| SettingEdit::Quiet(Some(QuietHours { to, ..hours }))) }
                    </div>
                }
                { check("", t!("digest-daily"), settings.digest.is_some(), digest_on) }
                if settings.digest.is_some() {
                    { time("digest-at", t!("digest-at"), digest, |_, minute| SettingEdit::Digest(Some(minute))) }
                }
                <p class="dim">{ t!("reminders-text") }</p>
            </div>
        </section>
    }
}
