//! Who receives what and may change what: role x document x action over real sockets, every received byte looked at.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use fieldnote_core::command::{AccountEdit, Command, TextEdit};
use fieldnote_core::document::{Document, DocumentError, Writing, Written};
use fieldnote_core::model::{RequestState, Role};
use fieldnote_core::sync::wire::{HeldReason, Outcome, PinChange};
use fieldnote_core::values::{AccountId, DeviceId, DocumentId, DocumentKind, RequestId, UserId};
use fieldnote_tests::api::Person;
use fieldnote_tests::client::{Device, now};
use fieldnote_tests::server::Server;

const REPS: [&str; 6] = ["li", "zhou", "zhao", "wu", "sun", "zheng"];

/// Everybody of the demo workspace, synced once.
struct Team {
    server: Server,
    devices: BTreeMap<&'static str, Device>,
}

impl Team {
    async fn synced() -> Result<Self> {
        let server = Server::demo()?;
        let mut devices = BTreeMap::new();
        for login in REPS.into_iter().chain(["lin", "chen", "admin"]) {
            let mut device = Device::sign_in(&server, login).await?;
            device.exchange(&server).await?;
            devices.insert(login, device);
        }
        Ok(Self { server, devices })
    }

    fn device(&mut self, login: &str) -> &mut Device {
        self.devices.get_mut(login).unwrap()
    }

    fn user(&self, login: &str) -> UserId {
        self.devices[login].person.identity.user
    }

    async fn exchange(&mut self, login: &str) -> Result<()> {
        let Self { server, devices } = self;
        devices.get_mut(login).unwrap().exchange(server).await
    }

    /// A customer that this rep owns and nobody is deputy of.
    fn customer_of(&self, login: &str) -> Result<AccountId> {
        let device = &self.devices[login];
        let owned = device.accounts().into_iter().find(|account| {
            let (read, _) = device.open(DocumentId::account(*account)).unwrap().account();
            let has_numbers = device.chunks.contains_key(&DocumentId::private(*account));
            read.owner == Some(device.person.identity.user) && read.deputies.is_empty() && has_numbers
        });
        owned.with_context(|| format!("{login} owns nothing"))
    }

    /// Lets a person write into a document as if they had it, whoever it was sent to.
    fn write_as(&mut self, login: &str, from: &str, command: &Command) -> Result<Vec<Written>> {
        let private = command.account().map(DocumentId::private);
        for doc in std::iter::once(command.document()).chain(private) {
            if let Some(chunks) = self.devices[from].chunks.get(&doc).cloned() {
                self.device(login).chunks.entry(doc).or_insert(chunks);
            }
        }
        self.device(login).execute(command)
    }
}

fn rename(account: AccountId, name: &str) -> Command {
    Command::EditAccount { account, edits: vec![AccountEdit::BudgetRange(name.to_owned())] }
}

fn held(device: &Device, written: &Written) -> Option<HeldReason> {
    match device.verdicts.get(&written.hash) {
        Some(Outcome::Held(reason)) => Some(*reason),
        _ => None,
    }
}

fn durable(device: &Device, written: &Written) -> bool {
    matches!(device.verdicts.get(&written.hash), Some(Outcome::Durable(_)))
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_receives_exactly_what_they_may_see_and_not_a_byte_more() -> Result<()> {
    let team = Team::synced().await?;
    // The truth: what each rep's documents say about their owner, and what must stay with them.
    let mut holders: BTreeMap<AccountId, BTreeSet<UserId>> = BTreeMap::new();
    let mut owner: BTreeMap<AccountId, UserId> = BTreeMap::new();
    let mut numbers: BTreeMap<AccountId, Vec<String>> = BTreeMap::new();
    for login in REPS {
        let device = &team.devices[login];
        for account in device.accounts_and_leads() {
            let (read, defects) = device.open(DocumentId::account(account))?.account();
            assert!(defects.is_empty(), "{account}: {defects:?}");
            let of = read.owner.context("the demo has an owner for each customer")?;
            owner.insert(account, of);
            holders.entry(account).or_default().extend(read.deputies.iter().copied().chain([of]));
            if device.chunks.contains_key(&DocumentId::private(account)) {
                let (private, _) = device.open(DocumentId::private(account))?.private();
                let phones = private.contacts.values().map(|facts| facts.office_phone.clone());
                numbers.insert(account, phones.filter(|phone| phone.len() > 6).collect());
            }
        }
    }
    assert_eq!(owner.len(), 312);
    let pooled: BTreeSet<_> = owner.iter().filter(|(_, of)| of.is_pool()).map(|(account, _)| *account).collect();
    assert_eq!(pooled.len(), 4, "the demo has leads in pools");
    assert!(numbers.values().flatten().count() > 100, "the demo has numbers to hide");

    let (_, directory) = team.devices["admin"].workspace()?;
    for (login, device) in &team.devices {
        let me = device.person.identity.user;
        let documents = |kind: DocumentKind| -> BTreeSet<AccountId> {
            device.heads.keys().filter(|doc| doc.kind == kind).map(|doc| AccountId(doc.id)).collect()
        };
        // A rep has what is in the pools of their regions, a manager the rows of all pools.
        let member = &directory.members[&me];
        let rep = member.role == Role::Rep;
        let pools = member.regions.iter().map(|region| UserId::pool(region.as_str())).filter(|_| rep);
        let holds: BTreeSet<_> = pools.chain([me]).collect();
        let mine: BTreeSet<_> =
            holders.iter().filter(|(_, of)| !of.is_disjoint(&holds)).map(|(account, _)| *account).collect();
        let leads = |of: UserId| directory.is_above(me, of) || member.role == Role::Manager && of.is_pool();
        let below: BTreeSet<_> = owner.iter().filter(|(_, of)| leads(**of)).map(|(account, _)| *account).collect();
        assert!(documents(DocumentKind::Private).is_disjoint(&pooled), "numbers of a lead in a pool are with {login}");
        assert_eq!(documents(DocumentKind::Account), mine, "customers in full of {login}");
        assert!(documents(DocumentKind::Private).is_subset(&mine), "private documents of {login}");
        let rows: BTreeSet<_> = device.rows.keys().copied().collect();
        assert!(rows.is_superset(&below), "{login} has the rows of the team");
        assert!(rows.is_subset(&below.union(&mine).copied().collect()), "{login} has no foreign rows");
        assert!(device.heads.keys().all(|doc| doc.kind != DocumentKind::Member || doc.id == me.0), "{login}");
        assert_eq!(device.own_digest()?, device.digest, "the view digest of {login}");
        for account in owner.keys().filter(|account| !mine.contains(account) && !below.contains(account)) {
            assert!(!device.ever_received(account.0.as_bytes()), "{login} received the id of {account}");
        }
        for phone in numbers.iter().filter(|(account, _)| !mine.contains(account)).flat_map(|(_, phones)| phones) {
            assert!(!device.ever_received(phone.as_bytes()), "{login} received the number {phone}");
        }
    }
    assert!(team.devices["chen"].rows.len() == 312 && team.devices["admin"].rows.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_write_a_document_has_the_change_held_and_who_may_has_it_stored() -> Result<()> {
    use DocumentKind::{Account, Private};
    let mut team = Team::synced().await?;
    let account = team.customer_of("li")?;
    for (login, kind, expected) in [
        ("li", Account, None),
        ("li", Private, None),
        ("zhou", Account, Some(HeldReason::NoAccess)),
        ("zhou", Private, Some(HeldReason::NoAccess)),
        ("lin", Account, Some(HeldReason::NoAccess)),
        ("lin", Private, Some(HeldReason::NoAccess)),
        ("chen", Account, None),
        ("chen", Private, Some(HeldReason::NoAccess)),
        ("admin", Account, Some(HeldReason::NoAccess)),
        ("admin", Private, Some(HeldReason::NoAccess)),
    ] {
        let (read, _) = team.devices["li"].open(DocumentId::account(account))?.account();
        let contact = *read.contacts.keys().next().context("the demo has contacts")?;
        let command = match kind {
            Account => rename(account, login),
            _ => Command::EditContact {
                account,
                contact,
                edits: Vec::new(),
                private: vec![fieldnote_core::command::PrivateEdit::OtherChannel(format!("of {login}"))],
            },
        };
        let written = team.write_as(login, "li", &command)?;
        assert!(!written.is_empty(), "{login} {kind:?}: nothing was written");
        team.exchange(login).await?;
        for change in written.iter().filter(|change| change.doc.kind == kind) {
            assert_eq!(held(team.device(login), change), expected, "{login} {kind:?}");
            assert_eq!(durable(team.device(login), change), expected.is_none(), "{login} {kind:?}");
        }
    }
    let (written, _) = team.devices["li"].open(DocumentId::account(account))?.account();
    assert_eq!(written.profile.budget_range, "li", "nothing of the others has reached li yet");
    team.exchange("li").await?;
    let (merged, _) = team.devices["li"].open(DocumentId::account(account))?.account();
    assert_eq!(merged.profile.budget_range, "chen", "only the manager's edit has");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_under_a_foreign_device_or_of_a_protected_fact_is_held() -> Result<()> {
    let mut team = Team::synced().await?;
    let account = team.customer_of("li")?;
    let doc = DocumentId::account(account);
    let thief = team.user("zhou");
    for actor in [DeviceId::SERVER.actor([7; 8]), team.devices["zhou"].actor()] {
        let mut document = Document::load(doc, actor, &team.devices["li"].chunks[&doc])?;
        let written = document.set_owner(thief, now())?.context("an owner was written")?;
        team.device("li").pending.push(written.clone());
        team.exchange("li").await?;
        assert_eq!(held(team.device("li"), &written), Some(HeldReason::ForeignActor));
    }
    let mut document = team.devices["li"].open(doc)?;
    let steal = |writing: &mut Writing<'_>| writing.set(&["facts", "owner"], thief.0);
    let written =
        document.write::<DocumentError>(Some(team.user("li")), now(), steal)?.context("an owner was written")?;
    team.device("li").pending.push(written.clone());
    team.exchange("li").await?;
    assert_eq!(held(team.device("li"), &written), Some(HeldReason::ProtectedPath));

    // The other edits of that phone go on, and the fact is as it was.
    team.device("li").reload();
    let next = team.device("li").execute(&rename(account, "still working"))?;
    team.exchange("li").await?;
    assert!(next.iter().all(|change| durable(&team.devices["li"], change)));
    let (read, _) = team.devices["li"].open(doc)?.account();
    assert_eq!(read.owner, Some(team.user("li")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_pins_a_customer_of_the_team_and_gets_it_without_its_private_document() -> Result<()> {
    let mut team = Team::synced().await?;
    let (of_li, of_sun) = (team.customer_of("li")?, team.customer_of("sun")?);
    for (login, account, sees) in
        [("chen", of_li, true), ("lin", of_sun, true), ("lin", of_li, false), ("zhou", of_li, false)]
    {
        let pins = [DocumentId::account(account), DocumentId::private(account)];
        team.device(login).pins = pins.map(|doc| PinChange { doc, wanted: true }).to_vec();
        team.exchange(login).await?;
        team.exchange(login).await?;
        let device = &team.devices[login];
        assert_eq!(device.chunks.contains_key(&DocumentId::account(account)), sees, "{login}");
        assert!(!device.chunks.contains_key(&DocumentId::private(account)), "{login}");
        assert_eq!(device.own_digest()?, device.digest, "the view digest of {login}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_pinned_on_an_open_socket_comes_at_once() -> Result<()> {
    let mut team = Team::synced().await?;
    let account = team.customer_of("li")?;
    let doc = DocumentId::account(account);
    let Team { server, devices } = &mut team;
    let chen = devices.get_mut("chen").unwrap();
    let mut link = chen.connect(server).await?;
    link.sync(chen, true).await?;
    chen.pins.push(PinChange { doc, wanted: true });
    link.push(chen).await?;
    link.until(chen, |chen| chen.chunks.contains_key(&doc)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_manager_above_assigns_and_the_server_says_why_not() -> Result<()> {
    let mut team = Team::synced().await?;
    let account = team.customer_of("li")?;
    let doc = DocumentId::account(account);
    let zhou = team.user("zhou");
    for (login, to, refused) in [("li", zhou, Some("needs_manager")), ("chen", zhou, None)] {
        let request = RequestId::random(team.device(login).random());
        team.write_as(login, "li", &Command::RequestAssignment { account, request, to })?;
        team.exchange(login).await?;
        team.exchange(login).await?;
        // Whoever owns it now sees the answer.
        team.exchange("li").await?;
        team.exchange("zhou").await?;
        let reader = if refused.is_none() { "zhou" } else { "li" };
        let (read, _) = team.devices[reader].open(doc)?.account();
        match (&read.requests[&request].state, refused) {
            (RequestState::Granted { .. }, None) => assert_eq!(read.owner, Some(zhou)),
            (RequestState::Refused { reason, .. }, Some(expected)) => assert_eq!(reason, expected),
            other => panic!("{login}: {other:?}"),
        }
    }
    assert!(team.devices["zhou"].chunks.contains_key(&DocumentId::private(account)), "the new owner has the numbers");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rep_who_is_reassigned_while_offline_loses_nothing_and_gets_nothing_more() -> Result<()> {
    let mut team = Team::synced().await?;
    let account = team.customer_of("li")?;
    let doc = DocumentId::account(account);
    let note = Command::EditAccount {
        account,
        edits: vec![AccountEdit::Note(TextEdit { base: String::new(), text: "written in the cellar".into() })],
    };
    let offline = team.device("li").execute(&note)?;
    let request = RequestId::random(team.device("chen").random());
    let zhou = team.user("zhou");
    team.write_as("chen", "li", &Command::RequestAssignment { account, request, to: zhou })?;
    team.exchange("chen").await?;

    team.exchange("li").await?;
    let li = team.device("li");
    for change in &offline {
        assert!(li.verdicts.contains_key(&change.hash), "every edit has its answer before the copy goes");
    }
    let gone: BTreeSet<_> = li.gone.iter().map(|gone| gone.doc).collect();
    assert!(gone.contains(&doc) && gone.contains(&DocumentId::private(account)), "{gone:?}");
    assert_eq!(li.own_digest()?, li.digest);
    let held_bytes = offline.iter().any(|change| held(li, change).is_some());
    if held_bytes {
        let listed = team.server.command(&["check"])?;
        assert!(!listed.is_empty());
    }

    let before = team.device("li").received.len();
    team.exchange("zhou").await?;
    let written = team.device("zhou").execute(&rename(account, "a secret of zhou"))?;
    team.exchange("zhou").await?;
    assert!(written.iter().all(|change| durable(&team.devices["zhou"], change)));
    team.exchange("li").await?;
    let later = &team.devices["li"].received[before..];
    let leaks = |needle: &[u8]| later.iter().any(|frame| fieldnote_tests::client::contains(frame, needle));
    assert!(!leaks(account.0.as_bytes()) && !leaks(b"a secret of zhou"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_signs_in_as_another_person_gets_an_id_of_its_own() -> Result<()> {
    let server = Server::demo()?;
    let li = Person::sign_in(&server, "li").await?;
    let answer =
        fieldnote_tests::api::try_sign_in(&server, "zhou", fieldnote_tests::server::PASSWORD, Some(li.identity.device))
            .await?;
    assert_ne!(answer.json()?["device"], li.identity.device.to_string());
    Ok(())
}
