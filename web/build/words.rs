//! Reads Fluent files and writes them as tables, or says what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::parser::parse;
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::marks::{END, VARIANT, WORDS};

/// What CLDR calls the plural forms, of all languages.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// How the keys begin that the app puts together (`month-{month}`) and looks up while it runs.
const FAMILIES: [&str; 6] = ["code-", "do-", "field-", "grade-", "month-", "weekday-"];

/// One language's file.
pub(crate) struct Source {
    /// Its path, for messages.
    pub(crate) file: String,
    /// Its content.
    pub(crate) text: String,
    /// The plural forms that the language has.
    pub(crate) plurals: &'static [&'static str],
}

/// The tables.
#[derive(Debug)]
pub(crate) struct Tables {
    /// All keys: those of the families, then the others, both in the order of their bytes.
    pub(crate) keys: Vec<String>,
    /// How many keys the families have.
    pub(crate) families: usize,
    /// The texts of each language in the order of the keys, with `END` between.
    pub(crate) texts: Vec<String>,
}

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    file: String,
    key: String,
    why: Why,
}

/// What can be wrong.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Not Fluent.
    Syntax(String),
    /// Fluent, but nothing that the app's formatter knows.
    Unsupported(&'static str),
    /// The key stands in the file already.
    Twice,
    /// Another language has the key.
    NoWords,
    /// Another language's words for the key use the variable.
    NoVariable(String),
    /// The language's grammar has no such plural form.
    NoPlural(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, key, why } = self;
        write!(f, "{file}, {key}: ")?;
        match why {
            Why::Syntax(error) => write!(f, "{error}"),
            Why::Unsupported(what) => write!(f, "the app cannot show {what}"),
            Why::Twice => write!(f, "stands here twice"),
            Why::NoWords => write!(f, "has no words here, but in another language"),
            Why::NoVariable(name) => write!(f, "does not use ${name}, but another language does"),
            Why::NoPlural(form) => write!(f, "the language has no plural form [{form}]"),
        }
    }
}

/// The words for one key.
#[derive(Default)]
struct Words {
    text: String,
    variables: BTreeSet<String>,
}

/// Makes the tables of files that say the same in several languages.
///
/// # Errors
/// Everything that is wrong with the files.
pub(crate) fn tables(sources: &[Source]) -> Result<Tables, Vec<Fault>> {
    let mut faults = Vec::new();
    let languages: Vec<_> = sources.iter().map(|source| read(source, &mut faults)).collect();
    // What one language has, every language must have.
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (key, words) in languages.iter().flatten() {
        all.entry(key).or_default().extend(words.variables.iter().map(String::as_str));
    }
    let (mut keys, others): (Vec<_>, Vec<_>) =
        all.iter().partition(|(key, _)| FAMILIES.iter().any(|family| key.starts_with(family)));
    let families = keys.len();
    keys.extend(others);
    let mut texts = Vec::new();
    for (source, language) in sources.iter().zip(&languages) {
        let mut entries = Vec::new();
        for &(key, variables) in &keys {
            let mut fault = |why| faults.push(Fault { file: source.file.clone(), key: (*key).to_owned(), why });
            match language.get(*key) {
                None => fault(Why::NoWords),
                Some(words) => {
                    entries.push(words.text.as_str());
                    let lacking = variables.iter().filter(|name| !words.variables.contains(**name));
                    lacking.for_each(|name| fault(Why::NoVariable((*name).to_owned())));
                }
            }
        }
        texts.push(entries.join(&END.to_string()));
    }
    let keys = keys.into_iter().map(|(key, _)| (*key).to_owned()).collect();
    if faults.is_empty() { Ok(Tables { keys, families, texts }) } else { Err(faults) }
}

fn read(source: &Source, faults: &mut Vec<Fault>) -> BTreeMap<String, Words> {
    let mut read = BTreeMap::new();
    let mut fault = |key: &str, why| faults.push(Fault { file: source.file.clone(), key: key.to_owned(), why });
    let resource = parse(source.text.as_str()).unwrap_or_else(|(rest, errors)| {
        for error in errors {
            let line = source.text.get(..error.pos.start).unwrap_or_default().lines().count();
            fault(&format!("line {line}"), Why::Syntax(error.kind.to_string()));
        }
        rest
    });
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => match words(message, source.plurals) {
                Ok(words) => {
                    if read.insert(message.id.name.to_owned(), words).is_some() {
                        fault(message.id.name, Why::Twice);
                    }
                }
                Err(why) => fault(message.id.name, why),
            },
            Entry::Term(term) => fault(&format!("-{}", term.id.name), Why::Unsupported("a term")),
            // Junk was said above.
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
        }
    }
    read
}

fn words(message: &Message<&str>, plurals: &[&str]) -> Result<Words, Why> {
    if !message.attributes.is_empty() {
        return Err(Why::Unsupported("an attribute"));
    }
    let mut words = Words::default();
    let pattern = message.value.as_ref().ok_or(Why::Unsupported("a message without words"))?;
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                select(selector, variants, plurals, &mut words)?;
            }
            element => plain(element, &mut words)?,
        }
    }
    Ok(words)
}

fn select(
    selector: &InlineExpression<&str>,
    variants: &[Variant<&str>],
    plurals: &[&str],
    words: &mut Words,
) -> Result<(), Why> {
    let InlineExpression::VariableReference { id } = selector else {
        return Err(Why::Unsupported("a choice by anything but a variable"));
    };
    words.variables.insert(id.name.to_owned());
    words.text.push('{');
    words.text.push_str(id.name);
    if !variants.last().is_some_and(|variant| variant.default) {
        return Err(Why::Unsupported("a choice whose default is not the last"));
    }
    for Variant { key, value: Pattern { elements }, .. } in variants {
        let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) = key;
        if PLURALS.contains(key) && !plurals.contains(key) {
            return Err(Why::NoPlural((*key).to_owned()));
        }
        words.text.extend([VARIANT]);
        words.text.push_str(key);
        words.text.push(WORDS);
        elements.iter().try_for_each(|element| plain(element, words))?;
    }
    words.text.push('}');
    Ok(())
}

/// Writes what is no choice.
fn plain(element: &PatternElement<&str>, words: &mut Words) -> Result<(), Why> {
    match element {
        PatternElement::TextElement { value } => literal(value, words),
        PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
            InlineExpression::StringLiteral { value } => literal(&unescape_unicode_to_string(value), words),
            InlineExpression::NumberLiteral { value } => literal(value, words),
            InlineExpression::VariableReference { id } => {
                words.variables.insert(id.name.to_owned());
                words.text.extend(["{", id.name, "}"]);
                Ok(())
            }
            InlineExpression::FunctionReference { .. } => Err(Why::Unsupported("a function")),
            InlineExpression::MessageReference { .. } => Err(Why::Unsupported("another message")),
            InlineExpression::TermReference { .. } => Err(Why::Unsupported("a term")),
            InlineExpression::Placeable { .. } => Err(Why::Unsupported("braces in braces")),
        },
        PatternElement::Placeable { expression: Expression::Select { .. } } => {
            Err(Why::Unsupported("a choice in a choice"))
        }
    }
}

fn literal(text: &str, words: &mut Words) -> Result<(), Why> {
    if text.contains(['{', '}', END, VARIANT, WORDS]) {
        return Err(Why::Unsupported("a brace"));
    }
    words.text.push_str(text);
    Ok(())
}
