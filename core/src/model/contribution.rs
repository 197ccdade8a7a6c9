//! What other departments add about a customer: participation and interest by marketing, feedback and success by
//! customer service.

use minicbor::{Decode, Encode};

use super::Important;
use crate::values::{AccountId, Code, ContributionId, Day, DocumentId, DocumentKind, Instant, UserId};

/// What is added, and with it in which document it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(index_only)]
pub enum ContributionKind {
    /// 投诉: something is wrong with a product or service.
    #[default]
    #[n(0)]
    Complaint,
    /// 建议: something could be better.
    #[n(1)]
    Suggestion,
    /// 使用目标: how far the customer has come with what they bought it for.
    #[n(2)]
    Usage,
    /// 续约或增购意向.
    #[n(3)]
    Renewal,
    /// 活动参与: the customer took part in an event.
    #[n(4)]
    Participation,
    /// 活动意向: what the customer was interested in there.
    #[n(5)]
    Interest,
}

impl ContributionKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Complaint, Self::Suggestion, Self::Usage, Self::Renewal, Self::Participation, Self::Interest];

    /// Returns the key, as stored and in words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Suggestion => "suggestion",
            Self::Usage => "usage",
            Self::Renewal => "renewal",
            Self::Participation => "participation",
            Self::Interest => "interest",
        }
    }

    /// Returns the kind of a key; nothing for one of a later version.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Tells whether it is about an event of marketing's.
    pub const fn is_of_campaign(self) -> bool {
        matches!(self, Self::Participation | Self::Interest)
    }

    /// Returns the document in which it stands.
    pub const fn document(self, account: AccountId) -> DocumentId {
        if self.is_of_campaign() { DocumentId::campaign(account) } else { DocumentId::service(account) }
    }

    /// Tells whether somebody has to act on it: until an answer is written it is open.
    pub const fn wants_answer(self) -> bool {
        !matches!(self, Self::Usage | Self::Participation)
    }
}

impl Important {
    /// Returns what the team hears of when something is added to a document.
    pub const fn of_document(kind: DocumentKind) -> Option<Self> {
        match kind {
            DocumentKind::Service => Some(Self::Service),
            DocumentKind::Campaign => Some(Self::Campaign),
            _ => None,
        }
    }
}

/// One thing that was added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contribution {
    /// Its id.
    pub id: ContributionId,
    /// What it is: a key of [`ContributionKind`], or of a later version's.
    pub kind: Code,
    /// What the customer said or did.
    pub text: String,
    /// The day on which they did.
    pub day: Option<Day>,
    /// The event (营销活动), for what is about one.
    pub campaign: String,
    /// Who added it.
    pub by: Option<UserId>,
    /// When, as they claim.
    pub at: Option<Instant>,
    /// What was done about it (处理结果); empty while it is open.
    pub answer: String,
    /// Who last wrote the answer.
    pub answered_by: Option<UserId>,
    /// When.
    pub answered_at: Option<Instant>,
}

impl Contribution {
    /// Tells whether somebody still has to act on it.
    pub fn is_open(&self) -> bool {
        let wants = ContributionKind::of_key(self.kind.as_str()).is_some_and(ContributionKind::wants_answer);
        wants && self.answer.trim().is_empty()
    }
}

/// What somebody still has to act on, as it is known without opening its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenContribution {
    /// Its id.
    pub id: ContributionId,
    /// What it is.
    pub kind: ContributionKind,
    /// The day on which the customer said it.
    pub day: Option<Day>,
    /// When it was added, as its author claims.
    pub at: Option<Instant>,
    /// Who added it.
    pub by: Option<UserId>,
    /// What the customer said, or the event that it is about.
    pub text: String,
}

impl OpenContribution {
    /// Characters of the words that are kept.
    const TEXT_CHARS: usize = 120;

    /// Returns what is open of it; nothing when nobody has to act on it.
    pub fn of(added: &Contribution) -> Option<Self> {
        let kind = ContributionKind::of_key(added.kind.as_str()).filter(|_| added.is_open())?;
        let text = if added.text.trim().is_empty() { &added.campaign } else { &added.text };
        let words: Vec<_> = text.split_whitespace().collect();
        let text = words.join(" ").chars().take(Self::TEXT_CHARS).collect();
        Some(Self { id: added.id, kind, day: added.day, at: added.at, by: added.by, text })
    }

    /// Returns it as one line of text.
    pub fn to_line(&self) -> String {
        let day = self.day.map(|day| day.to_string()).unwrap_or_default();
        let at = self.at.map(|at| at.0.to_string()).unwrap_or_default();
        let by = self.by.map(|by| by.to_string()).unwrap_or_default();
        [&self.id.to_string(), self.kind.key(), &day, &at, &by, &self.text].map(str::to_owned).join("\t")
    }

    /// Reads a line of [`Self::to_line`]; nothing when it is none.
    pub fn of_line(line: &str) -> Option<Self> {
        let mut parts = line.splitn(6, '\t');
        let mut part = || parts.next();
        Some(Self {
            id: part()?.parse().ok()?,
            kind: ContributionKind::of_key(part()?)?,
            day: part()?.parse().ok(),
            at: part()?.parse().ok().map(Instant),
            by: part()?.parse().ok(),
            text: part()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_key_and_its_document_and_what_wants_an_answer_is_open_until_it_has_one() {
        let account = AccountId::default();
        for (kind, campaign, wants) in [
            (ContributionKind::Complaint, false, true),
            (ContributionKind::Suggestion, false, true),
            (ContributionKind::Usage, false, false),
            (ContributionKind::Renewal, false, true),
            (ContributionKind::Participation, true, false),
            (ContributionKind::Interest, true, true),
        ] {
            assert_eq!(ContributionKind::of_key(kind.key()), Some(kind));
            let expected = if campaign { DocumentKind::Campaign } else { DocumentKind::Service };
            assert_eq!(kind.document(account).kind, expected, "{kind:?}");
            let added = Contribution { kind: Code::new(kind.key()), ..Contribution::default() };
            assert_eq!(added.is_open(), wants, "{kind:?}");
            assert!(!Contribution { answer: "已更换".into(), ..added }.is_open());
        }
        assert!(!Contribution { kind: Code::new("audit"), ..Contribution::default() }.is_open());
    }
    #[test]
    fn what_is_open_is_one_line_that_is_read_again() {
        let added = Contribution {
            kind: Code::new("complaint"),
            text: format!("换型\t太慢\n{}", "长".repeat(200)),
            day: "2026-11-20".parse().ok(),
            at: Some(Instant(1_795_000_000_000)),
            by: Some(UserId(crate::values::Id::from_bytes([7; 10]))),
            ..Contribution::default()
        };
        let open = OpenContribution::of(&added).unwrap();
        assert_eq!((open.text.chars().count(), open.text.starts_with("换型 太慢 长")), (120, true));
        assert_eq!(OpenContribution::of_line(&open.to_line()), Some(open));
        // What an event was about stands for what nobody wrote down.
        let event =
            Contribution { kind: Code::new("interest"), campaign: "秋季展".into(), ..Contribution::default() };
        let open = OpenContribution::of(&event).unwrap();
        assert_eq!((open.text.as_str(), open.day, open.by), ("秋季展", None, None));
        assert_eq!(OpenContribution::of_line(&open.to_line()), Some(open));
        for closed in
            [Contribution { answer: "已更换".into(), ..added }, Contribution { kind: Code::new("usage"), ..event }]
        {
            assert_eq!(OpenContribution::of(&closed), None);
        }
        for line in ["", "x", "a\tb\tc\td\te\tf"] {
            assert_eq!(OpenContribution::of_line(line), None, "{line}");
        }
    }
}
