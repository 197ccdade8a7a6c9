//! Parsed value types: the only constructors of ids, days, instants, money, numbers.
//!
//! A value that exists is valid; parsing says what was expected. Nothing here reads a clock.

mod business_card;
pub mod cbor;
mod code;
mod day;
mod email;
mod fold;
mod id;
mod money;
mod phone;
mod simplified;
mod sorted;
mod uscc;
mod words;

pub use business_card::{BusinessCard, NoCard};
pub use code::Code;
pub use day::{Day, Instant, ParseDayError};
pub use email::{Email, ParseEmailError};
pub use fold::{fold, fold_char};
pub use id::{
    AccountId, ActorSuffix, ContactId, ContributionId, DeviceId, DocumentId, DocumentKind, EventId, Id, OpportunityId,
    ParseIdError, RequestId, TaskId, UserId, VisitId,
};
pub use money::{Money, ParseMoneyError, ParsePercentError, Percent};
pub use phone::{ParsePhoneError, Phone, PhoneKind, mask_phone};
pub use simplified::simplified;
pub use sorted::{Map, Set};
pub use uscc::{CreditCode, ParseCreditCodeError};
pub use words::words;

/// A source of unpredictable bytes, given by the shell (Web Crypto, the operating system) or a seeded test.
pub trait Random {
    /// Fills `bytes` with fresh random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}
