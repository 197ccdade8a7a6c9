//! Bytes that went bad on the server's disk: what it cannot rebuild comes back from the phones, and nobody does anything.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fieldnote_core::command::{AccountEdit, Command};
use fieldnote_core::session::Event;
use fieldnote_core::testing::device_store::DeviceStore;
use fieldnote_core::values::{AccountId, DocumentId};
use fieldnote_tests::api::Person;
use fieldnote_tests::replica::Replica;
use fieldnote_tests::server::Server;

const WITHIN: Duration = Duration::from_secs(60);

/// What goes bad.
const FAULTS: [(&str, &str); 3] = [
    ("flipped bits", "UPDATE {table} SET bytes = zeroblob(length(bytes)) WHERE doc = ?1"),
    ("cut short", "UPDATE {table} SET bytes = substr(bytes, 1, length(bytes) / 2) WHERE doc = ?1"),
    ("missing", "DELETE FROM {table} WHERE doc = ?1"),
];

fn edit(account: AccountId, text: &str) -> Command {
    Command::EditAccount { account, edits: vec![AccountEdit::BudgetRange(text.to_owned())] }
}

async fn phone(server: &Server, login: &str, seed: u64) -> Result<Replica> {
    let person = Person::sign_in(server, login).await?;
    let mut phone = Replica::start(person, &server.address(), DeviceStore::default(), seed);
    phone.tell(Event::Leader(true));
    phone.until(WITHIN, Replica::is_live).await?;
    Ok(phone)
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_documents_come_back_from_the_phones() -> Result<()> {
    let mut server = Server::demo()?;
    let mut li = phone(&server, "li", 1).await?;
    let accounts: Vec<_> = li.session.texts().iter().map(|(account, _)| *account).take(FAULTS.len() * 2).collect();
    ensure!(accounts.len() == FAULTS.len() * 2, "the demo has too few customers");
    for account in &accounts {
        li.execute(edit(*account, "before")).await?;
    }
    li.until(WITHIN, Replica::is_live).await?;
    server.stop()?;
    let database = rusqlite::Connection::open(server.data().join("fieldnote.db"))?;
    // Of every second one the log stays, where all of it is: the server rebuilds that by itself.
    for ((name, fault), pair) in FAULTS.iter().zip(accounts.chunks(2)) {
        let tables = [["snapshots", "changes"].as_slice(), &["snapshots"]];
        for (account, tables) in pair.iter().zip(tables) {
            for table in tables {
                let doc = DocumentId::account(*account).to_bytes();
                database.execute(&fault.replace("{table}", table), [doc]).context(*name)?;
            }
        }
    }
    drop(database);
    let refused = server.command(&["check"]).err().context("`check` found nothing")?;
    ensure!(refused.to_string().contains("repair"), "{refused:#}");
    server.start()?;
    li.execute(edit(accounts[0], "after")).await?;
    li.until(WITHIN, |phone| phone.is_live() && phone.session.status().pending == 0).await?;
    let fresh = phone(&server, "li", 2).await?;
    for (at, account) in accounts.iter().enumerate() {
        let expected = if at == 0 { "after" } else { "before" };
        let chunks = fresh.store.chunks(DocumentId::account(*account));
        let document = fieldnote_core::document::Document::load(DocumentId::account(*account), [7; 16], &chunks)?;
        let found = document.account().0.profile.budget_range;
        ensure!(found == expected, "customer {at}: {found}");
    }
    server.stop()?;
    server.command(&["check"]).context("after the repair")?;
    let trail = server.command(&["audit"])?;
    ensure!(trail.contains("damaged") && trail.contains("taken_back"), "{trail}");
    Ok(())
}
