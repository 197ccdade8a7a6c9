//! Thinking of a customer, offline: the day is called to mind, the greeting is this customer's, and it counts.

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

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
