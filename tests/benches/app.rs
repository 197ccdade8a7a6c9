//! `cargo xtask bench app`: how large the app is, and how fast at 2,000 customers on a slow phone.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use anyhow::{Context, Result};
use fieldnote_tests::paths;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;
use serde_json::json;

const CUSTOMERS: u32 = 2000 * 6;
/// Brotli bytes of all code.
const CODE_BUDGET: u64 = 780_000;
const RUNS: usize = 5;

#[tokio::main]
async fn main() -> Result<()> {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return Ok(());
    }
    println!("| | figure | budget |\n|---|---|---|");
    sizes()?;
    // Six reps share the customers, so the phone below holds about 2,000.
    let server = Server::seeded(CUSTOMERS, 1)?;
    let mut phone = Phone::new(&server, Look::PHONE).await?;
    phone.be_patient(180);
    let started = std::time::Instant::now();
    phone.sign_in("li").await?;
    println!("| first sync until all is here, no throttle | {:.1} s | |", started.elapsed().as_secs_f64());
    phone.goto("/customers").await?;
    phone.wait_for("link", "有限公司").await?;
    let count = phone.script("return document.querySelector('h1').innerText", Vec::new()).await?;
    println!("| customers on the phone | {} | |", count.as_str().unwrap_or_default().replace('\n', " "));

    phone.cdp("Emulation.setCPUThrottlingRate", json!({"rate": 4})).await?;
    let mut starts = Vec::new();
    for _ in 0..RUNS {
        phone.goto("/customers").await?;
        let usable = phone
            .script_async(
                "const done = arguments[arguments.length - 1];
                 const look = () => document.querySelector('main .list a') ? done(performance.now()) : requestAnimationFrame(look);
                 look();",
            )
            .await?;
        starts.push(usable.as_f64().context("a time")?);
    }
    println!(
        "| warm start to a usable list, 4x CPU throttle, median of {RUNS} | {:.0} ms | 1000 ms |",
        median(&mut starts)
    );

    // The time from a keystroke to the painted result, as the browser's own event timing has it.
    let search = "
        const done = arguments[arguments.length - 1];
        const field = document.querySelector('input[type=search]');
        const type = text => new Promise(resolve => {
            const start = performance.now();
            Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
            field.dispatchEvent(new Event('input', { bubbles: true }));
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
        });
        (async () => {
            const times = [];
            for (const text of ['科', '科技', 'kj', 'kjyx', '报价', '没有']) times.push(await type(text));
            done(times);
        })();";
    for (throttle, words) in [(1, "no throttle"), (4, "4x CPU throttle")] {
        phone.cdp("Emulation.setCPUThrottlingRate", json!({"rate": throttle})).await?;
        let times = phone.script_async(search).await?;
        let mut times: Vec<f64> =
            times.as_array().context("times")?.iter().filter_map(serde_json::Value::as_f64).collect();
        println!("| search, keystroke to paint, {words}, median | {:.0} ms | |", median(&mut times));
    }

    let tap = "
        const done = arguments[arguments.length - 1];
        const link = document.querySelector('nav a[href=\"/today\"]');
        const start = performance.now();
        let built = 0;
        new MutationObserver((_, watch) => {
            if (!document.querySelector('.stats')) return;
            watch.disconnect();
            built = performance.now() - start;
            requestAnimationFrame(() => setTimeout(() => done([built, performance.now() - start])));
        }).observe(document.body, { childList: true, subtree: true });
        link.click();";
    let (mut lists, mut taps) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        phone.goto("/customers").await?;
        phone.wait_for("link", "有限公司").await?;
        // What a start does in the background is done by then.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        let times = phone.script_async(tap).await?;
        let time = |at: usize| times.get(at).and_then(serde_json::Value::as_f64).context("a time");
        lists.push(time(0)?);
        taps.push(time(1)?);
    }
    println!(
        "| today's list computed and in the page, 4x CPU throttle, median of {RUNS} | {:.0} ms | 150 ms |",
        median(&mut lists)
    );
    println!(
        "| tap to paint (customers to today), 4x CPU throttle, median of {RUNS} | {:.0} ms | 100 ms |",
        median(&mut taps)
    );
    phone.quit().await
}

fn sizes() -> Result<()> {
    let web = paths::web()?;
    let mut all = 0;
    for entry in std::fs::read_dir(&web)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(plain) = name.strip_suffix(".br") {
            let bytes = entry.metadata()?.len();
            all += bytes;
            println!("| {} | {bytes} B brotli | |", plain);
        }
    }
    println!("| all of the app | {all} B brotli | {CODE_BUDGET} B |");
    Ok(())
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
