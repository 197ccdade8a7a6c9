//! The audit trail: who signed in, what was refused, decided, granted and reviewed. Lines are only ever appended, each
//! with a hash over itself and the line before, so that a changed, inserted or missing line shows. A trail that was cut
//! at its end or written anew from some line on shows only to whom has kept a later hash.

use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};

use crate::values::{DeviceId, Instant, UserId};

/// Something worth a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum AuditEvent {
    /// A user signed in; the subject is the sign-in name.
    #[n(0)]
    SignedIn,
    /// A sign-in failed; the subject is the name that was tried.
    #[n(1)]
    SignInFailed,
    /// A device was taken out of service; the subject is its id.
    #[n(2)]
    DeviceRevoked,
    /// A member was added or changed; the subject is their id.
    #[n(3)]
    Member,
    /// A change was held for review; the subject is its document.
    #[n(4)]
    Held,
    /// A request for a protected fact was granted; the subject is the document.
    #[n(5)]
    Granted,
    /// A request for a protected fact was refused; the subject is the document.
    #[n(6)]
    Refused,
    /// A held change was reviewed; the subject is its document.
    #[n(7)]
    Reviewed,
    /// Held changes beyond their time were thrown away; the subject is the moment before which they came.
    #[n(8)]
    Forgotten,
    /// A password was set; the subject is the user's id.
    #[n(9)]
    PasswordSet,
    /// A device gave back changes that a restored server lacked; the subject is their document.
    #[n(10)]
    TakenBack,
    /// A document was found damaged; the subject is the document, the detail what became of it.
    #[n(11)]
    Damaged,
    /// The address of a calendar feed was made or taken back; the subject is the user's id.
    #[n(12)]
    Calendar,
}

impl AuditEvent {
    /// Every event.
    pub const ALL: [Self; 13] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::DeviceRevoked,
        Self::Member,
        Self::Held,
        Self::Granted,
        Self::Refused,
        Self::Reviewed,
        Self::Forgotten,
        Self::PasswordSet,
        Self::TakenBack,
        Self::Damaged,
        Self::Calendar,
    ];

    /// Returns the code, as stored and exported.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::DeviceRevoked => "device_revoked",
            Self::Member => "member",
            Self::Held => "held",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Reviewed => "reviewed",
            Self::Forgotten => "forgotten",
            Self::PasswordSet => "password_set",
            Self::TakenBack => "taken_back",
            Self::Damaged => "damaged",
            Self::Calendar => "calendar",
        }
    }

    /// Returns the event of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }
}

/// One line, before it has its place.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct AuditEntry {
    /// When, by the server's clock.
    #[n(0)]
    pub at: Instant,
    /// What.
    #[n(1)]
    pub event: AuditEvent,
    /// Who did it; nobody for the server itself and where nobody was signed in.
    #[n(2)]
    pub user: Option<UserId>,
    /// From which device.
    #[n(3)]
    pub device: Option<DeviceId>,
    /// About what; the event says which kind of name it is.
    #[n(4)]
    pub subject: String,
    /// Codes and ids that say more; never what somebody wrote into a document.
    #[n(5)]
    pub detail: String,
}

/// One line in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number, from 1 without a gap.
    pub number: u64,
    /// What it says.
    pub entry: AuditEntry,
    /// The hash over it and the line before.
    pub hash: [u8; 32],
}

/// The hash before the first line.
pub const START: [u8; 32] = [0; 32];

impl AuditEntry {
    /// Returns the hash of this line behind one with the hash `before`.
    pub fn chain(&self, before: &[u8; 32]) -> [u8; 32] {
        let mut bytes = before.to_vec();
        // Writing to memory cannot fail.
        let _written = minicbor::encode(self, &mut bytes);
        Sha256::digest(bytes).into()
    }
}

/// Returns the number of the first of successive lines that does not follow from the one before, where the first
/// follows one with the hash `before` and has the number `first`.
pub fn first_break(before: [u8; 32], first: u64, lines: &[AuditLine]) -> Option<u64> {
    let mut before = before;
    for (number, line) in (first..).zip(lines) {
        if line.number != number || line.hash != line.entry.chain(&before) {
            return Some(number);
        }
        before = line.hash;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<AuditLine> {
        let mut before = START;
        let line = |number: u64| {
            let event = AuditEvent::ALL[number as usize];
            let entry = AuditEntry {
                at: Instant(number as i64),
                event,
                user: None,
                device: Some(DeviceId([7; 8])),
                subject: format!("subject {number}"),
                detail: String::new(),
            };
            before = entry.chain(&before);
            AuditLine { number, entry, hash: before }
        };
        (1..=5).map(line).collect()
    }

    #[test]
    fn every_way_to_touch_the_trail_shows() {
        assert_eq!(first_break(START, 1, &lines()), None);
        let [third, fourth] = [2, 3];
        type Touch = fn(&mut Vec<AuditLine>);
        let cases: [(&str, Touch); 4] = [
            ("changed", |lines| lines[2].entry.subject.push('x')),
            ("removed", |lines| drop(lines.remove(2))),
            ("swapped", |lines| lines.swap(2, 3)),
            ("inserted", |lines| lines.insert(2, lines[1].clone())),
        ];
        for (name, touch) in cases {
            let mut lines = lines();
            touch(&mut lines);
            assert_eq!(first_break(START, 1, &lines), Some(3), "{name}");
        }
        let part = &lines()[fourth..];
        assert_eq!(first_break(lines()[third].hash, 4, part), None);
    }

    #[test]
    fn codes_lead_back_to_their_events() {
        assert!(AuditEvent::ALL.into_iter().all(|event| AuditEvent::of_code(event.code()) == Some(event)));
    }
}
