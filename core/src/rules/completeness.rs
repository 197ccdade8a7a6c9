//! which of the standard fields of a customer are still empty.

use crate::model::Account;
use crate::policy::Policy;

/// How complete a customer is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Number of required fields this version knows.
    pub required: u8,
    /// Of these, filled.
    pub filled: u8,
    /// Keys of those that are missing, in the policy's order.
    pub missing: Vec<String>,
}

/// Counts the required fields of a customer. Keys that this version does not know are passed over.
///
/// # Source
/// R-14; S0-27, S3-21.
pub fn completeness(account: &Account, policy: &Policy) -> Completeness {
    let mut result = Completeness::default();
    for key in &policy.required_fields {
        let Some(filled) = is_filled(account, key) else { continue };
        result.required = result.required.saturating_add(1);
        if filled {
            result.filled = result.filled.saturating_add(1);
        } else {
            result.missing.push(key.clone());
        }
    }
    result
}

/// Tells whether a field of a customer is filled, or nothing for an unknown key. A contact who left or cannot be reached
/// does not count.
fn is_filled(account: &Account, key: &str) -> Option<bool> {
    let profile = &account.profile;
    let text = |text: &str| !text.trim().is_empty();
    let contacts = || account.contacts.values().filter(|contact| contact.is_reachable());
    Some(match key {
        "number" => text(&profile.number),
        "name" => text(&profile.name),
        // A person has neither a credit code nor employees.
        "uscc" => profile.individual || text(&profile.uscc),
        "founded" => profile.individual || profile.founded.is_some(),
        "industry" => !profile.industry.is_empty(),
        "employees_band" => profile.individual || !profile.employees_band.is_empty(),
        "revenue_band" => profile.individual || !profile.revenue_band.is_empty(),
        "website" => text(&profile.website),
        "region" => !profile.region.is_empty(),
        "budget_range" => text(&profile.budget_range),
        "cooperation_history" => !profile.cooperation_history.is_empty(),
        "annual_amount" => profile.annual_amount.is_some(),
        "grade" => profile.grade.is_some(),
        "close_probability" => profile.close_probability.is_some(),
        "state" => !profile.state.is_empty(),
        "core_need" => text(&profile.core_need),
        "source_channel" => !profile.source_channel.is_empty(),
        "preferred_channel" => !profile.preferred_channel.is_empty(),
        "tags" => !profile.tags.is_empty(),
        "need_tags" => !profile.need_tags.is_empty(),
        "contact" => contacts().next().is_some(),
        "contact_position" => contacts().any(|contact| text(&contact.position)),
        "contact_email" => contacts().any(|contact| text(&contact.email)),
        "decision_maker" => contacts().any(|contact| contact.decision_role.as_str() == "final"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contact, Grade};
    use crate::policy::CUSTOMER_FIELDS;
    use crate::values::{Code, ContactId, Id};

    #[test]
    fn missing_fields_are_counted_and_named() {
        let policy = Policy {
            required_fields: ["name", "grade", "contact", "decision_maker", "from_the_future"].map(Into::into).into(),
            ..Policy::default()
        };
        let mut account = Account::default();
        assert_eq!(completeness(&account, &policy).missing, ["name", "grade", "contact", "decision_maker"]);
        account.profile.name = "科技有限公司".into();
        account.profile.grade = Some(Grade::A);
        let mut contact =
            Contact { name: "张总".into(), decision_role: Code::new("final"), left: true, ..Contact::default() };
        let id = ContactId(Id::from_bytes([1; 10]));
        account.contacts.insert(id, contact.clone());
        let gone = completeness(&account, &policy);
        assert_eq!((gone.required, gone.filled, gone.missing), (4, 2, vec!["contact".into(), "decision_maker".into()]));
        contact.left = false;
        account.contacts.insert(id, contact);
        assert_eq!(completeness(&account, &policy), Completeness { required: 4, filled: 4, missing: vec![] });
    }

    #[test]
    fn every_field_that_may_be_required_is_known() {
        let policy = Policy { required_fields: CUSTOMER_FIELDS.map(Into::into).into(), ..Policy::default() };
        let known = completeness(&Account::default(), &policy).required;
        assert_eq!(usize::from(known), CUSTOMER_FIELDS.len());
        assert!(Policy::preset().required_fields.iter().all(|key| CUSTOMER_FIELDS.contains(&key.as_str())));
    }
}
