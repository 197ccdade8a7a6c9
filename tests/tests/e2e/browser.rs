//! The rules in the browser: the tests of `core` as they are, table by table, in WebAssembly inside Chromium.

use anyhow::{Result, ensure};
use fieldnote_tests::paths;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;
use serde_json::{Value, json};

use crate::turn;

#[tokio::test(flavor = "multi_thread")]
async fn every_test_of_the_core_passes_in_the_browser_too() -> Result<()> {
    let _turn = turn().await;
    let server = Server::demo_with_own_app()?;
    std::fs::copy(paths::core_tests()?, server.web()?.join("core-tests.wasm"))?;
    let mut phone = Phone::new(&server, Look::PHONE).await?;
    phone.goto("/").await?;
    phone.script(include_str!("browser/wasi.js"), vec![json!("/core-tests.wasm")]).await?;
    phone.be_patient(300);
    phone.until("the tests to be through", "return !!window.outcome").await?;
    let outcome = phone.script("return window.outcome", Vec::new()).await?;
    let failed: Vec<&str> = outcome["failed"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    let passed = outcome["passed"].as_u64().unwrap_or_default();
    ensure!(passed > 250, "only {passed} tests were there");
    phone.quit().await
}
