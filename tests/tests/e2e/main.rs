//! The product in Chromium, as people use it: few tests, each a whole story.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the helpers of tests may fail as the tests themselves do"
)]

mod accessibility;
mod addresses;
mod browser;
mod business_events;
mod cards;
mod care;
mod departments;
mod duplicates;
mod follow_up_table;
mod killed;
mod lead_to_visit;
mod leads;
mod news;
mod offline_day;
mod organisation;
mod pinyin;
mod preparation;
mod reminders;
mod restored;
mod review;
mod rhythm;
mod rights;
mod storage;
mod together;
mod update;
mod warned;

use anyhow::Result;
use fieldnote_core::command::Command;
use fieldnote_core::sync::wire::PinChange;
use fieldnote_core::values::{AccountId, DocumentId, RequestId};
use fieldnote_tests::api::Person;
use fieldnote_tests::client::Device;
use fieldnote_tests::phone::Phone;
use fieldnote_tests::server::Server;
use tokio::sync::{Mutex, MutexGuard};

/// The sample customer of the sources as its row begins: the grade, then the name that others of the demo end with.
const SAMPLE: &str = "A科技有限公司";

/// Lets chen give a customer of li's to zhou.
async fn give_to_zhou(server: &Server, account: AccountId) -> Result<()> {
    let zhou = Person::sign_in(server, "zhou").await?;
    let mut manager = Device::sign_in(server, "chen").await?;
    manager.pins.push(PinChange { doc: DocumentId::account(account), wanted: true });
    manager.exchange(server).await?;
    manager.exchange(server).await?;
    let request = RequestId::random(manager.random());
    manager.execute(&Command::RequestAssignment { account, request, to: zhou.identity.user })?;
    manager.exchange(server).await
}

/// Finds the sample customer and opens it; returns its path.
async fn open_sample(phone: &Phone) -> Result<String> {
    phone.goto("/customers").await?;
    phone.fill("搜客户", "科技有限公司").await?;
    phone.tap("link", SAMPLE).await?;
    phone.wait_for("link", "记跟进").await?;
    phone.path().await
}

/// Records what was said on the telephone with a customer, until it is saved.
async fn record(phone: &Phone, customer: &str, talk: &str) -> Result<()> {
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", talk).await?;
    phone.fill("客户反馈", "参数没有异议").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await
}

/// One story at a time: each needs the processor for itself to be as fast as the app promises.
async fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    TURN.lock().await
}
