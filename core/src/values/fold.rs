//! Folding of text for comparison: full-width forms, traditional characters, case and white space.
//!
//! A small stand-in for NFKC that covers what Chinese input methods produce; it knows no composed accents.

use super::simplified;

/// Returns a character in its half-width, simplified, lower-case form; white space becomes one kind of space.
pub fn fold_char(c: char) -> char {
    // Most of a Chinese text: neither case nor width.
    if ('\u{3001}'..='\u{9fff}').contains(&c) {
        return simplified(c);
    }
    let half = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ if c.is_whitespace() => ' ',
        _ => c,
    };
    if half.is_ascii() { half.to_ascii_lowercase() } else { half.to_lowercase().next().unwrap_or(half) }
}

/// Returns the text folded for comparison, one character for each character of `text`.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_spaces_do_not_matter() {
        for (text, expected) in [
            ("ＡＢＣ１２３", "abc123"),
            ("ＲＯＩ　重点", "roi 重点"),
            ("É", "é"),
            ("（苏州）", "(苏州)"),
            ("科技\n有限", "科技 有限"),
            ("華東電機", "华东电机"),
        ] {
            assert_eq!(fold(text), expected);
            assert_eq!(fold(text).chars().count(), text.chars().count());
        }
    }
}
