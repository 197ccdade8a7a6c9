//! Addresses: back and forth lead where the person was, with what they had searched and opened.

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::{SAMPLE, turn};

#[tokio::test(flavor = "multi_thread")]
async fn back_and_forth_lead_where_the_person_was() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    let searched =
        "return location.pathname === '/customers' && new URLSearchParams(location.search).get('q') === 'KJYX'";

    // Within one page: nothing is loaded anew on the way.
    phone.goto("/").await?;
    phone.tap("link", "客户").await?;
    phone.script("window.sameRun = true", Vec::new()).await?;
    phone.fill("搜客户", "KJYX").await?;
    phone.until("the search in the address", searched).await?;
    phone.tap("link", SAMPLE).await?;
    phone.tap("tab", "历史").await?;
    phone.until("the tab in the address", "return location.search === '?tab=history'").await?;
    phone.until("the customer in the title", "return document.title.includes('科技有限公司')").await?;

    phone.script("history.back()", Vec::new()).await?;
    phone.until("the search again", searched).await?;
    phone.until("its words", "return document.getElementById('q').value === 'KJYX'").await?;
    phone.script("history.forward()", Vec::new()).await?;
    phone.until("the tab again", "return document.getElementById('t-hist').ariaSelected === 'true'").await?;
    phone.tap("button", "返回").await?;
    phone.until("the list by the button", searched).await?;
    phone.until("the same run of the app", "return window.sameRun === true").await?;

    phone.goto("/nowhere").await?;
    phone.see("没有这个页面").await?;
    phone.tap("link", "回今日").await?;
    phone.until("today", "return location.pathname === '/today' || location.pathname === '/'").await?;
    Ok(())
}
