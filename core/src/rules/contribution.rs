//! which department adds what about a customer.

use crate::model::{ContributionKind, Role};

/// Returns what a role may add about a customer whom they see, the usual first. Who sells adds what they hear as well.
///
/// # Source
/// R-13 (S0-51, S0-52, S0-140); spec 4.1; S2-03 (usage goals, renewal: customer success), S2-04 (problems: after-sales).
pub const fn kinds_of(role: Role) -> &'static [ContributionKind] {
    use ContributionKind::{Complaint, Interest, Participation, Renewal, Suggestion, Usage};
    match role {
        Role::Rep | Role::Manager => &[Complaint, Suggestion, Usage, Renewal, Participation, Interest],
        Role::Marketing => &[Participation, Interest],
        Role::Service => &[Complaint, Suggestion, Usage, Renewal],
        Role::Csm => &[Usage, Renewal, Complaint, Suggestion],
        Role::Admin | Role::Technical | Role::Legal => &[],
    }
}

/// Tells whether a role may add, or answer, a thing of this kind.
///
/// # Source
/// R-13; spec 4.2.
pub fn may_contribute(role: Role, kind: ContributionKind) -> bool {
    kinds_of(role).contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn each_department_adds_its_own() {
        let cases = cases(include_str!("golden/R-13.csv"));
        for case in &cases {
            let role = Role::of_key(case.text("role")).unwrap();
            let keys: Vec<_> = kinds_of(role).iter().map(|kind| kind.key()).collect();
            assert_eq!(keys, case.list::<String>("kinds"), "{case}");
            for kind in ContributionKind::ALL {
                assert_eq!(may_contribute(role, kind), keys.contains(&kind.key()), "{case}{kind:?}");
            }
        }
        assert!(Role::ALL.iter().all(|role| cases.iter().any(|case| case.text("role") == role.key())));
    }
}
