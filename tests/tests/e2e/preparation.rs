//! What is to be raised with a customer, from the preparation card into the record of the talk (S1-24, R-37).

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::{open_sample, record, turn};

const POINTS: &str = "先问上次报价的反馈，再谈交期";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_noted_before_the_talk_stands_in_its_record_and_no_longer_before_the_next() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let customer = open_sample(&phone).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());
    let cut = phone.cut().await?;

    // What is typed outlives the tab; a personal mobile number is not taken.
    phone.fill("要提的点", "给王工打 13812345678").await?;
    phone.see("草稿已存本机").await?;
    phone.reload().await?;
    phone.wait_for("button", "记下").await?;
    let kept = "return document.getElementById('points')?.value.includes('13812345678')";
    phone.until("the draft", kept).await?;
    phone.tap("button", "记下").await?;
    phone.see("像是个人手机号").await?;
    look_at(&phone, &axe, "a number in the points to raise", &mut wrong).await?;
    phone.fill("要提的点", POINTS).await?;
    phone.tap("button", "记下").await?;
    phone.see("已记下要提的点").await?;
    look_at(&phone, &axe, "points to raise", &mut wrong).await?;

    // The record shows them and takes them over.
    phone.goto(&customer.replace("/customers/", "/record/")).await?;
    phone.see(POINTS).await?;
    look_at(&phone, &axe, "points to raise in a record", &mut wrong).await?;
    record(&phone, &customer, "报价没有异议，交期要再压一周").await?;
    phone.goto(&customer).await?;
    phone.until("no points to raise", "return document.getElementById('points')?.value === ''").await?;
    phone.goto(&format!("{customer}?tab=log")).await?;
    phone.see(POINTS).await?;
    drop(cut);
    phone.synced().await?;

    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto(&format!("{customer}?tab=log")).await?;
    manager.see(POINTS).await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
