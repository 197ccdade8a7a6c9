//! Rights that end while a phone is in use: a reassigned customer, a revoked device, an expired session.

use anyhow::{Context, Result};
use fieldnote_core::values::{AccountId, DocumentId};
use fieldnote_tests::api::{Person, call};
use fieldnote_tests::client::Device;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;
use reqwest::Method;

use crate::{SAMPLE, give_to_zhou, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_given_to_a_colleague_disappears_with_a_message() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    phone.goto("/customers").await?;
    phone.tap("link", SAMPLE).await?;
    phone.wait_for("link", "记跟进").await?;
    let path = phone.path().await?;
    let account: AccountId = path.rsplit('/').next().context("no id")?.parse()?;

    give_to_zhou(&server, account).await?;

    phone.see("科技有限公司").await?;
    phone.see("不归你负责").await?;
    phone.goto("/customers").await?;
    phone.wait_for("link", "有限公司").await?;
    assert!(!phone.has("link", SAMPLE).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_says_so_and_keeps_what_is_on_it() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let li = Person::sign_in(&server, "li").await?;
    let devices = li.call(Method::GET, "/api/devices", None).await?.json()?;
    let other = devices
        .as_array()
        .and_then(|all| all.iter().find(|device| device["current"] == false && device["name"] != "demo"));
    let id = other.and_then(|device| device["id"].as_str()).context("the phone is listed")?.to_owned();
    assert_eq!(li.call(Method::DELETE, &format!("/api/devices/{id}"), None).await?.status, 204);
    phone.see("这台设备已停用").await?;
    phone.goto("/customers").await?;
    phone.see("这台设备已停用").await?;
    phone.wait_for("link", SAMPLE).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_session_keeps_what_is_written_and_sends_it_after_signing_in_again() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let headers = [("cookie", phone.cookie().await?), ("origin", server.url().to_owned())];
    let headers = [("cookie", headers[0].1.as_str()), ("origin", headers[1].1.as_str())];
    assert_eq!(call(server.url(), Method::DELETE, "/api/session", &headers, None).await?.status, 204);

    phone.goto("/customers").await?;
    phone.see("登录已到期").await?;
    phone.tap("link", SAMPLE).await?;
    phone.tap("link", "记跟进").await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", "登录到期后记下的第一条，约了周五看样机").await?;
    phone.fill("客户反馈", "周五上午有空").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    phone.tap("link", "登录后同步").await?;
    phone.fill("密码", fieldnote_tests::server::PASSWORD).await?;
    phone.tap("button", "登录").await?;
    phone.synced().await?;

    let mut fresh = Device::sign_in(&server, "li").await?;
    fresh.exchange(&server).await?;
    let found = fresh.accounts().into_iter().any(|account| {
        let (read, _) = fresh.open(DocumentId::account(account)).unwrap().account();
        read.visits.values().any(|visit| visit.summary.contains("登录到期后记下的第一条"))
    });
    assert!(found, "the follow-up reached the server");
    Ok(())
}
