//! No room: on the server's disk, and in the browser's store as the browser itself measures it.

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::{Fault, Server};
use serde_json::json;

use crate::{SAMPLE, turn};

/// Opens the follow-up form of the sample customer and fills it; returns the customer's address.
async fn follow_up(phone: &Phone, what: &str) -> Result<String> {
    phone.goto("/customers").await?;
    phone.tap("link", SAMPLE).await?;
    let customer = phone.path().await?;
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", what).await?;
    phone.fill("客户反馈", "没有异议").await?;
    phone.see("草稿已存本机").await?;
    Ok(customer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_room_is_told_and_gets_everything_when_it_has_some() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo_on_a_failing_disk()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = follow_up(&phone, "服务器满了的时候写的这一段").await?;
    server.fail_disk(Fault::Full)?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    phone.see("服务器存不了").await?;
    phone.goto("/sync-status").await?;
    phone.see("服务器暂时存不了").await?;
    // Reading and searching go on.
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see("服务器满了的时候写的这一段").await?;
    phone.goto("/customers").await?;
    phone.wait_for("link", SAMPLE).await?;
    // By itself, when there is room.
    server.heal_disk()?;
    phone.synced().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_room_refuses_an_edit_whole_and_takes_it_when_there_is_some() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = follow_up(&phone, "手机满了的时候写的这一段").await?;
    phone.cdp("Storage.overrideQuotaForOrigin", json!({"origin": server.url(), "quotaSize": 1})).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("浏览器没有空间了").await?;
    assert_eq!(phone.value("谈了什么").await?, "手机满了的时候写的这一段");
    // Nothing of it was written: not the follow-up, not what would be sent.
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.wait_for("link", "记跟进").await?;
    assert!(!phone.text().await?.contains("手机满了的时候写的这一段"));
    phone.cdp("Storage.overrideQuotaForOrigin", json!({"origin": server.url()})).await?;
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.wait_for("textbox", "谈了什么").await?;
    assert_eq!(phone.value("谈了什么").await?, "手机满了的时候写的这一段");
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    phone.synced().await?;
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see("手机满了的时候写的这一段").await
}
