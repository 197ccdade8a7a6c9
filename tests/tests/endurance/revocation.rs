//! The borders between the parts of a conversation, over a real socket.

use anyhow::{Context, Result, ensure};
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::document::Written;
use fieldnote_core::sync::wire::{ByeReason, ClientFrame, Cookie, Outcome, PinChange, Push};
use fieldnote_core::values::{AccountId, DocumentId, RequestId, UserId};
use fieldnote_tests::api::Person;
use fieldnote_tests::client::{Device, Ended, Link, by_document, contains, ensure_durable};
use fieldnote_tests::server::Server;
use reqwest::Method;
use serde_json::json;

/// How the right ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Revocation {
    /// The customer goes to a colleague.
    Reassigned,
    /// An administrator disables the person.
    Disabled,
    /// The person revokes the device from another one.
    DeviceRevoked,
}

/// When it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Border {
    BeforeConnecting,
    Connected,
    /// A first sync was asked for, and nothing of the answer was read.
    SyncSent,
    /// One page of a first sync was read.
    BetweenPages,
    /// Live, with an edit that was not sent.
    BeforePush,
    /// An edit was sent, and nothing was read.
    PushSent,
}

/// One rep for each border: what one loses is not what the next works with.
const BORDERS: [(Border, &str); 6] = [
    (Border::BeforeConnecting, "li"),
    (Border::Connected, "zhou"),
    (Border::SyncSent, "zhao"),
    (Border::BetweenPages, "wu"),
    (Border::BeforePush, "sun"),
    (Border::PushSent, "zheng"),
];

/// A server, and those who take rights away.
struct Office {
    server: Server,
    admin: Person,
    chief: Device,
    /// Who gets the customers.
    heir: UserId,
}

impl Office {
    async fn open() -> Result<Self> {
        let server = Server::demo()?;
        let admin = Person::sign_in(&server, "admin").await?;
        let mut chief = Device::sign_in(&server, "chen").await?;
        chief.exchange(&server).await?;
        // A manager may hold customers, and outlives all borders.
        let heir = Person::sign_in(&server, "lin").await?.identity.user;
        Ok(Self { server, admin, chief, heir })
    }

    /// Takes the right away; from when this returns on, it is gone.
    async fn revoke(&mut self, how: Revocation, of: &Person, other: &Person, account: AccountId) -> Result<()> {
        let identity = &of.identity;
        match how {
            Revocation::Reassigned => {
                let request = RequestId::random(self.chief.random());
                self.write(&Command::RequestAssignment { account, request, to: self.heir }).await
            }
            Revocation::Disabled => {
                let path = format!("/api/users/{}", identity.user);
                let answer = self.admin.call(Method::PATCH, &path, Some(&json!({"disabled": true}))).await?;
                ensure!(answer.status == 200, "{:?}", answer.json());
                Ok(())
            }
            Revocation::DeviceRevoked => {
                let answer = other.call(Method::DELETE, &format!("/api/devices/{}", identity.device), None).await?;
                ensure!(answer.status == 204, "{:?}", answer.json());
                Ok(())
            }
        }
    }

    /// Lets the manager write a customer, as if it was pinned.
    async fn write(&mut self, command: &Command) -> Result<()> {
        let written = self.chief.execute(command)?;
        self.chief.exchange(&self.server).await?;
        ensure_durable(&self.chief, &written)
    }
}

fn edit(account: AccountId, text: &str) -> Command {
    Command::EditAccount { account, edits: vec![AccountEdit::BudgetRange(text.to_owned())] }
}

/// Plays a conversation up to a border; returns the edits that the phone made, and its socket when it is open.
async fn up_to(
    border: Border,
    device: &mut Device,
    account: AccountId,
    server: &Server,
) -> Result<(Vec<Written>, Option<Link>)> {
    if matches!(border, Border::BeforePush | Border::PushSent) {
        let mut link = device.connect(server).await?;
        link.sync(device, true).await?;
        let made = device.execute(&edit(account, "unsent"))?;
        if border == Border::PushSent {
            let pending = by_document(&device.pending);
            link.send(&ClientFrame::Push(Push { pending, ..Push::default() })).await?;
        }
        return Ok((made, Some(link)));
    }
    let made = device.execute(&edit(account, "unsent"))?;
    if border == Border::BeforeConnecting {
        return Ok((made, None));
    }
    let mut link = device.connect(server).await?;
    if border != Border::Connected {
        device.cookie = Cookie::default();
        device.chunks.clear();
        device.heads.clear();
        device.rows.clear();
        let first = device.first_frame(true);
        link.send(&first).await?;
    }
    if border == Border::BetweenPages {
        let page = link.next(device).await?;
        ensure!(page.more, "a first sync of one page has nothing between");
        device.take(page);
    }
    Ok((made, Some(link)))
}

/// Plays the rest, until the server ends it or the customer is gone and nothing waits; returns how it ended.
async fn to_the_end(
    how: Revocation,
    border: Border,
    link: Option<Link>,
    device: &mut Device,
    doc: DocumentId,
    server: &Server,
) -> Result<Option<ByeReason>> {
    let mut link = match link {
        Some(link) => link,
        None => device.connect(server).await?,
    };
    // Who was cut off may find the socket closed while sending.
    let _closed = match border {
        Border::BeforeConnecting | Border::Connected => {
            let first = device.first_frame(true);
            link.send(&first).await
        }
        Border::BeforePush => {
            let pending = by_document(&device.pending);
            link.send(&ClientFrame::Push(Push { pending, ..Push::default() })).await
        }
        Border::SyncSent | Border::BetweenPages | Border::PushSent => Ok(()),
    };
    loop {
        match link.next(device).await {
            Ok(page) => {
                let more = page.more;
                device.take(page);
                let left = how == Revocation::Reassigned && !more && !device.chunks.contains_key(&doc);
                if left && device.pending.is_empty() {
                    return Ok(None);
                }
            }
            Err(error) => match error.downcast::<Ended>() {
                Ok(Ended(reason)) => return Ok(Some(reason)),
                Err(error) => return Err(error),
            },
        }
    }
}

/// Every edit is durable, or held where its author can read it, or still on the phone.
async fn nothing_is_lost(office: &mut Office, device: &Device, made: &[Written], how: Revocation) -> Result<()> {
    for change in made {
        // Pinned, so that what was accepted comes to the manager.
        office.chief.pins.push(PinChange { doc: change.doc, wanted: true });
        office.chief.exchange(&office.server).await?;
        office.chief.exchange(&office.server).await?;
        match device.verdicts.get(&change.hash) {
            None => ensure!(device.pending.contains(change), "an edit is neither judged nor on the phone"),
            // Accepted before the right ended: the manager, who writes on, builds on it.
            Some(Outcome::Durable(_)) => ensure!(office.chief.open(change.doc)?.has(change.hash), "it is not there"),
            // Who may still sign in reads it on the server, everybody else on the phone.
            Some(Outcome::Held(reason)) if how == Revocation::Reassigned => {
                let held = device.person.call(Method::GET, "/api/held", None).await?;
                ensure!(contains(&held.body, b"unsent"), "held for {reason:?} and not readable: {:?}", held.json());
            }
            Some(Outcome::Held(_)) => {}
        }
    }
    Ok(())
}

async fn play(office: &mut Office, how: Revocation, border: Border, login: &str) -> Result<()> {
    let mut device = Device::sign_in(&office.server, login).await?;
    let other = Person::sign_in(&office.server, login).await?;
    device.exchange(&office.server).await?;
    let me = device.person.identity.user;
    let mut owned = device.accounts().into_iter();
    let of_mine = |account: &AccountId| {
        let (read, _) = device.open(DocumentId::account(*account)).unwrap().account();
        read.owner == Some(me) && read.deputies.is_empty()
    };
    let account = owned.find(of_mine).with_context(|| format!("{login} owns nothing"))?;
    let doc = DocumentId::account(account);
    office.chief.chunks.insert(doc, device.chunks[&doc].clone());

    let (made, link) = up_to(border, &mut device, account, &office.server).await?;
    ensure!(!made.is_empty(), "nothing waits");
    office.revoke(how, &device.person, &other, account).await?;
    let secret = format!("after the end of {login}");
    office.write(&edit(account, &secret)).await?;

    let end = to_the_end(how, border, link, &mut device, doc, &office.server).await?;
    let expected = match how {
        Revocation::Reassigned => None,
        Revocation::Disabled => Some(ByeReason::SignedOut),
        Revocation::DeviceRevoked => Some(ByeReason::Revoked),
    };
    ensure!(end == expected, "ended by {end:?} instead of {expected:?}");
    ensure!(!device.ever_received(secret.as_bytes()), "what was written later arrived");
    nothing_is_lost(office, &device, &made, how).await
}

async fn table(how: Revocation) -> Result<()> {
    let mut office = Office::open().await?;
    for (border, login) in BORDERS {
        let played = play(&mut office, how, border, login).await;
        played.with_context(|| format!("{how:?} at {border:?} of {login}"))?;
    }
    office.server.stop()?;
    office.server.command(&["check"])?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_reassigned_at_any_border_of_a_conversation() -> Result<()> {
    table(Revocation::Reassigned).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_disabled_at_any_border_of_a_conversation() -> Result<()> {
    table(Revocation::Disabled).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_revoked_at_any_border_of_a_conversation() -> Result<()> {
    table(Revocation::DeviceRevoked).await
}
