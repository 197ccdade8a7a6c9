//! Today (今日): overdue, due, records still to enter, next stop.

use std::sync::Arc;

use super::Context;
use crate::model::Grade;
use crate::summary::{AgendaItem, SummaryRow};
use crate::values::AccountId;

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

/// A customer who has heard nothing for too long and has no plan (due list; in their simple form).
#[derive(Debug, Clone, PartialEq)]
pub struct QuietLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// Days since the last contact; nothing when there was none.
    pub days: Option<i64>,
    /// Days allowed for its grade.
    pub limit_days: i64,
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
    /// Due today: by time, then important customers first.
    pub due: Vec<AgendaLine>,
    /// Due in the next seven days.
    pub upcoming: Vec<AgendaLine>,
    /// Nothing planned and silent too long.
    pub quiet: Vec<QuietLine>,
}

/// Returns what the person has to do, from their rows alone.
pub fn today(_rows: &[Arc<SummaryRow>], _context: &Context) -> TodayView {
    TodayView::default()
}
