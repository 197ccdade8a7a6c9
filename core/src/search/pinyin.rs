//! Pinyin initials of Chinese characters, from a table of one letter each.

use super::Hit;
use crate::values::fold_char;

/// One letter for each character from U+4E00 to U+9FA5, 0 where there is none; written by `cargo xtask pinyin`.
static INITIALS: &[u8; 20_902] = include_bytes!("pinyin_initials.bin");

/// Second initials of characters with two readings that are frequent in company and personal names.
const SECOND: [(char, u8); 15] = [
    ('重', b'c'),
    ('行', b'h'),
    ('长', b'z'),
    ('厦', b's'),
    ('朝', b'z'),
    ('乐', b'y'),
    ('单', b's'),
    ('曾', b'z'),
    ('解', b'x'),
    ('仇', b'q'),
    ('参', b's'),
    ('车', b'j'),
    ('会', b'k'),
    ('藏', b'z'),
    ('盛', b'c'),
];

/// Returns the first letter of a character's most frequent reading.
fn initial(c: char) -> Option<char> {
    let offset = (c as u32).checked_sub(0x4e00)?;
    INITIALS.get(offset as usize).filter(|letter| **letter != 0).map(|letter| char::from(*letter))
}

/// Tells whether a letter stands for a character: the letter itself, or an initial.
fn stands_for(letter: char, c: char) -> bool {
    if c.is_ascii() {
        return c.to_ascii_lowercase() == letter;
    }
    initial(c) == Some(letter)
        || SECOND.iter().any(|(known, second)| *known == c && char::from(*second) == letter)
        || fold_char(c) == letter
}

/// Returns where a run of characters has these initials.
pub(super) fn find(letters: &[char], name: &str) -> Option<Hit> {
    let first = *letters.first()?;
    name.char_indices().filter(|(_, c)| stands_for(first, *c)).find_map(|(start, _)| {
        let mut rest = name.get(start..)?.char_indices();
        for letter in letters {
            if !stands_for(*letter, rest.next()?.1) {
                return None;
            }
        }
        Some(Hit { start, end: start + rest.offset() })
    })
}

/// Returns a text with each Chinese character replaced by its initial: an order that Chinese readers expect of names.
pub fn initials(text: &str) -> String {
    text.chars().map(|c| initial(c).unwrap_or_else(|| fold_char(c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_common_characters() {
        for (text, expected) in
            [("科技有限公司", "kjyxgs"), ("上海Ａ厂", "shac"), ("一龥", "yy"), ("智能装备", "znzb"), ("ü", "ü")]
        {
            assert_eq!(initials(text), expected);
        }
        let known = INITIALS.iter().filter(|letter| letter.is_ascii_lowercase()).count();
        assert!(known > 20_000 && INITIALS.iter().all(|letter| *letter == 0 || letter.is_ascii_lowercase()), "{known}");
    }
}
