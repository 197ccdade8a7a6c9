//! Setting or confirming a grade: what the rule proposes and why, the choice, the reason.

use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::model::Grade;
use fieldnote_core::rules::grade_proposal::{Proposal, Reason};
use fieldnote_core::values::AccountId;
use yew::prelude::*;

use crate::components::form::{TextField, radio_chip};
use crate::components::tabs::focus;
use crate::hooks::use_app;
use crate::i18n::{args, format, key, label_of_code, put_together, t, ta};

/// Properties of [`GradeForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct GradeFormProps {
    /// The customer.
    pub account: AccountId,
    /// The grade it has.
    pub grade: Option<Grade>,
    /// What the rule proposes.
    pub proposal: Option<Proposal>,
}

/// The form. The reason of the proposal is ready to be taken; another grade needs one in the person's words.
#[component]
pub fn GradeForm(props: &GradeFormProps) -> Html {
    let app = use_app();
    let proposed = props.proposal.as_ref().map(|proposal| proposal.grade);
    let chosen = use_state_eq(|| proposed.or(props.grade));
    let typed = use_state_eq(|| None::<String>);
    let missing = use_state_eq(|| false);
    let ready = props.proposal.as_ref().filter(|_| *chosen == proposed).map(reasons).unwrap_or_default();
    let reason = (*typed).clone().unwrap_or_else(|| ready.clone());
    let id = format!("grade-why-{}", props.account);
    let name = format!("grade-{}", props.account);
    let choose = |grade: Grade| {
        let (chosen, typed, missing) = (chosen.setter(), typed.setter(), missing.setter());
        Callback::from(move |()| {
            chosen.set(Some(grade));
            typed.set(None);
            missing.set(false);
        })
    };
    let onsubmit = {
        let (account, chosen, missing, id) = (props.account, *chosen, missing.setter(), id.clone());
        let (reason, ready, proposal) = (reason.trim().to_owned(), ready, props.proposal.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if reason.is_empty() || chosen.is_none() {
                missing.set(true);
                focus(&id);
                return;
            }
            let mut edits = vec![AccountEdit::Grade { grade: chosen, reason: reason.clone() }];
            if let Some(proposal) =
                proposal.as_ref().filter(|proposal| Some(proposal.grade) == chosen && reason == ready)
            {
                edits.push(AccountEdit::GradeBasis(proposal.basis.key().into()));
            }
            app.run(Command::EditAccount { account, edits }, key!("toast-grade"));
        })
    };
    let put = {
        let (typed, missing) = (typed.setter(), missing.setter());
        Callback::from(move |text: String| {
            typed.set(Some(text));
            missing.set(false);
        })
    };
    html! {
        <form class="stack" novalidate=true {onsubmit}>
            <p>{ proposal_words(props.proposal.as_ref()) }</p>
            <fieldset class="field">
                <legend class="sr">{ t!("grade") }</legend>
                <div class="cluster">
                    for grade in Grade::ALL {
                        <>{ radio_chip(&name, *chosen == Some(grade), choose(grade),
                            html! { { put_together(&format!("grade-choice-{}", grade.letter())) } }) }</>
                    }
                </div>
            </fieldset>
            <TextField {id} label={t!("grade-why")} value={reason} on_input={put} required=true area=true short=true
                error={missing.then(|| t!("grade-why-missing"))} />
            <button class="btn btn-start" type="submit">{ t!("grade-confirm") }</button>
        </form>
    }
}

/// Returns the proposal in a sentence.
pub fn proposal_words(proposal: Option<&Proposal>) -> AttrValue {
    match proposal {
        Some(proposal) => ta!("grade-proposed", args![grade = proposal.grade.letter(), why = reasons(proposal)]),
        None => t!("grade-unknown"),
    }
}

/// Returns the reasons of a proposal in words.
fn reasons(proposal: &Proposal) -> String {
    proposal.reasons.iter().map(|reason| said(reason).to_string()).collect::<Vec<_>>().join(&t!("list-comma"))
}

fn said(reason: &Reason) -> AttrValue {
    match reason {
        Reason::Need(need) => label_of_code("need", &need.map_or("unknown", |need| need.key()).into()),
        Reason::Budget(budget) => label_of_code("budget", &budget.map_or("unknown", |budget| budget.key()).into()),
        Reason::Chain(true) => t!("chain-clear"),
        Reason::Chain(false) => t!("chain-open"),
        Reason::Probability(percent) => ta!("reason-probability", args![n = i64::from(percent.get())]),
        Reason::Months(Some(months)) => ta!("reason-months", args![n = *months]),
        Reason::Months(None) => t!("reason-months-unknown"),
        Reason::Amount(amount) => ta!("reason-amount", args![sum = format::money(*amount)]),
        Reason::Leader => label_of_code("basis", &"leader".into()),
        Reason::Inquiry => label_of_code("state", &"first_inquiry".into()),
    }
}
