//! Recording a follow-up, and amending one.

pub mod analysis;
pub mod fields;
pub mod form;
pub mod next;
pub mod pattern;
pub mod save;
pub mod who;

use std::rc::Rc;

use fieldnote_core::model::{Account, Task};
use fieldnote_core::session::Availability;
use fieldnote_core::values::{AccountId, TaskId, VisitId};
use yew::prelude::*;

pub use form::RecordForm;
pub use next::working_days;

use self::fields::Fields;
use self::save::Saver;
use crate::components::form::Edit;
use crate::components::state::skeleton;
use crate::frame::{Page, Tab};
use crate::hooks::{use_app, use_context, use_draft, use_open};
use crate::i18n::t;
use crate::route::{Route, TaskQuery, use_query};
use crate::screens::choose::ChooseCustomer;
use crate::screens::unavailable::unavailable;

/// Properties of [`Record`].
#[derive(Properties, PartialEq)]
pub struct RecordProps {
    /// Customer; nothing to choose one first.
    #[prop_or_default]
    pub account: Option<AccountId>,
    /// The record to amend; nothing for a new one.
    #[prop_or_default]
    pub visit: Option<VisitId>,
}

/// The screen.
#[component]
pub fn Record(props: &RecordProps) -> Html {
    match props.account {
        Some(account) => html! { <RecordOf {account} visit={props.visit} /> },
        None => html! { <ChooseCustomer title={t!("record-title")} to={|account| Route::RecordFor { account }} /> },
    }
}

#[derive(Properties, PartialEq)]
struct RecordOfProps {
    account: AccountId,
    visit: Option<VisitId>,
}

/// The form, once the customer is here.
#[component]
fn RecordOf(props: &RecordOfProps) -> Html {
    let account = use_open(props.account);
    let title = if props.visit.is_some() { t!("record-amend-title") } else { t!("record-title") };
    let TaskQuery(task) = use_query();
    let back = Route::Customer { id: props.account };
    match account {
        Availability::Ready(account) => {
            html! { <RecordEditor {account} visit={props.visit} {task} {title} /> }
        }
        Availability::Loading => html! { <Page {title} {back} tab={Tab::Customers}>{ skeleton(4) }</Page> },
        state => html! { <Page {title} {back} tab={Tab::Customers}>{ unavailable(&state) }</Page> },
    }
}

#[derive(Properties)]
struct EditorProps {
    account: std::sync::Arc<Account>,
    visit: Option<VisitId>,
    task: Option<TaskId>,
    title: AttrValue,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        std::sync::Arc::ptr_eq(&self.account, &other.account)
            && self.visit == other.visit
            && self.task == other.task
            && self.title == other.title
    }
}

#[component]
fn RecordEditor(props: &EditorProps) -> Html {
    let app = use_app();
    let context = use_context();
    let EditorProps { account, visit, task, title } = props;
    let key = match visit {
        Some(visit) => format!("amend/{visit}"),
        None => format!("record/{}", account.id),
    };
    let draft = use_draft::<RecordForm>(key);
    let tried = use_state_eq(|| false);
    let planned: Option<Task> = task.and_then(|task| account.tasks.get(&task)).cloned();
    // The first content is fixed when the form opens: "now" must not move while the person types.
    let fresh = use_memo((account.id, *visit, *task), |_| match visit.and_then(|visit| account.visits.get(&visit)) {
        Some(visit) => RecordForm::amend(visit),
        None => RecordForm::start(account, planned.as_ref(), app.now()),
    });
    let form = if draft.value().started { draft.value() } else { Rc::clone(&fresh) };
    let edit = {
        let (draft, fresh) = (draft.clone(), Rc::clone(&fresh));
        Edit(Callback::from(move |change: crate::components::form::Change<RecordForm>| {
            draft.update(|form| {
                if !form.started {
                    form.clone_from(&fresh);
                }
                change(form);
            });
        }))
    };
    let gaps = form.gaps(account, *task, &context);
    let saver = Saver {
        app: app.clone(),
        draft: draft.clone(),
        form: Rc::clone(&form),
        account: std::sync::Arc::clone(account),
        visit: *visit,
        task: *task,
        me: context.me,
    };
    let on_save = {
        let (gaps, tried, saver, policy) = (gaps.clone(), tried.clone(), saver, context.policy.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // What only deserves a warning is said once; the second time it is saved as it is.
            let stop = gaps.iter().find(|gap| gap.refuses(&policy));
            match stop.or(gaps.first()) {
                Some(gap) if stop.is_some() || !*tried => {
                    tried.set(true);
                    crate::components::tabs::focus(&gap.target());
                }
                _ => saver.save(),
            }
        })
    };
    let dock = save::dock(&gaps, *tried, draft.saved_at(), &context);
    html! {
        <Page title={title.clone()} back={Route::Customer { id: account.id }} tab={Tab::Customers} {dock}>
            <form id="rec" novalidate=true class="stack narrow form" onsubmit={on_save}>
                <Fields account={account.clone()} {form} {edit} gaps={if *tried { gaps } else { Vec::new() }}
                    new={visit.is_none()} task={*task} />
            </form>
        </Page>
    }
}
