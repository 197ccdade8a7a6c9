//! One customer written down twice: merged without network, both histories in one place, taken apart again.

use anyhow::{Result, ensure};
use fieldnote_core::testing::builders::create_account;
use fieldnote_core::values::AccountId;
use fieldnote_tests::client::Device;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{record, turn};

const KEPT: &str = "恒立泵业有限公司";
const TWICE: &str = "恒立泵业";
/// A published code.
const CODE: &str = "9144030071526726XG";

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_merged_and_taken_apart_without_losing_a_word() -> Result<()> {
    let _turn = turn().await;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let server = Server::demo()?;
    let mut desk = Device::sign_in(&server, "li").await?;
    desk.exchange(&server).await?;
    let mut accounts = Vec::new();
    for name in [KEPT, TWICE] {
        let account = AccountId::random(desk.random());
        desk.execute(&create_account(account, name, "new"))?;
        accounts.push(format!("/customers/{account}"));
    }
    desk.exchange(&server).await?;
    let [kept, twice] = [accounts.remove(0), accounts.remove(0)];
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    phone.goto(&twice).await?;
    phone.see("已有同名客户").await?;
    phone.wait_for("button", "合并…").await?;
    let cut = phone.cut().await?;
    record(&phone, &twice, "确认了密封件的交期").await?;
    record(&phone, &kept, "谈了明年的框架协议").await?;

    // The customer of the same name is proposed; nothing is merged before one is chosen.
    phone.goto(&twice).await?;
    phone.tap("button", "更多操作").await?;
    phone.tap("menuitem", "与另一客户合并").await?;
    phone.tap("radio", KEPT).await?;
    phone.see(&format!("{TWICE} 将归入 {KEPT}")).await?;
    look_at(&phone, &axe, "the sheet", &mut wrong).await?;
    phone.tap("button", "合并").await?;
    phone.see("已申请合并重复客户").await?;
    ensure!(!phone.has("button", "撤销").await?, "what was asked for is taken back by asking again");
    drop(cut);
    phone.see("该客户已归入").await?;
    look_at(&phone, &axe, "the duplicate", &mut wrong).await?;

    // It is gone from the list, and all of it stands with the customer that stays.
    phone.goto("/customers").await?;
    phone.fill("搜客户", TWICE).await?;
    phone.wait_for("link", KEPT).await?;
    phone.see(&format!("1位客户提到“{TWICE}”")).await?;
    let cut = phone.cut().await?;
    phone.goto(&format!("{kept}?tab=log")).await?;
    phone.see(&format!("来自重复客户 {TWICE}")).await?;
    phone.see("确认了密封件的交期").await?;
    phone.see("谈了明年的框架协议").await?;
    look_at(&phone, &axe, "the customer that stays", &mut wrong).await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto(&twice).await?;
    manager.see("该客户已归入").await?;

    phone.tap("button", "拆分还原").await?;
    drop(cut);
    phone.lose("来自重复客户").await?;
    phone.goto(&format!("{twice}?tab=log")).await?;
    phone.see("确认了密封件的交期").await?;
    phone.lose("该客户已归入").await?;
    phone.lose("谈了明年的框架协议").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_of_another_name_is_known_by_its_credit_code() -> Result<()> {
    let _turn = turn().await;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let cut = phone.cut().await?;
    let open = "return document.querySelector('form details').open = true";
    for (name, code) in [("海岳传动有限公司", CODE), ("瑞泽精工有限公司", "9144 0300 7152 6726 xg")] {
        phone.goto("/new/customer").await?;
        phone.fill("客户名称", name).await?;
        phone.script(open, Vec::new()).await?;
        phone.fill("统一社会信用代码", code).await?;
        if code != CODE {
            break;
        }
        phone.tap("button", "保存客户").await?;
        phone.wait_for("link", "记跟进").await?;
    }
    phone.see("已有统一社会信用代码相同的客户").await?;
    look_at(&phone, &axe, "a credit code that is known", &mut wrong).await?;
    // Saved all the same, its page points the other one out, with the way to merge them.
    phone.tap("button", "保存客户").await?;
    phone.see("已有统一社会信用代码相同的客户").await?;
    phone.wait_for("link", "海岳传动").await?;
    phone.wait_for("button", "合并…").await?;
    look_at(&phone, &axe, "a customer of a known credit code", &mut wrong).await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(cut);
    phone.synced().await
}
