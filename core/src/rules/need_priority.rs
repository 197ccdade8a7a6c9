//! which needs come first, and which may go into a solution.

use crate::model::{Account, Analysis, Visit};
use crate::policy::{Policy, PolicyNumber};
use crate::values::Percent;

/// Tells whether a need comes before others: urgent and important enough.
///
/// # Source
/// R-45; S0-58, S0-59.
pub fn is_first(analysis: &Analysis, policy: &Policy) -> bool {
    let enough = |points: Option<u8>| {
        points.is_some_and(|points| i64::from(points) >= policy.number(PolicyNumber::NeedFirstPoints))
    };
    enough(analysis.urgency) && enough(analysis.importance)
}

/// Tells whether a need may be put into a solution; nothing while its match is not known.
///
/// # Source
/// R-46; S0-60, C-08.
pub fn may_enter_solution(analysis: &Analysis, policy: &Policy) -> Option<bool> {
    is_enough(analysis.matched, policy)
}

/// Tells whether a match is enough for a solution; nothing for one that is not known.
pub(crate) fn is_enough(matched: Option<Percent>, policy: &Policy) -> Option<bool> {
    Some(i64::from(matched?.get()) >= policy.number(PolicyNumber::SolutionMatchPercent))
}

/// Returns what a talk says of the need: the need itself, else what a solution is worth, else what is wrong.
pub fn words(visit: &Visit) -> &str {
    let Analysis { payoff, problem, situation, .. } = &visit.analysis;
    let said = [&visit.needs, payoff, problem, situation].into_iter().find(|text| !text.trim().is_empty());
    said.map(|text| text.trim()).unwrap_or_default()
}

/// Returns the talks in which a need was analysed: those that come first, then by points, then the newest.
///
/// # Source
/// R-45; S0-58, S0-59.
pub fn ranked<'a>(account: &'a Account, policy: &Policy) -> Vec<&'a Visit> {
    let asked = |visit: &&Visit| visit.analysis != Analysis::default() && !words(visit).is_empty();
    let mut visits: Vec<&Visit> = account.visits.values().filter(asked).collect();
    visits.sort_by_key(|visit| {
        let Analysis { urgency, importance, matched, .. } = &visit.analysis;
        let points = u16::from(urgency.unwrap_or_default()) + u16::from(importance.unwrap_or_default());
        let first = is_first(&visit.analysis, policy);
        std::cmp::Reverse((first, points, *matched, visit.ended_at, visit.id))
    });
    visits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;
    use crate::values::{Id, Instant, Percent, VisitId};

    fn weighed(urgency: u8, importance: u8, percent: i64) -> Analysis {
        let points = |points: u8| (points > 0).then_some(points);
        Analysis {
            urgency: points(urgency),
            importance: points(importance),
            matched: Percent::new(percent).ok(),
            ..Analysis::default()
        }
    }

    #[test]
    fn a_need_comes_first_from_four_points_of_both() {
        for case in cases(include_str!("golden/R-45.csv")) {
            let (urgency, importance) = (case.maybe("urgency"), case.maybe("importance"));
            let analysis = Analysis { urgency, importance, ..Analysis::default() };
            assert_eq!(is_first(&analysis, &case.policy()), case.yes("first"), "{case}");
        }
    }

    #[test]
    fn a_need_enters_a_solution_from_60_percent_on() {
        for case in cases(include_str!("golden/R-46.csv")) {
            let matched = case.maybe("match").map(|percent| Percent::new(percent).unwrap());
            let analysis = Analysis { matched, ..Analysis::default() };
            let expected = (!case.text("enters").is_empty()).then(|| case.yes("enters"));
            assert_eq!(may_enter_solution(&analysis, &case.policy()), expected, "{case}");
        }
    }

    #[test]
    fn needs_are_ranked_by_their_points_and_the_newest_first_among_equals() {
        let mut account = Account::default();
        let mut add = |number: u8, analysis: Analysis, needs: &str| {
            let id = VisitId(Id::from_bytes([number; 10]));
            let ended_at = Some(Instant(number.into()));
            let visit = Visit { id, ended_at, analysis, needs: needs.into(), ..Visit::default() };
            account.visits.insert(id, visit);
        };
        add(1, weighed(5, 3, 100), "a");
        add(2, weighed(4, 4, 20), "b");
        add(3, weighed(5, 3, 100), "c");
        add(4, weighed(5, 3, 80), "d");
        add(5, Analysis::default(), "not analysed");
        add(6, weighed(5, 5, 100), " ");
        add(7, Analysis { problem: "夜班报废".into(), ..Analysis::default() }, "");
        let ranked = ranked(&account, &Policy::preset());
        assert_eq!(ranked.iter().map(|visit| words(visit)).collect::<Vec<_>>(), ["b", "c", "a", "d", "夜班报废"]);
    }
}
