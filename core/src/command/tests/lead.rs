//! Leads: captured, in the pool, claimed, converted; and the rules on them.

use super::*;
use crate::model::{Grade, Member};
use crate::policy::LeadRule;

fn lead() -> Phone {
    let mut phone = Phone::new();
    let edits =
        vec![AccountEdit::Name("华北机械".into()), AccountEdit::Lead(true), AccountEdit::Region("north".into())];
    phone.run(&Command::CreateAccount { account: ACCOUNT, edits, contacts: vec![] }).unwrap();
    phone
}

/// Puts the lead where the server would.
fn owned_by(phone: &mut Phone, owner: UserId) {
    let mut copy = Document::load(phone.account.id(), DeviceId::SERVER.actor([0; 8]), &[phone.account.save()]).unwrap();
    copy.set_owner(owner, NOW).unwrap().unwrap();
    phone.account.apply(&copy.changes_since(&phone.account.heads())).unwrap();
}

fn record() -> Command {
    Command::RecordVisit { account: ACCOUNT, visit: VISIT, new: Box::new(visit()) }
}

#[test]
fn a_lead_becomes_a_customer_once_and_keeps_its_history() {
    let mut phone = lead();
    phone.run(&record()).unwrap();
    assert!(phone.account.account().0.profile.lead);
    let grade = AccountEdit::Grade { grade: Some(Grade::A), reason: "rule".into() };
    let convert = |edits| Command::ConvertLead { account: ACCOUNT, edits };
    phone.run(&convert(vec![grade])).unwrap();
    let (account, defects) = phone.account.account();
    assert_eq!((account.profile.lead, account.profile.converted_at, defects), (false, Some(NOW), vec![]));
    assert_eq!((account.profile.grade, account.visits.len()), (Some(Grade::A), 1));
    assert_eq!(phone.run(&convert(vec![])), Err(CommandError::Unknown("lead")));
    let mut customer = Phone::with_customer();
    assert_eq!(customer.run(&convert(vec![])), Err(CommandError::Unknown("lead")));
}

#[test]
fn a_lead_in_the_pool_is_claimed_before_it_is_worked_on() {
    let mut phone = lead();
    owned_by(&mut phone, UserId::pool("north"));
    let convert = Command::ConvertLead { account: ACCOUNT, edits: vec![] };
    let release = Command::RequestRelease { account: ACCOUNT, request: REQUEST };
    for command in [record(), convert.clone(), release, edit_account(AccountEdit::Website("x".into()))] {
        assert_eq!(phone.run(&command), Err(CommandError::InPool), "{}", command.name());
    }
    // Who leads may put its fields right.
    let mut boss = Phone { account: phone.account.clone(), ..Phone::new() };
    let leads = Member { role: Role::Manager, ..boss.directory.members[&BOSS].clone() };
    boss.directory.members.insert(ME, Member { id: ME, ..leads });
    boss.run(&edit_account(AccountEdit::Website("x".into()))).unwrap();
    assert_eq!(boss.run(&convert), Err(CommandError::InPool), "it would be nobody's customer");
    // Asking for it is enough to go on: the visit does not wait for the network.
    let me = Member { role: Role::Rep, ..boss.directory.members[&ME].clone() };
    phone.directory.members.insert(ME, me);
    phone.run(&Command::RequestAssignment { account: ACCOUNT, request: REQUEST, to: ME }).unwrap();
    assert_eq!(phone.account.account().0.asked(), Some(ME));
    phone.run(&record()).unwrap();
    assert_eq!(phone.run(&convert), Err(CommandError::InPool), "the claim may be refused");
    // Not so after it was refused.
    let mut copy = Document::load(phone.account.id(), DeviceId::SERVER.actor([0; 8]), &[phone.account.save()]).unwrap();
    let refused = RequestState::Refused { at: NOW, reason: "claim_limit".into() };
    copy.decide_request(REQUEST, &refused, NOW).unwrap().unwrap();
    phone.account.apply(&copy.changes_since(&phone.account.heads())).unwrap();
    assert_eq!(phone.run(&edit_account(AccountEdit::Website("y".into()))), Err(CommandError::InPool));
    assert_eq!(phone.account.account().0.asked(), None);
}

#[test]
fn rules_on_leads_are_data_that_managers_change() {
    let mut document = policy::workspace(1, None);
    let mut run = |edit: PolicyEdit| policy::run(&mut document, BOSS, &Command::EditPolicy { edits: vec![edit] });
    let preset = LeadRule::preset().remove(0);
    let expo = LeadRule { key: "expo".into(), source: "expo".into(), grade: Some(Grade::B), ..LeadRule::default() };
    for (rule, expected) in [
        (LeadRule { key: "x".into(), grade: Some(Grade::B), ..LeadRule::default() }, "condition"),
        (LeadRule { grade: None, ..expo.clone() }, "effect"),
    ] {
        assert_eq!(run(PolicyEdit::LeadRule(rule)), Err(CommandError::Missing(expected)));
    }
    run(PolicyEdit::LeadRule(expo.clone())).unwrap();
    let changed = LeadRule { region: "east".into(), ..preset.clone() };
    run(PolicyEdit::LeadRule(changed.clone())).unwrap();
    assert_eq!(run(PolicyEdit::LeadRule(changed.clone())), Ok(vec![]), "nothing changed");
    run(PolicyEdit::KeyRegion { region: "east".into(), on: true }).unwrap();
    run(PolicyEdit::TargetIndustries("教育".into())).unwrap();
    let unknown = PolicyEdit::KeyRegion { region: "moon".into(), on: true };
    assert_eq!(run(unknown), Err(CommandError::Unknown("region")));
    assert_eq!(run(PolicyEdit::RemoveLeadRule("x".into())), Err(CommandError::Unknown("rule")));
    let (policy, _, defects) = document.workspace();
    assert_eq!((policy.lead_rules, defects), (vec![expo.clone(), changed], vec![]));
    assert!(policy.key_regions.iter().eq([&"east".into()]) && policy.target_industries == "教育");
    let remove = Command::EditPolicy { edits: vec![PolicyEdit::RemoveLeadRule(preset.key)] };
    policy::run(&mut document, BOSS, &remove).unwrap();
    assert_eq!(document.workspace().0.lead_rules, [expo]);
}
