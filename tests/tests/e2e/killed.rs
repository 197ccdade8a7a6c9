//! The browser killed right after it said "saved".

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::{SAMPLE, record, turn};

const TIMES: u32 = 10;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_as_saved_survives_a_killed_browser_ten_times() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let mut phone = Phone::signed_in(&server, "li", Look::PHONE).await?.restart().await?;
    server.stop()?;
    phone.goto("/customers").await?;
    phone.tap("link", SAMPLE).await?;
    let customer = phone.path().await?;
    for time in 1..=TIMES {
        record(&phone, &customer, &format!("第{time}次通话，核对了{time}号样机的参数")).await?;
        phone = phone.die_and_restart().await?;
        phone.goto(&format!("{customer}?tab=log")).await?;
        phone.see(&format!("核对了{time}号样机")).await?;
    }
    for time in 1..=TIMES {
        phone.see(&format!("核对了{time}号样机")).await?;
    }

    // A half-written form survives too.
    let form = customer.replace("/customers/", "/record/");
    phone.goto(&form).await?;
    phone.fill("谈了什么", "写到一半").await?;
    phone.see("草稿已存本机").await?;
    phone = phone.die_and_restart().await?;
    phone.goto(&form).await?;
    phone.wait_for("textbox", "谈了什么").await?;
    assert_eq!(phone.value("谈了什么").await?, "写到一半");

    server.start()?;
    phone.synced().await
}
