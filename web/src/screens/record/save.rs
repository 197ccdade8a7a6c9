//! Saving the form, and the dock that says what is left.

use std::rc::Rc;
use std::sync::Arc;

use fieldnote_core::command::Command;
use fieldnote_core::model::Account;
use fieldnote_core::projection::Context;
use fieldnote_core::rules::planning;
use fieldnote_core::values::{Instant, TaskId, UserId, VisitId};
use yew::prelude::*;

use super::form::{Gap, RecordForm};
use crate::components::tabs::focus;
use crate::frame::icon;
use crate::hooks::DraftHandle;
use crate::i18n::{args, format, key, t, ta};
use crate::platform::task::spawn;
use crate::route::{self, Route};
use crate::shell::{App, Toast};

/// Everything that saving needs.
pub struct Saver {
    /// To act with.
    pub app: App,
    /// The kept form.
    pub draft: DraftHandle<RecordForm>,
    /// The form as it stands.
    pub form: Rc<RecordForm>,
    /// The customer.
    pub account: Arc<Account>,
    /// The record to amend.
    pub visit: Option<VisitId>,
    /// The planned contact that it completes.
    pub task: Option<TaskId>,
    /// Who records.
    pub me: UserId,
}

impl Saver {
    /// Saves the record. The draft goes only after the store has it.
    pub fn save(&self) {
        let (app, draft, id) = (self.app.clone(), self.draft.clone(), self.account.id);
        let Some(command) = self.command() else {
            draft.clear();
            leave(id);
            return;
        };
        let done = if self.visit.is_some() { key!("record-amended") } else { key!("record-saved") };
        spawn(async move {
            match app.dispatch(command).await {
                Ok(()) => {
                    draft.clear();
                    leave(id);
                    app.toast(Toast::undo(t(done)));
                }
                Err(failure) => app.toast(Toast::failure(&failure)),
            }
        });
    }

    /// Returns the command; nothing when an old record was left as it was.
    fn command(&self) -> Option<Command> {
        let account = self.account.id;
        if let Some(visit) = self.visit {
            let edits = self.form.edits();
            return (!edits.is_empty()).then_some(Command::AmendVisit { account, visit, edits });
        }
        let task = self.task.filter(|task| self.account.tasks.contains_key(task));
        let draw = || self.app.random(|random| TaskId::random(random));
        let mut form = (*self.form).clone();
        // A reason typed for a day that has moved since tells of nothing.
        if !planning::needs_reason(&form.concerns_of_next(&self.account, task, &self.app.context())) {
            form.next_reason.clear();
        }
        let new = Box::new(form.new_visit(&self.account, task, self.me, draw));
        Some(Command::RecordVisit { account, visit: self.app.random(|random| VisitId::random(random)), new })
    }
}

/// Goes to the customer's records in place of the form: "back" must not lead to an empty form.
fn leave(id: fieldnote_core::values::AccountId) {
    route::replace(&format!("{}?tab=log", Route::Customer { id }.path()));
}

/// The save button with what is left above it.
pub fn dock(gaps: &[Gap], tried: bool, saved_at: Option<Instant>, context: &Context) -> Html {
    // What would be better is said once nothing is left that has to be.
    let must: Vec<&Gap> = gaps.iter().filter(|gap| gap.refuses(&context.policy)).collect();
    let refused = !must.is_empty();
    let gaps = if refused { must } else { gaps.iter().collect() };
    let names = gaps.iter().map(|gap| t(gap.name()).to_string()).collect::<Vec<_>>().join(&t!("list-comma"));
    let target = gaps.first().map(|gap| gap.target()).unwrap_or_default();
    let go = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus(&target);
    });
    html! {
        <>
            <p class="field-draft" role="status">
                if let Some(at) = saved_at {
                    { icon("saved") }
                    <span>{ t!("draft-saved") }{ " " }<span class="num">{ format::time(at, context.policy.zone_minutes) }</span></span>
                }
                if tried && !gaps.is_empty() {
                    <button class={classes!("link", refused.then_some("is-late"))} type="button" onclick={go}>
                        if refused {
                            { ta!("record-left", args![n = gaps.len(), names = names]) }
                        } else {
                            { ta!("record-advised", args![names = names]) }
                        }
                    </button>
                }
            </p>
            <button class="btn btn-primary" type="submit" form="rec">{ t!("record-save") }</button>
        </>
    }
}
