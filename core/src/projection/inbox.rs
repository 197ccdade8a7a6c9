//! The inbox (提醒): everything that reminds a person, now and put off, in one list; and the digest of the day.

use super::Context;
use super::care::CareLine;
use super::news::NewsLine;
use super::review::ReviewLine;
use super::today::{AgendaLine, QuietLine, TodayView};
use crate::model::{ReminderKey, TaskKind};
use crate::rules::grade_review::Review;
use crate::rules::quiet_hours::is_quiet;
use crate::values::Instant;

/// What a reminder is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Reminds {
    /// A contact that took place and has no record.
    Record(AgendaLine),
    /// Overdue.
    Overdue(AgendaLine),
    /// Due today.
    Due(AgendaLine),
    /// Colleagues changed something important.
    News(NewsLine),
    /// A customer is due by their rhythm, and nothing is planned.
    Rhythm(QuietLine),
    /// An occasion.
    Care(CareLine),
    /// Grades that are to be confirmed, the most urgent, and how many.
    Grades(Box<ReviewLine>, usize),
}

/// One reminder.
#[derive(Debug, Clone, PartialEq)]
pub struct Reminder {
    /// Its key, by which it is put off.
    pub key: ReminderKey,
    /// What it is about.
    pub about: Reminds,
    /// Until when it is put off; nothing for now.
    pub until: Option<Instant>,
}

/// What a day brings, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    /// Planned contacts of today.
    pub contacts: usize,
    /// To-dos due today.
    pub todos: usize,
    /// Overdue.
    pub overdue: usize,
    /// Records to be written.
    pub to_record: usize,
    /// Customers due by their rhythm, and occasions.
    pub customers: usize,
}

impl Digest {
    /// Tells whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InboxView {
    /// What reminds now, the most urgent first.
    pub now: Vec<Reminder>,
    /// What is put off, the next first.
    pub later: Vec<Reminder>,
    /// The day in numbers, what is put off with it.
    pub digest: Digest,
    /// Nothing rings at the moment.
    pub quiet: bool,
}

/// What a day is made of, whether or not any of it is put off.
#[derive(Debug, Clone, Copy)]
pub struct DayParts<'a> {
    /// What is to be done.
    pub today: &'a TodayView,
    /// Occasions.
    pub care: &'a [CareLine],
    /// What colleagues changed.
    pub news: &'a [NewsLine],
    /// Grades that are to be confirmed.
    pub grades: &'a [ReviewLine],
}

impl CareLine {
    /// Returns the key by which it is put off.
    pub fn key(&self) -> ReminderKey {
        ReminderKey::Care(self.row.account)
    }
}

impl NewsLine {
    /// Returns the key by which it is put off: with the next change it is another one.
    pub fn key(&self) -> Option<ReminderKey> {
        Some(ReminderKey::News(self.row.account, self.changes.first()?.at))
    }
}

/// Returns what reminds a person. Who only manages is reminded of their own customers alone.
///
/// # Source
/// Spec 7.11.
pub fn inbox(parts: DayParts<'_>, context: &Context) -> InboxView {
    let DayParts { today: day, care, news, grades } = parts;
    let digest = digest(day, care.len());
    let mut reminders: Vec<(ReminderKey, Reminds)> = Vec::new();
    let task =
        |line: &AgendaLine, about: fn(AgendaLine) -> Reminds| (ReminderKey::Task(line.item.task), about(line.clone()));
    reminders.extend(day.to_record.iter().map(|line| task(line, Reminds::Record)));
    reminders.extend(day.overdue.iter().map(|line| task(line, Reminds::Overdue)));
    let next = day.next.iter().map(|next| &next.line);
    reminders.extend(next.chain(&day.due).map(|line| task(line, Reminds::Due)));
    reminders.extend(news.iter().filter_map(|line| Some((line.key()?, Reminds::News(line.clone())))));
    let rhythm = day.quiet.iter();
    reminders.extend(rhythm.map(|line| (ReminderKey::Rhythm(line.row.account), Reminds::Rhythm(line.clone()))));
    reminders.extend(care.iter().map(|line| (line.key(), Reminds::Care(line.clone()))));
    let open = |line: &&ReviewLine| line.row.is_own() && !matches!(line.grade, Review::Done);
    let count = grades.iter().filter(open).count();
    let first = grades.iter().find(open);
    reminders.extend(first.map(|line| (ReminderKey::Grades, Reminds::Grades(Box::new(line.clone()), count))));
    let mut view = InboxView { digest, quiet: is_quiet_now(context), ..InboxView::default() };
    for (key, about) in reminders {
        let until = context.settings.snoozed_until(key, context.now);
        let list = if until.is_some() { &mut view.later } else { &mut view.now };
        list.push(Reminder { key, about, until });
    }
    view.later.sort_by_key(|reminder| (reminder.until, reminder.key));
    view
}

fn is_quiet_now(context: &Context) -> bool {
    let minute = context.now.minute_of_day(context.policy.zone_minutes);
    context.settings.quiet.is_some_and(|hours| is_quiet(hours, minute))
}

fn digest(day: &TodayView, occasions: usize) -> Digest {
    let contacts = day.due.iter().filter(|line| line.item.kind == TaskKind::Contact).count();
    Digest {
        contacts: contacts + usize::from(day.next.is_some()),
        todos: day.due.len() - contacts,
        overdue: day.overdue.len(),
        to_record: day.to_record.len(),
        customers: day.quiet.len() + occasions,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Change, Grade, Important, QuietHours, Settings};
    use crate::projection::fixtures::{contacted, context, id, item, row};
    use crate::projection::{care, news, review, today};
    use crate::summary::{AgendaState, SummaryRow};
    use crate::values::{AccountId, Map, TaskId, UserId};

    const HOUR: i64 = 3_600_000;

    fn task(number: u8) -> ReminderKey {
        ReminderKey::Task(TaskId(id(number)))
    }

    /// Late, due, to be recorded and planned for today; a customer due by rhythm, with news and a day of foundation.
    fn rows(context: &Context) -> Vec<Arc<SummaryRow>> {
        let mut busy = SummaryRow { grade: Some(Grade::A), ..row(1, "科技有限公司") };
        busy.agenda = vec![
            item(1, TaskKind::Todo, "2026-11-20", None),
            item(2, TaskKind::Todo, "2026-11-23", None),
            item(3, TaskKind::Contact, "2026-11-23", Some(840)),
            item(4, TaskKind::Contact, "2026-11-22", None),
            item(5, TaskKind::Todo, "2026-11-25", None),
        ];
        busy.agenda[3].state = AgendaState::ToRecord { ended_at: context.now.plus_ms(-HOUR) };
        busy.next_contact = Some(context.today());
        busy.grade_reviewed = Some(context.today());
        let mut silent = SummaryRow { grade: Some(Grade::A), last_contact: contacted(30), ..row(2, "YY实业集团") };
        silent.grade_reviewed = Some(context.today());
        silent.care.founded = Some("2016-11-25".parse().unwrap());
        let by = Some(UserId(id(2)));
        silent.changes = vec![Change { kind: Important::Need, at: context.now.plus_ms(-HOUR), by }];
        vec![Arc::new(busy), Arc::new(silent)]
    }

    fn keys(reminders: &[Reminder]) -> Vec<ReminderKey> {
        reminders.iter().map(|reminder| reminder.key).collect()
    }

    fn of_rows(rows: &[Arc<SummaryRow>], context: &Context) -> InboxView {
        let (day, care) = (today(rows, context), care(rows, &Map::new(), context));
        let (news, grades) = (news(rows, context), review(rows, context).grades);
        inbox(DayParts { today: &day, care: &care, news: &news, grades: &grades }, context)
    }

    fn looked_at(settings: Settings) -> InboxView {
        let context = Context { settings: settings.into(), ..context() };
        of_rows(&rows(&context), &context)
    }

    #[test]
    fn everything_that_reminds_is_in_one_list_and_what_is_put_off_apart() {
        let context = context();
        let two = AccountId(id(2));
        let news = ReminderKey::News(two, context.now.plus_ms(-HOUR));
        let view = looked_at(Settings::default());
        let all = [task(4), task(1), task(3), task(2), news, ReminderKey::Rhythm(two), ReminderKey::Care(two)];
        assert_eq!((keys(&view.now), view.later), (all.to_vec(), vec![]));
        let expected = Digest { contacts: 1, todos: 1, overdue: 1, to_record: 1, customers: 2 };
        assert_eq!((view.digest, view.quiet), (expected, false));

        let put_off = [(task(1), 2), (task(3), 1), (news, 3), (ReminderKey::Care(two), 0)];
        let snoozed = put_off.map(|(key, hours)| (key.to_string(), context.now.plus_ms(hours * HOUR)));
        let view = looked_at(Settings { snoozed: snoozed.into(), ..Settings::default() });
        let now = [task(4), task(2), ReminderKey::Rhythm(two), ReminderKey::Care(two)];
        assert_eq!((keys(&view.now), keys(&view.later)), (now.to_vec(), vec![task(3), task(1), news]));
        assert_eq!((view.later[0].until, view.digest), (Some(context.now.plus_ms(HOUR)), expected));
    }

    #[test]
    fn what_is_put_off_leaves_the_day_but_the_plan_of_today_stays() {
        let base = context();
        let all = [1, 2, 3, 4].map(task).into_iter().chain([ReminderKey::Rhythm(AccountId(id(2)))]);
        let snoozed = all.map(|key| (key.to_string(), base.now.plus_ms(1))).collect();
        let context = Context { settings: Settings { snoozed, ..Settings::default() }.into(), ..base };
        let day = today(&rows(&context), &context).without_put_off(&context);
        assert_eq!((day.overdue.len(), day.due.len(), day.to_record.len(), day.quiet.len()), (0, 0, 0, 0));
        assert_eq!(day.next.map(|next| next.line.item.task), Some(TaskId(id(3))));
        assert_eq!(day.upcoming.len(), 1);
        // Its moment has come.
        let then = Context { now: context.now.plus_ms(1), ..context };
        let day = today(&rows(&then), &then).without_put_off(&then);
        assert_eq!((day.overdue.len(), day.due.len(), day.to_record.len(), day.quiet.len()), (1, 1, 1, 1));
    }

    #[test]
    fn quiet_hours_are_told_and_one_line_stands_for_all_grades() {
        let quiet =
            |from, to| looked_at(Settings { quiet: Some(QuietHours { from, to }), ..Settings::default() }).quiet;
        assert_eq!((quiet(600, 601), quiet(599, 600), quiet(601, 600)), (true, false, false));
        let mut context = context();
        // On the day when grades are to be confirmed.
        context.now = Instant::at("2026-12-02".parse().unwrap(), 600, 480);
        let rows: Vec<_> =
            (1..4).map(|number| Arc::new(SummaryRow { grade: Some(Grade::B), ..row(number, "客户") })).collect();
        let view = of_rows(&rows, &context);
        let grades: Vec<_> = view.now.iter().filter(|reminder| reminder.key == ReminderKey::Grades).collect();
        assert!(matches!(grades[..], [Reminder { about: Reminds::Grades(_, 3), .. }]), "{grades:?}");
        assert!(Digest::default().is_empty() && !view.digest.is_empty());
    }
}
