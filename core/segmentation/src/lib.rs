//! The trait of the crate unicode-segmentation that `automerge` names, without its tables.
//!
//! `automerge` can count a text in grapheme clusters. Fieldnote counts in UTF-16 code units, as a browser's text
//! field does: `core` says so wherever it makes or loads a document, and a test there holds it to that. The compiler
//! cannot see that the tables of the clusters are never read; they are 9 kB of the browser module, brotli.
//!
//! So this is **not** Unicode's segmentation: it cuts a text into single characters, on every target, so that a
//! server and a browser never differ. What needs clusters needs the released crate.

/// Cuts a text into pieces.
pub trait UnicodeSegmentation {
    /// Returns the single characters in order, not clusters of them; `extended` changes nothing.
    fn graphemes(&self, extended: bool) -> impl Iterator<Item = &str>;
}

impl UnicodeSegmentation for str {
    fn graphemes(&self, _extended: bool) -> impl Iterator<Item = &str> {
        self.split_inclusive(|_: char| true)
    }
}

#[cfg(test)]
mod tests {
    use super::UnicodeSegmentation;

    #[test]
    fn cuts_into_characters() {
        assert_eq!("aé文🙂".graphemes(true).collect::<Vec<_>>(), ["a", "é", "文", "🙂"]);
        assert_eq!("".graphemes(true).count(), 0);
        assert_eq!("e\u{301}".graphemes(true).count(), 2, "one cluster of two characters");
    }
}
