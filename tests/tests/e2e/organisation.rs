//! What the organisation is called, where it works and by which clock, changed without network and followed by everybody.

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::{open_sample, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_name_a_zone_and_regions_changed_offline_are_with_every_rep() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let admin = Phone::signed_in(&server, "admin", Look::DESK).await?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = admin.cut().await?;
    admin.goto("/rules").await?;
    admin.fill("组织名称", "").await?;
    admin.tap("button", "保存规则").await?;
    admin.see("这一项必填").await?;
    admin.fill("组织名称", "北辰自动化").await?;
    admin.choose("时区", "UTC+07:00").await?;
    admin.tap("button", "保存规则").await?;
    admin.see("规则已改，立即生效").await?;
    admin.goto("/rules").await?;
    admin.tap("button", "添加区域").await?;
    admin.fill("区域名称（中文）", "西南").await?;
    admin.tap("button", "保存").await?;
    admin.see("这一项必填").await?;
    admin.fill("区域名称（英文）", "Southwest").await?;
    admin.tap("button", "保存").await?;
    admin.wait_for("button", "修改 西南").await?;
    admin.tap("button", "修改 华东").await?;
    admin.fill("区域名称（中文）", "华东大区").await?;
    admin.tap("button", "保存").await?;
    admin.wait_for("button", "修改 华东大区").await?;
    drop(cut);
    admin.synced().await?;

    phone.synced().await?;
    phone.goto("/rules").await?;
    for said in ["北辰自动化", "UTC+07:00", "西南", "华东大区"] {
        phone.see(said).await?;
    }
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.see("华东大区").await?;
    let cut = phone.cut().await?;
    phone.goto(&format!("{customer}/edit")).await?;
    phone.choose("区域", "西南").await?;
    phone.tap("button", "保存资料").await?;
    phone.see("资料已存本机").await?;
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.see("西南").await?;
    drop(cut);
    phone.synced().await
}
