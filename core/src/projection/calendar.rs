//! What of a person's agenda belongs into a calendar: planned contacts and to-dos with a day.

use std::sync::Arc;

use crate::model::TaskKind;
use crate::summary::{AgendaState, SummaryRow};
use crate::values::{Day, TaskId};

/// Days back and ahead that a calendar shows: what was missed last month, and half a year.
const BACK_DAYS: i64 = 31;
const AHEAD_DAYS: i64 = 183;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The task: the entry keeps its identity when it is postponed.
    pub task: TaskId,
    /// Whether it is a contact or a to-do.
    pub kind: TaskKind,
    /// The customer.
    pub customer: String,
    /// What to do.
    pub title: String,
    /// Whom to meet, by name; no number ever.
    pub contact: String,
    /// The day.
    pub day: Day,
    /// The minute of the day; nothing for all day.
    pub minute: Option<u16>,
}

/// Returns the entries of a person's own customers, by day.
pub fn calendar(rows: &[Arc<SummaryRow>], today: Day) -> Vec<CalendarEntry> {
    let mut entries = Vec::new();
    for row in rows.iter().filter(|row| row.has_own_tasks()) {
        let open = row.agenda.iter().filter(|item| item.state == AgendaState::Open);
        for (item, day) in open.filter_map(|item| Some((item, item.due?))) {
            if (-BACK_DAYS..=AHEAD_DAYS).contains(&day.days_since(today)) {
                entries.push(CalendarEntry {
                    task: item.task,
                    kind: item.kind,
                    customer: row.name.clone(),
                    title: item.title.clone(),
                    contact: item.contact_name.clone(),
                    day,
                    minute: item.due_minute,
                });
            }
        }
    }
    entries.sort_by_key(|entry| (entry.day, entry.minute, entry.task));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::fixtures::{day, id, item, row};
    use crate::summary::AgendaItem;
    use crate::summary::RowAudience;
    use crate::values::Instant;

    #[test]
    fn open_tasks_of_ones_own_customers_within_the_window_are_entries() {
        let (contact, todo) = (TaskKind::Contact, TaskKind::Todo);
        let done = AgendaState::ToRecord { ended_at: Instant(1) };
        let mut own = row(1, "科技有限公司");
        own.agenda = vec![
            item(1, contact, "2026-11-24", Some(600)),
            item(2, todo, "2026-11-24", None),
            item(3, todo, "2026-10-23", None),
            item(4, todo, "2026-10-22", None),
            item(5, contact, "2027-05-25", None),
            item(6, contact, "2027-05-26", None),
            AgendaItem { state: done, ..item(7, contact, "2026-11-24", None) },
            AgendaItem { due: None, ..item(8, todo, "2026-11-24", None) },
        ];
        let agenda = own.agenda.clone();
        let other = SummaryRow { audience: RowAudience::Manager, agenda: agenda.clone(), ..row(2, "别人的") };
        let inactive = SummaryRow { inactive: true, agenda, ..row(3, "停了") };
        let entries = calendar(&[own, other, inactive].map(Arc::new), day("2026-11-23"));
        let shown: Vec<_> = entries.iter().map(|entry| (entry.task, entry.minute)).collect();
        let expected = [(3, None), (2, None), (1, Some(600)), (5, None)];
        assert_eq!(shown, expected.map(|(number, minute)| (TaskId(id(number)), minute)));
        assert!(entries.iter().all(|entry| entry.customer == "科技有限公司"));
    }
}
