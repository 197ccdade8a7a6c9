//! The part of an address behind the question mark, as typed values: `/customers?grade=A`.

use fieldnote_core::model::Grade;
use fieldnote_core::projection::{CustomerFilter, PipelineFilter, SortBy, TeamFilter};
use fieldnote_core::values::{Code, TaskId};

use crate::platform::address;

/// Finds the value of a name.
type Find<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What stands in the query of an address.
pub trait Query: Sized {
    /// Reads it; what is missing or does not read is the default.
    fn read(find: Find<'_>) -> Self;

    /// Returns its parts; an empty one is not written.
    fn parts(&self) -> Vec<(&'static str, String)>;
}

/// Reads a query.
pub(super) fn read<T: Query>(query: &str) -> T {
    T::read(&address::read(query))
}

/// Writes a query, without the question mark.
pub(super) fn write(query: &impl Query) -> String {
    address::write(&query.parts())
}

fn code(find: Find<'_>, name: &str) -> Code {
    find(name).map(Code::new).unwrap_or_default()
}

fn flag(find: Find<'_>, name: &str) -> bool {
    find(name).is_some_and(|value| value == "true")
}

fn flag_text(on: bool) -> String {
    if on { "true".to_owned() } else { String::new() }
}

impl Query for CustomerFilter {
    fn read(find: Find<'_>) -> Self {
        Self {
            q: find("q").unwrap_or_default(),
            grade: find("grade").and_then(|grade| Grade::of_letter(&grade)),
            state: code(find, "state"),
            tag: find("tag").unwrap_or_default(),
            region: code(find, "region"),
            stage: code(find, "stage"),
            owner: find("owner").and_then(|user| user.parse().ok()),
            inactive: flag(find, "inactive"),
            leads: false,
            sort: find("sort").and_then(|sort| SortBy::of_key(&sort)).unwrap_or_default(),
        }
    }

    fn parts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("q", self.q.clone()),
            ("grade", self.grade.map(Grade::letter).unwrap_or_default().to_owned()),
            ("state", self.state.to_string()),
            ("tag", self.tag.clone()),
            ("region", self.region.to_string()),
            ("stage", self.stage.to_string()),
            ("owner", self.owner.map(|user| user.to_string()).unwrap_or_default()),
            ("inactive", flag_text(self.inactive)),
            ("sort", self.sort.key().to_owned()),
        ]
    }
}

impl Query for PipelineFilter {
    fn read(find: Find<'_>) -> Self {
        Self { owner: find("owner").and_then(|user| user.parse().ok()), region: code(find, "region") }
    }

    fn parts(&self) -> Vec<(&'static str, String)> {
        let owner = self.owner.map(|user| user.to_string()).unwrap_or_default();
        vec![("owner", owner), ("region", self.region.to_string())]
    }
}

impl Query for TeamFilter {
    fn read(find: Find<'_>) -> Self {
        Self { region: code(find, "region"), quarter: flag(find, "quarter") }
    }

    fn parts(&self) -> Vec<(&'static str, String)> {
        vec![("region", self.region.to_string()), ("quarter", flag_text(self.quarter))]
    }
}

/// The tab of a customer, by the beginning of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabQuery(pub String);

impl Query for TabQuery {
    fn read(find: Find<'_>) -> Self {
        Self(find("tab").unwrap_or_default())
    }

    fn parts(&self) -> Vec<(&'static str, String)> {
        vec![("tab", self.0.clone())]
    }
}

/// The planned contact that a new record completes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskQuery(pub Option<TaskId>);

impl Query for TaskQuery {
    fn read(find: Find<'_>) -> Self {
        Self(find("task").and_then(|task| task.parse().ok()))
    }

    fn parts(&self) -> Vec<(&'static str, String)> {
        vec![("task", self.0.map(|task| task.to_string()).unwrap_or_default())]
    }
}

#[cfg(test)]
mod tests {
    use fieldnote_core::values::{Id, UserId};

    use super::*;

    fn again<T: Query>(query: &T) -> T {
        let parts = query.parts();
        T::read(&|name| {
            parts.iter().find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value.clone())
        })
    }

    #[test]
    fn a_filter_reads_back_from_the_address() {
        let filter = CustomerFilter {
            q: "海天 A&B".into(),
            grade: Some(Grade::B),
            state: "high_intent".into(),
            tag: "重点".into(),
            region: "east".into(),
            stage: "offer".into(),
            owner: Some(UserId(Id::from_bytes([7; 10]))),
            inactive: true,
            leads: false,
            sort: SortBy::Amount,
        };
        for filter in [filter.clone(), CustomerFilter::default()] {
            assert_eq!(again(&filter), filter);
        }
        let pipeline = PipelineFilter { owner: filter.owner, region: filter.region.clone() };
        assert_eq!((again(&pipeline), again(&PipelineFilter::default())), (pipeline, PipelineFilter::default()));
        let team = TeamFilter { region: filter.region, quarter: true };
        assert_eq!((again(&team), again(&TeamFilter::default())), (team, TeamFilter::default()));
        assert_eq!(again(&TabQuery("history".into())), TabQuery("history".into()));
        let task = TaskQuery(Some(TaskId(Id::from_bytes([9; 10]))));
        assert_eq!((again(&task), again(&TaskQuery(None))), (task, TaskQuery(None)));
    }

    #[test]
    fn what_does_not_read_is_the_default() {
        assert_eq!(CustomerFilter::read(&|_| Some("?".into())).sort, SortBy::Silence);
        assert_eq!(TaskQuery::read(&|_| Some("?".into())), TaskQuery(None));
    }
}
