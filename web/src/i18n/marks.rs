//! The marks in the tables of words, shared by the build, which writes them, and the app, which reads them.
//!
//! A text is as a person reads it, with `{name}` for a value and, where the words depend on a value,
//! `{name` ([`VARIANT`] key [`WORDS`] text)… `}`; the last variant is for everything that no other is for.

/// Ends every entry but the last.
pub(crate) const END: char = '\0';
/// Begins a variant's key.
pub(crate) const VARIANT: char = '\u{1}';
/// Begins a variant's text.
pub(crate) const WORDS: char = '\u{2}';
