//! Reminders (提醒): everything that reminds the person in one list, what is put off below it, the day in a sentence.

pub mod snooze;

use fieldnote_core::command::{Command, SettingEdit};
use fieldnote_core::projection::{AgendaLine, Context, DayParts, Digest, InboxView, Reminder, Reminds, inbox};
use fieldnote_core::summary::SummaryRow;
use yew::prelude::*;

use self::snooze::SnoozeSheet;
use crate::components::marks::grade;
use crate::components::state::{empty, more};
use crate::frame::{Go, Page, Tab, Tone, icon};
use crate::hooks::{use_app, use_context, use_drawn, use_pulse};
use crate::i18n::{args, format, key, label_of_code, t, ta};
use crate::route::Route;
use crate::screens::review::deadline;
use crate::screens::today::agenda::title;
use crate::screens::today::news::use_news;
use crate::screens::today::{occasion, use_day, use_grades, use_occasions, why};
use crate::screens::words;

/// Lines drawn at first, and more with each tap.
const PAGE_LINES: usize = 20;

/// Returns the inbox.
#[hook]
pub fn use_inbox() -> std::rc::Rc<InboxView> {
    let context = use_context();
    let (today, care, news, grades) = (use_day(), use_occasions(), use_news(), use_grades());
    let pulse = use_pulse();
    use_memo((pulse.revision, pulse.minute), |_| {
        inbox(DayParts { today: &today, care: &care, news: &news, grades: &grades }, &context)
    })
}

/// The way to the inbox, with how much is in it; in quiet hours it says nothing.
#[component]
pub fn Bell() -> Html {
    // The screen first, then how much there is beside it.
    if use_drawn() {
        html! { <Counted /> }
    } else {
        bell(0)
    }
}

#[component]
fn Counted() -> Html {
    let view = use_inbox();
    bell(if view.quiet { 0 } else { view.now.len() })
}

fn bell(count: usize) -> Html {
    html! {
        <Go class="btn-icon has-count" to={Route::Inbox} label={ta!("inbox-open", args![n = count])}>
            { icon("bell") }
            if count > 0 { <span class="count" aria-hidden="true">{ if count > 99 { "99+".to_owned() } else { count.to_string() } }</span> }
        </Go>
    }
}

/// The screen.
#[component]
pub fn Inbox() -> Html {
    let context = use_context();
    let view = use_inbox();
    let (shown, shown_later) = (use_state_eq(|| PAGE_LINES), use_state_eq(|| PAGE_LINES));
    let settings = html! { <Go class="btn-icon" to={Route::Settings} label={t!("reminders")}>{ icon("clock") }</Go> };
    html! {
        <Page title={t!("inbox")} back={Route::Today} actions={settings} tab={Tab::Today}>
            <div class="cols main-first">
                <div>
                    { digest(&view, &context) }
                    <section class="section" aria-labelledby="inbox-now-t">
                        <div class="section-head"><h2 id="inbox-now-t">{ ta!("inbox-now", args![n = view.now.len()]) }</h2></div>
                        if view.now.is_empty() {
                            { empty("bell", None, t!("inbox-empty"), t!("inbox-empty-text"), Html::default()) }
                        } else {
                            <ul class="list" role="list">
                                for reminder in view.now.iter().take(*shown) { { row(reminder) } }
                            </ul>
                            { more(view.now.len(), &shown, 5 * PAGE_LINES) }
                        }
                    </section>
                </div>
                <div>
                    if !view.later.is_empty() {
                        <section class="section" aria-labelledby="inbox-later-t">
                            <div class="section-head"><h2 id="inbox-later-t">{ ta!("inbox-later", args![n = view.later.len()]) }</h2></div>
                            <ul class="list" role="list">
                                for reminder in view.later.iter().take(*shown_later) { { row(reminder) } }
                            </ul>
                            { more(view.later.len(), &shown_later, 5 * PAGE_LINES) }
                        </section>
                    }
                </div>
            </div>
        </Page>
    }
}

fn row(reminder: &Reminder) -> Html {
    html! { <li key={reminder.key.to_string()}><Row reminder={reminder.clone()} /></li> }
}

/// The day in a sentence, and whether it is quiet.
fn digest(view: &InboxView, context: &Context) -> Html {
    let Digest { contacts, todos, overdue, to_record, customers } = view.digest;
    let parts = [
        (contacts, ta!("digest-contacts", args![n = contacts])),
        (todos, ta!("digest-todos", args![n = todos])),
        (overdue, ta!("digest-overdue", args![n = overdue])),
        (to_record, ta!("digest-to-record", args![n = to_record])),
        (customers, ta!("digest-customers", args![n = customers])),
    ];
    let said: Vec<_> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words.to_string()).collect();
    let said = if said.is_empty() { t!("digest-nothing").to_string() } else { said.join(&t!("list-comma")) };
    let until = context.settings.quiet.filter(|_| view.quiet).map(|hours| format::minute(hours.to));
    html! {
        <section class="section" aria-labelledby="digest-t">
            <div class="section-head"><h2 id="digest-t">{ t!("digest") }</h2></div>
            <div class="card">
                <p>{ said }</p>
                if let Some(until) = until { <p class="dim">{ ta!("quiet-now", args![time = until]) }</p> }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    reminder: Reminder,
}

/// What stands in a row.
struct Said<'a> {
    margin: AttrValue,
    below: AttrValue,
    tone: Option<Tone>,
    row: Option<&'a SummaryRow>,
    name: AttrValue,
    text: AttrValue,
    to: Route,
    query: Option<String>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let app = use_app();
    let context = use_context();
    let choosing = use_state_eq(|| false);
    let Reminder { key, about, until } = &props.reminder;
    let said = said(about, &context);
    let open = {
        let choosing = choosing.clone();
        Callback::from(move |_: MouseEvent| choosing.set(true))
    };
    let close = {
        let choosing = choosing.clone();
        Callback::from(move |()| choosing.set(false))
    };
    let back = {
        let key = *key;
        Callback::from(move |_: MouseEvent| {
            let edits = vec![SettingEdit::Snooze { key, until: None }];
            app.run(Command::EditSettings { member: app.context().me, edits }, key!("toast-reminds"));
        })
    };
    let of = match about {
        Reminds::Record(line) | Reminds::Overdue(line) | Reminds::Due(line) => line.grade,
        _ => said.row.and_then(|row| row.grade),
    };
    html! {
        <>
            <div class="row" data-tone={said.tone.filter(|_| until.is_none()).map(Tone::key)}>
                <div class="row-margin"><b>{ said.margin }</b>{ said.below }</div>
                <Go class="row-main" to={said.to} query={said.query}>
                    <span class="row-title">{ grade(of) }<span class="clip-2">{ &said.name }</span></span>
                    <span class="row-text">{ said.text }</span>
                    if let Some(until) = until {
                        <span class="row-meta">{ ta!("snoozed-until", args![when = format::when(*until, context.now, context.policy.zone_minutes)]) }</span>
                    }
                </Go>
                if until.is_some() {
                    <button class="link row-link" type="button" onclick={back}>{ t!("snooze-end") }<span class="sr">{ " " }{ &said.name }</span></button>
                } else {
                    <button class="link row-link" type="button" onclick={open} aria-haspopup="dialog">{ t!("snooze") }<span class="sr">{ " " }{ &said.name }</span></button>
                }
            </div>
            if *choosing { <SnoozeSheet reminder={*key} name={said.name} on_close={close} /> }
        </>
    }
}

fn said<'a>(about: &'a Reminds, context: &Context) -> Said<'a> {
    let task = |line: &'a AgendaLine, margin, below, tone| Said {
        margin,
        below,
        tone,
        row: None,
        name: line.name.clone().into(),
        text: title(line),
        to: Route::Customer { id: line.account },
        query: None,
    };
    let of = |row: &'a SummaryRow, margin, below, text, to| Said {
        margin,
        below,
        tone: None,
        row: Some(row),
        name: row.name.clone().into(),
        text,
        to,
        query: None,
    };
    match about {
        Reminds::Record(line) => Said {
            to: Route::RecordFor { account: line.account },
            query: Some(format!("task={}", line.item.task)),
            ..task(
                line,
                t!("today-to-record"),
                AttrValue::default(),
                Some(if line.record_overdue { Tone::Late } else { Tone::Soon }),
            )
        },
        Reminds::Overdue(line) => {
            task(line, ta!("days-n", args![n = line.overdue_days]), t!("today-overdue"), Some(Tone::Late))
        }
        Reminds::Due(line) => {
            let time = line.item.due_minute.map_or_else(|| t!("today"), |minute| format::minute(minute).into());
            task(line, time, AttrValue::default(), None)
        }
        Reminds::News(line) => {
            let what = line.changes.iter().map(|change| {
                let kind = label_of_code("news", &change.kind.key().into());
                format!("{} · {kind}", words::name(&context.directory, change.by))
            });
            let at =
                line.changes.first().map(|change| format::when(change.at, context.now, context.policy.zone_minutes));
            let text: AttrValue = what.collect::<Vec<_>>().join(&t!("list-comma")).into();
            let to = Route::Customer { id: line.row.account };
            of(&line.row, at.unwrap_or_default().into(), AttrValue::default(), text, to)
        }
        Reminds::Rhythm(line) => {
            let days = line.due.days.map_or_else(|| t!("never"), |days| ta!("days-n", args![n = days]));
            let to = Route::Customer { id: line.row.account };
            Said { tone: Some(Tone::Soon), ..of(&line.row, days, AttrValue::default(), why(line), to) }
        }
        Reminds::Care(line) => {
            let to = Route::Care { account: line.row.account };
            of(&line.row, format::day(line.on).into(), AttrValue::default(), occasion(&line.occasion), to)
        }
        Reminds::Grades(line, count) => {
            let deadline = deadline(line.grade);
            let words = deadline.as_ref().map(|(_, _, words)| words.to_string()).unwrap_or_default();
            Said {
                margin: deadline.as_ref().map(|(_, by, _)| format::day(*by).into()).unwrap_or_default(),
                below: AttrValue::default(),
                tone: deadline.map(|(tone, ..)| tone),
                row: None,
                name: t!("review-month"),
                text: format!("{} · {words}", ta!("review-grades-n", args![n = *count])).into(),
                to: Route::Review,
                query: None,
            }
        }
    }
}
