//! What a lead's page has more than a customer's: the score with its parts, the claim, who should get it, conversion.

use std::sync::Arc;

use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::model::{Account, Role};
use fieldnote_core::policy::LeadRule;
use fieldnote_core::projection::{Context, assignees};
use fieldnote_core::rules::assignee::Suggestion;
use fieldnote_core::rules::lead_score::{Part, Score, is_key};
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::values::{AccountId, RequestId};
use yew::prelude::*;

use crate::components::marks::{grade, tag};
use crate::frame::{Tone, icon, icon_small};
use crate::hooks::{use_app, use_context, use_projection};
use crate::i18n::{args, key, label_of_code, label_of_field, t, ta};
use crate::screens::leads::claim;
use crate::screens::words;

/// Colleagues that are proposed.
const PROPOSED: usize = 3;

/// Properties of [`LeadCard`].
#[derive(Debug, PartialEq, Properties)]
pub struct LeadCardProps {
    /// The lead.
    pub row: Arc<SummaryRow>,
    /// Somebody may be given it from here: its document is on the device.
    pub here: bool,
}

/// The card.
#[component]
pub fn LeadCard(props: &LeadCardProps) -> Html {
    let context = use_context();
    let row = &props.row;
    let Some(score) = row.score(&context.policy) else { return Html::default() };
    let rule = row.lead_rule(&context.policy);
    let role = context.directory.members.get(&context.me).map(|member| member.role);
    let own = row.owner == Some(context.me);
    html! {
        <section class="section" aria-labelledby="lead-t">
            <div class="card stack">
                <div class="spread">
                    <h2 class="title-3" id="lead-t">{ ta!("lead-score", args![n = score.total]) }</h2>
                    <span class="cluster">
                        { grade(row.grade_now(&context.policy)) }
                        if is_key(&score, &context.policy) { { tag(Some(Tone::Soon), None, t!("lead-key")) } }
                    </span>
                </div>
                if let Some(rule) = rule { <p class="line-icon">{ icon_small("info") }<span>{ rule_words(rule, &context) }</span></p> }
                { parts(&score) }
                if row.in_pool() { { pool(row, &context) } }
                if props.here && own { <Own id={row.account} rule={rule.cloned()} graded={row.grade.is_some()} /> }
            </div>
            if props.here && role == Some(Role::Manager) { <Assignees row={row.clone()} /> }
        </section>
    }
}

/// What each dimension gives, folded: the total stands above.
fn parts(score: &Score) -> Html {
    let words = |part: &Part| match part.share {
        Some(_) => ta!("lead-part", args![n = part.points(), of = part.weight]),
        None => ta!("lead-part-unknown", args![of = part.weight]),
    };
    html! {
        <details>
            <summary class="link">{ icon_small("down") }{ t!("lead-parts") }</summary>
            <dl class="facts facts-end">
                for part in score.parts.iter() {
                    <dt>{ label_of_field(part.dimension.weight().key()) }</dt>
                    <dd class={part.share.is_none().then_some("dim")}>{ words(part) }</dd>
                }
            </dl>
        </details>
    }
}

/// Returns a rule in a sentence.
pub fn rule_words(rule: &LeadRule, context: &Context) -> AttrValue {
    let conditions = [
        rule.industry.clone(),
        words::region(&context.policy, &rule.region).to_string(),
        label_of_code("source", &rule.source).to_string(),
        rule.need.map(|need| label_of_code("need", &need.key().into()).to_string()).unwrap_or_default(),
        rule.min_score
            .map(|score| ta!("rule-score", args![n = i64::from(score.get())]).to_string())
            .unwrap_or_default(),
    ];
    let effects = [
        rule.grade.map(|grade| ta!("rule-grade", args![grade = grade.letter()]).to_string()).unwrap_or_default(),
        rule.level
            .map(|level| ta!("rule-level", args![level = label_of_code("level", &level.key().into())]).to_string())
            .unwrap_or_default(),
    ];
    let join = |parts: &[String], with: &str| {
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(with)
    };
    ta!("rule-words", args![when = join(&conditions, " + "), then = join(&effects, &t!("list-comma"))])
}

/// Where it is, and that it was asked for.
fn pool(row: &SummaryRow, context: &Context) -> Html {
    let place = words::region(&context.policy, &row.region);
    let place = if place.is_empty() { t!("region-none") } else { place };
    html! {
        <>
            <p class="dim">{ ta!("lead-in-pool", args![region = place]) }</p>
            if row.asked == Some(context.me) {
                <p class="line-icon" role="status">{ icon_small("clock") }<span>{ t!("lead-claiming-text") }</span></p>
            }
        </>
    }
}

/// Properties of [`Claim`].
#[derive(Debug, PartialEq, Properties)]
pub struct ClaimProps {
    /// The lead.
    pub id: AccountId,
}

/// The button that asks for a lead of the pool.
#[component]
pub fn Claim(props: &ClaimProps) -> Html {
    let app = use_app();
    let id = props.id;
    let onclick = Callback::from(move |_: MouseEvent| claim(&app, id));
    html! { <button class="btn btn-primary" type="button" {onclick}>{ icon("check") }{ t!("lead-claim") }</button> }
}

#[derive(PartialEq, Properties)]
struct OwnProps {
    id: AccountId,
    rule: Option<LeadRule>,
    graded: bool,
}

/// Conversion, and the way back into the pool.
#[component]
fn Own(props: &OwnProps) -> Html {
    let app = use_app();
    let context = use_context();
    let id = props.id;
    let convert = {
        let app = app.clone();
        // What the rule said stays with the customer.
        let by_rule = props.rule.as_ref().filter(|_| !props.graded).and_then(|rule| Some((rule.grade?, rule)));
        let edits: Vec<AccountEdit> = by_rule
            .map(|(grade, rule)| {
                let reason = rule_words(rule, &context).to_string();
                vec![AccountEdit::Grade { grade: Some(grade), reason }, AccountEdit::GradeBasis("s3_rule".into())]
            })
            .unwrap_or_default();
        Callback::from(move |_: MouseEvent| {
            app.run(Command::ConvertLead { account: id, edits: edits.clone() }, key!("toast-converted"));
        })
    };
    let release = Callback::from(move |_: MouseEvent| {
        let request = app.random(|random| RequestId::random(random));
        app.run(Command::RequestRelease { account: id, request }, key!("toast-released"));
    });
    html! {
        <div class="cluster">
            <button class="btn btn-primary" type="button" onclick={convert}>{ icon("check") }{ t!("lead-convert") }</button>
            <button class="btn" type="button" onclick={release}>{ icon("undo") }{ t!("lead-release") }</button>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct AssigneesProps {
    row: Arc<SummaryRow>,
}

/// Who should get it, with the reasons in words.
#[component]
fn Assignees(props: &AssigneesProps) -> Html {
    let app = use_app();
    let context = use_context();
    let row = props.row.clone();
    let found = {
        let row = row.clone();
        use_projection(row.account, move |session, context| assignees(&row, &session.rows(), context))
    };
    let id = row.account;
    let give = |to| {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| {
            let request = app.random(|random| RequestId::random(random));
            app.run(Command::RequestAssignment { account: id, request, to }, key!("toast-requested"));
        })
    };
    html! {
        <>
            <div class="section-head"><h2>{ t!("assignees-title") }</h2></div>
            <ul class="list plain" role="list">
                for one in found.iter().take(PROPOSED) {
                    <li class="row" key={one.candidate.user.to_string()}>
                        <div class="row-main">
                            <span class="row-title">{ words::member(&context, one.candidate.user) }</span>
                            <span class="row-meta">{ why(one, &row) }</span>
                        </div>
                        <button class="link row-link" type="button" onclick={give(one.candidate.user)}>{ t!("assign") }<span class="sr">
                            { " " }{ words::member(&context, one.candidate.user) }</span></button>
                    </li>
                }
            </ul>
        </>
    }
}

fn why(one: &Suggestion, row: &SummaryRow) -> Html {
    let Suggestion { candidate, fits } = one;
    let crosses = !row.region.is_empty() && !candidate.in_region;
    let level = candidate.level.map(|level| label_of_code("level", &level.key().into()));
    html! {
        <>
            if crosses { { tag(Some(Tone::Late), Some("alert"), t!("assign-crosses")) } } else if candidate.in_region { <span>{ t!("assign-region") }</span> }
            if let Some(level) = level { <span>{ if *fits { ta!("assign-level-fits", args![level = level]) } else { level } }</span> }
            if candidate.same_industry > 0 { <span>{ ta!("assign-industry", args![n = candidate.same_industry]) }</span> }
            <span>{ ta!("assign-load", args![n = candidate.load]) }</span>
        </>
    }
}

/// Says that a customer was a lead, and of which campaign.
pub fn origin(account: &Account, context: &Context) -> Html {
    let Some(at) = account.profile.converted_at.filter(|_| !account.profile.lead) else { return Html::default() };
    let day = crate::i18n::format::day_full(at.day(context.policy.zone_minutes));
    html! { <p class="dim">{ ta!("lead-converted", args![day = day]) }</p> }
}
