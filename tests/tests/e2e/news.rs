//! An important change reaches the team: told until it is noted, and flagged where it waits for too long (R-04, S1-57).

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{open_sample, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_need_is_told_to_the_manager_and_flagged_where_it_waits_too_long() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    // The team's rules say how long is too long; no hour is over at once.
    manager.goto("/rules").await?;
    manager.fill("重要变更多久内要同步到团队（小时）", "0").await?;
    manager.tap("button", "保存规则").await?;
    manager.synced().await?;
    manager.goto("/").await?;
    manager.lose("重要变更").await?;
    phone.synced().await?;
    let customer = open_sample(&phone).await?;

    let cut = phone.cut().await?;
    phone.goto(&format!("{customer}/edit")).await?;
    let need = phone.value("核心需求").await?;
    ensure!(!need.is_empty(), "the sample says what it needs");
    phone.fill("核心需求", &format!("{need}，还要换型快")).await?;
    phone.tap("button", "保存资料").await?;
    phone.see("资料已存本机").await?;
    phone.goto("/").await?;
    phone.see("有重要变更超过0小时没同步").await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    phone.tap("link", "看看是哪些").await?;
    phone.see("超过0小时还没同步到团队").await?;
    look_at(&phone, &axe, "a late change", &mut wrong).await?;
    drop(cut);
    phone.synced().await?;
    phone.lose("有重要变更").await?;
    // Nobody is told of what they wrote.
    phone.goto("/").await?;
    phone.lose("重要变更").await?;

    manager.see("重要变更 1").await?;
    manager.see("李经理 · 需求有调整").await?;
    look_at(&manager, &axe, "news", &mut wrong).await?;
    manager.tap("button", "知道了").await?;
    manager.lose("重要变更").await?;
    manager.reload().await?;
    manager.see("逾期").await?;
    manager.lose("重要变更").await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
