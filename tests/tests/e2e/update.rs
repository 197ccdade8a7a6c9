//! A new version of the app: offered, never forced, and taken with one tap.

use anyhow::Result;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::turn;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_waits_until_the_person_takes_it() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::demo_with_own_app()?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    phone.reload().await?;
    phone.until("the worker to serve the page", "return !!navigator.serviceWorker.controller").await?;
    assert!(!phone.text().await?.contains("新版本已就绪"));

    let web = server.web()?;
    let worker = std::fs::read_to_string(web.join("sw.js"))?;
    let marker = "const VERSION = \"";
    assert!(worker.contains(marker));
    server.stop()?;
    std::fs::write(web.join("sw.js"), worker.replace(marker, &format!("{marker}next-")))?;
    let _ = std::fs::remove_file(web.join("sw.js.br"));
    server.start()?;

    phone.reload().await?;
    phone.see("新版本已就绪").await?;
    phone.tap("button", "现在更新").await?;
    let taken = "return caches.keys().then(names => names.length === 1 && names[0].includes('next-'))";
    phone.until("the new version to have replaced the old", taken).await?;
    phone.synced().await?;
    phone.lose("新版本已就绪").await
}
