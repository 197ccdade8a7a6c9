//! what is sent to a customer is written for this customer.

use crate::policy::{Policy, PolicyNumber};
use crate::values::fold;

/// Characters of a sentence that can be recognised again: shorter ones are anybody's.
const SENTENCE_CHARS_MIN: usize = 6;

/// What keeps a text from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    /// There is none.
    Empty,
    /// It names neither the customer nor a contact.
    NoName,
    /// The same was sent to so many other customers.
    Mass(usize),
}

/// What a text is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The text.
    pub text: &'a str,
    /// How the customer and the contacts are called; empty names are passed over.
    pub names: &'a [&'a str],
    /// The template as it was filled in.
    pub template: &'a str,
}

impl Draft<'_> {
    /// Returns the sentences that the author has written: not those of the template, nor such as are anybody's.
    pub fn own_sentences(&self) -> Vec<String> {
        let template = fold(self.template);
        let sentences =
            self.text.split(['。', '！', '？', '；', '!', '?', ';', '\n']).flat_map(|part| part.split(". "));
        let own = sentences.map(str::trim).filter(|sentence| {
            sentence.chars().count() >= SENTENCE_CHARS_MIN && !template.contains(fold(sentence).as_str())
        });
        own.map(str::to_owned).collect()
    }

    /// Tells whether the author added nothing to the template. That may be sent, and could be better.
    ///
    /// # Source
    /// S2-12 (定制化建议); S0-68 shows a greeting that is its template.
    pub fn is_template(&self) -> bool {
        self.own_sentences().is_empty()
    }

    /// Returns what keeps the text from being sent, if anything. `others` is how many other customers got one of its
    /// own sentences.
    ///
    /// # Source
    /// R-35; S2-12 (避免群发式营销,内容需包含客户名称及定制化建议), S2-11, C-29.
    pub fn fault(&self, others: usize, policy: &Policy) -> Option<TextFault> {
        let text = fold(self.text);
        let most = usize::try_from(policy.number(PolicyNumber::SameTextMax)).unwrap_or(0);
        let named =
            self.names.iter().map(|name| fold(name.trim())).any(|name| !name.is_empty() && text.contains(&name));
        if text.trim().is_empty() {
            Some(TextFault::Empty)
        } else if !named {
            Some(TextFault::NoName)
        } else {
            (others > most).then_some(TextFault::Mass(others))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    #[test]
    fn a_text_names_its_customer_and_is_not_for_everybody() {
        for case in cases(include_str!("golden/R-35.csv")) {
            let names: Vec<&str> = case.text("names").split('|').collect();
            let draft = Draft { text: case.text("text"), names: &names, template: case.text("template") };
            let others: usize = case.of("others");
            let expected = match case.text("fault") {
                "" => None,
                "empty" => Some(TextFault::Empty),
                "no name" => Some(TextFault::NoName),
                "mass" => Some(TextFault::Mass(others)),
                other => panic!("{other}"),
            };
            assert_eq!(draft.fault(others, &case.policy()), expected, "{case}");
            assert_eq!(draft.own_sentences().join("|"), case.text("own"), "{case}");
            assert_eq!(draft.is_template(), case.text("own").is_empty(), "{case}");
        }
    }
}
