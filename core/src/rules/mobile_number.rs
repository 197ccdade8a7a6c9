//! personal mobile numbers are not recorded for company customers.

use crate::policy::Policy;
use crate::values::{Phone, PhoneKind, fold_char};

/// Digits of a mobile number.
const DIGITS: usize = 11;
/// Signs between two groups of a number.
const GAP: usize = 3;

/// Tells whether a number field holds a personal mobile number.
///
/// # Source
/// R-08, S0-37; definition 6: 11 digits beginning with 1, after removing +86, spaces and dashes.
pub fn is_mobile(field: &str) -> bool {
    Phone::parse(field).is_ok_and(|phone| phone.kind() == PhoneKind::Mobile) || find_in_text(field).is_some()
}

/// Tells whether a mobile number may be recorded for a customer: for individuals where the policy says so.
///
/// # Source
/// R-08; C-12.
pub fn allowed(individual: bool, policy: &Policy) -> bool {
    individual && policy.individual_mobile_allowed
}

/// Returns the first mobile number written in a free text, as it stands there.
///
/// Eleven digits in one run count. A number broken by spaces or dashes counts when its groups look like a number
/// and not like dates and quantities: the first group has three digits or more, the second digit is 3 to 9. Where up to
/// three signs stand between two groups, or a bracket, as in "(138) 1234 - 5678", the groups are those in which numbers
/// are spoken.
///
/// # Source
/// R-08; definition 6 ("also test free-text fields").
pub fn find_in_text(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let (start, end) = places(&chars).next()?;
    chars.get(start..end).map(|part| part.iter().collect())
}

/// Tells whether a text has a mobile number that was not in it before.
///
/// # Source
/// R-08; definition 6.
pub fn is_added(text: &str, before: &str) -> bool {
    let known = digits(before);
    let new = digits(text);
    // A field with nothing but a number may write it in ways that a free text does not.
    if new.is_empty() {
        is_mobile(text) && !is_mobile(before)
    } else {
        new.iter().any(|number| !known.contains(number))
    }
}

/// Returns the numbers of a text, their digits alone.
fn digits(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().map(fold_char).collect();
    let number =
        |(start, end)| chars.get(start..end).unwrap_or_default().iter().filter(|c| c.is_ascii_digit()).collect();
    places(&chars).map(number).collect()
}

/// Returns where mobile numbers begin and end.
fn places(text: &[char]) -> impl Iterator<Item = (usize, usize)> {
    let folded: Vec<char> = text.iter().map(|c| fold_char(*c)).collect();
    (0..folded.len()).filter_map(move |start| Some((start, match_at(&folded, start)?)))
}

/// Returns the end of a mobile number that starts at `start`.
fn match_at(text: &[char], start: usize) -> Option<usize> {
    let digit = |at: usize| text.get(at).filter(|c| c.is_ascii_digit());
    if digit(start) != Some(&'1') || !may_begin(text, start) {
        return None;
    }
    let (mut at, mut digits, mut group, mut groups) = (start, 0, 0, Vec::new());
    let (mut gap, mut loose) = (0, false);
    while digits < DIGITS {
        if digit(at).is_some() {
            (digits, group, gap) = (digits + 1, group + 1, 0);
        } else if matches!(text.get(at), Some(' ' | '-' | '.' | '–' | '—' | '(' | ')')) && gap < GAP {
            if group > 0 {
                groups.push(std::mem::take(&mut group));
            }
            gap += 1;
            loose |= gap > 1 || matches!(text.get(at), Some('(' | ')'));
        } else {
            return None;
        }
        at += 1;
    }
    groups.push(group);
    if digit(at).is_some() {
        return None;
    }
    let whole = groups.len() == 1;
    let plausible = groups.first().is_some_and(|first| *first >= 3)
        && groups.iter().all(|group| *group >= 2)
        && digit(start + 1).is_some_and(|c| ('3'..='9').contains(c));
    let spoken = matches!(groups.as_slice(), [3, 4, 4] | [4, 3, 4] | [3, 3, 5] | [3, 8]);
    (whole || plausible && (!loose || spoken)).then_some(at)
}

/// Tells whether a number may begin here: no digit before it, or exactly the country code.
fn may_begin(text: &[char], start: usize) -> bool {
    let before: Vec<char> = text.iter().take(start).rev().take_while(|c| c.is_ascii_digit()).copied().collect();
    matches!(before.as_slice(), [] | ['6', '8'] | ['6', '8', '0', '0'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn a_number_that_was_there_before_is_not_added() {
        for (text, before, added) in [
            ("打 13812345678", "", true),
            ("打 13812345678", "打 138-1234-5678", false),
            ("周三打 13812345678，再写信", "打 13812345678", false),
            ("打 13987654321", "打 13812345678", true),
            ("打 13812345678 或 13987654321", "打 13812345678", true),
            ("周三写信", "打 13812345678", false),
            ("周三写信", "", false),
        ] {
            assert_eq!(is_added(text, before), added, "{text:?} after {before:?}");
        }
    }

    #[test]
    fn mobile_numbers_are_found_and_only_permitted_individuals_may_have_one() {
        for case in cases(include_str!("golden/R-08.csv")) {
            let text = case.text("text");
            let policy = Policy { individual_mobile_allowed: case.yes("permitted"), ..Policy::preset() };
            let refused = is_mobile(text) && !allowed(case.yes("individual"), &policy);
            assert_eq!(is_mobile(text), case.yes("is_mobile"), "{case}");
            assert_eq!(find_in_text(text).unwrap_or_default(), case.text("found"), "{case}");
            assert_eq!(refused, case.yes("refused"), "{case}");
        }
    }
}
