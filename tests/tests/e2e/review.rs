//! An edit that came too late: its author keeps it, the new owner takes over a part of it, and the author is told.

use anyhow::{Context, Result};
use fieldnote_core::values::AccountId;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{SAMPLE, give_to_zhou, turn};

#[tokio::test(flavor = "multi_thread")]
async fn what_came_too_late_is_taken_over_in_part_by_the_new_owner() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let author = Phone::signed_in(&server, "li", Look::PHONE).await?;
    author.goto("/customers").await?;
    author.tap("link", SAMPLE).await?;
    author.wait_for("link", "记跟进").await?;
    let path = author.path().await?;
    let account: AccountId = path.rsplit('/').next().context("no id")?.parse()?;

    // A socket that is open outlives the cut: begin anew without one.
    let cut = author.cut().await?;
    author.goto(&path).await?;
    author.wait_for("link", "离线").await?;
    author.tap("link", "记跟进").await?;
    author.tap("radio", "电话").await?;
    author.fill("谈了什么", "在地下室里记的：客户要分三期付款").await?;
    author.fill("客户反馈", "总部冻结了新增预算").await?;
    author.tap("button", "保存跟进").await?;
    author.see("跟进已存本机").await?;

    give_to_zhou(&server, account).await?;

    drop(cut);
    author.see("等主管审核").await?;
    author.goto("/held").await?;
    author.see("科技有限公司").await?;

    // The reviewer at a desk, in English.
    let axe = axe()?;
    let mut wrong = Vec::new();
    let reviewer = Phone::signed_in(&server, "zhou", Look { english: true, ..Look::DESK }).await?;
    reviewer.goto("/settings").await?;
    reviewer.tap("link", "Held for review").await?;
    reviewer.see("Waiting for your decision").await?;
    reviewer.tap("button", "科技有限公司").await?;
    reviewer.see("在地下室里记的").await?;
    look_at(&reviewer, &axe, "held, to decide", &mut wrong).await?;
    // Without a network the screen says why nothing is there to decide.
    let cut = reviewer.cut().await?;
    reviewer.goto("/held").await?;
    reviewer.see("when there is a network").await?;
    drop(cut);
    reviewer.goto("/held").await?;
    reviewer.tap("button", "科技有限公司").await?;
    reviewer.tap("checkbox", "Whole record").await?;
    reviewer.tap("button", "Take over 1 chosen").await?;
    reviewer.see("Decided").await?;
    reviewer.lose("Waiting for your decision").await?;
    reviewer.goto(&path).await?;
    reviewer.tap("tab", "Follow-ups").await?;
    reviewer.see("在地下室里记的").await?;
    reviewer.see("总部冻结了新增预算").await?;

    author.see("已部分采纳").await?;
    author.tap("button", "科技有限公司").await?;
    author.see("采纳了一部分").await?;
    look_at(&author, &axe, "held, decided", &mut wrong).await?;
    assert_eq!(wrong, Vec::<String>::new());
    author.tap("button", "从列表中移走").await?;
    author.see("没有待审核的改动").await
}
