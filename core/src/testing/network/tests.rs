//! Fleets in situations that are drawn too seldom in random days.

use super::*;
use crate::model::Role;
use crate::session::Availability;
use crate::session::Notice;
use crate::sync::hub::check;
use crate::testing::builders::{self, create_account, device, tag, user};
use crate::values::{AccountId, DocumentId, Id};

#[test]
fn a_manager_reads_a_customer_as_soon_as_it_has_come() {
    let chief = builders::member(user(1), Role::Manager, None);
    let rep = builders::member(user(2), Role::Rep, Some(chief.id));
    let mut network = Network::new(1, &[chief.clone(), rep.clone()]);
    let author = network.add_device(&rep, device(1), 0);
    let reader = network.add_device(&chief, device(2), 0);
    network.run_until_quiescent();
    let account = AccountId(Id::from_bytes([9; 10]));
    let now = network.now;
    network.devices[author].execute(create_account(account, "ACME", "new"), now).unwrap();
    network.run_until_quiescent();
    assert_eq!(network.devices[reader].session.account(account), Availability::NotHere);
    network.tell(reader, Event::Open(DocumentId::account(account)));
    network.run_until_quiescent();
    let shown = network.devices[reader].session.account(account);
    assert!(matches!(&shown, Availability::Ready(account) if account.profile.name == "ACME"), "{shown:?}");
}

fn account(number: u8) -> AccountId {
    AccountId(Id::from_bytes([number; 10]))
}

/// A manager, a rep with two phones, and a customer that all of them have; the manager has pinned it.
fn fleet() -> Network {
    let chief = builders::member(user(1), Role::Manager, None);
    let rep = builders::member(user(2), Role::Rep, Some(chief.id));
    let mut network = Network::new(7, &[chief.clone(), rep.clone()]);
    network.add_device(&rep, device(1), 0);
    network.add_device(&rep, device(2), 0);
    network.add_device(&chief, device(3), 0);
    network.run_until_quiescent();
    execute(&mut network, 0, create_account(account(9), "ACME", "old"));
    network.run_until_quiescent();
    network.tell(2, Event::Open(DocumentId::account(account(9))));
    network.run_until_quiescent();
    network
}

fn execute(network: &mut Network, number: usize, command: crate::command::Command) {
    let now = network.now;
    network.devices[number].execute(command, now).unwrap();
}

/// Opens a customer on a phone and returns its tags.
fn tags(network: &mut Network, number: usize, customer: AccountId) -> Vec<String> {
    network.tell(number, Event::Open(DocumentId::account(customer)));
    network.run_until_quiescent();
    match network.devices[number].session.account(customer) {
        Availability::Ready(account) => account.profile.tags.iter().cloned().collect(),
        other => panic!("{other:?}"),
    }
}

/// Everybody is where the server is, nothing waits, nothing had to be repaired or is held.
fn is_whole(network: &Network) {
    let keys = *network.server.hub.keys();
    assert_eq!(check(network.server.hub.store(), &keys.digest).unwrap().problems, Vec::<String>::new());
    for device in &network.devices {
        let status = device.session.status();
        assert_eq!((status.pending, status.held, status.giving_back), (0, 0, false), "{:?}", device.id());
        let told = |notice: &Notice| matches!(notice, Notice::Repairing | Notice::Held(_));
        assert!(!device.notices.iter().any(told), "{:?}", device.notices);
    }
}

#[test]
fn a_restored_server_gets_back_what_the_phones_hold() {
    let mut network = fleet();
    let backup = network.server.hub.store().clone();
    for (number, name) in [(0, "first"), (1, "second"), (0, "third")] {
        tags(&mut network, number, account(9));
        execute(&mut network, number, tag(account(9), name));
        network.run_until_quiescent();
    }
    execute(&mut network, 1, create_account(account(8), "New", "new"));
    network.run_until_quiescent();
    // One edit waits, and builds on what is about to be lost.
    network.part(0);
    execute(&mut network, 0, tag(account(9), "waiting"));
    network.restore_server(&backup);
    network.heal();
    network.run_until_quiescent();
    is_whole(&network);
    for number in 0..3 {
        assert_eq!(tags(&mut network, number, account(9)), ["first", "old", "second", "third", "waiting"], "{number}");
    }
    assert_eq!(tags(&mut network, 0, account(8)), ["new"]);
    assert!(network.devices.iter().all(|device| device.notices.contains(&Notice::GivingBack)));
}

#[test]
fn a_phone_gives_back_what_a_colleague_wrote_whose_phone_is_gone() {
    let mut network = fleet();
    let backup = network.server.hub.store().clone();
    tags(&mut network, 0, account(9));
    execute(&mut network, 0, tag(account(9), "by a lost phone"));
    network.run_until_quiescent();
    network.devices.remove(0);
    network.restore_server(&backup);
    // The manager's phone alone, and in small pages.
    network.server.page_bytes = Some(600);
    network.part(0);
    network.run_until_quiescent();
    network.heal();
    network.run_until_quiescent();
    is_whole(&network);
    assert_eq!(tags(&mut network, 0, account(9)), ["by a lost phone", "old"]);
}

#[test]
fn what_only_one_phone_holds_is_given_back_although_its_person_loses_every_right_meanwhile() {
    for after in 0..60 {
        let mut network = fleet();
        let rep = builders::member(user(2), Role::Rep, Some(user(1)));
        // The customer is the last one of a download of several pages.
        (1..4).for_each(|number| execute(&mut network, 0, create_account(account(number), "Newer", "new")));
        network.run_until_quiescent();
        network.server.page_bytes = Some(60);
        let backup = network.server.hub.store().clone();
        network.part(2);
        tags(&mut network, 1, account(9));
        execute(&mut network, 1, tag(account(9), "by a lost phone"));
        network.run_until_quiescent();
        network.devices.remove(1);
        network.restore_server(&backup);
        network.pass_time();
        network.steps(after);
        let now = network.now;
        network.server.put_member(&Member { disabled: true, ..rep.clone() }, now).unwrap();
        network.run_until_quiescent();
        network.server.put_member(&rep, now).unwrap();
        network.heal();
        network.run_until_quiescent();
        is_whole(&network);
        assert_eq!(tags(&mut network, 1, account(9)), ["by a lost phone", "old"], "after {after} steps");
    }
}

#[test]
fn a_server_that_is_restored_again_before_it_has_everything_gets_both_losses() {
    for after in 0..60 {
        let mut network = fleet();
        let backup = network.server.hub.store().clone();
        (1..3).for_each(|number| network.part(number));
        tags(&mut network, 0, account(9));
        execute(&mut network, 0, tag(account(9), "first"));
        network.run_until_quiescent();
        for word in ["second", "third"] {
            network.restore_server(&backup);
            network.pass_time();
            network.steps(after);
            if matches!(network.devices[0].session.account(account(9)), Availability::Ready(_)) {
                execute(&mut network, 0, tag(account(9), word));
            }
            network.steps(after);
        }
        network.restore_server(&backup);
        network.heal();
        network.run_until_quiescent();
        is_whole(&network);
        let shown = tags(&mut network, 0, account(9));
        assert!(shown.contains(&"first".to_owned()), "{shown:?} after {after} steps");
        assert_eq!(tags(&mut network, 2, account(9)), shown, "after {after} steps");
    }
}

#[test]
fn a_phone_that_is_killed_while_it_gives_back_goes_on_where_it_was() {
    for kill_after in 0..40 {
        let mut network = fleet();
        let backup = network.server.hub.store().clone();
        tags(&mut network, 0, account(9));
        execute(&mut network, 0, tag(account(9), "mine"));
        execute(&mut network, 0, create_account(account(8), "New", "new"));
        network.run_until_quiescent();
        (1..3).for_each(|number| network.part(number));
        network.restore_server(&backup);
        network.pass_time();
        network.steps(kill_after);
        network.restart(0);
        network.run_until_quiescent();
        network.heal();
        network.run_until_quiescent();
        is_whole(&network);
        assert_eq!(tags(&mut network, 1, account(9)), ["mine", "old"], "killed after {kill_after}");
        assert_eq!(tags(&mut network, 1, account(8)), ["new"], "killed after {kill_after}");
    }
}

#[test]
fn what_another_server_sealed_is_taken_as_any_edit_and_kept_for_review_where_that_cannot_be() {
    let mut network = fleet();
    let backup = network.server.hub.store().clone();
    for (number, name) in [(0, "of a lost phone"), (1, "built on it")] {
        tags(&mut network, number, account(9));
        execute(&mut network, number, tag(account(9), name));
        network.run_until_quiescent();
    }
    execute(&mut network, 1, create_account(account(8), "New", "alone"));
    network.run_until_quiescent();
    network.devices.remove(0);
    network.restore_server(&backup);
    network.server.forget_seals(&mut SplitMix::new(1));
    network.run_until_quiescent();
    for number in 0..2 {
        assert_eq!(tags(&mut network, number, account(9)), ["old"]);
    }
    assert_eq!(tags(&mut network, 0, account(8)), ["alone"]);
    let held = network.devices[0].session.held();
    assert_eq!(held.iter().map(|edit| edit.name.as_str()).collect::<Vec<_>>(), ["ACME"]);
    assert_eq!(network.server.hub.store().held_changes().len(), 1);
    assert_eq!(network.devices[1].session.status().held, 0);
}

#[test]
fn an_edit_whose_customer_was_to_come_with_a_later_page_is_given_back_to_a_restored_server() {
    let mut acknowledged = 0;
    for after in 0..60 {
        let mut network = fleet();
        let backup = network.server.hub.store().clone();
        // The phone has lost its place, and compares what it holds while its edits get their verdicts.
        network.server.page_bytes = Some(60);
        (0..3).for_each(|number| network.part(number));
        network.devices[0].store.cookie = None;
        network.restart(0);
        tags(&mut network, 0, account(9));
        execute(&mut network, 0, tag(account(9), "mine"));
        (1..4).for_each(|number| execute(&mut network, 0, create_account(account(number), "Newer", "new")));
        network.steps(40);
        network.heal();
        (1..3).for_each(|number| network.part(number));
        network.pass_time();
        network.steps(after);
        acknowledged += u32::from(network.devices[0].store.outbox.is_empty());
        network.restore_server(&backup);
        network.heal();
        network.run_until_quiescent();
        assert_eq!(tags(&mut network, 1, account(9)), ["mine", "old"], "after {after} steps");
    }
    assert!((1..60).contains(&acknowledged), "{acknowledged}");
}
