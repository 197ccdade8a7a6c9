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
}
