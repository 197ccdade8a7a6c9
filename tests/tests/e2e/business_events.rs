//! What happens at a customer is recorded offline, says at once how to be of use, and is done when somebody was.

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::turn;

/// Opens a customer of the demo of whom nothing else is to be thought of.
async fn open(phone: &Phone) -> Result<String> {
    phone.goto("/customers").await?;
    phone.fill("搜客户", "联创").await?;
    phone.tap("link", "南京联创建材有限公司").await?;
    phone.wait_for("link", "记跟进").await?;
    phone.path().await
}

async fn change_note(phone: &Phone, customer: &str, note: &str) -> Result<()> {
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.tap("link", "政策调整").await?;
    phone.fill("备注", note).await?;
    phone.tap("button", "保存").await?;
    phone.see("已记录业务发展").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_policy_asks_for_an_introduction_until_one_was_offered() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let tablet = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open(&phone).await?;
    open(&tablet).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let cut = phone.cut().await?;
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.see("业务发展 0").await?;
    phone.tap("link", "记录业务发展").await?;
    phone.tap("button", "保存").await?;
    phone.see("这一项必填").await?;
    look_at(&phone, &axe, "an event that says nothing", &mut wrong).await?;
    phone.tap("radio", "政策调整").await?;
    phone.fill("备注", "能效补贴下月申报").await?;
    phone.tap("button", "保存").await?;
    phone.see("已记录业务发展").await?;

    // The preparation says what it asks for; of what is near it comes before the report of the industry.
    phone.see("介绍行业资源").await?;
    phone.see("能效补贴下月申报").await?;
    look_at(&phone, &axe, "a customer with an event", &mut wrong).await?;
    phone.goto("/today").await?;
    phone.see("政策调整：提供行业资源对接").await?;
    phone.tap("link", "资源对接 南京联创建材有限公司").await?;
    phone.wait_for("textbox", "内容").await?;
    let template = phone.value("内容").await?;
    ensure!(template.contains("愿意为您引荐"), "{template}");
    phone.fill("内容", &format!("{template}他们去年申报过能效补贴。")).await?;
    phone.tap("button", "记为已发送").await?;
    phone.see("跟进已存本机").await?;
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see("非业务互动").await?;
    phone.goto("/today").await?;
    phone.see("关怀").await?;
    phone.lose("提供行业资源对接").await?;
    drop(cut);
    phone.synced().await?;

    // Two who change it without knowing of each other: one of the notes stands, the other is kept and can be chosen.
    tablet.synced().await?;
    tablet.goto(&format!("{customer}?tab=file")).await?;
    tablet.see("能效补贴下月申报").await?;
    let (cut, far) = (phone.cut().await?, tablet.cut().await?);
    change_note(&phone, &customer, "补贴一月申报").await?;
    change_note(&tablet, &customer, "补贴二月申报").await?;
    drop(cut);
    phone.synced().await?;
    drop(far);
    tablet.synced().await?;
    phone.synced().await?;
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.tap("link", "有两个值").await?;
    phone.see("补贴一月申报").await?;
    phone.see("补贴二月申报").await?;
    look_at(&phone, &axe, "two notes of an event", &mut wrong).await?;
    phone.tap("radio", "补贴二月申报").await?;
    phone.tap("button", "用补贴二月申报").await?;
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.see("补贴二月申报").await?;
    phone.lose("补贴一月申报").await?;
    look_at(&phone, &axe, "a file with an event", &mut wrong).await?;
    phone.synced().await?;

    // Taken out by the manager it is gone, and its history says so.
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto(&format!("{customer}?tab=file")).await?;
    manager.tap("link", "政策调整").await?;
    manager.tap("button", "删除这条").await?;
    manager.see("已删除业务发展").await?;
    manager.see("业务发展 0").await?;
    manager.goto(&format!("{customer}?tab=history")).await?;
    manager.lose("已删除业务发展").await?;
    manager.see("已删除").await?;
    manager.synced().await?;
    phone.synced().await?;
    phone.see("业务发展 0").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
