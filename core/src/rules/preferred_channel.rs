//! the channel that the customer prefers.

use crate::model::Account;
use crate::values::{Code, ContactId};

/// Returns the preferred channel where a contact is planned by another one: that of the person to be met, else that of
/// the customer.
///
/// # Source
/// R-31; S1-18 (根据客户偏好选择沟通渠道).
pub fn other<'a>(account: &'a Account, contact: Option<ContactId>, planned: &Code) -> Option<&'a Code> {
    let of_person =
        contact.and_then(|contact| account.contacts.get(&contact)).map(|contact| &contact.preferred_channel);
    let preferred = of_person.filter(|code| !code.is_empty()).unwrap_or(&account.profile.preferred_channel);
    (!preferred.is_empty() && !planned.is_empty() && preferred != planned).then_some(preferred)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Contact;
    use crate::values::Id;

    #[test]
    fn the_person_goes_before_the_customer() {
        let id = ContactId(Id::from_bytes([1; 10]));
        for (person, customer, planned, expected) in [
            ("", "", "phone", None),
            ("", "phone", "phone", None),
            ("", "phone", "email", Some("phone")),
            ("email", "phone", "email", None),
            ("email", "phone", "phone", Some("email")),
            ("email", "", "", None),
        ] {
            let mut account = Account::default();
            account.profile.preferred_channel = Code::new(customer);
            account.contacts.insert(id, Contact { id, preferred_channel: Code::new(person), ..Contact::default() });
            let found = other(&account, Some(id), &Code::new(planned)).map(Code::as_str);
            assert_eq!(found, expected, "{person} {customer} {planned}");
        }
    }
}
