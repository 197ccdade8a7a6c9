//! Words that several screens say: people, channels, stages, ages.

use fieldnote_core::model::{Account, Directory, Participant};
use fieldnote_core::policy::Policy;
use fieldnote_core::projection::Context;
use fieldnote_core::rules::duplicate_name::Likeness;
use fieldnote_core::rules::warning::Warning;
use fieldnote_core::values::{Code, Day, UserId};
use yew::prelude::*;

use crate::components::form::Choice;
use crate::i18n::{args, label, label_of_code, label_of_field, put_together, t, ta};

/// Returns the name of a channel.
pub fn channel(code: &Code) -> AttrValue {
    if code.is_empty() { t!("channel-none") } else { label_of_code("channel", code) }
}

/// Returns the name of a field that a customer may need to be complete.
pub fn required_field(key: &str) -> AttrValue {
    match key {
        "contact" => t!("required-contact"),
        "contact_position" => t!("required-contact-position"),
        "contact_email" => t!("required-contact-email"),
        "decision_maker" => t!("required-decision-maker"),
        _ => label_of_field(key),
    }
}

/// Returns the icon of a channel, if it has one.
pub fn channel_icon(code: &Code) -> Option<&'static str> {
    match code.as_str() {
        "phone" => Some("phone"),
        "visit" => Some("visit"),
        "email" => Some("mail"),
        "online_meeting" | "online_demo" => Some("meeting"),
        _ => None,
    }
}

/// Returns the name of a stage; the key when the policy no longer has it.
pub fn stage(policy: &Policy, key: &Code) -> AttrValue {
    match policy.stages.iter().find(|stage| stage.key == *key) {
        Some(stage) => label(&stage.name),
        None => key.to_string().into(),
    }
}

/// Returns the name of a region.
pub fn region(policy: &Policy, key: &Code) -> AttrValue {
    match policy.regions.iter().find(|(code, _)| code == key) {
        Some((_, name)) => label(name),
        None => key.to_string().into(),
    }
}

/// Returns the name of a member, "me" for the person looking.
pub fn member(context: &Context, user: UserId) -> AttrValue {
    if user == context.me { t!("me") } else { name(&context.directory, Some(user)) }
}

/// Returns the name of a member.
pub fn name(directory: &Directory, user: Option<UserId>) -> AttrValue {
    if user.is_some_and(|user| user.is_pool()) {
        return t!("lead-pool");
    }
    user.and_then(|user| directory.name(user)).map_or_else(|| t!("someone"), |name| name.to_owned().into())
}

/// Returns the name of someone who took part.
pub fn participant(account: &Account, directory: &Directory, who: &Participant) -> AttrValue {
    match who {
        Participant::Contact(id) => {
            account.contacts.get(id).map_or_else(|| t!("someone"), |contact| contact.name.clone().into())
        }
        Participant::Member(user) => name(directory, Some(*user)),
        Participant::Other(name) => name.clone().into(),
    }
}

/// Returns the members who can be responsible: oneself first.
pub fn member_choices(context: &Context) -> Vec<Choice> {
    let own = context.directory.name(context.me).map_or_else(|| t!("me"), |name| ta!("me-name", args![name = name]));
    let others = context.directory.members.values().filter(|member| member.id != context.me && !member.disabled);
    std::iter::once((context.me.to_string().into(), own))
        .chain(others.map(|member| (member.id.to_string().into(), member.name.clone().into())))
        .collect()
}

/// Returns weekday and day of month, such as 周五 27.
pub fn weekday_day(day: Day) -> AttrValue {
    format!("{} {}", put_together(&format!("weekday-{}", day.weekday())), day.ymd().2).into()
}

/// Returns how long ago, in whole days: 今天, 3天前.
pub fn days_ago(days: i64) -> AttrValue {
    if days <= 0 { t!("today") } else { ta!("days-ago", args![n = days]) }
}

/// Reads a clock time such as 14:30.
pub fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Returns what warns of losing a customer.
pub fn warning(warning: Warning) -> AttrValue {
    match warning {
        Warning::Ending => t!("warning-ending"),
        Warning::Unsatisfied(points) => ta!("warning-unsatisfied", args![n = u32::from(points)]),
        Warning::Unanswered(times) => ta!("warning-unanswered", args![n = u32::from(times)]),
    }
}

/// Returns what of another customer is alike.
pub fn alike(likeness: Likeness) -> AttrValue {
    match likeness {
        Likeness::Code => t!("customer-same-code"),
        Likeness::Same => t!("customer-alike"),
        Likeness::Close => t!("customer-close"),
    }
}
