//! The rows. What two concurrent writes of a row become is said by [`Shape::merge`].
//!
//! Columns: path, shape, keys of a `*` at the end, writers, source.

use super::{Field, Keys, Shape, Writers};
use crate::values::{DocumentKind, Money};

/// A key of an open list.
const CODE: Shape = Shape::Str { max: 64 };
/// A number or code that a person types.
const SHORT: Shape = Shape::Str { max: 64 };
/// A name or one line.
const NAME: Shape = Shape::Str { max: 200 };
/// A few lines that are written once.
const REASON: Shape = Shape::Str { max: 1_000 };
/// Free text: ten thousand characters are about six printed pages.
const TEXT: Shape = Shape::Text { max: 10_000 };
/// The letter of the document kind.
const LETTER: Shape = Shape::Str { max: 1 };
/// A, B or C.
const GRADE: Shape = Shape::Str { max: 1 };
/// Milliseconds since 1970, within the years 1900 to 9999.
const INSTANT: Shape = Shape::Int { min: -2_208_988_800_000, max: 253_402_300_799_999 };
/// Fen.
const MONEY: Shape = Shape::Int { min: 0, max: Money::MAX.0 };
/// Whole percent.
const PERCENT: Shape = Shape::Int { min: 0, max: 100 };
/// Minute of a day.
const MINUTE: Shape = Shape::Int { min: 0, max: 1_439 };
/// Minutes east of UTC.
const ZONE: Shape = Shape::Int { min: -1_440, max: 1_440 };
/// Hours, up to a year.
const HOURS: Shape = Shape::Int { min: 0, max: 8_784 };
/// Days, up to ten years.
const DAYS: Shape = Shape::Int { min: 0, max: 3_660 };
/// How often in a week, a month or a quarter.
const TIMES: Shape = Shape::Int { min: 0, max: 100 };
/// One of five points.
const POINTS: Shape = Shape::Int { min: 1, max: 5 };
/// One of ten points.
const TEN_POINTS: Shape = Shape::Int { min: 1, max: 10 };
/// Points of ten, or none.
const UP_TO_TEN: Shape = Shape::Int { min: 0, max: 10 };
/// Employees of a company.
const HEADS: Shape = Shape::Int { min: 1, max: 1_000_000 };
/// Leads of one person.
const LEADS: Shape = Shape::Int { min: 0, max: 10_000 };
/// No or yes, where a number is kept.
const SWITCH: Shape = Shape::Int { min: 0, max: 1 };
/// Months, up to ten years.
const MONTHS: Shape = Shape::Int { min: 1, max: 120 };
/// A day that every month has.
const DAY_OF_MONTH: Shape = Shape::Int { min: 1, max: 28 };
/// A place in an order.
const ORDER: Shape = Shape::Int { min: -1_000_000, max: 1_000_000 };

const MAP: Shape = Shape::Map;
const BOOL: Shape = Shape::Bool;
const DAY: Shape = Shape::Day;
const ID: Shape = Shape::Id;
const MARK: Shape = Shape::Mark;

const fn account(path: &'static str, shape: Shape, keys: Keys, writers: Writers, source: &'static str) -> Field {
    Field { kind: DocumentKind::Account, path, shape, keys, writers, source }
}

pub(super) const ACCOUNT: &[Field] = &[
    account("kind", LETTER, Keys::Id, Writers::Server, "design 3"),
    account("created", MAP, Keys::Id, Writers::Anyone, "derived"),
    account("created.by", ID, Keys::Id, Writers::Anyone, "derived"),
    account("created.at", INSTANT, Keys::Id, Writers::Anyone, "derived"),
    account("profile", MAP, Keys::Id, Writers::Anyone, "E-05"),
    account("profile.number", SHORT, Keys::Id, Writers::Anyone, "S1-44"),
    account("profile.name", NAME, Keys::Id, Writers::Anyone, "S0-28, S0-104, S1-02"),
    account("profile.individual", BOOL, Keys::Id, Writers::Anyone, "S2-35"),
    account("profile.uscc", SHORT, Keys::Id, Writers::Anyone, "S0-29, S0-105"),
    account("profile.founded", DAY, Keys::Id, Writers::Anyone, "S0-30, S0-66"),
    account("profile.industry", CODE, Keys::Id, Writers::Anyone, "S0-31, S0-106, S1-01, S1-05"),
    account("profile.employees_band", CODE, Keys::Id, Writers::Anyone, "S0-32, S0-107, S1-06"),
    account("profile.revenue_band", CODE, Keys::Id, Writers::Anyone, "S0-32, S0-107"),
    account("profile.website", NAME, Keys::Id, Writers::Anyone, "S0-33"),
    account("profile.region", CODE, Keys::Id, Writers::Anyone, "S0-23"),
    account("profile.budget_range", NAME, Keys::Id, Writers::Anyone, "S3-40"),
    account("profile.cooperation_history", CODE, Keys::Id, Writers::Anyone, "S1-07"),
    account("profile.annual_amount", MONEY, Keys::Id, Writers::Anyone, "S1-09"),
    account("profile.industry_leader", BOOL, Keys::Id, Writers::Anyone, "S1-10"),
    account("profile.grade", GRADE, Keys::Id, Writers::Anyone, "S0-16, S1-47"),
    account("profile.grade_reason", REASON, Keys::Id, Writers::Anyone, "S0-16"),
    account("profile.grade_basis", CODE, Keys::Id, Writers::Anyone, "C-01"),
    account("profile.grade_reviewed", DAY, Keys::Id, Writers::Anyone, "S0-26, S0-114"),
    account("profile.close_probability", PERCENT, Keys::Id, Writers::Anyone, "S0-17"),
    account("profile.close_months", MONTHS, Keys::Id, Writers::Anyone, "S0-17, S0-19"),
    account("profile.need_clarity", CODE, Keys::Id, Writers::Anyone, "S0-17, S0-19, S0-21"),
    account("profile.budget_state", CODE, Keys::Id, Writers::Anyone, "S0-17, S0-19, S0-21"),
    account("profile.state", CODE, Keys::Id, Writers::Anyone, "S1-48"),
    account("profile.core_need", TEXT, Keys::Id, Writers::Anyone, "S1-08, S0-110"),
    account("profile.note", TEXT, Keys::Id, Writers::Anyone, "S0-112"),
    account("profile.source_channel", CODE, Keys::Id, Writers::Anyone, "S2-40"),
    account("profile.preferred_channel", CODE, Keys::Id, Writers::Anyone, "S1-18"),
    account("profile.values_offline", BOOL, Keys::Id, Writers::Anyone, "S1-19"),
    account("profile.last_verified", DAY, Keys::Id, Writers::Anyone, "S0-50"),
    account("profile.journey", CODE, Keys::Id, Writers::Anyone, "E-04, S3-47"),
    account("profile.converted_at", INSTANT, Keys::Id, Writers::Anyone, "E-04, S3-36"),
    account("profile.business_match", PERCENT, Keys::Id, Writers::Anyone, "S2-06"),
    account("profile.purchase_plan", NAME, Keys::Id, Writers::Anyone, "S0-15"),
    account("profile.equipment_budget", MONEY, Keys::Id, Writers::Anyone, "S3-69"),
    account("profile.campaign", NAME, Keys::Id, Writers::Anyone, "S3-03"),
    account("profile.prep_points", REASON, Keys::Id, Writers::Anyone, "S1-24, R-37"),
    account("profile.case_content", REASON, Keys::Id, Writers::Anyone, "E-30, S1-42"),
    account("profile.case_effect", NAME, Keys::Id, Writers::Anyone, "E-30, S0-146"),
    account("profile.case_talked_over", DAY, Keys::Id, Writers::Anyone, "E-30, S1-42"),
    account("profile.case_authorised", DAY, Keys::Id, Writers::Anyone, "E-30, S1-42"),
    account("profile.need_changed", SHORT, Keys::Id, Writers::Anyone, "R-04, S1-57"),
    account("profile.contact_changed", SHORT, Keys::Id, Writers::Anyone, "R-04, S1-57"),
    account("profile.company_changed", SHORT, Keys::Id, Writers::Anyone, "R-04, S1-57"),
    account("profile.tags", MAP, Keys::Id, Writers::Anyone, "S1-13"),
    account("profile.tags.*", MARK, Keys::Word, Writers::Anyone, "S1-13"),
    account("profile.need_tags", MAP, Keys::Id, Writers::Anyone, "S2-39"),
    account("profile.need_tags.*", MARK, Keys::Word, Writers::Anyone, "S2-39"),
    account("profile.*", MAP, Keys::Id, Writers::Anyone, "E-05 business_events"),
    account("profile.*.kind", CODE, Keys::Id, Writers::Anyone, "S0-100, S0-71"),
    account("profile.*.day", DAY, Keys::Id, Writers::Anyone, "E-05 business_events"),
    account("profile.*.note", REASON, Keys::Id, Writers::Anyone, "S2-24"),
    account("profile.*.by", ID, Keys::Id, Writers::Anyone, "derived"),
    account("profile.*.at", INSTANT, Keys::Id, Writers::Anyone, "R-43"),
    account("profile.*.removed", BOOL, Keys::Id, Writers::Anyone, "derived"),
    account("facts", MAP, Keys::Id, Writers::Server, "design 4"),
    account("facts.owner", ID, Keys::Id, Writers::Server, "S1-54, S0-144"),
    account("facts.deputies", MAP, Keys::Id, Writers::Server, "S0-144"),
    account("facts.deputies.*", MARK, Keys::Id, Writers::Server, "S0-144"),
    account("facts.service_noted", SHORT, Keys::Id, Writers::Server, "R-13, S0-52"),
    account("facts.campaign_noted", SHORT, Keys::Id, Writers::Server, "R-13, S0-51"),
    account("facts.inactive_reason", REASON, Keys::Id, Writers::Server, "S0-139"),
    account("facts.inactive_at", INSTANT, Keys::Id, Writers::Server, "S0-139"),
    account("facts.merged_into", ID, Keys::Id, Writers::Server, "S3-46"),
    account("contacts", MAP, Keys::Id, Writers::Anyone, "E-06"),
    account("contacts.*", MAP, Keys::Id, Writers::Anyone, "E-06"),
    account("contacts.*.name", NAME, Keys::Id, Writers::Anyone, "S0-34, S0-108, S1-03"),
    account("contacts.*.position", NAME, Keys::Id, Writers::Anyone, "S0-35, S1-04"),
    account("contacts.*.department", NAME, Keys::Id, Writers::Anyone, "S1-46"),
    account("contacts.*.email", NAME, Keys::Id, Writers::Anyone, "S0-38"),
    account("contacts.*.personality", TEXT, Keys::Id, Writers::Anyone, "S0-39"),
    account("contacts.*.preferred_channel", CODE, Keys::Id, Writers::Anyone, "S1-18"),
    account("contacts.*.preferred_hours", NAME, Keys::Id, Writers::Anyone, "S1-59"),
    account("contacts.*.decision_role", CODE, Keys::Id, Writers::Anyone, "S0-43, S0-111"),
    account("contacts.*.left", BOOL, Keys::Id, Writers::Anyone, "S0-139, S1-56"),
    account("contacts.*.unreachable", BOOL, Keys::Id, Writers::Anyone, "S0-139, S3-24"),
    account("contacts.*.removed", BOOL, Keys::Id, Writers::Anyone, "derived"),
    account("visits", MAP, Keys::Id, Writers::Anyone, "E-09"),
    account("visits.*", MAP, Keys::Id, Writers::Anyone, "E-09"),
    account("visits.*.ended_at", INSTANT, Keys::Id, Writers::Anyone, "S0-130, S1-27"),
    account("visits.*.recorded_at", INSTANT, Keys::Id, Writers::Anyone, "S1-26"),
    account("visits.*.is_first", BOOL, Keys::Id, Writers::Anyone, "S0-44"),
    account("visits.*.channel", CODE, Keys::Id, Writers::Anyone, "S0-45, S1-50"),
    account("visits.*.depth", CODE, Keys::Id, Writers::Anyone, "S1-15"),
    account("visits.*.nonbusiness", BOOL, Keys::Id, Writers::Anyone, "S2-15"),
    account("visits.*.recorder", ID, Keys::Id, Writers::Anyone, "S0-131"),
    account("visits.*.participants", MAP, Keys::Id, Writers::Anyone, "S1-27, S2-46"),
    account("visits.*.participants.*", MARK, Keys::Word, Writers::Anyone, "S1-27, S2-46"),
    account("visits.*.topic", NAME, Keys::Id, Writers::Anyone, "S2-08, S2-45"),
    account("visits.*.summary", TEXT, Keys::Id, Writers::Anyone, "S0-46, S0-133, S1-51"),
    account("visits.*.needs", TEXT, Keys::Id, Writers::Anyone, "S0-41, S1-28, S2-10"),
    account("visits.*.problems", TEXT, Keys::Id, Writers::Anyone, "S1-28"),
    account("visits.*.concerns", TEXT, Keys::Id, Writers::Anyone, "S1-28"),
    account("visits.*.feedback", TEXT, Keys::Id, Writers::Anyone, "S0-47, S1-52"),
    account("visits.*.consensus", TEXT, Keys::Id, Writers::Anyone, "S1-29"),
    account("visits.*.prep_points", TEXT, Keys::Id, Writers::Anyone, "S1-24"),
    account("visits.*.termination_intent", BOOL, Keys::Id, Writers::Anyone, "S1-35"),
    account("visits.*.no_response", BOOL, Keys::Id, Writers::Anyone, "S1-34"),
    account("visits.*.satisfaction", TEN_POINTS, Keys::Id, Writers::Anyone, "S1-36, C-06"),
    account("visits.*.opportunity", ID, Keys::Id, Writers::Anyone, "S0-129"),
    account("visits.*.task", ID, Keys::Id, Writers::Anyone, "S1-55"),
    account("visits.*.method", CODE, Keys::Id, Writers::Anyone, "S0-53, S2-09"),
    account("visits.*.situation", REASON, Keys::Id, Writers::Anyone, "S0-40, S0-54, S0-120, S2-09"),
    account("visits.*.problem", REASON, Keys::Id, Writers::Anyone, "S0-42, S0-55, S0-121, S2-09"),
    account("visits.*.implication", REASON, Keys::Id, Writers::Anyone, "S0-56, S0-122"),
    account("visits.*.payoff", REASON, Keys::Id, Writers::Anyone, "S0-57, S0-123, S2-09"),
    account("visits.*.payoff_own", BOOL, Keys::Id, Writers::Anyone, "S0-126"),
    account("visits.*.urgency", POINTS, Keys::Id, Writers::Anyone, "S0-58, S0-124"),
    account("visits.*.importance", POINTS, Keys::Id, Writers::Anyone, "S0-58, S0-124"),
    account("visits.*.match", PERCENT, Keys::Id, Writers::Anyone, "S0-58, S0-60, C-08"),
    account("visits.*.solution", ID, Keys::Id, Writers::Anyone, "S0-60, S0-61"),
    account("visits.*.removed", BOOL, Keys::Id, Writers::Anyone, "derived"),
    account("tasks", MAP, Keys::Id, Writers::Anyone, "E-10"),
    account("tasks.*", MAP, Keys::Id, Writers::Anyone, "E-10"),
    account("tasks.*.kind", CODE, Keys::Id, Writers::Anyone, "S0-135, S0-136"),
    account("tasks.*.title", TEXT, Keys::Id, Writers::Anyone, "S0-135, S1-30"),
    account("tasks.*.responsible", ID, Keys::Id, Writers::Anyone, "S0-138, S1-54"),
    account("tasks.*.responsible_name", NAME, Keys::Id, Writers::Anyone, "S0-138"),
    account("tasks.*.due", DAY, Keys::Id, Writers::Anyone, "S0-138"),
    account("tasks.*.due_minute", MINUTE, Keys::Id, Writers::Anyone, "S0-136"),
    account("tasks.*.standard", TEXT, Keys::Id, Writers::Anyone, "S0-138"),
    account("tasks.*.call_reason", REASON, Keys::Id, Writers::Anyone, "R-28, S1-58"),
    account("tasks.*.promise", BOOL, Keys::Id, Writers::Anyone, "S1-25"),
    account("tasks.*.in_contract", BOOL, Keys::Id, Writers::Anyone, "S0-147"),
    account("tasks.*.channel", CODE, Keys::Id, Writers::Anyone, "S0-136"),
    account("tasks.*.contact", ID, Keys::Id, Writers::Anyone, "S0-136"),
    account("tasks.*.status", CODE, Keys::Id, Writers::Anyone, "S0-135"),
    account("tasks.*.done_at", INSTANT, Keys::Id, Writers::Anyone, "derived"),
    account("tasks.*.visit", ID, Keys::Id, Writers::Anyone, "S0-48, S1-30"),
    account("tasks.*.opportunity", ID, Keys::Id, Writers::Anyone, "S0-129"),
    account("tasks.*.created_by", ID, Keys::Id, Writers::Anyone, "derived"),
    account("tasks.*.created_at", INSTANT, Keys::Id, Writers::Anyone, "derived"),
    account("tasks.*.removed", BOOL, Keys::Id, Writers::Anyone, "derived"),
    account("opportunities", MAP, Keys::Id, Writers::Anyone, "E-12"),
    account("opportunities.*", MAP, Keys::Id, Writers::Anyone, "E-12"),
    account("opportunities.*.title", NAME, Keys::Id, Writers::Anyone, "E-12"),
    account("opportunities.*.stage", CODE, Keys::Id, Writers::Anyone, "S0-72, S3-39"),
    account("opportunities.*.stage_entered_at", INSTANT, Keys::Id, Writers::Anyone, "S3-36"),
    account("opportunities.*.amount", MONEY, Keys::Id, Writers::Anyone, "S0-17, S1-10"),
    account("opportunities.*.probability", PERCENT, Keys::Id, Writers::Anyone, "S0-17"),
    account("opportunities.*.close_day", DAY, Keys::Id, Writers::Anyone, "S0-17"),
    account("opportunities.*.result", CODE, Keys::Id, Writers::Anyone, "S3-36"),
    account("opportunities.*.closed_at", INSTANT, Keys::Id, Writers::Anyone, "S3-36"),
    account("opportunities.*.note", TEXT, Keys::Id, Writers::Anyone, "E-12"),
    account("opportunities.*.products", REASON, Keys::Id, Writers::Anyone, "S0-61"),
    account("opportunities.*.period", NAME, Keys::Id, Writers::Anyone, "S0-61"),
    account("opportunities.*.effect", REASON, Keys::Id, Writers::Anyone, "S0-61"),
    account("opportunities.*.benefit", REASON, Keys::Id, Writers::Anyone, "S0-62"),
    account("opportunities.*.basis", REASON, Keys::Id, Writers::Anyone, "C-20"),
    account("opportunities.*.created_by", ID, Keys::Id, Writers::Anyone, "derived"),
    account("opportunities.*.created_at", INSTANT, Keys::Id, Writers::Anyone, "derived"),
    account("opportunities.*.removed", BOOL, Keys::Id, Writers::Anyone, "derived"),
    account("requests", MAP, Keys::Id, Writers::Anyone, "design 4"),
    account("requests.*", MAP, Keys::Id, Writers::Anyone, "design 4"),
    account("requests.*.kind", CODE, Keys::Id, Writers::Anyone, "design 4"),
    account("requests.*.to", ID, Keys::Id, Writers::Anyone, "design 4"),
    account("requests.*.reason", REASON, Keys::Id, Writers::Anyone, "design 4"),
    account("requests.*.by", ID, Keys::Id, Writers::Anyone, "design 4"),
    account("requests.*.at", INSTANT, Keys::Id, Writers::Anyone, "design 4"),
    account("requests.*.removed", BOOL, Keys::Id, Writers::Anyone, "design 4"),
    account("decisions", MAP, Keys::Id, Writers::Server, "design 4"),
    account("decisions.*", MAP, Keys::Id, Writers::Server, "design 4"),
    account("decisions.*.granted", BOOL, Keys::Id, Writers::Server, "design 4"),
    account("decisions.*.reason", REASON, Keys::Id, Writers::Server, "design 4"),
    account("decisions.*.at", INSTANT, Keys::Id, Writers::Server, "design 4"),
];

const fn contribution(
    kind: DocumentKind,
    path: &'static str,
    shape: Shape,
    writers: Writers,
    source: &'static str,
) -> Field {
    Field { kind, path, shape, keys: Keys::Id, writers, source }
}

const fn contributions(kind: DocumentKind) -> [Field; 13] {
    let anyone = Writers::Anyone;
    [
        contribution(kind, "kind", LETTER, Writers::Server, "design 3"),
        contribution(kind, "entries", MAP, anyone, "R-13"),
        contribution(kind, "entries.*", MAP, anyone, "R-13"),
        contribution(kind, "entries.*.kind", CODE, anyone, "S0-51, S0-52, S0-140, S2-03"),
        contribution(kind, "entries.*.text", TEXT, anyone, "S0-52, S2-04"),
        contribution(kind, "entries.*.day", DAY, anyone, "E-28"),
        contribution(kind, "entries.*.campaign", NAME, anyone, "E-28, S0-51"),
        contribution(kind, "entries.*.by", ID, anyone, "derived"),
        contribution(kind, "entries.*.at", INSTANT, anyone, "derived"),
        contribution(kind, "entries.*.answer", TEXT, anyone, "S2-04"),
        contribution(kind, "entries.*.answered_by", ID, anyone, "derived"),
        contribution(kind, "entries.*.answered_at", INSTANT, anyone, "derived"),
        contribution(kind, "entries.*.removed", BOOL, anyone, "derived"),
    ]
}

/// Bytes of the photo of a business card: 1,000 pixels across, still to be read, and half of what a change may have.
pub const PHOTO_BYTES_MAX: usize = 64 * 1024;

/// Bytes of the photos of one customer's business cards with those that were replaced: twenty and more of usual size.
/// They come in one page, and a slow line has to carry it.
pub const CARDS_BYTES_MAX: usize = 1024 * 1024;

const fn cards(path: &'static str, shape: Shape, writers: Writers, source: &'static str) -> Field {
    Field { kind: DocumentKind::Cards, path, shape, keys: Keys::Id, writers, source }
}

pub(super) const CARDS: &[Field] = &[
    cards("kind", LETTER, Writers::Server, "design 3"),
    cards("cards", MAP, Writers::Anyone, "E-06"),
    cards("cards.*", Shape::Photo { max: PHOTO_BYTES_MAX }, Writers::Anyone, "E-06, S0-36"),
];

pub(super) const SERVICE: &[Field] = &contributions(DocumentKind::Service);
pub(super) const CAMPAIGN: &[Field] = &contributions(DocumentKind::Campaign);

const fn private(path: &'static str, shape: Shape, keys: Keys, writers: Writers, source: &'static str) -> Field {
    Field { kind: DocumentKind::Private, path, shape, keys, writers, source }
}

pub(super) const PRIVATE: &[Field] = &[
    private("kind", LETTER, Keys::Id, Writers::Server, "design 3"),
    private("office_phone", MAP, Keys::Id, Writers::Anyone, "E-06"),
    private("office_phone.*", SHORT, Keys::Id, Writers::Anyone, "S0-36, S0-37"),
    private("other_channel", MAP, Keys::Id, Writers::Anyone, "E-06"),
    private("other_channel.*", NAME, Keys::Id, Writers::Anyone, "S0-36"),
    private("birthday", MAP, Keys::Id, Writers::Anyone, "E-06"),
    private("birthday.*", DAY, Keys::Id, Writers::Anyone, "S0-67, S1-39"),
    private("birthday_consent", MAP, Keys::Id, Writers::Anyone, "E-06"),
    private("birthday_consent.*", DAY, Keys::Id, Writers::Anyone, "S0-67"),
];

const fn workspace(path: &'static str, shape: Shape, keys: Keys, writers: Writers, source: &'static str) -> Field {
    Field { kind: DocumentKind::Workspace, path, shape, keys, writers, source }
}

pub(super) const WORKSPACE: &[Field] = &[
    workspace("kind", LETTER, Keys::Id, Writers::Server, "design 3"),
    workspace("policy", MAP, Keys::Id, Writers::Leads, "E-01"),
    workspace("policy.organisation", NAME, Keys::Id, Writers::Leads, "E-01"),
    workspace("policy.zone_minutes", ZONE, Keys::Id, Writers::Leads, "E-01"),
    workspace("policy.individual_mobile_allowed", BOOL, Keys::Id, Writers::Leads, "C-12"),
    workspace("policy.grading", CODE, Keys::Id, Writers::Leads, "C-01"),
    workspace("policy.record_target_h", HOURS, Keys::Id, Writers::Leads, "S1-26"),
    workspace("policy.record_deadline_wd", DAYS, Keys::Id, Writers::Leads, "S0-49"),
    workspace("policy.record_gaps_refuse", SWITCH, Keys::Id, Writers::Leads, "R-02"),
    workspace("policy.todo_gaps_refuse", SWITCH, Keys::Id, Writers::Leads, "R-03"),
    workspace("policy.contact_days_a", DAYS, Keys::Id, Writers::Leads, "S0-63, S1-15"),
    workspace("policy.contact_days_b", DAYS, Keys::Id, Writers::Leads, "S0-64, S1-16"),
    workspace("policy.contact_days_c", DAYS, Keys::Id, Writers::Leads, "S0-65, S1-17"),
    workspace("policy.frequency", CODE, Keys::Id, Writers::Leads, "C-03"),
    workspace("policy.monthly_deep_a", TIMES, Keys::Id, Writers::Leads, "S1-15"),
    workspace("policy.monthly_light_a", TIMES, Keys::Id, Writers::Leads, "S1-15"),
    workspace("policy.monthly_late_days_a", DAYS, Keys::Id, Writers::Leads, "C-27"),
    workspace("policy.monthly_deep_b", TIMES, Keys::Id, Writers::Leads, "S1-16"),
    workspace("policy.monthly_light_b", TIMES, Keys::Id, Writers::Leads, "S1-16"),
    workspace("policy.quarterly_c", TIMES, Keys::Id, Writers::Leads, "S1-17"),
    workspace("policy.weekly_call_cap", TIMES, Keys::Id, Writers::Leads, "S1-58"),
    workspace("policy.visit_notice_d", DAYS, Keys::Id, Writers::Leads, "S1-19"),
    workspace("policy.visit_notice_refuses", SWITCH, Keys::Id, Writers::Leads, "S1-19"),
    workspace("policy.morning_from", MINUTE, Keys::Id, Writers::Leads, "S1-59"),
    workspace("policy.morning_to", MINUTE, Keys::Id, Writers::Leads, "S1-59"),
    workspace("policy.afternoon_from", MINUTE, Keys::Id, Writers::Leads, "S1-59"),
    workspace("policy.afternoon_to", MINUTE, Keys::Id, Writers::Leads, "S1-59"),
    workspace("policy.grade_a_percent", PERCENT, Keys::Id, Writers::Leads, "S0-17"),
    workspace("policy.grade_b_percent", PERCENT, Keys::Id, Writers::Leads, "S0-19, S0-21"),
    workspace("policy.grade_a_months", MONTHS, Keys::Id, Writers::Leads, "S0-17"),
    workspace("policy.grade_b_months", MONTHS, Keys::Id, Writers::Leads, "S0-19"),
    workspace("policy.grade_a_amount", MONEY, Keys::Id, Writers::Leads, "S1-10"),
    workspace("policy.grade_b_amount", MONEY, Keys::Id, Writers::Leads, "S1-11, S1-12"),
    workspace("policy.review_day", DAY_OF_MONTH, Keys::Id, Writers::Leads, "S0-114, C-10"),
    workspace("policy.review_months", MONTHS, Keys::Id, Writers::Leads, "S1-31, C-09"),
    workspace("policy.key_info_months_c", MONTHS, Keys::Id, Writers::Leads, "S0-50, C-28"),
    workspace("policy.need_first_points", POINTS, Keys::Id, Writers::Leads, "S0-59"),
    workspace("policy.solution_match_percent", PERCENT, Keys::Id, Writers::Leads, "S0-60"),
    workspace("policy.care_lead_days", DAYS, Keys::Id, Writers::Leads, "S0-66, S2-14"),
    workspace("policy.topic_days", DAYS, Keys::Id, Writers::Leads, "R-42, S1-17"),
    workspace("policy.event_days", DAYS, Keys::Id, Writers::Leads, "R-43, S0-71"),
    workspace("policy.nonbusiness_percent", PERCENT, Keys::Id, Writers::Leads, "S2-15"),
    workspace("policy.content_every_days", DAYS, Keys::Id, Writers::Leads, "S0-69"),
    workspace("policy.same_text_max", LEADS, Keys::Id, Writers::Leads, "S2-12"),
    workspace("policy.visit_every_days", DAYS, Keys::Id, Writers::Leads, "S1-19"),
    workspace("policy.unanswered_max", TIMES, Keys::Id, Writers::Leads, "S1-34"),
    workspace("policy.satisfaction_floor", UP_TO_TEN, Keys::Id, Writers::Leads, "S1-36"),
    workspace("policy.case_satisfaction", UP_TO_TEN, Keys::Id, Writers::Leads, "S1-42"),
    workspace("policy.cleaning_days", DAYS, Keys::Id, Writers::Leads, "S0-139"),
    workspace("policy.oversell_amount", MONEY, Keys::Id, Writers::Leads, "S0-141"),
    workspace("policy.lead_weight_industry", PERCENT, Keys::Id, Writers::Leads, "S0-08, S3-44"),
    workspace("policy.lead_weight_size", PERCENT, Keys::Id, Writers::Leads, "S0-09, S2-06"),
    workspace("policy.lead_weight_match", PERCENT, Keys::Id, Writers::Leads, "S2-06"),
    workspace("policy.lead_weight_urgency", PERCENT, Keys::Id, Writers::Leads, "S0-12, S2-06"),
    workspace("policy.lead_weight_budget", PERCENT, Keys::Id, Writers::Leads, "S0-13"),
    workspace("policy.lead_weight_role", PERCENT, Keys::Id, Writers::Leads, "S0-14"),
    workspace("policy.lead_weight_region", PERCENT, Keys::Id, Writers::Leads, "S0-10"),
    workspace("policy.lead_weight_need", PERCENT, Keys::Id, Writers::Leads, "S0-11"),
    workspace("policy.lead_weight_plan", PERCENT, Keys::Id, Writers::Leads, "S0-15"),
    workspace("policy.lead_weight_equipment", PERCENT, Keys::Id, Writers::Leads, "S3-69"),
    workspace("policy.lead_key_score", PERCENT, Keys::Id, Writers::Leads, "S2-07"),
    workspace("policy.lead_size_full", HEADS, Keys::Id, Writers::Leads, "S0-09"),
    workspace("policy.lead_revenue_full", MONEY, Keys::Id, Writers::Leads, "S0-09"),
    workspace("policy.lead_urgent_months", MONTHS, Keys::Id, Writers::Leads, "S0-12"),
    workspace("policy.lead_equipment_full", MONEY, Keys::Id, Writers::Leads, "S3-69"),
    workspace("policy.lead_claim_limit", LEADS, Keys::Id, Writers::Leads, "S3-43"),
    workspace("policy.lead_return_days", DAYS, Keys::Id, Writers::Leads, "S3-43"),
    workspace("policy.target_industries", NAME, Keys::Id, Writers::Leads, "S0-08"),
    workspace("policy.stale_sync_h", HOURS, Keys::Id, Writers::Leads, "design 3"),
    workspace("policy.change_sync_h", HOURS, Keys::Id, Writers::Leads, "S1-57"),
    workspace("stages", MAP, Keys::Id, Writers::Leads, "E-12 StageDef"),
    workspace("stages.*", MAP, Keys::Word, Writers::Leads, "E-12 StageDef"),
    workspace("stages.*.order", ORDER, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("stages.*.name_zh", NAME, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("stages.*.name_en", NAME, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("stages.*.customer_state_zh", NAME, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("stages.*.customer_state_en", NAME, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("stages.*.probability", PERCENT, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("stages.*.stalled_days", DAYS, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("stages.*.removed", BOOL, Keys::Id, Writers::Leads, "S0-72, S3-39"),
    workspace("regions", MAP, Keys::Id, Writers::Leads, "E-03"),
    workspace("regions.*", MAP, Keys::Word, Writers::Leads, "E-03"),
    workspace("regions.*.zh", NAME, Keys::Id, Writers::Leads, "S0-23"),
    workspace("regions.*.en", NAME, Keys::Id, Writers::Leads, "S0-23"),
    workspace("regions.*.key", BOOL, Keys::Id, Writers::Leads, "S0-10"),
    workspace("regions.*.removed", BOOL, Keys::Id, Writers::Leads, "S0-23"),
    workspace("channels", MAP, Keys::Id, Writers::Leads, "E-01"),
    workspace("channels.*", ORDER, Keys::Word, Writers::Leads, "S0-45, G1"),
    workspace("tags", MAP, Keys::Id, Writers::Leads, "S1-13"),
    workspace("tags.*", ORDER, Keys::Word, Writers::Leads, "S1-13"),
    workspace("vague_phrases", MAP, Keys::Id, Writers::Leads, "S0-116"),
    workspace("vague_phrases.*", ORDER, Keys::Word, Writers::Leads, "S0-116"),
    workspace("required_fields", MAP, Keys::Id, Writers::Leads, "S0-27"),
    workspace("required_fields.*", ORDER, Keys::Word, Writers::Leads, "S0-27"),
    workspace("holidays", MAP, Keys::Id, Writers::Leads, "definition 5"),
    workspace("holidays.*", MARK, Keys::Day, Writers::Leads, "definition 5"),
    workspace("workdays", MAP, Keys::Id, Writers::Leads, "definition 5"),
    workspace("workdays.*", MARK, Keys::Day, Writers::Leads, "definition 5"),
    // Made by the server alone: workspaces of an earlier version begin without it.
    workspace("lead_rules", MAP, Keys::Id, Writers::Server, "R-17, S3-45"),
    workspace("lead_rules.*", MAP, Keys::Word, Writers::Leads, "R-17, S3-45"),
    workspace("lead_rules.*.industry", NAME, Keys::Id, Writers::Leads, "S3-45"),
    workspace("lead_rules.*.region", CODE, Keys::Id, Writers::Leads, "R-17"),
    workspace("lead_rules.*.source", CODE, Keys::Id, Writers::Leads, "R-17"),
    workspace("lead_rules.*.need", CODE, Keys::Id, Writers::Leads, "S3-45"),
    workspace("lead_rules.*.min_score", PERCENT, Keys::Id, Writers::Leads, "S2-07"),
    workspace("lead_rules.*.grade", GRADE, Keys::Id, Writers::Leads, "S3-45"),
    workspace("lead_rules.*.level", CODE, Keys::Id, Writers::Leads, "S3-45"),
    workspace("lead_rules.*.removed", BOOL, Keys::Id, Writers::Leads, "R-17"),
    workspace("library", MAP, Keys::Id, Writers::Server, "spec 6, R-44"),
    workspace("library.*", MAP, Keys::Word, Writers::Leads, "spec 6, R-44"),
    workspace("library.*.theme", CODE, Keys::Id, Writers::Leads, "spec 6"),
    workspace("library.*.industry", NAME, Keys::Id, Writers::Leads, "R-44"),
    workspace("library.*.need", NAME, Keys::Id, Writers::Leads, "R-44"),
    workspace("library.*.title", NAME, Keys::Id, Writers::Leads, "spec 6"),
    workspace("library.*.text", REASON, Keys::Id, Writers::Leads, "spec 6"),
    workspace("library.*.day", DAY, Keys::Id, Writers::Leads, "R-42, S1-17"),
    workspace("library.*.removed", BOOL, Keys::Id, Writers::Leads, "spec 6"),
    workspace("members", MAP, Keys::Id, Writers::Server, "E-02"),
    workspace("members.*", MAP, Keys::Id, Writers::Server, "E-02"),
    workspace("members.*.name", NAME, Keys::Id, Writers::Server, "E-02, 4.1"),
    workspace("members.*.role", CODE, Keys::Id, Writers::Server, "E-02, 4.1"),
    workspace("members.*.manager", ID, Keys::Id, Writers::Server, "E-02, 4.1"),
    workspace("members.*.disabled", BOOL, Keys::Id, Writers::Server, "E-02, 4.1"),
    workspace("members.*.level", CODE, Keys::Id, Writers::Server, "S0-18, S0-20, S0-22"),
    workspace("members.*.regions", MAP, Keys::Id, Writers::Server, "E-02, 4.1"),
    workspace("members.*.regions.*", MARK, Keys::Word, Writers::Server, "S0-23"),
];

const fn member(path: &'static str, shape: Shape, keys: Keys, writers: Writers, source: &'static str) -> Field {
    Field { kind: DocumentKind::Member, path, shape, keys, writers, source }
}

pub(super) const MEMBER: &[Field] = &[
    member("kind", LETTER, Keys::Id, Writers::Server, "design 3"),
    member("settings", MAP, Keys::Id, Writers::Anyone, "design 3"),
    member("settings.*", REASON, Keys::Word, Writers::Anyone, "design 3"),
];
