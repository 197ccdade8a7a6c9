//! a customer's team hears of an important change within a day.

use crate::model::Change;
use crate::policy::{Policy, PolicyNumber};
use crate::values::{Instant, UserId};

/// Days for which a change is pointed out to who has not noted it: a week away.
const SHOWN_DAYS: i64 = 7;

/// Tells whether a person is to be told of a change: one of somebody else's, of the last week, that they have not noted.
/// What was noted is compared as it is, not by its time: an older change that arrives later is news.
///
/// # Source
/// R-04 (S1-57: 重要信息变更需同步至团队).
pub fn is_news(change: &Change, me: UserId, noted: &[Change], now: Instant) -> bool {
    let recent = now.ms_since(change.at) <= SHOWN_DAYS * 86_400_000;
    recent && change.by != Some(me) && !noted.contains(change)
}

/// Tells whether a change should have reached the team by now.
///
/// # Source
/// R-04 (S1-57: 24小时内).
pub fn is_late(at: Instant, now: Instant, policy: &Policy) -> bool {
    now.ms_since(at) > policy.number(PolicyNumber::ChangeSyncH).saturating_mul(3_600_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Important;
    use crate::rules::golden::cases;
    use crate::values::Id;

    const HOUR: i64 = 3_600_000;
    const NOW: Instant = Instant(1_000 * HOUR);

    fn person(number: u8) -> UserId {
        UserId(Id::from_bytes([number; 10]))
    }

    fn change(kind: &str, by: Option<u8>, at: Instant) -> Change {
        let kind = Important::ALL.into_iter().find(|important| important.key() == kind).unwrap();
        Change { kind, at, by: by.map(person) }
    }

    /// Reads `need/2/1`: of person 2, an hour ago.
    fn noted(word: &str) -> Change {
        let [kind, by, hours]: [&str; 3] = word.split('/').collect::<Vec<_>>().try_into().unwrap();
        change(kind, Some(by.parse().unwrap()), NOW.plus_ms(-hours.parse::<i64>().unwrap() * HOUR))
    }

    #[test]
    fn others_recent_changes_are_news_until_they_are_noted_and_late_after_a_day() {
        for case in cases(include_str!("golden/R-04.csv")) {
            let age = case.of::<i64>("hours_ago") * HOUR + case.of::<i64>("more_ms");
            let change = change(case.text("kind"), case.maybe("by"), NOW.plus_ms(-age));
            let noted: Vec<Change> = case.list::<String>("noted").iter().map(|word| noted(word)).collect();
            assert_eq!(is_news(&change, person(1), &noted, NOW), case.yes("is_news"), "{case}");
            assert_eq!(is_late(change.at, NOW, &case.policy()), case.yes("is_late"), "{case}");
        }
    }

    #[test]
    fn a_change_of_the_beginning_of_time_is_no_news() {
        assert!(!is_news(&change("need", Some(2), Instant(i64::MIN)), person(1), &[], NOW));
    }
}
