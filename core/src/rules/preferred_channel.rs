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
    use crate::rules::golden::cases;
    use crate::values::Id;

    #[test]
    fn the_person_goes_before_the_customer() {
        let id = ContactId(Id::from_bytes([1; 10]));
        for case in cases(include_str!("golden/R-31.csv")) {
            let mut account = Account::default();
            account.profile.preferred_channel = Code::new(case.text("customer"));
            let person = Contact { id, preferred_channel: Code::new(case.text("person")), ..Contact::default() };
            account.contacts.insert(id, person);
            let planned = Code::new(case.text("planned"));
            let found = other(&account, case.yes("meets").then_some(id), &planned);
            let expected = Code::new(case.text("preferred"));
            assert_eq!(found, (!expected.is_empty()).then_some(&expected), "{case}");
        }
    }
}
