//! a to-do names a responsible person, a deadline and a delivery standard.

use crate::model::TaskKind;
use crate::policy::{Policy, PolicyNumber};
use crate::values::{Day, UserId};

/// The parts of a to-do that the rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct TodoParts<'a> {
    /// Kind.
    pub kind: TaskKind,
    /// What to do.
    pub title: &'a str,
    /// Responsible member.
    pub responsible: Option<UserId>,
    /// Responsible person by name.
    pub responsible_name: &'a str,
    /// Deadline.
    pub due: Option<Day>,
    /// Delivery standard.
    pub standard: &'a str,
}

/// Returns the missing parts in the order of the form: `title`, `responsible`, `due`, `standard`.
///
/// A planned contact needs only its day: its purpose may be open, and who plans it goes.
///
/// # Source
/// R-03; S0-138, S1-30; planned contacts S0-136.
pub fn missing(parts: &TodoParts<'_>) -> Vec<&'static str> {
    let blank = |text: &str| text.trim().is_empty();
    let todo = parts.kind == TaskKind::Todo;
    [
        ("title", todo && blank(parts.title)),
        ("responsible", todo && parts.responsible.is_none() && blank(parts.responsible_name)),
        ("due", parts.due.is_none()),
        ("standard", todo && blank(parts.standard)),
    ]
    .into_iter()
    .filter_map(|(field, missing)| missing.then_some(field))
    .collect()
}

/// Tells whether a to-do without this part is refused, or only warned of as the policy says. What to do and its deadline
/// are always required: without them nobody is reminded of anything.
///
/// # Source
/// R-03 (refuse, or warn).
pub fn refuses(field: &str, policy: &Policy) -> bool {
    matches!(field, "title" | "due") || policy.number(PolicyNumber::TodoGapsRefuse) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn a_to_do_needs_person_deadline_and_standard() {
        for case in cases(include_str!("golden/R-03.csv")) {
            let kind = match case.text("kind") {
                "todo" => TaskKind::Todo,
                "contact" => TaskKind::Contact,
                other => panic!("{other}"),
            };
            let parts = TodoParts {
                kind,
                title: case.text("title"),
                responsible: case.yes("responsible").then(UserId::default),
                responsible_name: case.text("responsible_name"),
                due: case.maybe("due"),
                standard: case.text("standard"),
            };
            let found = missing(&parts);
            let refused = found.iter().any(|field| refuses(field, &case.policy()));
            assert_eq!(refused, case.yes("refused"), "{case}");
            assert_eq!(found, case.list::<String>("missing"), "{case}");
        }
    }
}
