//! Parsed value types: the only constructors of ids, days, instants, money, numbers.
//!
//! A value that exists is valid; parsing says what was expected. Nothing here reads a clock.

mod code;
mod day;
mod id;
mod money;

pub use code::Code;
pub use day::{Day, Instant, ParseDayError};
pub use id::{
    AccountId, ActorSuffix, ContactId, DeviceId, DocumentId, DocumentKind, Id, OpportunityId, ParseIdError, RequestId,
    TaskId, UserId, VisitId,
};
pub use money::{Money, ParseMoneyError, ParsePercentError, Percent};

/// A source of unpredictable bytes, given by the shell (Web Crypto, the operating system) or a seeded test.
pub trait Random {
    /// Fills `bytes` with fresh random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}
