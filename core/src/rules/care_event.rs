//! days on which a customer is to be thought of.

use crate::policy::{Calendar, Content, Policy, PolicyNumber};
use crate::rules::business_event::EventLine;
use crate::rules::content_library::{TOPIC, is_for_industry};
use crate::values::{Day, Instant, fold};

/// A festival that customers are greeted on. The Qingming days are for the dead: nobody is congratulated on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Festival {
    /// 元旦.
    NewYear,
    /// 春节.
    Spring,
    /// 劳动节.
    Labour,
    /// 端午节.
    DragonBoat,
    /// 中秋节.
    MidAutumn,
    /// 国庆节.
    National,
}

impl Festival {
    /// Returns the key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::Spring => "spring",
            Self::Labour => "labour",
            Self::DragonBoat => "dragon_boat",
            Self::MidAutumn => "mid_autumn",
            Self::National => "national",
        }
    }

    /// Returns the festival whose free days begin on a day. The lunar ones move within these bounds.
    fn of_first_day(day: Day) -> Option<Self> {
        Some(match day.ymd() {
            (_, 12, 30 | 31) | (_, 1, 1) => Self::NewYear,
            (_, 1, 17..=31) | (_, 2, _) => Self::Spring,
            (_, 4, 28..=30) | (_, 5, 1..=3) => Self::Labour,
            (_, 5, 24..=31) | (_, 6, _) => Self::DragonBoat,
            (_, 9, 5..=27) => Self::MidAutumn,
            (_, 9, 28..=30) | (_, 10, 1..=8) => Self::National,
            _ => return None,
        })
    }
}

/// Why a customer is to be thought of, the rarest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    /// The company was founded so many years ago.
    Anniversary {
        /// Years.
        years: i32,
    },
    /// A contact's birthday, recorded with consent.
    Birthday,
    /// A change of policy or a large project of the customer's.
    Event(EventLine),
    /// A hot topic of the customer's industry, by its title.
    Topic(String),
    /// A public holiday.
    Festival(Festival),
}

impl Occasion {
    /// Returns the key of its kind.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Anniversary { .. } => "anniversary",
            Self::Birthday => "birthday",
            Self::Event(_) => "introduction",
            Self::Topic(_) => TOPIC,
            Self::Festival(_) => "festival",
        }
    }
}

/// Returns the day within `lead_days` from today on which a date comes round, and the years since. A 29 February comes
/// round on the 28th in other years; the day itself does not.
///
/// # Source
/// S0-66, S0-67, S0-68, S1-39, S2-14 (司庆).
pub fn comes_round(date: Day, today: Day, lead_days: i64) -> Option<(Day, i32)> {
    let (born, month, day) = date.ymd();
    let (this, _, _) = today.ymd();
    let in_year = |year: i32| Day::new(year, month, day).or_else(|| Day::new(year, month, day.saturating_sub(1)));
    [this, this + 1].into_iter().find_map(|year| {
        let on = in_year(year)?;
        let near = (0..=lead_days).contains(&on.days_since(today));
        (near && year > born).then_some((on, year - born))
    })
}

/// Returns the festival whose free days begin within `lead_days` from today, and its first day.
///
/// # Source
/// R-42; S2-14, S0-65.
pub fn festival(calendar: &Calendar, today: Day, lead_days: i64) -> Option<(Day, Festival)> {
    (0..=lead_days).map(|ahead| today.plus_days(ahead)).find_map(|day| {
        let first = calendar.holidays.contains(&day) && !calendar.holidays.contains(&day.plus_days(-1));
        let festival = Festival::of_first_day(day).filter(|_| first)?;
        Some((day, festival))
    })
}

/// Tells whether an occasion on a day is still to be cared for: whoever was in touch about something else than business
/// since it came near (`shared`, the last time) did that.
///
/// # Source
/// S2-15.
pub fn is_open(occasion: &Occasion, on: Day, shared: Option<Instant>, policy: &Policy) -> bool {
    let Some(shared) = shared else { return true };
    let day = shared.day(policy.zone_minutes);
    match occasion {
        Occasion::Event(event) => event.is_open(Some(shared)),
        Occasion::Topic(_) => day < on,
        Occasion::Anniversary { .. } | Occasion::Birthday | Occasion::Festival(_) => {
            day < on.plus_days(-policy.number(PolicyNumber::CareLeadDays))
        }
    }
}

/// Returns the hot topics of the library that are current, the newest first.
///
/// # Source
/// R-42 (industry hot topic, on the day); S1-17 (行业热点).
pub fn hot_topics(policy: &Policy, today: Day) -> Vec<&Content> {
    let days = policy.number(PolicyNumber::TopicDays);
    let age = |content: &Content| content.day.map(|day| today.days_since(day));
    let current = |content: &&Content| {
        content.theme.as_str() == TOPIC && age(content).is_some_and(|age| (0..days).contains(&age))
    };
    let mut topics: Vec<_> = policy.library.iter().filter(current).collect();
    topics.sort_by_key(|content| (age(content), &content.title, &content.key));
    topics
}

/// Returns those of [`hot_topics`] that move an industry.
pub fn of_industry<'a>(topics: &[&'a Content], industry: &str) -> Vec<&'a Content> {
    if topics.is_empty() {
        return Vec::new();
    }
    let industry = fold(industry);
    topics.iter().copied().filter(|topic| is_for_industry(topic, &industry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::{Case, cases};

    fn lead_days(case: &Case) -> i64 {
        case.policy().number(PolicyNumber::CareLeadDays)
    }

    #[test]
    fn an_anniversary_comes_round_within_the_days_before_it() {
        for case in cases(include_str!("golden/R-40.csv")) {
            let found = comes_round(case.of("founded"), case.of("today"), lead_days(&case));
            assert_eq!(found, case.maybe("on").zip(case.maybe("years")), "{case}");
        }
    }

    #[test]
    fn a_birthday_comes_round_within_the_days_before_it() {
        for case in cases(include_str!("golden/R-41.csv")) {
            let found = comes_round(case.of("birthday"), case.of("today"), lead_days(&case));
            assert_eq!(found.map(|(on, _)| on), case.maybe("on"), "{case}");
        }
    }

    #[test]
    fn festivals_begin_with_their_first_free_day() {
        for case in cases(include_str!("golden/R-42.csv")) {
            let mut policy = case.policy();
            let found = festival(&policy.calendar, case.of("today"), lead_days(&case));
            let (on, key) = found.map(|(on, festival)| (on, festival.key())).unzip();
            assert_eq!((on, key.unwrap_or_default()), (case.maybe("on"), case.text("festival")), "{case}");
            policy.library = vec![topic("of the case", case.maybe("topic_from"), case.text("topic_for"))];
            let topics = of_industry(&hot_topics(&policy, case.of("today")), case.text("industry"));
            assert_eq!(!topics.is_empty(), case.yes("topic"), "{case}");
        }
    }

    fn topic(title: &str, day: Option<Day>, industry: &str) -> Content {
        Content { theme: TOPIC.into(), title: title.into(), industry: industry.into(), day, ..Content::default() }
    }

    #[test]
    fn the_newest_topic_of_an_industry_comes_first() {
        let day = |text: &str| Some(text.parse().unwrap());
        let library = vec![
            topic("old", day("2026-11-20"), "制造"),
            topic("for anybody", day("2026-11-21"), ""),
            topic("new", day("2026-11-22"), "制造"),
            topic("of others", day("2026-11-23"), "医疗"),
            Content { theme: "report".into(), ..topic("a report", day("2026-11-23"), "") },
        ];
        let policy = Policy { library, ..Policy::preset() };
        let topics = hot_topics(&policy, "2026-11-23".parse().unwrap());
        let titles = |industry: &str| -> Vec<_> {
            of_industry(&topics, industry).iter().map(|topic| topic.title.as_str()).collect()
        };
        assert_eq!(titles("装备制造业"), ["new", "for anybody", "old"]);
        assert_eq!(titles(""), ["for anybody"]);
    }
}
