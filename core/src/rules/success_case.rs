//! a success case is told of nobody who has not allowed it.

use crate::cbor_map;
use crate::model::{Account, SuccessCase};
use crate::policy::{Policy, PolicyNumber};
use crate::rules::warning::Signals;

/// How far a success case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing is written.
    Nothing,
    /// Written, and not talked over with the customer.
    Written,
    /// Talked over, and not allowed by the customer.
    TalkedOver,
    /// Allowed: it may be used.
    Usable,
}

/// Returns how far a case is. Without both the talk and the permission nobody may use it.
///
/// # Source
/// R-70 (S1-42: 需提前沟通并获得授权).
pub fn stage(case: &SuccessCase) -> Stage {
    match (case.content.trim().is_empty(), case.talked_over, case.authorised) {
        (true, ..) => Stage::Nothing,
        (false, None, _) => Stage::Written,
        (false, Some(_), None) => Stage::TalkedOver,
        (false, Some(_), Some(_)) => Stage::Usable,
    }
}

/// Tells whether a satisfied customer is to be invited to share how the cooperation goes: one who bought, whose newest
/// score is high enough, and of whom there is nothing yet. How satisfied is not in the sources.
///
/// # Source
/// R-70 (S1-42: 邀请满意客户分享合作经验).
pub fn is_to_invite(signals: Signals, won: u32, case: &CaseLine, policy: &Policy) -> bool {
    let from = policy.number(PolicyNumber::CaseSatisfaction);
    let satisfied = signals.satisfaction.is_some_and(|points| from > 0 && i64::from(points) >= from);
    won > 0 && satisfied && !signals.ending && !case.begun
}

/// What lists are told of a case: its words only when they may be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseLine {
    /// Something is written.
    pub begun: bool,
    /// What was achieved together.
    pub content: String,
    /// The effect as a figure.
    pub effect: String,
}

cbor_map!(CaseLine { 0: begun, 1: content, 2: effect });

impl CaseLine {
    /// Reads it from a customer.
    pub fn of(account: &Account) -> Self {
        let case = &account.profile.case;
        let usable = stage(case) == Stage::Usable;
        let words = |text: &str| if usable { text.trim().to_owned() } else { String::new() };
        Self { begun: stage(case) > Stage::Nothing, content: words(&case.content), effect: words(&case.effect) }
    }

    /// Tells whether it may be used.
    pub fn is_usable(&self) -> bool {
        !self.content.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Day;

    fn case(content: &str, talked_over: bool, authorised: bool) -> SuccessCase {
        let on = |flag: bool| flag.then(|| "2026-11-02".parse::<Day>().unwrap());
        let (content, effect) = (content.to_owned(), "+30%".to_owned());
        SuccessCase { content, effect, talked_over: on(talked_over), authorised: on(authorised) }
    }

    #[test]
    fn only_what_was_talked_over_and_allowed_may_be_used() {
        for (case, expected) in [
            (case("", false, false), Stage::Nothing),
            (case(" ", true, true), Stage::Nothing),
            (case("换型快了", false, false), Stage::Written),
            (case("换型快了", false, true), Stage::Written),
            (case("换型快了", true, false), Stage::TalkedOver),
            (case("换型快了", true, true), Stage::Usable),
        ] {
            assert_eq!(stage(&case), expected, "{case:?}");
            let mut account = Account::default();
            account.profile.case = case;
            let line = CaseLine::of(&account);
            let usable = expected == Stage::Usable;
            assert_eq!((line.begun, line.is_usable()), (expected > Stage::Nothing, usable));
            assert_eq!(line.effect, if usable { "+30%" } else { "" }, "nothing of it is told before");
        }
    }

    #[test]
    fn a_satisfied_customer_who_bought_is_invited_once() {
        let scored = |points| Signals { satisfaction: Some(points), ..Signals::default() };
        let (none, begun) = (CaseLine::default(), CaseLine { begun: true, ..CaseLine::default() });
        let mut never = Policy::preset();
        never.numbers.put(PolicyNumber::CaseSatisfaction, 0);
        let preset = Policy::preset();
        for (policy, signals, won, case, expected) in [
            (&preset, scored(9), 1, &none, true),
            (&preset, scored(8), 1, &none, false),
            (&preset, scored(9), 0, &none, false),
            (&preset, scored(9), 1, &begun, false),
            (&preset, Signals::default(), 1, &none, false),
            (&preset, Signals { ending: true, ..scored(10) }, 1, &none, false),
            (&never, scored(10), 1, &none, false),
        ] {
            assert_eq!(is_to_invite(signals, won, case, policy), expected, "{signals:?} {won} {case:?}");
        }
    }
}
