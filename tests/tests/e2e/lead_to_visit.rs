//! One lead on one phone without network, from its card to the record of a visit; then all of it with the manager.

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;
use serde_json::json;

use crate::leads::{CARD, CHOOSE, POOLED};
use crate::rhythm::today;
use crate::{record, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_becomes_a_customer_who_is_visited_without_network_and_the_manager_sees_it_all() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    phone.goto("/leads?tab=pool").await?;
    phone.wait_for("link", POOLED).await?;
    let cut = phone.cut().await?;
    server.stop()?;

    // Captured from a card, whose company is known already; it is another one.
    phone.goto("/new/lead").await?;
    phone.wait_for("button", "保存线索").await?;
    phone.script(CHOOSE, vec![json!(CARD)]).await?;
    phone.see("已有同名客户").await?;
    phone.fill("客户名称", "海岳机床有限公司").await?;
    phone.lose("已有同名客户").await?;
    phone.fill("所属行业", "制造业-机床").await?;
    phone.fill("成交期限", "3").await?;
    phone.choose("需求明确度", "需求明确").await?;
    phone.choose("预算情况", "预算充足").await?;
    phone.choose("决策角色", "最终决策人").await?;
    phone.tap("button", "保存线索").await?;
    phone.see("线索评分").await?;
    let customer = phone.path().await?;
    phone.tap("button", "转为客户").await?;
    phone.see("由线索转为客户").await?;

    // The need in four questions, on the telephone.
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", "问清现在的产线和次品").await?;
    phone.fill("客户反馈", "次品率压不下来").await?;
    phone.tap("button", "需求挖掘").await?;
    for (question, answer) in [
        ("现状问题", "8名操作工，日均500件"),
        ("难点问题", "次品率约5%"),
        ("暗示问题", "再不降本就失去价格优势"),
        ("需求-效益问题", "人工成本降到15%"),
    ] {
        phone.fill(question, answer).await?;
    }
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;

    // What is known makes a proposal for the grade, with its reasons.
    phone.goto(&format!("{customer}/edit")).await?;
    phone.fill("成交概率", "80").await?;
    phone.tap("button", "保存资料").await?;
    phone.goto(&format!("{customer}?tab=file")).await?;
    phone.see("建议A级：需求明确、预算充足、决策链清晰、成交概率80%、3个月内成交").await?;

    // A visit for tomorrow is too early; the first possible day is one tap away.
    phone.goto(&customer.replace("/customers/", "/new/task/")).await?;
    phone.tap("radio", "约客户").await?;
    phone.choose("沟通方式", "拜访").await?;
    phone.set("期限", &today()?.plus_days(1).to_string()).await?;
    phone.tap("button", "保存待办").await?;
    phone.see("拜访要提前预约，最早").await?;
    phone.tap("button", "改到").await?;
    phone.tap("button", "保存待办").await?;
    phone.see("待办已存本机").await?;

    // The third call of the week is warned of.
    record(&phone, &customer, "确认下周看线的人数和时间").await?;
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.tap("radio", "电话").await?;
    phone.see("个电话，每周最多2个").await?;

    // What is recorded a day later says so.
    phone.tap("radio", "拜访").await?;
    phone.set("结束时间", &format!("{}T10:00", today()?.plus_days(-1))).await?;
    phone.fill("谈了什么", "昨天顺路看了三条装配线").await?;
    phone.fill("客户反馈", "要先看样机再定").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await?;
    late_and_in_time(&phone, &customer).await?;

    server.start()?;
    drop(cut);
    phone.synced().await?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto(&customer).await?;
    manager.see("海岳机床有限公司").await?;
    late_and_in_time(&manager, &customer).await?;
    manager.see("再不降本就失去价格优势").await?;
    manager.goto(&format!("{customer}?tab=file")).await?;
    manager.see("建议A级").await?;
    manager.goto(&format!("{customer}?tab=history")).await?;
    manager.see("成交概率").await
}

/// Sees that of three records the one that came late is marked, and no other.
async fn late_and_in_time(who: &Phone, customer: &str) -> Result<()> {
    who.goto(&format!("{customer}?tab=log")).await?;
    who.see("昨天顺路看了三条装配线").await?;
    let marks = "return [...document.querySelectorAll('.entry')].map(entry =>
        [entry.textContent.includes('三条装配线'), entry.textContent.includes('迟录')])
        .filter(([visit, late]) => visit || late)";
    let found = who.script(marks, vec![]).await?;
    ensure!(found == json!([[true, true]]), "{found}");
    who.see("及时录入").await
}
