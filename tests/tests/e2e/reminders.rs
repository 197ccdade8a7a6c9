//! Reminders put off without a network, on all devices of a person; quiet hours; the digest (spec 7.11).

use anyhow::{Result, ensure};
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::accessibility::{axe, look_at};
use crate::turn;

/// A late to-do of the demo's sample customer.
const LATE: &str = "出分期付款方案";

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_put_off_without_a_network_is_put_off_on_every_device_of_the_person() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let desk = Phone::signed_in(&server, "li", Look::DESK).await?;
    let (axe, mut wrong) = (axe()?, Vec::new());

    // Whatever the time is, it is not quiet: the bell says how many.
    phone.goto("/settings").await?;
    phone.tap("checkbox", "免打扰时段").await?;
    phone.see("设置已存本机").await?;
    look_at(&phone, &axe, "reminder settings", &mut wrong).await?;
    phone.goto("/").await?;
    phone.see(LATE).await?;
    let cut = phone.cut().await?;
    phone.until("the bell counts", "return !!document.querySelector('.has-count .count')").await?;
    phone.goto("/reminders").await?;
    phone.see(LATE).await?;
    look_at(&phone, &axe, "reminders", &mut wrong).await?;
    phone.tap("button", "稍后 科技有限公司").await?;
    phone.see("一小时后").await?;
    look_at(&phone, &axe, "putting off", &mut wrong).await?;
    phone.tap("button", "明天早上").await?;
    phone.see("推迟到").await?;
    phone.see("稍后 1").await?;
    phone.goto("/").await?;
    phone.see("今日").await?;
    phone.lose(LATE).await?;
    phone.reload().await?;
    phone.see("下一站").await?;
    phone.lose(LATE).await?;
    phone.goto("/sync-status").await?;
    phone.see("改提醒设置").await?;
    drop(cut);
    phone.synced().await?;

    // The other device of the person knows, and brings it back.
    desk.goto("/").await?;
    desk.see("下一站").await?;
    desk.lose(LATE).await?;
    desk.goto("/reminders").await?;
    desk.see("稍后 1").await?;
    desk.tap("button", "现在提醒 科技有限公司").await?;
    desk.lose("稍后 1").await?;
    desk.synced().await?;
    phone.goto("/").await?;
    phone.see(LATE).await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
