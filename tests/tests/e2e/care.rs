//! Thinking of a customer, offline: the day is called to mind, the greeting is this customer's, and it counts.

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{open_sample, turn};

#[tokio::test(flavor = "multi_thread")]
async fn an_anniversary_is_called_to_mind_and_greeted_with_words_of_one_s_own() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = phone.cut().await?;
    phone.goto("/today").await?;
    phone.see("成立10周年").await?;
    phone.tap("link", "写问候 科技有限公司").await?;
    phone.wait_for("textbox", "内容").await?;
    let template = phone.value("内容").await?;
    ensure!(template.contains("*经理") && template.contains("成立10周年"), "{template}");
    phone.see("加一句只给这位客户的话").await?;
    // Nothing goes to everybody.
    phone.fill("内容", "祝庆典圆满，合作愉快！").await?;
    phone.see("写上客户或联系人的名字").await?;
    phone.tap("button", "记为已发送").await?;
    phone.until("the text to be gone back to", "return document.activeElement.id === 'care-text'").await?;
    phone.fill("内容", "*经理，贵司10周年快乐！附上上次谈到的节拍测算，供您参考。").await?;
    phone.lose("写上客户或联系人的名字").await?;
    // Half written it survives.
    phone.see("草稿已存本机").await?;
    phone.reload().await?;
    phone.wait_for("textbox", "内容").await?;
    ensure!(phone.value("内容").await?.contains("节拍测算"));
    phone.tap("button", "记为已发送").await?;
    phone.see("跟进已存本机").await?;
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see("节拍测算").await?;
    phone.see("非业务互动").await?;
    phone.goto("/today").await?;
    phone.see("关怀").await?;
    phone
        .until("the customer to be done", "return !document.querySelector('#care').textContent.includes('成立10周年')")
        .await?;
    drop(cut);
    phone.goto("/sync-status").await?;
    phone.synced().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_may_be_lost_is_warned_of_on_the_phone_and_at_the_manager_s() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let cut = phone.cut().await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", "对账时说起上月两次交期延误").await?;
    phone.fill("客户反馈", "对交期不满意").await?;
    phone.tap("button", "更多：主题、需求、共识、风险").await?;
    // A slip of the finger is taken back by the next tap.
    phone.tap("button", "9").await?;
    phone.tap("button", "6").await?;
    look_at(&phone, &axe, "the score in a record", &mut wrong).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    phone.goto(&customer).await?;
    phone.see("满意度只有6分").await?;
    phone.see("建议安排高层拜访、增加关怀").await?;
    look_at(&phone, &axe, "a warned customer", &mut wrong).await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(cut);
    phone.goto("/sync-status").await?;
    phone.synced().await?;

    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto("/team").await?;
    manager.see("满意度只有6分").await?;
    manager.see("客户留存率").await?;
    // With a lower limit nobody is warned of it, at once.
    manager.goto("/rules").await?;
    manager.fill("满意度低于几分就预警", "6").await?;
    manager.tap("button", "保存规则").await?;
    manager.see("规则已改，立即生效").await?;
    manager.goto("/team").await?;
    manager.see("有风险").await?;
    manager.lose("满意度只有6分").await
}
