//! Every screen under axe-core: light and dark, Chinese and English, on a phone and on a desk.

use anyhow::{Context, Result, ensure};
use fieldnote_tests::paths::root;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;
use serde_json::Value;

use crate::turn;

/// Runs all rules and returns one line for each violation.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        result => done(result.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).slice(0, 3).join(' '))),
        error => done(['axe failed: ' + error]));";

async fn violations(phone: &Phone, axe: &str) -> Result<Vec<String>> {
    if phone.script("return typeof axe", Vec::new()).await? != "object" {
        phone.script(axe, Vec::new()).await?;
    }
    let found = phone.script_async(RUN).await?;
    let found = found.as_array().context("axe gives a list")?;
    Ok(found.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect())
}

async fn check(login: &str, look: Look, paths: &[&str]) -> Result<()> {
    let _turn = turn().await;
    let axe = std::fs::read_to_string(root().join("tests/vendor/axe-core/axe.min.js"))?;
    let server = Server::demo()?;
    let phone = Phone::new(&server, look).await?;
    phone.goto("/").await?;
    phone.wait_for("button", phone.say("登录", "Sign in")).await?;
    let mut wrong: Vec<_> =
        violations(&phone, &axe).await?.into_iter().map(|line| format!("sign-in: {line}")).collect();
    phone.sign_in(login).await?;

    phone.goto("/customers").await?;
    phone.wait_for("link", "有限公司").await?;
    let first = "return [...document.querySelectorAll('a[href^=\"/customers/\"]')].map(a => a.getAttribute('href').split('?')[0])[0]";
    let customer = phone.script(first, Vec::new()).await?;
    let customer = customer.as_str().context("a customer")?.to_owned();
    let id = customer.rsplit('/').next().unwrap_or_default();

    for path in paths {
        let path = path.replace("{id}", id);
        phone.goto(&path).await?;
        phone.wait_for("heading", "").await?;
        phone.until("the page to be complete", "return !document.querySelector('[aria-busy=true], .skeleton')").await?;
        wrong.extend(violations(&phone, &axe).await?.into_iter().map(|line| format!("{path}: {line}")));
        let spill = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        if phone.script(spill, Vec::new()).await? != Value::from(0) {
            wrong.push(format!("{path}: scrolls sideways"));
        }
    }
    ensure!(wrong.is_empty(), "{look:?}\n{}", wrong.join("\n"));
    Ok(())
}

const OF_A_REP: [&str; 18] = [
    "/today",
    "/customers",
    "/customers?q=kj",
    "/customers/{id}",
    "/customers/{id}?tab=log",
    "/customers/{id}?tab=file",
    "/customers/{id}?tab=history",
    "/customers/{id}/edit",
    "/record",
    "/record/{id}",
    "/new/customer",
    "/new/contact/{id}",
    "/new/opportunity/{id}",
    "/new/task/{id}",
    "/pipeline",
    "/sync-status",
    "/held",
    "/settings",
];
const OF_A_MANAGER: [&str; 6] = ["/today", "/team", "/customers", "/customers/{id}", "/pipeline", "/settings"];

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_rep_has_a_violation_light_in_chinese() -> Result<()> {
    check("li", Look::PHONE, &OF_A_REP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_rep_has_a_violation_dark_in_english_on_a_narrow_phone() -> Result<()> {
    check("li", Look { width: 320, dark: true, english: true }, &OF_A_REP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_manager_has_a_violation_dark_in_chinese() -> Result<()> {
    check("chen", Look { dark: true, ..Look::DESK }, &OF_A_MANAGER).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_manager_has_a_violation_light_in_english() -> Result<()> {
    check("chen", Look { english: true, ..Look::PHONE }, &OF_A_MANAGER).await
}
