//! The golden cases of the rules: one CSV a rule of the specification, named by its row, read by the test beside the
//! rule. The same tests run natively and, compiled to WebAssembly, in the browser.
//!
//! The first line names the columns. `case` says in words what a line is about, `policy` which numbers differ from the
//! preset (`key=value`, several with a space between; also `grading=` and `frequency=`). What is expected stands in the
//! last columns.

use std::fmt;
use std::str::FromStr;

use crate::policy::{Frequency, Grading, Policy, PolicyNumber};

/// One line.
pub(crate) struct Case {
    columns: csv::StringRecord,
    cells: csv::StringRecord,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.columns.iter().zip(&self.cells).try_for_each(|(column, cell)| write!(f, "{column}={cell:?} "))
    }
}

/// Reads the cases of a rule.
pub(crate) fn cases(csv: &str) -> Vec<Case> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let cells = reader.records().map(|record| record.unwrap());
    let cases: Vec<_> = cells.map(|cells| Case { columns: columns.clone(), cells }).collect();
    assert!(cases.len() > 1, "one side of a limit at most");
    cases
}

impl Case {
    /// Returns the text of a column.
    pub(crate) fn text(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        self.cells.get(at.unwrap_or_else(|| panic!("no column {column}"))).unwrap()
    }

    /// Returns the value of a column: a number, a day, a grade.
    pub(crate) fn of<T: FromStr<Err: fmt::Debug>>(&self, column: &str) -> T {
        self.text(column).parse().unwrap_or_else(|error| panic!("{column} of {self}: {error:?}"))
    }

    /// Returns the value of a column that may be empty.
    pub(crate) fn maybe<T: FromStr<Err: fmt::Debug>>(&self, column: &str) -> Option<T> {
        (!self.text(column).is_empty()).then(|| self.of(column))
    }

    /// Returns the values of a column, with a space between.
    pub(crate) fn list<T: FromStr<Err: fmt::Debug>>(&self, column: &str) -> Vec<T> {
        self.text(column).split(' ').filter(|word| !word.is_empty()).map(|word| word.parse().unwrap()).collect()
    }

    /// Tells whether a column says yes.
    pub(crate) fn yes(&self, column: &str) -> bool {
        match self.text(column) {
            "yes" => true,
            "no" => false,
            other => panic!("{column} of {self}: {other:?} is neither yes nor no"),
        }
    }

    /// Returns the preset with the numbers of the column `policy`.
    pub(crate) fn policy(&self) -> Policy {
        let mut policy = Policy::preset();
        for word in self.list::<String>("policy") {
            let (key, value) = word.split_once('=').unwrap_or_else(|| panic!("{word} of {self}"));
            match key {
                "grading" => policy.grading = Grading::of_key(value).unwrap(),
                "frequency" => policy.frequency = Frequency::of_key(value).unwrap(),
                _ => policy.numbers.put(PolicyNumber::of_key(key).unwrap(), value.parse().unwrap()),
            }
        }
        policy
    }
}
