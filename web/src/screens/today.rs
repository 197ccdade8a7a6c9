//! Today (今日): the next stop, what is late, what is due, what is still to be recorded.

pub mod agenda;
pub mod news;
pub mod next;

use std::rc::Rc;

use fieldnote_core::model::Grade;
use fieldnote_core::policy::PolicyNumber;
use fieldnote_core::projection::{
    AgendaLine, CareLine, Context, Idea, IdeaLine, QuietLine, ReviewLine, TodayView, care, ideas, review, today,
};
use fieldnote_core::rules::cadence::Touch;
use fieldnote_core::rules::care_event::Occasion;
use fieldnote_core::values::AccountId;
use yew::prelude::*;

use self::agenda::{AgendaRow, RowKind};
use self::news::News;
use self::next::next_stop;
use crate::components::marks::grade;
use crate::components::state::{empty, more};
use crate::frame::{Go, Page, Tab, Tone, icon, icon_small};
use crate::hooks::{use_context, use_drawn, use_standing};
use crate::i18n::{args, format, label_of_code, t, ta};
use crate::route::Route;
use crate::screens::feedback::{to_feedback, use_feedback};
use crate::screens::inbox::Bell;
use crate::screens::review::deadline;
use crate::screens::words;

/// Quiet customers shown; the customer list has them all, longest silence first.
const QUIET_MAX: usize = 8;

/// Lines of a section drawn at first, and more with each tap: a week away leaves hundreds.
const PAGE_LINES: usize = 10;

/// Returns what is to be done, also what is put off.
#[hook]
pub fn use_day() -> Rc<TodayView> {
    use_standing(|session, context| today(&session.rows(), context))
}

/// Returns the occasions, also those that are put off.
#[hook]
pub fn use_occasions() -> Rc<Vec<CareLine>> {
    use_standing(|session, context| care(&session.rows(), session.birthdays(), context))
}

/// Returns whose grade is to be confirmed.
#[hook]
pub fn use_grades() -> Rc<Vec<ReviewLine>> {
    use_standing(|session, context| review(&session.rows(), context).grades)
}

/// The screen. What a person came for is drawn at once, what stands further down when that is seen.
#[component]
pub fn Today() -> Html {
    let context = use_context();
    let mut view = use_day();
    if !context.settings.snoozed.is_empty() {
        view = Rc::new(view.without_put_off(&context));
    }
    let due = use_grades();
    let open = use_feedback();
    let shown = use_state_eq(|| PAGE_LINES);
    let drawn = use_drawn();
    let sub = format::day_long(context.today());
    let actions = html! {
        <>
            <Bell />
            <Go class="btn-icon" to={Route::Customers} label={t!("search")}>{ icon("search") }</Go>
        </>
    };
    html! {
        <Page title={t!("nav-today")} {sub} {actions} tab={Tab::Today}>
            <div class="cols">
                <div>
                    { stats(&view) }
                    if let Some(next) = &view.next { { next_stop(next, &context) } }
                    { to_record(&view.to_record, &shown, &context) }
                    <News />
                    { to_feedback(&open) }
                    { to_review(&due) }
                </div>
                <div>
                    { lists(&view, &shown) }
                    if drawn {
                        { ahead(&view, &shown) }
                        <Proposed />
                    }
                </div>
            </div>
        </Page>
    }
}

/// What is proposed although nothing is due: occasions and ideas.
#[component]
fn Proposed() -> Html {
    let context = use_context();
    let (cared, ideas) = (use_occasions(), use_standing(|session, context| ideas(&session.rows(), context)));
    let shown = use_state_eq(|| PAGE_LINES);
    let cared: Vec<_> = cared.iter().filter(|line| !context.is_put_off(line.key())).collect();
    html! { <>{ to_care(&cared, &shown) }{ to_propose(&ideas, &shown) }</> }
}

fn stats(view: &TodayView) -> Html {
    let stat = |href: &'static str, tone: Option<Tone>, count: usize, words: AttrValue| {
        let tone = tone.filter(|_| count > 0).map(Tone::key);
        html! { <a class="stat" data-tone={tone} {href}><b>{ count }</b><span>{ words }</span></a> }
    };
    html! {
        <nav class="stats" aria-label={t!("today-stats")}>
            { stat("#late", Some(Tone::Late), view.overdue.len(), t!("today-overdue")) }
            { stat("#due", None, view.due.len(), t!("today")) }
            { stat("#enter", Some(Tone::Soon), view.to_record.len(), t!("today-to-record")) }
        </nav>
    }
}

fn to_record(lines: &[AgendaLine], shown: &UseStateHandle<usize>, context: &Context) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" id="enter" aria-labelledby="enter-t">
            <div class="section-head"><h2 id="enter-t">{ t!("today-to-record") }</h2>
                <span class="dim">{ ta!("today-to-record-note", args![n = context.policy.number(PolicyNumber::RecordTargetH)]) }</span></div>
            <ul class="list" role="list">
                for line in lines.iter().take(**shown) {
                    <li key={line.item.task.to_string()}>{ agenda::record_row(line, context) }</li>
                }
            </ul>
            { more(lines.len(), shown, 5 * PAGE_LINES) }
        </section>
    }
}

/// The way to the monthly review, while there is something to review.
fn to_review(due: &[ReviewLine]) -> Html {
    let Some((tone, by, words)) = due.first().and_then(|line| deadline(line.grade)) else { return Html::default() };
    html! {
        <section class="section">
            <ul class="list" role="list"><li class="row" data-tone={tone.key()}>
                <div class="row-margin"><b>{ due.len() }</b></div>
                <Go class="row-main" to={Route::Review}>
                    <span class="row-title">{ t!("review-month") }</span>
                    <span class="row-meta"><span>{ format::day(by) }</span><span>{ words }</span></span>
                </Go>
                <span class="row-end">{ icon_small("next") }</span>
            </li></ul>
        </section>
    }
}

fn lists(view: &TodayView, shown: &UseStateHandle<usize>) -> Html {
    let nothing = view.overdue.is_empty() && view.due.is_empty() && view.to_record.is_empty();
    html! {
        <>
            if !view.overdue.is_empty() {
                { section("late", ta!("today-overdue-n", args![n = view.overdue.len()]), t!("today-overdue-note"),
                    &view.overdue, RowKind::Overdue, shown) }
            }
            if nothing {
                <section class="section">
                    { empty("today", None, t!("today-empty"), t!("today-empty-text"), html! {
                        <Go class="btn btn-primary" to={Route::Customers}>{ t!("today-empty-go") }</Go>
                    }) }
                </section>
            }
            if !view.due.is_empty() {
                { section("due", ta!("today-due-n", args![n = view.due.len()]), AttrValue::default(), &view.due, RowKind::Due, shown) }
            }
            if !view.overdue.is_empty() || !view.due.is_empty() {
                <p class="dim pad note-below">{ t!("today-swipe") }</p>
            }
        </>
    }
}

/// What comes in the next days, and who is due although nothing is planned.
fn ahead(view: &TodayView, shown: &UseStateHandle<usize>) -> Html {
    html! {
        <>
            if !view.upcoming.is_empty() {
                { section("soon", ta!("today-upcoming-n", args![n = view.upcoming.len()]), AttrValue::default(),
                    &view.upcoming, RowKind::Upcoming, shown) }
            }
            { quiet(&view.quiet) }
        </>
    }
}

fn section(
    id: &'static str,
    title: AttrValue,
    note: AttrValue,
    lines: &[AgendaLine],
    kind: RowKind,
    shown: &UseStateHandle<usize>,
) -> Html {
    let title_id = format!("{id}-t");
    html! {
        <section class="section" {id} aria-labelledby={title_id.clone()}>
            <div class="section-head"><h2 id={title_id}>{ title }</h2>
                if !note.is_empty() { <span class="dim">{ note }</span> }
            </div>
            <ul class="list" role="list">
                for line in lines.iter().take(**shown) {
                    <li key={line.item.task.to_string()}><AgendaRow line={Rc::new(line.clone())} {kind} /></li>
                }
            </ul>
            { more(lines.len(), shown, 5 * PAGE_LINES) }
        </section>
    }
}

/// What is proposed although nothing is due.
fn to_propose(lines: &[IdeaLine], shown: &UseStateHandle<usize>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let row = |line: &IdeaLine| {
        let id: AccountId = line.row.account;
        let (margin, words) = match &line.idea {
            Idea::Save(warning) => {
                (t!("warning-short"), format!("{} · {}", words::warning(*warning), t!("warning-advice")).into())
            }
            Idea::Sign(deal) => (
                ta!("percent", args![n = u32::from(deal.probability.get())]),
                ta!("idea-sign", args![deal = deal.title]),
            ),
            Idea::Case => (t!("case-short"), t!("idea-case")),
            Idea::Visit { days: None } => (t!("never"), t!("idea-visit-first")),
            Idea::Visit { days: Some(days) } => (ta!("days-n", args![n = *days]), ta!("idea-visit", args![n = *days])),
        };
        html! {
            <li class="row" key={id.to_string()}>
                <div class="row-margin"><b>{ margin }</b></div>
                <Go class="row-main" to={Route::Customer { id }}>
                    <span class="row-title">{ grade(line.row.grade) }<span class="clip-2">{ &line.row.name }</span></span>
                    <span class="row-meta"><span>{ words }</span></span>
                </Go>
                <Go class="link row-link" to={Route::NewTaskFor { account: id }}>{ t!("idea-plan") }<span class="sr">{ " " }{ &line.row.name }</span></Go>
            </li>
        }
    };
    html! {
        <section class="section" id="ideas" aria-labelledby="ideas-t">
            <div class="section-head"><h2 id="ideas-t">{ ta!("ideas-n", args![n = lines.len()]) }</h2></div>
            <ul class="list" role="list">{ for lines.iter().take(**shown).map(row) }</ul>
            { more(lines.len(), shown, 5 * PAGE_LINES) }
        </section>
    }
}

/// Customers to be thought of.
fn to_care(lines: &[&CareLine], shown: &UseStateHandle<usize>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let row = |line: &CareLine| {
        let id: AccountId = line.row.account;
        let event = matches!(line.occasion, Occasion::Event(_));
        let write = if event { t!("care-introduction") } else { t!("care-write") };
        html! {
            <li class="row" key={id.to_string()}>
                <div class="row-margin"><b>{ format::day(line.on) }</b></div>
                <Go class="row-main" to={Route::Customer { id }}>
                    <span class="row-title">{ grade(line.row.grade) }<span class="clip-2">{ &line.row.name }</span></span>
                    <span class="row-meta"><span>{ occasion(&line.occasion) }</span></span>
                </Go>
                <Go class="link row-link" to={Route::Care { account: id }}>{ write }<span class="sr">{ " " }{ &line.row.name }</span></Go>
            </li>
        }
    };
    html! {
        <section class="section" id="care" aria-labelledby="care-t">
            <div class="section-head"><h2 id="care-t">{ ta!("care-n", args![n = lines.len()]) }</h2></div>
            <ul class="list" role="list">{ for lines.iter().copied().take(**shown).map(row) }</ul>
            { more(lines.len(), shown, 5 * PAGE_LINES) }
        </section>
    }
}

/// Returns what an occasion is.
pub fn occasion(occasion: &Occasion) -> AttrValue {
    match occasion {
        Occasion::Anniversary { years } => ta!("care-anniversary", args![n = *years]),
        Occasion::Birthday => t!("care-birthday"),
        Occasion::Event(event) => ta!("care-event-of", args![event = label_of_code("event", &event.kind.key().into())]),
        Occasion::Topic(title) => ta!("care-topic-of", args![title = title.as_str()]),
        Occasion::Festival(festival) => label_of_code("festival", &festival.key().into()),
    }
}

const fn touch_key(touch: Touch) -> &'static str {
    match touch {
        Touch::Any => "any",
        Touch::Deep => "deep",
        Touch::Light => "light",
    }
}

/// Returns why a customer is due; a key customer on the last day of the limit has the words of R-26.
pub fn why(line: &QuietLine) -> AttrValue {
    let every = line.due.every;
    match line.due.touch {
        Touch::Any if line.row.grade == Some(Grade::A) && line.due.days == Some(every) => {
            ta!("quiet-today", args![n = every])
        }
        Touch::Any => ta!("quiet-limit", args![n = every]),
        Touch::Deep => ta!("quiet-deep", args![n = every]),
        Touch::Light => ta!("quiet-light", args![n = every]),
    }
}

fn quiet(lines: &[QuietLine]) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let row = |line: &QuietLine| {
        let id: AccountId = line.row.account;
        let days = line.due.days.map_or_else(|| t!("never"), |days| ta!("days-n", args![n = days]));
        let key = touch_key(line.due.touch);
        let advice = match (line.due.touch, line.row.grade) {
            (Touch::Light, _) => "light",
            (_, grade) => grade.unwrap_or(Grade::C).letter(),
        };
        let last = line.row.last_contact.as_ref().map(|last| last.excerpt.clone()).unwrap_or_default();
        let who = line.row.contacts.first().map(|contact| contact.name.clone()).unwrap_or_default();
        html! {
            <li class="row" data-tone="soon" key={id.to_string()}>
                <div class="row-margin"><b>{ days }</b>{ label_of_code("touch-short", &key.into()) }</div>
                <Go class="row-main" to={Route::Customer { id }}>
                    <span class="row-title">{ grade(line.row.grade) }<span class="clip-2">{ &line.row.name }</span></span>
                    if !last.is_empty() { <span class="row-text">{ last }</span> }
                    <span class="row-meta"><span>{ who }</span><span>{ why(line) }</span></span>
                    <span class="row-meta">{ label_of_code("touch-advice", &advice.into()) }</span>
                </Go>
                <Go class="link row-link" to={Route::RecordFor { account: id }}>{ t!("record") }<span class="sr">{ " " }{ &line.row.name }</span></Go>
            </li>
        }
    };
    html! {
        <section class="section" aria-labelledby="quiet-t">
            <div class="section-head"><h2 id="quiet-t">{ ta!("today-quiet-n", args![n = lines.len()]) }</h2>
                <Go class="link" to={Route::Customers}>{ t!("all") }{ icon_small("next") }</Go></div>
            <ul class="list" role="list">{ for lines.iter().take(QUIET_MAX).map(row) }</ul>
        </section>
    }
}
