//! What a device wrote itself is not sent back to it, where it still has it; what a person sets reaches their own only.

use super::*;
use crate::command::{AccountEdit, Command, NewContact, SettingEdit};
use crate::values::ContactId;

#[test]
fn what_a_device_let_go_before_it_arrived_comes_back_whole() {
    let mut hub = hub();
    let (mut sun, mut chen) = (Phone::new(SUN, 10), Phone::new(CHEN, 13));
    let edits = vec![AccountEdit::Name("蓝海科技".into())];
    sun.run(&mut hub, &Command::CreateAccount { account: account(40), edits, contacts: Vec::new() });
    sun.sync(&mut hub);
    chen.pins.push(PinChange { doc: doc(40), wanted: true });
    chen.sync(&mut hub);
    // The first number of the customer waits on the phone while the customer goes to a colleague and comes back.
    let new = NewContact { name: "张三".into(), office_phone: "021-5555".into(), ..NewContact::default() };
    let contact = ContactId(Id::from_bytes([41; 10]));
    sun.run(&mut hub, &Command::AddContact { account: account(40), contact, new });
    let waiting = std::mem::take(&mut sun.pending);
    chen.assign(&mut hub, 40, 1, LI);
    chen.sync(&mut hub);
    sun.sync(&mut hub);
    assert_eq!(sun.name(40), None);
    chen.assign(&mut hub, 40, 2, SUN);
    chen.sync(&mut hub);
    sun.pending = waiting;
    let pages = sun.sync(&mut hub);
    assert!(pages[0].verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_))));
    assert_eq!(sun.documents[&DocumentId::private(account(40))].private().0.contacts.len(), 1);
    is_sound(&hub);
}

#[test]
fn what_a_person_sets_for_themselves_reaches_their_devices_and_nobody_else() {
    let mut hub = hub();
    let (mut phone, mut tablet) = (Phone::new(SUN, 10), Phone::new(SUN, 11));
    let (mut lin, mut chen, mut admin) = (Phone::new(LIN, 12), Phone::new(CHEN, 13), Phone::new(ADMIN, 15));
    let own = DocumentId::member(SUN);
    let set = |edit| Command::EditSettings { member: SUN, edits: vec![edit] };
    phone.run(&mut hub, &set(SettingEdit::Digest(None)));
    // Both begin anew before they know of each other.
    tablet.run(&mut hub, &set(SettingEdit::Language("en".into())));
    for device in [&mut phone, &mut tablet] {
        let pages = device.sync(&mut hub);
        assert!(pages[0].verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_))));
    }
    phone.sync(&mut hub);
    for device in [&phone, &tablet] {
        let stored = device.documents[&own].member().0;
        assert_eq!((stored["digest"].as_str(), stored["language"].as_str()), ("off", "en"));
    }
    // Forged as written by another: held, and it reaches nobody.
    lin.pending = {
        let mut forger = Phone::new(SUN, 12);
        forger.run(&mut hub, &set(SettingEdit::Digest(Some(1))));
        std::mem::take(&mut forger.pending)
    };
    let pages = lin.sync(&mut hub);
    assert_eq!(pages[0].verdicts[0].outcome, Outcome::Held(HeldReason::NoAccess));
    for other in [&mut lin, &mut chen, &mut admin] {
        other.sync(&mut hub);
        assert!(!other.documents.contains_key(&own));
    }
    phone.sync(&mut hub);
    assert_eq!(phone.documents[&own].member().0["digest"], "off");
    is_sound(&hub);
}
