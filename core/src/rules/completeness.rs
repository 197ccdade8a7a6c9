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
    use crate::model::{Contact, Grade, Profile};
    use crate::policy::CUSTOMER_FIELDS;
    use crate::rules::golden::{Case, cases};
    use crate::values::{Code, ContactId, Day, Id, Money, Percent};

    fn fill(profile: &mut Profile, key: &str, text: &str) {
        match key {
            "number" => profile.number = text.to_owned(),
            "name" => profile.name = text.to_owned(),
            "uscc" => profile.uscc = text.to_owned(),
            "founded" => profile.founded = Day::new(2010, 5, 1),
            "industry" => profile.industry = Code::new(text),
            "employees_band" => profile.employees_band = Code::new(text),
            "revenue_band" => profile.revenue_band = Code::new(text),
            "website" => profile.website = text.to_owned(),
            "region" => profile.region = Code::new(text),
            "budget_range" => profile.budget_range = text.to_owned(),
            "cooperation_history" => profile.cooperation_history = Code::new(text),
            "annual_amount" => profile.annual_amount = Some(Money(0)),
            "grade" => profile.grade = Some(Grade::C),
            "close_probability" => profile.close_probability = Some(Percent::new(0).unwrap()),
            "state" => profile.state = Code::new(text),
            "core_need" => profile.core_need = text.to_owned(),
            "source_channel" => profile.source_channel = Code::new(text),
            "preferred_channel" => profile.preferred_channel = Code::new(text),
            "tags" => profile.tags = [text.to_owned()].into(),
            "need_tags" => profile.need_tags = [text.to_owned()].into(),
            other => panic!("{other} is no field"),
        }
    }

    fn contact(words: &str) -> Contact {
        let mut contact = Contact::default();
        for word in words.split('+') {
            match word {
                "named" => contact.name = "张总".to_owned(),
                "position" => contact.position = "总监".to_owned(),
                "email" => contact.email = "zhang@example.com".to_owned(),
                "left" => contact.left = true,
                "unreachable" => contact.unreachable = true,
                "final" | "evaluator" => contact.decision_role = Code::new(word),
                other => panic!("{other} is nothing of a contact"),
            }
        }
        contact
    }

    fn account(case: &Case) -> Account {
        let mut account = Account::default();
        account.profile.individual = case.yes("individual");
        for (column, text) in [("filled", "文"), ("blank", " ")] {
            for key in case.list::<String>(column) {
                fill(&mut account.profile, &key, text);
            }
        }
        for (number, words) in (1_u8..).zip(case.list::<String>("contacts")) {
            account.contacts.insert(ContactId(Id::from_bytes([number; 10])), contact(&words));
        }
        account
    }

    #[test]
    fn missing_fields_are_counted_and_named() {
        for case in cases(include_str!("golden/R-14.csv")) {
            let mut policy = Policy::preset();
            if case.text("required") != "preset" {
                policy.required_fields = case.list("required");
            }
            let (required, filled) = (case.of("counted"), case.of("complete"));
            let expected = Completeness { required, filled, missing: case.list("missing") };
            assert_eq!(completeness(&account(&case), &policy), expected, "{case}");
        }
    }

    #[test]
    fn every_field_that_may_be_required_is_known() {
        let policy = Policy { required_fields: CUSTOMER_FIELDS.map(Into::into).into(), ..Policy::default() };
        let known = completeness(&Account::default(), &policy).required;
        assert_eq!(usize::from(known), CUSTOMER_FIELDS.len());
        assert!(Policy::preset().required_fields.iter().all(|key| CUSTOMER_FIELDS.contains(&key.as_str())));
    }
}
