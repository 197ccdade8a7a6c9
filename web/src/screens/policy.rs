//! The team's rules (团队规则): the numbers of the policy, the calendar, and who changed them. Managers change them, also
//! offline; everybody else sees them.

mod calendar;
mod history;
mod lead_rules;
mod library;
mod lists;
mod regions;
mod stages;

use fieldnote_core::command::{Command, PolicyEdit};
use fieldnote_core::document::schema::limits;
use fieldnote_core::model::{Clash, Role};
use fieldnote_core::policy::{Frequency, Grading, Policy as Numbers, PolicyNumber, Unit};
use fieldnote_core::projection::Context;
use fieldnote_core::rules::lead_score::Dimension;
use fieldnote_core::values::{DocumentId, Money};
use yew::prelude::*;

use crate::components::state::skeleton;
use crate::frame::{Page, Tab, icon, role};
use crate::hooks::{use_app, use_context, use_projection};
use crate::i18n::{Key, args, format, key, label_of_code, label_of_field, t, ta};
use crate::route::Route;
use crate::screens::customer::shown::{in_unit, shown};
use crate::screens::forms::{Filling, Kind, Values, money_text, use_filling};
use crate::screens::words;
use crate::shell::App;

/// The keys of the choices beside the numbers: how customers are graded, in which rhythm they are contacted.
const GRADING: &str = "grading";
const FREQUENCY: &str = "frequency";

/// What leads are scored by.
const WEIGHTS: Key = key!("policy-weights");
/// The key of the industries sold to.
const TARGETS: &str = "target_industries";
/// Where the name and the zone stand.
const TEAM: Key = key!("policy-team");
const ORGANISATION: &str = "organisation";
const ZONE: &str = "zone_minutes";
/// Where the permission below stands.
const DATA: Key = key!("policy-data");
/// The key of whether mobile numbers of persons who are customers themselves may be noted.
const INDIVIDUAL: &str = "individual_mobile_allowed";

/// The numbers in the groups of the screen.
const GROUPS: [(Key, &[PolicyNumber]); 10] = {
    use PolicyNumber as N;
    [
        (TEAM, &[]),
        (key!("policy-records"), &[N::RecordTargetH, N::RecordDeadlineWd, N::RecordGapsRefuse, N::TodoGapsRefuse]),
        (
            key!("policy-rhythm"),
            &[
                N::ContactDaysA,
                N::ContactDaysB,
                N::ContactDaysC,
                N::MonthlyDeepA,
                N::MonthlyLightA,
                N::MonthlyLateDaysA,
                N::MonthlyDeepB,
                N::MonthlyLightB,
                N::QuarterlyC,
                N::WeeklyCallCap,
                N::VisitNoticeD,
                N::VisitNoticeRefuses,
                N::MorningFrom,
                N::MorningTo,
                N::AfternoonFrom,
                N::AfternoonTo,
            ],
        ),
        (
            key!("policy-grades"),
            &[
                N::GradeAPercent,
                N::GradeAMonths,
                N::GradeBPercent,
                N::GradeBMonths,
                N::GradeAAmount,
                N::GradeBAmount,
                N::ReviewDay,
                N::ReviewMonths,
                N::KeyInfoMonthsC,
            ],
        ),
        (
            key!("policy-care"),
            &[
                N::CareLeadDays,
                N::TopicDays,
                N::EventDays,
                N::NonbusinessPercent,
                N::ContentEveryDays,
                N::SameTextMax,
                N::VisitEveryDays,
            ],
        ),
        (key!("policy-needs"), &[N::NeedFirstPoints, N::SolutionMatchPercent, N::OversellAmount, N::CaseSatisfaction]),
        (key!("policy-leads"), &[N::LeadKeyScore, N::LeadClaimLimit, N::LeadReturnDays]),
        (
            WEIGHTS,
            &[
                N::LeadWeightIndustry,
                N::LeadWeightSize,
                N::LeadWeightMatch,
                N::LeadWeightUrgency,
                N::LeadWeightBudget,
                N::LeadWeightRole,
                N::LeadWeightRegion,
                N::LeadWeightNeed,
                N::LeadWeightPlan,
                N::LeadWeightEquipment,
                N::LeadSizeFull,
                N::LeadRevenueFull,
                N::LeadUrgentMonths,
                N::LeadEquipmentFull,
            ],
        ),
        (key!("policy-warnings"), &[N::UnansweredMax, N::SatisfactionFloor]),
        (DATA, &[N::StaleSyncH, N::ChangeSyncH, N::CleaningDays]),
    ]
};

/// The screen.
#[component]
pub fn Policy() -> Html {
    let context = use_context();
    let (known, leads) =
        use_app().read(|session| (session.knows_workspace(), matches!(role(session), Role::Manager | Role::Admin)));
    if !known {
        return html! { <Page title={t!("policy")} back={Route::Settings} tab={Tab::Me}>{ skeleton(6) }</Page> };
    }
    let rest = html! {
        <>
            <lead_rules::LeadRules editable={leads} />
            <library::Library editable={leads} />
            <regions::Regions editable={leads} />
            <stages::Stages editable={leads} />
            <lists::Lists editable={leads} />
            <calendar::Calendar editable={leads} />
            <history::History />
        </>
    };
    if leads {
        return html! { <Editor rest={rest} /> };
    }
    html! {
        <Page title={t!("policy")} back={Route::Settings} tab={Tab::Me}>
            { for GROUPS.iter().map(|(title, numbers)| facts(*title, numbers, &context)) }
            { rest }
        </Page>
    }
}

/// A group as it stands.
fn facts(title: Key, numbers: &[PolicyNumber], context: &Context) -> Html {
    let way = choice_of(title).map(|key| {
        let way = label_of_code(key, &chosen(key, &context.policy).into());
        html! { <p><span class="dim">{ label_of_field(key) }</span><br />{ way }</p> }
    });
    html! {
        <section class="section">
            <div class="section-head"><h2>{ crate::i18n::t(title) }</h2></div>
            <div class="card">{ way }<dl class="facts facts-end">
                if title == TEAM {
                    <dt>{ label_of_field(ORGANISATION) }</dt><dd>{ context.policy.organisation.clone() }</dd>
                    <dt>{ label_of_field(ZONE) }</dt><dd class="num">{ format::zone(context.policy.zone_minutes) }</dd>
                }
                if title == WEIGHTS { <dt>{ label_of_field(TARGETS) }</dt><dd>{ context.policy.target_industries.clone() }</dd> }
                if title == DATA {
                    <dt>{ label_of_field(INDIVIDUAL) }</dt>
                    <dd>{ if context.policy.individual_mobile_allowed { t!("yes") } else { t!("no") } }</dd>
                }
                for number in numbers.iter() {
                    <dt>{ label_of_field(number.key()) }</dt><dd>{ in_unit(*number, context.policy.number(*number)) }</dd>
                }
            </dl></div>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct EditorProps {
    rest: Html,
}

/// The form of who may change the rules.
#[component]
fn Editor(props: &EditorProps) -> Html {
    let app = use_app();
    let context = use_context();
    let clashes = use_projection((), |session, _| session.clashes(DocumentId::WORKSPACE));
    let filling = use_filling("policy".to_owned(), || start(&context.policy));
    let onsubmit = {
        let (app, filling) = (app, filling.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit(&app, &filling);
        })
    };
    let dock = filling.dock("policy", t!("policy-save"), &context);
    let field = |number: PolicyNumber| {
        let key = number.key();
        let other = clashes.iter().find(|clash| clash.path.ends_with(key)).map(|clash| other_value(clash, &context));
        filling.field_with(key, label_of_field(key), &kind_of(number), false, other, None)
    };
    html! {
        <Page title={t!("policy")} back={Route::Settings} tab={Tab::Me} {dock}>
            <form id="policy" novalidate=true class="stack narrow pad form is-wide" {onsubmit}>
                for (title, numbers) in GROUPS {
                    <section class="stack">
                        <h2 class="title-3">{ crate::i18n::t(title) }</h2>
                        if let Some(key) = choice_of(title) {
                            { filling.field(key, label_of_field(key), &ways(key), false) }
                        }
                        if title == TEAM {
                            { filling.field(ORGANISATION, label_of_field(ORGANISATION), &Kind::Text, true) }
                            { filling.field(ZONE, label_of_field(ZONE), &zones(context.policy.zone_minutes), false) }
                        }
                        if title == WEIGHTS {
                            { filling.field(TARGETS, label_of_field(TARGETS), &Kind::Text, false) }
                            { sum_words(&filling) }
                        }
                        for number in numbers.iter() { <>{ field(*number) }</> }
                        if title == DATA {
                            { filling.field(INDIVIDUAL, label_of_field(INDIVIDUAL), &Kind::Tick, false) }
                        }
                    </section>
                }
            </form>
            { props.rest.clone() }
        </Page>
    }
}

/// Says what the weights add up to, where that is not 100 (definition 10).
fn sum_words(filling: &Filling) -> Html {
    let weight = |part: Dimension| filling.values.text(part.weight().key()).parse::<i64>().unwrap_or_default();
    let sum: i64 = Dimension::ALL.into_iter().map(weight).sum();
    let said = (sum != 100).then(|| ta!("weights-sum", args![n = sum]));
    html! { <div role="status">{ said.map(|words| html! { <p class="field-hint">{ icon("info") }{ words }</p> }) }</div> }
}

/// Says what somebody else put for a number without knowing of the value that stands.
fn other_value(clash: &Clash, context: &Context) -> AttrValue {
    let other = clash.values.iter().skip(1).map(|value| {
        let (said, name) = (shown(&clash.field, &value.value, context), words::name(&context.directory, value.by));
        ta!("policy-other", args![value = said.as_str(), name = name.as_str()]).to_string()
    });
    other.collect::<Vec<_>>().join(&t!("list-comma")).into()
}

/// Returns the choice of a group, if it has one.
fn choice_of(title: Key) -> Option<&'static str> {
    if title == key!("policy-grades") { Some(GRADING) } else { (title == key!("policy-rhythm")).then_some(FREQUENCY) }
}

fn chosen(key: &str, policy: &Numbers) -> &'static str {
    if key == GRADING { policy.grading.key() } else { policy.frequency.key() }
}

/// What there is to choose. No empty choice: there is always a way.
fn ways(key: &str) -> Kind {
    let ways = if key == GRADING { Grading::ALL.map(Grading::key) } else { Frequency::ALL.map(Frequency::key) };
    Kind::Choice(ways.map(|way| (AttrValue::from(way), label_of_code(key, &way.into()))).into())
}

/// The zones that there are, by half hours, and the one that stands.
fn zones(now: i32) -> Kind {
    let halves = (-24..=28).map(|half| half * 30);
    let mut zones: Vec<i32> = halves.chain([345, 525, 765, now]).collect();
    zones.sort_unstable();
    zones.dedup();
    let zone = |minutes: i32| (AttrValue::from(minutes.to_string()), AttrValue::from(format::zone(minutes)));
    Kind::Choice(zones.into_iter().map(zone).collect())
}

fn kind_of(number: PolicyNumber) -> Kind {
    match number.unit() {
        Unit::Money => Kind::Money,
        Unit::Minute => Kind::Time,
        Unit::Switch => Kind::Tick,
        _ => {
            let (min, max) = limits(number);
            Kind::Number(min, max)
        }
    }
}

fn start(policy: &Numbers) -> Values {
    let numbers = PolicyNumber::ALL.map(|number| (number.key(), typed(number, policy.number(number))));
    let ways = [GRADING, FREQUENCY].map(|key| (key, chosen(key, policy).to_owned()));
    let rest = [
        (TARGETS, policy.target_industries.clone()),
        (INDIVIDUAL, policy.individual_mobile_allowed.to_string()),
        (ORGANISATION, policy.organisation.clone()),
        (ZONE, policy.zone_minutes.to_string()),
    ];
    Values::start(numbers.into_iter().chain(ways).chain(rest))
}

/// Returns a number as a person would type it.
fn typed(number: PolicyNumber, value: i64) -> String {
    match number.unit() {
        Unit::Money => money_text(Some(Money(value))),
        Unit::Minute => format::minute(u16::try_from(value).unwrap_or_default()),
        Unit::Switch => (value != 0).to_string(),
        _ => value.to_string(),
    }
}

/// Reads what a person typed.
fn read(number: PolicyNumber, text: &str) -> Option<i64> {
    match number.unit() {
        Unit::Money => Money::parse(text).ok().map(|amount| amount.0),
        Unit::Minute => words::minute_of(text).map(i64::from),
        Unit::Switch => Some(i64::from(text == "true")),
        _ => text.parse().ok(),
    }
}

fn submit(app: &App, filling: &Filling) {
    let values = &filling.values;
    let kinds: Vec<_> = PolicyNumber::ALL.map(|number| (number.key(), kind_of(number))).into();
    let changed: Vec<_> = PolicyNumber::ALL.into_iter().filter(|number| values.changed(number.key())).collect();
    let keys: Vec<_> = changed.iter().map(|number| number.key()).collect();
    let required = values.changed(ORGANISATION).then_some(ORGANISATION);
    let keys: Vec<_> = keys.into_iter().chain(required).collect();
    if filling.stops(&keys, &kinds) {
        return;
    }
    let edit = |number: PolicyNumber| {
        Some(PolicyEdit::Number { key: number.key().into(), value: read(number, &values.text(number.key()))? })
    };
    let mut edits: Vec<_> = changed.into_iter().filter_map(edit).collect();
    if values.changed(GRADING) {
        edits.push(PolicyEdit::Grading(values.text(GRADING).as_str().into()));
    }
    if values.changed(FREQUENCY) {
        edits.push(PolicyEdit::Frequency(values.text(FREQUENCY).as_str().into()));
    }
    if values.changed(TARGETS) {
        edits.push(PolicyEdit::TargetIndustries(values.text(TARGETS)));
    }
    if values.changed(INDIVIDUAL) {
        edits.push(PolicyEdit::IndividualMobile(values.text(INDIVIDUAL) == "true"));
    }
    if values.changed(ORGANISATION) {
        edits.push(PolicyEdit::Organisation(values.text(ORGANISATION)));
    }
    if values.changed(ZONE) {
        edits.extend(values.text(ZONE).parse().ok().map(PolicyEdit::Zone));
    }
    let path = Route::Settings.path();
    if edits.is_empty() {
        return filling.leave(path);
    }
    filling.save(app, Command::EditPolicy { edits }, key!("toast-policy"), path);
}
