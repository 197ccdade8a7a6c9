//! Pinyin initials of Chinese characters.
//!
//! An initial is an argument: browsers know the order of Chinese characters, and where an initial begins in it. The
//! table for everything else is only in tests.

mod order;

use super::Hit;
use crate::values::fold_char;

pub use order::initial_by_order;

/// Returns the first letter of a character's most frequent reading in pinyin, a small letter; nothing for others.
pub type Initial = fn(char) -> Option<char>;

/// Second initials of characters with two readings that are frequent in company and personal names.
const SECOND: [(char, char); 15] = [
    ('重', 'c'),
    ('行', 'h'),
    ('长', 'z'),
    ('厦', 's'),
    ('朝', 'z'),
    ('乐', 'y'),
    ('单', 's'),
    ('曾', 'z'),
    ('解', 'x'),
    ('仇', 'q'),
    ('参', 's'),
    ('车', 'j'),
    ('会', 'k'),
    ('藏', 'z'),
    ('盛', 'c'),
];

/// Tells whether a letter stands for a character: the letter itself, or an initial.
fn stands_for(letter: char, c: char, initial: Initial) -> bool {
    if c.is_ascii() {
        return c.to_ascii_lowercase() == letter;
    }
    initial(c) == Some(letter) || SECOND.contains(&(c, letter)) || fold_char(c) == letter
}

/// Returns where a run of characters has these initials.
pub(super) fn find(letters: &[char], name: &str, initial: Initial) -> Option<Hit> {
    let first = *letters.first()?;
    name.char_indices().filter(|(_, c)| stands_for(first, *c, initial)).find_map(|(start, _)| {
        let mut rest = name.get(start..)?.char_indices();
        for letter in letters {
            if !stands_for(*letter, rest.next()?.1, initial) {
                return None;
            }
        }
        Some(Hit { start, end: start + rest.offset() })
    })
}

/// Returns a text with each Chinese character replaced by its initial: an order that Chinese readers expect of names.
pub fn initials(text: &str, initial: Initial) -> String {
    text.chars().map(|c| initial(c).unwrap_or_else(|| fold_char(c))).collect()
}

/// Returns the initial of a character from a table of one letter each, written by `cargo xtask tables`.
#[cfg(any(test, feature = "testing"))]
pub fn initial_of_table(c: char) -> Option<char> {
    /// From U+4E00 to U+9FA5, 0 where there is none.
    static INITIALS: &[u8; 20_902] = include_bytes!("pinyin_initials.bin");
    let offset = (c as u32).checked_sub(0x4e00)?;
    INITIALS.get(offset as usize).filter(|letter| **letter != 0).map(|letter| char::from(*letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_common_characters() {
        for (text, expected) in
            [("科技有限公司", "kjyxgs"), ("上海Ａ厂", "shac"), ("一龥", "yy"), ("智能装备", "znzb"), ("ü", "ü")]
        {
            assert_eq!(initials(text, initial_of_table), expected);
        }
        let known: Vec<char> = ('\u{4e00}'..='\u{9fa5}').filter_map(initial_of_table).collect();
        assert!(known.len() > 20_000 && known.iter().all(char::is_ascii_lowercase), "{}", known.len());
    }
}
