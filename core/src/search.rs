//! Search over names, contacts, tags and texts: substrings without regard to width and case, and pinyin initials.
//!
//! Nothing is indexed: a scan over all rows and texts of a rep is fast enough (design 8), and copies nothing.

mod pinyin;

use crate::values::fold_char;

#[cfg(any(test, feature = "testing"))]
pub use pinyin::initial_of_table;
pub use pinyin::{Initial, initial_by_order, initials};

/// Characters shown before a hit.
const BEFORE_CHARS: usize = 12;
/// Characters shown after a hit.
const AFTER_CHARS: usize = 30;

/// The words of a search, all of which must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
}

/// One folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    text: String,
    chars: Vec<char>,
    /// Letters only: may be pinyin initials.
    letters: bool,
    /// Every character is written in one way only, so that bytes can be compared.
    exact: bool,
}

/// A hit: byte offsets into the text searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
}

impl Query {
    /// Reads what a person typed: words parted by white space.
    pub fn parse(text: &str) -> Self {
        let folded = crate::values::fold(text);
        Self { words: folded.split(' ').filter(|word| !word.is_empty()).map(Word::new).collect() }
    }

    /// Tells whether nothing is searched.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }
}

impl Word {
    fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        Self {
            text: text.to_owned(),
            letters: chars.iter().all(char::is_ascii_lowercase),
            exact: chars.iter().all(|c| ('\u{3400}'..='\u{9fff}').contains(c)),
            chars,
        }
    }

    /// Returns where the word first stands in a text.
    pub fn find(&self, text: &str) -> Option<Hit> {
        if self.exact {
            return text.find(&self.text).map(|start| Hit { start, end: start + self.text.len() });
        }
        let first = *self.chars.first()?;
        text.char_indices().filter(|(_, c)| fold_char(*c) == first).find_map(|(start, _)| {
            let end = self.matches_at(text.get(start..)?)?;
            Some(Hit { start, end: start + end })
        })
    }

    fn matches_at(&self, text: &str) -> Option<usize> {
        let mut rest = text.char_indices();
        for expected in &self.chars {
            if fold_char(rest.next()?.1) != *expected {
                return None;
            }
        }
        Some(rest.offset())
    }

    /// Returns where the word stands in a name, as text or as pinyin initials.
    pub fn find_in_name(&self, name: &str, initial: Initial) -> Option<Hit> {
        self.find(name).or_else(|| if self.letters { pinyin::find(&self.chars, name, initial) } else { None })
    }
}

/// Returns a hit with some text around it on one line: before, hit, after.
pub fn excerpt(text: &str, hit: Hit) -> (String, String, String) {
    let line = |part: &str| part.replace(['\n', '\r', '\t'], " ");
    let before = text.get(..hit.start).unwrap_or_default();
    let skip = before.char_indices().rev().nth(BEFORE_CHARS - 1).map_or(0, |(at, _)| at);
    let after: String = text.get(hit.end..).unwrap_or_default().chars().take(AFTER_CHARS).collect();
    (line(before.get(skip..).unwrap_or_default()), line(text.get(hit.start..hit.end).unwrap_or_default()), line(&after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str, text: &str) -> Option<String> {
        let query = Query::parse(query);
        let hit = query.words().first()?.find(text)?;
        text.get(hit.start..hit.end).map(str::to_owned)
    }

    #[test]
    fn words_are_found_whatever_their_width_and_case() {
        for (query, text, expected) in [
            ("roi", "关注ＲＯＩ和周期", Some("ＲＯＩ")),
            ("ＲＯＩ", "关注roi", Some("roi")),
            ("分期", "希望分期付款", Some("分期")),
            ("10%", "超预算10％", Some("10％")),
            ("aab", "aaab", Some("aab")),
            ("分期", "分 期", None),
            ("abc", "ab", None),
        ] {
            assert_eq!(found(query, text).as_deref(), expected, "{query}");
        }
        assert!(Query::parse(" 　").is_empty());
        assert_eq!(Query::parse("科技　北京").words().len(), 2);
    }

    #[test]
    fn names_are_found_by_initials_too() {
        let in_name = |query: &str, name: &str| {
            let query = Query::parse(query);
            let hit = query.words()[0].find_in_name(name, initial_of_table)?;
            name.get(hit.start..hit.end).map(str::to_owned)
        };
        for (query, name, expected) in [
            ("kj", "北京科技有限公司", Some("科技")),
            ("KJYX", "科技有限公司", Some("科技有限")),
            ("yysy", "YY实业集团", Some("YY实业")),
            ("kj", "北京科 技", None),
            ("cqyh", "重庆银行", Some("重庆银行")),
            ("zdsb", "重大设备", Some("重大设备")),
            ("jk", "科技", None),
        ] {
            assert_eq!(in_name(query, name).as_deref(), expected, "{query} {name}");
        }
    }

    #[test]
    fn an_excerpt_is_short_and_on_one_line() {
        let text = "第一行第一行第一行第一行\n报价超预算约10%，希望分期付款";
        let hit = Query::parse("预算").words()[0].find(text).unwrap();
        let (before, middle, after) = excerpt(text, hit);
        assert_eq!(
            (before.as_str(), middle.as_str(), after.as_str()),
            ("一行第一行第一行 报价超", "预算", "约10%，希望分期付款")
        );
    }
}
