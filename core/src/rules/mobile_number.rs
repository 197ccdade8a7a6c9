//! personal mobile numbers are not recorded for company customers.

use crate::policy::Policy;
use crate::values::{Phone, PhoneKind, fold_char};

/// Digits of a mobile number.
const DIGITS: usize = 11;

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
/// and not like dates and quantities: the first group has three digits or more, the second digit is 3 to 9.
///
/// # Source
/// R-08; definition 6 ("also test free-text fields").
pub fn find_in_text(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let folded: Vec<char> = chars.iter().map(|c| fold_char(*c)).collect();
    (0..folded.len()).find_map(|start| {
        let end = match_at(&folded, start)?;
        chars.get(start..end).map(|part| part.iter().collect())
    })
}

/// Returns the end of a mobile number that starts at `start`.
fn match_at(text: &[char], start: usize) -> Option<usize> {
    let digit = |at: usize| text.get(at).filter(|c| c.is_ascii_digit());
    if digit(start) != Some(&'1') || !may_begin(text, start) {
        return None;
    }
    let (mut at, mut digits, mut group, mut groups) = (start, 0, 0, Vec::new());
    while digits < DIGITS {
        if digit(at).is_some() {
            (digits, group) = (digits + 1, group + 1);
        } else if matches!(text.get(at), Some(' ' | '-' | '.' | '–' | '—')) && group > 0 {
            groups.push(std::mem::take(&mut group));
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
    (whole || plausible).then_some(at)
}

/// Tells whether a number may begin here: no digit before it, or exactly the country code.
fn may_begin(text: &[char], start: usize) -> bool {
    let before: Vec<char> = text.iter().take(start).rev().take_while(|c| c.is_ascii_digit()).copied().collect();
    matches!(before.as_slice(), [] | ['6', '8'] | ['6', '8', '0', '0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_fields_with_eleven_digits_from_one_are_mobile() {
        for (text, expected) in [
            ("13800138000", true),
            ("10000000000", true),
            ("1380013800", false),
            ("138001380001", false),
            ("23800138000", false),
            ("+86 138-0013-8000", true),
            ("0086 13800138000", true),
            ("8613800138000", true),
            ("１３８００１３８０００", true),
            ("138 0013 8000 转 1", true),
            ("010-13800138", false),
            ("010-12345621", false),
            ("400-138-0013", false),
            ("010-12345621 / 13800138000", true),
            ("", false),
        ] {
            assert_eq!(is_mobile(text), expected, "{text}");
        }
    }

    #[test]
    fn free_text_is_searched_and_dates_are_left_alone() {
        for (text, expected) in [
            ("王经理手机13800138000，下午联系", Some("13800138000")),
            ("手机：+86 139 1234 5678。", Some("139 1234 5678")),
            ("call 138-00138000 now", Some("138-00138000")),
            ("１３８　００１３　８０００", Some("１３８　００１３　８０００")),
            ("2024-03-10 13800138000", Some("13800138000")),
            ("合同号 2024138001380001", None),
            ("2024-10-12 15 30 20", None),
            ("10 500 100 202", None),
            ("100 2000 3000", None),
            ("身份 110101199003071234", None),
            ("报价 1,380,013,800 元", None),
        ] {
            assert_eq!(find_in_text(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn only_individuals_of_a_permitting_workspace_may_have_one() {
        for (individual, permitted, expected) in
            [(true, true, true), (true, false, false), (false, true, false), (false, false, false)]
        {
            let policy = Policy { individual_mobile_allowed: permitted, ..Policy::default() };
            assert_eq!(allowed(individual, &policy), expected);
        }
    }
}
