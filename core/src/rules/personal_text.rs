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

    const TEMPLATE: &str = "周总，值此贵司成立10周年之际，预祝庆典圆满！愿未来合作更紧密。";

    #[test]
    fn a_text_names_its_customer_and_is_not_for_everybody() {
        let policy = Policy::preset();
        for (text, others, expected) in [
            ("", 0, Some(TextFault::Empty)),
            ("  \n", 0, Some(TextFault::Empty)),
            (TEMPLATE, 0, None),
            ("值此贵司成立10周年之际，预祝庆典圆满！", 0, Some(TextFault::NoName)),
            ("恒力的各位，预祝庆典圆满！", 0, None),
            ("ＨＥＮＧＬＩ，预祝庆典圆满！", 0, None),
            ("周总，我们的新品八折！", 3, None),
            ("周总，我们的新品八折！", 4, Some(TextFault::Mass(4))),
        ] {
            let draft = Draft { text, names: &["", "周总", "恒力", "Hengli"], template: TEMPLATE };
            assert_eq!(draft.fault(others, &policy), expected, "{text:?} {others}");
        }
        assert_eq!(Draft { text: "周总好", names: &[""], template: "" }.fault(0, &policy), Some(TextFault::NoName));
    }

    #[test]
    fn ones_own_sentences_are_those_that_are_not_the_template_s() {
        let own = |text| Draft { text, names: &[], template: TEMPLATE }.own_sentences();
        assert_eq!(own(TEMPLATE), Vec::<String>::new());
        assert!(Draft { text: TEMPLATE, names: &[], template: TEMPLATE }.is_template());
        let more = format!("{TEMPLATE}附上贵司产线的节能测算，供参考！好。");
        assert_eq!(own(&more), ["附上贵司产线的节能测算，供参考"]);
    }
}
