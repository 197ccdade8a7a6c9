//! A person's edit of a free text, placed into what the text has become meanwhile.
//!
//! The difference from what they saw to what they left is found by character (Myers), then each inserted or removed
//! run is carried over to the current text. What others inserted stays, also inside a run that was removed.

/// Differences beyond this are not refined: the changed middle is replaced as a whole.
const EDITS_MAX: usize = 400;

/// Removes `delete` units at `at` and inserts `insert` there. Units are UTF-16, as in the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) at: usize,
    pub(super) delete: usize,
    pub(super) insert: String,
}

/// A run of the old characters replaced by a run of the new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hunk {
    old: (usize, usize),
    new: (usize, usize),
}

/// Returns the splices that carry the edit from `base` to `text` into `current`, the last place first, so that they
/// can be written one after the other.
pub(super) fn splices(base: &str, text: &str, current: &str) -> Vec<Splice> {
    let [base, text, current] = [base, text, current].map(|text| text.chars().collect::<Vec<_>>());
    let kept = kept(&base, &current);
    let units = |chars: &[char]| chars.iter().map(|c| c.len_utf16()).sum::<usize>();
    let place = |index: usize| units(current.get(..index).unwrap_or_default());
    let mut splices = Vec::new();
    for hunk in diff(&base, &text).into_iter().rev() {
        let (start, end) = hunk.old;
        let insert: String = text.get(hunk.new.0..hunk.new.1).unwrap_or_default().iter().collect();
        let removed: Vec<usize> = kept.get(start..end).unwrap_or_default().iter().copied().flatten().collect();
        // Before what follows the last kept character in front; at the very start when there is none.
        let before = kept.get(..start).unwrap_or_default().iter().rev().copied().flatten().next();
        let at = removed.first().copied().unwrap_or_else(|| before.map_or(0, |index| index + 1));
        // Runs of neighbouring characters are removed together, the last run first; the insertion goes with the first.
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for index in removed {
            match runs.last_mut() {
                Some((_, end)) if *end == index => *end += 1,
                _ => runs.push((index, index + 1)),
            }
        }
        for (from, to) in runs.iter().skip(1).rev() {
            let delete = units(current.get(*from..*to).unwrap_or_default());
            splices.push(Splice { at: place(*from), delete, insert: String::new() });
        }
        let delete = runs.first().map_or(0, |(from, to)| units(current.get(*from..*to).unwrap_or_default()));
        if delete > 0 || !insert.is_empty() {
            splices.push(Splice { at: place(at), delete, insert });
        }
    }
    splices
}

/// Returns, for each character of `base`, where it stands in `current`, if it still does.
fn kept(base: &[char], current: &[char]) -> Vec<Option<usize>> {
    let mut kept = Vec::with_capacity(base.len());
    let (mut old, mut new) = (0, 0);
    for hunk in diff(base, current) {
        while old < hunk.old.0 {
            kept.push(Some(new));
            (old, new) = (old + 1, new + 1);
        }
        kept.extend((old..hunk.old.1).map(|_| None));
        (old, new) = (hunk.old.1, hunk.new.1);
    }
    kept.extend((old..base.len()).map(|index| Some(new + index - old)));
    kept
}

/// Returns the hunks from `old` to `new`, ascending.
fn diff(old: &[char], new: &[char]) -> Vec<Hunk> {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = |side: &[char]| side.len() - prefix;
    let limit = rest(old).min(rest(new));
    let suffix = old.iter().rev().zip(new.iter().rev()).take(limit).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - suffix, new.len() - suffix);
    if prefix == old_end && prefix == new_end {
        return Vec::new();
    }
    let middle = (old.get(prefix..old_end).unwrap_or_default(), new.get(prefix..new_end).unwrap_or_default());
    let whole = || vec![Hunk { old: (prefix, old_end), new: (prefix, new_end) }];
    if middle.0.is_empty() || middle.1.is_empty() {
        return whole();
    }
    let Some(matches) = common(middle.0, middle.1) else { return whole() };
    let mut hunks = Vec::new();
    let (mut a, mut b) = (0, 0);
    for (x, y) in matches.into_iter().chain([(middle.0.len(), middle.1.len())]) {
        if x > a || y > b {
            hunks.push(Hunk { old: (prefix + a, prefix + x), new: (prefix + b, prefix + y) });
        }
        (a, b) = (x + 1, y + 1);
    }
    hunks
}

/// Returns the pairs of equal characters of a shortest edit script (Myers 1986), or nothing beyond [`EDITS_MAX`].
fn common(old: &[char], new: &[char]) -> Option<Vec<(usize, usize)>> {
    let (n, m) = (old.len() as isize, new.len() as isize);
    let edits_max = EDITS_MAX.min(old.len() + new.len()) as isize;
    // `furthest[k + offset]` is the furthest `x` reached on the diagonal `x - y == k`.
    let offset = edits_max + 1;
    let mut furthest = vec![0isize; (2 * offset + 1) as usize];
    let reach = |row: &[isize], k: isize| row.get((k + offset) as usize).copied().unwrap_or(-1);
    let mut trace: Vec<Vec<isize>> = Vec::new();
    for d in 0..=edits_max {
        trace.push(furthest.clone());
        for k in (-d..=d).step_by(2) {
            let down = k == -d || (k != d && reach(&furthest, k - 1) < reach(&furthest, k + 1));
            let mut x = if down { reach(&furthest, k + 1) } else { reach(&furthest, k - 1) + 1 };
            while x < n && x - k < m && x >= 0 && x - k >= 0 && old.get(x as usize) == new.get((x - k) as usize) {
                x += 1;
            }
            if let Some(slot) = furthest.get_mut((k + offset) as usize) {
                *slot = x;
            }
            if x >= n && x - k >= m {
                return Some(walk_back(&trace, d, (n, m), &reach));
            }
        }
    }
    None
}

fn walk_back(
    trace: &[Vec<isize>],
    edits: isize,
    end: (isize, isize),
    reach: &dyn Fn(&[isize], isize) -> isize,
) -> Vec<(usize, usize)> {
    let (mut x, mut y) = end;
    let mut pairs = Vec::new();
    for d in (0..=edits).rev() {
        let Some(row) = trace.get(d as usize) else { break };
        let k = x - y;
        let down = k == -d || (k != d && reach(row, k - 1) < reach(row, k + 1));
        let from_k = if down { k + 1 } else { k - 1 };
        let (from_x, from_y) = if d == 0 { (0, 0) } else { (reach(row, from_k), reach(row, from_k) - from_k) };
        while x > from_x && y > from_y {
            (x, y) = (x - 1, y - 1);
            pairs.push((x as usize, y as usize));
        }
        (x, y) = (from_x, from_y);
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn carried(base: &str, text: &str, current: &str) -> String {
        let mut units: Vec<u16> = current.encode_utf16().collect();
        for splice in splices(base, text, current) {
            units.splice(splice.at..splice.at + splice.delete, splice.insert.encode_utf16());
        }
        String::from_utf16(&units).unwrap()
    }

    #[test]
    fn an_edit_is_carried_into_the_text_as_it_is_now() {
        let cases = [
            ("abc", "abXc", "abc", "abXc"),
            ("abc", "abXc", "00abc", "00abXc"),
            ("abc", "ac", "abbc", "abc"),
            ("", "new", "theirs", "newtheirs"),
            ("one two", "two", "one! two", "!two"),
            ("客户要求降价", "客户坚持要求降价5%", "王总:客户要求降价。", "王总:客户坚持要求降价5%。"),
            ("😀😀", "😀x😀", "a😀😀", "a😀x😀"),
            ("abc", "abc", "xyz", "xyz"),
            ("abc", "aXc", "", "X"),
        ];
        for (base, text, current, expected) in cases {
            assert_eq!(carried(base, text, current), expected, "{base:?} -> {text:?} in {current:?}");
        }
    }

    #[test]
    fn a_change_beyond_the_limit_is_one_replacement() {
        let (base, text) = ("a".repeat(500), "b".repeat(500));
        assert_eq!(splices(&base, &text, &base).len(), 1);
        assert_eq!(carried(&base, &text, &base), text);
    }

    proptest! {
        #[test]
        fn an_edit_of_the_text_as_seen_gives_what_was_left(base in "[abc😀 ]{0,40}", text in "[abc😀 ]{0,40}") {
            prop_assert_eq!(carried(&base, &text, &base), text);
        }

        #[test]
        fn an_edit_into_any_other_text_stays_inside_it(
            base in "[abc]{0,20}", text in "[abX]{0,20}", current in "[abY]{0,20}",
        ) {
            let merged = carried(&base, &text, &current);
            prop_assert!(merged.matches('Y').count() == current.matches('Y').count());
        }
    }
}
