//! The server lost its disk and was put back from an older backup on a new one: what phones have comes back to it.

use std::fs;

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::{SAMPLE, record, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_restored_from_a_backup_gets_back_what_phones_hold() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    phone.goto("/customers").await?;
    phone.tap("link", SAMPLE).await?;
    phone.wait_for("link", "记跟进").await?;
    let customer = phone.path().await?;
    record(&phone, &customer, "备份之前谈了交付日期").await?;
    phone.synced().await?;

    // Beside the running server, as a nightly job does it.
    let backup = server.data().with_file_name("backup.db");
    server.command(&["backup", &format!("--out={}", backup.display())])?;
    record(&phone, &customer, "备份之后核对了三号样机的参数").await?;
    phone.synced().await?;
    // This one the server never had.
    server.stop()?;
    record(&phone, &customer, "停机期间约了下周三上门").await?;

    // A new host has nothing but the backup.
    fs::rename(server.data(), server.data().with_file_name("lost"))?;
    server.command(&["restore", &format!("--from={}", backup.display())])?;
    server.start()?;
    phone.synced().await?;

    let manager = Phone::signed_in(&server, "chen", Look::DESK).await?;
    manager.goto(&format!("{customer}?tab=log")).await?;
    manager.see("备份之前谈了交付日期").await?;
    manager.see("备份之后核对了三号样机的参数").await?;
    manager.see("停机期间约了下周三上门").await?;
    server.stop()?;
    server.command(&["check"]).map(drop)
}
