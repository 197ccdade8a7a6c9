//! A team that wants to be warned of what a record or a to-do lacks, not refused.

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{open_sample, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_is_warned_saves_a_record_and_a_to_do_as_they_are() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto("/rules").await?;
    manager.tap("checkbox", "缺反馈或写得太笼统的跟进不能保存").await?;
    manager.tap("checkbox", "缺责任人或交付标准的待办不能保存").await?;
    manager.tap("button", "保存规则").await?;
    manager.see("规则已改，立即生效").await?;
    manager.synced().await?;

    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let cut = phone.cut().await?;
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("还差1项：谈了什么").await?;
    phone.fill("谈了什么", "已沟通").await?;
    phone.see("建议补上：谈了什么、客户反馈").await?;
    phone.see("建议写下客户怎么说").await?;
    look_at(&phone, &axe, "a record that is warned of", &mut wrong).await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;

    phone.goto(&customer.replace("/customers/", "/new/task/")).await?;
    phone.see("团队建议填写").await?;
    phone.fill("要做什么", "寄样品").await?;
    phone.tap("button", "保存待办").await?;
    phone.see("这一项必填").await?;
    phone.tap("button", "1个工作日").await?;
    look_at(&phone, &axe, "a to-do that is warned of", &mut wrong).await?;
    phone.tap("button", "保存待办").await?;
    phone.see("待办已存本机").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(cut);
    phone.synced().await?;

    // Wanted again, they hold at once.
    manager.goto("/rules").await?;
    manager.tap("checkbox", "缺反馈或写得太笼统的跟进不能保存").await?;
    manager.tap("button", "保存规则").await?;
    manager.see("规则已改，立即生效").await?;
    manager.synced().await?;
    phone.synced().await?;
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", "已沟通").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("还差2项：谈了什么、客户反馈").await
}
