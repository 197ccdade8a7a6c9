//! A store that refuses: full, failing, or thrown away by the browser; and a server without room.

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::{Fault, Server};

use crate::{SAMPLE, turn};

/// Puts another function in the place of one of IndexedDB's, which it may call as `real`.
async fn replace(phone: &Phone, function: &str, body: &str) -> Result<()> {
    let script =
        format!("const real = {function}; window.whole = () => {{ {function} = real; }}; {function} = {body};");
    phone.script(&script, vec![]).await.map(drop)
}

/// Undoes the last replacement.
async fn repair(phone: &Phone) -> Result<()> {
    phone.script("window.whole();", vec![]).await.map(drop)
}

/// Fills a follow-up of the sample customer and returns the customer's address.
async fn written(phone: &Phone, what: &str) -> Result<String> {
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
async fn what_the_store_refuses_is_told_and_kept_until_it_takes_it() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = written(&phone, "存不下的时候写的这一段").await?;

    let full = "function() { throw new DOMException('no room', 'QuotaExceededError'); }";
    replace(&phone, "IDBObjectStore.prototype.put", full).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("浏览器没有空间了").await?;
    repair(&phone).await?;

    // A bad request after good ones: the browser aborts the transaction, also when it is tried again.
    let twice = "function(value, key) { this.add(value, key + '!'); return this.add(value, key + '!'); }";
    replace(&phone, "IDBObjectStore.prototype.put", twice).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("浏览器暂时存不了").await?;
    assert_eq!(phone.value("谈了什么").await?, "存不下的时候写的这一段");
    repair(&phone).await?;

    // A handle that was cut once is opened again.
    let cut = "function(...all) { window.whole(); this.close(); return real.apply(this, all); }";
    replace(&phone, "IDBDatabase.prototype.transaction", cut).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    phone.lose("浏览器暂时存不了").await?;
    let phone = phone.restart().await?;
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see("存不下的时候写的这一段").await
}

#[tokio::test(flavor = "multi_thread")]
async fn data_that_the_browser_threw_away_is_noticed_when_it_is_opened_again() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    written(&phone, "资料被清掉之后写的").await?;
    let gone = "function(...all) { window.whole(); \
        real.call(this, ['meta'], 'readwrite').objectStore('meta').clear(); \
        this.close(); return real.apply(this, all); }";
    replace(&phone, "IDBDatabase.prototype.transaction", gone).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("浏览器清掉了本机资料").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_room_is_told_and_gets_everything_when_it_has_some() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo_on_a_failing_disk()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = written(&phone, "服务器满了的时候写的这一段").await?;
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
