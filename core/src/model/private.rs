//! Numbers and birthdays of a customer's contacts: owner and deputies only.

use crate::values::Map;

use crate::values::{ContactId, Day};

/// What only the owner and deputies may know of a contact.
///
/// # Source
/// E-06 office_phone, other_channel, birthday, birthday_consent; S0-36, S0-37, S0-67, C-12, C-17.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivateContact {
    /// Office phone (办公电话).
    pub office_phone: String,
    /// Another channel (其他联系方式).
    pub other_channel: String,
    /// Birthday (生日), only with consent.
    pub birthday: Option<Day>,
    /// Day of the consent to record the birthday (生日记录同意).
    pub birthday_consent: Option<Day>,
}

/// Everything a `private` document says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivateFacts {
    /// By contact.
    pub contacts: Map<ContactId, PrivateContact>,
}
