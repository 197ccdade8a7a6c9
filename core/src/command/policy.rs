//! The workspace's policy, one number or day at a time.

use super::desk::{Desk, required};
use super::{CommandError, PolicyEdit};
use crate::model::Role;
use crate::policy::{Content, Frequency, Grading, Label, LeadRule, PolicyList, PolicyNumber, Stage};
use crate::rules::content_library::{THEMES, TOPIC, unknown_variable};
use crate::rules::mobile_number;
use crate::values::{Code, Day};

/// Entries of one list: every record is compared with every phrase while somebody types.
const LIST_ENTRIES_MAX: usize = 200;

/// Changes the policy.
///
/// # Merge
/// Two managers who change different numbers without knowing of each other change both. Of one number one value
/// stands; the other is kept and shown with its author.
/// # Source
/// E-01; spec 4.2 (managers configure policies).
pub(super) fn edit(desk: &mut Desk<'_, '_>, edits: &[PolicyEdit]) -> Result<(), CommandError> {
    let member = desk.ctx.directory.members.get(&desk.ctx.me).filter(|member| !member.disabled);
    if !member.is_some_and(|member| matches!(member.role, Role::Manager | Role::Admin)) {
        return Err(CommandError::NotAllowed);
    }
    edits.iter().try_for_each(|edit| one(desk, edit))
}

fn one(desk: &mut Desk<'_, '_>, edit: &PolicyEdit) -> Result<(), CommandError> {
    match edit {
        PolicyEdit::Number { key, value } => {
            let number = PolicyNumber::of_key(key.as_str()).ok_or(CommandError::Unknown("number"))?;
            Ok(desk.writing.set(&["policy", number.key()], *value)?)
        }
        PolicyEdit::Grading(key) => {
            let grading = Grading::of_key(key.as_str()).ok_or(CommandError::Unknown("grading"))?;
            Ok(desk.writing.set(&["policy", "grading"], grading.key())?)
        }
        PolicyEdit::Frequency(key) => {
            let frequency = Frequency::of_key(key.as_str()).ok_or(CommandError::Unknown("frequency"))?;
            Ok(desk.writing.set(&["policy", "frequency"], frequency.key())?)
        }
        PolicyEdit::Holiday { day, on } => mark(desk, "holidays", *day, *on),
        PolicyEdit::Workday { day, on } => mark(desk, "workdays", *day, *on),
        PolicyEdit::KeyRegion { region, on } => {
            if !desk.writing.exists(&["regions", region.as_str()]) {
                return Err(CommandError::Unknown("region"));
            }
            Ok(desk.writing.set(&["regions", region.as_str(), "key"], *on)?)
        }
        PolicyEdit::TargetIndustries(text) => Ok(desk.writing.set(&["policy", "target_industries"], text)?),
        PolicyEdit::LeadRule(rule) => lead_rule(desk, rule),
        PolicyEdit::Entry { list, word, on } => entry(desk, list, word.trim(), *on),
        PolicyEdit::Stage(edited) => stage(desk, edited),
        PolicyEdit::IndividualMobile(on) => Ok(desk.writing.set(&["policy", "individual_mobile_allowed"], *on)?),
        PolicyEdit::Organisation(name) => {
            required(name, "organisation")?;
            Ok(desk.writing.set(&["policy", "organisation"], name.trim())?)
        }
        PolicyEdit::Zone(minutes) => Ok(desk.writing.set(&["policy", "zone_minutes"], *minutes)?),
        PolicyEdit::Region { region: key, name } => region(desk, key, name),
        PolicyEdit::Content(edited) => content(desk, edited),
        PolicyEdit::RemoveContent(key) => {
            if !desk.writing.exists(&["library", key.as_str()]) {
                return Err(CommandError::Unknown("text"));
            }
            Ok(desk.writing.set(&["library", key.as_str(), "removed"], true)?)
        }
        PolicyEdit::RemoveLeadRule(key) => {
            if !desk.writing.exists(&["lead_rules", key.as_str()]) {
                return Err(CommandError::Unknown("rule"));
            }
            Ok(desk.writing.set(&["lead_rules", key.as_str(), "removed"], true)?)
        }
    }
}

/// A text of the library is about something, and names nothing that nobody can fill in. A hot topic has its day, and is
/// for an industry, whatever its customers need: rows say the one and not the other.
fn content(desk: &mut Desk<'_, '_>, content: &Content) -> Result<(), CommandError> {
    if !THEMES.contains(&content.theme.as_str()) {
        return Err(CommandError::Unknown("theme"));
    }
    required(&content.title, "title")?;
    required(&content.text, "text")?;
    if unknown_variable(&content.text).is_some() {
        return Err(CommandError::BadValue { field: "text", expected: "known variables" });
    }
    // Every greeting made of it would be refused.
    let number = |field, text: &str| match mobile_number::find_in_text(text) {
        Some(_) => Err(CommandError::MobileNumber(field)),
        None => Ok(()),
    };
    number("title", &content.title)?;
    number("text", &content.text)?;
    match (content.theme.as_str() == TOPIC, content.day) {
        (true, None) => return Err(CommandError::Missing("library.day")),
        (true, Some(_)) if !content.need.trim().is_empty() => {
            return Err(CommandError::BadValue { field: "need", expected: "nothing, for a hot topic" });
        }
        (false, Some(_)) => return Err(CommandError::BadValue { field: "library.day", expected: "a hot topic" }),
        _ => {}
    }
    Ok(desk.writing.content(content)?)
}

/// What the product must know is one of its choices; the last channel stays, or nothing could be recorded.
fn entry(desk: &mut Desk<'_, '_>, list: &Code, word: &str, on: bool) -> Result<(), CommandError> {
    let list = PolicyList::of_key(list.as_str()).ok_or(CommandError::Unknown("list"))?;
    required(word, "entry")?;
    let entries = desk.writing.entries(list.key());
    if on && list.choice().is_some_and(|choice| !choice.contains(&word)) {
        return Err(CommandError::Unknown("entry"));
    }
    if on && entries.len() >= LIST_ENTRIES_MAX && !entries.iter().any(|entry| entry == word) {
        return Err(CommandError::BadValue { field: "entry", expected: "at most 200 entries" });
    }
    if !on && list == PolicyList::Channels && entries == [word] {
        return Err(CommandError::Missing("channels"));
    }
    Ok(desk.writing.enlist(list.key(), word, on)?)
}

/// A region is called something in both languages. None is taken away: customers, pools and people are in it.
fn region(desk: &mut Desk<'_, '_>, region: &Code, name: &Label) -> Result<(), CommandError> {
    let key = region.as_str();
    required(key, "region")?;
    required(&name.zh, "name_zh")?;
    required(&name.en, "name_en")?;
    if !desk.writing.exists(&["regions", key]) && desk.writing.keys(&["regions"]).len() >= LIST_ENTRIES_MAX {
        return Err(CommandError::BadValue { field: "regions", expected: "at most 200 entries" });
    }
    desk.writing.create(&["regions", key])?;
    desk.writing.set(&["regions", key, "zh"], name.zh.trim())?;
    Ok(desk.writing.set(&["regions", key, "en"], name.en.trim())?)
}

/// A stage is called something in both languages.
fn stage(desk: &mut Desk<'_, '_>, stage: &Stage) -> Result<(), CommandError> {
    if !desk.writing.exists(&["stages", stage.key.as_str()]) {
        return Err(CommandError::Unknown("stage"));
    }
    required(&stage.name.zh, "name_zh")?;
    required(&stage.name.en, "name_en")?;
    Ok(desk.writing.stage(stage)?)
}

/// A rule must ask for something and say what follows.
fn lead_rule(desk: &mut Desk<'_, '_>, rule: &LeadRule) -> Result<(), CommandError> {
    if rule.asks_nothing() {
        return Err(CommandError::Missing("condition"));
    }
    if rule.grade.is_none() && rule.level.is_none() {
        return Err(CommandError::Missing("effect"));
    }
    Ok(desk.writing.lead_rule(rule)?)
}

fn mark(desk: &mut Desk<'_, '_>, set: &str, day: Day, on: bool) -> Result<(), CommandError> {
    Ok(desk.writing.mark(&[set, &day.to_string()], on)?)
}
