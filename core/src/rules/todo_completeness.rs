//! a to-do names a responsible person, a deadline and a delivery standard.

use crate::model::TaskKind;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_to_do_needs_person_deadline_and_standard() {
        let full = TodoParts {
            kind: TaskKind::Todo,
            title: "出分期付款方案",
            responsible: Some(UserId::default()),
            responsible_name: "",
            due: Day::new(2026, 11, 23),
            standard: "三期，含利息测算",
        };
        let contact = TodoParts { kind: TaskKind::Contact, title: "", responsible: None, standard: "", ..full };
        for (parts, expected) in [
            (full, vec![]),
            (TodoParts { responsible: None, ..full }, vec!["responsible"]),
            (TodoParts { responsible: None, responsible_name: "*助理", ..full }, vec![]),
            (TodoParts { due: None, ..full }, vec!["due"]),
            (TodoParts { standard: " ", title: "", ..full }, vec!["title", "standard"]),
            (contact, vec![]),
            (TodoParts { due: None, ..contact }, vec!["due"]),
        ] {
            assert_eq!(missing(&parts), expected, "{parts:?}");
        }
    }
}
