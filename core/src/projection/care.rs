//! Care (关怀): customers to be thought of, because of a day or of what moves their industry.

use std::sync::Arc;

use super::Context;
use crate::policy::{Content, PolicyNumber};
use crate::rules::care_event::{self, Festival, Occasion};
use crate::summary::SummaryRow;
use crate::values::{AccountId, Day, Map};

/// A customer to be thought of.
#[derive(Debug, Clone, PartialEq)]
pub struct CareLine {
    /// The customer.
    pub row: Arc<SummaryRow>,
    /// Why.
    pub occasion: Occasion,
    /// The day itself; of a hot topic its first.
    pub on: Day,
}

/// Returns the customers to be thought of: rare occasions first, then the nearest day, then important customers.
/// `birthdays` are those that this phone may know, with consent.
///
/// Who was in touch about something else than business since the occasion came near is done.
///
/// # Source
/// S0-66, S0-67, S0-71, S1-17, S1-39, S2-14.
pub fn care(rows: &[Arc<SummaryRow>], birthdays: &Map<AccountId, Vec<Day>>, context: &Context) -> Vec<CareLine> {
    let lead_days = context.policy.number(PolicyNumber::CareLeadDays);
    let festival = care_event::festival(&context.policy.calendar, context.today(), lead_days);
    let topics = care_event::hot_topics(context.policy.as_ref(), context.today());
    let near = Near { festival, topics: &topics, lead_days };
    let own = rows.iter().filter(|row| row.is_own() && row.lead.is_none());
    let lines = own.filter_map(|row| {
        let birthdays = birthdays.get(&row.account).map_or(&[][..], Vec::as_slice);
        let (on, occasion) = next(row, birthdays, &near, context)?;
        Some(CareLine { row: Arc::clone(row), occasion, on })
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_cached_key(|line| {
        let many_s = match line.occasion {
            Occasion::Anniversary { .. } | Occasion::Birthday => 0,
            Occasion::Event(_) => 1,
            Occasion::Topic(_) => 2,
            Occasion::Festival(_) => 3,
        };
        (many_s, line.on, super::today::grade_rank(line.row.grade), line.occasion.clone(), line.row.account)
    });
    lines
}

/// What is near for many customers at once.
struct Near<'a> {
    festival: Option<(Day, Festival)>,
    topics: &'a [&'a Content],
    lead_days: i64,
}

/// Returns the first occasion of a customer that nobody has cared for yet.
fn next(row: &SummaryRow, birthdays: &[Day], near: &Near<'_>, context: &Context) -> Option<(Day, Occasion)> {
    let (today, lead_days) = (context.today(), near.lead_days);
    let founded = row.care.founded.and_then(|day| care_event::comes_round(day, today, lead_days));
    let founded = founded.map(|(on, years)| (on, Occasion::Anniversary { years }));
    let birthday = birthdays.iter().filter_map(|day| care_event::comes_round(*day, today, lead_days)).min();
    let birthday = birthday.map(|(on, _)| (on, Occasion::Birthday));
    let topic = care_event::of_industry(near.topics, row.industry.as_str()).into_iter().next();
    let topic = topic.and_then(|topic| Some((topic.day?, Occasion::Topic(topic.title.clone()))));
    let festival = near.festival.map(|(on, festival)| (on, Occasion::Festival(festival)));
    let event = row.care.event.filter(|event| event.is_current(today, &context.policy));
    let event = event.map(|event| (event.day, Occasion::Event(event)));
    let open =
        |(on, occasion): &(Day, Occasion)| care_event::is_open(occasion, *on, row.care.share.last, &context.policy);
    [founded, birthday, event, topic, festival].into_iter().flatten().find(open)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{context, day, row};
    use super::*;
    use crate::model::{EventKind, Grade};
    use crate::policy::Policy;
    use crate::rules::business_event::EventLine;
    use crate::values::Instant;

    fn lines(rows: Vec<SummaryRow>, birthdays: &[(u8, &str)], today: &str) -> Vec<(String, Occasion, String)> {
        let context = Context { now: Instant::at(day(today), 600, 480), ..context() };
        let account = |number| AccountId(super::super::fixtures::id(number));
        let birthdays = birthdays.iter().map(|(number, on)| (account(*number), vec![day(on)])).collect();
        let rows: Vec<_> = rows.into_iter().map(Arc::new).collect();
        let lines = care(&rows, &birthdays, &context).into_iter();
        lines.map(|line| (line.row.name.clone(), line.occasion, line.on.to_string())).collect()
    }

    #[test]
    fn rare_occasions_come_first_and_what_was_cared_for_is_done() {
        let founded = |number, name: &str, on: &str| {
            let mut row = row(number, name);
            row.care.founded = Some(day(on));
            row
        };
        let cared = |days: i64, row: SummaryRow| {
            let at = Instant::at(day("2026-09-30").plus_days(-days), 600, 480);
            let mut row = row;
            row.care.share.last = Some(at);
            row
        };
        let rows = vec![
            row(1, "none"),
            SummaryRow { grade: Some(Grade::A), ..row(2, "grade A") },
            founded(3, "jubilee", "2016-10-02"),
            founded(4, "years away", "2016-12-02"),
            row(5, "birthday"),
            // The jubilee's greeting is for the holiday, too.
            cared(0, founded(6, "cared for", "2016-10-02")),
            cared(4, founded(7, "cared for before", "2016-10-02")),
            SummaryRow { inactive: true, ..row(8, "gone") },
        ];
        let national = Occasion::Festival(Festival::National);
        let jubilee = Occasion::Anniversary { years: 10 };
        let expected = [
            ("birthday", &Occasion::Birthday, "2026-10-01"),
            ("jubilee", &jubilee, "2026-10-02"),
            ("cared for before", &jubilee, "2026-10-02"),
            ("grade A", &national, "2026-10-01"),
            ("none", &national, "2026-10-01"),
            ("years away", &national, "2026-10-01"),
        ];
        let expected = expected.map(|(name, occasion, on)| (name.to_owned(), occasion.clone(), on.to_owned()));
        assert_eq!(lines(rows.clone(), &[(5, "1980-10-01")], "2026-09-30"), expected);
        assert_eq!(lines(rows, &[(5, "1980-10-01")], "2026-08-30"), []);
    }

    #[test]
    fn a_business_event_goes_before_a_festival_until_somebody_was_of_use() {
        let event = |recorded: &str| EventLine {
            kind: EventKind::Policy,
            day: day("2026-08-20"),
            at: Instant::at(day(recorded), 600, 480),
        };
        let of = |number, name: &str, recorded: &str, shared: Option<&str>| {
            let mut row = row(number, name);
            row.care.event = Some(event(recorded));
            row.care.share.last = shared.map(|on| Instant::at(day(on), 600, 480));
            row
        };
        let rows = vec![
            row(1, "no event"),
            of(2, "recorded", "2026-09-25", None),
            of(3, "of use since", "2026-09-25", Some("2026-09-26")),
            of(4, "of use before", "2026-09-25", Some("2026-09-24")),
            of(5, "long ago", "2026-08-25", None),
            SummaryRow { inactive: true, ..of(6, "gone", "2026-09-25", None) },
        ];
        let found = lines(rows, &[], "2026-09-30").into_iter().map(|(name, occasion, on)| (name, occasion.key(), on));
        let expected = [
            ("recorded", "introduction", "2026-08-20"),
            ("of use before", "introduction", "2026-08-20"),
            ("no event", "festival", "2026-10-01"),
            ("of use since", "festival", "2026-10-01"),
            ("long ago", "festival", "2026-10-01"),
        ];
        let expected = expected.map(|(name, key, on)| (name.to_owned(), key, on.to_owned()));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_hot_topic_is_for_its_industry_until_it_was_talked_of() {
        let of = |number, industry: &str, shared: Option<&str>| {
            let mut row = SummaryRow { industry: industry.into(), ..row(number, industry) };
            row.care.share.last = shared.map(|on| Instant::at(day(on), 600, 480));
            Arc::new(row)
        };
        let rows = [
            of(1, "制造业", None),
            of(2, "医疗", None),
            of(3, "机械制造", Some("2026-11-22")),
            of(4, "制造", Some("2026-11-23")),
        ];
        let topic = Content {
            theme: "topic".into(),
            industry: "制造".into(),
            title: "新版能效标准".into(),
            day: Some(day("2026-11-23")),
            ..Content::default()
        };
        let policy = Policy { library: vec![topic], ..Policy::preset() };
        let now = Instant::at(day("2026-11-25"), 600, 480);
        let context = Context { now, policy: Arc::new(policy), ..context() };
        let lines = care(&rows, &Map::new(), &context);
        let named: Vec<_> = lines.iter().map(|line| (line.row.name.as_str(), line.on.to_string())).collect();
        let on = "2026-11-23".to_owned();
        assert_eq!(named, [("制造业", on.clone()), ("机械制造", on)]);
        assert!(lines.iter().all(|line| line.occasion == Occasion::Topic("新版能效标准".into())));
    }
}
