//! News (重要变更): what changed at customers that the person must hear of.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Context;
use crate::command::Command;
use crate::model::Change;
use crate::rules::change_notice::{is_late, is_news};
use crate::summary::SummaryRow;
use crate::values::Instant;

/// A customer of whom something is to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct NewsLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// What changed, the newest first.
    pub changes: Vec<Change>,
}

/// Returns the customers at whom colleagues changed something important that the person has not noted, the newest
/// change first.
///
/// # Source
/// R-04; S1-57.
pub fn news(rows: &[Arc<SummaryRow>], context: &Context) -> Vec<NewsLine> {
    let line = |row: &Arc<SummaryRow>| {
        if row.changes.is_empty() || row.inactive {
            return None;
        }
        let noted = context.settings.noted.get(&row.account).map_or(&[][..], Vec::as_slice);
        let is_news = |change: &&Change| is_news(change, context.me, noted, context.now);
        let mut changes: Vec<_> = row.changes.iter().filter(is_news).copied().collect();
        changes.sort_by_key(|change| (Reverse(change.at), change.kind));
        (!changes.is_empty()).then(|| NewsLine { row: Arc::clone(row), changes })
    };
    let mut lines: Vec<_> = rows.iter().filter_map(line).collect();
    lines.sort_by_key(|line| (Reverse(line.changes.first().map(|change| change.at)), line.row.account));
    lines
}

/// Tells whether an edit of then, which waits, changes something important and should have reached the team by now.
///
/// # Source
/// R-04 (unsynchronised after 24 h is flagged).
pub fn is_late_change(command: &Command, at: Instant, context: &Context) -> bool {
    command.important().is_some() && is_late(at, context.now, &context.policy)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{context, id, row};
    use super::*;
    use crate::command::{AccountEdit, ContactEdit};
    use crate::model::{Important, Settings};
    use crate::values::{AccountId, ContactId, UserId};

    #[test]
    fn the_newest_change_comes_first_and_what_is_noted_or_closed_is_no_news() {
        let context = context();
        let ago =
            |kind, hours: i64| Change { kind, at: context.now.plus_ms(-hours * 3_600_000), by: Some(UserId(id(9))) };
        let (need, company, left) = (ago(Important::Need, 5), ago(Important::Company, 2), ago(Important::Contact, 1));
        let own = Change { by: Some(context.me), ..need };
        let with = |number, changes: &[Change]| SummaryRow { changes: changes.into(), ..row(number, "客户") };
        let rows = [
            with(1, &[need, company]),
            with(2, &[left]),
            with(3, &[own]),
            with(4, &[need]),
            SummaryRow { inactive: true, ..with(5, &[left]) },
            with(6, &[]),
        ];
        let rows = rows.map(Arc::new);
        let noted = [(AccountId(id(4)), vec![need])].into();
        let context = Context { settings: Settings { noted, ..Settings::default() }.into(), ..context };
        let found = news(&rows, &context);
        let found: Vec<_> = found.into_iter().map(|line| (line.row.account.0, line.changes)).collect();
        assert_eq!(found, [(id(2), vec![left]), (id(1), vec![company, need])]);
    }

    #[test]
    fn an_important_edit_that_waits_for_a_day_is_late_and_others_are_not() {
        let context = context();
        let account = AccountId(id(1));
        let late = |edit, hours: i64| {
            let command = Command::EditAccount { account, edits: vec![edit] };
            is_late_change(&command, context.now.plus_ms(-hours * 3_600_000), &context)
        };
        let name = || AccountEdit::Name("乙".into());
        assert_eq!(
            (late(name(), 25), late(name(), 23), late(AccountEdit::Number("2".into()), 25)),
            (true, false, false)
        );
        let left = |left| Command::EditContact {
            account,
            contact: ContactId(id(2)),
            edits: vec![ContactEdit::Left(left)],
            private: vec![],
        };
        let then = context.now.plus_ms(-25 * 3_600_000);
        assert!(is_late_change(&left(true), then, &context));
        assert!(!is_late_change(&left(false), then, &context));
    }
}
