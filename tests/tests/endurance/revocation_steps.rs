//! A right taken away at every step of a conversation, while the phone holds edits of its own: nothing that was not
//! synced disappears, and nothing more of that document is given to the phone. In process, with the real session, hub
//! and pull; the borders over a real socket are in `revocation`.

use std::collections::BTreeMap;

use fieldnote_core::command::{Command, CommandContext, execute};
use fieldnote_core::document::Document;
use fieldnote_core::model::{Member, Role};
use fieldnote_core::policy::Policy;
use fieldnote_core::session::{LinkState, PendingView};
use fieldnote_core::sync::hub::{Caller, Receipt, Submission};
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::sync::wire::{Delta, Outcome};
use fieldnote_core::testing::builders::{
    add_contact, create_account, device, member, rename, request_assignment, tag, user,
};
use fieldnote_core::testing::network::Network;
use fieldnote_core::values::{AccountId, ContactId, DeviceId, DocumentId, Id, RequestId};
use fieldnote_tests::client::by_document;

/// Orders in which the steps of one conversation are played.
const SEEDS: u64 = 3;

/// Bytes of a page: few enough that a first sync of the team's few customers takes many.
const PAGE_BYTES: usize = 600;

/// Customers of the rep; one of them is taken away.
const CUSTOMERS: u8 = 4;

/// The number of the phone under test in its network.
const PHONE: usize = 0;

/// How the right ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Revocation {
    /// The customer goes to a colleague.
    Reassigned,
    /// The person may do nothing any more.
    Disabled,
}

/// What the phone has before the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copy {
    /// All but the latest: a short answer.
    Recent,
    /// Nothing that the server believes it has: a first sync, many pages.
    Forgotten,
}

/// A rep's phone with edits that were never sent, and a server with news for it.
struct Conversation {
    network: Network,
    chief: Member,
    rep: Member,
    other: Member,
    /// Tags that the rep has written, each in an edit of its own.
    tags: Vec<(AccountId, String)>,
    /// The phone has also written while it was connected.
    wrote_live: bool,
}

fn account(number: u8) -> AccountId {
    AccountId(Id::from_bytes([40 + number; 10]))
}

impl Conversation {
    fn begin(seed: u64, copy: Copy) -> Self {
        let chief = member(user(1), Role::Manager, None);
        let rep = member(user(2), Role::Rep, Some(chief.id));
        let other = member(user(3), Role::Rep, Some(chief.id));
        let mut network = Network::new(seed, &[chief.clone(), rep.clone(), other.clone()]);
        assert_eq!(network.add_device(&rep, device(1), 0), PHONE);
        network.run_until_quiescent();
        for number in 0..CUSTOMERS {
            let now = network.now;
            let phone = &mut network.devices[PHONE];
            phone.execute(create_account(account(number), &format!("Hengli {number}"), "old"), now).unwrap();
            let contact = ContactId(Id::from_bytes([100 + number; 10]));
            phone.execute(add_contact(account(number), contact, "Zhang"), now).unwrap();
            network.run_until_quiescent();
        }
        network.part(PHONE);
        let mut conversation = Self { network, chief, rep, other, tags: Vec::new(), wrote_live: false };
        // News of everything, by another device of the rep.
        for number in 0..CUSTOMERS {
            conversation.write_elsewhere(conversation.rep.clone(), &rename(account(number), "Hengli Group"));
        }
        for (number, text) in [(0, "unsent 1"), (1, "unsent 2"), (0, "unsent 3")] {
            conversation.write_here(account(number), text);
        }
        let contact = ContactId(Id::from_bytes([200; 10]));
        let now = conversation.network.now;
        conversation.network.devices[PHONE].execute(add_contact(account(0), contact, "unsent contact"), now).unwrap();
        conversation.network.run_until_quiescent();
        if copy == Copy::Forgotten {
            conversation.network.devices[PHONE].store.cookie = None;
            conversation.network.restart(PHONE);
        }
        conversation.network.server.page_bytes = Some(PAGE_BYTES);
        conversation.network.server.given = Some(Vec::new());
        conversation.network.heal();
        conversation
    }

    /// Writes on the phone under test.
    fn write_here(&mut self, account: AccountId, text: &str) {
        let now = self.network.now;
        if self.network.devices[PHONE].execute(tag(account, text), now).is_ok() {
            self.tags.push((account, text.to_owned()));
        }
    }

    /// Writes on a device that is not part of the network; everything is accepted.
    fn write_elsewhere(&mut self, by: Member, command: &Command) {
        let now = self.network.now;
        let caller = Caller { user: by.id, device: device(90 + by.id.0.as_bytes()[1]) };
        let server = &mut self.network.server;
        let [mut main, mut private] = [DocumentId::account, DocumentId::private].map(|of| {
            let doc = of(command.account().unwrap());
            let content = server.hub.store().content(doc).unwrap();
            let chunks: Vec<_> = content.snapshot.into_iter().chain(content.tail).collect();
            Document::load(doc, caller.device.actor([7; 8]), &chunks).unwrap()
        });
        let (policy, directory) = (Policy::preset(), server.hub.directory().unwrap());
        let context = CommandContext { me: by.id, now, policy: &policy, directory: &directory };
        let written = execute(&mut main, Some(&mut private), command, &context).unwrap();
        let submission = Submission { caller, pending: by_document(&written), pins: Vec::new() };
        let receipt = server.submit(submission, now);
        let Some(Receipt::Stored(verdicts)) = receipt else { panic!("{receipt:?}") };
        assert!(verdicts.iter().all(|verdict| matches!(verdict.outcome, Outcome::Durable(_))), "{verdicts:?}");
    }

    /// Lets one thing happen; false when the conversation is over.
    fn step(&mut self) -> bool {
        if self.network.step() {
            return true;
        }
        let status = self.network.devices[PHONE].session.status();
        if status.link != LinkState::Live || status.pending > 0 {
            self.network.pass_time();
            return true;
        }
        if self.wrote_live {
            return false;
        }
        self.wrote_live = true;
        self.write_here(account(0), "written live");
        true
    }

    /// Where the conversation stands.
    fn border(&self) -> &'static str {
        let status = self.network.devices[PHONE].session.status();
        let given = self.network.server.given.iter().flatten().last();
        match (status.link, given) {
            (LinkState::Live | LinkState::Syncing, _) if self.wrote_live && status.pending > 0 => "push under way",
            (LinkState::Live, _) if self.wrote_live => "after the push",
            (LinkState::Live, _) => "live",
            (LinkState::Syncing, None) => "SYNC under way",
            (LinkState::Syncing, Some((_, page))) if page.more => "between pages",
            (LinkState::Syncing, Some(_)) => "after the last page",
            (LinkState::Connecting, _) => "connecting",
            _ => "before connecting",
        }
    }

    fn revoke(&mut self, how: Revocation) {
        let taken = account(0);
        match how {
            Revocation::Reassigned => {
                let request = RequestId(Id::from_bytes([9; 10]));
                self.write_elsewhere(self.chief.clone(), &request_assignment(taken, request, self.other.id));
                self.write_elsewhere(self.other.clone(), &rename(taken, "a secret of the new owner"));
            }
            Revocation::Disabled => {
                let gone = Member { disabled: true, ..self.rep.clone() };
                self.network.server.put_member(&gone, self.network.now).unwrap();
                self.write_elsewhere(self.chief.clone(), &rename(taken, "a secret of the manager"));
            }
        }
    }

    /// Every edit is on the server, or on the phone where its author can read it.
    fn nothing_is_lost(&self, what: &str) {
        let phone = &self.network.devices[PHONE];
        let kept: Vec<PendingView> = phone.session.pending().into_iter().chain(phone.session.held()).collect();
        let shows = |text: &str| kept.iter().any(|view| format!("{:?}", view.command).contains(text));
        for (account, text) in &self.tags {
            let stored = self.stored(DocumentId::account(*account)).account().0;
            assert!(stored.profile.tags.contains(text) || shows(text), "{what}: {text:?} is lost");
        }
        let contacts = self.stored(DocumentId::account(account(0))).account().0.contacts;
        let is_there = contacts.values().any(|contact| contact.name == "unsent contact");
        assert!(is_there || shows("unsent contact"), "{what}: the contact is lost");
        // What the phone shows it also has on its disk.
        assert_eq!(kept.is_empty(), phone.store.outbox.is_empty() && phone.store.held.is_empty(), "{what}");
    }

    fn stored(&self, doc: DocumentId) -> Document {
        let content = self.network.server.hub.store().content(doc).unwrap();
        let chunks: Vec<_> = content.snapshot.into_iter().chain(content.tail).collect();
        Document::load(doc, DeviceId::SERVER.actor([0; 8]), &chunks).unwrap()
    }
}

/// No page brings anything of these documents.
fn nothing_comes_of(docs: &[DocumentId], pages: &[(DeviceId, Delta)], what: &str) {
    for (_, page) in pages {
        assert!(page.documents.iter().all(|document| !docs.contains(&document.doc)), "{what}: content came");
        let rows = page.rows.iter().filter(|row| row.row.is_some()).map(|row| DocumentId::account(row.account));
        assert!(!rows.into_iter().any(|doc| docs.contains(&doc)), "{what}: a row came");
    }
}

/// Revokes after so many steps and plays the rest; returns where that was, nothing when the conversation was over.
fn play(how: Revocation, copy: Copy, seed: u64, steps: usize) -> Option<&'static str> {
    let mut conversation = Conversation::begin(seed, copy);
    for _ in 0..steps {
        if !conversation.step() {
            return None;
        }
    }
    let border = conversation.border();
    let what = format!("{how:?}, {copy:?}, seed {seed}, step {steps}: {border}");
    let before = conversation.network.server.given.iter().flatten().count();
    conversation.revoke(how);
    while conversation.step() {}
    conversation.network.run_until_quiescent();

    conversation.nothing_is_lost(&what);
    let taken = [DocumentId::account(account(0)), DocumentId::private(account(0))];
    let given = conversation.network.server.given.clone().unwrap_or_default();
    nothing_comes_of(&taken, &given[before..], &what);
    let phone = &conversation.network.devices[PHONE];
    for doc in taken {
        assert!(!phone.store.chunks.contains_key(&doc), "{what}: {doc} is still here");
    }
    let keeps = phone.store.chunks.contains_key(&DocumentId::account(account(1)));
    assert_eq!(keeps, how == Revocation::Reassigned, "{what}: the other customers");
    Some(border)
}

/// Plays every step of whole conversations.
fn every_step(how: Revocation) {
    let mut played: BTreeMap<&str, u32> = BTreeMap::new();
    for (copy, seed) in [Copy::Recent, Copy::Forgotten].into_iter().flat_map(|c| (0..SEEDS).map(move |s| (c, s))) {
        for border in (0..).map_while(|steps| play(how, copy, seed, steps)) {
            *played.entry(border).or_default() += 1;
        }
    }
    println!("{how:?}: {played:?}");
    for border in [
        "before connecting",
        "connecting",
        "SYNC under way",
        "between pages",
        "after the last page",
        "live",
        "push under way",
        "after the push",
    ] {
        assert!(played.contains_key(border), "{how:?}: never {border}, only {played:?}");
    }
}

#[test]
fn a_customer_reassigned_at_any_step_of_a_conversation_costs_no_edit_and_shows_nothing_more() {
    every_step(Revocation::Reassigned);
}

#[test]
fn a_person_disabled_at_any_step_of_a_conversation_loses_no_edit_and_is_shown_nothing_more() {
    every_step(Revocation::Disabled);
}
