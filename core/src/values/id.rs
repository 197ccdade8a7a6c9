//! Identifiers: 80 random bits each, written as 16 characters of lower-case Crockford base 32.
//!
//! 80 bits keep keys short inside documents; a workspace of ten million records has a chance of about
//! 4e-11 of one collision.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Random;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, got {got:?}")]
pub struct ParseIdError {
    /// What a valid text looks like.
    pub expected: &'static str,
    /// The refused text, cut to 64 characters.
    pub got: String,
}

impl ParseIdError {
    fn new(expected: &'static str, got: &str) -> Self {
        Self { expected, got: got.chars().take(64).collect() }
    }
}

/// 80 random bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id([u8; 10]);

impl Id {
    /// Draws a new id.
    pub fn random(random: &mut dyn Random) -> Self {
        let mut bytes = [0; 10];
        random.fill(&mut bytes);
        Self(bytes)
    }

    /// Wraps ten bytes, for fixed ids and tests.
    pub const fn from_bytes(bytes: [u8; 10]) -> Self {
        Self(bytes)
    }

    /// Returns the ten bytes.
    pub const fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ten bytes are two groups of 40 bits, each eight characters of five bits.
        for group in self.0.chunks(5) {
            let bits = group.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
            for shift in (0..8).rev() {
                let symbol = ALPHABET.get((bits >> (shift * 5) & 31) as usize).copied().unwrap_or(b'0');
                fmt::Write::write_char(f, char::from(symbol))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let wrong = || ParseIdError::new("16 characters of base 32", text);
        if text.len() != 16 {
            return Err(wrong());
        }
        let mut bytes = [0u8; 10];
        for (half, slot) in text.as_bytes().chunks(8).zip(bytes.chunks_mut(5)) {
            let mut bits = 0u64;
            for symbol in half {
                let value = ALPHABET.iter().position(|known| known == symbol).ok_or_else(wrong)?;
                bits = bits << 5 | value as u64;
            }
            for (byte, shift) in slot.iter_mut().zip([32, 24, 16, 8, 0]) {
                *byte = (bits >> shift & 255) as u8;
            }
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for Id {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Id {
    fn decode(decoder: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = decoder.bytes()?;
        bytes.try_into().map(Self).map_err(|_| minicbor::decode::Error::message("an id has 10 bytes"))
    }
}

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Encode, Decode)]
        #[serde(transparent)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] pub Id);

        impl $name {
            /// Draws a new id.
            pub fn random(random: &mut dyn Random) -> Self {
                Self(Id::random(random))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                text.parse().map(Self)
            }
        }
    };
}

typed_id! {
    /// A customer (客户); names its `account` and its `private` document.
    AccountId
}
typed_id! {
    /// A contact person (联系人) of one account.
    ContactId
}
typed_id! {
    /// A follow-up record (跟进记录) of one account.
    VisitId
}
typed_id! {
    /// A to-do or planned contact (待办) of one account.
    TaskId
}
typed_id! {
    /// An opportunity (商机) of one account.
    OpportunityId
}
typed_id! {
    /// What another department added about a customer, in the `service` or the `campaign` document.
    ContributionId
}
typed_id! {
    /// A business event (业务发展) of one account.
    EventId
}
typed_id! {
    /// A request for a protected fact, such as another owner.
    RequestId
}
typed_id! {
    /// A person who signs in.
    UserId
}

impl UserId {
    /// What the ids of pools begin with: a person's is random.
    const POOL: [u8; 5] = [0xff; 5];

    /// Returns the owner of what nobody has claimed in a region: a pool, which is no person. The empty code stands for
    /// what has no region.
    ///
    /// # Source
    /// S3-43, S0-23; spec 4.2 (leads pool).
    pub fn pool(region: &str) -> Self {
        let [a, b, c, d, e] = Self::POOL;
        let [v, w, x, y, z, ..] = <[u8; 32]>::from(Sha256::digest(region));
        Self(Id::from_bytes([a, b, c, d, e, v, w, x, y, z]))
    }

    /// Tells whether it is a pool and not a person.
    pub fn is_pool(&self) -> bool {
        self.0.as_bytes().starts_with(&Self::POOL)
    }
}

/// A device, given by the server at enrolment: the first half of every actor id it may write under.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DeviceId(pub [u8; 8]);

/// The random second half of an actor id, new for each tab session.
pub type ActorSuffix = [u8; 8];

impl DeviceId {
    /// The server's own writer of protected facts.
    pub const SERVER: Self = Self([0xff; 8]);
    /// The writer of genesis changes, which every side makes for itself; never accepted from outside.
    pub const GENESIS: Self = Self([0; 8]);

    /// Returns the 16 bytes of the actor id of one tab session.
    pub fn actor(&self, suffix: ActorSuffix) -> [u8; 16] {
        let mut actor = [0; 16];
        for (slot, byte) in actor.iter_mut().zip(self.0.into_iter().chain(suffix)) {
            *slot = byte;
        }
        actor
    }

    /// Returns the device half of an actor id, or nothing when it is not 16 bytes long.
    pub fn of_actor(actor: &[u8]) -> Option<Self> {
        if actor.len() != 16 {
            return None;
        }
        actor.first_chunk().copied().map(Self)
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DeviceId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let wrong = || ParseIdError::new("16 hexadecimal characters", text);
        if text.len() != 16 || !text.is_ascii() {
            return Err(wrong());
        }
        let bits = u64::from_str_radix(text, 16).map_err(|_| wrong())?;
        Ok(Self(bits.to_be_bytes()))
    }
}

impl Serialize for DeviceId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DeviceId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for DeviceId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for DeviceId {
    fn decode(decoder: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = decoder.bytes()?;
        bytes.try_into().map(Self).map_err(|_| minicbor::decode::Error::message("a device id has 8 bytes"))
    }
}

/// What a document holds, and with it who may see it (design: "Documents").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// One customer: profile, contacts, visits, tasks, opportunities.
    Account,
    /// Phone numbers and birthdays of one customer's contacts.
    Private,
    /// What customer service and customer success add about one customer.
    Service,
    /// What marketing adds about one customer.
    Campaign,
    /// Photos of the business cards of one customer's contacts, which show their numbers.
    Cards,
    /// Policies, stages, tags, the directory of members.
    Workspace,
    /// One user's own settings.
    Member,
}

impl DocumentKind {
    /// Every kind, in the order of their letters' introduction.
    pub const ALL: [Self; 7] =
        [Self::Account, Self::Private, Self::Workspace, Self::Member, Self::Service, Self::Campaign, Self::Cards];

    /// Returns the letter that begins a written document id.
    pub const fn letter(self) -> char {
        match self {
            Self::Account => 'a',
            Self::Private => 'p',
            Self::Workspace => 'w',
            Self::Member => 'm',
            Self::Service => 's',
            Self::Campaign => 'c',
            Self::Cards => 'k',
        }
    }

    /// Returns the kind of a letter, or nothing for one this version does not know.
    pub fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.letter() == letter)
    }
}

/// One document: its kind and its id. Those of one customer share the id: `a-…`, `p-…`, `k-…`, `s-…` and `c-…`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId {
    /// What it holds.
    pub kind: DocumentKind,
    /// Which one.
    pub id: Id,
}

impl DocumentId {
    /// The workspace document; there is one in a workspace.
    pub const WORKSPACE: Self = Self { kind: DocumentKind::Workspace, id: Id([0; 10]) };

    /// Returns the customer document of an account.
    pub const fn account(account: AccountId) -> Self {
        Self { kind: DocumentKind::Account, id: account.0 }
    }

    /// Returns the document with an account's numbers and birthdays.
    pub const fn private(account: AccountId) -> Self {
        Self { kind: DocumentKind::Private, id: account.0 }
    }

    /// Returns what customer service and customer success add about an account.
    pub const fn service(account: AccountId) -> Self {
        Self { kind: DocumentKind::Service, id: account.0 }
    }

    /// Returns what marketing adds about an account.
    pub const fn campaign(account: AccountId) -> Self {
        Self { kind: DocumentKind::Campaign, id: account.0 }
    }

    /// Returns the document with the photos of the business cards of an account's contacts.
    pub const fn cards(account: AccountId) -> Self {
        Self { kind: DocumentKind::Cards, id: account.0 }
    }

    /// Returns every document of an account that stands beside the `account` document and follows its holders.
    pub const fn beside(account: AccountId) -> [Self; 4] {
        let [service, campaign] = Self::companions(account);
        [Self::private(account), Self::cards(account), service, campaign]
    }

    /// Returns what other departments add about an account.
    pub const fn companions(account: AccountId) -> [Self; 2] {
        [Self::service(account), Self::campaign(account)]
    }

    /// Tells whether it is one of [`Self::companions`].
    pub const fn is_companion(&self) -> bool {
        matches!(self.kind, DocumentKind::Service | DocumentKind::Campaign)
    }

    /// Tells whether it is a document of a customer that stands beside the `account` document.
    pub fn is_beside_account(&self) -> bool {
        self.kind != DocumentKind::Account && self.account_id().is_some()
    }

    /// Returns a user's own document.
    pub const fn member(user: UserId) -> Self {
        Self { kind: DocumentKind::Member, id: user.0 }
    }

    /// Returns the account that a customer's document belongs to.
    pub fn account_id(&self) -> Option<AccountId> {
        match self.kind {
            DocumentKind::Account
            | DocumentKind::Private
            | DocumentKind::Cards
            | DocumentKind::Service
            | DocumentKind::Campaign => Some(AccountId(self.id)),
            DocumentKind::Workspace | DocumentKind::Member => None,
        }
    }

    /// Returns the 11 bytes used as a key: the letter, then the id.
    pub fn to_bytes(self) -> [u8; 11] {
        let mut bytes = [self.kind.letter() as u8; 11];
        if let Some(rest) = bytes.get_mut(1..) {
            rest.copy_from_slice(&self.id.0);
        }
        bytes
    }

    /// Reads the 11 bytes of [`Self::to_bytes`].
    ///
    /// # Errors
    /// When the length or the letter is not known.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ParseIdError> {
        let wrong = || ParseIdError::new("a kind letter and 10 bytes", "");
        let (letter, id) = bytes.split_first().ok_or_else(wrong)?;
        let kind = DocumentKind::of_letter(char::from(*letter)).ok_or_else(wrong)?;
        Ok(Self { kind, id: Id(id.try_into().map_err(|_| wrong())?) })
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.letter(), self.id)
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DocumentId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let wrong = || ParseIdError::new("a kind letter, a dash and 16 characters", text);
        let (letter, id) = text.split_once('-').ok_or_else(wrong)?;
        let mut letters = letter.chars();
        let kind = letters.next().and_then(DocumentKind::of_letter).ok_or_else(wrong)?;
        if letters.next().is_some() {
            return Err(wrong());
        }
        Ok(Self { kind, id: id.parse()? })
    }
}

impl<C> Encode<C> for DocumentId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.bytes(&self.to_bytes())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for DocumentId {
    fn decode(decoder: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_bytes(decoder.bytes()?).map_err(|_| minicbor::decode::Error::message("not a document id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text() {
        for seed in [0u8, 1, 31, 32, 127, 254, 255] {
            let id = Id(std::array::from_fn(|index| seed.wrapping_mul(7).wrapping_add((index as u8).wrapping_mul(29))));
            assert_eq!(id.to_string().parse::<Id>(), Ok(id));
            let document = DocumentId::private(AccountId(id));
            assert_eq!(document.to_string().parse::<DocumentId>(), Ok(document));
            assert_eq!(DocumentId::from_bytes(&document.to_bytes()), Ok(document));
        }
    }

    #[test]
    fn what_is_no_id_is_refused_with_what_was_expected() {
        for text in ["", "0", "000000000000000o", "0000000000000000A", "é000000000000000"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
        for text in ["a0000000000000000", "x-0000000000000000", "ab-0000000000000000", "a-"] {
            assert!(text.parse::<DocumentId>().is_err(), "{text}");
        }
        assert!(DocumentId::from_bytes(b"a").is_err());
        assert!("zz".parse::<DeviceId>().is_err());
    }

    #[test]
    fn an_actor_names_its_device() {
        let device = DeviceId([1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(DeviceId::of_actor(&device.actor([9; 8])), Some(device));
        assert_eq!(DeviceId::of_actor(&[1; 15]), None);
        assert_eq!(device.to_string().parse(), Ok(device));
    }
}
