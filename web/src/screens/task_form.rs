//! A new to-do, or changing one.

use std::sync::Arc;

use fieldnote_core::command::{Command, NewTask, TaskEdit, TextEdit};
use fieldnote_core::model::{Account, Task, TaskKind, TaskStatus};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::planning::{self, Concern, Plan, needs_reason};
use fieldnote_core::rules::todo_completeness;
use fieldnote_core::session::Availability;
use fieldnote_core::values::{AccountId, Code, Day, TaskId, UserId};
use yew::prelude::*;

use crate::components::form::Choice;
use crate::components::form::toggle_chip;
use crate::components::state::skeleton;
use crate::frame::{Page, Tab, icon};
use crate::hooks::{use_app, use_context, use_open};
use crate::i18n::{format, key, label_of_field, t};
use crate::route::Route;
use crate::screens::choose::ChooseCustomer;
use crate::screens::concerns::{Remedy, concerns};
use crate::screens::forms::{Filling, Kind, Values, use_filling};
use crate::screens::record::working_days;
use crate::screens::unavailable::unavailable;
use crate::screens::words;

/// The value of the field `kind` for a planned contact.
const CONTACT: &str = "contact";

/// Which records the screen is about.
#[derive(Debug, PartialEq, Properties)]
pub struct TaskFormProps {
    /// Which; nothing to choose one first.
    #[prop_or_default]
    pub account: Option<AccountId>,
    /// Which; nothing for a new one.
    #[prop_or_default]
    pub task: Option<TaskId>,
}

/// The screen.
#[component]
pub fn TaskForm(props: &TaskFormProps) -> Html {
    match props.account {
        Some(account) => html! { <TaskOf {account} task={props.task} /> },
        None => html! { <ChooseCustomer title={t!("new-task")} to={|account| Route::NewTaskFor { account }} /> },
    }
}

#[derive(PartialEq, Properties)]
struct TaskOfProps {
    account: AccountId,
    task: Option<TaskId>,
}

#[component]
fn TaskOf(props: &TaskOfProps) -> Html {
    let back = Route::Customer { id: props.account };
    let title = if props.task.is_some() { t!("task-edit") } else { t!("new-task") };
    match use_open(props.account) {
        Availability::Ready(account) => html! { <TaskEditor {account} task={props.task} {title} /> },
        Availability::Loading => html! { <Page {title} {back} tab={Tab::Customers}>{ skeleton(3) }</Page> },
        state => html! { <Page {title} {back} tab={Tab::Customers}>{ unavailable(&state) }</Page> },
    }
}

#[derive(Properties)]
struct TaskEditorProps {
    account: Arc<Account>,
    task: Option<TaskId>,
    title: AttrValue,
}

impl PartialEq for TaskEditorProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account) && self.task == other.task && self.title == other.title
    }
}

#[component]
fn TaskEditor(props: &TaskEditorProps) -> Html {
    let app = use_app();
    let context = use_context();
    let account = &props.account;
    let old = props.task.and_then(|task| account.tasks.get(&task));
    let key = match props.task {
        Some(task) => format!("task/{task}"),
        None => format!("new-task/{}", account.id),
    };
    let filling = use_filling(key, || start(old, context.me));
    let kind = old.map_or_else(|| kind_of(&filling.values), |task| task.kind);
    let path = Route::Customer { id: account.id }.path();
    let submit = {
        let (app, filling, account, old, path) =
            (app.clone(), filling.clone(), account.clone(), old.cloned(), path.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let reasoned =
                kind == TaskKind::Contact && needs_reason(&found(&filling, &account, old.as_ref(), &app.context()));
            submit(&app, &filling, account.id, old.as_ref(), (kind, reasoned), path.clone());
        })
    };
    let done = old.filter(|task| task.status == TaskStatus::Done).map(|task| task.id);
    let reopen = {
        let (app, account) = (app.clone(), account.id);
        Callback::from(move |task: TaskId| app.run(Command::ReopenTask { account, task }, key!("toast-reopened")))
    };
    html! {
        <Page title={props.title.clone()} sub={account.profile.name.clone()} back={Route::Customer { id: account.id }}
            tab={Tab::Customers} dock={filling.dock("task", t!("task-save"), &context)}>
            <form id="task" novalidate=true class="stack narrow pad form is-wide" onsubmit={submit}>
                if old.is_none() { { kinds(&filling, kind) } }
                { fields(&filling, kind, account, old, &context) }
                if let Some(task) = done {
                    <button class="btn" type="button" onclick={reopen.reform(move |_: MouseEvent| task)}>{ icon("undo") }{ t!("task-reopen") }</button>
                }
            </form>
        </Page>
    }
}

/// Returns what a new task is to be.
fn kind_of(values: &Values) -> TaskKind {
    if values.text("kind") == CONTACT { TaskKind::Contact } else { TaskKind::Todo }
}

/// The choice between a to-do and a contact.
fn kinds(filling: &Filling, kind: TaskKind) -> Html {
    let choice = |this: TaskKind, words: AttrValue| {
        let key = if this == TaskKind::Contact { CONTACT } else { "" };
        let onchange = filling.edit.on(move |values: &mut Values, _: Event| values.put("kind", key.to_owned()));
        html! { <label><input type="radio" name="kind" checked={kind == this} {onchange} />{ words }</label> }
    };
    html! {
        <fieldset class="field">
            <legend class="sr">{ label_of_field("tasks.*.kind") }</legend>
            <div class="seg">
                { choice(TaskKind::Todo, t!("todo-word")) }
                { choice(TaskKind::Contact, t!("task-kind-contact")) }
            </div>
        </fieldset>
    }
}

/// Returns what speaks against the contact as it stands in the form.
fn found(filling: &Filling, account: &Account, old: Option<&Task>, context: &Context) -> Vec<Concern> {
    let values = &filling.values;
    let Ok(day) = values.text("due").parse::<Day>() else { return Vec::new() };
    let channel = Code::new(values.text("channel"));
    let plan = Plan {
        task: old.map(|task| task.id),
        booked: context.today(),
        recording: None,
        day,
        minute: words::minute_of(&values.text("time")),
        channel: &channel,
        contact: values.text("contact").parse().ok(),
    };
    planning::concerns(account, &plan, &context.policy)
}

fn start(task: Option<&Task>, me: UserId) -> Values {
    let Some(task) = task else {
        return Values::start([
            ("kind", String::new()),
            ("channel", String::new()),
            ("contact", String::new()),
            ("time", String::new()),
            ("title", String::new()),
            ("responsible", me.to_string()),
            ("due", String::new()),
            ("standard", String::new()),
        ]);
    };
    let responsible = match task.responsible {
        Some(user) => user.to_string(),
        // By name, also where nobody is named: the team may only be warned of that.
        None => "name".to_owned(),
    };
    Values::start([
        ("title", task.title.clone()),
        ("responsible", responsible),
        ("responsible_name", task.responsible_name.clone()),
        ("due", task.due.map(|due| due.to_string()).unwrap_or_default()),
        ("time", task.due_minute.map(format::minute).unwrap_or_default()),
        ("standard", task.standard.clone()),
        ("promise", task.promise.to_string()),
        ("call_reason", task.call_reason.clone()),
        ("channel", task.channel.to_string()),
        ("contact", task.contact.map(|contact| contact.to_string()).unwrap_or_default()),
    ])
}

fn fields(filling: &Filling, kind: TaskKind, account: &Account, old: Option<&Task>, context: &Context) -> Html {
    let mut members: Vec<Choice> = words::member_choices(context);
    members.push(("name".into(), t!("todo-who-other")));
    let todo = kind == TaskKind::Todo;
    // Where the team's rules only warn of what a to-do lacks, they do so while it is empty.
    let required = |field: &'static str| todo_completeness::refuses(field, &context.policy);
    let advised = |key: &str, part: &'static str| {
        let open = !required(part) && filling.values.text(key).is_empty();
        open.then(|| t!("todo-advised"))
    };
    let who = |key: &'static str, label: AttrValue, kind: &Kind| {
        filling.field_with(key, label, kind, required("responsible"), advised(key, "responsible"), None)
    };
    let found = if todo { Vec::new() } else { found(filling, account, old, context) };
    let channels = crate::screens::forms::choices(
        context.policy.channels.iter().map(|code| (code.to_string(), words::channel(code))),
    );
    let contacts = crate::screens::forms::choices(
        account.contacts.values().map(|contact| (contact.id.to_string(), contact.name.clone().into())),
    );
    html! {
        <>
            { filling.field("title", if todo { t!("todo-title") } else { t!("record-next-title") }, &Kind::Text, todo) }
            if todo {
                { who("responsible", t!("todo-who"), &Kind::Choice(members)) }
                if filling.values.text("responsible") == "name" {
                    { who("responsible_name", t!("todo-who-name"), &Kind::Text) }
                }
            } else {
                { filling.field("channel", t!("record-channel"), &channels, true) }
                { filling.field("contact", t!("task-contact"), &contacts, false) }
            }
            { filling.field("due", t!("todo-due"), &Kind::Day, true) }
            <div class="cluster" role="group" aria-label={t!("todo-due-quick")}>
                for (day, name) in working_days(context) {
                    <>{ toggle_chip(name, filling.values.text("due") == day.to_string(),
                        filling.edit.click(move |values| values.put("due", day.to_string()))) }</>
                }
            </div>
            if !todo {
                { concerns(&found, &remedies(filling)) }
                if needs_reason(&found) { { filling.field("call_reason", t!("call-reason"), &Kind::Text, true) } }
            }
            { filling.field("time", t!("task-time"), &Kind::Time, false) }
            if todo {
                { filling.field_with("standard", t!("todo-standard"), &Kind::Text, required("standard"),
                    advised("standard", "standard"), None) }
                { filling.field("promise", t!("todo-promise"), &Kind::Tick, false) }
            }
        </>
    }
}

/// Puts a way out into the form.
fn remedies(filling: &Filling) -> Callback<Remedy> {
    filling.edit.on(|values: &mut Values, remedy: Remedy| match remedy {
        Remedy::Day(day, minute) => {
            values.put("due", day.to_string());
            if let Some(minute) = minute {
                values.put("time", format::minute(minute));
            }
        }
        Remedy::Channel(code) => values.put("channel", code.to_string()),
    })
}

fn submit(
    app: &crate::shell::App,
    filling: &Filling,
    account: AccountId,
    old: Option<&Task>,
    // With whether it needs a reason.
    (kind, reasoned): (TaskKind, bool),
    path: String,
) {
    let values = &filling.values;
    let required: &[&'static str] = match (kind, values.text("responsible") == "name") {
        (TaskKind::Todo, false) => &["title", "responsible", "due", "standard"],
        (TaskKind::Todo, true) => &["title", "responsible_name", "due", "standard"],
        (TaskKind::Contact, _) if reasoned => &["channel", "due", "call_reason"],
        (TaskKind::Contact, _) => &["channel", "due"],
    };
    let policy = &app.context().policy;
    let mut required = required.to_vec();
    // What stood there before this edit is not asked for.
    required.retain(|key| {
        let part = key.trim_end_matches("_name");
        let asked = old.is_none() || values.changed(key) || values.changed(part);
        kind == TaskKind::Contact || asked && todo_completeness::refuses(part, policy)
    });
    if filling.stops(&required, &[("due", Kind::Day)]) {
        return;
    }
    let contact = kind == TaskKind::Contact;
    let member: Option<UserId> = values.text("responsible").parse().ok();
    let name = if member.is_some() { String::new() } else { values.text("responsible_name") };
    let (due, due_minute) = (values.text("due").parse().ok(), words::minute_of(&values.text("time")));
    let Some(old) = old else {
        let new = NewTask {
            kind,
            title: values.text("title"),
            responsible: member,
            responsible_name: name,
            due,
            due_minute,
            standard: if contact { String::new() } else { values.text("standard") },
            promise: !contact && values.is_on("promise"),
            channel: if contact { Code::new(values.text("channel")) } else { Code::default() },
            contact: values.text("contact").parse().ok().filter(|_| contact),
            call_reason: if reasoned { values.text("call_reason") } else { String::new() },
            ..NewTask::default()
        };
        let task = app.random(|random| TaskId::random(random));
        filling.save(app, Command::PlanTask { account, task, new }, key!("toast-task-planned"), path);
        return;
    };
    let text = |key: &str| TextEdit { base: values.before(key), text: values.text(key) };
    let mut edits = Vec::new();
    if values.changed("title") {
        edits.push(TaskEdit::Title(text("title")));
    }
    if values.changed("responsible") || values.changed("responsible_name") {
        edits.push(TaskEdit::Responsible { member, name });
    }
    if values.changed("standard") {
        edits.push(TaskEdit::Standard(text("standard")));
    }
    if values.changed("promise") {
        edits.push(TaskEdit::Promise(values.is_on("promise")));
    }
    if values.changed("channel") {
        edits.push(TaskEdit::Channel(values.text("channel").as_str().into()));
    }
    if values.changed("contact") {
        edits.push(TaskEdit::Contact(values.text("contact").parse().ok()));
    }
    if values.changed("call_reason") {
        edits.push(TaskEdit::CallReason(values.text("call_reason")));
    }
    if let Some(day) = due.filter(|_| values.changed("due") || values.changed("time")) {
        edits.push(TaskEdit::Due { day, minute: due_minute });
    }
    if edits.is_empty() {
        return filling.leave(path);
    }
    filling.save(app, Command::EditTask { account, task: old.id, edits }, key!("toast-task-changed"), path);
}
