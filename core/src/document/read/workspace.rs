//! The workspace: its policy and its directory.

use super::part::Part;
use crate::model::{Directory, Grade, Member, NeedClarity, Role, SellerLevel};
use crate::policy::{
    CHANNELS, Calendar, Content, Frequency, Grading, Label, LeadRule, Numbers, Policy, PolicyNumber, Stage,
};
use crate::values::{Code, Day, UserId};

pub(super) fn policy(root: &Part<'_>) -> Policy {
    let (part, usual) = (root.map("policy"), Policy::default());
    let zone_minutes = part.int("zone_minutes").and_then(|minutes| i32::try_from(minutes).ok());
    let mut numbers = Numbers::default();
    for number in PolicyNumber::ALL {
        if let Some(value) = part.int(number.key()) {
            numbers.put(number, value);
        }
    }
    Policy {
        organisation: part.string("organisation"),
        zone_minutes: zone_minutes.unwrap_or(usual.zone_minutes),
        stages: stages(&root.map("stages")),
        regions: regions(&root.map("regions")),
        key_regions: entries(&root.map("regions"))
            .iter()
            .filter(|(_, entry)| entry.flag("key"))
            .map(|(key, _)| Code::new(key))
            .collect(),
        target_industries: part.string("target_industries"),
        lead_rules: lead_rules(&root.map("lead_rules")),
        library: library(&root.map("library")),
        channels: channels(ordered(&root.map("channels"))),
        tags: ordered(&root.map("tags")),
        numbers,
        frequency: Frequency::of_key(&part.string("frequency")).unwrap_or_default(),
        grading: Grading::of_key(&part.string("grading")).unwrap_or_default(),
        vague_phrases: ordered(&root.map("vague_phrases")),
        required_fields: ordered(&root.map("required_fields")),
        individual_mobile_allowed: part.flag("individual_mobile_allowed"),
        calendar: Calendar { holidays: days(root, "holidays"), workdays: days(root, "workdays") },
    }
}

/// Entries of a list that the workspace can extend, without those taken out.
fn entries<'a>(part: &Part<'a>) -> Vec<(&'a str, Part<'a>)> {
    let entries = part.keys().into_iter().map(|key| (key, part.map(key)));
    entries.filter(|(_, entry)| !entry.flag("removed")).collect()
}

fn stages(part: &Part<'_>) -> Vec<Stage> {
    let stage = |(key, entry): (&str, Part<'_>)| Stage {
        key: Code::new(key),
        order: entry.int("order").unwrap_or_default(),
        name: Label { zh: entry.string("name_zh"), en: entry.string("name_en") },
        customer_state: Label { zh: entry.string("customer_state_zh"), en: entry.string("customer_state_en") },
        probability: entry.percent("probability").unwrap_or_default(),
        stalled_days: entry.int("stalled_days").unwrap_or_default(),
    };
    let mut stages: Vec<_> = entries(part).into_iter().map(stage).collect();
    stages.sort_by(|a, b| (a.order, &a.key).cmp(&(b.order, &b.key)));
    stages
}

fn regions(part: &Part<'_>) -> Vec<(Code, Label)> {
    let region =
        |(key, entry): (&str, Part<'_>)| (Code::new(key), Label { zh: entry.string("zh"), en: entry.string("en") });
    entries(part).into_iter().map(region).collect()
}

fn library(part: &Part<'_>) -> Vec<Content> {
    let content = |(key, entry): (&str, Part<'_>)| Content {
        key: Code::new(key),
        theme: entry.code("theme"),
        industry: entry.string("industry"),
        need: entry.string("need"),
        title: entry.string("title"),
        text: entry.string("text"),
        day: entry.day("day"),
    };
    entries(part).into_iter().map(content).collect()
}

fn lead_rules(part: &Part<'_>) -> Vec<LeadRule> {
    let rule = |(key, entry): (&str, Part<'_>)| LeadRule {
        key: Code::new(key),
        industry: entry.string("industry"),
        region: entry.code("region"),
        source: entry.code("source"),
        need: NeedClarity::of_key(&entry.string("need")),
        min_score: entry.percent("min_score"),
        grade: Grade::of_letter(&entry.string("grade")),
        level: SellerLevel::of_key(&entry.string("level")),
    };
    entries(part).into_iter().map(rule).collect()
}

/// The entries of a list with their places: equal places go by their text.
fn ordered(part: &Part<'_>) -> Vec<String> {
    let placed = |key: &str| part.int(key).map(|order| (order, key.to_owned()));
    let mut entries: Vec<_> = part.keys().into_iter().filter_map(placed).collect();
    entries.sort();
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Two managers who each take out another last channel leave none; without one nothing could be recorded, so that all
/// are offered until somebody says again which there are.
fn channels(entries: Vec<String>) -> Vec<Code> {
    if entries.is_empty() { CHANNELS.map(Code::new).into() } else { entries.iter().map(Code::new).collect() }
}

fn days(root: &Part<'_>, key: &str) -> crate::values::Set<Day> {
    let day = |text: String| text.parse().ok().or_else(|| root.defect(key, "days as YYYY-MM-DD"));
    root.marks(key).into_iter().filter_map(day).collect()
}

pub(super) fn directory(root: &Part<'_>) -> Directory {
    let member = |(id, part): (UserId, Part<'_>)| {
        let role = Role::of_key(&part.string("role")).or_else(|| part.defect("role", "a role"))?;
        let member = Member {
            id,
            name: part.string("name"),
            role,
            manager: part.id("manager"),
            regions: part.marks("regions").into_iter().map(Code::new).collect(),
            disabled: part.flag("disabled"),
            level: SellerLevel::of_key(&part.string("level")),
        };
        Some((id, member))
    };
    Directory { members: root.map("members").records().into_iter().filter_map(member).collect() }
}
