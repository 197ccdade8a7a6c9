//! Every screen under axe-core, each in light and in dark: Chinese and English, on phones and on a desk.

use anyhow::{Context, Result, ensure};
use fieldnote_tests::paths::root;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::turn;

/// Runs all rules and returns one line for each violation.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        result => done(result.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).slice(0, 3).join(' '))),
        error => done(['axe failed: ' + error]));";

/// Returns axe-core's script.
pub(crate) fn axe() -> Result<String> {
    Ok(std::fs::read_to_string(root().join("tests/vendor/axe-core/axe.min.js"))?)
}

async fn violations(phone: &Phone, axe: &str) -> Result<Vec<String>> {
    if phone.script("return typeof axe", Vec::new()).await? != "object" {
        phone.script(axe, Vec::new()).await?;
    }
    let found = phone.script_async(RUN).await?;
    let found = found.as_array().context("axe gives a list")?;
    Ok(found.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect())
}

/// Looks at what is shown in light and in dark.
pub(crate) async fn look_at(phone: &Phone, axe: &str, name: &str, wrong: &mut Vec<String>) -> Result<()> {
    for dark in [false, true] {
        phone.show_dark(dark).await?;
        let theme = if dark { "dark" } else { "light" };
        wrong.extend(violations(phone, axe).await?.into_iter().map(|line| format!("{name} ({theme}): {line}")));
    }
    let spill = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    if phone.script(spill, Vec::new()).await? != 0 {
        wrong.push(format!("{name}: scrolls sideways"));
    }
    Ok(())
}

async fn check(login: &str, look: Look, paths: &[&str]) -> Result<()> {
    let _turn = turn().await;
    let axe = axe()?;
    let server = Server::demo()?;
    let phone = Phone::new(&server, look).await?;
    let mut wrong = Vec::new();
    phone.goto("/").await?;
    phone.wait_for("button", phone.say("登录", "Sign in")).await?;
    look_at(&phone, &axe, "sign-in", &mut wrong).await?;
    phone.sign_in(login).await?;

    let mut ids = Vec::new();
    for (part, list) in [("{id}", "/customers"), ("{lead}", "/leads?tab=pool")] {
        if paths.iter().any(|path| path.contains(part)) {
            phone.goto(list).await?;
            phone.tap("link", "有限公司").await?;
            phone.until("a customer", "return location.pathname.startsWith('/customers/')").await?;
            ids.push((part, phone.path().await?.rsplit('/').next().unwrap_or_default().to_owned()));
        }
    }
    for path in paths {
        phone.goto(&ids.iter().fold((*path).to_owned(), |path, (part, id)| path.replace(part, id))).await?;
        phone.wait_for("heading", "").await?;
        phone.until("the page to be complete", "return !document.querySelector('[aria-busy=true], .skeleton')").await?;
        look_at(&phone, &axe, path, &mut wrong).await?;
    }
    ensure!(wrong.is_empty(), "{look:?}\n{}", wrong.join("\n"));
    Ok(())
}

const OF_A_REP: [&str; 26] = [
    "/today",
    "/reminders",
    "/customers",
    "/customers?q=kj",
    "/customers/{id}",
    "/customers/{id}?tab=log",
    "/customers/{id}?tab=file",
    "/customers/{id}?tab=history",
    "/customers/{id}/edit",
    "/record",
    "/record/{id}",
    "/care/{id}",
    "/new/customer",
    "/new/lead",
    "/leads?tab=own",
    "/leads?tab=pool",
    "/customers/{lead}",
    "/new/contact/{id}",
    "/new/opportunity/{id}",
    "/new/task/{id}",
    "/pipeline",
    "/sync-status",
    "/held",
    "/review",
    "/rules",
    "/settings",
];
const OF_A_MANAGER: [&str; 13] = [
    "/today",
    "/reminders",
    "/team",
    "/customers",
    "/customers/{id}",
    "/customers/{id}?tab=file",
    "/leads?tab=team",
    "/customers/{lead}",
    "/pipeline",
    "/sync-status",
    "/review",
    "/rules",
    "/settings",
];
const OF_AN_ADMIN: [&str; 2] = ["/users", "/settings"];

const NARROW: Look = Look { width: 320, english: false };

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_rep_has_a_violation_in_chinese_on_a_narrow_phone() -> Result<()> {
    check("li", NARROW, &OF_A_REP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_rep_has_a_violation_in_english() -> Result<()> {
    check("li", Look { english: true, ..Look::PHONE }, &OF_A_REP).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_manager_has_a_violation_in_chinese() -> Result<()> {
    check("chen", Look::PHONE, &OF_A_MANAGER).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_a_manager_has_a_violation_in_english_on_a_desk() -> Result<()> {
    check("chen", Look { english: true, ..Look::DESK }, &OF_A_MANAGER).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_of_an_administrator_has_a_violation_in_either_language() -> Result<()> {
    check("admin", Look::DESK, &OF_AN_ADMIN).await?;
    check("admin", Look { english: true, ..Look::PHONE }, &OF_AN_ADMIN).await
}
