//! What a device wrote itself is not sent back to it, where it still has it.

use super::*;
use crate::command::{AccountEdit, Command, NewContact};
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
