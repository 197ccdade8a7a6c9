//! Puts values into a text: total, whatever the text and the values are.

use yew::AttrValue;

use super::Language;
use super::marks::{VARIANT, WORDS};

/// A value to put into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Shown as it stands.
    Text(&'a str),
    /// Shown in digits; it also chooses the plural form.
    Number(i64),
}

/// What can be put into a text.
pub trait AsArg {
    /// Returns it as a value.
    fn as_arg(&self) -> Arg<'_>;
}

impl<T: AsArg + ?Sized> AsArg for &T {
    fn as_arg(&self) -> Arg<'_> {
        (**self).as_arg()
    }
}

macro_rules! texts {
    ($($text:ty)+) => {$(
        impl AsArg for $text {
            fn as_arg(&self) -> Arg<'_> {
                Arg::Text(self)
            }
        }
    )+};
}
texts!(str String AttrValue);

macro_rules! numbers {
    ($($number:ty)+) => {$(
        impl AsArg for $number {
            fn as_arg(&self) -> Arg<'_> {
                // More than fits is more than anything that the app counts.
                Arg::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )+};
}
numbers!(u16 u32 u64 usize i32 i64);

/// Writes a text with its values. A value that is not given shows its name, as in `{$name}`.
pub(super) fn format(text: &str, args: &[(&str, Arg<'_>)], language: Language) -> String {
    let mut out = String::with_capacity(text.len());
    write(&mut out, text, args, language);
    out
}

fn write(out: &mut String, text: &str, args: &[(&str, Arg<'_>)], language: Language) {
    let mut rest = text;
    while let Some((before, inside, behind)) = braces(rest) {
        out.push_str(before);
        let (name, variants) = inside.split_once(VARIANT).map_or((inside, None), |(name, rest)| (name, Some(rest)));
        let arg = args.iter().find(|(known, _)| *known == name).map(|(_, arg)| *arg);
        match (variants, arg) {
            (Some(variants), arg) => write(out, choose(variants, arg, language), args, language),
            (None, Some(Arg::Text(text))) => out.push_str(text),
            (None, Some(Arg::Number(number))) => out.push_str(&number.to_string()),
            (None, None) => out.extend(["{$", name, "}"]),
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// Splits a text at its first braces: what stands before, inside and behind them.
fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let mut open = 1_u32;
    for (at, sign) in rest.char_indices() {
        match sign {
            '{' => open += 1,
            '}' if open == 1 => return Some((before, rest.get(..at)?, rest.get(at + 1..)?)),
            '}' => open -= 1,
            _ => {}
        }
    }
    None
}

/// Returns the text of the first variant that is for the value, or of the last, which is for every value.
fn choose<'a>(variants: &'a str, arg: Option<Arg<'_>>, language: Language) -> &'a str {
    let mut chosen = "";
    for variant in variants.split(VARIANT) {
        let Some((key, words)) = variant.split_once(WORDS) else { continue };
        chosen = words;
        let fits = match arg {
            Some(Arg::Text(text)) => text == key,
            Some(Arg::Number(number)) => key == plural(number, language) || key.parse() == Ok(number),
            None => false,
        };
        if fits {
            break;
        }
    }
    chosen
}

/// Returns the plural form of a whole number.
///
/// # Source
/// CLDR, cardinal rules: English has `one` for 1 without decimals, Chinese has only `other`.
fn plural(number: i64, language: Language) -> &'static str {
    match (language, number.unsigned_abs()) {
        (Language::En, 1) => "one",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::args;

    const EDITS: &str = "{n\u{1}one\u{2}1 edit\u{1}other\u{2}{n} edits of {name}}, held";

    #[test]
    fn the_number_chooses_the_words() {
        let cases = [
            (-2, "-2 edits of Li, held"),
            (-1, "1 edit, held"),
            (0, "0 edits of Li, held"),
            (1, "1 edit, held"),
            (2, "2 edits of Li, held"),
            (21, "21 edits of Li, held"),
        ];
        for (n, words) in cases {
            assert_eq!(format(EDITS, args![n = n, name = "Li"], Language::En), words);
        }
        assert_eq!(format(EDITS, args![n = 1, name = "Li"], Language::Zh), "1 edits of Li, held");
        assert_eq!(format("{n}", args![n = u64::MAX], Language::En), i64::MAX.to_string());
    }

    #[test]
    fn an_exact_number_or_text_chooses_before_the_default() {
        let text = "{x\u{1}0\u{2}none\u{1}won\u{2}yes\u{1}other\u{2}else}";
        assert_eq!(format(text, args![x = 0], Language::En), "none");
        assert_eq!(format(text, args![x = 1], Language::En), "else");
        assert_eq!(format(text, args![x = "won"], Language::En), "yes");
        assert_eq!(format(text, args![x = "0"], Language::Zh), "none");
        assert_eq!(format(text, args![x = "lost"], Language::En), "else");
    }

    #[test]
    fn what_is_missing_shows_its_name_and_braces_in_a_value_stay() {
        assert_eq!(format("{a} and {b}", args![a = "{b}"], Language::En), "{b} and {$b}");
        assert_eq!(format(EDITS, &[], Language::En), "{$n} edits of {$name}, held");
        for broken in ["", "{", "}", "a {", "{n\u{1}", "{n\u{1}one", "}{", "{{}"] {
            format(broken, args![n = 1], Language::En);
        }
    }
}
