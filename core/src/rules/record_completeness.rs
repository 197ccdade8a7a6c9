//! a follow-up record has time, channel, content and feedback, and says something.

use crate::policy::{Policy, PolicyNumber};
use crate::values::{Code, Instant, fold};

/// Words that add nothing to a vague phrase: 已沟通 stays vague as 今天已和客户沟通.
const FILLERS: [&str; 40] = [
    "今天",
    "昨天",
    "上午",
    "下午",
    "已经",
    "已",
    "再次",
    "继续",
    "正常",
    "客户",
    "对方",
    "经理",
    "与",
    "和",
    "跟",
    "向",
    "对",
    "了",
    "过",
    "的",
    "等",
    "事",
    "一下",
    "进行",
    "情况",
    "today",
    "yesterday",
    "again",
    "already",
    "i",
    "we",
    "have",
    "has",
    "with",
    "to",
    "the",
    "a",
    "customer",
    "client",
    "them",
];

/// The parts of a record that the rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct RecordParts<'a> {
    /// When the talk ended.
    pub ended_at: Option<Instant>,
    /// Channel.
    pub channel: &'a Code,
    /// Summary.
    pub summary: &'a str,
    /// Feedback.
    pub feedback: &'a str,
    /// The customer did not answer.
    pub no_response: bool,
}

/// What a record lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordGap {
    /// A part is empty: `ended_at`, `channel`, `summary` or `feedback`.
    Missing(&'static str),
    /// A part says nothing: `summary` or `feedback`.
    Vague(&'static str),
}

/// Returns what a record lacks, in the order of the form. Feedback may be empty when the customer did not answer.
///
/// # Source
/// R-02; S0-115, S0-116, S0-137.
pub fn gaps(parts: &RecordParts<'_>, policy: &Policy) -> Vec<RecordGap> {
    let mut gaps = Vec::new();
    if parts.ended_at.is_none() {
        gaps.push(RecordGap::Missing("ended_at"));
    }
    if parts.channel.is_empty() {
        gaps.push(RecordGap::Missing("channel"));
    }
    for (field, text, required) in [("summary", parts.summary, true), ("feedback", parts.feedback, !parts.no_response)]
    {
        if text.trim().is_empty() {
            if required {
                gaps.push(RecordGap::Missing(field));
            }
        } else if is_vague(text, policy) {
            gaps.push(RecordGap::Vague(field));
        }
    }
    gaps
}

/// Tells whether a record with this gap is refused, or only warned of as the policy says. Time, channel and content are
/// always required: without them there is nothing to count or to read.
///
/// # Source
/// R-02 (refuse, or warn, configurable).
pub fn refuses(gap: RecordGap, policy: &Policy) -> bool {
    let always = matches!(gap, RecordGap::Missing("ended_at" | "channel" | "summary"));
    always || policy.number(PolicyNumber::RecordGapsRefuse) != 0
}

/// Tells whether a text consists of nothing but vague phrases, filler words and punctuation.
///
/// # Source
/// R-02; S0-116, S0-137.
pub fn is_vague(text: &str, policy: &Policy) -> bool {
    let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let text = letters(text);
    let phrases: Vec<String> = policy
        .vague_phrases
        .iter()
        .map(|phrase| letters(phrase))
        .chain(FILLERS.map(str::to_owned))
        .filter(|phrase| !phrase.is_empty())
        .collect();
    // Offsets up to which the text is made of phrases; it is vague when its end is among them.
    let mut reached = vec![false; text.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for at in 0..text.len() {
        if reached.get(at) != Some(&true) {
            continue;
        }
        let Some(rest) = text.get(at..) else { continue };
        for phrase in phrases.iter().filter(|phrase| rest.starts_with(phrase.as_str())) {
            if let Some(end) = reached.get_mut(at + phrase.len()) {
                *end = true;
            }
        }
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::golden::cases;

    fn word(gap: RecordGap) -> String {
        match gap {
            RecordGap::Missing(field) => format!("missing:{field}"),
            RecordGap::Vague(field) => format!("vague:{field}"),
        }
    }

    #[test]
    fn every_part_is_required_and_says_something() {
        for case in cases(include_str!("golden/R-02.csv")) {
            let mut policy = case.policy();
            let phrases = case.text("phrases");
            if !phrases.is_empty() {
                policy.vague_phrases = phrases.split('|').map(str::to_owned).collect();
            }
            let channel = Code::new(case.text("channel"));
            let parts = RecordParts {
                ended_at: case.yes("time_known").then_some(Instant(1)),
                channel: &channel,
                summary: case.text("summary"),
                feedback: case.text("feedback"),
                no_response: case.yes("no_response"),
            };
            let found = gaps(&parts, &policy);
            let refused = found.iter().any(|gap| refuses(*gap, &policy));
            let found: Vec<String> = found.into_iter().map(word).collect();
            assert_eq!((found, refused), (case.list::<String>("gaps"), case.yes("refused")), "{case}");
        }
    }

    #[test]
    fn an_empty_text_is_vague() {
        assert!(is_vague("", &Policy::preset()));
    }
}
