//! Usual patterns: what this person mostly does, to be repeated with one tap.

use fieldnote_core::values::Map;
use std::sync::Arc;

use fieldnote_core::model::{Account, Participant, TaskKind};
use fieldnote_core::projection::Context;
use fieldnote_core::summary::SummaryRow;
use fieldnote_core::values::{Code, Day};

use super::form::RecordForm;

/// Patterns offered at once; more would be a list to read.
const PATTERNS_MAX: usize = 2;
/// Longest interval that counts as a habit.
const INTERVAL_DAYS_MAX: i64 = 60;

/// A channel with the usual time until the next contact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// Channel.
    pub channel: Code,
    /// Days until the next contact.
    pub interval_days: i64,
    /// Who mostly takes part; empty when it comes from other customers.
    pub participants: Vec<Participant>,
}

impl Pattern {
    /// Fills channel, participants and next plan.
    pub fn apply(&self, form: &mut RecordForm, today: Day) {
        form.channel = self.channel.clone();
        if !self.participants.is_empty() {
            form.participants.clone_from(&self.participants);
        }
        form.next_day = Some(today.plus_days(self.interval_days));
        form.next_channel = self.channel.clone();
    }
}

/// Returns the patterns of a customer's own records; of the person's other customers where it has none.
pub fn patterns(account: &Account, rows: &[Arc<SummaryRow>], context: &Context) -> Vec<Pattern> {
    let own = own_patterns(account, context);
    let mut counts: Map<Pattern, usize> = Map::new();
    let found = if own.is_empty() { general_patterns(rows, context) } else { own };
    for pattern in found {
        *counts.entry(pattern).or_default() += 1;
    }
    let mut counts: Vec<(Pattern, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(pattern, _)| pattern).take(PATTERNS_MAX).collect()
}

fn own_patterns(account: &Account, context: &Context) -> Vec<Pattern> {
    let zone = context.policy.zone_minutes;
    let plans = account.tasks.values().filter(|task| task.kind == TaskKind::Contact);
    plans
        .filter_map(|task| {
            let visit = account.visits.get(&task.visit?).filter(|visit| visit.recorder == Some(context.me))?;
            let interval_days = task.due?.days_since(visit.ended_at?.day(zone));
            let participants = visit.participants.iter().filter(|who| is_here(account, who)).cloned().collect();
            usual(Pattern { channel: visit.channel.clone(), interval_days, participants })
        })
        .collect()
}

fn general_patterns(rows: &[Arc<SummaryRow>], context: &Context) -> Vec<Pattern> {
    let zone = context.policy.zone_minutes;
    rows.iter()
        .filter(|row| row.owner == Some(context.me))
        .filter_map(|row| {
            let last = row.last_contact.as_ref()?;
            let interval_days = row.next_contact?.days_since(last.at.day(zone));
            usual(Pattern { channel: last.channel.clone(), interval_days, participants: Vec::new() })
        })
        .collect()
}

fn usual(pattern: Pattern) -> Option<Pattern> {
    (!pattern.channel.is_empty() && (1..=INTERVAL_DAYS_MAX).contains(&pattern.interval_days)).then_some(pattern)
}

fn is_here(account: &Account, who: &Participant) -> bool {
    match who {
        Participant::Contact(contact) => account.contacts.get(contact).is_some_and(|contact| !contact.left),
        Participant::Member(_) | Participant::Other(_) => true,
    }
}
