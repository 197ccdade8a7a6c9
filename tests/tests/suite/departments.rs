//! The other departments over real sockets: role x document x action, and every received byte looked at (spec 4.2).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use fieldnote_core::command::{AccountEdit, Command, NewContact, NewContribution};
use fieldnote_core::document::{DocumentError, Writing, Written};
use fieldnote_core::model::{Account, ContributionKind};
use fieldnote_core::policy::Policy;
use fieldnote_core::summary::{RowAudience, SummaryRow, summarise};
use fieldnote_core::sync::wire::{HeldReason, Outcome, PinChange};
use fieldnote_core::values::{AccountId, ContactId, ContributionId, DocumentId, DocumentKind, Id};
use fieldnote_tests::client::Device;
use fieldnote_tests::server::{PASSWORD, Server};

async fn synced(server: &Server, login: &str) -> Result<Device> {
    let mut device = Device::sign_in(server, login).await?;
    device.exchange(server).await?;
    Ok(device)
}

/// A customer of li's with contacts and numbers.
fn customer_of(li: &Device) -> Result<AccountId> {
    let has_numbers = |account: &AccountId| li.chunks.contains_key(&DocumentId::private(*account));
    li.accounts().into_iter().find(has_numbers).context("li has a customer with numbers")
}

#[tokio::test(flavor = "multi_thread")]
async fn marketing_gets_names_and_customer_service_rows_and_neither_a_number() -> Result<()> {
    let server = Server::demo()?;
    let (mut numbers, mut people) = (BTreeSet::new(), BTreeSet::new());
    for login in ["li", "zhou", "zhao", "wu", "sun", "zheng"] {
        let device = synced(&server, login).await?;
        for doc in device.chunks.keys().filter(|doc| doc.kind == DocumentKind::Private) {
            let (private, _) = device.open(*doc)?.private();
            let phones = private.contacts.into_values().map(|facts| facts.office_phone);
            numbers.extend(phones.filter(|phone| phone.len() > 6));
        }
        for account in device.accounts() {
            let (read, _) = device.open(DocumentId::account(account))?.account();
            people.extend(read.contacts.into_values().map(|contact| contact.name).filter(|name| name.len() > 6));
        }
    }
    assert!(numbers.len() > 100 && people.len() > 50, "the demo has what is to be hidden");
    // Login, whose rows, how many of them are leads in a pool.
    for (login, audience, rows) in
        [("he", RowAudience::Named, 312), ("tang", RowAudience::Manager, 308), ("xu", RowAudience::Manager, 308)]
    {
        let device = synced(&server, login).await?;
        assert_eq!(device.own_digest()?, device.digest, "the view digest of {login}");
        assert_eq!(device.chunks.keys().copied().collect::<Vec<_>>(), [DocumentId::WORKSPACE], "{login}");
        assert_eq!(device.rows.len(), rows, "{login}");
        for bytes in device.rows.values() {
            let row = SummaryRow::from_bytes(bytes)?;
            assert_eq!(row.audience, audience);
            assert!(row.agenda.is_empty() && !row.name.is_empty());
            if audience == RowAudience::Named {
                let SummaryRow { account, name, industry, tags, inactive, .. } = row.clone();
                let bare = summarise(&Account::default(), audience, 0, &Policy::default());
                assert_eq!(
                    SummaryRow { audience, ..row },
                    SummaryRow { audience, account, name, industry, tags, inactive, ..bare }
                );
            }
        }
        for number in &numbers {
            assert!(!device.ever_received(number.as_bytes()), "{login} received the number {number}");
        }
        if audience == RowAudience::Named {
            for name in &people {
                assert!(!device.ever_received(name.as_bytes()), "{login} received the contact {name}");
            }
        }
    }
    Ok(())
}

/// What is written into a document by somebody who does not ask the rules of the phone first.
fn force(device: &mut Device, doc: DocumentId, from: &Device) -> Result<Written> {
    if let Some(chunks) = from.chunks.get(&doc).cloned() {
        device.chunks.entry(doc).or_insert(chunks);
    }
    let id = ContributionId(Id::random(device.random())).to_string();
    let me = device.person.identity.user;
    let mut document = match device.open(doc) {
        Ok(document) => document,
        Err(_) => fieldnote_core::document::Document::new(doc, device.actor()),
    };
    let edit = |writing: &mut Writing<'_>| match doc.kind {
        DocumentKind::Account => writing.set(&["profile", "budget_range"], id.as_str()),
        DocumentKind::Private => writing.set(&["other_channel", &id], "of somebody else"),
        DocumentKind::Workspace => writing.set(&["policy", "organisation"], id.as_str()),
        _ => {
            writing.create(&["entries", &id])?;
            writing.set(&["entries", &id, "kind"], "complaint")
        }
    };
    let written = document.write::<DocumentError>(Some(me), fieldnote_tests::client::now(), edit)?;
    let written = written.context("something was written")?;
    device.pending.push(written.clone());
    Ok(written)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_writes_the_documents_that_are_its_own_and_the_rest_is_held() -> Result<()> {
    use DocumentKind::{Account, Campaign, Private, Service, Workspace};
    let mut server = Server::demo()?;
    server.stop()?;
    for (login, role) in [("fa", "legal"), ("ji", "technical")] {
        server.command(&["user", "add", "--login", login, "--name", login, "--role", role, "--password", PASSWORD])?;
    }
    server.start()?;
    let li = synced(&server, "li").await?;
    let account = customer_of(&li)?;
    let kinds = [Account, Private, Service, Campaign, Workspace];
    // Stored or held: customer, numbers, service, campaign, policy.
    for (login, expected) in [
        ("li", [true, true, true, true, false]),
        ("zhou", [false, false, false, false, false]),
        ("lin", [false, false, false, false, true]),
        ("chen", [true, false, true, true, true]),
        ("admin", [false, false, false, false, true]),
        ("he", [false, false, false, true, false]),
        ("tang", [false, false, true, false, false]),
        ("xu", [false, false, true, false, false]),
        ("fa", [false, false, false, false, false]),
        ("ji", [false, false, false, false, false]),
    ] {
        let mut device = synced(&server, login).await?;
        for (kind, stored) in kinds.into_iter().zip(expected) {
            let doc = if kind == Workspace { DocumentId::WORKSPACE } else { DocumentId { kind, id: account.0 } };
            let written = force(&mut device, doc, &li)?;
            device.exchange(&server).await?;
            let verdict = device.verdicts.get(&written.hash).copied();
            let as_expected = match verdict {
                Some(Outcome::Durable(_)) => stored,
                Some(Outcome::Held(reason)) => !stored && reason == HeldReason::NoAccess,
                _ => false,
            };
            assert!(as_expected, "{login} {kind:?}: {verdict:?}");
            device.reload();
        }
    }
    // Nothing of it has reached those whose it is not.
    let fresh: BTreeMap<_, _> = [("he", Campaign), ("tang", Service)].into();
    for (login, kind) in fresh {
        let device = synced(&server, login).await?;
        let kinds: Vec<_> = device.chunks.keys().filter_map(|doc| doc.account_id().map(|_| doc.kind)).collect();
        assert_eq!(kinds, [kind], "{login}");
    }
    server.stop()?;
    server.command(&["check"])?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_captures_leads_or_not_and_who_sells_in_the_region_has_them() -> Result<()> {
    let mut server = Server::demo()?;
    server.stop()?;
    for (login, role) in [("fa", "legal"), ("ji", "technical")] {
        server.command(&["user", "add", "--login", login, "--name", login, "--role", role, "--password", PASSWORD])?;
    }
    server.start()?;
    let number = "021-55661234";
    // Whose lead it becomes: one's own, the region's, or nobody's as it is held.
    let (own, pool) = (Some(false), Some(true));
    let mut captured = BTreeMap::new();
    for (login, becomes) in [
        ("li", own),
        ("chen", own),
        ("he", pool),
        ("tang", pool),
        ("xu", pool),
        ("admin", None),
        ("fa", None),
        ("ji", None),
    ] {
        let mut device = synced(&server, login).await?;
        let (account, contact) = (AccountId::random(device.random()), ContactId::random(device.random()));
        let new = NewContact { name: "王工".into(), office_phone: number.into(), ..Default::default() };
        let name = AccountEdit::Name(format!("蓝海{login}科技有限公司"));
        let edits = vec![name, AccountEdit::Lead(true), AccountEdit::Region("east".into())];
        let written = device.execute(&Command::CreateAccount { account, edits, contacts: vec![(contact, new)] })?;
        device.exchange(&server).await?;
        for written in &written {
            let verdict = device.verdicts.get(&written.hash).copied();
            let held = matches!(verdict, Some(Outcome::Held(HeldReason::NoAccess)));
            let stored = matches!(verdict, Some(Outcome::Durable(_)));
            assert!(if becomes.is_some() { stored } else { held }, "{login}: {verdict:?}");
        }
        assert_eq!(device.chunks.contains_key(&DocumentId::account(account)), becomes == own, "{login}");
        captured.insert(login, (account, becomes));
    }
    // Reps of the region have those of the pool, without the number; other regions and departments none of it.
    let not_theirs: &[(&str, bool)] =
        &[("zhou", true), ("zhao", false), ("sun", false), ("fa", false), ("ji", false), ("admin", false)];
    for (login, covers) in not_theirs {
        let device = synced(&server, login).await?;
        for (account, becomes) in captured.values() {
            let seen = device.chunks.contains_key(&DocumentId::account(*account));
            assert_eq!(seen, *covers && *becomes == pool, "{login}");
            assert_eq!(device.rows.contains_key(account), seen, "{login}");
        }
        assert!(!device.ever_received(number.as_bytes()), "{login}");
    }
    // A department has the row that it has of any lead: marketing of those in the pool, too.
    for (login, audience) in [("he", RowAudience::Named), ("chen", RowAudience::Manager), ("lin", RowAudience::Manager)]
    {
        let device = synced(&server, login).await?;
        let (account, _) = captured["tang"];
        let row = SummaryRow::from_bytes(device.rows.get(&account).context("a row of the pool")?)?;
        assert_eq!((row.audience, row.in_pool()), (audience, audience == RowAudience::Manager), "{login}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn customer_service_opens_a_customer_and_its_owner_hears_of_what_was_added() -> Result<()> {
    let server = Server::demo()?;
    let mut li = synced(&server, "li").await?;
    let account = customer_of(&li)?;
    let mut tang = synced(&server, "tang").await?;
    let pins = [DocumentId::account(account), DocumentId::private(account), DocumentId::campaign(account)];
    tang.pins = pins.map(|doc| PinChange { doc, wanted: true }).to_vec();
    tang.exchange(&server).await?;
    tang.exchange(&server).await?;
    assert!(tang.chunks.contains_key(&DocumentId::account(account)));
    assert!(!tang.chunks.contains_key(&DocumentId::private(account)));
    assert_eq!(tang.own_digest()?, tang.digest);
    // To read, not to write: the phone says so before the server has to.
    let new = NewContribution { kind: ContributionKind::Complaint, text: "换型太慢".into(), ..Default::default() };
    let contribution = ContributionId::random(tang.random());
    tang.execute(&Command::Contribute { account, contribution, new: new.clone() })?;
    let interest = NewContribution { kind: ContributionKind::Interest, campaign: "秋季展".into(), ..new };
    let contribution = ContributionId::random(tang.random());
    assert!(tang.execute(&Command::Contribute { account, contribution, new: interest }).is_err());
    tang.exchange(&server).await?;
    li.exchange(&server).await?;
    let (added, defects) = li.open(DocumentId::service(account))?.contributions();
    assert_eq!((added.len(), defects.len()), (1, 0));
    let row = SummaryRow::from_bytes(&li.rows[&account])?;
    assert_eq!(row.changes.last().and_then(|change| change.by), Some(tang.person.identity.user));
    // The owner's own edits go on.
    let edits = vec![AccountEdit::BudgetRange("50–60万".into())];
    li.execute(&Command::EditAccount { account, edits })?;
    li.exchange(&server).await?;
    tang.exchange(&server).await?;
    let (read, _) = tang.open(DocumentId::account(account))?.account();
    assert_eq!(read.profile.budget_range, "50–60万");
    Ok(())
}
