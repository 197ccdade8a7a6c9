//! Today (今日): overdue, due, records still to enter, next stop.

use std::sync::Arc;

use super::Context;
use crate::model::{Grade, ReminderKey, TaskKind};
use crate::rules::cadence::Due;
use crate::rules::due::{self, DueState};
use crate::rules::record_timeliness::{self, RecordState};
use crate::summary::{AgendaItem, AgendaState, SummaryRow};
use crate::values::AccountId;

/// Minutes after its start for which a planned contact is still the next one.
const STARTED_MIN: u16 = 30;

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaLine {
    /// Customer.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Its grade.
    pub grade: Option<Grade>,
    /// The task.
    pub item: AgendaItem,
    /// Days past the deadline, 0 when not overdue.
    pub overdue_days: i64,
    /// For records still to enter: milliseconds left of the target time, negative when it has passed.
    pub record_left_ms: i64,
    /// For records still to enter: past the deadline of R-01.
    pub record_overdue: bool,
}

/// The next planned contact of today that has a time, or the first one of today.
#[derive(Debug, Clone, PartialEq)]
pub struct NextStop {
    /// The planned contact.
    pub line: AgendaLine,
    /// Minutes until it starts, when it has a time.
    pub starts_in_min: Option<i64>,
    /// The customer's row, for the last words and tags.
    pub row: Arc<SummaryRow>,
}

/// A customer who is due for a contact by their rhythm and has no plan.
#[derive(Debug, Clone, PartialEq)]
pub struct QuietLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// What is due.
    pub due: Due,
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TodayView {
    /// Next stop.
    pub next: Option<NextStop>,
    /// Records still to enter, the oldest first.
    pub to_record: Vec<AgendaLine>,
    /// Overdue: important customers first, then the longest overdue.
    pub overdue: Vec<AgendaLine>,
    /// Due today but the next stop: by time, then important customers first.
    pub due: Vec<AgendaLine>,
    /// Due in the next seven days.
    pub upcoming: Vec<AgendaLine>,
    /// Nothing planned and due by their rhythm: important customers first, then the longest overdue.
    pub quiet: Vec<QuietLine>,
}

impl TodayView {
    /// Returns the day without what is put off, which is in the inbox; what is planned for today stays in sight, and so
    /// does what lies ahead.
    pub fn without_put_off(&self, context: &Context) -> Self {
        let reminds = |line: &AgendaLine| !context.is_put_off(ReminderKey::Task(line.item.task));
        let mut view = self.clone();
        view.to_record.retain(reminds);
        view.overdue.retain(reminds);
        view.due.retain(|line| line.item.kind == TaskKind::Contact || reminds(line));
        view.quiet.retain(|line| !context.is_put_off(ReminderKey::Rhythm(line.row.account)));
        view
    }
}

/// Returns what the person has to do, from their rows alone, also what is put off. The next stop stands apart: it is not
/// in `due` again.
pub fn today(rows: &[Arc<SummaryRow>], context: &Context) -> TodayView {
    let mut view = TodayView::default();
    let today = context.today();
    let mut stops = Vec::new();
    for row in rows.iter().filter(|row| row.has_own_tasks()) {
        for item in &row.agenda {
            let state = due::state(item.due, today);
            if (item.state, state) == (AgendaState::Open, DueState::Later) {
                continue;
            }
            let line = agenda_line(row, item, context);
            match (item.state, state) {
                (AgendaState::ToRecord { .. }, _) => view.to_record.push(line),
                (AgendaState::Open, DueState::Overdue { .. }) => view.overdue.push(line),
                (AgendaState::Open, DueState::Today) if item.kind == TaskKind::Contact => stops.push((row, line)),
                (AgendaState::Open, DueState::Today) => view.due.push(line),
                (AgendaState::Open, DueState::Upcoming { .. }) => view.upcoming.push(line),
                (AgendaState::Open, DueState::Later) => {}
            }
        }
        view.quiet.extend(quiet_line(row, context).filter(|_| row.is_own()));
    }
    let minute = context.now.minute_of_day(context.policy.zone_minutes);
    if let Some(at) = next_stop(&stops, minute) {
        let (row, line) = stops.swap_remove(at);
        let starts_in_min = line.item.due_minute.map(|start| i64::from(start) - i64::from(minute));
        view.next = Some(NextStop { starts_in_min, row: Arc::clone(row), line });
    }
    view.due.extend(stops.into_iter().map(|(_, line)| line));
    view.to_record.sort_by_key(|line| (line.record_left_ms, line.item.task));
    view.overdue.sort_by_key(|line| (grade_rank(line.grade), -line.overdue_days, line.item.task));
    view.due.sort_by_key(|line| (time_rank(&line.item), grade_rank(line.grade), line.item.task));
    view.upcoming.sort_by_key(|line| (line.item.due, time_rank(&line.item), grade_rank(line.grade), line.item.task));
    view.quiet.sort_by_key(|line| {
        let left = line.due.every - line.due.days.unwrap_or(0);
        (line.due.days.is_none(), grade_rank(line.row.grade), left, line.row.account)
    });
    view
}

/// Returns an agenda item with its customer and how far it is.
pub(super) fn agenda_line(row: &SummaryRow, item: &AgendaItem, context: &Context) -> AgendaLine {
    let overdue_days = match (item.state, due::state(item.due, context.today())) {
        (AgendaState::Open, DueState::Overdue { days }) => days,
        _ => 0,
    };
    let (record_left_ms, record_overdue) = match item.state {
        AgendaState::Open => (0, false),
        AgendaState::ToRecord { ended_at } => {
            let overdue =
                matches!(record_timeliness::state(ended_at, context.now, &context.policy), RecordState::Overdue { .. });
            (record_timeliness::target(ended_at, &context.policy).ms_since(context.now), overdue)
        }
    };
    AgendaLine {
        account: row.account,
        name: row.name.clone(),
        grade: row.grade,
        item: item.clone(),
        overdue_days,
        record_left_ms,
        record_overdue,
    }
}

/// Returns which of today's planned contacts comes next: the earliest that began half an hour ago at most, else one
/// without a time, else the one that should have begun last.
fn next_stop(stops: &[(&Arc<SummaryRow>, AgendaLine)], minute: u16) -> Option<usize> {
    let rank = |line: &AgendaLine| match line.item.due_minute {
        Some(start) if start + STARTED_MIN >= minute => (0, i32::from(start)),
        None => (1, 0),
        Some(start) => (2, -i32::from(start)),
    };
    let key = |(_, line): &(&Arc<SummaryRow>, AgendaLine)| (rank(line), grade_rank(line.grade), line.item.task);
    stops.iter().enumerate().min_by_key(|(_, stop)| key(stop)).map(|(at, _)| at)
}

fn quiet_line(row: &Arc<SummaryRow>, context: &Context) -> Option<QuietLine> {
    if row.next_contact.is_some() {
        return None;
    }
    let due = row.due_touch(context.today(), &context.policy)?;
    Some(QuietLine { row: Arc::clone(row), due })
}

/// Orders important customers first, those without a grade last.
pub(super) fn grade_rank(grade: Option<Grade>) -> (bool, Option<Grade>) {
    (grade.is_none(), grade)
}

/// Orders by time of the day, items without one last.
fn time_rank(item: &AgendaItem) -> (bool, Option<u16>) {
    (item.due_minute.is_none(), item.due_minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::fixtures::{contacted, context, id, item, row};
    use crate::summary::RowAudience;
    use crate::values::{Instant, TaskId};

    fn tasks(lines: &[AgendaLine]) -> Vec<TaskId> {
        lines.iter().map(|line| line.item.task).collect()
    }

    fn ids<const N: usize>(numbers: [u8; N]) -> Vec<TaskId> {
        numbers.map(|number| TaskId(id(number))).into()
    }

    #[test]
    fn what_is_to_be_done_for_a_duplicate_stays_and_no_rhythm_holds_for_it() {
        let due = vec![item(1, TaskKind::Todo, "2026-11-23", None)];
        let a = SummaryRow { grade: Some(Grade::A), last_contact: contacted(30), agenda: due, ..row(1, "甲") };
        let closed = SummaryRow { inactive: true, ..a.clone() };
        let merged = SummaryRow { merged_into: Some(AccountId(id(9))), ..closed.clone() };
        for (row, expected) in [(a, (1, 1)), (closed, (0, 0)), (merged, (1, 0))] {
            let view = today(&[Arc::new(row)], &context());
            assert_eq!((view.due.len(), view.quiet.len()), expected);
        }
    }

    #[test]
    fn the_day_is_sorted_into_its_parts() {
        let context = context();
        let now = context.now;
        let mut important = SummaryRow { grade: Some(Grade::A), ..row(1, "科技有限公司") };
        let (todo, contact) = (TaskKind::Todo, TaskKind::Contact);
        important.agenda = vec![
            item(1, todo, "2026-11-22", None),
            item(2, todo, "2026-11-23", None),
            item(3, contact, "2026-11-23", Some(571)),
            item(4, contact, "2026-11-23", Some(569)),
            item(5, todo, "2026-11-30", None),
            item(6, todo, "2026-12-01", None),
        ];
        let mut other = SummaryRow { grade: Some(Grade::B), ..row(2, "YY实业集团") };
        other.agenda = vec![
            item(11, todo, "2026-11-01", None),
            item(12, contact, "2026-11-23", Some(840)),
            item(13, contact, "2026-11-24", None),
        ];
        let ended = |ms| AgendaState::ToRecord { ended_at: now.plus_ms(ms) };
        other.agenda.push(AgendaItem { state: ended(-1_000), ..item(21, contact, "2026-11-23", None) });
        other.agenda.push(AgendaItem { state: ended(-8 * 86_400_000), ..item(22, contact, "2026-11-15", None) });
        let view = today(&[Arc::new(other), Arc::new(important)], &context);

        let next = view.next.as_ref().unwrap();
        assert_eq!((next.line.item.task, next.starts_in_min), (TaskId(id(3)), Some(-29)));
        assert_eq!(tasks(&view.overdue), ids([1, 11]));
        assert_eq!(view.overdue.iter().map(|line| line.overdue_days).collect::<Vec<_>>(), [1, 22]);
        assert_eq!(tasks(&view.due), ids([4, 12, 2]));
        assert_eq!(tasks(&view.upcoming), ids([13, 5]));
        assert_eq!(tasks(&view.to_record), ids([22, 21]));
        assert_eq!(view.to_record[1].record_left_ms, 7_199_000);
        assert_eq!(view.to_record.iter().map(|line| line.record_overdue).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn a_contact_without_a_time_is_next_when_no_time_is_left() {
        let context = context();
        let at = |minute| SummaryRow { agenda: vec![item(1, TaskKind::Contact, "2026-11-23", minute)], ..row(1, "a") };
        for (minutes, expected) in [
            (vec![Some(500), None], Some(None)),
            (vec![Some(500), Some(400)], Some(Some(500))),
            (vec![None, Some(900), Some(800)], Some(Some(800))),
            (vec![], None),
        ] {
            let rows: Vec<_> = minutes.into_iter().map(|minute| Arc::new(at(minute))).collect();
            assert_eq!(today(&rows, &context).next.map(|next| next.line.item.due_minute), expected);
        }
    }

    #[test]
    fn only_active_customers_of_ones_own_without_a_plan_are_quiet() {
        let context = context();
        let base = |number, grade, days| SummaryRow { grade, last_contact: contacted(days), ..row(number, "客户") };
        let rows = [
            base(1, Some(Grade::A), 6),
            base(2, Some(Grade::A), 7),
            base(3, Some(Grade::B), 40),
            SummaryRow { next_contact: Some(context.today()), ..base(4, Some(Grade::A), 90) },
            SummaryRow { inactive: true, ..base(5, Some(Grade::A), 90) },
            SummaryRow { audience: RowAudience::Manager, ..base(6, Some(Grade::A), 90) },
            SummaryRow { last_contact: None, ..base(7, Some(Grade::A), 0) },
            base(8, Some(Grade::A), 20),
        ];
        let view = today(&rows.map(Arc::new), &context);
        let quiet: Vec<_> = view.quiet.iter().map(|line| (line.row.account.0, line.due.days, line.due.every)).collect();
        assert_eq!(quiet, [(id(8), Some(20), 7), (id(2), Some(7), 7), (id(3), Some(40), 14), (id(7), None, 7)]);
        assert_eq!(today(&[], &Context { now: Instant(i64::MIN), ..context }), TodayView::default());
    }
}
