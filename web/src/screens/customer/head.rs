//! The lines below the name: grade, state, tags, size, next and last contact, requests that wait.

use fieldnote_core::model::{Account, Grade, Request, RequestKind, RequestState};
use fieldnote_core::projection::{Context, preparation};
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::values::Code;
use yew::prelude::*;

use crate::components::marks::{grade, tag};
use crate::frame::{Tone, icon, icon_small};
use crate::i18n::{args, format, label_of_code, put_together, t, ta};
use crate::screens::words;

/// The head of a customer that is here.
pub fn head(account: &Account, context: &Context) -> Html {
    let profile = &account.profile;
    let ready = preparation(account, context);
    let next = ready.next.and_then(|task| Some((task.due?, &task.channel)));
    let size = [
        label_of_code("industry", &profile.industry).to_string(),
        label_of_code("band", &profile.employees_band).to_string(),
        label_of_code("band", &profile.revenue_band).to_string(),
        words::region(&context.policy, &profile.region).to_string(),
    ];
    let size = size.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let last = ready.silent_days.map_or_else(|| t!("never"), words::days_ago);
    html! {
        <>
            { requests(account, context) }
            <div class="pad stack head-lines">
                { marks(profile.grade, &profile.state, profile.tags.iter(), account.inactive.is_some()) }
                { super::lead::origin(account, context) }
                if !size.is_empty() { <p class="dim">{ size }</p> }
                <p class="line-icon">{ icon_small("calendar") }
                    <span>
                        if let Some((day, channel)) = next {
                            { t!("next-short") }{ " " }<b>{ format::day_long(day) }</b>{ " " }{ words::channel(channel) }
                        } else {
                            { t!("next-nothing") }
                        }
                        { " · " }{ t!("last-short") }{ " " }<b>{ last }</b>
                    </span>
                </p>
                if let Some(owner) = account.effective_owner().filter(|owner| *owner != context.me) {
                    <p class="dim">{ ta!("owner-is", args![name = words::name(&context.directory, Some(owner))]) }</p>
                }
            </div>
        </>
    }
}

/// The head from the summary row alone.
pub fn of_row(row: &SummaryRow, context: &Context) -> Html {
    let owner = row.owner.map(|owner| words::member(context, owner).to_string());
    html! {
        <div class="pad stack head-lines">
            { marks(row.grade, &row.state, row.tags.iter(), row.inactive) }
            if !row.industry.is_empty() { <p class="dim">{ label_of_code("industry", &row.industry) }</p> }
            if let Some(name) = owner { <p class="dim">{ ta!("owner-is", args![name = name]) }</p> }
        </div>
    }
}

fn marks<'a>(letter: Option<Grade>, state: &Code, tags: impl Iterator<Item = &'a String>, inactive: bool) -> Html {
    let tone = match state.as_str() {
        "high_intent" => Tone::Ok,
        "at_risk" => Tone::Late,
        _ => Tone::Mute,
    };
    html! {
        <p class="cluster">
            { grade(letter) }
            if let Some(letter) = letter { <b>{ put_together(&format!("grade-{}", letter.letter())) }</b> }
            if inactive { { tag(Some(Tone::Mute), None, t!("inactive")) } }
            if !state.is_empty() { { tag(Some(tone), None, label_of_code("state", state)) } }
            for word in tags.filter(|word| **word != *label_of_code("state", state)) { { tag(None, None, word.clone()) } }
        </p>
    }
}

/// What was asked of the server and not yet decided, or refused.
fn requests(account: &Account, context: &Context) -> Html {
    let newest = account.requests.values().max_by_key(|request| request.at);
    // What a duplicate stands under is said above.
    let closed = account.inactive.as_ref().filter(|inactive| inactive.merged_into.is_none());
    let inactive = closed.map(|inactive| {
        html! {
            <div class="banner" data-tone="mute">{ icon("info") }
                <div><strong>{ t!("inactive") }</strong>{ ta!("because", args![reason = inactive.reason]) }</div></div>
        }
    });
    html! { <>{ inactive }{ newest.map(|request| banner(request, context)) }</> }
}

fn banner(request: &Request, context: &Context) -> Html {
    let what = match &request.kind {
        RequestKind::Assign { to } => ta!("request-assign", args![name = words::name(&context.directory, Some(*to))]),
        RequestKind::Deactivate { .. } => t!("request-inactive"),
        RequestKind::Reactivate => t!("request-active"),
        RequestKind::Release => t!("request-release"),
        RequestKind::Merge { .. } => t!("request-merge"),
    };
    match &request.state {
        RequestState::Pending => html! {
            <div class="banner" data-tone="info" role="status">{ icon("clock") }
                <div><strong>{ what }</strong>{ t!("request-pending") }</div></div>
        },
        RequestState::Refused { reason, .. } => html! {
            <div class="banner" data-tone="late" role="status">{ icon("alert") }
                <div><strong>{ what }</strong>{ ta!("request-refused", args![reason = label_of_code("refused", &reason.as_str().into())]) }</div></div>
        },
        RequestState::Granted { .. } => Html::default(),
    }
}
