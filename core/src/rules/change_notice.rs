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
    use crate::values::Id;

    const HOUR: i64 = 3_600_000;

    fn change(by: Option<u8>, at: i64) -> Change {
        let by = by.map(|number| UserId(Id::from_bytes([number; 10])));
        Change { kind: Important::Need, at: Instant(at), by }
    }

    #[test]
    fn others_recent_changes_are_news_until_they_are_noted() {
        let me = UserId(Id::from_bytes([1; 10]));
        let now = Instant(1_000 * HOUR);
        let noted = change(Some(2), now.0 - HOUR);
        for (change, expected) in [
            (change(Some(2), now.0 - 2 * HOUR), true),
            (change(Some(2), now.0 - HOUR), false),
            (change(Some(3), now.0 - HOUR), true),
            (Change { kind: Important::Company, ..noted }, true),
            (change(Some(1), now.0 - 2 * HOUR), false),
            (change(None, now.0), true),
            (change(Some(2), now.0 + HOUR), true),
            (change(Some(2), now.0 - 168 * HOUR), true),
            (change(Some(2), now.0 - 168 * HOUR - 1), false),
            (change(Some(2), i64::MIN), false),
        ] {
            assert_eq!(is_news(&change, me, &[noted], now), expected, "{change:?}");
        }
    }

    #[test]
    fn a_change_is_late_after_a_day() {
        let policy = Policy::preset();
        for (hours, expected) in [(0, false), (24, false), (25, true), (-5, false)] {
            assert_eq!(is_late(Instant(0), Instant(hours * HOUR), &policy), expected, "{hours}");
        }
        assert!(!is_late(Instant(0), Instant(24 * HOUR), &policy));
        assert!(is_late(Instant(0), Instant(24 * HOUR + 1), &policy));
    }
}
