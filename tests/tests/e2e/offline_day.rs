//! A rep's day without network, and what the manager sees when it is back.

use std::time::{Duration, Instant};

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::{SAMPLE, turn};

/// How soon an open pipeline must show what a phone sent.
const LIVE_WITHIN: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_network_is_all_there_and_reaches_the_manager_by_itself() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto("/pipeline").await?;
    manager.wait_for("heading", "商机").await?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;

    // No network for the page and its worker, and no server either.
    let cut = phone.cut().await?;
    server.stop()?;
    phone.goto("/").await?;
    phone.wait_for("link", "离线").await?;

    // Browse and search, in Chinese and by initials.
    phone.tap("link", "客户").await?;
    for query in ["科技有限公司", "kjyxgs", "KJYX"] {
        phone.fill("搜客户", query).await?;
        phone.wait_for("link", SAMPLE).await?;
    }
    phone.fill("搜客户", "没有这样的客户").await?;
    phone.see("没搜到").await?;
    phone.fill("搜客户", "科技有限公司").await?;

    // A follow-up.
    phone.tap("link", SAMPLE).await?;
    phone.tap("link", "记跟进").await?;
    phone.tap("radio", "电话").await?;
    phone.fill("谈了什么", "确认产线改造的节拍，日产1,200件，甲方要求分三期验收").await?;
    phone.fill("客户反馈", "预算年内能批，要看分期方案").await?;
    phone.tap("radio", "+3天").await?;
    // Another call may be one too many of its week, as the day of the week has it.
    phone.choose("下次方式", "邮件").await?;
    phone.tap("button", "保存跟进").await?;
    phone.see("日产1,200件").await?;

    // An opportunity of its own, moved one stage on.
    phone.goto("/customers").await?;
    phone.fill("搜客户", "科技有限公司").await?;
    phone.tap("link", SAMPLE).await?;
    phone.tap("any", "新商机").await?;
    phone.fill("商机名称", "地下车库的产线").await?;
    phone.fill("金额", "52万").await?;
    phone.tap("button", "保存商机").await?;
    phone.goto("/pipeline").await?;
    phone.tap("button", "更多操作：地下车库的产线").await?;
    phone.tap("menuitem", "进入异议处理").await?;
    phone.see("已换阶段").await?;

    // A cold start: all of it is there.
    phone.goto("/").await?;
    phone.wait_for("link", "离线 · 存").await?;
    phone.goto("/pipeline").await?;
    phone.tap("any", "异议处理").await?;
    phone.see("地下车库的产线").await?;
    phone.goto("/customers").await?;
    phone.fill("搜客户", "分三期验收").await?;
    phone.wait_for("link", SAMPLE).await?;

    // The server comes back, then the phone's network: nobody taps anything.
    server.start()?;
    manager.synced().await?;
    assert!(!manager.text().await?.contains("地下车库的产线"));
    drop(cut);
    phone.synced().await?;
    let synced = Instant::now();
    while !manager.text().await?.contains("地下车库的产线") {
        assert!(synced.elapsed() < LIVE_WITHIN, "the manager's open pipeline does not change");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
