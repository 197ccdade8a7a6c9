//! names that are one customer, however they are written.

use crate::values::{AccountId, fold};

/// What companies are called at the end of their names; longer ones first.
const ENDS: [&str; 12] = [
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "股份公司",
    "集团公司",
    "总公司",
    "分公司",
    "公司",
    "集团",
    "股份",
    "责任",
    "有限",
];

/// The same in English, as words.
const END_WORDS: [&str; 12] =
    ["co", "company", "ltd", "limited", "inc", "corp", "corporation", "llc", "gmbh", "plc", "group", "holdings"];

/// Characters that a name keeps at least: without its end it would be nothing.
const KEPT_MIN: usize = 2;

/// How alike two customers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same credit code: one company, whatever it is called.
    Code,
    /// The same name, but for width, case, script, punctuation and the form of the company.
    Same,
    /// A typing error apart.
    Close,
}

/// A customer that is like another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The customer.
    pub account: AccountId,
    /// How alike.
    pub likeness: Likeness,
}

/// The names and credit codes of all customers that a person may see, ready to be compared with what is being typed.
#[derive(Debug, Clone, Default)]
pub struct Names(Vec<Known>);

#[derive(Debug, Clone)]
struct Known {
    account: AccountId,
    name: Vec<char>,
    code: Option<u32>,
}

impl Names {
    /// Reads the names of customers, with the prints of their credit codes.
    pub fn of<'a>(names: impl IntoIterator<Item = (AccountId, &'a str, Option<u32>)>) -> Self {
        Self(names.into_iter().map(|(account, name, code)| Known { account, name: key(name), code }).collect())
    }

    /// Returns up to `max` customers like this one: with the same credit code first, then with the same name, then with
    /// the closest.
    ///
    /// # Source
    /// R-11 (name, standardised, or other key); S3-46, S3-22, S3-21.
    pub fn alike(&self, name: &str, code: Option<u32>, max: usize) -> Vec<Alike> {
        let wanted = key(name);
        let apart = |known: &[char]| {
            let within = allowed(wanted.len().min(known.len()));
            if wanted.len() < KEPT_MIN { None } else { distance(&wanted, known, within) }
        };
        let like = |known: &Known| match (code.is_some() && known.code == code, apart(&known.name)) {
            (true, _) => Some((Likeness::Code, 0)),
            (false, Some(0)) => Some((Likeness::Same, 0)),
            (false, Some(apart)) => Some((Likeness::Close, apart)),
            (false, None) => None,
        };
        let mut found: Vec<_> =
            self.0.iter().filter_map(|known| like(known).map(|like| (like, known.account))).collect();
        found.sort_unstable();
        found.into_iter().take(max).map(|((likeness, _), account)| Alike { account, likeness }).collect()
    }
}

/// Typing errors for which names of this length still count as one.
const fn allowed(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    }
}

/// Returns how a company is called in short: folded, without the form of the company.
pub fn short_name(name: &str) -> String {
    key(name).into_iter().collect()
}

/// Returns what of a name tells the customer: folded, without punctuation and the form of the company.
fn key(name: &str) -> Vec<char> {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|word| END_WORDS.contains(word)) {
        words.pop();
    }
    let joined = words.concat();
    let mut rest = joined.as_str();
    while let Some(shorter) = ENDS.iter().find_map(|end| rest.strip_suffix(end)) {
        if shorter.chars().count() < KEPT_MIN {
            break;
        }
        rest = shorter;
    }
    rest.chars().collect()
}

/// Returns how many characters have to be put in, taken out, replaced or swapped with their neighbour to make one text
/// of the other; nothing when they are more than `max`.
fn distance(one: &[char], other: &[char], max: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > max {
        return None;
    }
    if max == 0 {
        return (one == other).then_some(0);
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut left_before = None;
    for (row, left) in one.iter().enumerate() {
        let mut line = Vec::with_capacity(other.len() + 1);
        line.push(row + 1);
        let mut above_before = None;
        for (column, above) in other.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX - 1);
            let mut least = (at(&last, column) + usize::from(left != above))
                .min(at(&last, column + 1) + 1)
                .min(at(&line, column) + 1);
            if column > 0 && left_before == Some(above) && above_before == Some(left) {
                least = least.min(at(&before, column - 1) + 1);
            }
            line.push(least);
            above_before = Some(above);
        }
        if line.iter().min().is_some_and(|least| *least > max) {
            return None;
        }
        before = std::mem::replace(&mut last, line);
        left_before = Some(left);
    }
    last.last().copied().filter(|apart| *apart <= max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::{Case, cases};
    use crate::values::{CreditCode, Id};

    fn row(number: u8, name: &str) -> (AccountId, &str, Option<u32>) {
        (AccountId(Id::from_bytes([number; 10])), name, None)
    }

    fn likeness(case: &Case) -> Option<Likeness> {
        let code = |column| CreditCode::parse(case.text(column)).ok().map(|code| code.print());
        let (account, name, _) = row(1, case.text("known"));
        let names = Names::of([(account, name, code("known_code"))]);
        names.alike(case.text("typed"), code("typed_code"), 3).first().map(|alike| alike.likeness)
    }

    #[test]
    fn one_company_is_found_however_it_is_written() {
        for case in cases(include_str!("golden/R-11.csv")) {
            let expected = match case.text("likeness") {
                "" => None,
                "code" => Some(Likeness::Code),
                "same" => Some(Likeness::Same),
                "close" => Some(Likeness::Close),
                other => panic!("{other} of {case}"),
            };
            assert_eq!(likeness(&case), expected, "{case}");
        }
    }

    #[test]
    fn the_same_name_stands_before_close_ones() {
        let rows = [row(1, "恒立机械有限公司"), row(2, "恒力机械"), row(3, "恒力机械集团"), row(4, "别的")];
        let found = Names::of(rows).alike("恒力机械", None, 3);
        let accounts: Vec<_> = found.iter().map(|alike| alike.account).collect();
        assert_eq!(accounts, [rows[1].0, rows[2].0, rows[0].0]);
        assert_eq!(Names::of(rows).alike("恒力机械", None, 1).len(), 1);
        // The same code goes before the same name.
        let rows = [rows[1], (rows[3].0, rows[3].1, Some(7)), (rows[0].0, rows[0].1, Some(8))];
        let accounts: Vec<_> =
            Names::of(rows).alike("恒力机械", Some(7), 3).iter().map(|alike| alike.account).collect();
        assert_eq!(accounts, [rows[1].0, rows[0].0, rows[2].0]);
    }
}
